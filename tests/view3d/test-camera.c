/* test-camera.c: what a finger does to the picture, as properties over many cameras
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-camera.h"

#include <math.h>
#include <string.h>

#define N_ROUNDS 400

/* Somewhere a person could have come to: a box of any size and place, a window of any shape,
 * turned and moved. */
static void
make_any (StanokCamera *camera,
          GRand        *rand)
{
  double size = pow (10, g_rand_double_range (rand, -2, 4)), min[3], max[3];

  for (int i = 0; i < 3; i++)
    {
      min[i] = g_rand_double_range (rand, -5, 5) * size;
      max[i] = min[i] + g_rand_double_range (rand, 0.02, 1) * size;
    }
  stanok_camera_init (camera);
  stanok_camera_set_bounds (camera, min, max);
  stanok_camera_set_viewport (camera, g_rand_int_range (rand, 200, 2000),
                              g_rand_int_range (rand, 200, 2000));
  stanok_camera_set_view (camera, g_rand_int_range (rand, 0, STANOK_N_SIDES));
  stanok_camera_orbit (camera, g_rand_double_range (rand, -500, 500),
                       g_rand_double_range (rand, -100, 100));
}

static void
any_point (const StanokCamera *camera,
           GRand              *rand,
           double              out[3])
{
  for (int i = 0; i < 3; i++)
    out[i] = camera->centre_mm[i] + g_rand_double_range (rand, -0.5, 0.5) * camera->radius_mm;
}

static void
test_fit_contains_bounds (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int round = 0; round < N_ROUNDS; round++)
    {
      StanokCamera camera;
      double low[2] = { G_MAXDOUBLE, G_MAXDOUBLE }, high[2] = { -G_MAXDOUBLE, -G_MAXDOUBLE }, fill;
      double size[2];

      make_any (&camera, rand);
      stanok_camera_fit (&camera);
      size[0] = camera.width_px;
      size[1] = camera.height_px;
      for (guint i = 0; i < camera.n_points; i++)
        {
          double at[2];

          stanok_camera_project (&camera, camera.points_mm[i], at);
          for (int k = 0; k < 2; k++)
            {
              low[k] = MIN (low[k], at[k]);
              high[k] = MAX (high[k], at[k]);
            }
        }
      fill = MAX ((high[0] - low[0]) / size[0], (high[1] - low[1]) / size[1]);
      for (int k = 0; k < 2; k++)
        {
          g_assert_cmpfloat (low[k], >=, 0.099 * size[k]);
          g_assert_cmpfloat (high[k], <=, 0.901 * size[k]);
          g_assert_cmpfloat_with_epsilon (low[k] + high[k], size[k], 0.02 * size[k]);
        }
      g_assert_cmpfloat (fill, >, 0.78);
    }
}

static void
test_fit_to_points_is_tighter (void)
{
  const double min[3] = { -10, -10, -10 }, max[3] = { 10, 10, 10 };
  g_autofree float *ball = g_new (float, 3 * 2000);
  StanokCamera camera;
  double box_half;

  stanok_camera_init (&camera);
  stanok_camera_set_bounds (&camera, min, max);
  stanok_camera_set_viewport (&camera, 800, 600);
  stanok_camera_fit (&camera);
  box_half = camera.half_height_mm;
  for (int i = 0; i < 2000; i++)
    {
      double z = 1 - (2 * i + 1) / 2000.0, r = sqrt (1 - z * z);

      ball[3 * i] = 10 * r * cos (i * 2.4);
      ball[3 * i + 1] = 10 * r * sin (i * 2.4);
      ball[3 * i + 2] = 10 * z;
    }
  stanok_camera_set_points (&camera, ball, 3 * sizeof (float), 2000);
  stanok_camera_fit (&camera);
  g_assert_cmpfloat (camera.half_height_mm, <, 0.85 * box_half);
  for (int i = 0; i < 2000; i++)
    {
      const double p[3] = { ball[3 * i], ball[3 * i + 1], ball[3 * i + 2] };
      double at[2];

      stanok_camera_project (&camera, p, at);
      g_assert_cmpfloat (at[0], >, 0.05 * 800);
      g_assert_cmpfloat (at[0], <, 0.95 * 800);
      g_assert_cmpfloat (at[1], >, 0.05 * 600);
      g_assert_cmpfloat (at[1], <, 0.95 * 600);
    }
}

static void
test_zoom_keeps_what_is_under_the_pointer (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (int round = 0; round < N_ROUNDS; round++)
    {
      StanokCamera camera;
      double point[3], before[2], after[2], half;

      make_any (&camera, rand);
      any_point (&camera, rand, point);
      stanok_camera_project (&camera, point, before);
      half = camera.half_height_mm;
      stanok_camera_zoom (&camera, g_rand_double_range (rand, 1, 20), before[0], before[1]);
      stanok_camera_project (&camera, point, after);
      g_assert_cmpfloat (camera.half_height_mm, <, half);
      g_assert_cmpfloat_with_epsilon (after[0], before[0], 1e-6 * camera.width_px);
      g_assert_cmpfloat_with_epsilon (after[1], before[1], 1e-6 * camera.height_px);
    }
}

static void
test_pan_follows_the_finger_at_any_depth (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int round = 0; round < N_ROUNDS; round++)
    {
      StanokCamera camera;
      double point[3], before[2], after[2], move[2];

      make_any (&camera, rand);
      any_point (&camera, rand, point);
      move[0] = g_rand_double_range (rand, -0.2, 0.2) * MIN (camera.width_px, camera.height_px);
      move[1] = g_rand_double_range (rand, -0.2, 0.2) * MIN (camera.width_px, camera.height_px);
      stanok_camera_project (&camera, point, before);
      stanok_camera_pan (&camera, move[0], move[1]);
      stanok_camera_project (&camera, point, after);
      g_assert_cmpfloat_with_epsilon (after[0] - before[0], move[0], 1e-6 * camera.width_px);
      g_assert_cmpfloat_with_epsilon (after[1] - before[1], move[1], 1e-6 * camera.height_px);
    }
}

static void
test_orbit_and_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (int round = 0; round < N_ROUNDS; round++)
    {
      StanokCamera camera, start;
      double dx = g_rand_double_range (rand, -3000, 3000), middle[2];

      make_any (&camera, rand);
      camera.elevation_rad = 0;
      stanok_camera_pan (&camera, 20, -30);
      start = camera;
      stanok_camera_orbit (&camera, dx, 0.3 * MIN (camera.width_px, camera.height_px));
      g_assert_cmpfloat_with_epsilon (camera.elevation_rad, 0.3 * G_PI, 1e-9);
      /* Invariant 4: the middle of the picture stays where it is. */
      stanok_camera_project (&camera, camera.target_mm, middle);
      g_assert_cmpfloat_with_epsilon (middle[0], camera.width_px / 2.0, 1e-6 * camera.width_px);
      g_assert_cmpfloat_with_epsilon (middle[1], camera.height_px / 2.0, 1e-6 * camera.height_px);
      stanok_camera_orbit (&camera, -dx, -0.3 * MIN (camera.width_px, camera.height_px));
      g_assert_cmpfloat_with_epsilon (remainder (camera.azimuth_rad - start.azimuth_rad, 2 * G_PI),
                                      0, 1e-9);
      g_assert_cmpfloat_with_epsilon (camera.elevation_rad, start.elevation_rad, 1e-9);
    }
}

/* Dragged to the right the near side goes right; dragged downwards the top comes into sight. Z
 * stays upright. */
static void
test_orbit_direction (void)
{
  const double min[3] = { -10, -10, -10 }, max[3] = { 10, 10, 10 }, near[3] = { 0, -10, 0 };
  double before[2], after[2], right[3], up[3], back[3];
  StanokCamera camera;

  stanok_camera_init (&camera);
  stanok_camera_set_bounds (&camera, min, max);
  stanok_camera_set_viewport (&camera, 800, 600);
  stanok_camera_set_view (&camera, STANOK_SIDE_FRONT);
  stanok_camera_project (&camera, near, before);
  stanok_camera_orbit (&camera, 50, 0);
  stanok_camera_project (&camera, near, after);
  g_assert_cmpfloat (after[0], >, before[0] + 10);
  stanok_camera_orbit (&camera, 0, 100);
  stanok_camera_get_axes (&camera, right, up, back);
  g_assert_cmpfloat (back[2], >, 0.3);
  g_assert_cmpfloat (up[2], >, 0.3);
  g_assert_cmpfloat_with_epsilon (right[2], 0, 1e-12);
  for (int i = 0; i < 20; i++)
    stanok_camera_orbit (&camera, 13, 500);
  g_assert_cmpfloat_with_epsilon (camera.elevation_rad, G_PI_2, 1e-12);
}

static void
test_standard_views (void)
{
  static const struct
  {
    StanokSide view;
    double     right[3];
    double     up[3];
  } rows[] = {
    { STANOK_SIDE_FRONT, { 1, 0, 0 }, { 0, 0, 1 } },
    { STANOK_SIDE_TOP,   { 1, 0, 0 }, { 0, 1, 0 } },
    { STANOK_SIDE_RIGHT, { 0, 1, 0 }, { 0, 0, 1 } },
  };
  StanokCamera camera;

  stanok_camera_init (&camera);
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      double right[3], up[3], back[3];

      stanok_camera_set_view (&camera, rows[r].view);
      stanok_camera_get_axes (&camera, right, up, back);
      for (int i = 0; i < 3; i++)
        {
          g_assert_cmpfloat_with_epsilon (right[i], rows[r].right[i], 1e-12);
          g_assert_cmpfloat_with_epsilon (up[i], rows[r].up[i], 1e-12);
        }
    }
}

/* Invariants 1 and 2, whatever a person does: the whole ball is in front of the eye, and its
 * middle not far off. */
static void
test_wild_hands (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  StanokCamera camera;

  make_any (&camera, rand);
  for (int step = 0; step < 20 * N_ROUNDS; step++)
    {
      StanokCameraMatrices m;

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          stanok_camera_orbit (&camera, g_rand_double_range (rand, -900, 900),
                               g_rand_double_range (rand, -900, 900));
          break;
        case 1:
          stanok_camera_pan (&camera, g_rand_double_range (rand, -9000, 9000),
                             g_rand_double_range (rand, -900, 900));
          break;
        case 2:
          stanok_camera_zoom (&camera, pow (2, g_rand_double_range (rand, -9, 9)),
                              g_rand_double_range (rand, -100, 2000),
                              g_rand_double_range (rand, -100, 2000));
          break;
        default:
          stanok_camera_set_viewport (&camera, g_rand_int_range (rand, 0, 3000),
                                      g_rand_int_range (rand, 0, 3000));
        }
      stanok_camera_get_matrices (&camera, &m);
      for (int i = 0; i < 16; i++)
        g_assert_true (isfinite (m.view[i]) && isfinite (m.clip[i]));
      g_assert_cmpfloat (-m.view[14], >, 3.2 * camera.radius_mm);
      g_assert_cmpfloat (hypot (m.view[12], m.view[13]), <, 4 * camera.radius_mm);
    }
}

/* The matrix for GL and the projection for people agree. */
static void
test_matrix_and_projection_agree (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (int round = 0; round < N_ROUNDS; round++)
    {
      StanokCamera camera;
      StanokCameraMatrices m;
      double point[3], at[2], clip[4];

      make_any (&camera, rand);
      stanok_camera_zoom (&camera, 1.5, 100, 100);
      any_point (&camera, rand, point);
      stanok_camera_project (&camera, point, at);
      stanok_camera_get_matrices (&camera, &m);
      for (int row = 0; row < 4; row++)
        {
          clip[row] = m.clip[12 + row];
          for (int k = 0; k < 3; k++)
            clip[row] += m.clip[4 * k + row] * (point[k] - camera.centre_mm[k]);
        }
      g_assert_cmpfloat_with_epsilon ((1 + clip[0] / clip[3]) / 2 * camera.width_px, at[0], 0.01);
      g_assert_cmpfloat_with_epsilon ((1 - clip[1] / clip[3]) / 2 * camera.height_px, at[1], 0.01);
      g_assert_cmpfloat (fabs (clip[2] / clip[3]), <, 1);
    }
}

static void
test_new_size_fits_again_until_moved (void)
{
  StanokCamera camera;
  double half;

  stanok_camera_init (&camera);
  stanok_camera_set_viewport (&camera, 800, 600);
  half = camera.half_height_mm;
  stanok_camera_set_viewport (&camera, 300, 600);
  g_assert_cmpfloat (camera.half_height_mm, >, 1.5 * half);
  stanok_camera_pan (&camera, 1, 0);
  half = camera.half_height_mm;
  stanok_camera_set_viewport (&camera, 800, 600);
  g_assert_cmpfloat (camera.half_height_mm, ==, half);
}

static void
test_nonsense_is_not_followed (void)
{
  const double bad_min[3] = { NAN, 5, -INFINITY }, bad_max[3] = { 1, -5, 2 };
  StanokCamera camera, before;

  stanok_camera_init (&camera);
  before = camera;
  stanok_camera_zoom (&camera, NAN, 0, 0);
  stanok_camera_zoom (&camera, 0, 0, 0);
  stanok_camera_zoom (&camera, -1, 0, 0);
  stanok_camera_pan (&camera, INFINITY, 0);
  stanok_camera_orbit (&camera, 0, NAN);
  g_assert_cmpmem (&camera, sizeof camera, &before, sizeof before);
  stanok_camera_set_bounds (&camera, bad_min, bad_max);
  stanok_camera_fit (&camera);
  g_assert_true (isfinite (camera.half_height_mm) && camera.half_height_mm > 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/view3d/camera/fit-contains-bounds", test_fit_contains_bounds);
  g_test_add_func ("/view3d/camera/fit-to-points-is-tighter", test_fit_to_points_is_tighter);
  g_test_add_func ("/view3d/camera/inv-3/zoom-keeps-what-is-under-the-pointer",
                   test_zoom_keeps_what_is_under_the_pointer);
  g_test_add_func ("/view3d/camera/inv-3/pan-follows-the-finger-at-any-depth",
                   test_pan_follows_the_finger_at_any_depth);
  g_test_add_func ("/view3d/camera/inv-4/orbit-and-back", test_orbit_and_back);
  g_test_add_func ("/view3d/camera/orbit-direction", test_orbit_direction);
  g_test_add_func ("/view3d/camera/standard-views", test_standard_views);
  g_test_add_func ("/view3d/camera/inv-1-2/wild-hands", test_wild_hands);
  g_test_add_func ("/view3d/camera/matrix-and-projection-agree", test_matrix_and_projection_agree);
  g_test_add_func ("/view3d/camera/new-size-fits-again-until-moved",
                   test_new_size_fits_again_until_moved);
  g_test_add_func ("/view3d/camera/nonsense-is-not-followed", test_nonsense_is_not_followed);
  return g_test_run ();
}
