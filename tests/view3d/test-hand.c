/* test-hand.c: fingers, wheel and keys move the camera as a person expects
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-hand.h"

#include <math.h>
#include <string.h>

static void
set_up (StanokCamera *camera,
        StanokHand   *hand)
{
  memset (hand, 0, sizeof *hand);
  stanok_camera_init (camera);
  stanok_camera_set_viewport (camera, 800, 600);
  stanok_camera_set_view (camera, STANOK_SIDE_FRONT);
}

static void
test_drag_turns (void)
{
  StanokCamera camera, start;
  StanokHand hand;

  set_up (&camera, &hand);
  start = camera;
  stanok_hand_press (&hand, STANOK_HAND_ORBIT, 400, 300);
  g_assert_false (stanok_hand_drag (&hand, &camera, 400, 300));
  g_assert_true (stanok_hand_drag (&hand, &camera, 500, 300));
  g_assert_true (stanok_hand_drag (&hand, &camera, 700, 300));
  g_assert_cmpfloat_with_epsilon (camera.azimuth_rad, start.azimuth_rad - G_PI_2, 1e-9);
  g_assert_cmpfloat (camera.half_height_mm, ==, start.half_height_mm);
  stanok_hand_release (&hand);
  g_assert_false (stanok_hand_drag (&hand, &camera, 0, 0));
}

static void
test_drag_with_the_other_button_moves (void)
{
  StanokCamera camera;
  StanokHand hand;
  double at[2];

  set_up (&camera, &hand);
  stanok_hand_press (&hand, STANOK_HAND_PAN, 100, 100);
  g_assert_true (stanok_hand_drag (&hand, &camera, 130, 80));
  stanok_camera_project (&camera, camera.centre_mm, at);
  g_assert_cmpfloat_with_epsilon (at[0], 430, 1e-6);
  g_assert_cmpfloat_with_epsilon (at[1], 280, 1e-6);
}

/* The point between the fingers stays between them. */
static void
test_pinch (void)
{
  StanokCamera camera;
  StanokHand hand;
  double half, at[2];

  set_up (&camera, &hand);
  half = camera.half_height_mm;
  stanok_hand_pinch_begin (&hand, 400, 300);
  g_assert_true (stanok_hand_pinch (&hand, &camera, 420, 310, 1.5));
  g_assert_true (stanok_hand_pinch (&hand, &camera, 450, 320, 2.0));
  g_assert_cmpfloat_with_epsilon (camera.half_height_mm, half / 2, 1e-9);
  stanok_camera_project (&camera, camera.centre_mm, at);
  g_assert_cmpfloat_with_epsilon (at[0], 450, 1e-6);
  g_assert_cmpfloat_with_epsilon (at[1], 320, 1e-6);
  g_assert_false (stanok_hand_pinch (&hand, &camera, 450, 320, 0));
  g_assert_false (stanok_hand_pinch (&hand, &camera, 450, 320, NAN));
}

/* The first finger of two drags no more, and lifting them one after the other turns nothing. */
static void
test_second_finger_ends_the_drag (void)
{
  StanokCamera camera, before;
  StanokHand hand;

  set_up (&camera, &hand);
  stanok_hand_press (&hand, STANOK_HAND_ORBIT, 400, 300);
  stanok_hand_pinch_begin (&hand, 450, 300);
  before = camera;
  g_assert_false (stanok_hand_drag (&hand, &camera, 0, 0));
  stanok_hand_press (&hand, STANOK_HAND_ORBIT, 0, 0);
  g_assert_false (stanok_hand_drag (&hand, &camera, 100, 100));
  stanok_hand_release (&hand);
  g_assert_false (stanok_hand_drag (&hand, &camera, 200, 200));
  g_assert_false (stanok_hand_pinch (&hand, &camera, 200, 200, 3));
  g_assert_cmpmem (&camera, sizeof camera, &before, sizeof before);
}

static gboolean
touch (StanokHand   *hand,
       StanokCamera *camera,
       StanokTouch   what,
       int           id,
       double        x_px,
       double        y_px)
{
  const StanokFinger finger = { GINT_TO_POINTER (id), x_px, y_px };

  return stanok_hand_touch (hand, camera, what, &finger);
}

/* One finger turns; a second makes it a pinch; the one that stays does nothing; then anew. */
static void
test_fingers (void)
{
  StanokCamera camera, before;
  StanokHand hand;
  double half, at[2];

  set_up (&camera, &hand);
  half = camera.half_height_mm;
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_DOWN, 1, 300, 300));
  g_assert_true (touch (&hand, &camera, STANOK_TOUCH_MOVE, 1, 320, 300));
  g_assert_cmpfloat (fabs (camera.azimuth_rad + G_PI_2), >, 0.05);
  g_assert_true (touch (&hand, &camera, STANOK_TOUCH_MOVE, 1, 300, 300));

  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_DOWN, 2, 500, 300));
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_DOWN, 3, 10, 10));
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_MOVE, 3, 50, 50));
  g_assert_true (touch (&hand, &camera, STANOK_TOUCH_MOVE, 1, 250, 300));
  g_assert_true (touch (&hand, &camera, STANOK_TOUCH_MOVE, 2, 650, 300));
  g_assert_cmpfloat_with_epsilon (camera.half_height_mm, half / 2, 1e-9);
  stanok_camera_project (&camera, camera.centre_mm, at);
  g_assert_cmpfloat_with_epsilon (at[0], 450, 1e-6);

  before = camera;
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_UP, 1, 250, 300));
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_MOVE, 2, 100, 100));
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_DOWN, 4, 100, 100));
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_MOVE, 4, 200, 100));
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_UP, 2, 100, 100));
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_UP, 4, 100, 100));
  g_assert_cmpmem (&camera, sizeof camera, &before, sizeof before);
  g_assert_false (touch (&hand, &camera, STANOK_TOUCH_DOWN, 5, 100, 100));
  g_assert_true (touch (&hand, &camera, STANOK_TOUCH_MOVE, 5, 110, 100));
}

/* Fingers that meet do not zoom without bounds. */
static void
test_fingers_that_meet (void)
{
  StanokCamera camera;
  StanokHand hand;
  double half;

  set_up (&camera, &hand);
  half = camera.half_height_mm;
  touch (&hand, &camera, STANOK_TOUCH_DOWN, 1, 300, 300);
  touch (&hand, &camera, STANOK_TOUCH_DOWN, 2, 300, 300);
  touch (&hand, &camera, STANOK_TOUCH_MOVE, 2, 304, 300);
  g_assert_cmpfloat_with_epsilon (camera.half_height_mm, half, 1e-9);
  touch (&hand, &camera, STANOK_TOUCH_MOVE, 2, 332, 300);
  g_assert_cmpfloat_with_epsilon (camera.half_height_mm, half / 2, 1e-9);
}

static void
test_wheel (void)
{
  StanokCamera camera;
  StanokHand hand;
  double half, before[2], after[2];
  const double point[3] = { 5, 0, 5 };

  set_up (&camera, &hand);
  half = camera.half_height_mm;
  stanok_camera_project (&camera, point, before);
  g_assert_true (stanok_hand_wheel (&camera, -1, before[0], before[1]));
  stanok_camera_project (&camera, point, after);
  g_assert_cmpfloat (camera.half_height_mm, <, half);
  g_assert_cmpfloat_with_epsilon (after[0], before[0], 1e-6);
  g_assert_cmpfloat_with_epsilon (after[1], before[1], 1e-6);
  g_assert_true (stanok_hand_wheel (&camera, 1, before[0], before[1]));
  g_assert_cmpfloat_with_epsilon (camera.half_height_mm, half, 1e-9);
  g_assert_true (stanok_hand_wheel (&camera, -1000, 400, 300));
  g_assert_cmpfloat (camera.half_height_mm, >, half / 3);
  g_assert_false (stanok_hand_wheel (&camera, 0, 400, 300));
  g_assert_false (stanok_hand_wheel (&camera, NAN, 400, 300));
}

static void
test_keys (void)
{
  StanokCamera camera, start;
  StanokHand hand;
  double at[2];

  set_up (&camera, &hand);
  start = camera;
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_TURN_LEFT));
  g_assert_cmpfloat_with_epsilon (camera.azimuth_rad - start.azimuth_rad, G_PI / 12, 1e-9);
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_TURN_RIGHT));
  g_assert_cmpfloat_with_epsilon (camera.azimuth_rad, start.azimuth_rad, 1e-9);
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_TURN_DOWN));
  g_assert_cmpfloat_with_epsilon (camera.elevation_rad, G_PI / 12, 1e-9);
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_TURN_UP));
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_PAN_RIGHT));
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_PAN_DOWN));
  stanok_camera_project (&camera, camera.centre_mm, at);
  g_assert_cmpfloat_with_epsilon (at[0], 450, 1e-6);
  g_assert_cmpfloat_with_epsilon (at[1], 350, 1e-6);
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_PAN_LEFT));
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_PAN_UP));
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_ZOOM_IN));
  g_assert_cmpfloat_with_epsilon (camera.half_height_mm, start.half_height_mm / 1.25, 1e-9);
  g_assert_true (stanok_hand_step (&camera, STANOK_STEP_ZOOM_OUT));
  stanok_camera_project (&camera, camera.centre_mm, at);
  g_assert_cmpfloat_with_epsilon (at[0], 400, 1e-6);
  g_assert_cmpfloat_with_epsilon (at[1], 300, 1e-6);
  g_assert_false (stanok_hand_step (&camera, 77));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/view3d/hand/drag-turns", test_drag_turns);
  g_test_add_func ("/view3d/hand/drag-with-the-other-button-moves",
                   test_drag_with_the_other_button_moves);
  g_test_add_func ("/view3d/hand/pinch", test_pinch);
  g_test_add_func ("/view3d/hand/second-finger-ends-the-drag", test_second_finger_ends_the_drag);
  g_test_add_func ("/view3d/hand/fingers", test_fingers);
  g_test_add_func ("/view3d/hand/fingers-that-meet", test_fingers_that_meet);
  g_test_add_func ("/view3d/hand/wheel", test_wheel);
  g_test_add_func ("/view3d/hand/keys", test_keys);
  return g_test_run ();
}
