/* sim-actors.c: people at the terminals: they look, decide, tap, tap again, and tidy up
 *
 * What somebody means to do has one command id, however often he has to tap for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-actors.h"

#include "sim-intent.h"

#define AGAIN_MS    20000      /* "NOT recorded": how long somebody waits before he taps again */
#define TRIES_MAX   4
#define BURST_MAX   4
#define AWAKE       30         /* permille: of terminals, and of plans made, during a rest */

struct _SimActors {
  SimWorld  *world;
  SimRng     planner;
  SimRng     rngs[SIM_KIOSKS_MAX];
  gint64     until_ms;
  GPtrArray *wishes;            /* (element-type SimWish) not known to be recorded */
  int        last_order[SIM_OPERATORS_MAX];
};

SimActors *
sim_actors_new (SimWorld *world)
{
  SimActors *self = g_new0 (SimActors, 1);

  self->world = world;
  self->wishes = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_wish_free);
  sim_rng_init (&self->planner, world->seed, SIM_STREAM_PLANNER);
  for (guint i = 0; i < SIM_KIOSKS_MAX; i++)
    sim_rng_init (&self->rngs[i], world->seed, SIM_STREAM_ACTOR + i);
  for (int i = 0; i < SIM_OPERATORS_MAX; i++)
    self->last_order[i] = -1;
  return self;
}

void
sim_actors_free (SimActors *self)
{
  g_ptr_array_unref (self->wishes);
  g_free (self);
}

/* ---- taps ---------------------------------------------------------------------------- */

static SimWish *
find_wish (SimActors        *self,
           const SimCommand *command)
{
  for (guint i = 0; i < self->wishes->len; i++)
    {
      SimWish *wish = self->wishes->pdata[i];

      if (wish->command == command)
        return wish;
    }
  return NULL;
}

static void tap_again (gpointer data, gpointer arg);

static void
plan_again (SimActors *self,
            SimWish   *wish,
            gint64     after_ms)
{
  sim_sched_at (self->world->sched, sim_now (self->world) + after_ms, tap_again, self,
                wish->command, NULL);
}

static void
told (SimKiosk          *kiosk,
      SimCommand        *command,
      const StanokEntry *entry)
{
  SimActors *self = kiosk->world->actors;
  SimWish *wish = find_wish (self, command);

  if (wish == NULL)
    return;
  if (entry == NULL && wish->tries < TRIES_MAX)
    {
      plan_again (self, wish, AGAIN_MS);
      return;
    }
  g_ptr_array_remove (self->wishes, wish);
}

static void
tap (SimActors *self,
     SimKiosk  *kiosk,
     SimWish   *wish)
{
  wish->tries++;
  sim_kiosk_tap (kiosk, stanok_command_copy (wish->value), wish->etag, told);
}

/* After "NOT recorded", and after a crash that left open whether it was. */
static void
tap_again (gpointer data,
           gpointer arg)
{
  SimActors *self = data;
  SimCommand *command = arg;
  SimWish *wish = find_wish (self, command);
  SimKiosk *kiosk = self->world->kiosks[command->act.kiosk];

  if (wish == NULL)
    return;
  if (command->is_promised || wish->tries >= TRIES_MAX)
    {
      g_ptr_array_remove (self->wishes, wish);
      return;
    }
  plan_again (self, wish, 3 * AGAIN_MS);
  if (sim_kiosk_is_up (kiosk))
    tap (self, kiosk, wish);
}

/* ---- an act -------------------------------------------------------------------------- */

static int
choose_actor (SimActors *self,
              SimKiosk  *kiosk,
              SimRng    *rng)
{
  const SimOptions *options = &self->world->options;
  int n = (int) options->n_operators;

  /* Most stay at their own terminal. */
  if (sim_rng_permille (rng, 80))
    return (int) sim_rng_below (rng, (gint64) options->n_kiosks * n);
  return kiosk->number * n + (int) sim_rng_below (rng, n);
}

static int
choose_order (SimActors *self,
              SimRng    *rng,
              int        actor)
{
  if (self->last_order[actor] >= 0 && sim_rng_permille (rng, 700))
    return self->last_order[actor];
  return (int) sim_rng_below (rng, self->world->oracle->n_orders);
}

static void
act (SimActors *self,
     SimKiosk  *kiosk)
{
  SimRng *rng = &self->rngs[kiosk->number];
  int actor = choose_actor (self, kiosk, rng);
  int order = choose_order (self, rng, actor);
  SimWish *wish = sim_wish_make (kiosk, rng, actor, order);

  if (wish == NULL)
    return;
  self->last_order[actor] = sim_rng_permille (rng, 100) ? -1 : order;
  g_ptr_array_add (self->wishes, wish);
  tap (self, kiosk, wish);
  plan_again (self, wish, 3 * AGAIN_MS);
  if (sim_rng_permille (rng, 100))
    tap (self, kiosk, wish);
}

static void
act_once (gpointer data,
          gpointer arg)
{
  SimKiosk *kiosk = arg;

  if (sim_kiosk_is_up (kiosk) && !sim_failed (kiosk->world))
    act (data, kiosk);
}

/* What the supervisor does in passing. */
static void
tidy_up (SimActors *self,
         SimKiosk  *kiosk,
         gint64     permille)
{
  SimRng *rng = &self->rngs[kiosk->number];
  GPtrArray *commands = self->world->oracle->commands;

  for (guint i = 0; i < commands->len; i++)
    {
      const SimCommand *command = commands->pdata[i];

      if (command->act.kiosk != kiosk->number || command->entry == NULL ||
          !stanok_entry_needs_person (command->entry) || !sim_rng_permille (rng, permille))
        continue;
      if (command->entry->state == STANOK_ENTRY_PARKED)
        sim_kiosk_unpark (kiosk, command->id);
      else
        sim_kiosk_acknowledge (kiosk, command->id, "op-0");
    }
}

void
sim_actors_tidy_up (SimActors *self)
{
  for (guint i = 0; i < self->world->options.n_kiosks; i++)
    if (sim_kiosk_is_up (self->world->kiosks[i]))
      tidy_up (self, self->world->kiosks[i], 1000);
}

/* Some leave their terminal on. */
static void
rest (SimActors *self,
      gint64     ms)
{
  SimWorld *world = self->world;

  sim_event (world, "everybody rests");
  world->is_resting = TRUE;
  world->rest_until_ms = sim_now (world) + ms;
  for (guint i = 0; i < world->options.n_kiosks; i++)
    if (!sim_rng_permille (&self->planner, AWAKE))
      sim_kiosk_sleep (world->kiosks[i], ms + sim_rng_between (&self->planner, 0, 20000));
}

static void
ring (gpointer data,
      gpointer arg)
{
  SimActors *self = data;
  SimWorld *world = self->world;
  gboolean ends_rest = world->is_resting;
  gint64 ms = ends_rest ? sim_rng_wait (&self->planner, world->options.busy_ms) + SIM_MINUTE_MS
                        : sim_rng_wait (&self->planner, world->options.rest_ms);

  world->is_resting = FALSE;
  if (world->is_calm)
    return;
  if (ends_rest)
    sim_event (world, "everybody works");
  else
    rest (self, ms);
  sim_sched_at (world->sched, sim_now (world) + ms, ring, self, NULL, NULL);
}

static void
work_a_little (SimActors *self,
               SimKiosk  *kiosk)
{
  SimWorld *world = self->world;
  SimRng *rng = &self->rngs[kiosk->number];
  gint64 n = sim_rng_permille (rng, 400) ? sim_rng_between (rng, 2, BURST_MAX) : 1;

  for (gint64 i = 0; i < n; i++)
    sim_sched_at (world->sched, sim_now (world) + i * sim_rng_between (rng, 300, 9000), act_once,
                  self, kiosk, NULL);
  if (sim_kiosk_is_up (kiosk))
    {
      tidy_up (self, kiosk, 200);
      if (sim_rng_permille (rng, 50))
        sim_kiosk_retry_now (kiosk);
    }
}

static void
work (gpointer data,
      gpointer arg)
{
  SimActors *self = data;
  SimKiosk *kiosk = arg;
  SimWorld *world = self->world;

  if (sim_now (world) >= self->until_ms)
    return;
  if (!world->is_resting)
    work_a_little (self, kiosk);
  sim_sched_at (world->sched, sim_now (world) + sim_rng_wait (&self->rngs[kiosk->number],
                                                              world->options.act_every_ms),
                work, self, kiosk, NULL);
}

static void
plan (gpointer data,
      gpointer arg)
{
  SimActors *self = data;
  SimWorld *world = self->world;

  if (sim_now (world) >= self->until_ms)
    return;
  if (!world->is_resting || sim_rng_permille (&self->planner, AWAKE))
    sim_planner_act (world, &self->planner);
  sim_sched_at (world->sched,
                sim_now (world) + sim_rng_wait (&self->planner, world->options.plan_every_ms), plan,
                self, NULL, NULL);
}

void
sim_actors_begin (SimActors *self,
                  gint64     until_ms)
{
  SimWorld *world = self->world;

  self->until_ms = until_ms;
  for (guint i = 0; i < world->options.n_kiosks; i++)
    sim_sched_at (world->sched, sim_rng_wait (&self->rngs[i], world->options.act_every_ms / 2),
                  work, self, world->kiosks[i], NULL);
  sim_sched_at (world->sched, sim_rng_wait (&self->planner, world->options.plan_every_ms), plan,
                self, NULL, NULL);
  if (world->options.rest_ms > 0)
    sim_sched_at (world->sched, world->options.busy_ms, ring, self, NULL, NULL);
}
