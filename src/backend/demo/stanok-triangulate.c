/* stanok-triangulate.c: a polygon with holes in triangles, without a new point
 *
 * Each hole is joined to the rest by a bridge walked both ways, then ears are cut off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>

#include "demo/stanok-outline.h"

typedef struct
{
  guint32 point;
  guint32 prev, next;    /* nodes */
} Node;

typedef struct
{
  const StanokPoint *points;
  Node              *nodes;
  guint32            n_nodes;
} Ring;

static double
cross (StanokPoint a,
       StanokPoint b,
       StanokPoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static inline StanokPoint
place (const Ring *self,
       guint32     node)
{
  return self->points[self->nodes[node].point];
}

static double
ring_area (const StanokPoint *points,
           guint              n)
{
  double twice = 0;

  for (guint i = 0; i < n; i++)
    twice += points[i].x * points[(i + 1) % n].y - points[i].y * points[(i + 1) % n].x;
  return twice;
}

/* Links @n points from number @first on, so that they run as wanted; gives back the first node. */
static guint32
add_ring (Ring     *self,
          guint32   first,
          guint     n,
          gboolean  is_hole)
{
  gboolean turn = (ring_area (self->points + first, n) < 0) != is_hole;
  guint32 base = self->n_nodes;

  for (guint i = 0; i < n; i++)
    self->nodes[base + i] = (Node) {
      .point = first + (turn ? n - 1 - i : i),
      .prev = base + (i + n - 1) % n,
      .next = base + (i + 1) % n,
    };
  self->n_nodes += n;
  return base;
}

static gboolean
is_inside (StanokPoint a,
           StanokPoint b,
           StanokPoint c,
           StanokPoint p)
{
  return cross (a, b, p) >= 0 && cross (b, c, p) >= 0 && cross (c, a, p) >= 0;
}

static gboolean
is_same_point (StanokPoint a,
               StanokPoint b)
{
  return a.x == b.x && a.y == b.y;
}

/* Does the way from @node to @p begin inside the polygon? */
static gboolean
opens_towards (const Ring  *self,
               guint32      node,
               StanokPoint  p)
{
  StanokPoint before = place (self, self->nodes[node].prev);
  StanokPoint here = place (self, node);
  StanokPoint after = place (self, self->nodes[node].next);

  if (cross (before, here, after) >= 0)
    return cross (here, after, p) >= 0 && cross (before, here, p) >= 0;
  return cross (here, after, p) >= 0 || cross (before, here, p) >= 0;
}

/* The node of the ring about @start that lies on the nearest side to the right of @from. */
static guint32
look_right (const Ring  *self,
            guint32      start,
            StanokPoint  from,
            StanokPoint *hit)
{
  guint32 best = start;

  hit->x = G_MAXDOUBLE;
  hit->y = from.y;
  for (guint32 node = start, i = 0; node != start || i == 0; node = self->nodes[node].next, i++)
    {
      StanokPoint a = place (self, node), b = place (self, self->nodes[node].next);
      double x;

      /* The inside lies left of a side, so only sides that go up can be seen from the left. */
      if (!(a.y <= from.y && from.y <= b.y) || a.y == b.y)
        continue;
      x = a.x + (from.y - a.y) / (b.y - a.y) * (b.x - a.x);
      if (x < from.x || x >= hit->x)
        continue;
      hit->x = x;
      best = a.x > b.x ? node : self->nodes[node].next;
    }
  return best;
}

/* A node that can be seen from @from: the end of the side straight to the right, or what stands
 * before it. */
static guint32
find_bridge (const Ring  *self,
             guint32      start,
             StanokPoint  from)
{
  StanokPoint hit;
  guint32 best = look_right (self, start, from, &hit);
  StanokPoint far_end = place (self, best);
  double best_slope = G_MAXDOUBLE;
  guint32 seen = best;

  for (guint32 node = start, i = 0; node != start || i == 0; node = self->nodes[node].next, i++)
    {
      StanokPoint p = place (self, node);
      gboolean is_in_way = from.y < far_end.y ? is_inside (from, hit, far_end, p)
                                              : is_inside (from, far_end, hit, p);
      double slope = ABS (p.y - from.y) / MAX (p.x - from.x, 1e-300);

      if (p.x <= from.x || !is_in_way || !opens_towards (self, node, from))
        continue;
      if (slope < best_slope || (slope == best_slope && p.x < place (self, seen).x))
        {
          best_slope = slope;
          seen = node;
        }
    }
  return seen;
}

static guint32
copy_node (Ring    *self,
           guint32  node)
{
  self->nodes[self->n_nodes] = self->nodes[node];
  return self->n_nodes++;
}

/* outer -> hole all round -> hole again -> outer again */
static void
join_hole (Ring    *self,
           guint32  outer,
           guint32  hole)
{
  guint32 outer_again = copy_node (self, outer);
  guint32 hole_again = copy_node (self, hole);
  guint32 after = self->nodes[outer].next;
  guint32 last = self->nodes[hole].prev;

  self->nodes[outer].next = hole;
  self->nodes[hole].prev = outer;
  self->nodes[last].next = hole_again;
  self->nodes[hole_again].prev = last;
  self->nodes[hole_again].next = outer_again;
  self->nodes[outer_again].prev = hole_again;
  self->nodes[outer_again].next = after;
  self->nodes[after].prev = outer_again;
}

typedef struct
{
  guint32 node;    /* its rightmost */
  double  x;
} Hole;

static int
compare_holes (const void *a,
               const void *b)
{
  double x = ((const Hole *) a)->x, y = ((const Hole *) b)->x;

  return (x < y) - (x > y);
}

static Hole
find_rightmost (const Ring *self,
                guint32     start)
{
  Hole hole = { start, place (self, start).x };

  for (guint32 node = self->nodes[start].next; node != start; node = self->nodes[node].next)
    if (place (self, node).x > hole.x)
      hole = (Hole) { node, place (self, node).x };
  return hole;
}

static gboolean
is_ear (const Ring *self,
        guint32     node)
{
  guint32 prev = self->nodes[node].prev, next = self->nodes[node].next;
  StanokPoint a = place (self, prev), b = place (self, node), c = place (self, next);

  if (cross (a, b, c) <= 0)
    return FALSE;
  for (guint32 other = self->nodes[next].next; other != prev; other = self->nodes[other].next)
    {
      StanokPoint p = place (self, other);

      if (p.x < MIN (a.x, MIN (b.x, c.x)) || p.x > MAX (a.x, MAX (b.x, c.x)))
        continue;
      if (is_inside (a, b, c, p) && !is_same_point (p, a) && !is_same_point (p, b) &&
          !is_same_point (p, c))
        return FALSE;
    }
  return TRUE;
}

/* Of the ears that there are, one close to where the last was cut, but not beside it: fans of
 * slivers come from cutting neighbours. If rounding leaves no ear, the flattest corner will do. */
static guint32
next_ear (const Ring *self,
          guint32     start,
          guint32     n_left)
{
  guint32 flattest = start;
  double least = G_MAXDOUBLE;

  for (guint32 node = start, i = 0; i < n_left; node = self->nodes[node].next, i++)
    {
      double bend = ABS (cross (place (self, self->nodes[node].prev), place (self, node),
                                place (self, self->nodes[node].next)));

      if (is_ear (self, node))
        return node;
      if (bend < least)
        {
          least = bend;
          flattest = node;
        }
    }
  return flattest;
}

static guint32
cut_ears (Ring    *self,
          guint32  start,
          guint32  n_left,
          guint32 *out)
{
  guint32 n = 0;

  for (; n_left > 2; n_left--)
    {
      guint32 ear = next_ear (self, start, n_left);
      Node node = self->nodes[ear];

      out[3 * n] = self->nodes[node.prev].point;
      out[3 * n + 1] = node.point;
      out[3 * n + 2] = self->nodes[node.next].point;
      n++;
      self->nodes[node.prev].next = node.next;
      self->nodes[node.next].prev = node.prev;
      start = self->nodes[node.next].next;
    }
  return n;
}

guint32 *
stanok_triangulate (const StanokPoint *points,
                    const guint       *sizes,
                    guint              n_rings,
                    guint32           *n_triangles)
{
  guint32 n_points = 0, first = 0;
  g_autofree Hole *holes = g_new0 (Hole, n_rings);
  g_autofree Node *nodes = NULL;
  Ring ring = { .points = points };
  guint32 *out;

  for (guint i = 0; i < n_rings; i++)
    n_points += sizes[i];
  nodes = g_new0 (Node, n_points + 2 * n_rings);
  ring.nodes = nodes;
  for (guint i = 0; i < n_rings; i++)
    {
      guint32 node = add_ring (&ring, first, sizes[i], i > 0);

      if (i > 0)
        holes[i - 1] = find_rightmost (&ring, node);
      first += sizes[i];
    }
  if (n_rings > 1)
    qsort (holes, n_rings - 1, sizeof *holes, compare_holes);
  for (guint i = 0; i + 1 < n_rings; i++)
    join_hole (&ring, find_bridge (&ring, 0, place (&ring, holes[i].node)), holes[i].node);
  out = g_new (guint32, 3 * (gsize) n_points + 6 * n_rings);
  *n_triangles = cut_ears (&ring, 0, ring.n_nodes, out);
  return out;
}
