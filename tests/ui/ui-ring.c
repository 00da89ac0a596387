/* ui-ring.c: a picture of a ring, so that galleries need no model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-ring.h"

#include <math.h>

#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-miniature.h"

#define RADIUS 0.95
#define PIPE   0.24
#define STEPS  64

typedef struct {
  double x, y, z;
} Vector;

/* Distance to a torus that was tilted towards the eye. */
static double
distance (Vector p)
{
  double c = cos (1.0), s = sin (1.0);
  double y = c * p.y - s * p.z;
  double z = s * p.y + c * p.z;
  double q = sqrt (p.x * p.x + z * z) - RADIUS;

  return sqrt (q * q + y * y) - PIPE;
}

static double
light (Vector p)
{
  const double e = 1e-3;
  double d = distance (p);
  Vector n = { distance ((Vector) { p.x + e, p.y, p.z }) - d,
               distance ((Vector) { p.x, p.y + e, p.z }) - d,
               distance ((Vector) { p.x, p.y, p.z + e }) - d };
  double length = sqrt (n.x * n.x + n.y * n.y + n.z * n.z);
  double diffuse = (0.4 * n.x - 0.7 * n.y + 0.6 * n.z) / length;

  return 0.16 + 0.5 * MAX (diffuse, 0) + 0.3 * pow (MAX (diffuse, 0), 12);
}

static void
shade (guint8 *pixel,
       double  x,
       double  y)
{
  double z = 2;
  int i;

  for (i = 0; i < STEPS && z > -2; i++)
    {
      Vector p = { x, y, z };
      double d = distance (p);

      if (d < 1e-3)
        {
          pixel[0] = (guint8) (CLAMP (light (p), 0, 1) * 255);
          pixel[1] = 255;
          return;
        }
      z -= d;
    }
}

GBytes *
ui_ring_render (int side_px)
{
  gsize n = (gsize) side_px * (gsize) side_px * 2;
  guint8 *pixels = g_malloc0 (n);
  int x, y;

  for (y = 0; y < side_px; y++)
    {
      for (x = 0; x < side_px; x++)
        shade (pixels + 2 * (y * side_px + x),
               2.6 * (x + 0.5) / side_px - 1.3, 2.6 * (y + 0.5) / side_px - 1.3);
    }
  return g_bytes_new_take (pixels, n);
}

GdkTexture *
ui_ring_texture (int         side_px,
                 const char *material)
{
  g_autoptr(GBytes) bytes = ui_ring_render (side_px);
  GdkRGBA color;

  stanok_materials_get_color (material, &color);
  return stanok_miniature_tint (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                side_px, &color);
}
