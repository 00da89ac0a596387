/* stanok-credentials.h: the device's token in the keyring (libsecret)
 *
 * A locked keyring is told apart from a missing secret: AUTH with different
 * words, so that the page can say which.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Blocking: for a worker or before the main loop runs. Keyed by server address and device. */
gboolean stanok_credentials_store_sync  (const char *server, const char *device_id, const char *token, GError **error);
char    *stanok_credentials_lookup_sync (const char *server, const char *device_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
