/* stanok-effect.h: what the core wants done, written down in the order in which it must be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

/* Borrowed until the effects are cleared. */
StanokEffect *stanok_effect_add    (StanokSyncCore         *core,
                                    StanokEffectKind        kind);
void          stanok_effect_text   (StanokSyncCore         *core,
                                    StanokEffectKind        kind,
                                    const char             *text);
/* Copies the strings of @settlement. */
void          stanok_effect_settle (StanokSyncCore         *core,
                                    const StanokSettlement *settlement);
void          stanok_effect_log    (StanokSyncCore         *core,
                                    const char             *format,
                                    ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
