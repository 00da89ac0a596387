/* stanok-adjacency.c: which triangle lies across each edge
 *
 * Half-edges are put into one bucket for each vertex, that of their lower end, by a counting
 * sort; a bucket holds about six and is sorted by the upper end. Nothing depends on addresses
 * or on hashing, and a vertex with a million edges costs n log n.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-adjacency.h"

#include "mesh/stanok-mesh-memory.h"

#define SMALL_BUCKET 24u

/* Upper end in the high half, half-edge in the low one: sorted as a number. */
typedef guint64 Entry;

static inline guint32
entry_end (Entry entry)
{
  return (guint32) (entry >> 32);
}

static void
sink (Entry   *heap,
      guint32  i,
      guint32  n)
{
  Entry entry = heap[i];

  for (guint32 child = 2 * i + 1; child < n; child = 2 * i + 1)
    {
      if (child + 1 < n && heap[child + 1] > heap[child])
        child++;
      if (heap[child] <= entry)
        break;
      heap[i] = heap[child];
      i = child;
    }
  heap[i] = entry;
}

/* Not qsort(): that one asks the system how much memory there is; the jailed importer may not. */
static void
sort_large_bucket (Entry   *bucket,
                   guint32  n)
{
  for (guint32 i = n / 2; i-- > 0; )
    sink (bucket, i, n);
  while (n-- > 1)
    {
      Entry last = bucket[n];

      bucket[n] = bucket[0];
      bucket[0] = last;
      sink (bucket, 0, n);
    }
}

static void
sort_bucket (Entry   *bucket,
             guint32  n)
{
  if (n > SMALL_BUCKET)
    {
      sort_large_bucket (bucket, n);
      return;
    }
  for (guint32 i = 1; i < n; i++)
    {
      Entry entry = bucket[i];
      guint32 k = i;

      for (; k > 0 && bucket[k - 1] > entry; k--)
        bucket[k] = bucket[k - 1];
      bucket[k] = entry;
    }
}

static inline gboolean
goes_up (const guint32 *triangles,
         guint32        h)
{
  return triangles[h] < triangles[stanok_half_edge_next (h)];
}

/* @entries are the @n half-edges of one edge. */
static void
join (StanokAdjacency *self,
      const Entry     *entries,
      guint32          n)
{
  const guint32 *triangles = self->mesh->triangles;
  guint32 first = (guint32) entries[0];

  if (n == 2 && goes_up (triangles, first) != goes_up (triangles, (guint32) entries[1]))
    {
      self->mate[first] = (guint32) entries[1];
      self->mate[(guint32) entries[1]] = first;
      return;
    }
  self->mate[first] = STANOK_EDGE_LONE;
  for (guint32 i = 1; i < n; i++)
    self->mate[(guint32) entries[i]] = STANOK_EDGE_AGAIN;
  self->open_edges += n == 1;
  self->flipped_edges += n == 2;
  self->non_manifold_edges += n > 2;
}

static void
join_bucket (StanokAdjacency *self,
             Entry           *bucket,
             guint32          n)
{
  sort_bucket (bucket, n);
  for (guint32 i = 0; i < n; )
    {
      guint32 end = i + 1;

      while (end < n && entry_end (bucket[end]) == entry_end (bucket[i]))
        end++;
      join (self, bucket + i, end - i);
      i = end;
    }
}

/* After the first loop starts[v + 1] counts bucket v; after the third it ends at starts[v]. */
static void
fill_buckets (const StanokMesh *mesh,
              guint32          *starts,
              Entry            *entries)
{
  for (gsize t = 0; t < mesh->n_triangles; t++)
    {
      const guint32 *v = mesh->triangles + 3 * t;

      starts[MIN (v[0], v[1]) + 1]++;
      starts[MIN (v[1], v[2]) + 1]++;
      starts[MIN (v[2], v[0]) + 1]++;
    }
  for (gsize v = 0; v < mesh->n_vertices; v++)
    starts[v + 1] += starts[v];
  for (guint32 t = 0; t < mesh->n_triangles; t++)
    for (guint32 i = 0; i < 3; i++)
      {
        guint32 from = mesh->triangles[3 * t + i];
        guint32 to = mesh->triangles[3 * t + (i == 2 ? 0 : i + 1)];

        entries[starts[MIN (from, to)]++] = (guint64) MAX (from, to) << 32 | (3 * t + i);
      }
}

static gboolean
find_mates (StanokAdjacency  *self,
            GError          **error)
{
  const StanokMesh *mesh = self->mesh;
  g_autofree guint32 *starts = NULL;
  g_autofree Entry *entries = NULL;
  guint32 start = 0;

  starts = stanok_mesh_alloc ((gsize) mesh->n_vertices + 1, sizeof *starts, error);
  if (starts == NULL)
    return FALSE;
  entries = stanok_mesh_alloc (3 * (gsize) mesh->n_triangles, sizeof *entries, error);
  if (entries == NULL)
    return FALSE;
  for (gsize v = 0; v <= mesh->n_vertices; v++)
    starts[v] = 0;
  fill_buckets (mesh, starts, entries);
  for (guint32 v = 0; v < mesh->n_vertices; v++)
    {
      join_bucket (self, entries + start, starts[v] - start);
      start = starts[v];
    }
  return TRUE;
}

static guint32
find_root (guint32 *parent,
           guint32  v)
{
  while (parent[v] != v)
    {
      parent[v] = parent[parent[v]];
      v = parent[v];
    }
  return v;
}

static void
unite (guint32 *parent,
       guint32  a,
       guint32  b)
{
  a = find_root (parent, a);
  b = find_root (parent, b);
  if (a < b)
    parent[b] = a;
  else
    parent[a] = b;
}

/* Every vertex of a welded mesh is used, so each root is one shell. */
static gboolean
count_shells (StanokAdjacency  *self,
              GError          **error)
{
  const StanokMesh *mesh = self->mesh;
  g_autofree guint32 *parent = stanok_mesh_alloc (mesh->n_vertices, sizeof *parent, error);

  if (parent == NULL)
    return FALSE;
  for (guint32 v = 0; v < mesh->n_vertices; v++)
    parent[v] = v;
  for (gsize t = 0; t < mesh->n_triangles; t++)
    {
      const guint32 *v = mesh->triangles + 3 * t;

      unite (parent, v[0], v[1]);
      unite (parent, v[0], v[2]);
    }
  for (guint32 v = 0; v < mesh->n_vertices; v++)
    self->n_shells += parent[v] == v;
  return TRUE;
}

/* @mesh must outlive the result. %STANOK_ERROR_LIMIT if memory is short. */
StanokAdjacency *
stanok_adjacency_new (const StanokMesh  *mesh,
                      GError           **error)
{
  g_autoptr(StanokAdjacency) self = g_new0 (StanokAdjacency, 1);

  self->mesh = mesh;
  self->mate = stanok_mesh_alloc (3 * (gsize) mesh->n_triangles, sizeof *self->mate, error);
  if (self->mate == NULL || !find_mates (self, error) || !count_shells (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
stanok_adjacency_free (StanokAdjacency *self)
{
  if (self == NULL)
    return;
  g_free (self->mate);
  g_free (self);
}
