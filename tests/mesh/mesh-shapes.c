/* mesh-shapes.c: simple shapes as loose triangles, for the tests of what works on them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh-shapes.h"

#include <math.h>

Soup *
soup_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (float));
}

void
soup_add_triangle (Soup        *soup,
                   const float *a,
                   const float *b,
                   const float *c)
{
  g_array_append_vals (soup, a, 3);
  g_array_append_vals (soup, b, 3);
  g_array_append_vals (soup, c, 3);
}

static void
add_quad (Soup       *soup,
          const float corner[4][3])
{
  soup_add_triangle (soup, corner[0], corner[1], corner[2]);
  soup_add_triangle (soup, corner[0], corner[2], corner[3]);
}

void
soup_add_box (Soup  *soup,
              float  x,
              float  y,
              float  z,
              float  side)
{
  static const guint8 faces[6][4] = {
    { 0, 2, 3, 1 }, { 4, 5, 7, 6 }, { 0, 1, 5, 4 }, { 2, 6, 7, 3 }, { 0, 4, 6, 2 }, { 1, 3, 7, 5 },
  };

  for (guint f = 0; f < 6; f++)
    {
      float quad[4][3];

      for (guint i = 0; i < 4; i++)
        {
          quad[i][0] = x + (faces[f][i] & 1 ? side : 0);
          quad[i][1] = y + (faces[f][i] & 2 ? side : 0);
          quad[i][2] = z + (faces[f][i] & 4 ? side : 0);
        }
      add_quad (soup, (const float (*)[3]) quad);
    }
}

static void
sphere_point (float  radius,
              double latitude,
              double longitude,
              float *out)
{
  out[0] = radius * (float) (sin (latitude) * cos (longitude));
  out[1] = radius * (float) (sin (latitude) * sin (longitude));
  out[2] = radius * (float) cos (latitude);
}

void
soup_add_sphere (Soup  *soup,
                 float  radius,
                 guint  n_rings,
                 guint  n_sectors)
{
  for (guint r = 0; r < n_rings; r++)
    for (guint s = 0; s < n_sectors; s++)
      {
        float quad[4][3];

        for (guint i = 0; i < 4; i++)
          {
            guint ring = r + (i == 1 || i == 2), sector = (s + (i > 1)) % n_sectors;

            /* All corners of a pole are the same point, to the bit. */
            if (ring == 0 || ring == n_rings)
              sector = 0;
            sphere_point (ring == n_rings ? -radius : radius,
                          ring == n_rings ? 0 : G_PI * ring / n_rings,
                          2 * G_PI * sector / n_sectors, quad[i]);
          }
        if (r > 0)
          soup_add_triangle (soup, quad[0], quad[1], quad[3]);
        if (r < n_rings - 1)
          soup_add_triangle (soup, quad[1], quad[2], quad[3]);
      }
}

void
soup_add_sheet (Soup  *soup,
                float  z,
                float  side,
                guint  n)
{
  for (guint y = 0; y < n; y++)
    for (guint x = 0; x < n; x++)
      {
        float quad[4][3];

        for (guint i = 0; i < 4; i++)
          {
            quad[i][0] = side * (float) (x + (i == 1 || i == 2)) / (float) n;
            quad[i][1] = side * (float) (y + (i > 1)) / (float) n;
            quad[i][2] = z;
          }
        add_quad (soup, (const float (*)[3]) quad);
      }
}

guint32
soup_count (const Soup *soup)
{
  return soup->len / 9;
}

float *
soup_triangle (Soup    *soup,
               guint32  i)
{
  return &g_array_index (soup, float, 9 * i);
}

StanokMesh *
soup_weld (const Soup *soup)
{
  g_autoptr(GError) error = NULL;
  const float *corners = (const void *) soup->data;
  StanokMesh *mesh = stanok_mesh_weld (corners, soup_count (soup), &error);

  g_assert_no_error (error);
  return mesh;
}

StanokMesh *
soup_weld_free (Soup *soup)
{
  StanokMesh *mesh = soup_weld (soup);

  g_array_unref (soup);
  return mesh;
}
