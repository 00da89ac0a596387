/* stanok-coarse.h: a version of a mesh light enough to move without a graphics card
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-creases.h"

G_BEGIN_DECLS

#define STANOK_COARSE_MAX_TRIANGLES 100000u

/* (transfer full): 3 indices a triangle into the vertices of @creases; %STANOK_ERROR_LIMIT if memory is
 * short. @mesh has more than STANOK_COARSE_MAX_TRIANGLES triangles. */
guint32 *stanok_coarse_new (const StanokMesh    *mesh,
                            const StanokCreases *creases,
                            double               area_mm2,
                            guint32             *n_triangles,
                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
