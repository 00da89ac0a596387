/* shapes.h: meshes made of formulas, as a mesh file would hold them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh-file.h"

typedef struct {
  StanokMeshSections sections;
  StanokMeasures     measures;
  StanokVertex      *vertices;
  guint32           *triangles;
  guint32           *coarse;
  float             *edges;
  guint8            *thumb;
} Shape;

Shape *shape_new_cube  (float size_mm);
Shape *shape_new_sheet (float size_mm);
Shape *shape_new_ring  (guint n_around, guint n_across, guint coarse_step);
void   shape_free      (Shape *self);

/* The way of a real piece: its triangles welded, written to a file in memory, and mapped. */
StanokMeshFile *shape_to_file (const Shape *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shape, shape_free)
