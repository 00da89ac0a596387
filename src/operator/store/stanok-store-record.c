/* stanok-store-record.c: the way of a command into the journal, and of its entry to the other
 * threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-error.h"
#include "store/stanok-store-private.h"

/* ---- a changed entry goes its way ------------------------------------------------------ */

typedef struct {
  StanokStore *store;
  StanokEntry *entry;       /* (nullable) NULL: a settlement that could not be written */
  char        *command_id;
  StanokPublishing why;
} Published;

static Published *
published_new (StanokStore       *self,
               const char        *command_id,
               const StanokEntry *entry)
{
  Published *published = g_new0 (Published, 1);

  published->store = self;
  published->command_id = g_strdup (command_id);
  published->entry = entry != NULL ? stanok_entry_ref (entry) : NULL;
  return published;
}

static void
free_published (gpointer data)
{
  Published *published = data;

  g_clear_pointer (&published->entry, stanok_entry_unref);
  g_free (published->command_id);
  g_free (published);
}

/* main */
static void
mirror_entry (gpointer data)
{
  const Published *published = data;
  StanokStore *self = published->store;

  stanok_entry_mirror_put (self->mirror, published->entry);
  g_signal_emit (self, stanok_store_signals[STANOK_STORE_ENTRIES_CHANGED], 0);
}

/* sync thread */
static void
take_entry (gpointer data)
{
  const Published *published = data;
  StanokStore *self = published->store;
  const StanokStoreListener *listener = &self->listener;

  if (published->entry != NULL && self->cache != NULL)
    {
      stanok_cache_put_entry (self->cache, published->entry);
      stanok_store_schedule_notify (self);
    }
  if (published->why == STANOK_PUBLISH_RECORDED && listener->recorded != NULL)
    listener->recorded (listener->data, published->entry);
  if (published->why != STANOK_PUBLISH_RECORDED && listener->settled != NULL)
    listener->settled (listener->data, published->command_id, published->entry);
}

void
stanok_store_publish_entry (StanokStore       *self,
                            const char        *command_id,
                            const StanokEntry *entry,
                            StanokPublishing   why)
{
  Published *for_sync = published_new (self, command_id, entry);

  for_sync->why = why;
  stanok_worker_post (self->sync_worker, take_entry, for_sync, free_published);
  if (entry != NULL)
    stanok_store_post_main (self, mirror_entry, published_new (self, command_id, entry),
                            free_published);
}

/* ---- a single copy --------------------------------------------------------------------------- */

#define REPAIR_EVERY_S 10

void
stanok_store_end_repair (StanokStore *self)
{
  if (self->repair_source != NULL)
    g_source_destroy (self->repair_source);
  g_clear_pointer (&self->repair_source, g_source_unref);
}

/* Main shows "single copy" in red until it hears that the second one is there. */
static gboolean
repair (gpointer data)
{
  StanokStore *self = data;

  if (!stanok_journal_repair (self->journal))
    return G_SOURCE_CONTINUE;
  for (guint i = 0; i < self->single_copies->len; i++)
    {
      const char *command_id = g_ptr_array_index (self->single_copies, i);
      g_autoptr(StanokEntry) entry = stanok_journal_lookup (self->journal, command_id);

      if (entry != NULL)
        stanok_store_post_main (self, mirror_entry, published_new (self, command_id, entry),
                                free_published);
    }
  g_ptr_array_set_size (self->single_copies, 0);
  g_clear_pointer (&self->repair_source, g_source_unref);
  return G_SOURCE_REMOVE;
}

void
stanok_store_watch_single_copy (StanokStore       *self,
                                const StanokEntry *entry)
{
  if (!entry->single_copy)
    return;
  g_ptr_array_add (self->single_copies, g_strdup (entry->command->command_id));
  if (self->repair_source != NULL)
    return;
  self->repair_source = g_timeout_source_new_seconds (REPAIR_EVERY_S);
  g_source_set_callback (self->repair_source, repair, self, NULL);
  g_source_attach (self->repair_source, stanok_worker_get_context (self->journal_worker));
}

/* ---- recording ------------------------------------------------------------------------- */

typedef struct {
  StanokCommand *command;
  char          *etag_seen;
} Recording;

static void
free_recording (gpointer data)
{
  Recording *recording = data;

  stanok_command_free (recording->command);
  g_free (recording->etag_seen);
  g_free (recording);
}

/* journal thread */
static void
record (gpointer data)
{
  GTask *task = data;
  StanokStore *self = g_task_get_source_object (task);
  const Recording *recording = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  StanokEntry *entry;

  if (self->journal == NULL)
    {
      g_task_return_new_error (task, STANOK_ERROR, STANOK_ERROR_STORE,
                               "the journal is not open: NOT recorded");
      return;
    }
  entry = stanok_journal_record (self->journal, recording->command, recording->etag_seen, &error);
  if (entry == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  stanok_store_watch_single_copy (self, entry);
  stanok_store_publish_entry (self, recording->command->command_id, entry,
                              STANOK_PUBLISH_RECORDED);
  g_task_return_pointer (task, entry, (GDestroyNotify) stanok_entry_unref);
}

void
stanok_store_record_async (StanokStore         *self,
                           const StanokCommand *command,
                           const char          *etag_seen,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Recording *recording = g_new0 (Recording, 1);

  /* @cancellable is not honoured: what was tapped is recorded, whoever still listens. */
  g_task_set_source_tag (task, stanok_store_record_async);
  recording->command = stanok_command_copy (command);
  recording->etag_seen = g_strdup (etag_seen);
  g_task_set_task_data (task, recording, free_recording);
  stanok_worker_post (self->journal_worker, record, task, g_object_unref);
}

StanokEntry *
stanok_store_record_finish (StanokStore   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- acknowledging --------------------------------------------------------------------- */

typedef struct {
  char *command_id;
  char *operator_id;
} Acknowledging;

static void
free_acknowledging (gpointer data)
{
  Acknowledging *acknowledging = data;

  g_free (acknowledging->command_id);
  g_free (acknowledging->operator_id);
  g_free (acknowledging);
}

/* journal thread */
static void
acknowledge (gpointer data)
{
  GTask *task = data;
  StanokStore *self = g_task_get_source_object (task);
  const Acknowledging *acknowledging = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokEntry) entry = NULL;

  if (self->journal != NULL)
    entry = stanok_journal_acknowledge (self->journal, acknowledging->command_id,
                                        acknowledging->operator_id, &error);
  else
    g_set_error_literal (&error, STANOK_ERROR, STANOK_ERROR_STORE, "the journal is not open");
  if (entry == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  stanok_store_publish_entry (self, acknowledging->command_id, entry,
                              STANOK_PUBLISH_ACKNOWLEDGED);
  g_task_return_boolean (task, TRUE);
}

void
stanok_store_acknowledge_async (StanokStore         *self,
                                const char          *command_id,
                                const char          *operator_id,
                                GAsyncReadyCallback  callback,
                                gpointer             data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Acknowledging *acknowledging = g_new0 (Acknowledging, 1);

  g_task_set_source_tag (task, stanok_store_acknowledge_async);
  acknowledging->command_id = g_strdup (command_id);
  acknowledging->operator_id = g_strdup (operator_id);
  g_task_set_task_data (task, acknowledging, free_acknowledging);
  stanok_worker_post (self->journal_worker, acknowledge, task, g_object_unref);
}

gboolean
stanok_store_acknowledge_finish (StanokStore   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
