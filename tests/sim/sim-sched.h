/* sim-sched.h: virtual time: it jumps from one task to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-rng.h"

G_BEGIN_DECLS

/* @arg is what the task is about; freed after the task or when it is cancelled. */
typedef void (*SimTask) (gpointer data, gpointer arg);

typedef struct _SimSched SimSched;

SimSched *sim_sched_new    (guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void      sim_sched_free   (SimSched *self);
/* Milliseconds since the simulation began. */
gint64    sim_sched_get_now (const SimSched *self);
/* Tasks of one moment run in an order that the seed decides. Returns an id, never 0. */
guint64   sim_sched_at     (SimSched *self, gint64 at_ms, SimTask task, gpointer data,
                            gpointer arg, GDestroyNotify free_arg);
void      sim_sched_cancel (SimSched *self, guint64 id);
/* FALSE: nothing is left to do up to @until_ms; the time is then @until_ms. */
gboolean  sim_sched_step   (SimSched *self, gint64 until_ms);

G_END_DECLS
