/* stanok-mesh.h: a triangle mesh and what can be said of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STANOK_MESH_MAX_TRIANGLES 20000000u
#define STANOK_MESH_MAX_MM        1.0e7f    /* 10 km: beyond it the unit is wrong, and floats overflow */

/* Welded, in millimetres. Arrays belong to the mesh; all indices < n_vertices, every vertex is used,
 * all numbers are finite and within +-STANOK_MESH_MAX_MM. */
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
  guint32  n_shells;          /* connected parts: triangles that share a vertex */
  gboolean watertight;        /* no open and no non-manifold edge, orientation consistent */
} StanokMeasures;

/* Unset members are garbage; aborts if memory is short, so it is for pieces of known size. */
StanokMesh *stanok_mesh_new  (guint32 n_vertices, guint32 n_triangles) G_GNUC_WARN_UNUSED_RESULT;
void        stanok_mesh_free (StanokMesh *self);

/* Turns every triangle over: for a mesh that is closed and inside out. */
void        stanok_mesh_flip (StanokMesh *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMesh, stanok_mesh_free)

/**
 * stanok_mesh_weld:
 * @soup: (array length=n): 9 floats a triangle, millimetres
 * @n: triangles
 * @error: %STANOK_ERROR_BAD_DATA if nothing with an area is left or a number is not finite or
 *   too large, %STANOK_ERROR_LIMIT if there are too many or memory is short
 *
 * Exact weld (equal bits, -0 = +0). Triangles with two equal corners are dropped; slivers of
 * three different corners stay, because without them their neighbours would gape.
 * Vertices are numbered by first use, so equal input gives equal output.
 */
StanokMesh *stanok_mesh_weld    (const float *soup, guint32 n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* If memory is short, the counts of edges and shells are 0 and watertight is FALSE. */
void        stanok_mesh_measure (const StanokMesh *self, StanokMeasures *out);

G_END_DECLS
