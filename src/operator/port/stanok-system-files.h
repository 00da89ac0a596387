/* stanok-system-files.h: the files port over POSIX, below one directory
 *
 * Private to the room: stanok_system_ports_new() is the way in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-port.h"

G_BEGIN_DECLS

typedef struct _StanokSystemFiles StanokSystemFiles;

/* Errors: NOT_FOUND, STORE, FULL, and BUSY if @writable and another instance holds the lock. */
StanokSystemFiles *stanok_system_files_new  (const char *directory, gboolean writable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               stanok_system_files_free (StanokSystemFiles *self);
void               stanok_system_files_fill (StanokSystemFiles *self, StanokFiles *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSystemFiles, stanok_system_files_free)

G_END_DECLS
