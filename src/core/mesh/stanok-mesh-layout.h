/* stanok-mesh-layout.h: the first bytes of a mesh file
 *
 * Measures and thumbnail come first, so that a list reads a few pages of a large file. The
 * offsets follow from the counts: a file whose offsets are others is damaged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh-file.h"

G_BEGIN_DECLS

#define STANOK_MESH_MAGIC "STANOKM\x1a"
#define STANOK_MESH_ALIGN 16u

typedef struct {
  char           magic[8];
  guint32        version;
  guint32        header_bytes;
  guint64        file_bytes;
  guint32        n_vertices;
  guint32        n_triangles;
  guint32        n_coarse;      /* equal to n_triangles: they are the same section */
  guint32        n_edges;
  guint32        thumb_px;
  guint32        zero;
  guint64        thumb_at;
  guint64        vertices_at;
  guint64        triangles_at;
  guint64        coarse_at;
  guint64        edges_at;
  StanokMeasures measures;
  guint64        check;         /* FNV-1a of all bytes before it: against damage, not malice */
} StanokMeshHeader;

G_STATIC_ASSERT (sizeof (StanokMeasures) == 80);
G_STATIC_ASSERT (sizeof (StanokVertex) == 20);
G_STATIC_ASSERT (sizeof (StanokMeshHeader) == 176);

/* Sets everything but the measures from the four counts. */
void     stanok_mesh_header_lay_out (StanokMeshHeader *self);
void     stanok_mesh_header_seal    (StanokMeshHeader *self);

/* %STANOK_ERROR_BAD_DATA unless @self can stand before @file_bytes bytes, its own included. */
gboolean stanok_mesh_header_check   (const StanokMeshHeader *self, guint64 file_bytes, GError **error);

G_END_DECLS
