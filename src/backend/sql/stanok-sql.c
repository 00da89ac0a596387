/* stanok-sql.c: the layer's one engine so far: SQLite, opened so that a commit is durable
 *
 * WAL with synchronous=FULL loses no acknowledged row when the power fails, and
 * costs one flush a commit. locking_mode=EXCLUSIVE, because two connections on
 * one WAL can damage the file in the SQLite of Debian 12, and because it makes
 * a second server on the same folder fail at once instead of half working.
 *
 * A flush that failed may have lost writes that are still read back, and will
 * not be tried again by the system. Whatever stands behind them in the WAL is
 * gone after a power cut, although it was flushed. So after an error of the
 * disk, and at every start, the WAL is copied into the database and begun anew
 * before anything else is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sql/stanok-sql.h"

#include <sqlite3.h>
#include <string.h>

#include "domain/stanok-error.h"

struct _StanokSql {
  sqlite3    *db;
  GHashTable *queries;     /* (owned) text -> StanokSqlQuery that is kept */
  gboolean    in_transaction;
  gboolean    is_suspect;  /* the WAL may have holes */
};

struct _StanokSqlQuery {
  StanokSql    *sql;       /* borrowed */
  sqlite3_stmt *statement;
  gboolean      is_kept;   /* in @queries; otherwise ends with its use */
  gboolean      is_used;
  int           failure;   /* first error of a bind */
};

static StanokError
error_code (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_FULL:
      return STANOK_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return STANOK_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return STANOK_ERROR_BUSY;
    default:
      return STANOK_ERROR_STORE;
    }
}

static gboolean
fail (StanokSql  *self,
      int         result,
      const char *doing,
      GError    **error)
{
  if ((result & 0xff) == SQLITE_IOERR)
    self->is_suspect = TRUE;
  g_set_error (error, STANOK_ERROR, (int) error_code (result), "database: %s: %s (%d)", doing,
               self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (result), result);
  return FALSE;
}

static void
query_free (gpointer data)
{
  StanokSqlQuery *query = data;

  sqlite3_finalize (query->statement);
  g_free (query);
}

static gboolean
renew_wal (StanokSql *self,
           GError   **error)
{
  int result = sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

  if (result != SQLITE_OK)
    return fail (self, result, "checkpoint", error);
  self->is_suspect = FALSE;
  return TRUE;
}

/**
 * stanok_sql_open:
 * @path: a file; it is made if it is not there
 * @vfs: (nullable): name of SQLite's VFS; %NULL for the system's
 *
 * Fails with BUSY while another process has the database open.
 */
StanokSql *
stanok_sql_open (const char *path,
                 const char *vfs,
                 GError    **error)
{
  g_autoptr(StanokSql) self = g_new0 (StanokSql, 1);
  int result;

  self->queries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, query_free);
  result = sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                             SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
  if (result != SQLITE_OK)
    {
      fail (self, result, path, error);
      return NULL;
    }
  /* The lock comes first: it is taken by the first statement after it that reads. */
  if (!stanok_sql_script (self, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
                                "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                                "PRAGMA journal_size_limit=16777216; PRAGMA cache_size=-32000;"
                                "BEGIN EXCLUSIVE; COMMIT", error) ||
      !renew_wal (self, error))
    {
      g_prefix_error (error, "opening %s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
stanok_sql_close (StanokSql *self)
{
  if (self == NULL)
    return;
  if (self->in_transaction)
    stanok_sql_rollback (self);
  g_hash_table_unref (self->queries);
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
stanok_sql_script (StanokSql  *self,
                   const char *sql,
                   GError    **error)
{
  int result = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || fail (self, result, "script", error);
}

gboolean
stanok_sql_begin (StanokSql *self,
                  GError   **error)
{
  g_return_val_if_fail (!self->in_transaction, FALSE);

  if (self->is_suspect && !renew_wal (self, error))
    return FALSE;
  self->in_transaction = stanok_sql_script (self, "BEGIN IMMEDIATE", error);
  return self->in_transaction;
}

gboolean
stanok_sql_commit (StanokSql *self,
                   GError   **error)
{
  g_return_val_if_fail (self->in_transaction, FALSE);

  if (!stanok_sql_script (self, "COMMIT", error))
    {
      stanok_sql_rollback (self);
      return FALSE;
    }
  self->in_transaction = FALSE;
  return TRUE;
}

void
stanok_sql_rollback (StanokSql *self)
{
  g_return_if_fail (self->in_transaction);

  /* After some errors SQLite has rolled back by itself. */
  if (sqlite3_get_autocommit (self->db) == 0)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  self->in_transaction = FALSE;
}

/* user_version cannot be bound, and is part of the transaction like any row. */
static gboolean
run_migration (StanokSql                *self,
               const StanokSqlMigration *migration,
               gsize                     number,
               GError                  **error)
{
  char version[64];

  g_snprintf (version, sizeof version, "PRAGMA user_version=%" G_GSIZE_FORMAT, number);
  if (!stanok_sql_begin (self, error))
    return FALSE;
  if (!stanok_sql_script (self, migration->script, error) ||
      !stanok_sql_script (self, version, error))
    {
      stanok_sql_rollback (self);
      return FALSE;
    }
  return stanok_sql_commit (self, error);
}

gboolean
stanok_sql_migrate (StanokSql                *self,
                    const StanokSqlMigration *migrations,
                    gsize                     n_migrations,
                    GError                  **error)
{
  StanokSqlQuery *query = stanok_sql_query (self, "PRAGMA user_version", error);
  g_autoptr(GError) local_error = NULL;
  gsize version = 0;

  if (query == NULL)
    return FALSE;
  if (stanok_sql_step (query, &local_error))
    version = (gsize) stanok_sql_int (query, "user_version");
  stanok_sql_done (query);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (version > n_migrations)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
                   "database: it was written by a newer version (schema %" G_GSIZE_FORMAT
                   ", this program knows %" G_GSIZE_FORMAT "); use that version",
                   version, n_migrations);
      return FALSE;
    }
  for (gsize i = version; i < n_migrations; i++)
    if (!run_migration (self, &migrations[i], i + 1, error))
      {
        g_prefix_error (error, "%s: ", migrations[i].name);
        return FALSE;
      }
  return TRUE;
}

/**
 * stanok_sql_query:
 * @sql: one statement, a constant of the program: its text is the cache's key
 *
 * Returns: (nullable): ready for its values
 */
StanokSqlQuery *
stanok_sql_query (StanokSql  *self,
                  const char *sql,
                  GError    **error)
{
  StanokSqlQuery *query = g_hash_table_lookup (self->queries, sql);
  gboolean is_kept = query == NULL;
  int result;

  if (query != NULL && !query->is_used)
    {
      query->is_used = TRUE;
      return query;
    }
  query = g_new0 (StanokSqlQuery, 1);
  query->sql = self;
  query->is_used = TRUE;
  query->is_kept = is_kept;
  result = sqlite3_prepare_v3 (self->db, sql, -1, is_kept ? SQLITE_PREPARE_PERSISTENT : 0,
                               &query->statement, NULL);
  if (result != SQLITE_OK)
    {
      fail (self, result, sql, error);
      query_free (query);
      return NULL;
    }
  if (is_kept)
    g_hash_table_insert (self->queries, g_strdup (sql), query);
  return query;
}

static void
note_bind (StanokSqlQuery *query,
           int             result)
{
  if (result != SQLITE_OK && query->failure == SQLITE_OK)
    query->failure = result;
}

void
stanok_sql_bind_text (StanokSqlQuery *query,
                      int             position,
                      const char     *value)
{
  note_bind (query, sqlite3_bind_text (query->statement, position, value, -1, SQLITE_TRANSIENT));
}

void
stanok_sql_bind_int (StanokSqlQuery *query,
                     int             position,
                     gint64          value)
{
  note_bind (query, sqlite3_bind_int64 (query->statement, position, value));
}

void
stanok_sql_bind_blob (StanokSqlQuery *query,
                      int             position,
                      const void     *bytes,
                      gsize           n)
{
  note_bind (query, sqlite3_bind_blob64 (query->statement, position, n > 0 ? bytes : "", n,
                                         SQLITE_TRANSIENT));
}

gboolean
stanok_sql_step (StanokSqlQuery *query,
                 GError        **error)
{
  int result = query->failure != SQLITE_OK ? query->failure : sqlite3_step (query->statement);

  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    fail (query->sql, result, sqlite3_sql (query->statement), error);
  return FALSE;
}

static int
find_column (StanokSqlQuery *query,
             const char     *column)
{
  int n_columns = sqlite3_column_count (query->statement);

  for (int i = 0; i < n_columns; i++)
    if (strcmp (sqlite3_column_name (query->statement, i), column) == 0)
      return i;
  g_critical ("no column “%s” in: %s", column, sqlite3_sql (query->statement));
  return -1;
}

gint64
stanok_sql_int (StanokSqlQuery *query,
                const char     *column)
{
  int index = find_column (query, column);

  return index >= 0 ? sqlite3_column_int64 (query->statement, index) : 0;
}

const char *
stanok_sql_text (StanokSqlQuery *query,
                 const char     *column)
{
  int index = find_column (query, column);

  return index >= 0 ? (const char *) sqlite3_column_text (query->statement, index) : NULL;
}

const void *
stanok_sql_blob (StanokSqlQuery *query,
                 const char     *column,
                 gsize          *n)
{
  int index = find_column (query, column);
  const void *bytes = index >= 0 ? sqlite3_column_blob (query->statement, index) : NULL;

  *n = bytes != NULL ? (gsize) sqlite3_column_bytes (query->statement, index) : 0;
  return bytes;
}

void
stanok_sql_done (StanokSqlQuery *query)
{
  if (query == NULL)
    return;
  if (!query->is_kept)
    {
      query_free (query);
      return;
    }
  sqlite3_reset (query->statement);
  sqlite3_clear_bindings (query->statement);
  query->failure = SQLITE_OK;
  query->is_used = FALSE;
}

gint64
stanok_sql_run (StanokSqlQuery *query,
                GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 n_changed;

  while (stanok_sql_step (query, &local_error))
    continue;
  n_changed = local_error == NULL ? sqlite3_changes64 (query->sql->db) : -1;
  stanok_sql_done (query);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return n_changed;
}
