/* sim-world.c: one shift from its first minute to the recovery after it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-world.h"

#include "sim-actors.h"
#include "sim-check.h"
#include "sim-faults.h"
#include "sim-kiosk.h"
#include "sim-net.h"
#include "sim-server.h"

/* The longest Retry-After, and twice the cap of the back-off with some to spare. */
#define RECOVERY_MS   (22 * SIM_MINUTE_MS)
#define TRIPS         4          /* there and back, and once more: of one command that waits */
#define TIDY_MS       SIM_MINUTE_MS

static void
start_kiosk (gpointer data,
             gpointer arg)
{
  sim_kiosk_start (data);
}

static void
add_people (SimWorld *world)
{
  const SimOptions *options = &world->options;
  SimServer *server = world->server;

  for (int i = 0; i < (int) (options->n_kiosks * options->n_operators); i++)
    {
      g_autofree char *id = sim_operator_id (i);
      StanokOperator op = { id, { (char *) "Anna", (char *) "Анна" }, (char *) "operator", TRUE };

      stanok_mes_put_operator (server->mes, &op, "$argon2id$x", NULL, NULL);
    }
  for (guint i = 0; i < options->n_kiosks; i++)
    server->tokens[i] = stanok_mes_enrol_device (server->mes, world->kiosks[i]->id, "st-1", NULL);
}

SimWorld *
sim_world_new (const SimRun *run)
{
  SimWorld *self = g_new0 (SimWorld, 1);
  SimRng rng;

  self->seed = run->seed;
  if (run->options != NULL)
    self->options = *run->options;
  else
    sim_options_draw (&self->options, run->seed);
  sim_log_init (&self->log, run->is_traced, run->break_at);
  sim_rng_init (&self->faults, run->seed, SIM_STREAM_FAULTS);
  sim_rng_init (&self->check, run->seed, SIM_STREAM_CHECK);
  sim_rng_init (&rng, run->seed, SIM_STREAM_PLANNER);
  self->sched = sim_sched_new (run->seed);
  self->oracle = sim_oracle_new (&self->log);
  self->oracle->has_jumps = self->options.jump_every_ms > 0;
  self->server = sim_server_new (self);
  self->net = sim_net_new (self);
  for (guint i = 0; i < self->options.n_kiosks; i++)
    self->kiosks[i] = sim_kiosk_new (self, (int) i);
  self->actors = sim_actors_new (self);
  sim_server_start (self->server);
  add_people (self);
  sim_planner_fill (self, &rng);
  for (guint i = 0; i < self->options.n_kiosks; i++)
    sim_sched_at (self->sched, sim_rng_below (&self->faults, 30000), start_kiosk, self->kiosks[i],
                  NULL, NULL);
  return self;
}

void
sim_world_free (SimWorld *self)
{
  for (guint i = 0; i < self->options.n_kiosks; i++)
    sim_kiosk_free (self->kiosks[i]);
  sim_server_free (self->server);
  sim_actors_free (self->actors);
  sim_net_free (self->net);
  sim_sched_free (self->sched);
  sim_oracle_free (self->oracle);
  sim_log_clear (&self->log);
  g_free (self);
}

static void
run_until (SimWorld *self,
           gint64    until_ms)
{
  while (!sim_failed (self) && sim_sched_step (self->sched, until_ms))
    ;
}

/* L1: at most so long, and the way of every command there is; it is over when all is as it must. */
static void
recover (SimWorld *self,
         gboolean  all)
{
  gint64 way_ms = TRIPS * (self->options.latency_ms + self->options.jitter_ms);
  gint64 until_ms = sim_now (self) + RECOVERY_MS + self->oracle->commands->len * way_ms;
  gboolean is_done = FALSE;

  while (!is_done && !sim_failed (self))
    {
      sim_actors_tidy_up (self->actors);
      run_until (self, sim_now (self) + TIDY_MS);
      is_done = sim_now (self) >= until_ms || sim_check_is_recovered (self, all);
    }
  if (!sim_failed (self))
    sim_check_recovered (self, all);
}

void
sim_world_work (SimWorld *self)
{
  g_autofree char *options = sim_options_format (&self->options);

  sim_event (self, "seed %" G_GUINT64_FORMAT ": %s", self->seed, options);
  if (!self->options.has_faults)
    sim_sometimes (self, NO_FAULTS);
  sim_actors_begin (self->actors, self->options.shift_ms);
  sim_faults_begin (self);
  run_until (self, self->options.shift_ms);
  sim_faults_end (self);
  recover (self, FALSE);
  if (sim_failed (self))
    return;
  self->server->poisoned = -1;
  recover (self, TRUE);
}
