/* stanok-db.c: one SQLite file, one connection, one thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-db.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "domain/stanok-mutant.h"

#define TRIES_OF_A_NAME 100
#define VERSIONS_MAX    100   /* of the tables, beyond ours: a number so high was never written */

struct _StanokDb {
  sqlite3    *handle;
  char       *name;
  GHashTable *statements;    /* address of the SQL -> sqlite3_stmt, for look-up only */
};

/* ---- errors ------------------------------------------------------------------------------ */

static StanokError
map_code (int code)
{
  switch (code & 0xff)
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
fail (sqlite3     *handle,
      const char  *name,
      GError     **error)
{
  int code = handle != NULL ? sqlite3_extended_errcode (handle) : SQLITE_NOMEM;

  g_set_error (error, STANOK_ERROR, (int) map_code (code), "%s: %s (%d)",
               name, handle != NULL ? sqlite3_errmsg (handle) : "out of memory", code);
  return FALSE;
}

/* Our statements are in order: if SQLite does not understand one, it is the file that is not. */
static void
refuse_schema (StanokDb  *self,
               GError   **error)
{
  gboolean is_schema = (sqlite3_errcode (self->handle) & 0xff) == SQLITE_ERROR;
  GError *reason = NULL;

  fail (self->handle, self->name, &reason);
  if (is_schema)
    reason->code = STANOK_ERROR_CORRUPT;
  g_propagate_error (error, reason);
}

/* ---- statements -------------------------------------------------------------------------- */

static sqlite3_stmt *
take_statement (StanokDb    *self,
                const char  *sql,
                GError     **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    return statement;
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK)
    {
      refuse_schema (self, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

static void
bind (sqlite3_stmt          *statement,
      const char            *types,
      sqlite3_destructor_type copy,
      va_list                values)
{
  for (int i = 1; *types != '\0'; i++, types++)
    {
      int code;

      if (*types == 's')
        code = sqlite3_bind_text (statement, i, va_arg (values, const char *), -1, copy);
      else
        code = sqlite3_bind_int64 (statement, i, va_arg (values, gint64));
      g_assert (code == SQLITE_OK || code == SQLITE_NOMEM || code == SQLITE_TOOBIG);
    }
}

sqlite3_stmt *
stanok_db_select (StanokDb    *self,
                  GError     **error,
                  const char  *sql,
                  const char  *types,
                  ...)
{
  sqlite3_stmt *statement = take_statement (self, sql, error);
  va_list values;

  if (statement == NULL)
    return NULL;
  va_start (values, types);
  bind (statement, types, SQLITE_TRANSIENT, values);
  va_end (values);
  return statement;
}

void
stanok_db_done (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

gboolean
stanok_db_next (sqlite3_stmt  *statement,
                GError       **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    fail (sqlite3_db_handle (statement), "reading", error);
  stanok_db_done (statement);
  return FALSE;
}

gboolean
stanok_db_run (StanokDb    *self,
               GError     **error,
               const char  *sql,
               const char  *types,
               ...)
{
  sqlite3_stmt *statement = take_statement (self, sql, error);
  gboolean done;
  va_list values;

  if (statement == NULL)
    return FALSE;
  va_start (values, types);
  bind (statement, types, SQLITE_STATIC, values);
  va_end (values);
  done = sqlite3_step (statement) == SQLITE_DONE || fail (self->handle, self->name, error);
  stanok_db_done (statement);
  return done;
}

gboolean
stanok_db_get_int (StanokDb    *self,
                   GError     **error,
                   gint64       fallback,
                   gint64      *out,
                   const char  *sql)
{
  sqlite3_stmt *statement = take_statement (self, sql, error);
  g_autoptr(GError) local_error = NULL;

  *out = fallback;
  if (statement == NULL)
    return FALSE;
  if (stanok_db_next (statement, &local_error))
    {
      if (sqlite3_column_type (statement, 0) != SQLITE_NULL)
        *out = sqlite3_column_int64 (statement, 0);
      stanok_db_done (statement);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gint64
stanok_db_get_n_changed (StanokDb *self)
{
  return sqlite3_changes (self->handle);
}

const char *
stanok_db_text (sqlite3_stmt *statement,
                int           column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

char *
stanok_db_dup_text (sqlite3_stmt *statement,
                    int           column)
{
  return g_strdup (stanok_db_text (statement, column));
}

/* ---- transactions ------------------------------------------------------------------------ */

gboolean
stanok_db_exec (StanokDb    *self,
                const char  *sql,
                GError     **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
         fail (self->handle, self->name, error);
}

gboolean
stanok_db_begin (StanokDb  *self,
                 GError   **error)
{
  return stanok_db_run (self, error, "BEGIN IMMEDIATE", "");
}

gboolean
stanok_db_commit (StanokDb  *self,
                  GError   **error)
{
  if (stanok_db_run (self, error, "COMMIT", ""))
    return TRUE;
  stanok_db_rollback (self);
  return FALSE;
}

/* Some failures have rolled back already. */
void
stanok_db_rollback (StanokDb *self)
{
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
stanok_db_checkpoint (StanokDb  *self,
                      GError   **error)
{
  return sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) ==
         SQLITE_OK || fail (self->handle, self->name, error);
}

/* J5: a page that the disk refuses is reported as if it were damaged. Whether it is, the next
 * check says. */
static gboolean
is_disk_error (const char *finding)
{
  return finding != NULL && (strstr (finding, "unable to get the page") != NULL ||
                             strstr (finding, "failed to get page") != NULL);
}

gboolean
stanok_db_check (StanokDb  *self,
                 GError   **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *statement = take_statement (self, "PRAGMA integrity_check(1)", error);
  const char *finding;
  gboolean good;

  if (statement == NULL)
    return FALSE;
  good = stanok_db_next (statement, &local_error);
  finding = good ? stanok_db_text (statement, 0) : NULL;
  good = g_strcmp0 (finding, "ok") == 0;
  if (!good && local_error == NULL)
    g_set_error (&local_error, STANOK_ERROR,
                 is_disk_error (finding) ? STANOK_ERROR_STORE : STANOK_ERROR_CORRUPT, "%s: %s",
                 self->name, finding);
  stanok_db_done (statement);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return good;
}

/* ---- opening ----------------------------------------------------------------------------- */

static gboolean
run_migration (StanokDb    *self,
               const char  *script,
               gint64       version,
               GError     **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version=%" G_GINT64_FORMAT, version);

  if (!stanok_db_begin (self, error))
    return FALSE;
  if (stanok_db_exec (self, script, error) && stanok_db_exec (self, mark, error))
    return stanok_db_commit (self, error);
  stanok_db_rollback (self);
  return FALSE;
}

static gboolean
migrate (StanokDb            *self,
         const char * const  *migrations,
         GError             **error)
{
  gint64 version, n = 0;

  while (migrations[n] != NULL)
    n++;
  if (!stanok_db_get_int (self, error, 0, &version, "PRAGMA user_version"))
    return FALSE;
  if (version < 0 || version > n + VERSIONS_MAX)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
                   "%s claims version %" G_GINT64_FORMAT " of its tables", self->name, version);
      return FALSE;
    }
  if (version > n)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
                   "%s was made by a newer Stanok (version %" G_GINT64_FORMAT " of its tables); "
                   "install that one again", self->name, version);
      return FALSE;
    }
  for (; version < n; version++)
    if (!run_migration (self, migrations[version], version + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
run_pragmas (StanokDb    *self,
             const char  *pragmas,
             GError     **error)
{
  if (sqlite3_exec (self->handle, pragmas, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  refuse_schema (self, error);
  return FALSE;
}

/* The lock comes before the first look at the file: WAL without shared memory needs it so. */
static gboolean
set_up (StanokDb            *self,
        const StanokDbKind  *kind,
        GError             **error)
{
  g_autofree char *pragmas =
    g_strdup_printf ("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
                     "PRAGMA synchronous=%s; PRAGMA temp_store=MEMORY; PRAGMA threads=0;"
                     "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;",
                     STANOK_MUTANT (JOURNAL_NORMAL) ? "NORMAL" : kind->synchronous);

  sqlite3_extended_result_codes (self->handle, 1);
  return run_pragmas (self, pragmas, error) && (!kind->check || stanok_db_check (self, error)) &&
         migrate (self, kind->migrations, error);
}

static StanokDb *
open_path (const char          *path,
           const char          *vfs,
           const StanokDbKind  *kind,
           GError             **error)
{
  g_autoptr(StanokDb) self = g_new0 (StanokDb, 1);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

  self->name = g_strdup (kind->name);
  self->statements = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL,
                                            (GDestroyNotify) sqlite3_finalize);
  if (sqlite3_open_v2 (path, &self->handle, flags, vfs) != SQLITE_OK)
    {
      fail (self->handle, self->name, error);
      return NULL;
    }
  return set_up (self, kind, error) ? g_steal_pointer (&self) : NULL;
}

StanokDb *
stanok_db_open_in_memory (const StanokDbKind  *kind,
                          GError             **error)
{
  return open_path (":memory:", NULL, kind, error);
}

StanokDb *
stanok_db_open (const StanokPorts   *ports,
                const StanokDbKind  *kind,
                GError             **error)
{
  const StanokFiles *files = &ports->files;
  g_autofree char *path = *files->directory != '\0'
                          ? g_build_filename (files->directory, kind->name, NULL)
                          : g_strdup (kind->name);
  gboolean is_new = !files->exists (files->data, kind->name);
  g_autoptr(StanokDb) self = open_path (path, files->vfs, kind, error);

  if (self == NULL || (is_new ? !files->sync_dir (files->data, error)
                              : !stanok_db_check_schema (self, kind, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
stanok_db_close (StanokDb *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  if (self->handle != NULL && sqlite3_close (self->handle) != SQLITE_OK)
    g_warning ("%s is not closed: %s", self->name, sqlite3_errmsg (self->handle));
  g_free (self->name);
  g_free (self);
}

/* ---- damage ------------------------------------------------------------------------------ */

static char *
free_name (const StanokPorts *ports,
           const char        *name)
{
  const StanokFiles *files = &ports->files;
  gint64 wall_ms = ports->clock.wall_ms (ports->clock.data);

  for (int i = 0; i < TRIES_OF_A_NAME; i++)
    {
      g_autofree char *aside =
        g_strdup_printf ("%s.damaged-%" G_GINT64_FORMAT, name, wall_ms + i);

      if (!files->exists (files->data, aside))
        return g_steal_pointer (&aside);
    }
  return NULL;
}

/* The WAL goes first: SQLite deletes a WAL that it finds without its database. */
char *
stanok_db_set_aside (const StanokPorts  *ports,
                     const char         *name,
                     GError            **error)
{
  static const char * const suffixes[] = { "-wal", "-shm", "" };
  const StanokFiles *files = &ports->files;
  g_autofree char *aside = free_name (ports, name);

  if (aside == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
                   "too many damaged copies of %s; move them elsewhere", name);
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (name, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

      if (files->exists (files->data, from) && !files->rename (files->data, from, to, error))
        return NULL;
    }
  return files->sync_dir (files->data, error) ? g_steal_pointer (&aside) : NULL;
}
