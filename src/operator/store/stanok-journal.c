/* stanok-journal.c: what people did here: recorded, settled, read, compacted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-private.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "wire/stanok-order-wire.h"

#define BODY_MAX          (64 * 1024)
#define MEANWHILE_MAX     (256 * 1024)
#define COMPACT_AGE_MS    (G_GINT64_CONSTANT (30) * 24 * 3600 * 1000)   /* P6 */

/* ---- recording --------------------------------------------------------------------------- */

static StanokEntry *
entry_of (StanokJournal          *self,
          const StanokLogRecord  *record,
          GError                **error)
{
  StanokEntry *entry = stanok_log_record_to_entry (record, error);

  if (entry != NULL)
    entry->single_copy = record->change > self->logged;
  return entry;
}

static GPtrArray *
list_entries (StanokJournal     *self,
              StanokRowsChoice   choice,
              const char        *text,
              gint64             number,
              GError           **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_entry_unref);

  if (!stanok_journal_ensure (self, error))
    return NULL;
  records = stanok_rows_list (self->db, choice, text, number, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      StanokEntry *entry = entry_of (self, records->pdata[i], error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return records != NULL ? g_steal_pointer (&entries) : NULL;
}

/* A connection that fails to read is opened again once, a damaged one made again from the log. */
static GPtrArray *
list_surely (StanokJournal     *self,
             StanokRowsChoice   choice,
             const char        *text,
             gint64             number,
             GError           **error)
{
  g_autoptr(GError) reason = NULL;
  g_auto(StanokRecovery) recovery = { FALSE };
  GPtrArray *entries = list_entries (self, choice, text, number, &reason);

  if (entries != NULL)
    return entries;
  g_clear_pointer (&self->db, stanok_db_close);
  if (reason->code == STANOK_ERROR_CORRUPT && !stanok_journal_rebuild (self, &recovery, error))
    return NULL;
  return list_entries (self, choice, text, number, error);
}

/* NULL without @error: not there. */
static StanokEntry *
find_entry (StanokJournal  *self,
            const char     *command_id,
            GError        **error)
{
  g_autoptr(GPtrArray) found = list_surely (self, STANOK_ROWS_COMMAND, command_id, 0, error);

  return found != NULL && found->len > 0 ? stanok_entry_ref (found->pdata[0]) : NULL;
}

typedef struct {
  const StanokCommand *command;
  const char          *body;
  const char          *etag_seen;
  StanokLogRecord     *record;      /* (owned) (nullable) what the last try wrote */
} Recording;

static gboolean
record_work (StanokJournal  *self,
             gint64          change,
             gpointer        data,
             GError        **error)
{
  Recording *recording = data;
  StanokLogRecord *record = stanok_log_record_new (STANOK_LOG_COMMAND);

  stanok_log_record_free (recording->record);
  recording->record = record;
  if (!stanok_rows_next (self->db, self->incarnation, &record->position, &record->seq, error))
    return FALSE;
  record->command_id = g_strdup (recording->command->command_id);
  record->fate.state = STANOK_ENTRY_PENDING;
  record->incarnation = g_strdup (self->incarnation);
  record->body = g_strdup (recording->body);
  record->etag_seen = g_strdup (recording->etag_seen);
  record->recorded_ms = stanok_journal_now_ms (self);
  record->born = record->change = change;
  return stanok_rows_put (self->db, record, error);
}

/* C1: made once, here, and never again. What cannot be read back is not recorded. */
static char *
make_body (const StanokCommand  *command,
           GError              **error)
{
  g_autofree char *body = stanok_command_to_json (command);
  g_autoptr(StanokCommand) again = NULL;

  if (strlen (body) > BODY_MAX)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                   "the command has %" G_GSIZE_FORMAT " bytes, over the %d that it may have",
                   strlen (body), BODY_MAX);
      return NULL;
    }
  again = stanok_command_from_json (body, strlen (body), error);
  return again != NULL ? g_steal_pointer (&body) : NULL;
}

/* J6: the commit failed and nobody can look what is left of it. Should this process end before
 * somebody can, the log's word for that number makes the next start drop the row. */
static void
disown (StanokJournal *self,
        const char    *command_id)
{
  g_autoptr(StanokLogRecord) record = stanok_log_record_new (STANOK_LOG_SETTING);
  g_autofree char *json = NULL;
  g_autoptr(GError) error = NULL;

  record->key = g_strdup (STANOK_JOURNAL_NOT_RECORDED);
  record->value = g_strdup (command_id);
  record->change = self->doubtful;
  json = stanok_log_record_to_json (record);
  if (self->log != NULL && stanok_outbox_log_append (self->log, json, strlen (json), &error))
    self->disowned = self->doubtful;
  else
    g_message ("journal: %s was not recorded, and the log cannot say so: %s", command_id,
               error != NULL ? error->message : "it is not open");
}

static StanokEntry *
write_recording (StanokJournal  *self,
                 Recording      *recording,
                 GError        **error)
{
  gboolean done = stanok_journal_write (self, record_work, recording, error);
  g_autoptr(StanokLogRecord) record = recording->record;

  if (done)
    return entry_of (self, record, error);
  if (self->doubtful > 0 && self->doubtful_command == NULL)
    {
      self->doubtful_command = g_strdup (recording->command->command_id);
      disown (self, self->doubtful_command);
    }
  return NULL;
}

StanokEntry *
stanok_journal_record (StanokJournal        *self,
                       const StanokCommand  *command,
                       const char           *etag_seen,
                       GError              **error)
{
  g_autoptr(GError) local_error = NULL;
  StanokEntry *known = find_entry (self, command->command_id, &local_error);
  g_autofree char *body = NULL;

  if (known != NULL && known->single_copy)
    known->single_copy = !stanok_journal_repair (self);   /* nobody else has seen it yet */
  if (known != NULL)
    return known;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  body = make_body (command, error);
  if (body == NULL)
    return NULL;
  return write_recording (self, &(Recording) { command, body, etag_seen, NULL }, error);
}

/* ---- settling ---------------------------------------------------------------------------- */

typedef struct {
  const char             *command_id;
  const StanokSettlement *settlement;    /* (nullable) */
  const char             *operator_id;   /* (nullable) who acknowledges */
  GPtrArray              *found;         /* (owned) (nullable) the row as the last try wrote it */
} FateChange;

static void
settle_fate (StanokJournal          *self,
             StanokFate             *fate,
             const StanokSettlement *settlement)
{
  gboolean is_accepted = settlement->state == STANOK_ENTRY_ACCEPTED;
  gboolean fits = settlement->meanwhile == NULL || strlen (settlement->meanwhile) <= MEANWHILE_MAX;

  g_free (fate->outcome);
  g_free (fate->exception);
  g_free (fate->problem);
  g_free (fate->reason);
  g_free (fate->meanwhile);
  g_clear_pointer (&fate->acknowledged_by, g_free);
  fate->acknowledged_ms = 0;
  fate->state = (int) settlement->state;
  fate->reoffer = settlement->reoffer;
  fate->outcome = g_strdup (is_accepted ? stanok_outcome_name (settlement->outcome) : NULL);
  fate->exception = g_strdup (is_accepted ? stanok_exception_name (settlement->exception) : NULL);
  fate->problem = g_strdup (stanok_problem_name (settlement->problem));
  fate->reason = g_strdup (settlement->reason);
  fate->meanwhile = g_strdup (fits ? settlement->meanwhile : NULL);
  fate->settled_ms =
    settlement->state == STANOK_ENTRY_PENDING ? 0 : stanok_journal_now_ms (self);
}

static void
acknowledge_fate (StanokJournal *self,
                  StanokFate    *fate,
                  const char    *operator_id)
{
  g_free (fate->acknowledged_by);
  fate->acknowledged_by = g_strdup (operator_id);
  fate->acknowledged_ms = stanok_journal_now_ms (self);
}

static gboolean
fate_work (StanokJournal  *self,
           gint64          change,
           gpointer        data,
           GError        **error)
{
  FateChange *wanted = data;
  StanokLogRecord *record;

  g_clear_pointer (&wanted->found, g_ptr_array_unref);
  wanted->found = stanok_rows_list (self->db, STANOK_ROWS_COMMAND, wanted->command_id, 0, error);
  if (wanted->found == NULL)
    return FALSE;
  if (wanted->found->len == 0)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND,
                   "no command %s is recorded here", wanted->command_id);
      return FALSE;
    }
  record = wanted->found->pdata[0];
  record->change = change;
  if (wanted->settlement != NULL)
    settle_fate (self, &record->fate, wanted->settlement);
  else
    acknowledge_fate (self, &record->fate, wanted->operator_id);
  return stanok_rows_put (self->db, record, error);
}

static StanokEntry *
change_fate (StanokJournal  *self,
             FateChange     *wanted,
             GError        **error)
{
  gboolean done = stanok_journal_write (self, fate_work, wanted, error);
  g_autoptr(GPtrArray) found = wanted->found;

  return done ? entry_of (self, found->pdata[0], error) : NULL;
}

StanokEntry *
stanok_journal_settle (StanokJournal           *self,
                       const StanokSettlement  *settlement,
                       GError                 **error)
{
  return change_fate (self, &(FateChange) { settlement->command_id, settlement, NULL, NULL },
                      error);
}

StanokEntry *
stanok_journal_acknowledge (StanokJournal  *self,
                            const char     *command_id,
                            const char     *operator_id,
                            GError        **error)
{
  return change_fate (self, &(FateChange) { command_id, NULL, operator_id, NULL }, error);
}

/* ---- reading ----------------------------------------------------------------------------- */

StanokEntry *
stanok_journal_lookup (StanokJournal *self,
                       const char    *command_id)
{
  return find_entry (self, command_id, NULL);
}

GPtrArray *
stanok_journal_list_open (StanokJournal *self)
{
  return list_surely (self, STANOK_ROWS_OPEN, NULL, 0, NULL);
}

GPtrArray *
stanok_journal_list_since (StanokJournal *self,
                           const char    *operator_id,
                           gint64         wall_ms)
{
  return list_surely (self, STANOK_ROWS_SINCE, operator_id, wall_ms, NULL);
}

GPtrArray *
stanok_journal_list_accepted (StanokJournal *self)
{
  return list_surely (self, STANOK_ROWS_ACCEPTED, self->incarnation, 0, NULL);
}

const char *
stanok_journal_get_incarnation (StanokJournal *self)
{
  return self->incarnation;
}

/* ---- settings ---------------------------------------------------------------------------- */

typedef struct {
  const char *key, *value;
} Setting;

static gboolean
setting_work (StanokJournal  *self,
              gint64          change,
              gpointer        data,
              GError        **error)
{
  const Setting *setting = data;
  g_autoptr(StanokLogRecord) record = stanok_log_record_new (STANOK_LOG_SETTING);

  record->key = g_strdup (setting->key);
  record->value = g_strdup (setting->value);
  record->change = change;
  return stanok_rows_put (self->db, record, error);
}

char *
stanok_journal_get_setting (StanokJournal *self,
                            const char    *key)
{
  return stanok_journal_ensure (self, NULL) ? stanok_rows_get_setting (self->db, key, NULL) : NULL;
}

gboolean
stanok_journal_set_setting (StanokJournal  *self,
                            const char     *key,
                            const char     *value,
                            GError        **error)
{
  Setting setting = { key, value };

  return stanok_journal_write (self, setting_work, &setting, error);
}

/* ---- compaction -------------------------------------------------------------------------- */

typedef struct {
  const GArray *have;
  gint64        n;
} Compaction;

static gboolean
compact_work (StanokJournal  *self,
              gint64          change,
              gpointer        data,
              GError        **error)
{
  Compaction *compaction = data;
  Setting mark = { STANOK_JOURNAL_COMPACTING, "1" };

  return stanok_rows_compact (self->db, self->incarnation, compaction->have,
                              stanok_journal_now_ms (self) - COMPACT_AGE_MS, change,
                              &compaction->n, error) &&
         (compaction->n == 0 || setting_work (self, change, &mark, error));
}

/* Between the mark and its end the log may have more than the database, and that is no loss. */
gboolean
stanok_journal_compact (StanokJournal  *self,
                        const GArray   *have,
                        GError        **error)
{
  Compaction compaction = { have, 0 };

  if (!stanok_journal_write (self, compact_work, &compaction, error))
    return FALSE;
  if (compaction.n == 0 || self->log == NULL)
    return TRUE;
  return stanok_journal_rewrite_log (self, error) &&
         stanok_journal_set_setting (self, STANOK_JOURNAL_COMPACTING, "0", error);
}
