/* stanok-journal-repair.c: both copies of the journal compared, and each completed from the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-private.h"

#include <string.h>

#include "domain/stanok-error.h"

/* What the log says, the newest about each thing. */
typedef struct {
  GPtrArray  *records;      /* (element-type StanokLogRecord) owned, as they stand */
  GPtrArray  *things;       /* (element-type StanokLogRecord) borrowed: one a thing, in log order */
  GHashTable *by_name;      /* "command:…" -> its record in @things, for look-up only */
  gint64      change;       /* the highest */
  GError     *error;        /* (owned) (nullable) a record that cannot be read */
} LogCopy;

static void
log_copy_init (LogCopy *self)
{
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_log_record_free);
  self->things = g_ptr_array_new ();
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->change = 0;
  self->error = NULL;
}

static void
log_copy_clear (LogCopy *self)
{
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->things, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LogCopy, log_copy_clear)

static char *
name_thing (const StanokLogRecord *record)
{
  switch ((StanokLogKind) record->kind)
    {
    case STANOK_LOG_COMMAND:
    case STANOK_LOG_FATE:
      return g_strconcat ("command:", record->command_id, NULL);
    case STANOK_LOG_PERSON:
      return g_strconcat ("person:", record->operator_id, NULL);
    case STANOK_LOG_SETTING:
    default:
      return g_strconcat ("setting:", record->key, NULL);
    }
}

static void
move_fate (StanokLogRecord *to,
           StanokLogRecord *from)
{
  StanokFate old = to->fate;

  to->fate = from->fate;
  from->fate = old;
  to->change = from->change;
}

static void
take_record (LogCopy         *self,
             StanokLogRecord *record)
{
  g_autofree char *name = name_thing (record);
  StanokLogRecord *known = g_hash_table_lookup (self->by_name, name);
  guint index;

  g_ptr_array_add (self->records, record);
  self->change = MAX (self->change, record->change);
  if (known == NULL && record->kind != STANOK_LOG_FATE)
    {
      g_ptr_array_add (self->things, record);
      g_hash_table_insert (self->by_name, g_steal_pointer (&name), record);
      return;
    }
  if (known == NULL || known->change >= record->change)
    return;
  if (record->kind == STANOK_LOG_COMMAND || record->kind == STANOK_LOG_FATE)
    {
      move_fate (known, record);
      return;
    }
  g_ptr_array_find (self->things, known, &index);
  self->things->pdata[index] = record;
  g_hash_table_insert (self->by_name, g_steal_pointer (&name), record);
}

static gboolean
visit_record (const char *json,
              gsize       length,
              gpointer    data)
{
  LogCopy *self = data;
  StanokLogRecord *record = stanok_log_record_from_json (json, length, &self->error);

  if (record != NULL)
    take_record (self, record);
  return record != NULL;
}

/* Whole records that cannot be read were not written by this program: it must not replace them. */
static gboolean
refuse_strange_record (const GError  *reason,
                       GError       **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
               "the log holds a record that this Stanok cannot read (%s); "
               "install the version that wrote it", reason->message);
  return FALSE;
}

static gboolean
read_log (StanokJournal  *self,
          LogCopy        *out,
          GError        **error)
{
  if (!stanok_outbox_log_each (self->log, visit_record, out, error))
    return FALSE;
  return out->error == NULL || refuse_strange_record (out->error, error);
}

/* ---- what each copy lacks ---------------------------------------------------------------- */

#define APPEND_MAX 64   /* more missing records than this: the log is written anew */

/* What the database says. */
typedef struct {
  GPtrArray  *rows;         /* (element-type StanokLogRecord) */
  GHashTable *by_name;      /* borrowed from @rows */
} DbCopy;

static void
db_copy_clear (DbCopy *self)
{
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DbCopy, db_copy_clear)

static gboolean
read_db (StanokJournal  *self,
         DbCopy         *out,
         GError        **error)
{
  out->rows = stanok_rows_list_changed (self->db, 0, error);
  if (out->rows == NULL)
    return FALSE;
  out->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < out->rows->len; i++)
    g_hash_table_insert (out->by_name, name_thing (out->rows->pdata[i]), out->rows->pdata[i]);
  return TRUE;
}

/* How old what @copy knows of a thing is; -1 = it does not know it. */
static gint64
look_up_change (GHashTable            *copy,
                const StanokLogRecord *record)
{
  g_autofree char *name = name_thing (record);
  const StanokLogRecord *known = g_hash_table_lookup (copy, name);

  return known != NULL ? known->change : -1;
}

/* (element-type StanokLogRecord): borrowed from @things: those of which @copy knows less */
static GPtrArray *
list_missing (GPtrArray  *things,
              GHashTable *copy)
{
  GPtrArray *missing = g_ptr_array_new ();

  for (guint i = 0; i < things->len; i++)
    {
      StanokLogRecord *record = things->pdata[i];

      if (look_up_change (copy, record) < record->change)
        g_ptr_array_add (missing, record);
    }
  return missing;
}

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
           look_up_change (copy, record) < 0;
    }
  return n;
}

/* What the log has and the database lacks goes into the database, in one transaction. */
static gboolean
import (StanokJournal  *self,
        GPtrArray      *missing,
        GError        **error)
{
  if (missing->len == 0)
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

/* ---- bits that turned over --------------------------------------------------------------- */

static gboolean
is_same (const StanokLogRecord *a,
         const StanokLogRecord *b)
{
  g_autofree char *json_a = stanok_log_record_to_json (a);
  g_autofree char *json_b = stanok_log_record_to_json (b);

  return strcmp (json_a, json_b) == 0;
}

/* What the log has of a change under another name than the database, which nobody else knows. */
static gboolean
has_misnamed (const DbCopy  *db,
              const LogCopy *log,
              gint64         change)
{
  for (guint i = 0; i < db->rows->len; i++)
    {
      const StanokLogRecord *row = db->rows->pdata[i];

      if (row->change == change && look_up_change (log->by_name, row) < 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_rotten (const DbCopy          *db,
           const LogCopy         *log,
           const StanokLogRecord *proven)
{
  g_autofree char *name = name_thing (proven);
  const StanokLogRecord *row = g_hash_table_lookup (db->by_name, name);

  if (row == NULL)
    return has_misnamed (db, log, proven->change);
  return row->change == proven->change && !is_same (row, proven);
}

/* S15: a bit that turns over in a row is not seen by the database, but the log's records prove
 * themselves. Where both speak of one change and differ, the row goes and is imported anew. */
static gboolean
drop_rotten (StanokJournal  *self,
             const LogCopy  *log,
             DbCopy         *db,
             GError        **error)
{
  gboolean is_dropped = FALSE;

  for (guint i = 0; i < log->things->len; i++)
    {
      const StanokLogRecord *proven = log->things->pdata[i];

      if (!is_rotten (db, log, proven))
        continue;
      g_message ("journal: a row of change %" G_GINT64_FORMAT " is not what the log has of it",
                 proven->change);
      if (!stanok_rows_drop (self->db, proven->change, error))
        return FALSE;
      is_dropped = TRUE;
    }
  if (!is_dropped)
    return TRUE;
  db_copy_clear (db);
  return read_db (self, db, error);
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
open_log (StanokJournal   *self,
          StanokRecovery  *recovery)
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
complete_both (StanokJournal   *self,
               const LogCopy   *log,
               StanokRecovery  *recovery,
               GError         **error)
{
  gboolean compacting = is_compacting (self);   /* then the log's surplus was dropped on purpose */
  g_autoptr(GPtrArray) from_log = NULL, to_log = NULL;
  g_auto(DbCopy) db = { NULL };

  if (!read_db (self, &db, error) || !drop_rotten (self, log, &db, error))
    return FALSE;
  from_log = list_missing (log->things, db.by_name);
  to_log = list_missing (db.rows, log->by_name);
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
  g_auto(LogCopy) log = { NULL };
  g_autoptr(GError) local_error = NULL;

  if (!open_log (self, recovery))
    return stanok_rows_get_change (self->db, &self->change, error);
  log_copy_init (&log);
  if (!read_log (self, &log, error))
    return FALSE;
  if (complete_both (self, &log, recovery, &local_error))
    return TRUE;
  if (g_error_matches (local_error, STANOK_ERROR, STANOK_ERROR_BAD_DATA))
    refuse_strange_record (local_error, error);
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
  g_autofree char *name = missing->len > 0 ? name_thing (missing->pdata[0]) : NULL;

  if (name == NULL)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
               "%s lacks %u records of the other copy, the first is %s; "
               "the terminal mends it at its next start", where, missing->len, name);
  return FALSE;
}

gboolean
stanok_journal_verify (StanokJournal  *self,
                       GError        **error)
{
  g_autoptr(GPtrArray) from_log = NULL, to_log = NULL;
  g_auto(LogCopy) log = { NULL };
  g_auto(DbCopy) db = { NULL };

  if (!stanok_journal_ensure (self, error) || !stanok_db_check (self->db, error))
    return FALSE;
  if (self->log == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "there is no second copy at present");
      return FALSE;
    }
  log_copy_init (&log);
  if (!read_log (self, &log, error) || !read_db (self, &db, error))
    return FALSE;
  from_log = list_missing (log.things, db.by_name);
  to_log = list_missing (db.rows, log.by_name);
  return differ ("journal.db", from_log, error) && differ ("outbox.log", to_log, error);
}
