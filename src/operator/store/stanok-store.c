/* stanok-store.c: the store as the main thread sees it: nothing here ever waits
 *
 * The way of a command (U3, SC3):
 *   main     record_async          -> posts to
 *   journal  stanok_journal_record -> both copies safe -> posts to both
 *   sync     put into the view, listener.recorded, rows-changed
 *   main     mirror, entries-changed, the caller's callback
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-store.h"

#include <sodium.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-store-private.h"

#define RECENT_OPERATORS 12

G_DEFINE_FINAL_TYPE (StanokStore, stanok_store, G_TYPE_OBJECT)

guint stanok_store_signals[STANOK_STORE_N_SIGNALS];

/* ---- messages to the main thread ------------------------------------------------------- */

typedef struct {
  StanokStore    *store;     /* (owned): alive until the main thread has had its say */
  StanokJob       job;
  gpointer        data;
  GDestroyNotify  destroy;
} ForMain;

static gboolean
run_for_main (gpointer data)
{
  const ForMain *message = data;

  if (!message->store->closed)
    message->job (message->data);
  return G_SOURCE_REMOVE;
}

static void
free_for_main (gpointer data)
{
  ForMain *message = data;

  if (message->destroy != NULL)
    message->destroy (message->data);
  g_object_unref (message->store);
  g_free (message);
}

void
stanok_store_post_main (StanokStore    *self,
                        StanokJob       job,
                        gpointer        data,
                        GDestroyNotify  destroy)
{
  ForMain *message = g_new (ForMain, 1);
  g_autoptr(GSource) source = g_idle_source_new ();

  *message = (ForMain) { g_object_ref (self), job, data, destroy };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_for_main, message, free_for_main);
  g_source_attach (source, self->main);
}

/* ---- opening --------------------------------------------------------------------------- */

/* What the journal thread found; goes on to the sync thread, then to main. */
typedef struct {
  StanokStore    *store;
  GError         *error;
  StanokRecovery  recovery;
  char           *incarnation;
  GPtrArray      *entries;
  GPtrArray      *recent;
  StanokValidated validated;
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_clear_error (&opening->error);
  stanok_recovery_clear (&opening->recovery);
  g_free (opening->incarnation);
  g_clear_pointer (&opening->entries, g_ptr_array_unref);
  g_clear_pointer (&opening->recent, g_ptr_array_unref);
  g_free (opening);
}

/* main */
static void
tell_opened (gpointer data)
{
  Opening *opening = data;
  StanokStore *self = opening->store;

  if (opening->error != NULL)
    {
      self->phase = STANOK_STORE_FAILED;
      self->failure = g_steal_pointer (&opening->error);
    }
  else
    {
      self->phase = STANOK_STORE_READY;
      self->recovery = opening->recovery;
      opening->recovery = (StanokRecovery) { 0 };
      self->has_recovery = TRUE;
      self->incarnation = g_steal_pointer (&opening->incarnation);
      self->validated = opening->validated;
      g_ptr_array_unref (self->recent_operators);
      self->recent_operators = g_steal_pointer (&opening->recent);
      for (guint i = 0; i < opening->entries->len; i++)
        stanok_entry_mirror_put (self->mirror, g_ptr_array_index (opening->entries, i));
    }
  g_signal_emit (self, stanok_store_signals[STANOK_STORE_PHASE_CHANGED], 0);
  g_signal_emit (self, stanok_store_signals[STANOK_STORE_ENTRIES_CHANGED], 0);
}

void
stanok_store_deliver_boot (StanokStore *self)
{
  g_autoptr(GPtrArray) entries = NULL;

  if (self->boot_entries == NULL || self->listener.boot == NULL)
    return;
  entries = g_steal_pointer (&self->boot_entries);
  self->listener.boot (self->listener.data, entries);
}

/* sync thread */
static void
open_cache (gpointer data)
{
  static const char *const references[STANOK_N_REFERENCES] = {
    "operators", "stations", "reasons", "roster",
  };
  Opening *opening = data;
  StanokStore *self = opening->store;
  gboolean rebuilt;

  self->cache = stanok_cache_open (self->ports, &rebuilt, &opening->error);
  if (self->cache != NULL)
    {
      stanok_cache_set_unsettled (self->cache, opening->entries);
      self->boot_entries = g_ptr_array_ref (opening->entries);
      opening->validated = stanok_store_read_validated (self);
      for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
        stanok_store_load_reference (self, references[i]);
      stanok_store_schedule_notify (self);
    }
  stanok_store_post_main (self, tell_opened, opening, free_opening);
  if (self->cache != NULL)
    stanok_store_deliver_boot (self);
}

/* journal thread */
static void
open_journal (gpointer data)
{
  StanokStore *self = data;
  Opening *opening = g_new0 (Opening, 1);

  opening->store = self;
  self->ports = stanok_system_ports_new (self->directory, &opening->error);
  if (self->ports != NULL)
    self->journal = stanok_journal_open (self->ports, &opening->recovery, &opening->error);
  if (self->journal != NULL)
    opening->entries = stanok_journal_list_open (self->journal);
  if (self->journal != NULL && opening->entries == NULL)
    g_set_error_literal (&opening->error, STANOK_ERROR, STANOK_ERROR_STORE,
                         "the journal is open but cannot be read; look at the disk");
  if (opening->error != NULL)
    {
      stanok_store_post_main (self, tell_opened, opening, free_opening);
      return;
    }
  opening->incarnation = g_strdup (stanok_journal_get_incarnation (self->journal));
  opening->recent = stanok_journal_recent_operators (self->journal, RECENT_OPERATORS);
  stanok_worker_post (self->sync_worker, open_cache, opening, NULL);
}

/* ---- what waits, what needs a person --------------------------------------------------- */

StanokStorePhase
stanok_store_get_phase (StanokStore *self)
{
  return self->phase;
}

const GError *
stanok_store_get_failure (StanokStore *self)
{
  return self->failure;
}

const StanokRecovery *
stanok_store_get_recovery (StanokStore *self)
{
  return self->has_recovery ? &self->recovery : NULL;
}

const StanokPorts *
stanok_store_get_ports (StanokStore *self)
{
  return self->phase == STANOK_STORE_READY ? self->ports : NULL;
}

guint
stanok_store_get_n_unsent (StanokStore *self,
                           gint64      *oldest_wall_ms)
{
  return stanok_entry_mirror_n_unsent (self->mirror, oldest_wall_ms);
}

GPtrArray *
stanok_store_dup_unsent (StanokStore *self)
{
  return stanok_entry_mirror_dup_unsent (self->mirror);
}

GListModel *
stanok_store_get_cards (StanokStore *self)
{
  return stanok_entry_mirror_get_cards (self->mirror);
}

gboolean
stanok_store_get_counts (StanokStore *self,
                         gint64       counts[STANOK_N_SEGMENTS])
{
  if (self->has_counts)
    memcpy (counts, self->counts, sizeof self->counts);
  return self->has_counts;
}

/* A file stands under its final name only after its hash was right (B5), so being there is being
 * READY. */
char *
stanok_store_dup_blob_path (StanokStore *self,
                            const char  *sha256)
{
  g_autofree char *path = g_build_filename (self->directory, "blob", sha256, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

gboolean
stanok_store_is_blob_missing (StanokStore *self,
                              const char  *sha256)
{
  return g_hash_table_contains (self->missing_blobs, sha256);
}

char *
stanok_store_dup_mesh_path (StanokStore *self,
                            const char  *sha256)
{
  g_autofree char *name = g_strconcat (sha256, ".mesh", NULL);

  return g_build_filename (self->directory, "mesh", name, NULL);
}

/* ---- life ------------------------------------------------------------------------------ */

/* sync thread */
static void
close_cache (gpointer data)
{
  StanokStore *self = data;

  if (self->notify_source != NULL)
    g_source_destroy (self->notify_source);
  g_clear_pointer (&self->notify_source, g_source_unref);
  g_clear_pointer (&self->cache, stanok_cache_close);
}

/* journal thread */
static void
close_journal (gpointer data)
{
  StanokStore *self = data;

  stanok_store_end_repair (self);
  g_clear_pointer (&self->journal, stanok_journal_close);
}

void
stanok_store_close (StanokStore *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  /* The journal first: what it still writes, the sync thread still hears. Each thread uses its
   * worker to the end, so the pointers go after the threads. */
  stanok_worker_post (self->journal_worker, close_journal, self, NULL);
  stanok_worker_stop (self->journal_worker);
  stanok_worker_post (self->sync_worker, close_cache, self, NULL);
  stanok_worker_stop (self->sync_worker);
  self->journal_worker = self->sync_worker = NULL;
  g_clear_pointer (&self->ports, stanok_system_ports_free);
}

static void
stanok_store_dispose (GObject *object)
{
  stanok_store_close (STANOK_STORE (object));
  G_OBJECT_CLASS (stanok_store_parent_class)->dispose (object);
}

static void
stanok_store_finalize (GObject *object)
{
  StanokStore *self = STANOK_STORE (object);

  stanok_store_clear_references (self);
  stanok_entry_mirror_free (self->mirror);
  g_ptr_array_unref (self->recent_operators);
  g_ptr_array_unref (self->single_copies);
  g_hash_table_unref (self->missing_blobs);
  g_clear_pointer (&self->boot_entries, g_ptr_array_unref);
  g_clear_error (&self->failure);
  stanok_recovery_clear (&self->recovery);
  g_free (self->incarnation);
  g_free (self->sync_operator);
  g_free (self->directory);
  g_main_context_unref (self->main);
  G_OBJECT_CLASS (stanok_store_parent_class)->finalize (object);
}

static void
stanok_store_class_init (StanokStoreClass *klass)
{
  static const char *const plain[] = { "phase-changed", "rows-changed", "entries-changed" };
  GType type = G_TYPE_FROM_CLASS (klass);

  if (sodium_init () < 0)
    g_critical ("libsodium cannot be used; nobody can sign in");
  G_OBJECT_CLASS (klass)->dispose = stanok_store_dispose;
  G_OBJECT_CLASS (klass)->finalize = stanok_store_finalize;

  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    stanok_store_signals[i] = g_signal_new (plain[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 0);
  stanok_store_signals[STANOK_STORE_REFERENCE_CHANGED] =
    g_signal_new ("reference-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  stanok_store_signals[STANOK_STORE_BLOB_READY] =
    g_signal_new ("blob-ready", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
stanok_store_init (StanokStore *self)
{
  self->main = g_main_context_ref_thread_default ();
  self->mirror = stanok_entry_mirror_new ();
  self->recent_operators = g_ptr_array_new_with_free_func (g_free);
  self->single_copies = g_ptr_array_new_with_free_func (g_free);
  self->missing_blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

StanokStore *
stanok_store_new (const char *directory)
{
  StanokStore *self = g_object_new (STANOK_TYPE_STORE, NULL);

  self->directory = g_strdup (directory);
  self->journal_worker = stanok_worker_new ("stanok-journal");
  self->sync_worker = stanok_worker_new ("stanok-sync");
  stanok_worker_post (self->journal_worker, open_journal, self, NULL);
  return self;
}
