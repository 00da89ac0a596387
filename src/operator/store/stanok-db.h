/* stanok-db.h: one SQLite file, one connection, one thread
 *
 * A thin layer: opening with the pragmas of the house, migrations, statements
 * that are prepared once, and our errors for SQLite's codes. Private to the room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "port/stanok-port.h"

G_BEGIN_DECLS

typedef struct {
  const char         *name;          /* "journal.db" */
  const char         *synchronous;   /* "FULL" or "NORMAL" */
  const char * const *migrations;    /* NULL-terminated; user_version counts those that were run */
  gboolean            check;         /* integrity_check at opening: of the indices, too */
} StanokDbKind;

typedef struct _StanokDb StanokDb;

/* Errors here and below: FULL; CORRUPT (damaged, or no database); BUSY; STORE for all else, a
 * database made by a newer program included. */
StanokDb     *stanok_db_open     (const StanokPorts *ports, const StanokDbKind *kind,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same in memory: for a program that can go on without the file. */
StanokDb     *stanok_db_open_in_memory (const StanokDbKind *kind,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          stanok_db_close    (StanokDb *self);
/* Renames the files of a closed database to "<name>.damaged-<wall>"; (transfer full): that name. */
char         *stanok_db_set_aside (const StanokPorts *ports, const char *name, GError **error);

/* CORRUPT if the definitions are not, word for word, what the migrations of @kind make. */
gboolean      stanok_db_check_schema (StanokDb *self, const StanokDbKind *kind, GError **error);
/* integrity_check: CORRUPT with SQLite's words. */
gboolean      stanok_db_check    (StanokDb *self, GError **error);
/* Several statements, without values. */
gboolean      stanok_db_exec     (StanokDb *self, const char *sql, GError **error);
gboolean      stanok_db_begin    (StanokDb *self, GError **error);
/* On failure the transaction is rolled back as far as this connection knows. */
gboolean      stanok_db_commit   (StanokDb *self, GError **error);
void          stanok_db_rollback (StanokDb *self);
/* All that was committed is in the main file and synced again. */
gboolean      stanok_db_checkpoint (StanokDb *self, GError **error);

/* @sql is a string constant: its address is the key of the prepared statement. @types has a letter
 * for each value: s text (nullable), i gint64. Texts are copied. */
sqlite3_stmt *stanok_db_select   (StanokDb *self, GError **error, const char *sql,
                                  const char *types, ...);
/* TRUE: a row stands. FALSE without @error: no more. Either FALSE has ended the statement. */
gboolean      stanok_db_next     (sqlite3_stmt *statement, GError **error);
/* Ends a statement before its last row. */
void          stanok_db_done     (sqlite3_stmt *statement);
/* Runs a statement that returns no rows. Texts are borrowed for the call. */
gboolean      stanok_db_run      (StanokDb *self, GError **error, const char *sql,
                                  const char *types, ...);
/* The first column of the first row, @fallback if there is none or it is NULL. */
gboolean      stanok_db_get_int  (StanokDb *self, GError **error, gint64 fallback, gint64 *out,
                                  const char *sql);
gint64        stanok_db_get_n_changed (StanokDb *self);

const char   *stanok_db_text     (sqlite3_stmt *statement, int column);      /* (nullable) */
char         *stanok_db_dup_text (sqlite3_stmt *statement, int column);      /* (nullable) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokDb, stanok_db_close)

G_END_DECLS
