/* stanok-mesh-buffers.h: a mesh in the graphics memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <epoxy/gl.h>

#include "mesh/stanok-mesh-file.h"

G_BEGIN_DECLS

#define STANOK_MAX_EDGES        400000u   /* drawn at all: the longest; more are no drawing */
#define STANOK_MAX_MAJOR_EDGES   12000u   /* drawn while moving: the longest */

/* Triangles or strips with their own vertices. */
typedef struct {
  GLuint  array;
  GLuint  vertices;
  GLuint  indices;
  guint32 n_indices;
} StanokLayer;

typedef struct {
  StanokLayer               full;
  StanokLayer               coarse;           /* empty if the full one can be moved */
  StanokLayer               edges;            /* six indices each, the longest first */
  guint32                   n_major_indices;
  gboolean                  is_open;          /* the inside can be seen */

  const StanokMeshSections *sections;         /* (borrowed) (nullable), until everything is up */
  gsize                     uploaded_bytes;   /* of the full layer: vertices, then indices */
} StanokMeshBuffers;

gboolean stanok_mesh_buffers_begin    (StanokMeshBuffers *self, const StanokMeshSections *sections,
                                       guint32 max_moving_triangles, GError **error);
gboolean stanok_mesh_buffers_continue (StanokMeshBuffers *self, gsize max_bytes);
void     stanok_mesh_buffers_clear    (StanokMeshBuffers *self);

G_END_DECLS
