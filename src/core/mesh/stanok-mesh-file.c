/* stanok-mesh-file.c: a mesh on disk, mapped and not parsed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-mesh-file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/stanok-error.h"
#include "mesh/stanok-mesh-layout.h"

struct _StanokMeshFile
{
  gatomicrefcount     ref_count;
  void               *map;
  gsize               map_bytes;
  StanokMeshSections  sections;
};

static gboolean
refuse (const char  *fault,
        GError     **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "this is not a good mesh file: %s; import the model again", fault);
  return FALSE;
}

static void
find_sections (StanokMeshFile *self)
{
  const char *base = self->map;
  const StanokMeshHeader *header = self->map;

  self->sections = (StanokMeshSections) {
    .measures = &header->measures,
    .vertices = (const void *) (base + header->vertices_at),
    .n_vertices = header->n_vertices,
    .triangles = (const void *) (base + header->triangles_at),
    .n_triangles = header->n_triangles,
    .coarse = (const void *) (base + header->coarse_at),
    .n_coarse = header->n_coarse,
    .edges = (const void *) (base + header->edges_at),
    .n_edges = header->n_edges,
    .thumb = (const void *) (base + header->thumb_at),
  };
}

/* The loops have no early end, so that the compiler can take many numbers at once. */
static gboolean
indices_are_below (const guint32 *indices,
                   gsize          n,
                   guint32        limit)
{
  guint32 highest = 0;

  for (gsize i = 0; i < n; i++)
    highest = MAX (highest, indices[i]);
  return highest < limit;
}

static gboolean
vertices_are_good (const StanokVertex *vertices,
                   gsize               n)
{
  gboolean is_good = TRUE;

  for (gsize i = 0; i < n; i++)
    {
      for (guint k = 0; k < 3; k++)
        is_good &= fabsf (vertices[i].position[k]) <= STANOK_MESH_MAX_MM;
      is_good &= vertices[i].pad == 0;
    }
  return is_good;
}

static gboolean
edges_are_good (const float *edges,
                gsize        n)
{
  gboolean is_good = TRUE;

  for (gsize i = 0; i < 6 * n; i++)
    is_good &= fabsf (edges[i]) <= STANOK_MESH_MAX_MM;
  return is_good;
}

static gboolean
sections_are_good (const StanokMeshSections  *s,
                   GError                   **error)
{
  if (!indices_are_below (s->triangles, 3 * (gsize) s->n_triangles, s->n_vertices) ||
      !indices_are_below (s->coarse, 3 * (gsize) s->n_coarse, s->n_vertices))
    return refuse ("a triangle has a corner that is not there", error);
  if (!vertices_are_good (s->vertices, s->n_vertices))
    return refuse ("a corner lies nowhere", error);
  if (!edges_are_good (s->edges, s->n_edges))
    return refuse ("an edge lies nowhere", error);
  return TRUE;
}

StanokMeshFile *
stanok_mesh_file_map (int      fd,
                      GError **error)
{
  g_autoptr(StanokMeshFile) self = g_new0 (StanokMeshFile, 1);
  struct stat status;

  g_atomic_ref_count_init (&self->ref_count);
  self->map = MAP_FAILED;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      refuse ("it is no file", error);
      return NULL;
    }
  if (status.st_size < (off_t) sizeof (StanokMeshHeader))
    {
      refuse ("it is not as long as it should be", error);
      return NULL;
    }
  self->map_bytes = (gsize) status.st_size;
  self->map = mmap (NULL, self->map_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
  if (self->map == MAP_FAILED)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT, "cannot map the mesh file: %s",
                   g_strerror (errno));
      return NULL;
    }
  if (!stanok_mesh_header_check (self->map, self->map_bytes, error))
    return NULL;
  find_sections (self);
  if (!sections_are_good (&self->sections, error))
    return NULL;
  return g_steal_pointer (&self);
}

static int
open_file (const char  *path,
           GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    g_set_error (error, STANOK_ERROR, errno == ENOENT ? STANOK_ERROR_NOT_FOUND : STANOK_ERROR_STORE,
                 "cannot open the mesh file %s: %s", path, g_strerror (errno));
  return fd;
}

StanokMeshFile *
stanok_mesh_file_open (const char  *path,
                       GError     **error)
{
  int fd = open_file (path, error);
  StanokMeshFile *self;

  if (fd < 0)
    return NULL;
  self = stanok_mesh_file_map (fd, error);
  close (fd);
  return self;
}

StanokMeshFile *
stanok_mesh_file_ref (StanokMeshFile *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
stanok_mesh_file_unref (StanokMeshFile *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->map != MAP_FAILED)
    munmap (self->map, self->map_bytes);
  g_free (self);
}

const StanokMeshSections *
stanok_mesh_file_get (StanokMeshFile *self)
{
  return &self->sections;
}

static gboolean
peek (int              fd,
      guint8          *thumb,
      StanokMeasures  *measures,
      GError         **error)
{
  const gssize thumb_bytes = STANOK_MESH_THUMB_BYTES;
  StanokMeshHeader header;
  struct stat status;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    return refuse ("it is no file", error);
  if (pread (fd, &header, sizeof header, 0) != (gssize) sizeof header)
    return refuse ("it is not as long as it should be", error);
  if (!stanok_mesh_header_check (&header, (guint64) status.st_size, error))
    return FALSE;
  if (thumb != NULL &&
      pread (fd, thumb, (gsize) thumb_bytes, (off_t) header.thumb_at) != thumb_bytes)
    return refuse ("it is not as long as it should be", error);
  if (measures != NULL)
    *measures = header.measures;
  return TRUE;
}

gboolean
stanok_mesh_file_peek (const char      *path,
                       guint8          *thumb,
                       StanokMeasures  *measures,
                       GError         **error)
{
  int fd = open_file (path, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = peek (fd, thumb, measures, error);
  close (fd);
  return ok;
}
