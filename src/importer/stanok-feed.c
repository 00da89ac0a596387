/* stanok-feed.c: triangles on their way from a reader to the welder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-feed.h"

#include <math.h>

#define MAX_EARS 512u    /* corners; beyond it the time grows too fast, and a fan has to do */

gboolean
stanok_feed_begin (StanokFeed  *self,
                   guint64      n_expected,
                   GError     **error)
{
  self->n = 0;
  self->n_fed = 0;
  self->welder = stanok_welder_new ((guint32) MIN (n_expected, G_MAXUINT32), error);
  return self->welder != NULL;
}

gboolean
stanok_feed_flush (StanokFeed  *self,
                   GError     **error)
{
  guint32 n = self->n;

  self->n = 0;
  return stanok_welder_add (self->welder, self->soup, n, error);
}

StanokMesh *
stanok_feed_finish (StanokFeed  *self,
                    GError     **error)
{
  if (!stanok_feed_flush (self, error))
    return NULL;
  return stanok_welder_finish (self->welder, error);
}

void
stanok_feed_clear (StanokFeed *self)
{
  g_clear_pointer (&self->welder, stanok_welder_free);
}

/* The polygon as it is seen along its normal (by Newell), with its inside on the left. */
typedef struct
{
  const float *corners;
  guint32     *order;    /* corners that are left */
  guint32      n;
  guint        u, v;     /* the axes that are kept */
  double       sign;
} Polygon;

static void
polygon_look (Polygon *self)
{
  double normal[3] = { 0, 0, 0 };
  guint along = 2;

  for (guint32 i = 0; i < self->n; i++)
    {
      const float *p = self->corners + 3 * (gsize) i;
      const float *q = self->corners + 3 * (gsize) ((i + 1) % self->n);

      for (guint k = 0; k < 3; k++)
        {
          guint u = (k + 1) % 3, v = (k + 2) % 3;

          normal[k] += ((double) p[u] - q[u]) * ((double) p[v] + q[v]);
        }
    }
  for (guint k = 0; k < 2; k++)
    if (fabs (normal[k]) > fabs (normal[along]))
      along = k;
  self->u = (along + 1) % 3;
  self->v = (along + 2) % 3;
  self->sign = normal[along] < 0 ? -1 : 1;
}

static double
polygon_cross (const Polygon *self,
               guint32        a,
               guint32        b,
               guint32        c)
{
  const float *p = self->corners + 3 * (gsize) a;
  const float *q = self->corners + 3 * (gsize) b;
  const float *r = self->corners + 3 * (gsize) c;

  return self->sign * (((double) q[self->u] - p[self->u]) * ((double) r[self->v] - p[self->v]) -
                       ((double) q[self->v] - p[self->v]) * ((double) r[self->u] - p[self->u]));
}

static gboolean
polygon_is_ear (const Polygon *self,
                guint32        i)
{
  guint32 a = self->order[(i + self->n - 1) % self->n];
  guint32 b = self->order[i];
  guint32 c = self->order[(i + 1) % self->n];

  if (polygon_cross (self, a, b, c) <= 0)
    return FALSE;
  for (guint32 k = 0; k < self->n; k++)
    {
      guint32 p = self->order[k];

      if (p == a || p == b || p == c)
        continue;
      if (polygon_cross (self, a, b, p) >= 0 && polygon_cross (self, b, c, p) >= 0 &&
          polygon_cross (self, c, a, p) >= 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
polygon_cut (Polygon     *self,
             StanokFeed  *feed,
             GError     **error)
{
  guint32 i = 0, failed = 0;

  while (self->n > 2)
    {
      const guint32 *order = self->order;
      guint32 a = order[(i + self->n - 1) % self->n], b = order[i], c = order[(i + 1) % self->n];

      /* A polygon that crosses itself, or corners on a line, may leave no ear: take any. */
      if (failed < self->n && !polygon_is_ear (self, i))
        {
          failed++;
          i = (i + 1) % self->n;
          continue;
        }
      if (!stanok_feed_triangle (feed, self->corners + 3 * (gsize) a, self->corners + 3 * (gsize) b,
                                 self->corners + 3 * (gsize) c, error))
        return FALSE;
      for (guint32 k = i; k + 1 < self->n; k++)
        self->order[k] = self->order[k + 1];
      self->n--;
      i = i == self->n ? 0 : i;
      failed = 0;
    }
  return TRUE;
}

static gboolean
feed_fan (StanokFeed   *self,
          const float  *corners,
          guint32       n,
          GError      **error)
{
  for (guint32 i = 2; i < n; i++)
    if (!stanok_feed_triangle (self, corners, corners + 3 * (gsize) (i - 1),
                               corners + 3 * (gsize) i, error))
      return FALSE;
  return TRUE;
}

gboolean
stanok_feed_polygon (StanokFeed   *self,
                     const float  *corners,
                     guint32       n,
                     GError      **error)
{
  Polygon polygon = { .corners = corners, .n = n };
  g_autofree guint32 *order = NULL;

  if (n <= 3 || n > MAX_EARS)
    return feed_fan (self, corners, n, error);
  order = g_new (guint32, n);
  for (guint32 i = 0; i < n; i++)
    order[i] = i;
  polygon.order = order;
  polygon_look (&polygon);
  return polygon_cut (&polygon, self, error);
}
