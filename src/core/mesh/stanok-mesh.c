/* stanok-mesh.c: a triangle mesh and what can be said of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-mesh.h"

#include "mesh/stanok-adjacency.h"
#include "mesh/stanok-measures.h"
#include "mesh/stanok-welder.h"

StanokMesh *
stanok_mesh_new (guint32 n_vertices,
                 guint32 n_triangles)
{
  StanokMesh *self = g_new0 (StanokMesh, 1);

  self->n_vertices = n_vertices;
  self->n_triangles = n_triangles;
  self->positions = g_new (float, 3 * (gsize) n_vertices);
  self->triangles = g_new (guint32, 3 * (gsize) n_triangles);
  return self;
}

void
stanok_mesh_free (StanokMesh *self)
{
  if (self == NULL)
    return;
  g_free (self->positions);
  g_free (self->triangles);
  g_free (self);
}

void
stanok_mesh_flip (StanokMesh *self)
{
  for (gsize t = 0; t < self->n_triangles; t++)
    {
      guint32 *corner = self->triangles + 3 * t;
      guint32 second = corner[1];

      corner[1] = corner[2];
      corner[2] = second;
    }
}

StanokMesh *
stanok_mesh_weld (const float  *soup,
                  guint32       n,
                  GError      **error)
{
  g_autoptr(StanokWelder) welder = stanok_welder_new (n, error);

  if (welder == NULL || !stanok_welder_add (welder, soup, n, error))
    return NULL;
  return stanok_welder_finish (welder, error);
}

void
stanok_mesh_measure (const StanokMesh *self,
                     StanokMeasures   *out)
{
  g_autoptr(StanokAdjacency) adjacency = stanok_adjacency_new (self, NULL);

  stanok_measure_shape (self, out);
  if (adjacency != NULL)
    stanok_measure_topology (adjacency, out);
}
