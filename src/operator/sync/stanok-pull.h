/* stanok-pull.h: facts in: meta data, reference data, the queue
 *
 * meta -> reference data, and beside it the queue: a snapshot if there is no cursor for this
 * epoch, else the feed by long poll, else (a server without a feed) pages of the collection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

/* ---- stanok-pull.c: meta data, and what all of them share ----------------------------- */
void     stanok_pull_boot           (StanokSyncCore *core);
gint64   stanok_pull_step_meta      (StanokSyncCore *core);
gint64   stanok_pull_get_meta_due   (const StanokSyncCore *core);
void     stanok_pull_send_meta      (StanokSyncCore *core);
void     stanok_pull_meta_done      (StanokSyncCore *core, const StanokHttpAnswer *answer);
/* May anything but the meta data be asked for? */
gboolean stanok_pull_is_ready       (const StanokSyncCore *core);
/* Reads again what the cache says about the base. */
void     stanok_pull_read_base      (StanokSyncCore *core);
/* A write that failed is logged and shown; TRUE if @ok. */
gboolean stanok_pull_wrote          (StanokSyncCore *core, gboolean ok, GError **error);

/* ---- stanok-pull-reference.c ---------------------------------------------------------- */
gint64   stanok_pull_step_reference (StanokSyncCore *core);
void     stanok_pull_reference_done (StanokSyncCore *core, const StanokHttpAnswer *answer);

/* ---- stanok-pull-feed.c --------------------------------------------------------------- */
gint64   stanok_pull_step_feed      (StanokSyncCore *core);
void     stanok_pull_feed_done      (StanokSyncCore *core, const StanokHttpAnswer *answer);
/* A failure of this part that the judge could not know of. */
void     stanok_pull_feed_failed    (StanokSyncCore *core, const char *what, const GError *error);
/* The network is back or the machine was asleep: whatever waits now waits for nothing. */
void     stanok_pull_feed_again     (StanokSyncCore *core);

/* ---- stanok-pull-snapshot.c ----------------------------------------------------------- */
gboolean stanok_pull_needs_snapshot (const StanokSyncCore *core);
void     stanok_pull_send_snapshot  (StanokSyncCore *core);
void     stanok_pull_snapshot_done  (StanokSyncCore *core, const StanokHttpAnswer *answer);
void     stanok_pull_drop_snapshot  (StanokSyncCore *core);
/* S9: a snapshot whose first page is under way may have been read before this answer. */
void     stanok_pull_keep_answered  (StanokSyncCore *core, const StanokOrder *order);

/* ---- stanok-pull-plain.c: a server without a feed (E8) -------------------------------- */
void     stanok_pull_send_plain     (StanokSyncCore *core);
void     stanok_pull_plain_done     (StanokSyncCore *core, const StanokHttpAnswer *answer);

G_END_DECLS
