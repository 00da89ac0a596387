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
  StanokOrder *order;          /* (owned) (nullable) base with all that applies; NULL if base is */
  guint        n_applied;      /* commands that fit, those already part of base included */
  guint        n_recorded;     /* facts that will raise an exception, with or without effect */
  guint        n_refused;      /* intents that no longer apply */
  gboolean     asked;          /* the holder is ours only by a claim the server has not confirmed */
} StanokView;

void       stanok_view_clear (StanokView *self);

/**
 * stanok_fold:
 * @base: (nullable): what the server said last
 * @pending: unsettled commands on this order, in the order in which they were recorded
 *
 * If base names one of the commands as its newest effect, in an exception or in its call
 * for help, then this one and all before it are part of base already and are not applied again:
 * the feed may bring an effect before its acknowledgement. Only an effect of somebody else that
 * followed hides that from us; then deltas show twice until the acknowledgement is here.
 *
 * What a pending revert means is known here only if the command it takes back is pending, too;
 * otherwise it counts as applied and shows nothing.
 *
 * Returns: the view. Clear it with stanok_view_clear().
 */
StanokView stanok_fold       (const StanokOrder   *base,
                              const StanokPending *pending,
                              gsize                n_pending);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokView, stanok_view_clear)

G_END_DECLS
