/* stanok-journal-write.c: one write of the journal: database, then log, and a sure answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-private.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "domain/stanok-mutant.h"

gint64
stanok_journal_now_ms (StanokJournal *self)
{
  return MAX (self->ports->clock.wall_ms (self->ports->clock.data), 0);
}

/* ---- the connection ---------------------------------------------------------------------- */

/* J6: of a recording that was answered "not recorded" nothing may be left. */
static gboolean
forget_doubtful (StanokJournal  *self,
                 GError        **error)
{
  if (!stanok_db_begin (self->db, error))
    return FALSE;
  if (stanok_rows_forget (self->db, self->doubtful_command, self->doubtful, error))
    return stanok_db_commit (self->db, error);
  stanok_db_rollback (self->db);
  return FALSE;
}

static gboolean
resolve_doubt (StanokJournal  *self,
               GError        **error)
{
  if (self->doubtful_command != NULL && !forget_doubtful (self, error))
    return FALSE;
  self->doubtful = 0;
  g_clear_pointer (&self->doubtful_command, g_free);
  return TRUE;
}

/* A transaction that changed no row has left no number behind: the next one gets its number, and
 * has to be logged. What the log says was not keeps its number for itself. */
static gboolean
read_numbers (StanokJournal  *self,
              GError        **error)
{
  if (!stanok_rows_get_change (self->db, &self->change, error))
    return FALSE;
  self->logged = MIN (self->logged, self->change);
  self->change = MAX (self->change, self->disowned);
  return TRUE;
}

/* The checkpoint writes again what a failed sync may have dropped. Closing has deleted the WAL, and
 * SQLite does not make that safe: after a power cut it could be there again, with a commit at its
 * end of which nobody knows. */
static gboolean
reopen (StanokJournal  *self,
        GError        **error)
{
  const StanokFiles *files = &self->ports->files;

  g_clear_pointer (&self->db, stanok_db_close);
  self->db = stanok_db_open (self->ports, &STANOK_JOURNAL_DB, error);
  if (self->db != NULL && stanok_db_checkpoint (self->db, error) &&
      files->sync_dir (files->data, error) && resolve_doubt (self, error) &&
      read_numbers (self, error))
    return TRUE;
  g_clear_pointer (&self->db, stanok_db_close);
  return FALSE;
}

gboolean
stanok_journal_ensure (StanokJournal  *self,
                       GError        **error)
{
  g_autoptr(GError) reason = NULL;
  g_auto(StanokRecovery) recovery = { FALSE };

  if (self->db != NULL || reopen (self, &reason))
    return TRUE;
  if (g_error_matches (reason, STANOK_ERROR, STANOK_ERROR_CORRUPT))
    return stanok_journal_rebuild (self, &recovery, error);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* ---- the transaction --------------------------------------------------------------------- */

typedef enum {
  WRITE_DONE,
  WRITE_NOT_DONE,      /* nothing was committed */
  WRITE_IN_DOUBT,      /* the commit itself failed */
  WRITE_REFUSED,       /* the work does not want it */
} WriteResult;

static gboolean
is_refusal (const GError *error)
{
  return error->code == STANOK_ERROR_NOT_FOUND || error->code == STANOK_ERROR_BAD_DATA;
}

static WriteResult
attempt (StanokJournal      *self,
         StanokJournalWork   work,
         gpointer            data,
         GError            **error)
{
  if (!stanok_journal_ensure (self, error) || !stanok_db_begin (self->db, error))
    return WRITE_NOT_DONE;
  if (!work (self, self->change + 1, data, error))
    {
      stanok_db_rollback (self->db);
      return is_refusal (*error) ? WRITE_REFUSED : WRITE_NOT_DONE;
    }
  if (!stanok_db_commit (self->db, error))
    return WRITE_IN_DOUBT;
  self->change++;
  return WRITE_DONE;
}

/* J6: the answer comes from a new connection, not from the one that has failed. */
static WriteResult
look_up (StanokJournal *self,
         WriteResult    result,
         gint64         change)
{
  if (result != WRITE_IN_DOUBT)
    g_clear_pointer (&self->db, stanok_db_close);   /* the next write opens it again */
  else if (!reopen (self, NULL))
    self->doubtful = change;
  else if (self->change == change)
    return WRITE_DONE;
  return WRITE_NOT_DONE;
}

/* Another try makes sense if its reason can be taken away. */
static gboolean
take_away (StanokJournal *self,
           const GError  *reason)
{
  g_auto(StanokRecovery) recovery = { FALSE };

  if (reason->code == STANOK_ERROR_FULL)
    return stanok_ballast_free (self->ports);
  return reason->code == STANOK_ERROR_CORRUPT &&
         stanok_journal_rebuild (self, &recovery, NULL);
}

gboolean
stanok_journal_write (StanokJournal      *self,
                      StanokJournalWork   work,
                      gpointer            data,
                      GError            **error)
{
  g_autoptr(GError) reason = NULL;
  WriteResult result = WRITE_NOT_DONE;

  for (int try = 0; try < 2; try++)
    {
      gint64 change = self->change + 1;

      g_clear_error (&reason);
      result = attempt (self, work, data, &reason);
      if (result == WRITE_DONE || result == WRITE_REFUSED)
        break;
      result = look_up (self, result, change);
      if (result == WRITE_DONE || !take_away (self, reason))
        break;
    }
  if (result == WRITE_DONE)
    stanok_journal_catch_up (self);
  else
    g_propagate_error (error, g_steal_pointer (&reason));
  return result == WRITE_DONE;
}

/* ---- the log ----------------------------------------------------------------------------- */

static gboolean
append_records (StanokJournal  *self,
                GPtrArray      *records,
                GError        **error)
{
  for (guint i = 0; i < records->len; i++)
    {
      const StanokLogRecord *record = records->pdata[i];
      g_autofree char *json = stanok_log_record_to_json (record);

      if (!stanok_outbox_log_append (self->log, json, strlen (json), error))
        {
          self->logged = record->change - 1;
          return FALSE;
        }
    }
  self->logged = self->change;
  return TRUE;
}

static gboolean
try_to_catch_up (StanokJournal  *self,
                 GError        **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_auto(StanokRecovery) recovery = { FALSE };

  if (self->db == NULL || (self->log == NULL && !stanok_journal_reconcile (self, &recovery, error)))
    return FALSE;
  if (self->log == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "the second copy cannot be opened");
      return FALSE;
    }
  records = stanok_rows_list_changed (self->db, self->logged, error);
  return records != NULL && append_records (self, records, error);
}

void
stanok_journal_catch_up (StanokJournal *self)
{
  g_autoptr(GError) error = NULL;

  if (STANOK_MUTANT (SINGLE_COPY))
    self->logged = self->change;
  if (self->logged >= self->change || try_to_catch_up (self, &error))
    return;
  if (g_error_matches (error, STANOK_ERROR, STANOK_ERROR_FULL))
    stanok_ballast_free (self->ports);
  g_clear_error (&error);
  if (!try_to_catch_up (self, &error))
    g_message ("journal: a single copy until the log can be written: %s",
               error != NULL ? error->message : "the database is closed");
}

gboolean
stanok_journal_repair (StanokJournal *self)
{
  stanok_journal_catch_up (self);
  return self->logged >= self->change;
}
