/* fuzz_mesh_file.c: any bytes as a mesh file
 *
 * Tried twice: as they are, and with a header made good again, because behind a wrong checksum
 * nothing else would ever be looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "mesh/stanok-mesh-layout.h"

static void
demand (gboolean holds)
{
  if (!holds)
    abort ();
}

/* Uses what is promised to be good, as a renderer would. */
static void
use (const StanokMeshSections *s)
{
  float sum = 0;

  for (gsize i = 0; i < 3 * (gsize) s->n_triangles; i++)
    sum += s->vertices[s->triangles[i]].position[i % 3];
  for (gsize i = 0; i < 3 * (gsize) s->n_coarse; i++)
    sum += s->vertices[s->coarse[i]].position[i % 3];
  for (gsize i = 0; i < 6 * (gsize) s->n_edges; i++)
    sum += s->edges[i];
  for (gsize i = 0; i < STANOK_MESH_THUMB_BYTES; i++)
    sum += s->thumb[i];
  demand (isfinite (sum) && isfinite (s->measures->volume_mm3));
}

static void
try (const void *data,
     size_t      size)
{
  int fd = memfd_create ("mesh", MFD_CLOEXEC);
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMeshFile) file = NULL;

  demand (fd >= 0 && write (fd, data, size) == (gssize) size);
  file = stanok_mesh_file_map (fd, &error);
  demand ((file == NULL) == (error != NULL));
  if (file != NULL)
    use (stanok_mesh_file_get (file));
  close (fd);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree guint8 *copy = NULL;

  try (data, size);
  if (size < sizeof (StanokMeshHeader))
    return 0;
  copy = g_memdup2 (data, size);
  stanok_mesh_header_lay_out ((StanokMeshHeader *) (void *) copy);
  stanok_mesh_header_seal ((StanokMeshHeader *) (void *) copy);
  try (copy, size);
  return 0;
}

/* A tetrahedron as the importer writes it. */
GBytes *
fuzz_seed (guint i)
{
  static const float corners[4][3] = { { 0, 0, 0 }, { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
  static const guint8 faces[4][3] = { { 0, 2, 1 }, { 0, 1, 3 }, { 1, 2, 3 }, { 2, 0, 3 } };
  float soup[4][9];
  g_autoptr(StanokMesh) mesh = NULL;
  gsize n_bytes;
  guint8 *bytes;
  int fd;

  if (i > 0)
    return NULL;
  for (guint f = 0; f < 4; f++)
    for (guint k = 0; k < 3; k++)
      memcpy (soup[f] + 3 * k, corners[faces[f][k]], sizeof corners[0]);
  mesh = stanok_mesh_weld (soup[0], 4, NULL);
  fd = memfd_create ("seed", MFD_CLOEXEC);
  demand (mesh != NULL && stanok_mesh_file_write (mesh, fd, NULL));
  n_bytes = (gsize) lseek (fd, 0, SEEK_END);
  bytes = g_malloc (n_bytes);
  demand (pread (fd, bytes, n_bytes, 0) == (gssize) n_bytes);
  close (fd);
  return g_bytes_new_take (bytes, n_bytes);
}
