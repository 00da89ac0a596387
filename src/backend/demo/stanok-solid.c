/* stanok-solid.c: closed surfaces put together from loops, walls and caps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-solid.h"

#include <math.h>

StanokSolid *
stanok_solid_new (void)
{
  StanokSolid *self = g_new0 (StanokSolid, 1);

  self->spots = g_array_new (FALSE, FALSE, sizeof (StanokSpot));
  self->triangles = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
stanok_solid_free (StanokSolid *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->spots);
  g_array_unref (self->triangles);
  g_free (self);
}

static StanokSpot *
spot (const StanokSolid *self,
      guint32            i)
{
  return &g_array_index (self->spots, StanokSpot, i);
}

guint32
stanok_solid_add_spot (StanokSolid *self,
                       double       x,
                       double       y,
                       double       z)
{
  StanokSpot at = { x, y, z };

  g_array_append_val (self->spots, at);
  return self->spots->len - 1;
}

void
stanok_solid_add_triangle (StanokSolid *self,
                           guint32      a,
                           guint32      b,
                           guint32      c)
{
  const guint32 corners[] = { a, b, c };

  if (a != b && b != c && c != a)
    g_array_append_vals (self->triangles, corners, 3);
}

static double
distance2 (const StanokSolid *self,
           guint32            a,
           guint32            b)
{
  const StanokSpot *p = spot (self, a), *q = spot (self, b);
  double x = p->x - q->x, y = p->y - q->y, z = p->z - q->z;

  return x * x + y * y + z * z;
}

/* Cut along its shorter diagonal. */
void
stanok_solid_add_quad (StanokSolid *self,
                       guint32      a,
                       guint32      b,
                       guint32      c,
                       guint32      d)
{
  /* Equal diagonals of a regular row are all taken the same way, whatever their last bits. */
  if (distance2 (self, a, c) <= distance2 (self, b, d) * 1.0001)
    {
      stanok_solid_add_triangle (self, a, b, c);
      stanok_solid_add_triangle (self, a, c, d);
    }
  else
    {
      stanok_solid_add_triangle (self, a, b, d);
      stanok_solid_add_triangle (self, b, c, d);
    }
}

StanokLoop
stanok_solid_add_loop (StanokSolid         *self,
                       const StanokOutline *outline,
                       double               z)
{
  StanokLoop loop = { self->spots->len, outline->n };

  for (guint i = 0; i < outline->n; i++)
    stanok_solid_add_spot (self, outline->points[i].x, outline->points[i].y, z);
  return loop;
}

StanokLoop
stanok_solid_add_circle (StanokSolid *self,
                         double       radius,
                         double       z,
                         guint        n)
{
  g_autoptr(StanokOutline) circle = stanok_outline_circle (0, 0, radius, n);

  if (radius == 0)
    return (StanokLoop) { stanok_solid_add_spot (self, 0, 0, z), 1 };
  return stanok_solid_add_loop (self, circle, z);
}

void
stanok_solid_bridge (StanokSolid *self,
                     StanokLoop   low,
                     StanokLoop   high)
{
  guint32 n = MAX (low.n, high.n);

  g_return_if_fail (low.n == high.n || low.n == 1 || high.n == 1);
  for (guint32 i = 0; i < n; i++)
    stanok_solid_add_quad (self, low.first + i % low.n, low.first + (i + 1) % n % low.n,
                           high.first + (i + 1) % n % high.n, high.first + i % high.n);
}

void
stanok_solid_cap (StanokSolid      *self,
                  StanokFacing      facing,
                  StanokLoop        outer,
                  const StanokLoop *holes,
                  guint             n_holes)
{
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (StanokPoint));
  g_autoptr(GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint *sizes = g_new (guint, n_holes + 1);
  g_autofree guint32 *triangles = NULL;
  const guint32 *number;
  guint32 n;

  for (guint ring = 0; ring <= n_holes; ring++)
    {
      StanokLoop loop = ring == 0 ? outer : holes[ring - 1];

      sizes[ring] = loop.n;
      for (guint32 i = loop.first; i < loop.first + loop.n; i++)
        {
          StanokPoint p = { spot (self, i)->x, spot (self, i)->y };

          g_array_append_val (points, p);
          g_array_append_val (numbers, i);
        }
    }
  triangles = stanok_triangulate ((const StanokPoint *) (const void *) points->data, sizes,
                                  n_holes + 1, &n);
  number = (const guint32 *) (const void *) numbers->data;
  for (const guint32 *t = triangles; t < triangles + 3 * n; t += 3)
    if (facing == STANOK_FACING_UP)
      stanok_solid_add_triangle (self, number[t[0]], number[t[1]], number[t[2]]);
    else
      stanok_solid_add_triangle (self, number[t[0]], number[t[2]], number[t[1]]);
}

void
stanok_solid_lathe (StanokSolid         *self,
                    const StanokOutline *profile,
                    guint                n)
{
  StanokLoop first = { 0, 0 }, last = { 0, 0 };

  for (guint i = 0; i < profile->n; i++)
    {
      StanokPoint p = profile->points[i];
      StanokLoop loop = stanok_solid_add_circle (self, p.x, p.y, n);

      if (i == 0)
        first = loop;
      else
        stanok_solid_bridge (self, last, loop);
      last = loop;
    }
  stanok_solid_bridge (self, last, first);
}

void
stanok_solid_torus (StanokSolid   *self,
                    guint          n_u,
                    guint          n_v,
                    StanokSpot   (*at) (guint u, guint v, gconstpointer data),
                    gconstpointer  data)
{
  guint32 base = self->spots->len;

  for (guint u = 0; u < n_u; u++)
    for (guint v = 0; v < n_v; v++)
      {
        StanokSpot here = at (u, v, data);

        g_array_append_val (self->spots, here);
      }
  for (guint u = 0; u < n_u; u++)
    for (guint v = 0; v < n_v; v++)
      {
        guint32 this_u = base + u * n_v, next_u = base + (u + 1) % n_u * n_v;

        stanok_solid_add_quad (self, this_u + v, next_u + v, next_u + (v + 1) % n_v,
                               this_u + (v + 1) % n_v);
      }
}

void
stanok_solid_mirror (StanokSolid *self)
{
  guint32 n_spots = self->spots->len, n_corners = self->triangles->len;

  for (guint32 i = 0; i < n_spots; i++)
    {
      StanokSpot at = *spot (self, i);

      stanok_solid_add_spot (self, at.x, at.y, -at.z);
    }
  for (guint32 i = 0; i < n_corners; i += 3)
    {
      const guint32 *t = &g_array_index (self->triangles, guint32, i);

      stanok_solid_add_triangle (self, n_spots + t[0], n_spots + t[2], n_spots + t[1]);
    }
}

void
stanok_solid_warp (StanokSolid   *self,
                   StanokSpot   (*to) (StanokSpot from, gconstpointer data),
                   gconstpointer  data)
{
  for (guint32 i = 0; i < self->spots->len; i++)
    *spot (self, i) = to (*spot (self, i), data);
}

StanokMesh *
stanok_solid_to_mesh (const StanokSolid *self,
                      double             size_mm)
{
  StanokSpot low = *spot (self, 0), high = low;
  g_autofree float *soup = g_new (float, 3 * (gsize) self->triangles->len);
  g_autoptr(GError) error = NULL;
  StanokMesh *mesh;
  double scale;

  for (guint32 i = 0; i < self->spots->len; i++)
    {
      const StanokSpot *at = spot (self, i);

      low = (StanokSpot) { MIN (low.x, at->x), MIN (low.y, at->y), MIN (low.z, at->z) };
      high = (StanokSpot) { MAX (high.x, at->x), MAX (high.y, at->y), MAX (high.z, at->z) };
    }
  scale = size_mm / MAX (high.x - low.x, MAX (high.y - low.y, high.z - low.z));
  for (gsize i = 0; i < self->triangles->len; i++)
    {
      const StanokSpot *at = spot (self, g_array_index (self->triangles, guint32, i));

      soup[3 * i] = (float) (scale * (at->x - (low.x + high.x) / 2));
      soup[3 * i + 1] = (float) (scale * (at->y - (low.y + high.y) / 2));
      soup[3 * i + 2] = (float) (scale * (at->z - low.z));
    }
  mesh = stanok_mesh_weld (soup, self->triangles->len / 3, &error);
  g_assert_no_error (error);    /* our own pieces are good */
  return mesh;
}
