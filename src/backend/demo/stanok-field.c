/* stanok-field.c: bodies that flow into one another, from a function of the distance
 *
 * Space is cut into cubes and each cube into six tetrahedra along its diagonal, all the same way,
 * so that neighbours agree on every face. A corner of the surface lies on an edge of that lattice
 * where the sign changes; it is made once, and so the surface closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-field.h"

#include <math.h>

#define NO_SPOT   G_MAXUINT32
#define N_EDGES   7u       /* that begin at a point: along x, y, xy, z, xz, yz, xyz */
#define NEAR      0.18     /* of a step: points closer to the surface count as so far from it */

typedef struct
{
  StanokSolid   *solid;
  StanokField    field;
  gconstpointer  data;
  StanokSpot     low;
  double         step;
  guint          n[3];       /* points each way */
  double        *values;     /* of the field, by point */
  guint32       *spots;      /* N_EDGES a point */
} Lattice;

static gsize
point_number (const Lattice *self,
              guint          x,
              guint          y,
              guint          z)
{
  return ((gsize) z * self->n[1] + y) * self->n[0] + x;
}

static StanokSpot
point_place (const Lattice *self,
             gsize          point)
{
  gsize x = point % self->n[0], y = point / self->n[0] % self->n[1],
    z = point / self->n[0] / self->n[1];

  return (StanokSpot) { self->low.x + self->step * (double) x,
                        self->low.y + self->step * (double) y,
                        self->low.z + self->step * (double) z };
}

static void
measure_points (Lattice *self)
{
  gsize n = (gsize) self->n[0] * self->n[1] * self->n[2];

  self->values = g_new (double, n);
  self->spots = g_new (guint32, n * N_EDGES);
  for (gsize i = 0; i < n; i++)
    {
      double value = self->field (point_place (self, i), self->data);

      /* So the corners around a point stay apart; settle() moves them to where they belong. */
      self->values[i] = fabs (value) < NEAR * self->step ? copysign (NEAR * self->step, value)
        : value;
    }
  for (gsize i = 0; i < n * N_EDGES; i++)
    self->spots[i] = NO_SPOT;
}

static double
slope (const Lattice *self,
       StanokSpot     at,
       double         dx,
       double         dy,
       double         dz)
{
  StanokSpot before = { at.x - dx, at.y - dy, at.z - dz },
    behind = { at.x + dx, at.y + dy, at.z + dz };

  return self->field (behind, self->data) - self->field (before, self->data);
}

/* A few steps straight towards the surface, but never far: the lattice must not be torn. */
static StanokSpot
settle (const Lattice *self,
        StanokSpot     at)
{
  const double h = self->step * 0.05;
  StanokSpot start = at;

  for (guint i = 0; i < 3; i++)
    {
      double gx = slope (self, at, h, 0, 0) / (2 * h);
      double gy = slope (self, at, 0, h, 0) / (2 * h);
      double gz = slope (self, at, 0, 0, h) / (2 * h);
      double back = self->field (at, self->data) / MAX (gx * gx + gy * gy + gz * gz, 0.1);
      StanokSpot next = { at.x - back * gx, at.y - back * gy, at.z - back * gz };

      double moved = fabs (next.x - start.x) + fabs (next.y - start.y) + fabs (next.z - start.z);

      if (moved > 0.8 * self->step)
        break;
      at = next;
    }
  return at;
}

/* The corner of the surface on the edge between two points; @low is the lower one every way. */
static guint32
corner_between (Lattice *self,
                gsize    low,
                gsize    high,
                guint    direction)
{
  guint32 *spot = &self->spots[low * N_EDGES + direction - 1];

  if (*spot == NO_SPOT)
    {
      StanokSpot a = point_place (self, low), b = point_place (self, high);
      double t = self->values[low] / (self->values[low] - self->values[high]);
      StanokSpot at;

      at = (StanokSpot) { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.z + t * (b.z - a.z) };
      at = settle (self, at);
      *spot = stanok_solid_add_spot (self->solid, at.x, at.y, at.z);
    }
  return *spot;
}

/* A tetrahedron: four corners of a cube, each written as a bit mask of x, y, z, and as a point. */
typedef struct
{
  guint masks[4];
  gsize points[4];
} Cell;

/* A corner of the surface, and the middle of the edge that it lies on. */
typedef struct
{
  guint32    spot;
  StanokSpot middle;
} Corner;

static Corner
cell_corner (Lattice    *self,
             const Cell *cell,
             guint       a,
             guint       b)
{
  guint low = cell->masks[a] < cell->masks[b] ? a : b, high = low == a ? b : a;
  StanokSpot p = point_place (self, cell->points[low]), q = point_place (self, cell->points[high]);

  return (Corner) {
    corner_between (self, cell->points[low], cell->points[high],
                    cell->masks[low] ^ cell->masks[high]),
    { (p.x + q.x) / 2, (p.y + q.y) / 2, (p.z + q.z) / 2 },
  };
}

/* Turned so that @inside, a point of the lattice within the body, lies behind it. Judged by the
 * middles of edges, which never lie too close together, as the corners may. */
static void
add_facing (Lattice *self,
            Corner   a,
            Corner   b,
            Corner   c,
            gsize    inside)
{
  StanokSpot p = a.middle, q = b.middle, r = c.middle;
  StanokSpot o = point_place (self, inside);
  double ux = q.x - p.x, uy = q.y - p.y, uz = q.z - p.z;
  double vx = r.x - p.x, vy = r.y - p.y, vz = r.z - p.z;
  double side = (uy * vz - uz * vy) * (p.x - o.x) + (uz * vx - ux * vz) * (p.y - o.y) +
                (ux * vy - uy * vx) * (p.z - o.z);

  if (side >= 0)
    stanok_solid_add_triangle (self->solid, a.spot, b.spot, c.spot);
  else
    stanok_solid_add_triangle (self->solid, a.spot, c.spot, b.spot);
}

static void
cut_cell (Lattice    *self,
          const Cell *cell)
{
  guint in[4], out[4], n_in = 0, n_out = 0;

  for (guint i = 0; i < 4; i++)
    if (self->values[cell->points[i]] < 0)
      in[n_in++] = i;
    else
      out[n_out++] = i;
  if (n_in == 1)
    add_facing (self, cell_corner (self, cell, in[0], out[0]),
                cell_corner (self, cell, in[0], out[1]),
                cell_corner (self, cell, in[0], out[2]), cell->points[in[0]]);
  else if (n_in == 3)
    add_facing (self, cell_corner (self, cell, in[0], out[0]),
                cell_corner (self, cell, in[1], out[0]),
                cell_corner (self, cell, in[2], out[0]), cell->points[in[0]]);
  else if (n_in == 2)
    {
      Corner a = cell_corner (self, cell, in[0], out[0]),
        b = cell_corner (self, cell, in[0], out[1]);
      Corner c = cell_corner (self, cell, in[1], out[1]),
        d = cell_corner (self, cell, in[1], out[0]);

      add_facing (self, a, b, c, cell->points[in[0]]);
      add_facing (self, a, c, d, cell->points[in[1]]);
    }
}

/* Six ways lead along the edges of a cube from its first corner to its last. */
static void
cut_cube (Lattice *self,
          guint    x,
          guint    y,
          guint    z)
{
  static const guint ways[6][2] = { { 1, 3 }, { 1, 5 }, { 2, 3 }, { 2, 6 }, { 4, 5 }, { 4, 6 } };

  for (guint i = 0; i < 6; i++)
    {
      Cell cell = { .masks = { 0, ways[i][0], ways[i][1], 7 } };

      for (guint k = 0; k < 4; k++)
        {
          guint mask = cell.masks[k];

          cell.points[k] = point_number (self, x + (mask & 1), y + (mask >> 1 & 1),
                                         z + (mask >> 2));
        }
      cut_cell (self, &cell);
    }
}

void
stanok_solid_add_field (StanokSolid          *self,
                        StanokField           field,
                        gconstpointer         data,
                        const StanokFieldBox *box)
{
  Lattice lattice = { .solid = self, .field = field, .data = data, .low = box->low,
                      .step = box->step };

  lattice.n[0] = (guint) ceil ((box->high.x - box->low.x) / box->step) + 1;
  lattice.n[1] = (guint) ceil ((box->high.y - box->low.y) / box->step) + 1;
  lattice.n[2] = (guint) ceil ((box->high.z - box->low.z) / box->step) + 1;
  measure_points (&lattice);
  for (guint z = 0; z + 1 < lattice.n[2]; z++)
    for (guint y = 0; y + 1 < lattice.n[1]; y++)
      for (guint x = 0; x + 1 < lattice.n[0]; x++)
        cut_cube (&lattice, x, y, z);
  g_free (lattice.values);
  g_free (lattice.spots);
}

double
stanok_field_join (double a,
                   double b,
                   double radius)
{
  double h = MAX (radius - fabs (a - b), 0) / radius;

  return MIN (a, b) - h * h * radius / 4;
}

double
stanok_field_line (StanokSpot at,
                   StanokSpot from,
                   StanokSpot to)
{
  StanokSpot way = { to.x - from.x, to.y - from.y, to.z - from.z };
  StanokSpot off = { at.x - from.x, at.y - from.y, at.z - from.z };
  double t = (off.x * way.x + off.y * way.y + off.z * way.z) /
             (way.x * way.x + way.y * way.y + way.z * way.z);

  t = CLAMP (t, 0, 1);
  off = (StanokSpot) { off.x - t * way.x, off.y - t * way.y, off.z - t * way.z };
  return sqrt (off.x * off.x + off.y * off.y + off.z * off.z);
}
