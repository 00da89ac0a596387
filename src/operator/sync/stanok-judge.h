/* stanok-judge.h: what an answer says about the server, the network and the way between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-answer.h"
#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

/* What came of a read. */
typedef enum {
  STANOK_GOT_NOTHING,     /* counted where it belongs; try again later */
  STANOK_GOT_BODY,        /* 200 or 206 of ours */
  STANOK_GOT_SAME,        /* 304 */
  STANOK_GOT_GONE,        /* 410 */
  STANOK_GOT_EPOCH,       /* another epoch: the meta data will be read again */
  STANOK_GOT_REFUSED,     /* any other answer of ours; counted against @own */
} StanokGot;

/* For reads. @own: the counter of who asked; @problem: (nullable) (transfer full). */
StanokGot stanok_judge              (StanokSyncCore         *core,
                                     StanokSlot              slot,
                                     const StanokHttpAnswer *answer,
                                     StanokBackoff          *own,
                                     StanokProblem         **problem);

/* For what is common to reads and commands. */
void      stanok_judge_contact      (StanokSyncCore         *core,
                                     StanokSlot              slot,
                                     const StanokHttpAnswer *answer);
void      stanok_judge_success      (StanokSyncCore         *core);
/* No answer, or none of ours: TRUE, and counted against the device (P8). */
gboolean  stanok_judge_is_nobody    (StanokSyncCore         *core,
                                     StanokSlot              slot,
                                     const StanokHttpAnswer *answer,
                                     gboolean                is_ours);
/* 401, 429, 503: TRUE, and counted against the device. */
gboolean  stanok_judge_is_device    (StanokSyncCore         *core,
                                     StanokSlot              slot,
                                     const StanokHttpAnswer *answer,
                                     gint64                  retry_after_ms);
/* An error of the server's own. S17: when everything fails, everything is asked as if nobody were
 * there, however little each part knows of the others. */
void      stanok_judge_trouble      (StanokSyncCore         *core,
                                     StanokSlot              slot);
/* It calls itself an answer of the server, and says nothing that can be read: said after
 * stanok_judge(), which knows the head only. The screen must not call that "answers". */
void      stanok_judge_unreadable   (StanokSyncCore         *core);
void      stanok_judge_stop         (StanokSyncCore         *core,
                                     StanokStopReason        reason,
                                     gboolean                is_commands);
void      stanok_judge_doubt_epoch  (StanokSyncCore         *core);
void      stanok_judge_fail         (StanokSyncCore         *core,
                                     StanokBackoff          *own,
                                     gint64                  retry_after_ms);
/* U1: how long ago the server wrote the answer: at most a second less than it was. */
gint64    stanok_judge_get_age      (StanokSyncCore         *core,
                                     StanokSlot              slot,
                                     const StanokHttpAnswer *answer);
/* The server's clock now, as well as we know it. */
gint64    stanok_judge_get_server_ms (StanokSyncCore        *core);

G_END_DECLS
