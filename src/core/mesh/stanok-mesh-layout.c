/* stanok-mesh-layout.c: the first bytes of a mesh file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-mesh-layout.h"

#include <math.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "mesh/stanok-coarse.h"

static guint64
place (guint64 *end,
       guint64  n_bytes)
{
  guint64 at = *end;

  *end = (at + n_bytes + STANOK_MESH_ALIGN - 1) / STANOK_MESH_ALIGN * STANOK_MESH_ALIGN;
  return at;
}

void
stanok_mesh_header_lay_out (StanokMeshHeader *self)
{
  guint64 end = sizeof *self;

  memcpy (self->magic, STANOK_MESH_MAGIC, sizeof self->magic);
  self->version = STANOK_MESH_FILE_VERSION;
  self->header_bytes = sizeof *self;
  self->thumb_px = STANOK_MESH_THUMB_PX;
  self->zero = 0;
  self->thumb_at = place (&end, STANOK_MESH_THUMB_BYTES);
  self->vertices_at = place (&end, (guint64) self->n_vertices * sizeof (StanokVertex));
  self->triangles_at = place (&end, (guint64) self->n_triangles * 3 * sizeof (guint32));
  self->coarse_at = self->n_coarse == self->n_triangles
                      ? self->triangles_at
                      : place (&end, (guint64) self->n_coarse * 3 * sizeof (guint32));
  self->edges_at = place (&end, (guint64) self->n_edges * 6 * sizeof (float));
  self->file_bytes = end;
}

static guint64
checksum (const StanokMeshHeader *self)
{
  const guint8 *bytes = (const guint8 *) self;
  guint64 sum = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < G_STRUCT_OFFSET (StanokMeshHeader, check); i++)
    sum = (sum ^ bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return sum;
}

void
stanok_mesh_header_seal (StanokMeshHeader *self)
{
  self->check = checksum (self);
}

static gboolean
measures_are_sane (const StanokMeasures *m)
{
  for (guint k = 0; k < 3; k++)
    if (!(m->min_mm[k] >= -STANOK_MESH_MAX_MM && m->min_mm[k] <= m->max_mm[k] &&
          m->max_mm[k] <= STANOK_MESH_MAX_MM))
      return FALSE;
  return m->area_mm2 >= 0 && isfinite (m->area_mm2) && isfinite (m->volume_mm3) &&
         !!m->watertight == m->watertight;
}

gboolean
stanok_mesh_header_check (const StanokMeshHeader  *self,
                          guint64                  file_bytes,
                          GError                 **error)
{
  StanokMeshHeader expected = *self;
  const char *fault = NULL;

  stanok_mesh_header_lay_out (&expected);
  if (memcmp (self->magic, expected.magic, sizeof self->magic) != 0)
    fault = "it does not begin like one";
  else if (self->version != STANOK_MESH_FILE_VERSION)
    fault = "it is of another version";
  else if (self->check != checksum (self) || memcmp (self, &expected, sizeof expected) != 0)
    fault = "its first bytes are damaged";
  else if (self->n_triangles == 0 || self->n_triangles > STANOK_MESH_MAX_TRIANGLES ||
           self->n_vertices == 0 || self->n_vertices > 3 * self->n_triangles ||
           self->n_coarse > MIN (self->n_triangles, STANOK_COARSE_MAX_TRIANGLES) ||
           self->n_edges > 3 * self->n_triangles)
    fault = "its counts cannot be true";
  else if (!measures_are_sane (&self->measures))
    fault = "its measures cannot be true";
  else if (self->file_bytes != file_bytes)
    fault = "it is not as long as it should be";
  if (fault == NULL)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "this is not a good mesh file: %s; import the model again", fault);
  return FALSE;
}
