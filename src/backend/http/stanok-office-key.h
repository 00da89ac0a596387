/* stanok-office-key.h: the key with which an office brings orders, made once and kept in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): what the file holds. Makes it, for its owner only, if it is missing; replacing it
 * and starting again changes the key.
 * Errors: BAD_DATA for a file that holds no key, STORE, FULL; then nothing was written. */
char *stanok_office_key_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
