/* stanok-fold.h: what a screen shows: the server's facts with the unsettled commands on top
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-digest.h"
#include "domain/stanok-lifecycle.h"

G_BEGIN_DECLS

/* One unsettled command, as the fold sees it. */
typedef struct {
  const StanokCommand *command;
  const char          *device_id;
  gint64               at_ms;       /* estimated server time of the act */
} StanokPending;

typedef struct {
  StanokOrder *order;          /* (owned) (nullable) base with everything that applies */
  guint        n_applied;      /* commands that changed or would have changed something */
  guint        n_refused;      /* commands that no longer apply */
  gboolean     asked;          /* the holder is ours only by a claim the server has not confirmed */
} StanokView;

void       stanok_view_clear (StanokView *self);
StanokView stanok_fold       (const StanokOrder   *base,
                              const StanokPending *pending,
                              gsize                n_pending);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokView, stanok_view_clear)

G_END_DECLS
