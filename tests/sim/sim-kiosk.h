/* sim-kiosk.h: one terminal: the real journal, cache and sync core, driven as by its threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-world.h"
#include "store/stanok-cache.h"
#include "support/stanok-powerloss.h"
#include "sync/stanok-sync-core.h"

G_BEGIN_DECLS

/* What lies in the machine when it is off. */
typedef enum {
  SIM_COPY_NONE,
  SIM_COPY_DATABASE,
  SIM_COPY_LOG,
} SimCopy;

/* How a terminal ends. */
typedef enum {
  SIM_END_ORDERLY,
  SIM_END_KILLED,          /* the system lives on and writes what it was given */
  SIM_END_POWER,
} SimEnd;

/* What a person is told of a tap; @entry NULL: NOT recorded. */
typedef void (*SimTold) (SimKiosk *kiosk, SimCommand *command, const StanokEntry *entry);

struct _SimKiosk {
  SimWorld        *world;
  int              number;
  char             id[8];
  SimClock         clock;
  SimRng           rng;              /* the random port */
  SimRng           faults;
  StanokDisk      *disk;
  StanokPorts      ports;
  StanokJournal   *journal;          /* (nullable) */
  StanokCache     *cache;            /* (nullable) */
  StanokSyncCore  *core;             /* (nullable) NULL: off */
  guint            life;
  guint64          timer_task;
  gint64           timer_boot_ms;    /* -1 = not armed */
  GQueue           to_journal, to_sync;   /* (element-type Message) */
  gboolean         is_disk_dead;     /* every access fails: nobody can keep his word */
  gboolean         is_asleep;
  gint64           awake_ms;         /* true time at which it is going to wake */
  SimEnd           end;              /* how a cut that is armed will look */
  int              keep;             /* StanokDiskKeep of a power cut; -1 = drawn */
  SimCopy          damaged;          /* until the next start has mended it */
  gboolean         is_single_copy;   /* as the journal said last: the log lacks something */
  gint64           failing_since_ms; /* -1 = it started */
  gint64           quiet_until_ms;   /* true time: Retry-After forbids requests until then */

  /* What the checks saw last. */
  guint64          version_seen;
  char            *epoch_seen;
  gint64           cursor_seen;
  gint64           revs_seen[SIM_ORDERS_MAX];
  guint            n_versions;
  gboolean         is_cache_failing;
  guint64          mismatches_seen;  /* of the digest, in this life */
};

SimKiosk *sim_kiosk_new   (SimWorld *world, int number) G_GNUC_WARN_UNUSED_RESULT;
void      sim_kiosk_free  (SimKiosk *self);
void      sim_kiosk_start (SimKiosk *self);
gboolean  sim_kiosk_is_up (const SimKiosk *self);
/* At once, or (@changes >= 0) at that many changes of the disk from now. */
void      sim_kiosk_end   (SimKiosk *self, SimEnd end, gint64 changes);
void      sim_kiosk_sleep (SimKiosk *self, gint64 ms);
void      sim_kiosk_wake  (SimKiosk *self);

/* People's taps: to the journal's thread and from there to sync. @command: (transfer full) */
void      sim_kiosk_tap         (SimKiosk *self, StanokCommand *command, const char *etag_seen,
                                 SimTold told);
void      sim_kiosk_acknowledge (SimKiosk *self, const char *command_id, const char *operator_id);
void      sim_kiosk_unpark      (SimKiosk *self, const char *command_id);
void      sim_kiosk_retry_now   (SimKiosk *self);

/* From the network. */
/* @command: (nullable): that the request carried */
void      sim_kiosk_answered (SimKiosk *self, const SimCommand *command,
                              const StanokHttpAnswer *answer);

G_END_DECLS
