/* stanok-outline.c: closed lines in a plane, from which the demo's pieces are made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-outline.h"

#include <math.h>

static StanokOutline *
outline_alloc (guint n)
{
  StanokOutline *self = g_new0 (StanokOutline, 1);

  self->points = g_new0 (StanokPoint, n);
  self->n = n;
  return self;
}

StanokOutline *
stanok_outline_new (const StanokPoint *points,
                    guint              n)
{
  StanokOutline *self = outline_alloc (n);

  for (guint i = 0; i < n; i++)
    self->points[i] = points[i];
  return self;
}

void
stanok_outline_free (StanokOutline *self)
{
  if (self == NULL)
    return;
  g_free (self->points);
  g_free (self);
}

StanokOutline *
stanok_outline_circle (double x,
                       double y,
                       double radius,
                       guint  n)
{
  StanokOutline *self = outline_alloc (n);

  for (guint i = 0; i < n; i++)
    {
      self->points[i].x = x + radius * cos (2 * G_PI * i / n);
      self->points[i].y = y + radius * sin (2 * G_PI * i / n);
    }
  return self;
}

StanokOutline *
stanok_outline_slot (StanokPoint a,
                     StanokPoint b,
                     double      radius,
                     guint       n)
{
  StanokOutline *self = outline_alloc (2 * (n / 2 + 1));
  double along = atan2 (b.y - a.y, b.x - a.x);
  guint half = n / 2 + 1;

  for (guint i = 0; i < self->n; i++)
    {
      StanokPoint middle = i < half ? b : a;
      double angle = along - G_PI_2 + G_PI * (i % half) / (half - 1) + (i < half ? 0 : G_PI);

      self->points[i].x = middle.x + radius * cos (angle);
      self->points[i].y = middle.y + radius * sin (angle);
    }
  return self;
}

StanokOutline *
stanok_outline_polar (double (*radius) (double angle, gconstpointer data),
                      gconstpointer data,
                      guint         n)
{
  StanokOutline *self = outline_alloc (n);

  for (guint i = 0; i < n; i++)
    {
      double angle = 2 * G_PI * i / n;
      double r = radius (angle, data);

      self->points[i].x = r * cos (angle);
      self->points[i].y = r * sin (angle);
    }
  return self;
}

static StanokPoint
direction (StanokPoint from,
           StanokPoint to)
{
  double length = hypot (to.x - from.x, to.y - from.y);

  return (StanokPoint) { (to.x - from.x) / length, (to.y - from.y) / length };
}

StanokOutline *
stanok_outline_round (const StanokOutline *self,
                      double               radius,
                      guint                n_steps)
{
  g_autoptr(GArray) out = g_array_new (FALSE, FALSE, sizeof (StanokPoint));

  for (guint i = 0; i < self->n; i++)
    {
      StanokPoint corner = self->points[i];
      StanokPoint in = direction (self->points[(i + self->n - 1) % self->n], corner);
      StanokPoint on = direction (corner, self->points[(i + 1) % self->n]);
      double turn = atan2 (in.x * on.y - in.y * on.x, in.x * on.x + in.y * on.y);
      double back = radius * tan (fabs (turn) / 2);
      double side = turn > 0 ? 1 : -1;
      StanokPoint middle = { corner.x - back * in.x - side * radius * in.y,
                             corner.y - back * in.y + side * radius * in.x };
      double start = atan2 (-side * in.x, side * in.y);

      if (fabs (turn) < G_PI_4 * 0.99)
        {
          g_array_append_val (out, corner);
          continue;
        }
      for (guint k = 0; k <= n_steps; k++)
        {
          double angle = start + turn * k / n_steps;
          StanokPoint p = { middle.x + radius * cos (angle), middle.y + radius * sin (angle) };

          g_array_append_val (out, p);
        }
    }
  return stanok_outline_new ((const StanokPoint *) (const void *) out->data, out->len);
}

StanokOutline *
stanok_outline_offset (const StanokOutline *self,
                       double               distance)
{
  StanokOutline *out = outline_alloc (self->n);

  for (guint i = 0; i < self->n; i++)
    {
      StanokPoint p = self->points[i];
      StanokPoint in = direction (self->points[(i + self->n - 1) % self->n], p);
      StanokPoint on = direction (p, self->points[(i + 1) % self->n]);
      StanokPoint normal = { in.y + on.y, -in.x - on.x };
      double length2 = normal.x * normal.x + normal.y * normal.y;
      /* At a sharp corner the point would run far away: half the length is as far as it goes. */
      double scale = 2 * distance / MAX (length2, 0.5);

      out->points[i].x = p.x + normal.x * scale;
      out->points[i].y = p.y + normal.y * scale;
    }
  return out;
}

StanokOutline *
stanok_outline_moved (const StanokOutline *self,
                      double               x,
                      double               y,
                      double               turn)
{
  StanokOutline *out = outline_alloc (self->n);

  for (guint i = 0; i < self->n; i++)
    {
      StanokPoint p = self->points[i];

      out->points[i].x = x + p.x * cos (turn) - p.y * sin (turn);
      out->points[i].y = y + p.x * sin (turn) + p.y * cos (turn);
    }
  return out;
}

double
stanok_outline_area (const StanokOutline *self)
{
  double twice = 0;

  for (guint i = 0; i < self->n; i++)
    {
      StanokPoint a = self->points[i], b = self->points[(i + 1) % self->n];

      twice += a.x * b.y - a.y * b.x;
    }
  return twice / 2;
}
