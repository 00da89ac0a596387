/* sim-kiosk.c: one terminal's life: started, killed, cut off from power, put to sleep
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-kiosk.h"

#include <string.h>

#include "sim-check.h"
#include "sim-driver.h"
#include "sim-net.h"

#define START_MS       4000
#define IDLE_MS        40000
#define FAILING_MS     (20 * SIM_MINUTE_MS)    /* longer than any trouble with a disk */
#define FORCE_AFTER_MS (3 * SIM_MINUTE_MS)     /* an armed cut that nothing has met */

static gint64
true_now (gpointer data)
{
  return sim_now (data);
}

static void
fill_random (gpointer  data,
             guint8   *bytes,
             gsize     n)
{
  sim_rng_fill (data, bytes, n);
}

SimKiosk *
sim_kiosk_new (SimWorld *world,
               int       number)
{
  SimKiosk *self = g_new0 (SimKiosk, 1);
  guint stream = SIM_STREAM_KIOSK + (guint) number;

  self->world = world;
  self->number = number;
  g_snprintf (self->id, sizeof self->id, "K-%d", number);
  sim_rng_init (&self->rng, world->seed, stream);
  sim_rng_init (&self->faults, world->seed ^ 0x5eed, stream);
  self->disk = stanok_disk_new (sim_rng_next (&self->faults));
  self->clock = (SimClock) { .now_ms = true_now, .data = world };
  sim_clock_init (&self->clock, world->seed ^ 0xc10c, stream);
  self->clock.drift_ppm = world->options.drift_ppm;
  self->clock.offset_ms = sim_rng_between (&self->faults, -world->options.offset_ms,
                                           world->options.offset_ms);
  sim_clock_fill (&self->clock, &self->ports.clock);
  self->ports.random = (StanokRandom) { fill_random, &self->rng };
  stanok_disk_fill_files (self->disk, &self->ports.files);
  self->timer_boot_ms = -1;
  self->keep = -1;
  self->failing_since_ms = -1;
  return self;
}

gboolean
sim_kiosk_is_up (const SimKiosk *self)
{
  return self->core != NULL && !self->is_asleep;
}

/* ---- the end ------------------------------------------------------------------------- */

static void
close_all (SimKiosk *self)
{
  self->life++;
  self->is_asleep = FALSE;
  sim_sched_cancel (self->world->sched, self->timer_task);
  self->timer_task = 0;
  self->timer_boot_ms = -1;
  sim_driver_drop_messages (self);
  sim_net_forget (self->world->net, self);
  g_clear_pointer (&self->core, stanok_sync_core_free);
  g_clear_pointer (&self->cache, stanok_cache_close);
  g_clear_pointer (&self->journal, stanok_journal_close);
}

void
sim_kiosk_free (SimKiosk *self)
{
  close_all (self);
  stanok_disk_free (self->disk);
  g_free (self->epoch_seen);
  g_free (self);
}

static void
start_again (gpointer data,
             gpointer arg)
{
  sim_kiosk_start (data);
}

/* What lies on the medium is damaged in at most one of the two copies, until they are mended. */
static void
damage (SimKiosk *self)
{
  const SimOptions *options = &self->world->options;
  const char *name = "journal.db";
  g_autoptr(GBytes) bytes = NULL;
  gint64 size;

  if (options->damages_cache && sim_rng_permille (&self->faults, 300) &&
      stanok_disk_damage (self->disk, "cache.db", sim_rng_below (&self->faults, 4096), 16))
    sim_sometimes (self->world, CACHE_DAMAGED);
  if (!options->damages_copies || !sim_rng_permille (&self->faults, 500))
    return;
  /* What was told to be in one copy only may not be taken from that one. */
  if (self->damaged == SIM_COPY_NONE)
    self->damaged = !self->is_single_copy && sim_rng_permille (&self->faults, 500)
                      ? SIM_COPY_DATABASE : SIM_COPY_LOG;
  if (self->damaged == SIM_COPY_LOG)
    name = "outbox-000001.log";
  else if (sim_rng_permille (&self->faults, 300))
    name = "journal.db-wal";
  bytes = stanok_disk_read (self->disk, name);
  size = bytes != NULL ? (gint64) g_bytes_get_size (bytes) : 0;
  sim_event (self->world, "%s: %s is damaged", self->id, name);
  sim_sometimes (self->world, COPY_DAMAGED);
  if (sim_rng_permille (&self->faults, 300))
    stanok_disk_remove (self->disk, name);
  else if (size > 64)
    stanok_disk_damage (self->disk, name,
                        sim_rng_below (&self->faults, sim_rng_permille (&self->faults, 500)
                                                        ? size - 16 : MIN (size - 16, 8192)), 16);
}

/* Everything that runs is destroyed, though all its calls fail; then there is what was safe. */
static void
die (SimKiosk *self)
{
  SimWorld *world = self->world;
  StanokDiskKeep keep = STANOK_DISK_KEEP_ALL;
  gint64 after_ms = START_MS + sim_rng_wait (&self->faults, 30000);

  if (self->keep >= 0)
    keep = (StanokDiskKeep) self->keep;
  else if (self->end == SIM_END_POWER)
    keep = (StanokDiskKeep) sim_rng_below (&self->faults, STANOK_DISK_N_KEEPS);
  close_all (self);
  stanok_disk_power_cycle (self->disk, keep);
  self->is_disk_dead = FALSE;
  stanok_disk_fail_at (self->disk, -1, STANOK_DISK_EIO, FALSE);
  if (self->end == SIM_END_KILLED)
    {
      sim_event (world, "%s is killed", self->id);
      sim_sometimes (world, KIOSK_KILLED);
    }
  else
    {
      sim_event (world, "%s loses power, %d of what was not safe is kept", self->id, keep);
      sim_sometimes (world, KIOSK_POWER_CUT);
      damage (self);
      if (sim_rng_permille (&self->faults, 200))
        after_ms += sim_rng_wait (&self->faults, 30 * SIM_MINUTE_MS);
    }
  sim_sched_at (world->sched, sim_now (world) + after_ms, start_again, self, NULL, NULL);
}

void
sim_kiosk_check_power (SimKiosk *self)
{
  if (self->journal != NULL && stanok_disk_is_cut (self->disk))
    die (self);
}

static void
force (gpointer data,
       gpointer arg)
{
  SimKiosk *self = data;

  if (self->life != GPOINTER_TO_UINT (arg) || self->journal == NULL || self->world->is_calm)
    return;
  stanok_disk_cut_power (self->disk);
  die (self);
}

static void
end_in_order (SimKiosk *self)
{
  sim_event (self->world, "%s is shut down", self->id);
  sim_sometimes (self->world, KIOSK_REBOOTED);
  close_all (self);
  damage (self);
  sim_clock_reboot (&self->clock);
  sim_sched_at (self->world->sched, sim_now (self->world) + START_MS, start_again, self, NULL,
                NULL);
}

void
sim_kiosk_end (SimKiosk *self,
               SimEnd    end,
               gint64    changes)
{
  if (self->journal == NULL)
    return;
  self->end = end;
  if (end == SIM_END_ORDERLY)
    {
      end_in_order (self);
      return;
    }
  if (changes < 0)
    {
      stanok_disk_cut_power (self->disk);
      die (self);
      return;
    }
  stanok_disk_cut_power_at (self->disk, changes);
  sim_sched_at (self->world->sched, sim_now (self->world) + FORCE_AFTER_MS, force, self,
                GUINT_TO_POINTER (self->life), NULL);
}

/* ---- the beginning ------------------------------------------------------------------- */

static void
count_recovery (SimKiosk             *self,
                const StanokRecovery *recovery)
{
  SimWorld *world = self->world;

  if (recovery->db_was_damaged)
    sim_sometimes (world, DB_REBUILT);
  if (recovery->log_was_damaged)
    sim_sometimes (world, LOG_REBUILT);
  if (recovery->restored_from_log > 0)
    sim_sometimes (world, DB_REPAIRED);
  if (recovery->restored_to_log > 0)
    sim_sometimes (world, LOG_REPAIRED);
  sim_event (world, "%s starts%s%s, %u from the log, %u to it", self->id,
             recovery->db_was_damaged ? ", database damaged" : "",
             recovery->log_was_damaged ? ", log damaged" : "", recovery->restored_from_log,
             recovery->restored_to_log);
}

/* The disk fails, or the power: somebody tries again. */
static void
start_later (SimKiosk     *self,
             const GError *error)
{
  gint64 now_ms = sim_now (self->world);

  sim_event (self->world, "%s does not start: %s", self->id, error != NULL ? error->message : "");
  if (stanok_disk_is_cut (self->disk))
    {
      die (self);
      return;
    }
  close_all (self);
  if (self->failing_since_ms < 0)
    self->failing_since_ms = now_ms;
  if (now_ms - self->failing_since_ms > FAILING_MS)
    sim_fail (self->world, "S1", "%s cannot be started: %s", self->id,
              error != NULL ? error->message : "?");
  sim_sched_at (self->world->sched, now_ms + 2 * START_MS, start_again, self, NULL, NULL);
}

static gboolean
open_files (SimKiosk  *self,
            GError   **error)
{
  g_auto(StanokRecovery) recovery = { FALSE };
  gboolean is_rebuilt = FALSE;

  self->journal = stanok_journal_open (&self->ports, &recovery, error);
  if (self->journal == NULL)
    return FALSE;
  self->cache = stanok_cache_open (&self->ports, &is_rebuilt, error);
  if (self->cache == NULL)
    return FALSE;
  count_recovery (self, &recovery);
  if (is_rebuilt)
    sim_sometimes (self->world, CACHE_REBUILT);
  return TRUE;
}

/* It was started while nobody works: it does what it has to, and sleeps like the others. */
static void
fall_asleep (gpointer data,
             gpointer arg)
{
  SimKiosk *self = data;
  gint64 ms = self->world->rest_until_ms - sim_now (self->world);

  if (self->life == GPOINTER_TO_UINT (arg) && self->world->is_resting && !self->world->is_calm &&
      ms > 0)
    sim_kiosk_sleep (self, ms);
}

void
sim_kiosk_start (SimKiosk *self)
{
  StanokSyncConfig config = { self->id, NULL, "stanok/0.1.0", FALSE };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  if (self->journal != NULL || sim_failed (self->world))
    return;
  if (self->end == SIM_END_POWER)
    sim_clock_reboot (&self->clock);
  if (open_files (self, &error))
    entries = stanok_journal_list_open (self->journal);
  if (entries == NULL || stanok_disk_is_cut (self->disk))
    {
      start_later (self, error);
      return;
    }
  self->life++;
  self->failing_since_ms = -1;
  self->damaged = SIM_COPY_NONE;
  self->quiet_until_ms = 0;
  config.incarnation = stanok_journal_get_incarnation (self->journal);
  self->core = stanok_sync_core_new (&config, &self->ports, self->cache);
  sim_check_started (self);
  sim_driver_boot (self, entries);
  if (self->world->is_resting && !self->world->is_calm)
    sim_sched_at (self->world->sched, sim_now (self->world) + IDLE_MS, fall_asleep, self,
                  GUINT_TO_POINTER (self->life), NULL);
}

/* ---- sleep --------------------------------------------------------------------------- */

void
sim_kiosk_wake (SimKiosk *self)
{
  if (self->core == NULL || !self->is_asleep)
    return;
  self->is_asleep = FALSE;
  sim_event (self->world, "%s wakes up", self->id);
  sim_driver_wake (self);
}

static void
wake_up (gpointer data,
         gpointer arg)
{
  SimKiosk *self = data;

  if (self->life == GPOINTER_TO_UINT (arg) && sim_now (self->world) >= self->awake_ms)
    sim_kiosk_wake (self);
}

/* Nothing runs, the boot clock does; answers that come are lost. */
void
sim_kiosk_sleep (SimKiosk *self,
                 gint64    ms)
{
  if (!sim_kiosk_is_up (self))
    return;
  sim_event (self->world, "%s falls asleep", self->id);
  sim_sometimes (self->world, SUSPENDED);
  self->is_asleep = TRUE;
  self->awake_ms = sim_now (self->world) + ms;
  sim_sched_at (self->world->sched, self->awake_ms, wake_up, self, GUINT_TO_POINTER (self->life),
                NULL);
}
