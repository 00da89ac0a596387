/* test-measures.c: size, area, volume, closedness
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "mesh-shapes.h"
#include "mesh/stanok-adjacency.h"

static StanokMeasures
measure (Soup *soup)
{
  g_autoptr(StanokMesh) mesh = soup_weld_free (soup);
  StanokMeasures out;

  stanok_mesh_measure (mesh, &out);
  return out;
}

static void
test_box (void)
{
  Soup *soup = soup_new ();
  StanokMeasures m;

  soup_add_box (soup, 1, 2, 3, 10);
  m = measure (soup);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, 1000, 1e-9);
  g_assert_cmpfloat_with_epsilon (m.area_mm2, 600, 1e-9);
  g_assert_cmpfloat (m.min_mm[0], ==, 1);
  g_assert_cmpfloat (m.min_mm[2], ==, 3);
  g_assert_cmpfloat (m.max_mm[1], ==, 12);
  g_assert_cmpuint (m.n_shells, ==, 1);
  g_assert_true (m.watertight);
}

static void
test_sphere (void)
{
  Soup *soup = soup_new ();
  StanokMeasures m;

  soup_add_sphere (soup, 10, 200, 400);
  m = measure (soup);
  g_assert_true (m.watertight);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, 4.0 / 3 * G_PI * 1000, 1.0);
  g_assert_cmpfloat_with_epsilon (m.area_mm2, 4 * G_PI * 100, 0.2);
}

/* A millimetre cube at 5 m: naive summing from the origin loses the volume. */
static void
test_far_away (void)
{
  Soup *soup = soup_new ();

  soup_add_box (soup, 5000000, 5000000, -5000000, 1);
  g_assert_cmpfloat_with_epsilon (measure (soup).volume_mm3, 1, 1e-9);
}

static void
test_inside_out (void)
{
  Soup *soup = soup_new ();
  g_autoptr(StanokMesh) mesh = NULL;
  StanokMeasures m;

  soup_add_box (soup, 0, 0, 0, 2);
  mesh = soup_weld_free (soup);
  stanok_mesh_flip (mesh);
  stanok_mesh_measure (mesh, &m);
  g_assert_true (m.watertight);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, -8, 1e-9);
}

static void
test_open (void)
{
  Soup *soup = soup_new ();
  StanokMeasures m;

  soup_add_box (soup, 0, 0, 0, 1);
  g_array_set_size (soup, soup->len - 9);
  m = measure (soup);
  g_assert_cmpuint (m.open_edges, ==, 3);
  g_assert_cmpuint (m.non_manifold_edges, ==, 0);
  g_assert_false (m.watertight);
}

static void
test_flipped (void)
{
  Soup *soup = soup_new ();
  StanokMeasures m;

  soup_add_box (soup, 0, 0, 0, 1);
  for (guint k = 0; k < 3; k++)
    {
      float *corner = soup_triangle (soup, 4);
      float second = corner[3 + k];

      corner[3 + k] = corner[6 + k];
      corner[6 + k] = second;
    }
  m = measure (soup);
  g_assert_cmpuint (m.open_edges, ==, 0);
  g_assert_cmpuint (m.non_manifold_edges, ==, 0);
  g_assert_false (m.watertight);
}

/* Two cubes that share one edge: four triangles meet there. */
static void
test_non_manifold (void)
{
  Soup *soup = soup_new ();
  StanokMeasures m;

  soup_add_box (soup, 0, 0, 0, 1);
  soup_add_box (soup, 1, 1, 0, 1);
  m = measure (soup);
  g_assert_cmpuint (m.open_edges, ==, 0);
  g_assert_cmpuint (m.non_manifold_edges, ==, 1);
  g_assert_cmpuint (m.n_shells, ==, 1);
  g_assert_false (m.watertight);
}

static void
test_shells (void)
{
  Soup *soup = soup_new ();
  StanokMeasures m;

  for (guint i = 0; i < 7; i++)
    soup_add_box (soup, (float) (3 * i), 0, 0, 1);
  m = measure (soup);
  g_assert_cmpuint (m.n_shells, ==, 7);
  g_assert_true (m.watertight);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, 7, 1e-9);
}

static void
test_one_triangle (void)
{
  const float corners[3][3] = { { 0, 0, 0 }, { 3, 0, 0 }, { 0, 4, 0 } };
  Soup *soup = soup_new ();
  StanokMeasures m;

  soup_add_triangle (soup, corners[0], corners[1], corners[2]);
  m = measure (soup);
  g_assert_cmpuint (m.n_shells, ==, 1);
  g_assert_cmpuint (m.open_edges, ==, 3);
  g_assert_cmpfloat_with_epsilon (m.area_mm2, 6, 1e-9);
}

/* What is open has no volume, but the number given must not depend on where the shape lies. */
static void
test_open_volume_stays (void)
{
  double volume[2];

  for (guint i = 0; i < 2; i++)
    {
      Soup *soup = soup_new ();

      soup_add_box (soup, 1000.0f * (float) i, 0, 0, 8);
      g_array_set_size (soup, soup->len - 18);
      volume[i] = measure (soup).volume_mm3;
    }
  g_assert_cmpfloat_with_epsilon (volume[0], volume[1], 1e-6);
}

/* Every half-edge's mate goes the other way between the same two vertices. */
static void
test_mates (void)
{
  Soup *soup = soup_new ();
  g_autoptr(StanokMesh) mesh = NULL;
  g_autoptr(StanokAdjacency) adjacency = NULL;

  soup_add_sphere (soup, 1, 40, 60);    /* the poles have more edges than the small sort takes */
  mesh = soup_weld_free (soup);
  adjacency = stanok_adjacency_new (mesh, NULL);
  for (guint32 h = 0; h < 3 * mesh->n_triangles; h++)
    {
      guint32 mate = adjacency->mate[h];

      g_assert_cmpuint (mate, <, 3 * mesh->n_triangles);
      g_assert_cmpuint (adjacency->mate[mate], ==, h);
      g_assert_cmpuint (mesh->triangles[mate], ==, mesh->triangles[stanok_half_edge_next (h)]);
      g_assert_cmpuint (mesh->triangles[stanok_half_edge_next (mate)], ==, mesh->triangles[h]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mesh/measures/a-box-by-formula", test_box);
  g_test_add_func ("/mesh/measures/a-sphere-by-formula", test_sphere);
  g_test_add_func ("/mesh/measures/far-from-the-origin", test_far_away);
  g_test_add_func ("/mesh/measures/inside-out-is-negative", test_inside_out);
  g_test_add_func ("/mesh/measures/a-hole-is-open-edges", test_open);
  g_test_add_func ("/mesh/measures/a-turned-triangle-is-not-watertight", test_flipped);
  g_test_add_func ("/mesh/measures/four-at-an-edge-are-not-manifold", test_non_manifold);
  g_test_add_func ("/mesh/measures/shells-are-counted", test_shells);
  g_test_add_func ("/mesh/measures/one-triangle-is-one-shell", test_one_triangle);
  g_test_add_func ("/mesh/measures/an-open-shape-measures-the-same-elsewhere",
                   test_open_volume_stays);
  g_test_add_func ("/mesh/adjacency/mates-are-mutual", test_mates);
  return g_test_run ();
}
