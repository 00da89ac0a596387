/* stanok-shell-waiters.h: polls that wait for the feed to move, and connections that dawdle
 *
 * One thread for both: it sleeps until somebody's time is up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/stanok-shell-call.h"
#include "http/stanok-shell-stats.h"

G_BEGIN_DECLS

typedef struct _StanokShellWaiters StanokShellWaiters;

/* The times are what a connection may take in all for a request's head and for its body. */
StanokShellWaiters *stanok_shell_waiters_new  (StanokShellStats *stats,
                                               gint64            head_max_ms,
                                               gint64            body_max_ms)
  G_GNUC_WARN_UNUSED_RESULT;
/* Nobody may be waiting any more. */
void                stanok_shell_waiters_free (StanokShellWaiters *self);

/* Suspends the call's connection until it has to be asked again. FALSE: that is now. */
gboolean stanok_shell_waiters_add    (StanokShellWaiters *self, StanokShellCall *call);
/* The call is over, whichever way; it may never have waited. */
void     stanok_shell_waiters_remove (StanokShellWaiters *self, StanokShellCall *call);
void     stanok_shell_waiters_note_head (StanokShellWaiters *self, gint64 head);
/* Everybody gets his last call, and nobody waits from here on. */
void     stanok_shell_waiters_end    (StanokShellWaiters *self);

/* What a connection is busy with; each has its patience. */
typedef enum {
  STANOK_SHELL_PEER_ASKING,      /* idle, or sending a request's head */
  STANOK_SHELL_PEER_SENDING,     /* sending a body */
  STANOK_SHELL_PEER_SERVED,      /* waiting for an answer, or reading it */
} StanokShellPeerPhase;

typedef struct _StanokShellPeer StanokShellPeer;

StanokShellPeer *stanok_shell_waiters_add_peer    (StanokShellWaiters *self,
                                                   int                 fd)
  G_GNUC_WARN_UNUSED_RESULT;
void             stanok_shell_waiters_set_phase   (StanokShellWaiters  *self,
                                                   StanokShellPeer     *peer,
                                                   StanokShellPeerPhase phase);
void             stanok_shell_waiters_remove_peer (StanokShellWaiters *self, StanokShellPeer *peer);

G_END_DECLS
