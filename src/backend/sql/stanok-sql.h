/* stanok-sql.h: one small layer over the database, so that the same SQL text runs on every engine
 *
 * Prepared statements by text, values bound by position with typed calls,
 * columns read by name. One connection, one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StanokSql StanokSql;
typedef struct _StanokSqlQuery StanokSqlQuery;

/* Errors everywhere: STORE, FULL (no room), CORRUPT (damaged file), BUSY (another process holds it). */
StanokSql *stanok_sql_open  (const char *path, const char *vfs, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       stanok_sql_close (StanokSql *self);

gboolean   stanok_sql_begin    (StanokSql *self, GError **error);
gboolean   stanok_sql_commit   (StanokSql *self, GError **error);   /* on failure rolled back */
void       stanok_sql_rollback (StanokSql *self);
gboolean   stanok_sql_script   (StanokSql *self, const char *sql, GError **error);   /* several statements, no values */

/* Borrowed from the connection's cache of statements; ends with stanok_sql_done(). */
StanokSqlQuery *stanok_sql_query (StanokSql *self, const char *sql, GError **error);
void       stanok_sql_bind_text  (StanokSqlQuery *query, int position, const char *value);   /* (nullable) */
void       stanok_sql_bind_int   (StanokSqlQuery *query, int position, gint64 value);
void       stanok_sql_bind_blob  (StanokSqlQuery *query, int position, const void *bytes, gsize n);
/* TRUE: a row stands. FALSE without error: no more. */
gboolean   stanok_sql_step       (StanokSqlQuery *query, GError **error);
gint64     stanok_sql_int        (StanokSqlQuery *query, const char *column);
const char *stanok_sql_text      (StanokSqlQuery *query, const char *column);   /* (nullable) until the next step */
const void *stanok_sql_blob      (StanokSqlQuery *query, const char *column, gsize *n);
void       stanok_sql_done       (StanokSqlQuery *query);
/* Runs a statement to its end; how many rows it changed, or -1. */
gint64     stanok_sql_run        (StanokSqlQuery *query, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSql, stanok_sql_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSqlQuery, stanok_sql_done)

G_END_DECLS
