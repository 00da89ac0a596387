/* stanok-store-private.h: the inside of the facade, for its own files only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-system-ports.h"
#include "store/stanok-entry-mirror.h"
#include "store/stanok-store.h"
#include "store/stanok-worker.h"

G_BEGIN_DECLS

#define STANOK_N_REFERENCES 4

/* When the server last said "this is all". */
typedef struct {
  gint64 wall_ms;
  gint64 boot_ms;      /* -1: in an earlier start of the machine */
} StanokValidated;

/* Every field names the thread that may touch it once the threads run. */
struct _StanokStore
{
  GObject          parent_instance;

  /* Set before the threads start, then never changed */
  char            *directory;
  GMainContext    *main;
  StanokWorker    *journal_worker;
  StanokWorker    *sync_worker;

  /* Written by the journal thread before anybody else can know of it */
  StanokPorts     *ports;

  /* journal thread */
  StanokJournal   *journal;
  GPtrArray       *single_copies;     /* (element-type utf8) ids of commands in one copy only */
  GSource         *repair_source;     /* (nullable) armed while there are any */

  /* sync thread */
  StanokCache     *cache;
  StanokStoreListener listener;
  GPtrArray       *boot_entries;      /* (nullable) kept until a listener has had them */
  char            *sync_operator;     /* (nullable) */
  gint64           notified_us;       /* when rows-changed was last sent */
  GSource         *notify_source;     /* (nullable) armed */

  /* main thread */
  StanokStorePhase phase;
  GError          *failure;
  gboolean         has_recovery;
  StanokRecovery   recovery;
  char            *incarnation;
  StanokEntryMirror *mirror;
  GPtrArray       *recent_operators;
  GHashTable      *missing_blobs;     /* sha256; looked up only */
  gboolean         has_counts;
  gint64           counts[STANOK_N_SEGMENTS];
  StanokValidated  validated;
  gpointer         references[STANOK_N_REFERENCES];
  gboolean         closed;
};

/* Runs @job on the main thread with the store held alive; from any thread. */
void stanok_store_post_main (StanokStore *self, StanokJob job, gpointer data, GDestroyNotify destroy);
/* On the sync thread: rows-changed soon, at most every 50 ms. */
void stanok_store_schedule_notify (StanokStore *self);
/* On the sync thread. */
StanokValidated stanok_store_read_validated (StanokStore *self);
/* On the sync thread: parses and hands over; nothing if it is not cached. */
void stanok_store_load_reference (StanokStore *self, const char *name);
void stanok_store_clear_references (StanokStore *self);
/* On the sync thread: once, as soon as there are both entries and a listener. */
void stanok_store_deliver_boot (StanokStore *self);

typedef enum {
  STANOK_PUBLISH_RECORDED,
  STANOK_PUBLISH_SETTLED,
  STANOK_PUBLISH_ACKNOWLEDGED,
} StanokPublishing;

/* On the journal thread: a changed entry goes to the two others. @entry NULL: a settlement that could not be written. */
void stanok_store_publish_entry (StanokStore       *self,
                                 const char        *command_id,
                                 const StanokEntry *entry,
                                 StanokPublishing   why);

/* On the journal thread: a command is in one copy only; the other is tried again until it is whole. */
void stanok_store_watch_single_copy (StanokStore *self, const StanokEntry *entry);
void stanok_store_end_repair        (StanokStore *self);

enum {
  STANOK_STORE_PHASE_CHANGED,
  STANOK_STORE_ROWS_CHANGED,
  STANOK_STORE_ENTRIES_CHANGED,
  STANOK_STORE_REFERENCE_CHANGED,
  STANOK_STORE_BLOB_READY,
  STANOK_STORE_N_SIGNALS,
};

extern guint stanok_store_signals[STANOK_STORE_N_SIGNALS];

G_END_DECLS
