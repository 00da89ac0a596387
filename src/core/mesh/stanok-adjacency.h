/* stanok-adjacency.h: which triangle lies across each edge
 *
 * Half-edge h = 3 * triangle + i goes from that triangle's corner i to the next one; its number is
 * also the number of the corner it starts from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

/* Instead of a mate, where one cannot walk across: */
#define STANOK_EDGE_LONE  G_MAXUINT32         /* open edge, or the first half of a crowded or flipped one */
#define STANOK_EDGE_AGAIN (G_MAXUINT32 - 1)   /* the other halves of a crowded or flipped edge */

typedef struct _StanokAdjacency StanokAdjacency;

struct _StanokAdjacency
{
  const StanokMesh *mesh;                /* (unowned) */
  guint32          *mate;                /* 3 * n_triangles: the opposite half-edge, or one of the above */
  guint32           open_edges;          /* one triangle */
  guint32           non_manifold_edges;  /* three or more */
  guint32           flipped_edges;       /* two, that disagree which side is outside */
  guint32           n_shells;
};

StanokAdjacency *stanok_adjacency_new  (const StanokMesh *mesh, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             stanok_adjacency_free (StanokAdjacency *self);

static inline guint32
stanok_half_edge_next (guint32 h)
{
  return h % 3 == 2 ? h - 2 : h + 1;
}

static inline guint32
stanok_half_edge_prev (guint32 h)
{
  return h % 3 == 0 ? h + 2 : h - 1;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokAdjacency, stanok_adjacency_free)

G_END_DECLS
