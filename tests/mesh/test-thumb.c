/* test-thumb.c: a picture of a ball is a ball
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>

#include "mesh-shapes.h"
#include "mesh/stanok-mesh-file.h"
#include "mesh/stanok-thumb.h"

#define PX STANOK_MESH_THUMB_PX

static StanokMeshFile *
make_file (Soup *soup)
{
  g_autoptr(StanokMesh) mesh = soup_weld_free (soup);
  g_autoptr(GError) error = NULL;
  int fd = memfd_create ("thumb", MFD_CLOEXEC);
  StanokMeshFile *file;

  g_assert_true (stanok_mesh_file_write (mesh, fd, &error));
  file = stanok_mesh_file_map (fd, &error);
  g_assert_no_error (error);
  close (fd);
  return file;
}

static guint
luminance (const guint8 *thumb,
           guint         x,
           guint         y)
{
  return thumb[2 * (y * PX + x)];
}

static guint
alpha (const guint8 *thumb,
       guint         x,
       guint         y)
{
  return thumb[2 * (y * PX + x) + 1];
}

static void
test_ball (void)
{
  Soup *soup = soup_new ();
  g_autoptr(StanokMeshFile) file = NULL;
  const guint8 *thumb;
  guint covered = 0, darkest = 255;

  soup_add_sphere (soup, 8, 60, 90);
  file = make_file (soup);
  thumb = stanok_mesh_file_get (file)->thumb;
  for (guint i = 0; i < PX * PX; i++)
    covered += thumb[2 * i + 1] > 127;
  g_assert_cmpuint (alpha (thumb, 0, 0), ==, 0);
  g_assert_cmpuint (alpha (thumb, PX / 2, PX / 2), ==, 255);
  /* pi/4 of the middle 142 pixels */
  g_assert_cmpfloat_with_epsilon (covered / (double) (PX * PX), 0.686, 0.02);
  g_assert_cmpuint (luminance (thumb, PX / 3, PX / 3), >,
                    luminance (thumb, 2 * PX / 3, 3 * PX / 4) + 30);
  g_assert_cmpuint (luminance (thumb, PX / 2, PX / 2), >, 120);
  for (guint y = 4; y < 9; y++)
    if (alpha (thumb, PX / 2, y) > 127)
      darkest = MIN (darkest, luminance (thumb, PX / 2, y));
  g_assert_cmpuint (darkest + 60, <, luminance (thumb, PX / 2, 24));    /* outline */
}

/* A soft edge: there are pixels that are neither in nor out. */
static void
test_antialiased (void)
{
  Soup *soup = soup_new ();
  g_autoptr(StanokMeshFile) file = NULL;
  const guint8 *thumb;
  guint partial = 0;

  soup_add_box (soup, 0, 0, 0, 3);
  file = make_file (soup);
  thumb = stanok_mesh_file_get (file)->thumb;
  for (guint i = 0; i < PX * PX; i++)
    partial += thumb[2 * i + 1] > 0 && thumb[2 * i + 1] < 255;
  g_assert_cmpuint (partial, >, 100);
}

/* One flat triangle seen from either side, and a needle: nothing to divide by, and no crash. */
static void
test_odd_shapes (void)
{
  static const float rows[][9] = {
    { 0, 0, 0, 9, 0, 0, 0, 9, 0 },
    { 0, 0, 0, 0, 9, 0, 9, 0, 0 },
    { 0, 0, 0, 1e-20f, 0, 0, 0, 1e-20f, 0 },
    { 0, 0, 0, 1e7f, 0, 0, 1e7f, 1e-3f, 0 },
    { -1e7f, -1e7f, -1e7f, 1e7f, 1e7f, 1e7f, 1e7f, -1e7f, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Soup *soup = soup_new ();
      g_autoptr(StanokMeshFile) file = NULL;

      soup_add_triangle (soup, rows[i], rows[i] + 3, rows[i] + 6);
      file = make_file (soup);
      if (i < 2)
        g_assert_cmpuint (alpha (stanok_mesh_file_get (file)->thumb, PX / 2, PX / 2), >, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mesh/thumb/a-ball", test_ball);
  g_test_add_func ("/mesh/thumb/edges-are-soft", test_antialiased);
  g_test_add_func ("/mesh/thumb/odd-shapes", test_odd_shapes);
  return g_test_run ();
}
