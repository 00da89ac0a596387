/* stanok-ready-file.h: tells whoever started the server where it is, once it is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wire/stanok-messages.h"

G_BEGIN_DECLS

/* Whole or not at all, and for its owner only, because it holds tokens and PINs. Errors: STORE,
 * FULL. */
gboolean stanok_ready_file_write (const char *path, const StanokReady *ready, GError **error);

G_END_DECLS
