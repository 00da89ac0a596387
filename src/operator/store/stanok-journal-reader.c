/* stanok-journal-reader.c: both copies of a journal read as they lie, for tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-reader.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-journal-copies.h"

#define MENDED "; the terminal mends it at its next start"

/* ---- entries -------------------------------------------------------------------------------- */

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  const StanokLogRecord *left = *(StanokLogRecord * const *) a;
  const StanokLogRecord *right = *(StanokLogRecord * const *) b;

  return (left->position > right->position) - (left->position < right->position);
}

/* @records: (element-type StanokLogRecord) */
static GPtrArray *
make_entries (GPtrArray *records,
              GError   **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (
      (GDestroyNotify) stanok_entry_unref);
  g_autoptr(GPtrArray) commands = g_ptr_array_new ();
  g_autoptr(GError) reason = NULL;

  for (guint i = 0; i < records->len; i++)
    if (((StanokLogRecord *) records->pdata[i])->kind == STANOK_LOG_COMMAND)
      g_ptr_array_add (commands, records->pdata[i]);
  g_ptr_array_sort (commands, compare_positions);
  for (guint i = 0; i < commands->len; i++)
    {
      StanokEntry *entry = stanok_log_record_to_entry (commands->pdata[i], &reason);

      if (entry == NULL)
        {
          stanok_copies_refuse (reason, error);
          return NULL;
        }
      g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

gboolean
stanok_journal_read_log (const StanokPorts *ports,
                         GPtrArray        **entries,
                         GError           **error)
{
  g_auto(StanokLogCopy) log = { NULL };
  g_autoptr(GError) damage = NULL;

  *entries = NULL;
  if (!stanok_log_copy_read_files (ports, &log, &damage) &&
      !g_error_matches (damage, STANOK_ERROR, STANOK_ERROR_CORRUPT))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return FALSE;
    }
  *entries = make_entries (log.things, error);
  if (*entries == NULL || damage == NULL)
    return *entries != NULL;
  g_propagate_error (error, g_steal_pointer (&damage));
  return FALSE;
}

/* A journal that is only looked at: what the room's own functions need of one. */
static gboolean
open_copy (const StanokPorts *ports,
           StanokJournal     *journal,
           GError           **error)
{
  *journal = (StanokJournal) { .ports = ports };
  journal->db = stanok_db_open (ports, &STANOK_JOURNAL_DB, error);
  return journal->db != NULL;
}

GPtrArray *
stanok_journal_read_db (const StanokPorts *ports,
                        GError           **error)
{
  StanokJournal journal;
  g_auto(StanokDbCopy) db = { NULL };
  GPtrArray *entries = NULL;

  if (!open_copy (ports, &journal, error))
    return NULL;
  if (stanok_db_copy_read (&journal, &db, error))
    entries = make_entries (db.rows, error);
  stanok_db_close (journal.db);
  return entries;
}

/* ---- comparing ------------------------------------------------------------------------------ */

void
stanok_comparison_clear (StanokComparison *self)
{
  g_clear_pointer (&self->differences, g_ptr_array_unref);
}

static void G_GNUC_PRINTF (2, 3)
add_difference (StanokComparison *self,
                const char       *format,
                ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->differences, g_strdup_vprintf (format, args));
  va_end (args);
}

/* What a record is about, in words. */
static char *
describe (const StanokLogRecord *record)
{
  g_autoptr(StanokEntry) entry = NULL;

  if (record->kind == STANOK_LOG_PERSON)
    return g_strdup_printf ("the sign-ins of %s", record->operator_id);
  if (record->kind == STANOK_LOG_SETTING)
    return g_strdup_printf ("the setting “%s”", record->key);
  entry = record->body != NULL ? stanok_log_record_to_entry (record, NULL) : NULL;
  if (entry == NULL)
    return g_strdup_printf ("command %s", record->command_id);
  return g_strdup_printf ("command %s (%s of %s, seq %" G_GINT64_FORMAT ")", record->command_id,
                          stanok_command_name (entry->command->type), entry->command->order_id,
                          record->seq);
}

/* Of the log alone: that a commit failed which nobody was told of. */
static gboolean
is_of_one_copy (const StanokLogRecord *record)
{
  return record->kind == STANOK_LOG_SETTING &&
         strcmp (record->key, STANOK_JOURNAL_NOT_RECORDED) == 0;
}

static void
compare_record (StanokComparison      *self,
                const StanokDbCopy    *db,
                const StanokLogCopy   *log,
                const StanokLogRecord *record)
{
  g_autofree char *words = describe (record);
  gint64 in_db = stanok_copies_change (db->by_name, record);

  if (in_db < 0)
    add_difference (self, "%s is in outbox.log only" MENDED, words);
  else if (in_db < record->change)
    add_difference (self, "outbox.log has a newer fate of %s than journal.db (change %"
                    G_GINT64_FORMAT " against %" G_GINT64_FORMAT ")" MENDED, words,
                    record->change, in_db);
  else if (in_db > record->change)
    add_difference (self, "journal.db has a newer fate of %s than outbox.log (change %"
                    G_GINT64_FORMAT " against %" G_GINT64_FORMAT ")" MENDED, words, in_db,
                    record->change);
  else if (stanok_copies_differ (db, log, record))
    add_difference (self, "journal.db and outbox.log differ about %s" MENDED, words);
  else if (record->kind == STANOK_LOG_COMMAND)
    self->n_commands++;
  else
    self->n_others++;
}

static void
compare_copies (StanokComparison    *self,
                const StanokDbCopy  *db,
                const StanokLogCopy *log,
                gboolean             is_compacting)
{
  for (guint i = 0; i < log->things->len; i++)
    {
      const StanokLogRecord *record = log->things->pdata[i];

      /* What was compacted away is in the log until it is written anew. */
      if (is_of_one_copy (record) ||
          (is_compacting && stanok_copies_change (db->by_name, record) < 0))
        continue;
      compare_record (self, db, log, record);
    }
  for (guint i = 0; i < db->rows->len; i++)
    {
      const StanokLogRecord *record = db->rows->pdata[i];
      g_autofree char *words = NULL;

      if (stanok_copies_change (log->by_name, record) >= 0)
        continue;
      words = describe (record);
      add_difference (self, "%s is in journal.db only" MENDED, words);
    }
}

/* FALSE: the database cannot be compared; said as a difference, or @error is set. */
static gboolean
read_db (StanokComparison *self,
         StanokJournal    *journal,
         StanokDbCopy     *db,
         GError          **error)
{
  g_autoptr(GError) reason = NULL;

  if (stanok_db_copy_read (journal, db, &reason))
    return TRUE;
  if (reason->code == STANOK_ERROR_CORRUPT || reason->code == STANOK_ERROR_BAD_DATA)
    add_difference (self, "journal.db cannot be read: %s" MENDED, reason->message);
  else
    g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
compare_with_db (StanokComparison    *self,
                 const StanokPorts   *db_ports,
                 const StanokLogCopy *log,
                 GError             **error)
{
  StanokJournal journal;
  g_auto(StanokDbCopy) db = { NULL };
  g_autoptr(GError) reason = NULL;
  g_autofree char *compacting = NULL;

  if (!open_copy (db_ports, &journal, &reason))
    {
      if (reason->code != STANOK_ERROR_CORRUPT)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      add_difference (self, "journal.db is damaged: %s" MENDED, reason->message);
      return TRUE;
    }
  if (read_db (self, &journal, &db, &reason))
    {
      compacting = stanok_rows_get_setting (journal.db, STANOK_JOURNAL_COMPACTING, NULL);
      compare_copies (self, &db, log, g_strcmp0 (compacting, "1") == 0);
    }
  stanok_db_close (journal.db);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

gboolean
stanok_journal_compare (const StanokPorts *log_ports,
                        const StanokPorts *db_ports,
                        StanokComparison  *out,
                        GError           **error)
{
  g_auto(StanokLogCopy) log = { NULL };
  g_autoptr(GError) damage = NULL;

  *out = (StanokComparison) { 0, 0, g_ptr_array_new_with_free_func (g_free) };
  if (stanok_log_copy_read_files (log_ports, &log, &damage))
    return compare_with_db (out, db_ports, &log, error);
  if (!g_error_matches (damage, STANOK_ERROR, STANOK_ERROR_CORRUPT))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return FALSE;
    }
  add_difference (out, "outbox.log: %s", damage->message);
  return TRUE;
}
