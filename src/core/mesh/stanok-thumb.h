/* stanok-thumb.h: the small picture of a model that stands in the list of orders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh-file.h"

G_BEGIN_DECLS

/* @out: STANOK_MESH_THUMB_BYTES; only vertices, triangles, coarse triangles and edges of @sections are read. */
void stanok_thumb_draw (const StanokMeshSections *sections, guint8 *out);

G_END_DECLS
