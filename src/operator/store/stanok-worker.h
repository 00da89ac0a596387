/* stanok-worker.h: a thread of our own that does what it is sent, in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StanokWorker StanokWorker;

typedef void (*StanokJob) (gpointer data);

/* @name: as debuggers and top show it; at most 15 bytes */
StanokWorker *stanok_worker_new         (const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* Its own context, for sources of who works on it. */
GMainContext *stanok_worker_get_context (StanokWorker *self);
/* From any thread. Jobs run one after the other in the order of their posting; @destroy (nullable) runs after the job, there. */
void          stanok_worker_post        (StanokWorker *self, StanokJob job, gpointer data, GDestroyNotify destroy);
/* Runs what was posted so far, ends the thread, frees. Not from the worker itself. */
void          stanok_worker_stop        (StanokWorker *self);

G_END_DECLS
