/* stanok-raster.c: triangles and lines into a depth buffer, in plain C
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-raster.h"

#include <math.h>

StanokRaster *
stanok_raster_new (int size_px)
{
  StanokRaster *self = g_new0 (StanokRaster, 1);
  gsize n = (gsize) size_px * (gsize) size_px;

  self->size_px = size_px;
  self->pixels = g_new0 (StanokRasterPixel, n);
  self->ink = g_new0 (guint8, n);
  for (gsize i = 0; i < n; i++)
    self->pixels[i].z = -G_MAXFLOAT;
  return self;
}

void
stanok_raster_free (StanokRaster *self)
{
  if (self == NULL)
    return;
  g_free (self->pixels);
  g_free (self->ink);
  g_free (self);
}

/* The pixels whose middles lie between @low and @high, kept inside the picture. */
static void
span (const StanokRaster *self,
      float               low,
      float               high,
      int                *first,
      int                *last)
{
  *first = (int) ceilf (CLAMP (low, 0.0f, (float) self->size_px) - 0.5f);
  *last = (int) floorf (CLAMP (high, -1.0f, (float) self->size_px) - 0.5f);
  *first = MAX (*first, 0);
  *last = MIN (*last, self->size_px - 1);
}

/* Twice the area of the triangle a, b, (x, y). */
static inline float
side (const StanokRasterPoint *a,
      const StanokRasterPoint *b,
      float                    x,
      float                    y)
{
  return (b->x - a->x) * (y - a->y) - (b->y - a->y) * (x - a->x);
}

/* A triangle seen from behind is lit as if it were turned: open shapes show their inside. */
void
stanok_raster_triangle (StanokRaster            *self,
                        const StanokRasterPoint *a,
                        const StanokRasterPoint *b,
                        const StanokRasterPoint *c)
{
  float area = side (a, b, c->x, c->y);
  float turn = area < 0 ? 1.0f : -1.0f;    /* y grows down */
  int left, right, top, bottom;

  if (area == 0 || !isfinite (area))
    return;
  span (self, MIN (a->x, MIN (b->x, c->x)), MAX (a->x, MAX (b->x, c->x)), &left, &right);
  span (self, MIN (a->y, MIN (b->y, c->y)), MAX (a->y, MAX (b->y, c->y)), &top, &bottom);
  for (int y = top; y <= bottom; y++)
    for (int x = left; x <= right; x++)
      {
        StanokRasterPixel *pixel = self->pixels + (gsize) y * (gsize) self->size_px + x;
        float u = side (b, c, (float) x + 0.5f, (float) y + 0.5f) / area;
        float v = side (c, a, (float) x + 0.5f, (float) y + 0.5f) / area;
        float w = 1 - u - v;
        float z = u * a->z + v * b->z + w * c->z;

        if (u < 0 || v < 0 || w < 0 || z <= pixel->z)
          continue;
        pixel->z = z;
        pixel->nx = turn * (u * a->nx + v * b->nx + w * c->nx);
        pixel->ny = turn * (u * a->ny + v * b->ny + w * c->ny);
        pixel->nz = turn * (u * a->nz + v * b->nz + w * c->nz);
      }
}

static void
dot (StanokRaster *self,
     float         x,
     float         y,
     float         z,
     float         radius)
{
  int left, right, top, bottom;

  span (self, x - radius, x + radius, &left, &right);
  span (self, y - radius, y + radius, &top, &bottom);
  for (int py = top; py <= bottom; py++)
    for (int px = left; px <= right; px++)
      {
        gsize i = (gsize) py * (gsize) self->size_px + (gsize) px;
        float dx = (float) px + 0.5f - x, dy = (float) py + 0.5f - y;
        float there = self->pixels[i].z;

        if (dx * dx + dy * dy <= radius * radius && z >= there && there > -G_MAXFLOAT)
          self->ink[i] = 255;
      }
}

void
stanok_raster_line (StanokRaster            *self,
                    const StanokRasterPoint *a,
                    const StanokRasterPoint *b,
                    float                    radius,
                    float                    bias)
{
  float length = hypotf (b->x - a->x, b->y - a->y);
  int n = (int) ceilf (MIN (length, 4.0f * (float) self->size_px));

  for (int i = 0; i <= n; i++)
    {
      float t = n == 0 ? 0.5f : (float) i / (float) n;

      dot (self, a->x + t * (b->x - a->x), a->y + t * (b->y - a->y),
           a->z + t * (b->z - a->z) + bias, radius);
    }
}
