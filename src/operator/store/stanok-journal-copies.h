/* stanok-journal-copies.h: what each of the journal's two copies says, read to be compared
 *
 * Private to the room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-journal-private.h"

G_BEGIN_DECLS

/* What the log says, the newest about each thing. */
typedef struct {
  GPtrArray  *records;      /* (element-type StanokLogRecord) owned, as they stand */
  GPtrArray  *things;       /* (element-type StanokLogRecord) borrowed: one a thing, in log order */
  GHashTable *by_name;      /* "command:…" -> its record in @things, for look-up only */
  gint64      change;       /* the highest */
  GError     *error;        /* (owned) (nullable) a record that cannot be read */
} StanokLogCopy;

/* What the database says. */
typedef struct {
  GPtrArray  *rows;         /* (element-type StanokLogRecord) */
  GHashTable *by_name;      /* borrowed from @rows */
} StanokDbCopy;

/* STORE with a sentence for records that only another version can read. */
gboolean   stanok_log_copy_read  (StanokJournal *journal, StanokLogCopy *out, GError **error);
/* The same without the lock and without an open log. CORRUPT: @out has what stands before. */
gboolean   stanok_log_copy_read_files (const StanokPorts *ports, StanokLogCopy *out, GError **error);
void       stanok_log_copy_clear (StanokLogCopy *self);
gboolean   stanok_db_copy_read   (StanokJournal *journal, StanokDbCopy *out, GError **error);
void       stanok_db_copy_clear  (StanokDbCopy *self);

/* What a record is about: "command:…", "person:…", "setting:…". */
char      *stanok_copies_name    (const StanokLogRecord *record) G_GNUC_WARN_UNUSED_RESULT;
/* How old what @copy knows of a thing is; -1 = it does not know it. */
gint64     stanok_copies_change  (GHashTable *copy, const StanokLogRecord *record);
/* (element-type StanokLogRecord): borrowed from @things: those of which @copy knows less */
GPtrArray *stanok_copies_missing (GPtrArray *things, GHashTable *copy);
/* Both speak of one change and differ: the database's row has rotted, for the log proves itself. */
gboolean   stanok_copies_differ  (const StanokDbCopy *db, const StanokLogCopy *log,
                                  const StanokLogRecord *proven);
/* Sets STORE: a whole record that cannot be read was not written by this program. */
gboolean   stanok_copies_refuse  (const GError *reason, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokLogCopy, stanok_log_copy_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokDbCopy, stanok_db_copy_clear)

G_END_DECLS
