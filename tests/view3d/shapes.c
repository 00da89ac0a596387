/* shapes.c: meshes made of formulas, as a mesh file would hold them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE     /* memfd_create */

#include "shapes.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static Shape *
shape_new (guint32 n_vertices,
           guint32 n_triangles,
           guint32 n_edges,
           guint32 n_coarse)
{
  Shape *self = g_new0 (Shape, 1);

  self->vertices = g_new0 (StanokVertex, n_vertices);
  self->triangles = g_new0 (guint32, 3 * (gsize) n_triangles);
  self->coarse = g_new0 (guint32, 3 * (gsize) n_coarse);
  self->edges = g_new0 (float, 6 * (gsize) n_edges);
  self->thumb = g_malloc0 (2 * STANOK_MESH_THUMB_PX * STANOK_MESH_THUMB_PX);
  self->sections = (StanokMeshSections) {
    .measures = &self->measures,
    .vertices = self->vertices, .n_vertices = n_vertices,
    .triangles = self->triangles, .n_triangles = n_triangles,
    .coarse = self->coarse, .n_coarse = n_coarse,
    .edges = self->edges, .n_edges = n_edges,
    .thumb = self->thumb,
  };
  self->measures.watertight = TRUE;
  self->measures.n_shells = 1;
  return self;
}

void
shape_free (Shape *self)
{
  g_free (self->vertices);
  g_free (self->triangles);
  g_free (self->coarse);
  g_free (self->edges);
  g_free (self->thumb);
  g_free (self);
}

static void
put_vertex (StanokVertex *v,
            const double  position[3],
            const double  normal[3])
{
  double length = sqrt (normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);

  for (int i = 0; i < 3; i++)
    {
      v->position[i] = position[i];
      v->normal[i] = lround (normal[i] / length * 32767);
    }
}

static void
put_edge (Shape        *self,
          guint32       at,
          const double *a,
          const double *b)
{
  for (int i = 0; i < 3; i++)
    {
      self->edges[6 * at + i] = a[i];
      self->edges[6 * at + 3 + i] = b[i];
    }
}

static void
find_bounds (Shape *self)
{
  for (int k = 0; k < 3; k++)
    {
      self->measures.min_mm[k] = G_MAXDOUBLE;
      self->measures.max_mm[k] = -G_MAXDOUBLE;
      for (guint32 i = 0; i < self->sections.n_vertices; i++)
        {
          self->measures.min_mm[k] = MIN (self->measures.min_mm[k], self->vertices[i].position[k]);
          self->measures.max_mm[k] = MAX (self->measures.max_mm[k], self->vertices[i].position[k]);
        }
    }
}

/* Two triangles, the corners counter-clockwise. */
static void
put_quad (guint32 *out,
          guint32  a,
          guint32  b,
          guint32  c,
          guint32  d)
{
  const guint32 six[6] = { a, b, c, a, c, d };

  memcpy (out, six, sizeof six);
}

/* From 0 to @size_mm on each axis. */
Shape *
shape_new_cube (float size_mm)
{
  Shape *self = shape_new (24, 12, 12, 0);
  guint n_edges = 0;

  for (guint side = 0; side < 6; side++)
    {
      guint axis = side / 2, u = (axis + 1) % 3, v = (axis + 2) % 3;
      gboolean is_high = side & 1;
      double normal[3] = { 0 };
      static const guint8 order[4][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };

      normal[axis] = is_high ? 1 : -1;
      for (guint i = 0; i < 4; i++)
        {
          guint k = is_high ? i : 3 - i;
          double p[3] = { 0 };

          p[axis] = is_high ? size_mm : 0;
          p[u] = order[k][0] * size_mm;
          p[v] = order[k][1] * size_mm;
          put_vertex (&self->vertices[4 * side + i], p, normal);
        }
      put_quad (self->triangles + 6 * side, 4 * side, 4 * side + 1, 4 * side + 2, 4 * side + 3);
      for (guint i = 0; i < 2; i++)
        {
          double a[3] = { 0 }, b[3];

          a[u] = is_high ? size_mm : 0;
          a[v] = i * size_mm;
          memcpy (b, a, sizeof b);
          b[axis] = size_mm;
          put_edge (self, n_edges++, a, b);
        }
    }
  find_bounds (self);
  self->measures.volume_mm3 = (double) size_mm * size_mm * size_mm;
  return self;
}

/* One square in the plane z = 0, seen from above: open. */
Shape *
shape_new_sheet (float size_mm)
{
  Shape *self = shape_new (4, 2, 0, 0);
  const double up[3] = { 0, 0, 1 };

  for (guint i = 0; i < 4; i++)
    {
      const double p[3] = { i == 1 || i == 2 ? size_mm : 0, i >= 2 ? size_mm : 0, 0 };

      put_vertex (&self->vertices[i], p, up);
    }
  put_quad (self->triangles, 0, 1, 2, 3);
  find_bounds (self);
  self->measures.watertight = FALSE;
  self->measures.open_edges = 4;
  return self;
}

/* How far the outside stands off the axis, at @s from one border (-1) to the other (1). */
static double
ring_outside (double wall,
              double s)
{
  return 9.1 + wall * (0.45 + 0.55 * sqrt (1 - 0.967 * s * s));
}

/* The surface of a signet ring about the Y axis: @u round the finger; @strip outside, one side,
 * inside, other side, each @t from 0 to 1 in the turning sense of the section. */
static void
ring_at (guint  strip,
         double u,
         double t,
         double out[3])
{
  double a = 2 * G_PI * u, top = pow (0.5 + 0.5 * sin (a), 3), half_width = 2.6 + 4.2 * top, r, y;
  double wall = 1.7 + 1.6 * top, s = 2 * t - 1, border = ring_outside (wall, 1), inside = 9.35;

  switch (strip)
    {
    case 0:
      y = s * half_width;
      r = ring_outside (wall, s);
      break;
    case 1:
      y = half_width;
      r = border * (1 - t) + inside * t;
      break;
    case 2:
      y = -s * half_width;
      r = inside - 0.25 * (1 - s * s);
      break;
    default:
      y = -half_width;
      r = inside * (1 - t) + border * t;
    }
  if (strip == 0 && r * sin (a) > 11.9)       /* the face is cut flat */
    r = 11.9 / sin (a);
  out[0] = r * cos (a);
  out[1] = y;
  out[2] = r * sin (a);
}

static void
ring_vertex (StanokVertex *out,
             guint         strip,
             double        u,
             double        t)
{
  const double step = 1e-4;
  double p[3], u0[3], u1[3], t0[3], t1[3], normal[3];

  ring_at (strip, u, t, p);
  ring_at (strip, u - step, t, u0);
  ring_at (strip, u + step, t, u1);
  ring_at (strip, u, MAX (t - step, 0), t0);
  ring_at (strip, u, MIN (t + step, 1), t1);
  for (int i = 0; i < 3; i++)
    {
      int j = (i + 1) % 3, k = (i + 2) % 3;

      normal[i] = (t1[j] - t0[j]) * (u1[k] - u0[k]) - (t1[k] - t0[k]) * (u1[j] - u0[j]);
    }
  put_vertex (out, p, normal);
}

/* Four strips, each a grid of its own with a column more than it has quads. */
static void
ring_triangles (guint32 *out,
                guint    n_around,
                guint    n_across,
                guint    step)
{
  for (guint strip = 0; strip < 4; strip++)
    for (guint i = 0; i < n_around; i += step)
      for (guint j = 0; j < n_across; j += step)
        {
          guint32 base = strip * n_around * (n_across + 1), next = (i + step) % n_around;

          put_quad (out, base + i * (n_across + 1) + j, base + i * (n_across + 1) + j + step,
                    base + next * (n_across + 1) + j + step, base + next * (n_across + 1) + j);
          out += 6;
        }
}

/**
 * shape_new_ring:
 * @coarse_step: divides @n_around and @n_across; 0 for no coarse version
 *
 * A closed signet ring of 8 * @n_around * @n_across triangles.
 */
Shape *
shape_new_ring (guint n_around,
                guint n_across,
                guint coarse_step)
{
  guint n_coarse = coarse_step == 0 ? 0 : 8 * (n_around / coarse_step) * (n_across / coarse_step);
  Shape *self = shape_new (4 * n_around * (n_across + 1), 8 * n_around * n_across, 4 * n_around,
                           n_coarse);

  for (guint strip = 0; strip < 4; strip++)
    for (guint i = 0; i < n_around; i++)
      {
        double a[3], b[3];

        for (guint j = 0; j <= n_across; j++)
          ring_vertex (&self->vertices[(strip * n_around + i) * (n_across + 1) + j], strip,
                       (double) i / n_around, (double) j / n_across);
        ring_at (strip, (double) i / n_around, 0, a);
        ring_at (strip, (i + 1.0) / n_around, 0, b);
        put_edge (self, 4 * i + strip, a, b);
      }
  ring_triangles (self->triangles, n_around, n_across, 1);
  if (n_coarse > 0)
    ring_triangles (self->coarse, n_around, n_across, coarse_step);
  find_bounds (self);
  self->measures.volume_mm3 = 1100;
  return self;
}

StanokMeshFile *
shape_to_file (const Shape *self)
{
  gsize n = 3 * (gsize) self->sections.n_triangles;
  g_autofree float *soup = g_new (float, 3 * n);
  g_autoptr (StanokMesh) mesh = NULL;
  g_autoptr (GError) error = NULL;
  StanokMeshFile *file;
  int fd = memfd_create ("shape", MFD_CLOEXEC);

  for (gsize i = 0; i < n; i++)
    memcpy (soup + 3 * i, self->vertices[self->triangles[i]].position, 3 * sizeof *soup);
  mesh = stanok_mesh_weld (soup, self->sections.n_triangles, &error);
  g_assert_no_error (error);
  stanok_mesh_file_write (mesh, fd, &error);
  g_assert_no_error (error);
  file = stanok_mesh_file_map (fd, &error);
  g_assert_no_error (error);
  close (fd);
  return file;
}
