/* stanok-journal-reader.h: both copies of a journal read as they lie, for tools
 *
 * Beside a running terminal or without one: nothing is locked, mended or written. The log is read
 * where it lies. The terminal's connection keeps everybody else away from journal.db, so the
 * database is read from a copy that the caller has made into a folder of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-journal.h"

G_BEGIN_DECLS

/* (element-type StanokEntry): every command with its newest fate, in the order of recording.
 * Errors: CORRUPT for damage, and then @entries has what stands before it; STORE, also for records
 * that another version wrote. @entries: (out) (nullable) */
gboolean   stanok_journal_read_log (const StanokPorts *ports, GPtrArray **entries, GError **error);
/* The same from the database. @ports: of the folder with the copy, which may be written there */
GPtrArray *stanok_journal_read_db  (const StanokPorts *ports,
                                    GError           **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  guint      n_commands;   /* that both copies have, and agree about */
  guint      n_others;     /* sign-ins and settings */
  GPtrArray *differences;  /* (owned) (element-type utf8) sentences; none: the copies agree */
} StanokComparison;

/* Record by record. Beside a running terminal a record may be in one copy already and not yet in
 * the other: what is a difference in each of several comparisons is one.
 * Errors: STORE, if a copy cannot be read at all; damage is a difference. */
gboolean   stanok_journal_compare  (const StanokPorts *log_ports,
                                    const StanokPorts *db_ports,
                                    StanokComparison  *out,
                                    GError           **error);
void       stanok_comparison_clear (StanokComparison *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokComparison, stanok_comparison_clear)

G_END_DECLS
