/* stanok-measures.c: size, area, volume and closedness of a mesh
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-measures.h"

#include <math.h>
#include <string.h>

static void
measure_bounds (const StanokMesh *mesh,
                StanokMeasures   *out)
{
  float low[3] = { INFINITY, INFINITY, INFINITY };
  float high[3] = { -INFINITY, -INFINITY, -INFINITY };

  for (gsize i = 0; i < 3 * (gsize) mesh->n_vertices; i += 3)
    for (guint k = 0; k < 3; k++)
      {
        low[k] = MIN (low[k], mesh->positions[i + k]);
        high[k] = MAX (high[k], mesh->positions[i + k]);
      }
  for (guint k = 0; k < 3; k++)
    {
      out->min_mm[k] = low[k];
      out->max_mm[k] = high[k];
    }
}

/* Everything but the topology, which is cleared. @mesh has at least one vertex. */
void
stanok_measure_shape (const StanokMesh *mesh,
                      StanokMeasures   *out)
{
  double twice_area = 0, six_volumes = 0;
  double centre[3];

  memset (out, 0, sizeof *out);
  measure_bounds (mesh, out);
  /* Volumes are taken from the middle: far from the origin they would drown in rounding. */
  for (guint k = 0; k < 3; k++)
    centre[k] = (out->min_mm[k] + out->max_mm[k]) / 2;
  for (gsize t = 0; t < mesh->n_triangles; t++)
    {
      const guint32 *corner = mesh->triangles + 3 * t;
      const float *a = mesh->positions + 3 * (gsize) corner[0];
      const float *b = mesh->positions + 3 * (gsize) corner[1];
      const float *c = mesh->positions + 3 * (gsize) corner[2];
      double ux = (double) b[0] - a[0], uy = (double) b[1] - a[1], uz = (double) b[2] - a[2];
      double vx = (double) c[0] - a[0], vy = (double) c[1] - a[1], vz = (double) c[2] - a[2];
      double nx = uy * vz - uz * vy;
      double ny = uz * vx - ux * vz;
      double nz = ux * vy - uy * vx;

      twice_area += sqrt (nx * nx + ny * ny + nz * nz);
      six_volumes += (a[0] - centre[0]) * nx + (a[1] - centre[1]) * ny + (a[2] - centre[2]) * nz;
    }
  out->area_mm2 = twice_area / 2;
  out->volume_mm3 = six_volumes / 6;
}

void
stanok_measure_topology (const StanokAdjacency *adjacency,
                         StanokMeasures        *out)
{
  out->open_edges = adjacency->open_edges;
  out->non_manifold_edges = adjacency->non_manifold_edges;
  out->n_shells = adjacency->n_shells;
  out->watertight = adjacency->open_edges == 0 && adjacency->non_manifold_edges == 0 &&
                    adjacency->flipped_edges == 0;
}
