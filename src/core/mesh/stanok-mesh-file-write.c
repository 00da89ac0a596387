/* stanok-mesh-file-write.c: everything that is ever asked of a model, worked out once and written
 *
 * Only write() is used, from the first byte to the last: the writer may stand in a jail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "domain/stanok-error.h"
#include "mesh/stanok-coarse.h"
#include "mesh/stanok-measures.h"
#include "mesh/stanok-mesh-layout.h"
#include "mesh/stanok-thumb.h"

#define MAX_WRITE_BYTES (1u << 26)

static gboolean
write_all (int          fd,
           const void  *bytes,
           gsize        n,
           GError     **error)
{
  while (n > 0)
    {
      gssize done = write (fd, bytes, MIN (n, MAX_WRITE_BYTES));

      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        {
          gboolean is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;

          g_set_error (error, STANOK_ERROR, is_full ? STANOK_ERROR_FULL : STANOK_ERROR_STORE,
                       "cannot write the mesh file: %s", g_strerror (errno));
          return FALSE;
        }
      bytes = (const char *) bytes + done;
      n -= (gsize) done;
    }
  return TRUE;
}

static gboolean
write_section (int          fd,
               const void  *bytes,
               gsize        n,
               GError     **error)
{
  static const char zeros[STANOK_MESH_ALIGN] = { 0 };
  gsize gap = (STANOK_MESH_ALIGN - n % STANOK_MESH_ALIGN) % STANOK_MESH_ALIGN;

  return write_all (fd, bytes, n, error) && write_all (fd, zeros, gap, error);
}

static gboolean
write_sections (const StanokMeshSections  *s,
                int                        fd,
                GError                   **error)
{
  StanokMeshHeader header;

  memset (&header, 0, sizeof header);
  header.n_vertices = s->n_vertices;
  header.n_triangles = s->n_triangles;
  header.n_coarse = s->n_coarse;
  header.n_edges = s->n_edges;
  header.measures = *s->measures;
  stanok_mesh_header_lay_out (&header);
  stanok_mesh_header_seal (&header);
  return write_section (fd, &header, sizeof header, error) &&
         write_section (fd, s->thumb, STANOK_MESH_THUMB_BYTES, error) &&
         write_section (fd, s->vertices, s->n_vertices * sizeof *s->vertices, error) &&
         write_section (fd, s->triangles, s->n_triangles * 3 * sizeof *s->triangles, error) &&
         (s->n_coarse == s->n_triangles ||
          write_section (fd, s->coarse, s->n_coarse * 3 * sizeof *s->coarse, error)) &&
         write_section (fd, s->edges, s->n_edges * 6 * sizeof *s->edges, error);
}

gboolean
stanok_mesh_file_write_measured (const StanokMesh       *mesh,
                                 const StanokAdjacency  *adjacency,
                                 const StanokMeasures   *measures,
                                 int                     fd,
                                 GError                **error)
{
  g_autoptr(StanokCreases) creases = stanok_creases_new (adjacency, STANOK_CREASE_DEGREES, error);
  g_autofree guint8 *thumb = g_malloc (STANOK_MESH_THUMB_BYTES);
  g_autofree guint32 *coarse = NULL;
  StanokMeshSections sections;

  if (creases == NULL)
    return FALSE;
  sections = (StanokMeshSections) {
    .measures = measures,
    .vertices = creases->vertices, .n_vertices = creases->n_vertices,
    .triangles = creases->triangles, .n_triangles = mesh->n_triangles,
    .coarse = creases->triangles, .n_coarse = mesh->n_triangles,
    .edges = creases->edges, .n_edges = creases->n_edges,
    .thumb = thumb,
  };
  if (mesh->n_triangles > STANOK_COARSE_MAX_TRIANGLES)
    {
      coarse = stanok_coarse_new (mesh, creases, measures->area_mm2, &sections.n_coarse, error);
      if (coarse == NULL)
        return FALSE;
      sections.coarse = coarse;
    }
  stanok_thumb_draw (&sections, thumb);
  return write_sections (&sections, fd, error);
}

gboolean
stanok_mesh_file_write (const StanokMesh  *mesh,
                        int                fd,
                        GError           **error)
{
  g_autoptr(StanokAdjacency) adjacency = stanok_adjacency_new (mesh, error);
  StanokMeasures measures;

  if (adjacency == NULL)
    return FALSE;
  stanok_measure_shape (mesh, &measures);
  stanok_measure_topology (adjacency, &measures);
  return stanok_mesh_file_write_measured (mesh, adjacency, &measures, fd, error);
}
