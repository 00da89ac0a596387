/* test-creases.c: vertices are split where the shape has an edge, and only there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "mesh-shapes.h"
#include "mesh/stanok-creases.h"

typedef struct
{
  StanokMesh      *mesh;
  StanokAdjacency *adjacency;
  StanokCreases   *creases;
} Split;

static Split
split (Soup *soup)
{
  Split self;

  self.mesh = soup_weld_free (soup);
  self.adjacency = stanok_adjacency_new (self.mesh, NULL);
  self.creases = stanok_creases_new (self.adjacency, STANOK_CREASE_DEGREES, NULL);
  g_assert_nonnull (self.creases);
  for (gsize i = 0; i < 3 * (gsize) self.mesh->n_triangles; i++)
    {
      guint32 v = self.creases->triangles[i];

      g_assert_cmpuint (v, <, self.creases->n_vertices);
      g_assert_cmpuint (self.creases->origin[v], ==, self.mesh->triangles[i]);
      g_assert_cmpmem (self.creases->vertices[v].position, 12,
                       self.mesh->positions + 3 * (gsize) self.mesh->triangles[i], 12);
    }
  return self;
}

static void
split_clear (Split *self)
{
  stanok_creases_free (self->creases);
  stanok_adjacency_free (self->adjacency);
  stanok_mesh_free (self->mesh);
}

static void
test_box (void)
{
  Soup *soup = soup_new ();
  Split s;

  soup_add_box (soup, 0, 0, 0, 1);
  s = split (soup);
  g_assert_cmpuint (s.creases->n_vertices, ==, 24);
  g_assert_cmpuint (s.creases->n_edges, ==, 12);    /* and no diagonal */
  for (guint32 v = 0; v < 24; v++)
    {
      const gint16 *n = s.creases->vertices[v].normal;

      g_assert_cmpint (ABS (n[0]) + ABS (n[1]) + ABS (n[2]), ==, 32767);
    }
  split_clear (&s);
}

static void
test_sphere (void)
{
  Soup *soup = soup_new ();
  Split s;

  soup_add_sphere (soup, 5, 30, 40);
  s = split (soup);
  g_assert_cmpuint (s.creases->n_vertices, ==, s.mesh->n_vertices);
  g_assert_cmpuint (s.creases->n_edges, ==, 0);
  for (guint32 v = 0; v < s.creases->n_vertices; v++)
    for (guint k = 0; k < 3; k++)
      g_assert_cmpfloat_with_epsilon (s.creases->vertices[v].normal[k] / 32767.0,
                                      s.creases->vertices[v].position[k] / 5, 0.01);
  split_clear (&s);
}

/* An open sheet: the border is a feature, the inside is not. */
static void
test_border (void)
{
  Soup *soup = soup_new ();
  Split s;

  soup_add_sheet (soup, 0, 10, 8);
  s = split (soup);
  g_assert_cmpuint (s.creases->n_edges, ==, 32);
  g_assert_cmpuint (s.creases->n_vertices, ==, 81);
  split_clear (&s);
}

/* An edge used by four triangles is drawn once and never smoothed over. */
static void
test_crowded_edge (void)
{
  Soup *soup = soup_new ();
  Split s;

  soup_add_box (soup, 0, 0, 0, 1);
  soup_add_box (soup, 1, 1, 0, 1);
  s = split (soup);
  g_assert_cmpuint (s.creases->n_edges, ==, 23);
  g_assert_cmpuint (s.creases->n_vertices, ==, 48);
  split_clear (&s);
}

static void
test_angle (void)
{
  static const struct { double degrees; guint32 n_edges; } rows[] = { { 29, 6 }, { 31, 7 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double angle = rows[i].degrees * G_PI / 180;
      const float left[2][3] = { { -1, 0, 0 }, { -1, 5, 0 } };
      const float spine[2][3] = { { 0, 0, 0 }, { 0, 5, 0 } };
      const float right[2][3] = { { (float) cos (angle), 0, (float) sin (angle) },
                                  { (float) cos (angle), 5, (float) sin (angle) } };
      Soup *soup = soup_new ();
      Split s;

      soup_add_triangle (soup, left[0], spine[0], spine[1]);
      soup_add_triangle (soup, left[0], spine[1], left[1]);
      soup_add_triangle (soup, spine[0], right[0], right[1]);
      soup_add_triangle (soup, spine[0], right[1], spine[1]);
      s = split (soup);
      g_assert_cmpuint (s.creases->n_edges, ==, rows[i].n_edges);
      split_clear (&s);
    }
}

/* A sliver between two walls at a right angle: the edge between the walls is not lost in it. */
static void
test_sliver (void)
{
  const float a[3] = { 0, 0, 0 }, b[3] = { 0, 10, 0 }, middle[3] = { 0, 5, 0 };
  const float floor_point[3] = { 10, 5, 0 }, wall_point[3] = { 0, 5, 10 };
  Soup *soup = soup_new ();
  guint32 n_spine = 0;
  Split s;

  soup_add_triangle (soup, a, floor_point, b);          /* floor, with the long side */
  soup_add_triangle (soup, a, b, middle);               /* sliver */
  soup_add_triangle (soup, a, middle, wall_point);      /* wall, in two */
  soup_add_triangle (soup, middle, b, wall_point);
  s = split (soup);
  for (guint32 i = 0; i < s.creases->n_edges; i++)
    {
      const float *e = s.creases->edges + 6 * (gsize) i;

      n_spine += e[0] == 0 && e[2] == 0 && e[3] == 0 && e[5] == 0;
    }
  g_assert_cmpuint (n_spine, ==, 2);
  split_clear (&s);
}

/* A rectangle's diagonal must not turn the normals: a cylinder of long rectangles is lit evenly. */
static void
test_diagonals (void)
{
  Soup *soup = soup_new ();
  Split s;

  for (guint i = 0; i < 24; i++)
    {
      float p[4][3];

      for (guint k = 0; k < 4; k++)
        {
          double angle = 2 * G_PI * ((i + (k == 1 || k == 2)) % 24) / 24;

          p[k][0] = (float) cos (angle);
          p[k][1] = (float) sin (angle);
          p[k][2] = k > 1 ? 7 : 0;
        }
      soup_add_triangle (soup, p[0], p[1], p[2]);
      soup_add_triangle (soup, p[0], p[2], p[3]);
    }
  s = split (soup);
  for (guint32 v = 0; v < s.creases->n_vertices; v++)
    for (guint k = 0; k < 2; k++)
      g_assert_cmpfloat_with_epsilon (s.creases->vertices[v].normal[k] / 32767.0,
                                      s.creases->vertices[v].position[k], 0.004);
  split_clear (&s);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mesh/creases/a-box-has-twelve-edges", test_box);
  g_test_add_func ("/mesh/creases/a-sphere-has-none", test_sphere);
  g_test_add_func ("/mesh/creases/a-border-is-an-edge", test_border);
  g_test_add_func ("/mesh/creases/a-crowded-edge-is-drawn-once", test_crowded_edge);
  g_test_add_func ("/mesh/creases/thirty-degrees", test_angle);
  g_test_add_func ("/mesh/creases/a-sliver-hides-no-edge", test_sliver);
  g_test_add_func ("/mesh/creases/diagonals-do-not-show", test_diagonals);
  return g_test_run ();
}
