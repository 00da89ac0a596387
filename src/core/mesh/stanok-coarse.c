/* stanok-coarse.c: a version of a mesh light enough to move without a graphics card
 *
 * Vertices are gathered in the cells of a cubic grid; each cell keeps one of its own. Where an
 * edge or a corner of the shape passes through a cell, the one kept lies on it, so that outlines
 * stay crisp. Every corner then takes that copy of the kept vertex whose normal is most like its
 * own: both sides of an edge stay differently lit, and nothing gapes, as copies share a position.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-coarse.h"

#include <math.h>
#include <string.h>

#include "mesh/stanok-mesh-memory.h"

#define AIM          90000u             /* triangles */
#define ENOUGH       60000u
#define MAX_CELLS    150000u
#define N_SLOTS      (1u << 19)
#define MAX_TRIES    8
#define MAX_STEPS    ((1 << 20) - 1)    /* cells along an axis: three fit into a key */
#define NO_VERTEX    G_MAXUINT32

typedef struct
{
  double  sum[3];      /* of the best vertices */
  guint32 n;           /* how many they are */
  guint32 rank;        /* what is best here: copies of a vertex, 1 smooth, 2 edge, 3 corner */
  guint32 kept;
  double  distance2;   /* of kept from the middle of the best */
} Cell;

typedef struct
{
  const StanokMesh    *mesh;
  const StanokCreases *creases;
  double               low[3];
  double               size_mm;       /* of the grid's longest side */
  double               step_mm;
  guint32             *first_copy;    /* by vertex of the mesh: in creases */
  guint32             *next_copy;     /* by vertex of creases, or NO_VERTEX */
  guint32             *cell_of;       /* by vertex of the mesh */
  guint64             *keys;          /* hash table: place in the grid + 1, 0 is free */
  guint32             *slots;         /* number of its cell */
  Cell                *cells;
  guint32              n_cells;
} Grid;

static void
grid_free (Grid *self)
{
  g_free (self->first_copy);
  g_free (self->next_copy);
  g_free (self->cell_of);
  g_free (self->keys);
  g_free (self->slots);
  g_free (self->cells);
}

static gboolean
grid_alloc (Grid    *self,
            GError **error)
{
  const guint32 n_vertices = self->mesh->n_vertices;
  const guint32 n_copies = self->creases->n_vertices;

  return (self->first_copy = stanok_mesh_alloc (n_vertices, sizeof (guint32), error)) != NULL &&
         (self->next_copy = stanok_mesh_alloc (n_copies, sizeof (guint32), error)) != NULL &&
         (self->cell_of = stanok_mesh_alloc (n_vertices, sizeof (guint32), error)) != NULL &&
         (self->keys = stanok_mesh_alloc (N_SLOTS, sizeof (guint64), error)) != NULL &&
         (self->slots = stanok_mesh_alloc (N_SLOTS, sizeof (guint32), error)) != NULL &&
         (self->cells = stanok_mesh_alloc (MAX_CELLS, sizeof (Cell), error)) != NULL;
}

static void
grid_link_copies (Grid *self)
{
  memset (self->first_copy, 0xff, self->mesh->n_vertices * sizeof (guint32));
  for (guint32 v = self->creases->n_vertices; v-- > 0; )
    {
      guint32 origin = self->creases->origin[v];

      self->next_copy[v] = self->first_copy[origin];
      self->first_copy[origin] = v;
    }
}

static void
grid_measure (Grid *self)
{
  const float *p = self->mesh->positions;
  float low[3] = { p[0], p[1], p[2] };
  float high[3] = { p[0], p[1], p[2] };

  for (gsize i = 0; i < 3 * (gsize) self->mesh->n_vertices; i += 3)
    for (guint k = 0; k < 3; k++)
      {
        low[k] = MIN (low[k], p[i + k]);
        high[k] = MAX (high[k], p[i + k]);
      }
  for (guint k = 0; k < 3; k++)
    {
      self->low[k] = low[k];
      self->size_mm = MAX (self->size_mm, (double) high[k] - low[k]);
    }
}

static guint32
vertex_rank (const Grid *self,
             guint32     vertex)
{
  guint32 copy = self->first_copy[vertex];
  guint32 rank = 0;

  for (; copy != NO_VERTEX && rank < 3; copy = self->next_copy[copy])
    rank++;
  return rank;
}

/* Number of the cell at @key, which is made if it is new; NO_VERTEX if there are too many. */
static guint32
find_cell (Grid    *self,
           guint64  key)
{
  guint32 slot = (guint32) (key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 45);

  while (self->keys[slot] != 0)
    {
      if (self->keys[slot] == key)
        return self->slots[slot];
      slot = (slot + 1) % N_SLOTS;
    }
  if (self->n_cells == MAX_CELLS)
    return NO_VERTEX;
  self->keys[slot] = key;
  self->slots[slot] = self->n_cells;
  memset (self->cells + self->n_cells, 0, sizeof (Cell));
  return self->n_cells++;
}

static gboolean
gather (Grid *self)
{
  const double scale = 1 / self->step_mm;

  memset (self->keys, 0, N_SLOTS * sizeof *self->keys);
  self->n_cells = 0;
  for (guint32 v = 0; v < self->mesh->n_vertices; v++)
    {
      const float *p = self->mesh->positions + 3 * (gsize) v;
      guint64 key = 0;

      for (guint k = 0; k < 3; k++)
        key = key << 20 | (guint64) ((p[k] - self->low[k]) * scale);
      self->cell_of[v] = find_cell (self, key + 1);
      if (self->cell_of[v] == NO_VERTEX)
        return FALSE;
    }
  return TRUE;
}

/* Three different cells: the triangle survives. */
static inline gboolean
survives (const Grid *self,
          gsize       triangle)
{
  const guint32 *corner = self->mesh->triangles + 3 * triangle;
  guint32 a = self->cell_of[corner[0]], b = self->cell_of[corner[1]], c = self->cell_of[corner[2]];

  return a != b && b != c && c != a;
}

static guint32
count_survivors (const Grid *self)
{
  guint32 n = 0;

  for (gsize t = 0; t < self->mesh->n_triangles; t++)
    n += survives (self, t);
  return n;
}

/* Leaves the grid at the finest step found that is coarse enough. FALSE if there is none. */
static gboolean
choose_step (Grid   *self,
             double  area_mm2)
{
  const double finest = self->size_mm / MAX_STEPS;
  const double coarsest = self->size_mm / 4;
  double step = CLAMP (sqrt (3 * area_mm2 / AIM), finest, coarsest);
  double good_step = 0;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      guint32 n = 4 * AIM;

      self->step_mm = step;
      if (gather (self))
        n = count_survivors (self);
      if (n <= STANOK_COARSE_MAX_TRIANGLES && n >= (i < 2 ? ENOUGH : 1))
        return TRUE;
      if (n <= STANOK_COARSE_MAX_TRIANGLES && n > 0)
        good_step = step;
      else if (good_step > 0)
        break;
      step = CLAMP (step * sqrt ((double) MAX (n, 1000) / AIM), finest, coarsest);
    }
  self->step_mm = good_step;
  return good_step > 0 && gather (self);
}

static double
distance2_from_middle (const Cell  *cell,
                       const float *p)
{
  double d2 = 0;

  for (guint k = 0; k < 3; k++)
    {
      double d = p[k] - cell->sum[k] / cell->n;

      d2 += d * d;
    }
  return d2;
}

static void
choose_kept (Grid *self)
{
  for (guint32 v = 0; v < self->mesh->n_vertices; v++)
    {
      Cell *cell = self->cells + self->cell_of[v];
      guint32 rank = vertex_rank (self, v);

      if (rank < cell->rank)
        continue;
      if (rank > cell->rank)
        *cell = (Cell) { .rank = rank, .distance2 = G_MAXDOUBLE };
      cell->n++;
      for (guint k = 0; k < 3; k++)
        cell->sum[k] += self->mesh->positions[3 * (gsize) v + k];
    }
  for (guint32 v = 0; v < self->mesh->n_vertices; v++)
    {
      Cell *cell = self->cells + self->cell_of[v];
      double distance2 = distance2_from_middle (cell, self->mesh->positions + 3 * (gsize) v);

      if (vertex_rank (self, v) < cell->rank || distance2 >= cell->distance2)
        continue;
      cell->kept = v;
      cell->distance2 = distance2;
    }
}

/* The copy of the vertex kept for @corner's cell that is lit most like @corner. */
static guint32
choose_copy (const Grid *self,
             gsize       corner)
{
  const StanokCreases *creases = self->creases;
  const gint16 *normal = creases->vertices[creases->triangles[corner]].normal;
  guint32 best = self->first_copy[self->cells[self->cell_of[self->mesh->triangles[corner]]].kept];
  gint64 best_dot = G_MININT64;

  for (guint32 copy = best; copy != NO_VERTEX; copy = self->next_copy[copy])
    {
      const gint16 *other = creases->vertices[copy].normal;
      gint64 dot = (gint64) normal[0] * other[0] + (gint64) normal[1] * other[1] +
                   (gint64) normal[2] * other[2];

      if (dot <= best_dot)
        continue;
      best_dot = dot;
      best = copy;
    }
  return best;
}

static guint32
collect (Grid    *self,
         guint32 *out)
{
  guint32 n = 0;

  for (gsize t = 0; t < self->mesh->n_triangles; t++)
    {
      if (!survives (self, t))
        continue;
      for (guint i = 0; i < 3; i++)
        out[3 * (gsize) n + i] = choose_copy (self, 3 * t + i);
      n++;
    }
  return n;
}

/* For shapes that no grid tames, such as a thousand sheets upon each other. */
static guint32
take_every_nth (const StanokMesh    *mesh,
                const StanokCreases *creases,
                guint32             *out)
{
  guint32 step = mesh->n_triangles / STANOK_COARSE_MAX_TRIANGLES + 1;
  guint32 n = 0;

  for (gsize t = 0; t < mesh->n_triangles; t += step)
    memcpy (out + 3 * (gsize) n++, creases->triangles + 3 * t, 3 * sizeof *out);
  return n;
}

guint32 *
stanok_coarse_new (const StanokMesh     *mesh,
                   const StanokCreases  *creases,
                   double                area_mm2,
                   guint32              *n_triangles,
                   GError              **error)
{
  Grid grid = { .mesh = mesh, .creases = creases };
  guint32 *out = stanok_mesh_alloc (STANOK_COARSE_MAX_TRIANGLES, 3 * sizeof *out, error);

  if (out == NULL || !grid_alloc (&grid, error))
    {
      grid_free (&grid);
      g_free (out);
      return NULL;
    }
  grid_link_copies (&grid);
  grid_measure (&grid);
  if (choose_step (&grid, area_mm2))
    {
      choose_kept (&grid);
      *n_triangles = collect (&grid, out);
    }
  else
    {
      *n_triangles = take_every_nth (mesh, creases, out);
    }
  grid_free (&grid);
  return out;
}
