/* test-piece.c: the demo's pieces are closed, and as large as geometry says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "demo/stanok-field.h"
#include "demo/stanok-piece-makers.h"
#include "demo/stanok-piece.h"

#define SEEDS 12

static void
test_closed (gconstpointer data)
{
  StanokPieceKind kind = GPOINTER_TO_UINT (data);
  guint32 n_seeds = kind == STANOK_PIECE_SOLITAIRE ? 3 : SEEDS;    /* it takes longest to make */

  for (guint32 seed = 0; seed < n_seeds; seed++)
    {
      double size_mm = stanok_piece_get_usual_size (kind) * (0.4 + 0.3 * seed);
      g_autoptr(StanokMesh) mesh = stanok_piece_make (kind, size_mm, seed);
      StanokMeasures m;
      double longest = 0;

      stanok_mesh_measure (mesh, &m);
      for (guint k = 0; k < 3; k++)
        longest = MAX (longest, m.max_mm[k] - m.min_mm[k]);
      g_test_message ("%s, seed %u: %u triangles, %.1f mm3", stanok_piece_get_id (kind), seed,
                      mesh->n_triangles, m.volume_mm3);
      g_assert_true (m.watertight);
      g_assert_cmpuint (m.n_shells, ==, 1);
      g_assert_cmpfloat (m.volume_mm3, >, 0);
      g_assert_cmpfloat (m.volume_mm3, <, size_mm * size_mm * size_mm);
      g_assert_cmpfloat_with_epsilon (longest, size_mm, 1e-4 * size_mm);
      g_assert_cmpfloat_with_epsilon (m.min_mm[2], 0, 1e-6);
    }
}

static void
test_deterministic (void)
{
  for (guint kind = 0; kind < STANOK_N_PIECES; kind++)
    {
      g_autoptr(GBytes) a = stanok_piece_make_stl (kind, 30, 5);
      g_autoptr(GBytes) b = stanok_piece_make_stl (kind, 30, 5);
      g_autoptr(GBytes) other = stanok_piece_make_stl (kind, 30, 6);

      g_assert_true (g_bytes_equal (a, b));
      g_assert_false (g_bytes_equal (a, other));
    }
}

static void
test_stl (void)
{
  g_autoptr(StanokMesh) mesh = stanok_piece_make (STANOK_PIECE_NUT, 24, 1);
  g_autoptr(GBytes) bytes = stanok_mesh_to_stl (mesh);
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  guint32 count;
  float first[12];

  memcpy (&count, data + 80, 4);
  memcpy (first, data + 84, sizeof first);
  g_assert_cmpuint (n, ==, 84 + 50 * (gsize) mesh->n_triangles);
  g_assert_cmpuint (GUINT32_FROM_LE (count), ==, mesh->n_triangles);
  g_assert_false (g_str_has_prefix ((const char *) data, "solid"));
  g_assert_cmpfloat_with_epsilon (hypot (hypot (first[0], first[1]), first[2]), 1, 1e-5);
  g_assert_cmpmem (first + 3, 12, mesh->positions + 3 * (gsize) mesh->triangles[0], 12);
}

/* Volume of what @build makes, at the size it was built. */
static StanokMeasures
measure (StanokSolid *solid,
         double       longest)
{
  g_autoptr(StanokMesh) mesh = stanok_solid_to_mesh (solid, longest);
  StanokMeasures m;

  stanok_mesh_measure (mesh, &m);
  g_assert_true (m.watertight);
  return m;
}

static void
test_lathe (void)
{
  const StanokPoint tube[] = { { 3, 0 }, { 5, 0 }, { 5, 40 }, { 3, 40 } };
  const StanokPoint cone[] = { { 0, 0 }, { 6, 0 }, { 0, 24 } };
  const double polygon = 60 / 2.0 * sin (2 * G_PI / 60);    /* area of a 60-gon of radius 1 */
  g_autoptr(StanokOutline) tube_profile = stanok_outline_new (tube, 4);
  g_autoptr(StanokOutline) cone_profile = stanok_outline_new (cone, 3);
  g_autoptr(StanokSolid) a = stanok_solid_new ();
  g_autoptr(StanokSolid) b = stanok_solid_new ();

  stanok_solid_lathe (a, tube_profile, 60);
  g_assert_cmpfloat_with_epsilon (measure (a, 40).volume_mm3, polygon * (25 - 9) * 40, 0.01);
  stanok_solid_lathe (b, cone_profile, 60);
  g_assert_cmpfloat_with_epsilon (measure (b, 24).volume_mm3, polygon * 36 * 24 / 3, 0.01);
}

static StanokSpot
torus_at (guint         u,
          guint         v,
          gconstpointer data)
{
  double around = 2 * G_PI * u / 300, section = 2 * G_PI * v / 200;
  double r = 10 + 3 * cos (section);

  return (StanokSpot) { r * cos (around), r * sin (around), 3 * sin (section) };
}

static void
test_torus (void)
{
  g_autoptr(StanokSolid) solid = stanok_solid_new ();
  StanokMeasures m;

  stanok_solid_torus (solid, 300, 200, torus_at, NULL);
  m = measure (solid, 26);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, 2 * G_PI * G_PI * 10 * 9, 1);
  g_assert_cmpfloat_with_epsilon (m.area_mm2, 4 * G_PI * G_PI * 10 * 3, 0.5);
}

/* Pappus: what lies between two long threads is a screw of constant section, turned. */
static void
test_thread (void)
{
  double volume[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(StanokSolid) solid = stanok_solid_new ();
      StanokThread thread = { .base = 4, .tip = 5, .pitch = 1.5, .high = 30 + 30 * i, .n = 120 };
      StanokLoop low, high;

      stanok_solid_thread (solid, &thread, &low, &high);
      stanok_solid_cap (solid, STANOK_FACING_DOWN, low, NULL, 0);
      stanok_solid_cap (solid, STANOK_FACING_UP, high, NULL, 0);
      volume[i] = measure (solid, thread.high).volume_mm3;
    }
  /* 0.22 at 4, 0.31 rising, 0.16 at 5, 0.31 falling; of r^2 a slope has the mean 61 / 3 */
  g_assert_cmpfloat_with_epsilon (volume[1] - volume[0],
                                  30 * G_PI * (0.22 * 16 + 0.62 * 61 / 3 + 0.16 * 25), 2);
}

static double
two_balls (StanokSpot    at,
           gconstpointer data)
{
  double one = sqrt (at.x * at.x + at.y * at.y + at.z * at.z) - 5;
  double other = sqrt ((at.x - 20) * (at.x - 20) + at.y * at.y + at.z * at.z) - 5;

  return MIN (one, other);
}

/* Balls of radius 5: the surface of a field lies where the function says. */
static void
test_field (void)
{
  g_autoptr(StanokSolid) solid = stanok_solid_new ();
  const StanokFieldBox box = { { -6, -6, -6 }, { 26, 6, 6 }, 0.3 };
  StanokMeasures m;

  stanok_solid_add_field (solid, two_balls, NULL, &box);
  m = measure (solid, 30);
  g_assert_cmpuint (m.n_shells, ==, 2);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, 2 * 4.0 / 3 * G_PI * 125, 2);
}

/* The triangles of a polygon with holes: each point used, none added, the area exact. */
static void
test_triangulate (void)
{
  for (guint n_holes = 0; n_holes <= 9; n_holes++)
    {
      g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (StanokPoint));
      guint sizes[10] = { 0 };
      double area = 0, covered = 0;
      g_autofree guint32 *triangles = NULL;
      const StanokPoint *p;
      guint32 n;

      for (guint ring = 0; ring <= n_holes; ring++)
        {
          double x = 10 * (ring % 3), y = 10 * (ring / 3.0 - ring % 3 / 3.0);
          g_autoptr(StanokOutline) outline =
            ring == 0 ? stanok_outline_circle (10, 10, 40, 60 + n_holes)
                      : stanok_outline_circle (x, y, 3, 5 + ring);

          sizes[ring] = outline->n;
          area += stanok_outline_area (outline) * (ring == 0 ? 1 : -1);
          g_array_append_vals (points, outline->points, outline->n);
        }
      p = (const StanokPoint *) (const void *) points->data;
      triangles = stanok_triangulate (p, sizes, n_holes + 1, &n);
      g_assert_cmpuint (n, ==, points->len - 2 + 2 * n_holes);
      for (guint32 t = 0; t < n; t++)
        {
          StanokPoint a = p[triangles[3 * t]];
          StanokPoint b = p[triangles[3 * t + 1]];
          StanokPoint c = p[triangles[3 * t + 2]];
          double twice = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

          g_assert_cmpfloat (twice, >, -1e-9);
          covered += twice / 2;
        }
      g_assert_cmpfloat_with_epsilon (covered, area, 1e-6);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint kind = 0; kind < STANOK_N_PIECES; kind++)
    {
      const char *id = stanok_piece_get_id (kind);
      g_autofree char *path = g_strdup_printf ("/demo/piece/closed-and-of-size/%s", id);

      g_test_add_data_func (path, GUINT_TO_POINTER (kind), test_closed);
    }
  g_test_add_func ("/demo/piece/a-seed-is-a-piece", test_deterministic);
  g_test_add_func ("/demo/piece/stl-bytes", test_stl);
  g_test_add_func ("/demo/solid/lathe-by-formula", test_lathe);
  g_test_add_func ("/demo/solid/torus-by-formula", test_torus);
  g_test_add_func ("/demo/solid/thread-by-formula", test_thread);
  g_test_add_func ("/demo/field/balls-by-formula", test_field);
  g_test_add_func ("/demo/outline/triangles-cover-it", test_triangulate);
  return g_test_run ();
}
