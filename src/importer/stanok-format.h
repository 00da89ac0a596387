/* stanok-format.h: which files are read at all
 *
 * A file must have both the name and the first bytes of a format on the list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_FORMAT_STL,
  STANOK_FORMAT_PLY,
  STANOK_FORMAT_OBJ,
  STANOK_FORMAT_OFF,
  STANOK_FORMAT_GLB,
  STANOK_FORMAT_GLTF,
  STANOK_FORMAT_3MF,
  STANOK_FORMAT_AMF,
  STANOK_FORMAT_DAE,
  STANOK_FORMAT_3DS,
  STANOK_FORMAT_FBX,
} StanokFormat;

#define STANOK_N_FORMATS (STANOK_FORMAT_FBX + 1)

/* The end of the name, lower case, without a dot. */
const char *stanok_format_get_extension (StanokFormat format);

/**
 * stanok_format_find:
 * @extension: (nullable): of the name, with or without a dot, in any case; without one the bytes
 *   decide alone, where they can
 * @error: %STANOK_ERROR_BAD_DATA with a sentence
 */
gboolean    stanok_format_find          (const char    *extension,
                                         const guint8  *bytes,
                                         gsize          n_bytes,
                                         StanokFormat  *format,
                                         GError       **error);

G_END_DECLS
