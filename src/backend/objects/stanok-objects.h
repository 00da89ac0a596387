/* stanok-objects.h: models, drawings and photos by the SHA-256 of their bytes
 *
 * Create-only: an object never changes. A directory is the default home.
 *
 * Invariants
 *   OB1  An object is whole, hashes to its name and is on the disk before it can be found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StanokObjects StanokObjects;

/* Errors: STORE, FULL. */
StanokObjects *stanok_objects_new_directory (const char *directory,
                                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;
/* For tests and the simulator. */
StanokObjects *stanok_objects_new_memory    (void) G_GNUC_WARN_UNUSED_RESULT;
void           stanok_objects_free  (StanokObjects *self);

/* The object's name. Errors: BAD_DATA if @bytes do not hash to @sha256 (when given), FULL, STORE;
 * then nothing was stored. @existed (nullable) tells whether it was there already. */
char    *stanok_objects_put   (StanokObjects *self,
                               const char    *sha256,
                               GBytes        *bytes,
                               gboolean      *existed,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gint64   stanok_objects_size  (StanokObjects *self, const char *sha256);   /* -1 if not there */
/* Errors: NOT_FOUND, BAD_DATA if the object has no such bytes, STORE. */
GBytes  *stanok_objects_read  (StanokObjects *self,
                               const char    *sha256,
                               gint64         first,
                               gint64         length,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* A descriptor to send from, or -1 (memory, or not there). The caller closes it. */
int      stanok_objects_open  (StanokObjects *self, const char *sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokObjects, stanok_objects_free)

G_END_DECLS
