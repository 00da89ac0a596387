/* stanok-journal-lines.h: recorded commands as rows for people and as lines for scripts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ctl/stanok-folder.h"
#include "ctl/stanok-table.h"
#include "store/stanok-journal-reader.h"

G_BEGIN_DECLS

/* @entries: (element-type StanokEntry) */
StanokTable *stanok_journal_table       (GPtrArray *entries) G_GNUC_WARN_UNUSED_RESULT;
/* Everything, as one line of JSON with its end. */
void         stanok_journal_append_line (const StanokEntry *entry, GString *out);
/* (transfer full): "accepted", "accepted: over-quantity", "conflict: already-claimed", … */
char        *stanok_journal_fate        (const StanokEntry *entry);

/* Both copies compared; beside a running terminal only what stays different counts. Errors: NOT_FOUND
 * if there is no journal; BUSY, STORE, FULL. */
gboolean     stanok_journal_check       (const StanokFolder *folder,
                                         StanokComparison   *out,
                                         GError            **error);

G_END_DECLS
