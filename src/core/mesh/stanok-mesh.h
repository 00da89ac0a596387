/* stanok-mesh.h: a triangle mesh and what can be said of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STANOK_MESH_MAX_TRIANGLES 20000000u

/* Welded, in millimetres. Arrays belong to the mesh; all indices < n_vertices, all numbers finite. */
typedef struct {
  guint32  n_vertices;
  guint32  n_triangles;
  float   *positions;     /* 3 * n_vertices */
  guint32 *triangles;     /* 3 * n_triangles, counter-clockwise seen from outside */
} StanokMesh;

/* What a person or a price wants to know. Volume is signed tetrahedra; meaningful only if watertight. */
typedef struct {
  double   min_mm[3];
  double   max_mm[3];
  double   area_mm2;
  double   volume_mm3;
  guint32  open_edges;        /* used by one triangle only */
  guint32  non_manifold_edges;/* used by three or more */
  guint32  n_shells;          /* connected parts */
  gboolean watertight;        /* no open and no non-manifold edge, orientation consistent */
} StanokMeasures;

StanokMesh *stanok_mesh_new  (guint32 n_vertices, guint32 n_triangles) G_GNUC_WARN_UNUSED_RESULT;
void        stanok_mesh_free (StanokMesh *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMesh, stanok_mesh_free)

/**
 * stanok_mesh_weld:
 * @soup: (array length=n): 9 floats a triangle, millimetres
 * @n: triangles
 * @error: %STANOK_ERROR_BAD_DATA if nothing with an area is left, %STANOK_ERROR_LIMIT if too large
 *
 * Exact weld (equal bits, -0 = +0), degenerate triangles dropped.
 */
StanokMesh *stanok_mesh_weld    (const float *soup, guint32 n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        stanok_mesh_measure (const StanokMesh *self, StanokMeasures *out);

G_END_DECLS
