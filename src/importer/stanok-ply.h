/* stanok-ply.h: reads PLY, text and binary of both byte orders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

/* Millimetres as they stand. %STANOK_ERROR_BAD_DATA or %STANOK_ERROR_LIMIT with a sentence. */
StanokMesh *stanok_ply_read (const guint8  *bytes,
                             gsize          n_bytes,
                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
