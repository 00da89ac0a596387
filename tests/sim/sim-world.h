/* sim-world.h: one shift: a server, a few kiosks, the way between, people, and who watches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-clock.h"
#include "sim-log.h"
#include "sim-options.h"
#include "sim-oracle.h"
#include "sim-sched.h"

G_BEGIN_DECLS

typedef struct _SimWorld  SimWorld;
typedef struct _SimServer SimServer;
typedef struct _SimNet    SimNet;
typedef struct _SimKiosk  SimKiosk;
typedef struct _SimActors SimActors;

struct _SimWorld {
  guint64     seed;
  SimOptions  options;
  SimLog      log;
  SimSched   *sched;
  SimOracle  *oracle;
  SimServer  *server;
  SimNet     *net;
  SimKiosk   *kiosks[SIM_KIOSKS_MAX];
  SimActors  *actors;
  SimRng      faults;         /* of machines and server */
  SimRng      check;
  gboolean    is_resting;     /* nobody works */
  gint64      rest_until_ms;
  gboolean    is_calm;        /* faults have stopped */
};

typedef struct {
  guint64    seed;
  const SimOptions *options;  /* (nullable) NULL: the seed draws them */
  gboolean   is_traced;
  guint64    break_at;
} SimRun;

SimWorld *sim_world_new  (const SimRun *run) G_GNUC_WARN_UNUSED_RESULT;
void      sim_world_free (SimWorld *self);
/* The shift, the end of all faults, and the recovery. What was wrong stands in the log. */
void      sim_world_work (SimWorld *self);

static inline gint64
sim_now (const SimWorld *world)
{
  return sim_sched_get_now (world->sched);
}

static inline gboolean
sim_failed (const SimWorld *world)
{
  return world->log.failure != NULL;
}

#define sim_event(world, ...) sim_log_event (&(world)->log, sim_now (world), __VA_ARGS__)
#define sim_note(world, ...)  sim_log_note (&(world)->log, __VA_ARGS__)
#define sim_fail(world, ...)  sim_log_fail (&(world)->log, __VA_ARGS__)
#define sim_sometimes(world, name) SOMETIMES (&(world)->log, name)
#define sim_checked(world, name)   CHECKED (&(world)->log, name)

G_END_DECLS
