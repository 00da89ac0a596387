/* stanok-import-run.h: has the jailed importer make a mesh file of a model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * stanok_import_run_sync:
 * @program: path of `stanok-import`
 * @model_path: the model as it came; only read
 * @name: (nullable): what the customer called it: its end tells the format, and sentences name it.
 *   NULL: the bytes decide alone
 * @mesh_path: where the mesh belongs; its folder exists. Appears there whole and checked, or not at all
 *
 * Blocks: for a worker thread. Errors carry a sentence for a person: %STANOK_ERROR_BAD_DATA (the file is
 * damaged, of an unknown kind, or its reader died of it), %STANOK_ERROR_LIMIT (too large or too slow),
 * %STANOK_ERROR_FULL, %STANOK_ERROR_STORE (a file cannot be read or written),
 * %STANOK_ERROR_NOT_FOUND (no @program or no model), %G_IO_ERROR_CANCELLED.
 * After any of them @mesh_path is as it was and nothing else is left behind.
 */
gboolean stanok_import_run_sync   (const char    *program,
                                   const char    *model_path,
                                   const char    *name,
                                   const char    *mesh_path,
                                   GCancellable  *cancellable,
                                   GError       **error);

/* The same in a thread of its own; cancelling ends the importer at once. */
void     stanok_import_run_async  (const char          *program,
                                   const char          *model_path,
                                   const char          *name,
                                   const char          *mesh_path,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean stanok_import_run_finish (GAsyncResult        *result,
                                   GError             **error);

G_END_DECLS
