/* stanok-sql.h: one small layer over the database, so that the same SQL text runs on every engine
 *
 * Prepared statements by text, values bound by position (?1, ?2…) with typed
 * calls, columns read by name. One connection, used by one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StanokSql StanokSql;
typedef struct _StanokSqlQuery StanokSqlQuery;

/* One step of the schema's history; its number is its place in the list, from 1. */
typedef struct {
  const char *name;      /* "001-orders.sql", for messages */
  const char *script;
} StanokSqlMigration;

/* Errors everywhere: STORE, FULL (no room), CORRUPT (damaged file), BUSY (another process holds
 * it). */
StanokSql *stanok_sql_open  (const char *path,
                             const char *vfs,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void       stanok_sql_close (StanokSql *self);

/* Runs what the database has not seen yet, each in a transaction of its own. STORE if the
 * database is newer than the list. */
gboolean   stanok_sql_migrate  (StanokSql                *self,
                                const StanokSqlMigration *migrations,
                                gsize                     n_migrations,
                                GError                  **error);

gboolean   stanok_sql_begin    (StanokSql *self, GError **error);
gboolean   stanok_sql_commit   (StanokSql *self, GError **error);   /* on failure rolled back */
void       stanok_sql_rollback (StanokSql *self);
/* Several statements, no values. */
gboolean   stanok_sql_script   (StanokSql *self, const char *sql, GError **error);

/* Borrowed from the connection's cache of statements; ends with stanok_sql_done(). */
StanokSqlQuery *stanok_sql_query (StanokSql *self, const char *sql, GError **error);
/* @value: (nullable) copied */
void       stanok_sql_bind_text  (StanokSqlQuery *query, int position, const char *value);
void       stanok_sql_bind_int   (StanokSqlQuery *query, int position, gint64 value);
void       stanok_sql_bind_blob  (StanokSqlQuery *query, int position, const void *bytes, gsize n);
/* TRUE: a row stands. FALSE without error: no more. */
gboolean   stanok_sql_step       (StanokSqlQuery *query, GError **error);
/* A column that the statement does not have is a programmer's error. NULL reads as 0, as NULL. */
gint64     stanok_sql_int        (StanokSqlQuery *query, const char *column);
/* (nullable), until the next step. */
const char *stanok_sql_text      (StanokSqlQuery *query, const char *column);
const void *stanok_sql_blob      (StanokSqlQuery *query, const char *column, gsize *n);
void       stanok_sql_done       (StanokSqlQuery *query);
/* Runs a statement to its end and ends it; how many rows it changed, or -1. */
gint64     stanok_sql_run        (StanokSqlQuery *query, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSql, stanok_sql_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSqlQuery, stanok_sql_done)

G_END_DECLS
