/* stanok-counter-file.h: a counter outside the database, which tells a restored copy
 *
 * Kept in step without a flush: after a power cut it may be behind the
 * database, which proves nothing against it, but never ahead of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StanokCounterFile StanokCounterFile;

/* @counter: (out): 0 if there is no file yet, or if it says nothing. Errors: STORE, FULL. */
StanokCounterFile *stanok_counter_file_open  (const char *path,
                                              gint64     *counter,
                                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void               stanok_counter_file_free  (StanokCounterFile *self);
/* On the disk when it returns. Errors: STORE, FULL. */
gboolean           stanok_counter_file_store (StanokCounterFile *self,
                                              gint64             counter,
                                              GError           **error);
/* Handed to the system; a killed process loses nothing. */
void               stanok_counter_file_note  (StanokCounterFile *self, gint64 counter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokCounterFile, stanok_counter_file_free)

G_END_DECLS
