/* stanok-effects.h: what the lifecycle's table changes
 *
 * Of this room only. Each edits a copy that nobody else has seen; the caller
 * notes the command as the newest one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-situation.h"

G_BEGIN_DECLS

typedef void (*StanokEffect) (StanokOrder *order, const StanokSituation *situation);

void stanok_effect_claim        (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_release      (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_give         (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_start        (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_pause        (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_resume       (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_progress     (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_complete     (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_pack         (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_ship         (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_hold         (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_unhold       (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_prioritise   (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_reopen       (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_call_help    (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_end_help     (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_restore      (StanokOrder *order, const StanokSituation *situation);
void stanok_effect_take_pieces  (StanokOrder *order, const StanokSituation *situation);

/* A hold, a cancellation and a change of hands stop the clock of a running order. */
void stanok_effect_interrupt    (StanokOrder *order, gint64 at_ms);

G_END_DECLS
