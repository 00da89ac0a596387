/* stanok-mesh-file.h: a mesh on disk, mapped and not parsed
 *
 * Written once by stanok-import, read by the viewer and the list of orders.
 * All sections are little-endian, aligned to 16 bytes, and used in place.
 *
 * Format history
 *   1  header, measures, vertices with normals, triangles, feature edges, coarse triangles, thumbnail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

#define STANOK_MESH_FILE_VERSION 1
#define STANOK_MESH_THUMB_PX     152    /* two pixels for each of a row's 76 */
#define STANOK_MESH_THUMB_BYTES  (2 * STANOK_MESH_THUMB_PX * STANOK_MESH_THUMB_PX)

/* As the renderer takes it: one per distinct (position, smoothing group). */
typedef struct {
  float   position[3];    /* mm */
  gint16  normal[3];      /* snorm16 */
  gint16  pad;
} StanokVertex;

/* Views into the mapping: valid as long as the StanokMeshFile is. */
typedef struct {
  const StanokMeasures *measures;
  const StanokVertex   *vertices;
  guint32               n_vertices;
  const guint32        *triangles;         /* 3 * n_triangles */
  guint32               n_triangles;
  const guint32        *coarse;            /* 3 * n_coarse, same vertices; for moving pictures; n_coarse <= 100 000 */
  guint32               n_coarse;
  const float          *edges;             /* 6 * n_edges: both ends of each feature edge */
  guint32               n_edges;
  const guint8         *thumb;             /* STANOK_MESH_THUMB_PX squared, 2 bytes a pixel: luminance, alpha (straight) */
} StanokMeshSections;

typedef struct _StanokMeshFile StanokMeshFile;
typedef struct _StanokAdjacency StanokAdjacency;

/* The thumbnail's luminance is meant to be multiplied with the colour of the material. It is seen from
 * the front (-y), the right (+x) and above (+z), z up, without perspective. */

/* Every offset, count, index and number is checked before it returns; a file that fails is
 * %STANOK_ERROR_BAD_DATA with a sentence. @fd is not closed. */
StanokMeshFile           *stanok_mesh_file_map       (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;
StanokMeshFile           *stanok_mesh_file_open      (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
StanokMeshFile           *stanok_mesh_file_ref       (StanokMeshFile *self);
void                      stanok_mesh_file_unref     (StanokMeshFile *self);
const StanokMeshSections *stanok_mesh_file_get       (StanokMeshFile *self);

/* The thumbnail and the measures alone, for a list: the first pages of the file are read and nothing else.
 * @thumb: (nullable): STANOK_MESH_THUMB_BYTES; @measures: (nullable). Same errors as above; then nothing is set. */
gboolean stanok_mesh_file_peek  (const char *path, guint8 *thumb, StanokMeasures *measures, GError **error);

/* Splits vertices at feature edges, finds the edges, makes the coarse version and the thumbnail, writes all to @fd. */
gboolean stanok_mesh_file_write (const StanokMesh *mesh, int fd, GError **error);

/* The same for who has the measures already; @adjacency is that of @mesh. %STANOK_ERROR_LIMIT if memory is short,
 * %STANOK_ERROR_FULL or %STANOK_ERROR_STORE if @fd does not take it: what it holds then is not a mesh file. */
gboolean stanok_mesh_file_write_measured (const StanokMesh       *mesh,
                                          const StanokAdjacency  *adjacency,
                                          const StanokMeasures   *measures,
                                          int                     fd,
                                          GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMeshFile, stanok_mesh_file_unref)

G_END_DECLS
