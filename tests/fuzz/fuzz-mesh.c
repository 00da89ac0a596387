/* fuzz-mesh.c: what must hold of every mesh that a reader gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-mesh.h"

#include <math.h>
#include <stdlib.h>

#include "domain/stanok-error.h"
#include "mesh/stanok-creases.h"

static void
demand (gboolean holds)
{
  if (!holds)
    abort ();
}

void
fuzz_use_mesh (StanokMesh *mesh)
{
  g_autoptr(StanokMesh) owned = mesh;
  g_autoptr(StanokAdjacency) adjacency = stanok_adjacency_new (mesh, NULL);
  g_autoptr(StanokCreases) creases = NULL;
  StanokMeasures measures;

  demand (mesh->n_triangles > 0 && mesh->n_vertices > 0 && adjacency != NULL);
  for (gsize i = 0; i < 3 * (gsize) mesh->n_triangles; i++)
    demand (mesh->triangles[i] < mesh->n_vertices);
  for (gsize i = 0; i < 3 * (gsize) mesh->n_vertices; i++)
    demand (fabsf (mesh->positions[i]) <= STANOK_MESH_MAX_MM);
  stanok_mesh_measure (mesh, &measures);
  demand (isfinite (measures.volume_mm3) && isfinite (measures.area_mm2) && measures.n_shells > 0);
  creases = stanok_creases_new (adjacency, STANOK_CREASE_DEGREES, NULL);
  demand (creases != NULL && creases->n_vertices >= mesh->n_vertices);
  for (gsize i = 0; i < 3 * (gsize) mesh->n_triangles; i++)
    demand (creases->triangles[i] < creases->n_vertices);
}

void
fuzz_check_read (StanokMesh *mesh,
                 GError     *error)
{
  demand ((mesh == NULL) == (error != NULL));
  if (mesh != NULL)
    fuzz_use_mesh (mesh);
  if (error == NULL)
    return;
  demand (error->domain == STANOK_ERROR && g_utf8_validate (error->message, -1, NULL));
  demand (error->message[0] != '\0');
  g_error_free (error);
}
