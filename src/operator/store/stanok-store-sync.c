/* stanok-store-sync.c: what the driver of sync asks of the store, and what it has to tell
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "store/stanok-store-private.h"
#include "wire/stanok-messages.h"

#define NOTIFY_EVERY_US (50 * G_TIME_SPAN_MILLISECOND)

/* ---- rows-changed, with the counts of the moment --------------------------------------- */

typedef struct {
  StanokStore *store;
  gint64       counts[STANOK_N_SEGMENTS];
  StanokValidated validated;
} Notice;

/* main */
static void
tell_rows_changed (gpointer data)
{
  const Notice *notice = data;
  StanokStore *self = notice->store;

  memcpy (self->counts, notice->counts, sizeof self->counts);
  self->validated = notice->validated;
  self->has_counts = TRUE;
  g_signal_emit (self, stanok_store_signals[STANOK_STORE_ROWS_CHANGED], 0);
}

StanokValidated
stanok_store_read_validated (StanokStore *self)
{
  const StanokClock *clock = &self->ports->clock;
  g_auto(StanokBaseState) base = { 0 };
  gboolean of_this_boot;

  stanok_cache_get_base_state (self->cache, &base);
  of_this_boot = g_strcmp0 (base.validated_boot_id, clock->boot_id (clock->data)) == 0;
  return (StanokValidated) { base.validated_wall_ms, of_this_boot ? base.validated_boot_ms : -1 };
}

static gboolean
notify_now (gpointer data)
{
  StanokStore *self = data;
  Notice *notice = g_new0 (Notice, 1);

  g_clear_pointer (&self->notify_source, g_source_unref);
  self->notified_us = g_get_monotonic_time ();
  notice->store = self;
  stanok_cache_count (self->cache, self->sync_operator, notice->counts);
  notice->validated = stanok_store_read_validated (self);
  stanok_store_post_main (self, tell_rows_changed, notice, g_free);
  return G_SOURCE_REMOVE;
}

void
stanok_store_schedule_notify (StanokStore *self)
{
  gint64 since_us = g_get_monotonic_time () - self->notified_us;
  gint64 wait_us = since_us >= NOTIFY_EVERY_US ? 0 : NOTIFY_EVERY_US - since_us;

  if (self->notify_source != NULL || self->cache == NULL)
    return;
  /* Even the first one waits for the end of the job at hand, so that it counts all of it. */
  self->notify_source = g_timeout_source_new ((guint) (wait_us / G_TIME_SPAN_MILLISECOND));
  g_source_set_callback (self->notify_source, notify_now, self, NULL);
  g_source_attach (self->notify_source, stanok_worker_get_context (self->sync_worker));
}

/* ---- jobs that carry a few strings ----------------------------------------------------- */

typedef struct {
  StanokStore      *store;
  char             *key;
  char             *text;
  StanokSettlement  settlement;     /* strings owned */
  GArray           *have;
  GPtrArray        *entries;
  StanokStoreListener listener;
} Errand;

static Errand *
errand_new (StanokStore *self)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->store = self;
  return errand;
}

static void
free_errand (gpointer data)
{
  Errand *errand = data;

  g_free (errand->key);
  g_free (errand->text);
  g_free ((char *) errand->settlement.command_id);
  g_free ((char *) errand->settlement.reason);
  g_free ((char *) errand->settlement.meanwhile);
  g_clear_pointer (&errand->have, g_array_unref);
  g_clear_pointer (&errand->entries, g_ptr_array_unref);
  g_free (errand);
}

/* sync thread */
static void
set_listener (gpointer data)
{
  const Errand *errand = data;

  errand->store->listener = errand->listener;
  stanok_store_deliver_boot (errand->store);
}

void
stanok_store_set_sync_listener (StanokStore               *self,
                                const StanokStoreListener *listener)
{
  Errand *errand = errand_new (self);

  errand->listener = *listener;
  stanok_worker_post (self->sync_worker, set_listener, errand, free_errand);
}

/* ---- to the journal thread ------------------------------------------------------------- */

static void
settle (gpointer data)
{
  const Errand *errand = data;
  StanokStore *self = errand->store;
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokEntry) entry =
    stanok_journal_settle (self->journal, &errand->settlement, &error);

  if (entry == NULL)
    g_message ("settling %s: %s", errand->settlement.command_id, error->message);
  stanok_store_publish_entry (self, errand->settlement.command_id, entry, STANOK_PUBLISH_SETTLED);
}

void
stanok_store_post_settle (StanokStore            *self,
                          const StanokSettlement *settlement)
{
  Errand *errand = errand_new (self);

  errand->settlement = *settlement;
  errand->settlement.command_id = g_strdup (settlement->command_id);
  errand->settlement.reason = g_strdup (settlement->reason);
  errand->settlement.meanwhile = g_strdup (settlement->meanwhile);
  stanok_worker_post (self->journal_worker, settle, errand, free_errand);
}

/* sync thread */
static void
hand_accepted (gpointer data)
{
  const Errand *errand = data;
  const StanokStoreListener *listener = &errand->store->listener;

  if (listener->accepted_list != NULL)
    listener->accepted_list (listener->data, errand->entries);
}

static void
list_accepted (gpointer data)
{
  const Errand *errand = data;
  Errand *answer = errand_new (errand->store);

  answer->entries = stanok_journal_list_accepted (errand->store->journal);
  stanok_worker_post (errand->store->sync_worker, hand_accepted, answer, free_errand);
}

void
stanok_store_post_list_accepted (StanokStore *self)
{
  stanok_worker_post (self->journal_worker, list_accepted, errand_new (self), free_errand);
}

static void
compact (gpointer data)
{
  const Errand *errand = data;
  g_autoptr(GError) error = NULL;

  if (!stanok_journal_compact (errand->store->journal, errand->have, &error))
    g_message ("compacting the journal: %s", error->message);
}

void
stanok_store_post_compact (StanokStore  *self,
                           const GArray *have)
{
  Errand *errand = errand_new (self);

  errand->have = g_array_sized_new (FALSE, FALSE, sizeof (StanokRange), have->len);
  g_array_append_vals (errand->have, have->data, have->len);
  stanok_worker_post (self->journal_worker, compact, errand, free_errand);
}

static void
set_setting (gpointer data)
{
  const Errand *errand = data;
  g_autoptr(GError) error = NULL;

  if (!stanok_journal_set_setting (errand->store->journal, errand->key, errand->text, &error))
    g_message ("keeping the setting “%s”: %s", errand->key, error->message);
}

void
stanok_store_post_setting (StanokStore *self,
                           const char  *key,
                           const char  *value)
{
  Errand *errand = errand_new (self);

  errand->key = g_strdup (key);
  errand->text = g_strdup (value);
  stanok_worker_post (self->journal_worker, set_setting, errand, free_errand);
}

/* ---- to the main thread ---------------------------------------------------------------- */

void
stanok_store_post_rows_changed (StanokStore *self)
{
  stanok_store_schedule_notify (self);
}

void
stanok_store_post_reference_changed (StanokStore *self,
                                     const char  *name)
{
  stanok_store_load_reference (self, name);
}

/* main */
static void
tell_blob_ready (gpointer data)
{
  const Errand *errand = data;

  g_hash_table_remove (errand->store->missing_blobs, errand->text);
  g_signal_emit (errand->store, stanok_store_signals[STANOK_STORE_BLOB_READY], 0, errand->text);
}

/* main; said again and again, and news once */
static void
tell_blob_missing (gpointer data)
{
  const Errand *errand = data;

  if (g_hash_table_add (errand->store->missing_blobs, g_strdup (errand->text)))
    g_signal_emit (errand->store, stanok_store_signals[STANOK_STORE_BLOB_READY], 0, errand->text);
}

void
stanok_store_post_blob_missing (StanokStore *self,
                                const char  *sha256)
{
  Errand *errand = errand_new (self);

  errand->text = g_strdup (sha256);
  stanok_store_post_main (self, tell_blob_missing, errand, free_errand);
}

void
stanok_store_post_blob_ready (StanokStore *self,
                              const char  *sha256)
{
  Errand *errand = errand_new (self);

  errand->text = g_strdup (sha256);
  stanok_store_post_main (self, tell_blob_ready, errand, free_errand);
}

/* ---- whose list it is ------------------------------------------------------------------ */

/* sync thread */
static void
set_operator (gpointer data)
{
  Errand *errand = data;

  g_free (errand->store->sync_operator);
  errand->store->sync_operator = g_steal_pointer (&errand->text);
  stanok_store_schedule_notify (errand->store);
}

void
stanok_store_set_operator (StanokStore *self,
                           const char  *operator_id)
{
  Errand *errand = errand_new (self);

  errand->text = g_strdup (operator_id);
  stanok_worker_post (self->sync_worker, set_operator, errand, free_errand);
}

GMainContext *
stanok_store_get_sync_context (StanokStore *self)
{
  return stanok_worker_get_context (self->sync_worker);
}

StanokCache *
stanok_store_get_cache (StanokStore *self)
{
  return self->cache;
}

char *
stanok_store_dup_incarnation (StanokStore *self)
{
  return g_strdup (self->incarnation);
}
