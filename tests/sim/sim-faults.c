/* sim-faults.c: what goes wrong with machines, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-faults.h"

#include "sim-kiosk.h"
#include "sim-net.h"
#include "sim-server.h"

#define CHANGES_MAX     40       /* of a disk, within which an armed cut comes */
#define ROOM_BYTES      20000
#define FULL_MS         (5 * SIM_MINUTE_MS)
#define FLAP_UP_MS      3000
#define FLAP_DOWN_MS    2000
#define N_FLAPS         40
#define AT_REST         60       /* permille of faults that also come while nobody works */

static SimKiosk *
draw_kiosk (SimWorld *world)
{
  return world->kiosks[sim_rng_below (&world->faults, world->options.n_kiosks)];
}

/* ---- kiosks -------------------------------------------------------------------------- */

static void
kill_kiosk (SimWorld *world)
{
  gboolean is_at_once = sim_rng_permille (&world->faults, 300);

  sim_kiosk_end (draw_kiosk (world), SIM_END_KILLED,
                 is_at_once ? -1 : sim_rng_below (&world->faults, CHANGES_MAX));
}

static void
cut_power (SimWorld *world)
{
  gboolean is_at_once = sim_rng_permille (&world->faults, 300);

  if (sim_rng_permille (&world->faults, 250))
    sim_kiosk_end (draw_kiosk (world), SIM_END_ORDERLY, -1);
  else
    sim_kiosk_end (draw_kiosk (world), SIM_END_POWER,
                   is_at_once ? -1 : sim_rng_below (&world->faults, CHANGES_MAX));
}

static void
suspend (SimWorld *world)
{
  sim_kiosk_sleep (draw_kiosk (world), SIM_MINUTE_MS + sim_rng_wait (&world->faults,
                                                                     40 * SIM_MINUTE_MS));
}

static void
jump (SimWorld *world)
{
  static const gint64 jumps_ms[] = {
    24 * SIM_HOUR_MS, -3 * SIM_HOUR_MS, SIM_MINUTE_MS, -SIM_MINUTE_MS, -24 * SIM_HOUR_MS,
  };
  SimKiosk *kiosk = draw_kiosk (world);

  sim_clock_jump (&kiosk->clock, jumps_ms[sim_rng_below (&world->faults, G_N_ELEMENTS (jumps_ms))]);
  sim_event (world, "%s: the clock jumps", kiosk->id);
  sim_sometimes (world, CLOCK_JUMPED);
}

/* ---- disks --------------------------------------------------------------------------- */

static void
heal_disk (gpointer data,
           gpointer arg)
{
  SimKiosk *kiosk = data;

  kiosk->is_disk_dead = FALSE;
  stanok_disk_fail_at (kiosk->disk, -1, STANOK_DISK_EIO, FALSE);
  stanok_disk_set_room (kiosk->disk, -1);
}

static void
fail_disk (SimWorld *world)
{
  SimKiosk *kiosk = draw_kiosk (world);
  gboolean for_ever = sim_rng_permille (&world->faults, 250);

  sim_event (world, "%s: the disk begins to fail%s", kiosk->id, for_ever ? " for a while" : "");
  sim_sometimes (world, DISK_FAILS);
  stanok_disk_fail_at (kiosk->disk, sim_rng_below (&world->faults, CHANGES_MAX), STANOK_DISK_EIO,
                       for_ever);
  kiosk->is_disk_dead = for_ever;
  if (for_ever)
    sim_sched_at (world->sched, sim_now (world) + sim_rng_wait (&world->faults, 2 * SIM_MINUTE_MS),
                  heal_disk, kiosk, NULL, NULL);
}

static void
fill_disk (SimWorld *world)
{
  SimKiosk *kiosk = draw_kiosk (world);

  sim_event (world, "%s: the disk fills up", kiosk->id);
  sim_sometimes (world, DISK_FULL);
  stanok_disk_set_room (kiosk->disk, stanok_disk_get_used (kiosk->disk) +
                                     sim_rng_below (&world->faults, ROOM_BYTES));
  sim_sched_at (world->sched, sim_now (world) + FULL_MS, heal_disk, kiosk, NULL, NULL);
}

/* ---- the way ------------------------------------------------------------------------- */

static void
cut (SimWorld *world,
     int       kiosk,
     SimCut    how)
{
  for (int i = 0; i < (int) world->options.n_kiosks; i++)
    if (kiosk < 0 || kiosk == i)
      sim_net_cut (world->net, i, how);
}

static void
heal (gpointer data,
      gpointer arg)
{
  SimWorld *world = data;
  int kiosk = GPOINTER_TO_INT (arg);

  if (kiosk < 0)
    sim_event (world, "all ways are open");
  else
    sim_event (world, "the way of K-%d is open", kiosk);
  cut (world, kiosk, SIM_CUT_NONE);
}

static void
flap_down (gpointer data,
           gpointer arg)
{
  SimWorld *world = data;

  if (world->is_calm)
    return;
  cut (world, GPOINTER_TO_INT (arg), SIM_CUT_REFUSED);
  sim_sched_at (world->sched, sim_now (world) + FLAP_DOWN_MS, heal, world, arg, NULL);
}

static void
partition (SimWorld *world)
{
  SimRng *rng = &world->faults;
  int kiosk = sim_rng_permille (rng, 300) ? -1 : (int) sim_rng_below (rng, world->options.n_kiosks);
  SimCut how = (SimCut) sim_rng_between (rng, SIM_CUT_REFUSED, SIM_CUT_ANSWERS);
  gpointer which = GINT_TO_POINTER (kiosk);

  sim_sometimes (world, PARTITIONED);
  if (world->options.is_flapping)
    {
      for (int i = 0; i < N_FLAPS; i++)
        sim_sched_at (world->sched, sim_now (world) + i * (FLAP_UP_MS + FLAP_DOWN_MS), flap_down,
                      world, which, NULL);
      return;
    }
  if (how == SIM_CUT_ANSWERS)
    sim_sometimes (world, ONE_WAY);
  if (kiosk < 0)
    sim_event (world, "all ways are cut (%d)", how);
  else
    sim_event (world, "the way of K-%d is cut (%d)", kiosk, how);
  cut (world, kiosk, how);
  sim_sched_at (world->sched, sim_now (world) + 5000 + sim_rng_wait (rng, world->options.cut_ms),
                heal, world, which, NULL);
}

/* ---- the server ---------------------------------------------------------------------- */

static void
start_server (gpointer data,
              gpointer arg)
{
  sim_server_start (((SimWorld *) data)->server);
}

static void
start_server_later (SimWorld *world)
{
  gint64 after_ms = 2000 + sim_rng_wait (&world->faults, 2 * SIM_MINUTE_MS);

  sim_sched_at (world->sched, sim_now (world) + after_ms, start_server, world, NULL, NULL);
}

static void
force_server (gpointer data,
              gpointer arg)
{
  SimWorld *world = data;

  if (world->server->life == GPOINTER_TO_UINT (arg) && !world->is_calm)
    sim_server_cut (world->server);
}

static void
kill_server (SimWorld *world)
{
  if (world->server->mes == NULL)
    return;
  if (sim_rng_permille (&world->faults, 200))
    sim_server_cut (world->server);
  else
    {
      stanok_disk_cut_power_at (world->server->disk, sim_rng_below (&world->faults, 12));
      sim_sched_at (world->sched, sim_now (world) + 15 * SIM_MINUTE_MS, force_server, world,
                    GUINT_TO_POINTER (world->server->life), NULL);
    }
}

/* Whoever looks after it finds it down sooner or later. */
static void
watch_server (gpointer data,
              gpointer arg)
{
  SimWorld *world = data;

  if (world->server->mes == NULL)
    start_server_later (world);
  sim_sched_at (world->sched, sim_now (world) + 2 * SIM_MINUTE_MS, watch_server, world, NULL, NULL);
}

static void
stop_server (SimWorld *world)
{
  sim_server_stop (world->server);
}

static void
restore (gpointer data,
         gpointer arg)
{
  SimWorld *world = data;

  if (world->server->mes != NULL && !stanok_disk_is_cut (world->server->disk))
    sim_server_restore (world->server, world->options.restore_is_silent);
}

static void
back_up (gpointer data,
         gpointer arg)
{
  SimWorld *world = data;

  if (world->server->mes != NULL)
    sim_server_back_up (world->server);
}

/* ---- when ---------------------------------------------------------------------------- */

typedef struct {
  void  (*happen) (SimWorld *world);
  gsize   every;           /* offset of the mean wait in the options */
} Plague;

static const Plague plagues[] = {
  { kill_kiosk,  G_STRUCT_OFFSET (SimOptions, kill_every_ms) },
  { cut_power,   G_STRUCT_OFFSET (SimOptions, power_every_ms) },
  { suspend,     G_STRUCT_OFFSET (SimOptions, suspend_every_ms) },
  { jump,        G_STRUCT_OFFSET (SimOptions, jump_every_ms) },
  { fail_disk,   G_STRUCT_OFFSET (SimOptions, disk_error_every_ms) },
  { fill_disk,   G_STRUCT_OFFSET (SimOptions, disk_full_every_ms) },
  { partition,   G_STRUCT_OFFSET (SimOptions, cut_every_ms) },
  { kill_server, G_STRUCT_OFFSET (SimOptions, server_kill_every_ms) },
  { stop_server, G_STRUCT_OFFSET (SimOptions, server_stop_every_ms) },
};

static void strike (gpointer data, gpointer arg);

static void
plan (SimWorld     *world,
      const Plague *plague)
{
  gint64 every_ms = *(const gint64 *) (gconstpointer) ((const char *) &world->options +
                                                       plague->every);

  if (every_ms > 0)
    sim_sched_at (world->sched, sim_now (world) + sim_rng_wait (&world->faults, every_ms), strike,
                  world, (gpointer) plague, NULL);
}

static void
strike (gpointer data,
        gpointer arg)
{
  SimWorld *world = data;
  const Plague *plague = arg;

  if (world->is_calm)
    return;
  if (!world->is_resting || sim_rng_permille (&world->faults, AT_REST))
    plague->happen (world);
  plan (world, plague);
}

void
sim_faults_begin (SimWorld *world)
{
  const SimOptions *options = &world->options;
  gint64 restore_ms = options->restore_at_ms;

  for (gsize i = 0; i < G_N_ELEMENTS (plagues); i++)
    plan (world, &plagues[i]);
  sim_sched_at (world->sched, SIM_MINUTE_MS, watch_server, world, NULL, NULL);
  if (restore_ms > 0)
    {
      sim_sched_at (world->sched, sim_rng_between (&world->faults, 0, restore_ms), back_up, world,
                    NULL, NULL);
      sim_sched_at (world->sched, restore_ms, restore, world, NULL, NULL);
    }
  if (options->poisons && sim_rng_permille (&world->faults, 500))
    world->server->poisoned = (int) sim_rng_between (&world->faults, 2, 30);
  else if (options->poisons)
    world->server->refused = (int) sim_rng_between (&world->faults, 2, 30);
}

void
sim_faults_end (SimWorld *world)
{
  gboolean restarts = world->oracle->is_restored_silently ||
                      sim_rng_permille (&world->faults, 300);

  sim_event (world, "all faults stop");
  world->is_calm = TRUE;
  sim_options_calm (&world->options);
  cut (world, -1, SIM_CUT_NONE);
  world->server->refused = -1;
  stanok_disk_cut_power_at (world->server->disk, -1);
  sim_server_start (world->server);
  for (guint i = 0; i < world->options.n_kiosks; i++)
    {
      SimKiosk *kiosk = world->kiosks[i];

      heal_disk (kiosk, NULL);
      stanok_disk_cut_power_at (kiosk->disk, -1);
      sim_kiosk_wake (kiosk);
      if (kiosk->journal == NULL)
        sim_kiosk_start (kiosk);
      else if (restarts)
        sim_kiosk_end (kiosk, SIM_END_ORDERLY, -1);
    }
}
