/* stanok-api.h: carries the sync core's requests out over libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-http.h"

G_BEGIN_DECLS

/* Asks for the access token; called on the sync thread; (transfer full) or NULL with STANOK_ERROR_AUTH. */
typedef char *(*StanokTokenSource) (gpointer data, GError **error);

/**
 * stanok_api_new:
 * @base_url: "https://mes.example:8443"; http only to loopback
 * @listener: copied
 *
 * Errors: STANOK_ERROR_BAD_DATA for an address that may not be used.
 */
StanokNet *stanok_api_new  (const char *base_url, const StanokNetListener *listener,
                            StanokTokenSource token, gpointer token_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       stanok_api_free (StanokNet *self);

G_END_DECLS
