/* stanok-push.h: commands out, one at a time, each lane in its order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-classify.h"
#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

/* ---- stanok-push.c: which command goes when, and what its answer does ----------------- */
gint64      stanok_push_step        (StanokSyncCore *core);
/* The journal's silence has an end, too. Called before every step. */
gint64      stanok_push_watch       (StanokSyncCore *core);
void        stanok_push_done        (StanokSyncCore *core, const StanokHttpAnswer *answer);
/* Why nothing at all may be pushed now; NULL if it may. */
const char *stanok_push_get_gate    (const StanokSyncCore *core);
/* When @lane's head may go at the earliest; STANOK_NEVER if it waits for a person or the journal. */
gint64      stanok_push_get_lane_due (const StanokSyncCore *core, const StanokLane *lane);
/* P1: something new: try at once, at most once in 5 s while failing. */
void        stanok_push_hasten      (StanokSyncCore *core, StanokLane *lane);
void        stanok_push_forget_tags (StanokSyncCore *core);
/* A failure that speaks of this lane only. */
void        stanok_push_fail_lane   (StanokSyncCore *core, StanokLane *lane, gint64 retry_after_ms);

/* ---- stanok-push-settle.c: fates, written by the journal ------------------------------ */
void        stanok_push_boot        (StanokSyncCore *core, GPtrArray *entries);
void        stanok_push_settle      (StanokSyncCore *core, StanokLane *lane, StanokLaneItem *item,
                                     const StanokSettlement *settlement);
/* A wish that a conflict before it has made pointless. */
void        stanok_push_withdraw    (StanokSyncCore *core, StanokLane *lane, StanokLaneItem *item);
/* The journal wrote @entry, or (NULL) could not. */
void        stanok_push_settled     (StanokSyncCore *core, const char *command_id,
                                     const StanokEntry *entry);
void        stanok_push_recorded    (StanokSyncCore *core, const StanokEntry *entry);

/* ---- stanok-push-rebase.c: an intent against an order that has changed (P3, P4) ------- */
/* (nullable) (transfer full): what If-Match says. */
char       *stanok_push_dup_tag     (StanokSyncCore *core, const StanokLane *lane) G_GNUC_WARN_UNUSED_RESULT;
void        stanok_push_rebase      (StanokSyncCore *core, StanokLane *lane, StanokLaneItem *item,
                                     const StanokProblem *problem);
/* P1, E5: an order that came with an answer goes into the base. */
void        stanok_push_apply_order (StanokSyncCore *core, const StanokLane *lane,
                                     const StanokOrder *order);

/* ---- stanok-push-upload.c: the photo that a command needs ----------------------------- */
void        stanok_push_send_upload (StanokSyncCore *core, StanokLane *lane, StanokLaneItem *item);
void        stanok_push_upload_done (StanokSyncCore *core, const StanokHttpAnswer *answer);

G_END_DECLS
