/* stanok-journal-rows.h: the rows of journal.db, written and read as records of the log
 *
 * The only place that knows the journal's SQL. Private to the room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-db.h"
#include "store/stanok-log-record.h"
#include "wire/stanok-messages.h"

G_BEGIN_DECLS

extern const StanokDbKind STANOK_JOURNAL_DB;

/* Each takes part in the caller's transaction. A record that is older than the row changes nothing.
 * A command whose numbers are taken already gets the next free ones. */
gboolean   stanok_rows_put          (StanokDb *db, const StanokLogRecord *record, GError **error);

/* (element-type StanokLogRecord): what is younger than @since, in the order of its changes.
 * A command that was recorded later than @since comes whole, an older one as its fate. */
GPtrArray *stanok_rows_list_changed (StanokDb *db, gint64 since, GError **error);
gboolean   stanok_rows_get_change   (StanokDb *db, gint64 *change, GError **error);

typedef enum {
  STANOK_ROWS_OPEN,          /* unsettled, or needing a person */
  STANOK_ROWS_SINCE,         /* text: operator or NULL; number: wall_ms */
  STANOK_ROWS_ACCEPTED,      /* text: incarnation */
  STANOK_ROWS_COMMAND,       /* text: command id */
} StanokRowsChoice;

/* (element-type StanokLogRecord): commands, in the order of recording */
GPtrArray *stanok_rows_list         (StanokDb *db, StanokRowsChoice choice, const char *text,
                                     gint64 number, GError **error);
/* What the next recording in @incarnation gets. */
gboolean   stanok_rows_next         (StanokDb *db, const char *incarnation, gint64 *position,
                                     gint64 *seq, GError **error);
/* (transfer full) (nullable): NULL without @error if nobody knows him, or it */
StanokLogRecord *stanok_rows_get_person (StanokDb *db, const char *operator_id, GError **error);
char      *stanok_rows_get_setting  (StanokDb *db, const char *key, GError **error);
GPtrArray *stanok_rows_list_signed_in (StanokDb *db, guint n, GError **error);

/* J3. @have: (element-type StanokRange); @n: how many rows went. Also notes the last numbers. */
gboolean   stanok_rows_compact      (StanokDb *db, const char *incarnation, const GArray *have,
                                     gint64 before_ms, gint64 change, gint64 *n, GError **error);
/* Everything that bears the number of @change: to be written anew. */
gboolean   stanok_rows_drop         (StanokDb *db, gint64 change, GError **error);
/* Takes back a recording of which nobody was told. */
gboolean   stanok_rows_forget       (StanokDb *db, const char *command_id, gint64 born, GError **error);

G_END_DECLS
