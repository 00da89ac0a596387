/* stanok-journal-rows.c: the rows of journal.db, written and read as records of the log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-rows.h"

#include "store/stanok-store-sql.h"

static const char * const migrations[] = { STANOK_SQL_JOURNAL_001, NULL };

const StanokDbKind STANOK_JOURNAL_DB = { "journal.db", "FULL", migrations, TRUE };

/* Keys of settings that are the journal's own. */
#define LAST_SEQ       "journal.last-seq."        /* and the incarnation */
#define LAST_POSITION  "journal.last-position"

/* ---- commands ---------------------------------------------------------------------------- */

enum { POSITION, INCARNATION, SEQ, COMMAND_ID, BODY, ETAG_SEEN, RECORDED_MS, STATE, REOFFER,
       OUTCOME, EXCEPTION, PROBLEM, REASON, MEANWHILE, SETTLED_MS, ACKNOWLEDGED_BY,
       ACKNOWLEDGED_MS, BORN, CHANGE };

#define SELECT_ENTRY \
  "SELECT position, incarnation, seq, command_id, body, etag_seen, recorded_ms, state, reoffer, " \
  "outcome, exception, problem, reason, meanwhile, settled_ms, acknowledged_by, " \
  "acknowledged_ms, born, change FROM entry "

static const char INSERT_ENTRY[] =
  "INSERT INTO entry (position, incarnation, seq, command_id, operator_id, body, etag_seen, "
  "recorded_ms, state, reoffer, outcome, exception, problem, reason, meanwhile, settled_ms, "
  "acknowledged_by, acknowledged_ms, born, change) SELECT "
  "iif (EXISTS (SELECT 1 FROM entry WHERE position = ?1), "
  "     (SELECT max (position) + 1 FROM entry), ?1), ?2, "
  "iif (EXISTS (SELECT 1 FROM entry WHERE incarnation = ?2 AND seq = ?3), "
  "     (SELECT max (seq) + 1 FROM entry WHERE incarnation = ?2), ?3), "
  "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20 "
  "WHERE NOT EXISTS (SELECT 1 FROM entry WHERE command_id = ?4)";

static const char UPDATE_FATE[] =
  "UPDATE entry SET state = ?2, reoffer = ?3, outcome = ?4, exception = ?5, problem = ?6, "
  "reason = ?7, meanwhile = ?8, settled_ms = ?9, acknowledged_by = ?10, acknowledged_ms = ?11, "
  "change = ?12 WHERE command_id = ?1 AND change < ?12";

static const char SELECT_CHANGED[] = SELECT_ENTRY "WHERE change > ?1 ORDER BY change";
static const char SELECT_OPEN[] = SELECT_ENTRY
  "WHERE state IN ('pending', 'parked') "
  "OR (acknowledged_by IS NULL AND (state = 'conflict' OR exception IS NOT NULL)) "
  "ORDER BY position";
static const char SELECT_SINCE[] = SELECT_ENTRY
  "WHERE (?1 IS NULL OR operator_id = ?1) AND recorded_ms >= ?2 ORDER BY position";
static const char SELECT_ACCEPTED[] = SELECT_ENTRY
  "WHERE incarnation = ?1 AND state = 'accepted' ORDER BY position";
static const char SELECT_COMMAND[] = SELECT_ENTRY "WHERE command_id = ?1";

static const char SELECT_NEXT[] =
  "SELECT 1 + max (coalesce ((SELECT max (position) FROM entry), 0), "
  "coalesce ((SELECT CAST (value AS INTEGER) FROM setting WHERE key = '" LAST_POSITION "'), 0)), "
  "1 + max (coalesce ((SELECT max (seq) FROM entry WHERE incarnation = ?1), 0), "
  "coalesce ((SELECT CAST (value AS INTEGER) FROM setting WHERE key = '" LAST_SEQ "' || ?1), 0))";

static const char DELETE_SETTLED[] =
  "DELETE FROM entry WHERE incarnation = ?1 AND seq BETWEEN ?2 AND ?3 AND recorded_ms < ?4 "
  "AND settled_ms < ?4 AND state IN ('accepted', 'conflict', 'withdrawn') "
  "AND NOT (acknowledged_by IS NULL AND (state = 'conflict' OR exception IS NOT NULL))";

static const char DELETE_COMMAND[] = "DELETE FROM entry WHERE command_id = ?1 AND born = ?2";

static const char SELECT_CHANGE[] =
  "SELECT max (coalesce ((SELECT max (change) FROM entry), 0), "
  "coalesce ((SELECT max (change) FROM person), 0), "
  "coalesce ((SELECT max (change) FROM setting), 0))";

/* Who acted stands in the body; its column is there for the lists. */
static gboolean
insert_command (StanokDb               *db,
                const StanokLogRecord  *record,
                GError                **error)
{
  const StanokFate *fate = &record->fate;
  g_autoptr(StanokEntry) entry = stanok_log_record_to_entry (record, error);

  return entry != NULL &&
         stanok_db_run (db, error, INSERT_ENTRY, "isissssisisssssisiii",
                        record->position, record->incarnation, record->seq, record->command_id,
                        entry->command->operator_id, record->body, record->etag_seen,
                        record->recorded_ms, stanok_entry_state_name (entry->state),
                        (gint64) fate->reoffer, fate->outcome, fate->exception, fate->problem,
                        fate->reason, fate->meanwhile, fate->settled_ms, fate->acknowledged_by,
                        fate->acknowledged_ms, record->born, record->change);
}

static gboolean
update_fate (StanokDb               *db,
             const StanokLogRecord  *record,
             GError                **error)
{
  const StanokFate *fate = &record->fate;

  return stanok_db_run (db, error, UPDATE_FATE, "ssisssssisii", record->command_id,
                        stanok_entry_state_name ((StanokEntryState) fate->state),
                        (gint64) fate->reoffer, fate->outcome, fate->exception, fate->problem,
                        fate->reason, fate->meanwhile, fate->settled_ms, fate->acknowledged_by,
                        fate->acknowledged_ms, record->change);
}

static void
read_fate (sqlite3_stmt *row,
           StanokFate   *out)
{
  out->state = MAX (stanok_entry_state_from_name (stanok_db_text (row, STATE)), 0);
  out->reoffer = sqlite3_column_int (row, REOFFER);
  out->outcome = stanok_db_dup_text (row, OUTCOME);
  out->exception = stanok_db_dup_text (row, EXCEPTION);
  out->problem = stanok_db_dup_text (row, PROBLEM);
  out->reason = stanok_db_dup_text (row, REASON);
  out->meanwhile = stanok_db_dup_text (row, MEANWHILE);
  out->settled_ms = sqlite3_column_int64 (row, SETTLED_MS);
  out->acknowledged_by = stanok_db_dup_text (row, ACKNOWLEDGED_BY);
  out->acknowledged_ms = sqlite3_column_int64 (row, ACKNOWLEDGED_MS);
}

static StanokLogRecord *
read_command (sqlite3_stmt *row,
              gint64        since)
{
  gint64 born = sqlite3_column_int64 (row, BORN);
  StanokLogRecord *record =
    stanok_log_record_new (born > since ? STANOK_LOG_COMMAND : STANOK_LOG_FATE);

  record->command_id = stanok_db_dup_text (row, COMMAND_ID);
  record->change = sqlite3_column_int64 (row, CHANGE);
  read_fate (row, &record->fate);
  if (born <= since)
    return record;
  record->position = sqlite3_column_int64 (row, POSITION);
  record->incarnation = stanok_db_dup_text (row, INCARNATION);
  record->seq = sqlite3_column_int64 (row, SEQ);
  record->body = stanok_db_dup_text (row, BODY);
  record->etag_seen = stanok_db_dup_text (row, ETAG_SEEN);
  record->recorded_ms = sqlite3_column_int64 (row, RECORDED_MS);
  record->born = born;
  return record;
}

/* ---- people ------------------------------------------------------------------------------ */

enum { OPERATOR_ID, FAILURES, LOCK_MS, SINCE_MS, BOOT_ID, SIGNED_IN_MS, SIGNED_IN, PERSON_CHANGE };

#define SELECT_PERSON \
  "SELECT operator_id, failures, lock_ms, since_ms, boot_id, signed_in_ms, signed_in, change " \
  "FROM person "

static const char PUT_PERSON[] =
  "INSERT INTO person (operator_id, failures, lock_ms, since_ms, boot_id, signed_in_ms, "
  "signed_in, change) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
  "ON CONFLICT (operator_id) DO UPDATE SET failures = ?2, lock_ms = ?3, since_ms = ?4, "
  "boot_id = ?5, signed_in_ms = ?6, signed_in = ?7, change = ?8 WHERE change < ?8";

static const char SELECT_ONE_PERSON[] = SELECT_PERSON "WHERE operator_id = ?1";
static const char SELECT_CHANGED_PEOPLE[] = SELECT_PERSON "WHERE change > ?1 ORDER BY change";
static const char SELECT_SIGNED_IN[] =
  "SELECT operator_id FROM person WHERE signed_in > 0 ORDER BY signed_in DESC LIMIT ?1";

static gboolean
put_person (StanokDb               *db,
            const StanokLogRecord  *record,
            GError                **error)
{
  return stanok_db_run (db, error, PUT_PERSON, "siiisiii", record->operator_id, record->failures,
                        record->lock_ms, record->since_ms, record->boot_id, record->signed_in_ms,
                        record->signed_in, record->change);
}

static StanokLogRecord *
read_person (sqlite3_stmt *row,
             gint64        since)
{
  StanokLogRecord *record = stanok_log_record_new (STANOK_LOG_PERSON);

  record->operator_id = stanok_db_dup_text (row, OPERATOR_ID);
  record->failures = sqlite3_column_int64 (row, FAILURES);
  record->lock_ms = sqlite3_column_int64 (row, LOCK_MS);
  record->since_ms = sqlite3_column_int64 (row, SINCE_MS);
  record->boot_id = stanok_db_dup_text (row, BOOT_ID);
  record->signed_in_ms = sqlite3_column_int64 (row, SIGNED_IN_MS);
  record->signed_in = sqlite3_column_int64 (row, SIGNED_IN);
  record->change = sqlite3_column_int64 (row, PERSON_CHANGE);
  return record;
}

StanokLogRecord *
stanok_rows_get_person (StanokDb    *db,
                        const char  *operator_id,
                        GError     **error)
{
  sqlite3_stmt *row = stanok_db_select (db, error, SELECT_ONE_PERSON, "s", operator_id);
  StanokLogRecord *record = NULL;

  if (row != NULL && stanok_db_next (row, error))
    {
      record = read_person (row, 0);
      stanok_db_done (row);
    }
  return record;
}

GPtrArray *
stanok_rows_list_signed_in (StanokDb  *db,
                            guint      n,
                            GError   **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *row = stanok_db_select (db, error, SELECT_SIGNED_IN, "i", (gint64) n);
  g_autoptr(GError) local_error = NULL;

  if (row == NULL)
    return NULL;
  while (stanok_db_next (row, &local_error))
    g_ptr_array_add (ids, stanok_db_dup_text (row, 0));
  if (local_error == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* ---- settings ---------------------------------------------------------------------------- */

enum { KEY, VALUE, SETTING_CHANGE };

static const char PUT_SETTING[] =
  "INSERT INTO setting (key, value, change) VALUES (?1, ?2, ?3) "
  "ON CONFLICT (key) DO UPDATE SET value = ?2, change = ?3 WHERE change < ?3";

static const char SELECT_CHANGED_SETTINGS[] =
  "SELECT key, value, change FROM setting WHERE change > ?1 ORDER BY change";
static const char SELECT_SETTING[] = "SELECT key, value, change FROM setting WHERE key = ?1";

static StanokLogRecord *
read_setting (sqlite3_stmt *row,
              gint64        since)
{
  StanokLogRecord *record = stanok_log_record_new (STANOK_LOG_SETTING);

  record->key = stanok_db_dup_text (row, KEY);
  record->value = stanok_db_dup_text (row, VALUE);
  record->change = sqlite3_column_int64 (row, SETTING_CHANGE);
  return record;
}

char *
stanok_rows_get_setting (StanokDb    *db,
                         const char  *key,
                         GError     **error)
{
  sqlite3_stmt *row = stanok_db_select (db, error, SELECT_SETTING, "s", key);
  char *value = NULL;

  if (row != NULL && stanok_db_next (row, error))
    {
      value = stanok_db_dup_text (row, VALUE);
      stanok_db_done (row);
    }
  return value;
}

/* ---- all together ------------------------------------------------------------------------ */

gboolean
stanok_rows_put (StanokDb               *db,
                 const StanokLogRecord  *record,
                 GError                **error)
{
  switch ((StanokLogKind) record->kind)
    {
    case STANOK_LOG_COMMAND:
      return insert_command (db, record, error) && update_fate (db, record, error);
    case STANOK_LOG_FATE:
      return update_fate (db, record, error);
    case STANOK_LOG_PERSON:
      return put_person (db, record, error);
    case STANOK_LOG_SETTING:
      return stanok_db_run (db, error, PUT_SETTING, "ssi", record->key, record->value,
                            record->change);
    default:
      g_return_val_if_reached (FALSE);
    }
}

typedef StanokLogRecord *(*Reader) (sqlite3_stmt *row, gint64 since);

static gboolean
read_into (GPtrArray     *records,
           sqlite3_stmt  *rows,
           Reader         read,
           gint64         since,
           GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (stanok_db_next (rows, &local_error))
    g_ptr_array_add (records, read (rows, since));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const StanokLogRecord *first = *(StanokLogRecord * const *) a;
  const StanokLogRecord *second = *(StanokLogRecord * const *) b;

  return (first->change > second->change) - (first->change < second->change);
}

GPtrArray *
stanok_rows_list_changed (StanokDb  *db,
                          gint64     since,
                          GError   **error)
{
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_log_record_free);

  if (!read_into (records, stanok_db_select (db, error, SELECT_CHANGED, "i", since),
                  read_command, since, error) ||
      !read_into (records, stanok_db_select (db, error, SELECT_CHANGED_PEOPLE, "i", since),
                  read_person, since, error) ||
      !read_into (records, stanok_db_select (db, error, SELECT_CHANGED_SETTINGS, "i", since),
                  read_setting, since, error))
    return NULL;
  g_ptr_array_sort (records, compare_changes);
  return g_steal_pointer (&records);
}

gboolean
stanok_rows_get_change (StanokDb  *db,
                        gint64    *change,
                        GError   **error)
{
  return stanok_db_get_int (db, error, 0, change, SELECT_CHANGE);
}

GPtrArray *
stanok_rows_list (StanokDb          *db,
                  StanokRowsChoice   choice,
                  const char        *text,
                  gint64             number,
                  GError           **error)
{
  static const struct { const char *sql, *types; } choices[] = {
    [STANOK_ROWS_OPEN] = { SELECT_OPEN, "" },
    [STANOK_ROWS_SINCE] = { SELECT_SINCE, "si" },
    [STANOK_ROWS_ACCEPTED] = { SELECT_ACCEPTED, "s" },
    [STANOK_ROWS_COMMAND] = { SELECT_COMMAND, "s" },
  };
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_log_record_free);
  sqlite3_stmt *rows =
    stanok_db_select (db, error, choices[choice].sql, choices[choice].types, text, number);

  return read_into (records, rows, read_command, 0, error) ? g_steal_pointer (&records) : NULL;
}

gboolean
stanok_rows_next (StanokDb    *db,
                  const char  *incarnation,
                  gint64      *position,
                  gint64      *seq,
                  GError     **error)
{
  sqlite3_stmt *row = stanok_db_select (db, error, SELECT_NEXT, "s", incarnation);

  if (row == NULL || !stanok_db_next (row, error))
    return FALSE;
  *position = sqlite3_column_int64 (row, 0);
  *seq = sqlite3_column_int64 (row, 1);
  stanok_db_done (row);
  return TRUE;
}

static gboolean
put_number (StanokDb    *db,
            const char  *key,
            gint64       number,
            gint64       change,
            GError     **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return stanok_db_run (db, error, PUT_SETTING, "ssi", key, value, change);
}

/* What is gone must not be counted from again: J4. */
gboolean
stanok_rows_compact (StanokDb      *db,
                     const char    *incarnation,
                     const GArray  *have,
                     gint64         before_ms,
                     gint64         change,
                     gint64        *n,
                     GError       **error)
{
  g_autofree char *last_seq = g_strconcat (LAST_SEQ, incarnation, NULL);
  gint64 position, seq;

  *n = 0;
  if (!stanok_rows_next (db, incarnation, &position, &seq, error))
    return FALSE;
  for (guint i = 0; i < have->len; i++)
    {
      const StanokRange *range = &g_array_index (have, StanokRange, i);

      if (!stanok_db_run (db, error, DELETE_SETTLED, "siii", incarnation, range->first,
                          range->last, before_ms))
        return FALSE;
      *n += stanok_db_get_n_changed (db);
    }
  return *n == 0 || (put_number (db, LAST_POSITION, position - 1, change, error) &&
                     put_number (db, last_seq, seq - 1, change, error));
}

gboolean
stanok_rows_drop (StanokDb  *db,
                  gint64     change,
                  GError   **error)
{
  return stanok_db_run (db, error, "DELETE FROM entry WHERE change = ?1", "i", change) &&
         stanok_db_run (db, error, "DELETE FROM person WHERE change = ?1", "i", change) &&
         stanok_db_run (db, error, "DELETE FROM setting WHERE change = ?1", "i", change);
}

gboolean
stanok_rows_forget (StanokDb    *db,
                    const char  *command_id,
                    gint64       born,
                    GError     **error)
{
  return stanok_db_run (db, error, DELETE_COMMAND, "si", command_id, born);
}
