/* stanok-creases.h: the vertices and lines that a renderer needs, split where the shape has an edge
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-adjacency.h"
#include "mesh/stanok-mesh-file.h"

G_BEGIN_DECLS

#define STANOK_CREASE_DEGREES 30.0

typedef struct {
  StanokVertex *vertices;
  guint32       n_vertices;
  guint32      *triangles;    /* 3 * the mesh's n_triangles, into vertices */
  guint32      *origin;       /* of each vertex: the vertex of the mesh it is a copy of */
  float        *edges;        /* 6 * n_edges */
  guint32       n_edges;
} StanokCreases;

StanokCreases *stanok_creases_new  (const StanokAdjacency *adjacency, double degrees, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           stanok_creases_free (StanokCreases *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokCreases, stanok_creases_free)

G_END_DECLS
