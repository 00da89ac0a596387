/* stanok-refuse.h: a sentence on what is wrong with a file, and a way out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sets %STANOK_ERROR_BAD_DATA and gives FALSE, so that it can stand behind "return". */
gboolean stanok_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
