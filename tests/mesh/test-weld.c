/* test-weld.c: loose triangles become a mesh, or a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/stanok-error.h"
#include "mesh-shapes.h"
#include "mesh/stanok-welder.h"

static void
test_box (void)
{
  g_autoptr(StanokMesh) mesh = NULL;
  Soup *soup = soup_new ();

  soup_add_box (soup, -1, -1, -1, 2);
  mesh = soup_weld_free (soup);
  g_assert_cmpuint (mesh->n_vertices, ==, 8);
  g_assert_cmpuint (mesh->n_triangles, ==, 12);
}

static void
test_minus_zero (void)
{
  const float soup[] = { 0.0f, 0, 0, 1, 0, 0, 0, 1, 0, -0.0f, -0.0f, 0, 0, 1, -0.0f, -1, 0, 0 };
  g_autoptr(StanokMesh) mesh = stanok_mesh_weld (soup, 2, NULL);

  g_assert_nonnull (mesh);
  g_assert_cmpuint (mesh->n_vertices, ==, 4);
}

static void
test_first_use_order (void)
{
  const float soup[] = { 5, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 9, 9, 9 };
  const guint32 expected[] = { 0, 1, 2, 2, 1, 3 };
  g_autoptr(StanokMesh) mesh = stanok_mesh_weld (soup, 2, NULL);

  g_assert_cmpmem (mesh->triangles, 6 * sizeof (guint32), expected, sizeof expected);
  g_assert_cmpmem (mesh->positions + 9, 3 * sizeof (float), soup + 15, 3 * sizeof (float));
}

/* Two corners alike: no triangle. A corner that only such a triangle had is no vertex either. */
static void
test_degenerate (void)
{
  const float soup[] = {
    7, 7, 7, 7, 7, 7, 8, 8, 8,
    0, 0, 0, 1, 0, 0, 0, 1, 0,
    0, 0, 0, 0.5f, 0, 0, 1, 0, 0,
  };
  g_autoptr(StanokMesh) mesh = stanok_mesh_weld (soup, 3, NULL);

  g_assert_cmpuint (mesh->n_triangles, ==, 2);    /* the sliver stays */
  g_assert_cmpuint (mesh->n_vertices, ==, 4);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (mesh->triangles[i], <, mesh->n_vertices);
  g_assert_cmpfloat (mesh->positions[0], ==, 0);
}

/* The tables grow from far too small a guess, and the result is the same as with a good one. */
static void
test_growth (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokWelder) welder = stanok_welder_new (1, &error);
  g_autoptr(StanokMesh) grown = NULL;
  g_autoptr(StanokMesh) mesh = NULL;
  g_autoptr(GArray) soup = soup_new ();

  soup_add_sphere (soup, 10, 150, 150);
  soup_add_sheet (soup, 50, 10, 50);
  for (guint32 i = 0; i < soup_count (soup); i++)
    g_assert_true (stanok_welder_add (welder, soup_triangle (soup, i), 1, &error));
  grown = stanok_welder_finish (welder, &error);
  g_assert_no_error (error);
  mesh = soup_weld (soup);
  g_assert_cmpuint (mesh->n_vertices, ==, 149 * 150 + 2 + 51 * 51);
  g_assert_cmpmem (grown->positions, grown->n_vertices * 3 * sizeof (float),
                   mesh->positions, mesh->n_vertices * 3 * sizeof (float));
  g_assert_cmpmem (grown->triangles, grown->n_triangles * 3 * sizeof (guint32),
                   mesh->triangles, mesh->n_triangles * 3 * sizeof (guint32));
}

static void
test_bad_numbers (void)
{
  static const struct { float value; const char *text; } rows[] = {
    { NAN, "*triangle 9 has a coordinate that is not a number*" },
    { INFINITY, "*triangle 9 *not a number*" },
    { -INFINITY, "*triangle 9 *not a number*" },
    { 1.1e7f, "*triangle 9 is further than 10 km*" },
    { -3e38f, "*triangle 9 is further than 10 km*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint k = 0; k < 9; k++)
      {
        g_autoptr(GArray) soup = soup_new ();
        g_autoptr(GError) error = NULL;

        soup_add_box (soup, 0, 0, 0, 1);
        soup_triangle (soup, 8)[k] = rows[i].value;
        g_assert_null (stanok_mesh_weld (soup_triangle (soup, 0), soup_count (soup), &error));
        g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
        g_assert_true (g_pattern_match_simple (rows[i].text, error->message));
      }
}

static void
test_nothing_left (void)
{
  const float line[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2 };
  const float point[] = { 3, 3, 3, 3, 3, 3, 3, 3, 3 };
  const float *rows[] = { line, point };

  for (guint i = 0; i <= G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (stanok_mesh_weld (rows[i % 2], i < 2 ? 1 : 0, &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
      g_assert_nonnull (strstr (error->message, "no surface"));
    }
}

/* The count is looked at before the triangles are. */
static void
test_too_many (void)
{
  const float one[9] = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokWelder) welder = stanok_welder_new (1, NULL);

  g_assert_false (stanok_welder_add (welder, one, STANOK_MESH_MAX_TRIANGLES + 1, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT);
}

/* In a process that may have little: a huge guess is refused, and what was there is freed. */
static void
test_short_of_memory (void)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      const struct rlimit little = { (rlim_t) 100 << 20, (rlim_t) 100 << 20 };
      g_autoptr(GError) error = NULL;
      StanokWelder *welder;

      setrlimit (RLIMIT_AS, &little);
      welder = stanok_welder_new (STANOK_MESH_MAX_TRIANGLES, &error);
      _exit (welder == NULL && g_error_matches (error, STANOK_ERROR, STANOK_ERROR_LIMIT) ? 42 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 42);
}

static void
test_new (void)
{
  g_autoptr(StanokMesh) mesh = stanok_mesh_new (3, 1);

  mesh->positions[8] = 1;
  mesh->triangles[2] = 2;
  g_assert_cmpuint (mesh->n_vertices, ==, 3);
  g_assert_cmpuint (mesh->n_triangles, ==, 1);
  stanok_mesh_free (NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mesh/weld/a-box-has-eight-corners", test_box);
  g_test_add_func ("/mesh/weld/minus-zero-is-zero", test_minus_zero);
  g_test_add_func ("/mesh/weld/vertices-are-numbered-by-first-use", test_first_use_order);
  g_test_add_func ("/mesh/weld/equal-corners-drop-a-triangle", test_degenerate);
  g_test_add_func ("/mesh/weld/a-wrong-guess-changes-nothing", test_growth);
  g_test_add_func ("/mesh/weld/bad-numbers-are-named", test_bad_numbers);
  g_test_add_func ("/mesh/weld/nothing-left-is-refused", test_nothing_left);
  g_test_add_func ("/mesh/weld/short-of-memory", test_short_of_memory);
  g_test_add_func ("/mesh/weld/a-mesh-made-by-hand", test_new);
  g_test_add_func ("/mesh/weld/too-many-are-refused", test_too_many);
  return g_test_run ();
}
