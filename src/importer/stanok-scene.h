/* stanok-scene.h: reads the formats that we do not read ourselves, with assimp
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "importer/stanok-format.h"
#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

/* Only inside the jail: assimp has had memory errors, and aborts on many a damaged file. It sees
 * nothing but the bytes of the one file.
 * @note: (out) (nullable) (transfer full): a sentence on what was left out. */
StanokMesh *stanok_scene_read (StanokFormat   format,
                               const guint8  *bytes,
                               gsize          n_bytes,
                               char         **note,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
