/* stanok-entry-mirror.h: what waits and what needs a person, kept in memory on the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-journal.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _StanokEntryMirror StanokEntryMirror;

StanokEntryMirror *stanok_entry_mirror_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void               stanok_entry_mirror_free       (StanokEntryMirror *self);
void               stanok_entry_mirror_put        (StanokEntryMirror *self, const StanokEntry *entry);
guint              stanok_entry_mirror_n_unsent   (StanokEntryMirror *self, gint64 *oldest_wall_ms);
GPtrArray         *stanok_entry_mirror_dup_unsent (StanokEntryMirror *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean           stanok_entry_mirror_has_unsent_of (StanokEntryMirror *self, const char *operator_id);
GListModel        *stanok_entry_mirror_get_cards  (StanokEntryMirror *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokEntryMirror, stanok_entry_mirror_free)

G_END_DECLS
