/* test-size-text.c: size and volume in figures that say something
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-size-text.h"

static void
assert_text (double      volume_mm3,
             gboolean    watertight,
             const char *expected)
{
  StanokMeasures measures = {
    .min_mm = { -10.9, 0, 100 }, .max_mm = { 10.9, 22.94, 113.17 },
    .volume_mm3 = volume_mm3, .watertight = watertight,
  };
  g_autofree char *text = stanok_size_text (&measures);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_figures (void)
{
  assert_text (1100, TRUE, "21.8 × 22.9 × 13.2 mm · 1.1 cm³");
  assert_text (-1100, TRUE, "21.8 × 22.9 × 13.2 mm · 1.1 cm³");
  assert_text (99.4, TRUE, "21.8 × 22.9 × 13.2 mm · 99.4 mm³");
  assert_text (123456, TRUE, "21.8 × 22.9 × 13.2 mm · 123 cm³");
  assert_text (1100, FALSE, "21.8 × 22.9 × 13.2 mm · not closed");
}

static void
test_whole_figures (void)
{
  g_autofree char *text = stanok_size_dimensions (84, 125.04, 36.949);

  g_assert_cmpstr (text, ==, "84 × 125 × 36.9 mm");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/view3d/size-text/figures", test_figures);
  g_test_add_func ("/view3d/size-text/a-zero-says-nothing", test_whole_figures);
  return g_test_run ();
}
