/* stanok-shell-waiters.c: polls that wait for the feed to move, and connections that dawdle
 *
 * libmicrohttpd ends connections that are silent, but not those that send a
 * byte now and then; that is looked after here, in total times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-shell-waiters.h"

#include <sys/socket.h>

#define LOOK_AT_PEERS_US G_USEC_PER_SEC

struct _StanokShellPeer {
  int                  fd;
  StanokShellPeerPhase phase;
  gint64               since_us;
  GList                link;
};

struct _StanokShellWaiters {
  StanokShellStats *stats;     /* borrowed */
  gint64   head_max_us, body_max_us;
  GThread *thread;
  GMutex   lock;
  GCond    changed;
  GQueue   calls;              /* of StanokShellCall, by their own links */
  GQueue   peers;              /* of StanokShellPeer, by their own links */
  gint64   head;
  gboolean is_ending;          /* nobody may wait */
  gboolean is_over;            /* the thread ends */
};

static void
wake (StanokShellWaiters *self,
      StanokShellCall    *call,
      gint64              now_us)
{
  g_queue_unlink (&self->calls, &call->link);
  call->link.data = NULL;
  call->waited_us += now_us - call->waiting_since_us;
  call->is_last_call = self->is_ending || now_us >= call->deadline_us;
  stanok_shell_stats_add_waiting (self->stats, -1);
  MHD_resume_connection (call->connection);
}

/* When the thread has to look again. */
static gint64
wake_due (StanokShellWaiters *self,
          gint64              now_us)
{
  gint64 next_us = G_MAXINT64;
  GList *following;

  for (GList *l = self->calls.head; l != NULL; l = following)
    {
      StanokShellCall *call = l->data;

      following = l->next;
      if (self->is_ending || now_us >= call->deadline_us || self->head > call->wait_seq)
        wake (self, call, now_us);
      else
        next_us = MIN (next_us, call->deadline_us);
    }
  return next_us;
}

/* Shutting the socket down makes libmicrohttpd close the connection in its own way. */
static void
end_dawdlers (StanokShellWaiters *self,
              gint64              now_us)
{
  for (GList *l = self->peers.head; l != NULL; l = l->next)
    {
      StanokShellPeer *peer = l->data;
      gint64 age_us = now_us - peer->since_us;

      if ((peer->phase == STANOK_SHELL_PEER_ASKING && age_us > self->head_max_us) ||
          (peer->phase == STANOK_SHELL_PEER_SENDING && age_us > self->body_max_us))
        shutdown (peer->fd, SHUT_RDWR);
    }
}

static gpointer
run (gpointer data)
{
  StanokShellWaiters *self = data;
  gint64 look_us = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  while (!self->is_over)
    {
      gint64 now_us = g_get_monotonic_time ();
      gint64 next_us = wake_due (self, now_us);

      if (now_us >= look_us)
        {
          end_dawdlers (self, now_us);
          look_us = now_us + LOOK_AT_PEERS_US;
        }
      g_cond_wait_until (&self->changed, &self->lock, MIN (next_us, look_us));
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

StanokShellWaiters *
stanok_shell_waiters_new (StanokShellStats *stats,
                          gint64            head_max_ms,
                          gint64            body_max_ms)
{
  StanokShellWaiters *self = g_new0 (StanokShellWaiters, 1);

  self->stats = stats;
  self->head_max_us = head_max_ms * 1000;
  self->body_max_us = body_max_ms * 1000;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->calls);
  g_queue_init (&self->peers);
  self->thread = g_thread_new ("stanok-waiters", run, self);
  return self;
}

void
stanok_shell_waiters_free (StanokShellWaiters *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->is_over = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

gboolean
stanok_shell_waiters_add (StanokShellWaiters *self,
                          StanokShellCall    *call)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean waits;

  g_mutex_lock (&self->lock);
  /* The feed may have moved since the core was asked. */
  waits = !self->is_ending && now_us < call->deadline_us && self->head <= call->wait_seq;
  if (waits)
    {
      call->waiting_since_us = now_us;
      call->link.data = call;
      g_queue_push_tail_link (&self->calls, &call->link);
      stanok_shell_stats_add_waiting (self->stats, 1);
      MHD_suspend_connection (call->connection);
      g_cond_signal (&self->changed);
    }
  else
    call->is_last_call = self->is_ending || now_us >= call->deadline_us;
  g_mutex_unlock (&self->lock);
  return waits;
}

void
stanok_shell_waiters_remove (StanokShellWaiters *self,
                             StanokShellCall    *call)
{
  g_mutex_lock (&self->lock);
  if (call->link.data != NULL)
    {
      g_queue_unlink (&self->calls, &call->link);
      call->link.data = NULL;
      stanok_shell_stats_add_waiting (self->stats, -1);
    }
  g_mutex_unlock (&self->lock);
}

void
stanok_shell_waiters_note_head (StanokShellWaiters *self,
                                gint64              head)
{
  g_mutex_lock (&self->lock);
  if (head > self->head)
    {
      self->head = head;
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->lock);
}

void
stanok_shell_waiters_end (StanokShellWaiters *self)
{
  g_mutex_lock (&self->lock);
  self->is_ending = TRUE;
  wake_due (self, g_get_monotonic_time ());
  g_mutex_unlock (&self->lock);
}

/* ---- peers ---------------------------------------------------------------------------------- */

StanokShellPeer *
stanok_shell_waiters_add_peer (StanokShellWaiters *self,
                               int                 fd)
{
  StanokShellPeer *peer = g_new0 (StanokShellPeer, 1);

  peer->fd = fd;
  peer->since_us = g_get_monotonic_time ();
  peer->link.data = peer;
  g_mutex_lock (&self->lock);
  g_queue_push_tail_link (&self->peers, &peer->link);
  g_mutex_unlock (&self->lock);
  stanok_shell_stats_add_connections (self->stats, 1);
  return peer;
}

void
stanok_shell_waiters_set_phase (StanokShellWaiters  *self,
                                StanokShellPeer     *peer,
                                StanokShellPeerPhase phase)
{
  g_mutex_lock (&self->lock);
  peer->phase = phase;
  peer->since_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
}

/* Called before the socket is closed, so its number is never somebody else's. */
void
stanok_shell_waiters_remove_peer (StanokShellWaiters *self,
                                  StanokShellPeer    *peer)
{
  g_mutex_lock (&self->lock);
  g_queue_unlink (&self->peers, &peer->link);
  g_mutex_unlock (&self->lock);
  stanok_shell_stats_add_connections (self->stats, -1);
  g_free (peer);
}
