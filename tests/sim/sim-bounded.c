/* sim-bounded.c: small shifts, each with one fault at every place where it can come (protocol 4.6)
 *
 * All workloads of at most two commands of four types, or by default one of them; the power of
 * the terminal goes at every change of its disk, with every model of what then survives; the same
 * at the server's disk; and every access of the terminal's disk fails, once and from then on.
 * After each: recovery, and every check there is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-bounded.h"

#include <stdio.h>
#include <stdlib.h>

#include "sim-check.h"
#include "sim-faults.h"
#include "sim-intent.h"
#include "sim-kiosk.h"
#include "sim-server.h"

#define READY_MS     40000       /* the terminal runs and waits for changes */
#define APART_MS     150         /* of two taps: the first command is under way */
#define FAULTY_MS    20000
#define RECOVERY_MS  (3 * SIM_MINUTE_MS)
#define PLACES_MAX   2000        /* no workload has so many accesses */

static const StanokCommandType types[] = {
  STANOK_COMMAND_CLAIM, STANOK_COMMAND_PROGRESS, STANOK_COMMAND_COMPLETE, STANOK_COMMAND_REVERT,
};

#define N_TYPES ((int) G_N_ELEMENTS (types))

typedef enum {
  FAULT_KIOSK_CUT,         /* and what survives: four of these */
  FAULT_SERVER_CUT = FAULT_KIOSK_CUT + STANOK_DISK_N_KEEPS,
  FAULT_ERROR_ONCE = FAULT_SERVER_CUT + STANOK_DISK_N_KEEPS,
  FAULT_ERROR_ON,          /* from there on, until somebody mends it */
  FAULT_FULL_ON,
  N_FAULTS
} FaultKind;

static const char *const fault_names[N_FAULTS] = {
  "terminal's power, nothing kept", "terminal's power, all kept", "terminal's power, some kept",
  "terminal's power, torn", "server's power, nothing kept", "server's power, all kept",
  "server's power, some kept", "server's power, torn", "one error of the disk",
  "errors of the disk", "full disk",
};

typedef struct {
  int       first, second;     /* places in types[], -1 = none */
  FaultKind fault;
  gint64    place;
} Case;

/* ---- one of them --------------------------------------------------------------------- */

static void
run_for (SimWorld *world,
         gint64    ms)
{
  gint64 until_ms = sim_now (world) + ms;

  while (!sim_failed (world) && sim_sched_step (world->sched, until_ms))
    ;
}

static void
arm (SimWorld   *world,
     const Case *this)
{
  SimKiosk *kiosk = world->kiosks[0];

  if (this->fault < FAULT_SERVER_CUT)
    {
      kiosk->keep = this->fault - FAULT_KIOSK_CUT;
      kiosk->end = SIM_END_POWER;
      stanok_disk_cut_power_at (kiosk->disk, this->place);
    }
  else if (this->fault < FAULT_ERROR_ONCE)
    {
      world->server->keep = this->fault - FAULT_SERVER_CUT;
      stanok_disk_cut_power_at (world->server->disk, this->place);
    }
  else
    stanok_disk_fail_at (kiosk->disk, this->place,
                         this->fault == FAULT_FULL_ON ? STANOK_DISK_ENOSPC : STANOK_DISK_EIO,
                         this->fault != FAULT_ERROR_ONCE);
}

static gboolean
was_met (SimWorld   *world,
         const Case *this,
         guint       kiosk_life,
         guint       server_life)
{
  SimKiosk *kiosk = world->kiosks[0];

  if (this->fault < FAULT_SERVER_CUT)
    return kiosk->life != kiosk_life;
  if (this->fault < FAULT_ERROR_ONCE)
    return world->server->life != server_life;
  return stanok_disk_has_failed (kiosk->disk);
}

static void
told (SimKiosk          *kiosk,
      SimCommand        *command,
      const StanokEntry *entry)
{
}

static void
tap (SimWorld *world,
     SimWish  *wish)
{
  if (wish != NULL && sim_kiosk_is_up (world->kiosks[0]) && !wish->command->is_promised)
    sim_kiosk_tap (world->kiosks[0], stanok_command_copy (wish->value), wish->etag, told);
}

static SimWish *
decide (SimWorld *world,
        int       type)
{
  if (type < 0 || !sim_kiosk_is_up (world->kiosks[0]))
    return NULL;
  return sim_wish_make_of (world->kiosks[0], &world->check, 0, 0, types[type]);
}

static void
recover (SimWorld *world)
{
  sim_faults_end (world);
  run_for (world, RECOVERY_MS);
}

/* FALSE: the fault was not met, so there are no more places for it. */
static gboolean
run_case (const Case *this,
          gboolean   *is_ok)
{
  const SimOptions options = { .n_kiosks = 1, .n_operators = 1, .n_orders = 1, .page_max = 500,
                               .shift_ms = SIM_HOUR_MS, .latency_ms = 20 };
  const SimRun run = { .seed = 1, .options = &options };
  SimWorld *world = sim_world_new (&run);
  SimWish *wishes[2] = { NULL, NULL };
  guint kiosk_life, server_life;
  gboolean is_met;

  run_for (world, READY_MS);
  kiosk_life = world->kiosks[0]->life;
  server_life = world->server->life;
  wishes[0] = decide (world, this->first);
  arm (world, this);
  tap (world, wishes[0]);
  run_for (world, APART_MS);
  wishes[1] = decide (world, this->second);
  tap (world, wishes[1]);
  run_for (world, FAULTY_MS);
  is_met = was_met (world, this, kiosk_life, server_life);
  recover (world);
  /* Whoever was not told that it is recorded taps again. */
  for (int i = 0; i < 2; i++)
    tap (world, wishes[i]);
  recover (world);
  if (!sim_failed (world))
    sim_check_recovered (world, TRUE);
  if (sim_failed (world))
    {
      *is_ok = FALSE;
      sim_log_print_last (&world->log);
      printf ("RED %s, then %s; %s at place %" G_GINT64_FORMAT ": %s: %s\n",
              stanok_command_name (types[this->first]),
              this->second >= 0 ? stanok_command_name (types[this->second]) : "nothing",
              fault_names[this->fault], this->place, world->log.failed_check, world->log.failure);
    }
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&wishes[i], sim_wish_free);
  sim_world_free (world);
  return is_met;
}

/* ---- all of them --------------------------------------------------------------------- */

static guint
run_places (Case      this,
            gboolean *is_ok)
{
  guint n = 0;

  for (this.place = 0; *is_ok && this.place < PLACES_MAX && run_case (&this, is_ok); this.place++)
    n++;
  return n;
}

/* Of a command by itself, reads count, too: one is enough. */
static guint
run_workloads (FaultKind  fault,
               gboolean  *is_ok)
{
  gboolean is_alone = fault >= FAULT_ERROR_ONCE;
  guint n = 0;

  for (int first = 0; *is_ok && first < N_TYPES; first++)
    for (int second = -1; *is_ok && second < (is_alone ? 0 : N_TYPES); second++)
      n += run_places ((Case) { first, second, fault, 0 }, is_ok);
  return n;
}

/* Somebody takes an order and completes it; or only takes it. */
static guint
run_one_workload (FaultKind  fault,
                  gboolean  *is_ok)
{
  return run_places ((Case) { 0, fault >= FAULT_ERROR_ONCE ? -1 : 2, fault, 0 }, is_ok);
}

int
sim_bounded_run (gboolean is_thorough)
{
  gboolean is_ok = TRUE;

  for (int fault = 0; is_ok && fault < N_FAULTS; fault++)
    {
      guint n = is_thorough ? run_workloads ((FaultKind) fault, &is_ok)
                            : run_one_workload ((FaultKind) fault, &is_ok);

      printf ("%6u runs: %s\n", n, fault_names[fault]);
      fflush (stdout);
    }
  return is_ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
