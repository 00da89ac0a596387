/* stanok-journal-repair.c: both copies of the journal compared, and each completed from the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-copies.h"

#include "domain/stanok-error.h"
#include "domain/stanok-mutant.h"

#define APPEND_MAX 64   /* more missing records than this: the log is written anew */

static guint
count_commands (GPtrArray  *missing,
                GHashTable *copy,
                gint64      from_change)
{
  guint n = 0;

  for (guint i = 0; i < missing->len; i++)
    {
      const StanokLogRecord *record = missing->pdata[i];

      n += record->kind == STANOK_LOG_COMMAND && record->change >= from_change &&
           stanok_copies_change (copy, record) < 0;
    }
  return n;
}

/* What the log has and the database lacks goes into the database, in one transaction. */
static gboolean
import (StanokJournal  *self,
        GPtrArray      *missing,
        GError        **error)
{
  if (missing->len == 0 || STANOK_MUTANT (JOURNAL_EMPTY))
    return TRUE;
  if (!stanok_db_begin (self->db, error))
    return FALSE;
  for (guint i = 0; i < missing->len; i++)
    if (!stanok_rows_put (self->db, missing->pdata[i], error))
      {
        stanok_db_rollback (self->db);
        return FALSE;
      }
  return stanok_db_commit (self->db, error);
}

/* One record behind the log's last is what a crash between commit and append leaves; all else was
 * lost. */
static gboolean
has_holes (GPtrArray *missing,
           gint64     log_change)
{
  for (guint i = 0; i < missing->len; i++)
    if (((const StanokLogRecord *) missing->pdata[i])->change <= log_change)
      return TRUE;
  return missing->len > APPEND_MAX;
}

/* S15: a bit that turns over in a row is not seen by the database, but the log's records prove
 * themselves. Where both speak of one change and differ, the row goes and is imported anew. */
static gboolean
drop_rotten (StanokJournal        *self,
             const StanokLogCopy  *log,
             StanokDbCopy         *db,
             GError              **error)
{
  gboolean is_dropped = FALSE;

  for (guint i = 0; i < log->things->len; i++)
    {
      const StanokLogRecord *proven = log->things->pdata[i];

      if (!stanok_copies_differ (db, log, proven))
        continue;
      g_message ("journal: a row of change %" G_GINT64_FORMAT " is not what the log has of it",
                 proven->change);
      if (!stanok_rows_drop (self->db, proven->change, error))
        return FALSE;
      is_dropped = TRUE;
    }
  if (!is_dropped)
    return TRUE;
  stanok_db_copy_clear (db);
  return stanok_db_copy_read (self, db, error);
}

/* ---- the log from the database ----------------------------------------------------------- */

typedef struct {
  GPtrArray *records;
  guint      i;
} Source;

static char *
next_json (gpointer   data,
           GError   **error)
{
  Source *source = data;

  return source->i < source->records->len
         ? stanok_log_record_to_json (source->records->pdata[source->i++]) : NULL;
}

gboolean
stanok_journal_rewrite_log (StanokJournal  *self,
                            GError        **error)
{
  g_autoptr(GPtrArray) records = stanok_rows_list_changed (self->db, 0, error);
  Source source = { records, 0 };

  if (records == NULL || !stanok_outbox_log_replace (self->log, next_json, &source, error))
    return FALSE;
  self->logged = self->change;
  return TRUE;
}

/* ---- both -------------------------------------------------------------------------------- */

static gboolean
open_log (StanokJournal  *self,
          StanokRecovery *recovery)
{
  g_autoptr(GError) error = NULL;
  gboolean damaged = FALSE;

  if (self->log != NULL)
    return TRUE;
  self->log = stanok_outbox_log_open (self->ports, &damaged, &error);
  if (self->log == NULL && g_error_matches (error, STANOK_ERROR, STANOK_ERROR_FULL) &&
      stanok_ballast_free (self->ports))
    self->log = stanok_outbox_log_open (self->ports, &damaged, NULL);
  if (self->log == NULL)
    g_message ("journal: the second copy cannot be opened: %s", error->message);
  recovery->log_was_damaged |= damaged;
  return self->log != NULL;
}

static gboolean
is_compacting (StanokJournal *self)
{
  g_autofree char *value = stanok_rows_get_setting (self->db, STANOK_JOURNAL_COMPACTING, NULL);

  return g_strcmp0 (value, "1") == 0;
}

/* A log that cannot be written now is tried again with the next write. */
static void
rewrite_or_drop_log (StanokJournal *self)
{
  g_autoptr(GError) error = NULL;

  if (stanok_journal_rewrite_log (self, &error))
    return;
  g_message ("journal: the second copy cannot be written: %s", error->message);
  self->logged = 0;
  g_clear_pointer (&self->log, stanok_outbox_log_close);
}

static gboolean
complete_both (StanokJournal        *self,
               const StanokLogCopy  *log,
               StanokRecovery       *recovery,
               GError              **error)
{
  gboolean compacting = is_compacting (self);   /* then the log's surplus was dropped on purpose */
  g_autoptr(GPtrArray) from_log = NULL, to_log = NULL;
  g_auto(StanokDbCopy) db = { NULL };

  if (!stanok_db_copy_read (self, &db, error) || !drop_rotten (self, log, &db, error))
    return FALSE;
  from_log = stanok_copies_missing (log->things, db.by_name);
  to_log = stanok_copies_missing (db.rows, log->by_name);
  if ((!compacting && !import (self, from_log, error)) ||
      !stanok_rows_get_change (self->db, &self->change, error))
    return FALSE;
  if (!compacting)
    recovery->restored_from_log += count_commands (from_log, db.by_name, 0);
  recovery->restored_to_log +=
    count_commands (to_log, log->by_name, recovery->log_was_damaged ? 0 : log->change + 2);
  self->logged = log->change;
  if (compacting || recovery->log_was_damaged || has_holes (to_log, log->change))
    rewrite_or_drop_log (self);
  return TRUE;
}

/* Without the log the journal works on, with a single copy. */
gboolean
stanok_journal_reconcile (StanokJournal   *self,
                          StanokRecovery  *recovery,
                          GError         **error)
{
  g_auto(StanokLogCopy) log = { NULL };
  g_autoptr(GError) local_error = NULL;

  if (!open_log (self, recovery))
    return stanok_rows_get_change (self->db, &self->change, error);
  if (!stanok_log_copy_read (self, &log, error))
    return FALSE;
  if (complete_both (self, &log, recovery, &local_error))
    return TRUE;
  if (g_error_matches (local_error, STANOK_ERROR, STANOK_ERROR_BAD_DATA))
    stanok_copies_refuse (local_error, error);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
stanok_journal_rebuild (StanokJournal   *self,
                        StanokRecovery  *recovery,
                        GError         **error)
{
  g_clear_pointer (&self->db, stanok_db_close);
  self->doubtful = 0;   /* a failed commit was not logged: what is made of the log lacks it */
  g_clear_pointer (&self->doubtful_command, g_free);
  g_free (recovery->set_aside);
  recovery->set_aside = stanok_db_set_aside (self->ports, STANOK_JOURNAL_DB.name, error);
  if (recovery->set_aside == NULL)
    return FALSE;
  recovery->db_was_damaged = TRUE;
  self->db = stanok_db_open (self->ports, &STANOK_JOURNAL_DB, error);
  return self->db != NULL && stanok_journal_reconcile (self, recovery, error);
}

/* ---- verifying --------------------------------------------------------------------------- */

static gboolean
differ (const char  *where,
        GPtrArray   *missing,
        GError     **error)
{
  g_autofree char *name = missing->len > 0 ? stanok_copies_name (missing->pdata[0]) : NULL;

  if (name == NULL)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
               "%s lacks %u records of the other copy, the first is %s; "
               "the terminal mends it at its next start", where, missing->len, name);
  return FALSE;
}

static gboolean
agree (const StanokDbCopy   *db,
       const StanokLogCopy  *log,
       GError              **error)
{
  for (guint i = 0; i < log->things->len; i++)
    {
      const StanokLogRecord *proven = log->things->pdata[i];
      g_autofree char *name = stanok_copies_name (proven);

      if (!stanok_copies_differ (db, log, proven))
        continue;
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
                   "journal.db and outbox.log differ about %s; the terminal mends it at its next "
                   "start", name);
      return FALSE;
    }
  return TRUE;
}

gboolean
stanok_journal_verify (StanokJournal  *self,
                       GError        **error)
{
  g_autoptr(GPtrArray) from_log = NULL, to_log = NULL;
  g_auto(StanokLogCopy) log = { NULL };
  g_auto(StanokDbCopy) db = { NULL };

  if (!stanok_journal_ensure (self, error) || !stanok_db_check (self->db, error))
    return FALSE;
  if (self->log == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "there is no second copy at present");
      return FALSE;
    }
  if (!stanok_log_copy_read (self, &log, error) || !stanok_db_copy_read (self, &db, error))
    return FALSE;
  from_log = stanok_copies_missing (log.things, db.by_name);
  to_log = stanok_copies_missing (db.rows, log.by_name);
  return differ ("journal.db", from_log, error) && differ ("outbox.log", to_log, error) &&
         agree (&db, &log, error);
}
