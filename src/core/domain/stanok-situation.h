/* stanok-situation.h: the questions that the lifecycle's table asks
 *
 * Of this room only. Unless a comment says otherwise the order is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-lifecycle.h"

G_BEGIN_DECLS

typedef struct {
  const StanokOrder   *order;     /* (nullable) */
  const StanokCommand *command;
  const StanokContext *context;
} StanokSituation;

/* who acts, and on what */
gboolean stanok_situation_is_unknown_order (const StanokSituation *self);
gboolean stanok_situation_is_actor_out     (const StanokSituation *self);
gboolean stanok_situation_is_out_of_scope  (const StanokSituation *self);
gboolean stanok_situation_lacks_role       (const StanokSituation *self);
gboolean stanok_situation_is_over_limit    (const StanokSituation *self);

/* state */
gboolean stanok_situation_is_early         (const StanokSituation *self);
gboolean stanok_situation_is_past_approval (const StanokSituation *self);
gboolean stanok_situation_is_started       (const StanokSituation *self);
gboolean stanok_situation_is_completed     (const StanokSituation *self);
gboolean stanok_situation_is_packable      (const StanokSituation *self);
gboolean stanok_situation_is_packed        (const StanokSituation *self);
gboolean stanok_situation_is_shipped       (const StanokSituation *self);
gboolean stanok_situation_is_reopenable    (const StanokSituation *self);
gboolean stanok_situation_is_running       (const StanokSituation *self);
gboolean stanok_situation_is_paused        (const StanokSituation *self);

/* flags and leases */
gboolean stanok_situation_is_held             (const StanokSituation *self);
gboolean stanok_situation_is_free             (const StanokSituation *self);
gboolean stanok_situation_is_held_so          (const StanokSituation *self);
gboolean stanok_situation_is_cancelled        (const StanokSituation *self);
gboolean stanok_situation_is_stopped          (const StanokSituation *self);
gboolean stanok_situation_is_shut             (const StanokSituation *self);
gboolean stanok_situation_is_leased_elsewhere (const StanokSituation *self);
gboolean stanok_situation_is_reserved         (const StanokSituation *self);

/* holder */
gboolean stanok_situation_is_nobodys         (const StanokSituation *self);
gboolean stanok_situation_is_mine            (const StanokSituation *self);
gboolean stanok_situation_is_mine_as_wanted  (const StanokSituation *self);
gboolean stanok_situation_is_mine_to_change  (const StanokSituation *self);
gboolean stanok_situation_is_mine_started    (const StanokSituation *self);
gboolean stanok_situation_is_others          (const StanokSituation *self);
gboolean stanok_situation_is_not_mine        (const StanokSituation *self);
gboolean stanok_situation_is_receivers       (const StanokSituation *self);
gboolean stanok_situation_is_receiver_unfit  (const StanokSituation *self);
gboolean stanok_situation_is_not_mine_to_give (const StanokSituation *self);

/* quantities, revisions, and what else a command refers to */
gint64   stanok_situation_get_good_after   (const StanokSituation *self);
gboolean stanok_situation_is_short         (const StanokSituation *self);
gboolean stanok_situation_is_over          (const StanokSituation *self);
gboolean stanok_situation_saw_old          (const StanokSituation *self);
gboolean stanok_situation_starts_with_old  (const StanokSituation *self);
gboolean stanok_situation_is_built_to_old  (const StanokSituation *self);
gboolean stanok_situation_is_so_urgent     (const StanokSituation *self);
gboolean stanok_situation_is_resolved      (const StanokSituation *self);
gboolean stanok_situation_is_reverted      (const StanokSituation *self);
gboolean stanok_situation_is_irrevocable   (const StanokSituation *self);
gboolean stanok_situation_is_newest        (const StanokSituation *self);
gboolean stanok_situation_is_progress      (const StanokSituation *self);

G_END_DECLS
