/* stanok-fetch.h: models and drawings by hash: resumed, verified, then ready (B1 to B8)
 *
 *   IDLE      -> LOADING    something is wanted and there is room  [stanok_fetch_step]
 *   LOADING   -> VERIFYING  as many bytes as it has                [stanok_fetch_done]
 *   VERIFYING -> IDLE       ready, or wrong and thrown away        [stanok-fetch-verify.c]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

/* ---- stanok-fetch.c ------------------------------------------------------------------- */
void     stanok_fetch_init   (StanokSyncCore *core);
void     stanok_fetch_clear  (StanokSyncCore *core);
/* @may_ask: FALSE while nobody answers; what needs no server goes on. */
gint64   stanok_fetch_step   (StanokSyncCore *core, gboolean may_ask);
void     stanok_fetch_done   (StanokSyncCore *core, const StanokHttpAnswer *answer);
/* Back to IDLE; the part stays where it is. */
void     stanok_fetch_leave  (StanokSyncCore *core);
/* A try that did not bring it. After a few that came no further it is set aside for others. */
void     stanok_fetch_failed (StanokSyncCore *core);
/* A failure of the disk. */
void     stanok_fetch_disk_failed (StanokSyncCore *core, const GError *error);

/* ---- stanok-fetch-body.c: what the server sends into the part ------------------------- */
void     stanok_fetch_head   (StanokSyncCore *core, const StanokHttpAnswer *answer);
void     stanok_fetch_chunk  (StanokSyncCore *core, const guint8 *bytes, gsize n);
/* From the first byte again, without Range. */
void     stanok_fetch_restart (StanokSyncCore *core, const char *why);

/* ---- stanok-fetch-verify.c: the hash, a slice an event -------------------------------- */
void     stanok_fetch_begin_verify (StanokSyncCore *core);
gint64   stanok_fetch_step_verify  (StanokSyncCore *core);
/* B6: each start hashes one random file that is ready, and drops parts that nobody wants. */
void     stanok_fetch_sweep        (StanokSyncCore *core);

G_END_DECLS
