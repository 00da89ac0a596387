/* stanok-worker.c: a thread of our own that does what it is sent, in order
 *
 * The pool of GTask gives no order and shares its threads with strangers; a
 * journal needs both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-worker.h"

struct _StanokWorker
{
  GMainContext *context;
  GMainLoop    *loop;
  GThread      *thread;
};

typedef struct {
  StanokJob      job;
  gpointer       data;
  GDestroyNotify destroy;
} Posted;

static gboolean
run_posted (gpointer data)
{
  const Posted *posted = data;

  posted->job (posted->data);
  return G_SOURCE_REMOVE;
}

static void
free_posted (gpointer data)
{
  Posted *posted = data;

  if (posted->destroy != NULL)
    posted->destroy (posted->data);
  g_free (posted);
}

static gpointer
work (gpointer data)
{
  StanokWorker *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
quit (gpointer data)
{
  StanokWorker *self = data;

  g_main_loop_quit (self->loop);
}

StanokWorker *
stanok_worker_new (const char *name)
{
  StanokWorker *self = g_new0 (StanokWorker, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new (name, work, self);
  return self;
}

GMainContext *
stanok_worker_get_context (StanokWorker *self)
{
  return self->context;
}

void
stanok_worker_post (StanokWorker   *self,
                    StanokJob       job,
                    gpointer        data,
                    GDestroyNotify  destroy)
{
  Posted *posted = g_new (Posted, 1);
  g_autoptr(GSource) source = g_idle_source_new ();

  *posted = (Posted) { job, data, destroy };
  /* One priority for all: sources of equal priority run in the order they were attached. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_posted, posted, free_posted);
  g_source_attach (source, self->context);
}

void
stanok_worker_stop (StanokWorker *self)
{
  stanok_worker_post (self, quit, self, NULL);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}
