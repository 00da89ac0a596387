/* stanok-welder.c: makes a mesh of triangles that come one by one, without a copy of the file
 *
 * One open-addressing table of vertex numbers, probed in order. Triangles are taken in blocks:
 * the slots of a whole block are fetched ahead, because the time goes into cache misses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-welder.h"

#include <math.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "mesh/stanok-mesh-memory.h"

#define BLOCK           64u                    /* triangles */
#define CORNERS         (3 * BLOCK)
#define FIRST_VERTICES  1024u

struct _StanokWelder
{
  guint32 *table;           /* vertex number + 1; 0 is free */
  guint32  table_mask;
  float   *positions;
  guint32  n_vertices;
  guint32  max_vertices;    /* room in positions */
  guint32 *triangles;
  guint32  n_triangles;
  guint32  max_triangles;   /* room in triangles */
  guint32  n_seen;
};

static inline guint32
hash (const float *p)
{
  guint32 bits[3];
  guint64 h;

  memcpy (bits, p, sizeof bits);
  h = ((guint64) bits[1] << 32 | bits[0]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  h ^= h >> 29;
  h = (h + bits[2]) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return (guint32) (h >> 32);
}

static gboolean
make_table (StanokWelder  *self,
            guint32        n_slots,
            GError       **error)
{
  guint32 *table = stanok_mesh_alloc (n_slots, sizeof *table, error);

  if (table == NULL)
    return FALSE;
  memset (table, 0, n_slots * sizeof *table);
  g_free (self->table);
  self->table = table;
  self->table_mask = n_slots - 1;
  for (guint32 v = 0; v < self->n_vertices; v++)
    {
      guint32 slot = hash (self->positions + 3 * (gsize) v) & self->table_mask;

      while (table[slot] != 0)
        slot = (slot + 1) & self->table_mask;
      table[slot] = v + 1;
    }
  return TRUE;
}

/* Room for one more block, and a table at most two thirds full. */
static gboolean
make_room (StanokWelder  *self,
           GError       **error)
{
  guint32 need = self->n_vertices + CORNERS;

  if (need > self->max_vertices)
    {
      guint32 more = MAX (need, self->max_vertices + self->max_vertices / 2);

      if (!stanok_mesh_realloc ((gpointer *) &self->positions, more, 3 * sizeof (float), error))
        return FALSE;
      self->max_vertices = more;
    }
  if (self->n_triangles + BLOCK > self->max_triangles)
    {
      guint32 more = self->max_triangles + self->max_triangles / 2 + BLOCK;

      if (!stanok_mesh_realloc ((gpointer *) &self->triangles, more, 3 * sizeof (guint32), error))
        return FALSE;
      self->max_triangles = more;
    }
  if (need > self->table_mask / 3 * 2)
    return make_table (self, 2 * (self->table_mask + 1), error);
  return TRUE;
}

static guint32
find_or_add (StanokWelder *self,
             const float  *p,
             guint32       slot)
{
  while (self->table[slot] != 0)
    {
      guint32 v = self->table[slot] - 1;

      if (memcmp (self->positions + 3 * (gsize) v, p, 3 * sizeof *p) == 0)
        return v;
      slot = (slot + 1) & self->table_mask;
    }
  memcpy (self->positions + 3 * (gsize) self->n_vertices, p, 3 * sizeof *p);
  self->table[slot] = ++self->n_vertices;
  return self->n_vertices - 1;
}

static gboolean
refuse_number (StanokWelder  *self,
               const float   *soup,
               GError       **error)
{
  guint i = 0;

  while (fabsf (soup[i]) <= STANOK_MESH_MAX_MM)
    i++;
  if (isfinite (soup[i]))
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                 "triangle %u is further than 10 km from the origin; "
                 "check the unit and export it again",
                 self->n_seen + i / 9 + 1);
  else
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                 "triangle %u has a coordinate that is not a number; export it again",
                 self->n_seen + i / 9 + 1);
  return FALSE;
}

static gboolean
add_block (StanokWelder  *self,
           const float   *soup,
           guint          n,
           GError       **error)
{
  float clean[3 * CORNERS];
  guint32 slots[CORNERS];
  gboolean is_good = TRUE;

  if (!make_room (self, error))
    return FALSE;
  for (guint i = 0; i < 9 * n; i++)
    {
      clean[i] = soup[i] + 0.0f;    /* -0 becomes +0 */
      is_good &= fabsf (clean[i]) <= STANOK_MESH_MAX_MM;
    }
  if (!is_good)
    return refuse_number (self, soup, error);
  for (guint i = 0; i < 3 * n; i++)
    {
      slots[i] = hash (clean + 3 * i) & self->table_mask;
      __builtin_prefetch (self->table + slots[i]);
    }
  for (guint i = 0; i < 3 * n; i += 3)
    {
      guint32 a = find_or_add (self, clean + 3 * i, slots[i]);
      guint32 b = find_or_add (self, clean + 3 * i + 3, slots[i + 1]);
      guint32 c = find_or_add (self, clean + 3 * i + 6, slots[i + 2]);
      guint32 *out = self->triangles + 3 * (gsize) self->n_triangles;

      out[0] = a;
      out[1] = b;
      out[2] = c;
      self->n_triangles += a != b && b != c && c != a;
    }
  self->n_seen += n;
  return TRUE;
}

/* Corners of dropped triangles that nobody else uses go; the order of the others stays. */
static gboolean
drop_unused (StanokMesh  *mesh,
             GError     **error)
{
  g_autofree guint32 *number = stanok_mesh_alloc (mesh->n_vertices, sizeof *number, error);
  guint32 n = 0;

  if (number == NULL)
    return FALSE;
  memset (number, 0, mesh->n_vertices * sizeof *number);
  for (gsize i = 0; i < 3 * (gsize) mesh->n_triangles; i++)
    number[mesh->triangles[i]] = 1;
  for (gsize v = 0; v < mesh->n_vertices; v++)
    if (number[v] == 1)
      {
        memmove (mesh->positions + 3 * (gsize) n, mesh->positions + 3 * v, 3 * sizeof (float));
        number[v] = n++;
      }
  for (gsize i = 0; i < 3 * (gsize) mesh->n_triangles; i++)
    mesh->triangles[i] = number[mesh->triangles[i]];
  mesh->n_vertices = n;
  return TRUE;
}

static gboolean
has_area (const StanokMesh *mesh)
{
  for (gsize t = 0; t < mesh->n_triangles; t++)
    {
      const guint32 *corner = mesh->triangles + 3 * t;
      const float *a = mesh->positions + 3 * (gsize) corner[0];
      const float *b = mesh->positions + 3 * (gsize) corner[1];
      const float *c = mesh->positions + 3 * (gsize) corner[2];
      double u[3], v[3];

      for (guint i = 0; i < 3; i++)
        {
          u[i] = (double) b[i] - a[i];
          v[i] = (double) c[i] - a[i];
        }
      if (u[1] * v[2] != u[2] * v[1] || u[2] * v[0] != u[0] * v[2] || u[0] * v[1] != u[1] * v[0])
        return TRUE;
    }
  return FALSE;
}

StanokWelder *
stanok_welder_new (guint32   n_expected,
                   GError  **error)
{
  g_autoptr(StanokWelder) self = g_new0 (StanokWelder, 1);
  guint32 n = MIN (n_expected, STANOK_MESH_MAX_TRIANGLES);
  guint32 n_slots = 2 * FIRST_VERTICES;

  /* A closed mesh has half as many vertices as triangles. */
  self->max_vertices = MAX (n / 2 + n / 16, FIRST_VERTICES);
  self->max_triangles = n + BLOCK;
  while (n_slots / 3 * 2 < self->max_vertices + CORNERS)
    n_slots *= 2;
  self->positions = stanok_mesh_alloc (self->max_vertices, 3 * sizeof (float), error);
  if (self->positions == NULL)
    return NULL;
  self->triangles = stanok_mesh_alloc (self->max_triangles, 3 * sizeof (guint32), error);
  if (self->triangles == NULL || !make_table (self, n_slots, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
stanok_welder_free (StanokWelder *self)
{
  if (self == NULL)
    return;
  g_free (self->table);
  g_free (self->positions);
  g_free (self->triangles);
  g_free (self);
}

gboolean
stanok_welder_add (StanokWelder  *self,
                   const float   *soup,
                   guint32        n,
                   GError       **error)
{
  if (n > STANOK_MESH_MAX_TRIANGLES - self->n_seen)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                   "the model has more than %u triangles; reduce it and export it again",
                   STANOK_MESH_MAX_TRIANGLES);
      return FALSE;
    }
  for (guint32 i = 0; i < n; i += BLOCK)
    if (!add_block (self, soup + 9 * (gsize) i, MIN (BLOCK, n - i), error))
      return FALSE;
  return TRUE;
}

StanokMesh *
stanok_welder_finish (StanokWelder  *self,
                      GError       **error)
{
  g_autoptr(StanokMesh) mesh = g_new0 (StanokMesh, 1);
  gpointer *positions = (gpointer *) &mesh->positions;
  gpointer *triangles = (gpointer *) &mesh->triangles;

  g_clear_pointer (&self->table, g_free);
  mesh->n_vertices = self->n_vertices;
  mesh->n_triangles = self->n_triangles;
  mesh->positions = g_steal_pointer (&self->positions);
  mesh->triangles = g_steal_pointer (&self->triangles);
  if (!has_area (mesh))
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                   "the model has no surface (%u triangles, none with an area); export it again",
                   self->n_seen);
      return NULL;
    }
  if (mesh->n_triangles < self->n_seen && !drop_unused (mesh, error))
    return NULL;
  /* Giving back what was guessed too much cannot fail in a way that matters. */
  if (!stanok_mesh_realloc (positions, mesh->n_vertices, 3 * sizeof (float), error) ||
      !stanok_mesh_realloc (triangles, mesh->n_triangles, 3 * sizeof (guint32), error))
    return NULL;
  return g_steal_pointer (&mesh);
}
