/* test-renderer.c: pieces are drawn, and their pixels looked at, with desktop GL and with GLES
 *
 * With STANOK_PICTURES=FOLDER the pictures are saved there, to be looked at by a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "gl-stage.h"
#include "shapes.h"
#include "domain/stanok-error.h"
#include "view3d/stanok-renderer.h"

#include <math.h>
#include <string.h>

#define WIDTH   320
#define HEIGHT  240
#define STAGE   0xE8EBE5

typedef struct {
  GlStage        *stage;
  StanokRenderer *renderer;
  StanokCamera    camera;
  StanokFrame     frame;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer is_es)
{
  g_autoptr (GError) error = NULL;
  const char *reason;

  f->stage = gl_stage_new (is_es ? GL_STAGE_ES : GL_STAGE_DESKTOP, WIDTH, HEIGHT, &reason);
  if (f->stage == NULL)
    {
      g_test_skip (reason);
      return;
    }
  f->renderer = stanok_renderer_new (&error);
  g_assert_no_error (error);
  f->frame = (StanokFrame) {
    .colour = { 0.9f, 0.7f, 0.4f }, .ink = { 0, 0, 0.1f }, .edge_width_px = 1.5f, .has_edges = TRUE,
    .width_px = WIDTH, .height_px = HEIGHT,
  };
}

static void
tear_down (Fixture      *f,
           gconstpointer is_es)
{
  if (f->stage == NULL)
    return;
  g_assert_cmphex (glGetError (), ==, GL_NO_ERROR);
  stanok_renderer_free (f->renderer);
  gl_stage_free (f->stage);
}

static void
show (Fixture     *f,
      const Shape *shape,
      StanokSide   view)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (stanok_renderer_begin_upload (f->renderer, &shape->sections, &error));
  g_assert_no_error (error);
  while (stanok_renderer_continue_upload (f->renderer, 10000))
    ;
  stanok_camera_init (&f->camera);
  stanok_camera_set_bounds (&f->camera, shape->measures.min_mm, shape->measures.max_mm);
  stanok_camera_set_viewport (&f->camera, WIDTH, HEIGHT);
  stanok_camera_set_view (&f->camera, view);
}

static void
aim (Fixture *f)
{
  stanok_camera_get_matrices (&f->camera, &f->frame.matrices);
  for (int i = 0; i < 3; i++)
    f->frame.centre_mm[i] = f->camera.centre_mm[i];
}

static const guint8 *
draw_moving (Fixture *f)
{
  aim (f);
  stanok_renderer_draw_moving (f->renderer, &f->frame);
  return gl_stage_read (f->stage);
}

static const guint8 *
draw_still (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  aim (f);
  g_assert_true (stanok_renderer_begin_still (f->renderer, &f->frame, &error));
  g_assert_no_error (error);
  while (stanok_renderer_continue_still (f->renderer, 0))
    ;
  stanok_renderer_show_still (f->renderer);
  return gl_stage_read (f->stage);
}

static const guint8 *
pixel (const guint8 *pixels,
       const double  at_px[2])
{
  return pixels + 4 * ((int) at_px[1] * WIDTH + (int) at_px[0]);
}

static const guint8 *
pixel_of (Fixture      *f,
          const guint8 *pixels,
          double        x,
          double        y,
          double        z)
{
  const double p[3] = { x, y, z };
  double at[2];

  stanok_camera_project (&f->camera, p, at);
  return pixel (pixels, at);
}

static guint
count_covered (const guint8 *pixels)
{
  guint n = 0;

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    n += pixels[4 * i + 3] > 127;
  return n;
}

static guint
count_partly (const guint8 *pixels)
{
  guint n = 0;

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    n += pixels[4 * i + 3] > 0 && pixels[4 * i + 3] < 255;
  return n;
}

/* Dark and bluish, which no lit gold is. */
static gboolean
is_ink (const guint8 *p)
{
  return p[3] > 127 && p[0] * 255 < 50 * p[3] && p[1] * 255 < 50 * p[3];
}

static void
test_cube_from_the_front (Fixture      *f,
                          gconstpointer is_es)
{
  g_autoptr (Shape) cube = shape_new_cube (20);
  const double near_low[3] = { 0, 0, 0 }, near_high[3] = { 20, 0, 20 };
  double low[2], high[2], expected;
  const guint8 *pixels;

  if (f->stage == NULL)
    return;
  show (f, cube, STANOK_SIDE_FRONT);
  f->frame.has_edges = FALSE;
  pixels = draw_moving (f);
  stanok_camera_project (&f->camera, near_low, low);
  stanok_camera_project (&f->camera, near_high, high);
  expected = (high[0] - low[0]) * (low[1] - high[1]);
  g_assert_cmpfloat (expected, >, 0.2 * WIDTH * HEIGHT);
  g_assert_cmpfloat_with_epsilon (count_covered (pixels), expected, 0.02 * expected);
  g_assert_cmpuint (pixels[3], ==, 0);
  g_assert_cmpuint (count_partly (pixels), ==, 0);
}

/* Seen from above to the right, the upper face is the lightest of three, and none is black or burnt
 * out. */
static void
test_light (Fixture      *f,
            gconstpointer is_es)
{
  g_autoptr (Shape) cube = shape_new_cube (20);
  const guint8 *pixels, *front, *right, *top;

  if (f->stage == NULL)
    return;
  show (f, cube, STANOK_SIDE_ISO);
  pixels = draw_still (f);
  gl_stage_save (f->stage, is_es ? "cube-es.png" : "cube.png", STAGE);
  front = pixel_of (f, pixels, 10, 0, 10);
  right = pixel_of (f, pixels, 20, 10, 10);
  top = pixel_of (f, pixels, 10, 10, 20);
  g_assert_cmpuint (top[0], >, right[0] + 15);
  g_assert_cmpuint (right[0], >, front[0] + 10);
  g_assert_cmpuint (front[0], >, 60);
  g_assert_cmpuint (top[2], <, 160);
  g_assert_cmpuint (top[0], >, top[1]);
  g_assert_cmpuint (top[1], >, top[2]);
  g_assert_cmpuint (top[3], ==, 255);
}

static void
test_edges (Fixture      *f,
            gconstpointer is_es)
{
  g_autoptr (Shape) cube = shape_new_cube (20);
  const guint8 *pixels;
  guint n_ink = 0, without;

  if (f->stage == NULL)
    return;
  show (f, cube, STANOK_SIDE_ISO);
  pixels = draw_still (f);
  for (guint step = 1; step < 10; step++)
    {
      g_assert_true (is_ink (pixel_of (f, pixels, 20, 0, 2 * step)));       /* two seen ones meet */
      g_assert_true (is_ink (pixel_of (f, pixels, 2 * step, 0, 20)));
    }
  g_assert_false (is_ink (pixel_of (f, pixels, 0, 20, 2)));                 /* behind */
  without = count_covered (pixels);
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    n_ink += is_ink (pixels + 4 * i);
  g_assert_cmpuint (n_ink, >, 600);
  g_assert_cmpuint (n_ink, <, 3000);

  f->frame.has_edges = FALSE;
  pixels = draw_still (f);
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    g_assert_false (is_ink (pixels + 4 * i));
  g_assert_cmpuint (count_covered (pixels), <, without);
}

/* The border of a round thing has an outline too, though it is no edge of the mesh. */
static void
test_outline (Fixture      *f,
              gconstpointer is_es)
{
  g_autoptr (Shape) ring = shape_new_ring (120, 12, 0);
  const guint8 *pixels, *p = NULL;

  if (f->stage == NULL)
    return;
  show (f, ring, STANOK_SIDE_ISO);
  ring->sections.n_edges = 0;
  show (f, ring, STANOK_SIDE_ISO);
  pixels = draw_moving (f);
  /* From above downwards, the first thing met is ink. */
  for (guint y = 0; y < HEIGHT && (p == NULL || p[3] == 0); y++)
    p = pixels + 4 * (y * WIDTH + WIDTH / 2);
  g_assert_true (is_ink (p));
}

static void
test_still_is_smooth (Fixture      *f,
                      gconstpointer is_es)
{
  g_autoptr (Shape) ring = shape_new_ring (400, 50, 0);
  g_autofree guint8 *first = NULL;
  const guint8 *pixels;

  if (f->stage == NULL)
    return;
  show (f, ring, STANOK_SIDE_ISO);
  pixels = draw_moving (f);
  gl_stage_save (f->stage, is_es ? "ring-moving-es.png" : "ring-moving.png", STAGE);
  pixels = draw_still (f);
  gl_stage_save (f->stage, is_es ? "ring-still-es.png" : "ring-still.png", STAGE);
  g_assert_cmpuint (count_partly (pixels), >, 300);
  /* Drawn again in portions of another size, it is the same picture. */
  first = g_memdup2 (pixels, 4 * WIDTH * HEIGHT);
  pixels = draw_still (f);
  g_assert_cmpmem (pixels, 4 * WIDTH * HEIGHT, first, 4 * WIDTH * HEIGHT);
}

/* A mesh with a hole shows its inside, and darker. */
static void
test_open_mesh (Fixture      *f,
                gconstpointer is_es)
{
  g_autoptr (Shape) sheet = shape_new_sheet (20);
  guint above, below;

  if (f->stage == NULL)
    return;
  show (f, sheet, STANOK_SIDE_TOP);
  above = pixel_of (f, draw_still (f), 10, 10, 0)[0];
  stanok_camera_orbit (&f->camera, 0, -1000);
  below = pixel_of (f, draw_still (f), 10, 10, 0)[0];
  g_assert_cmpuint (above, >, 120);
  g_assert_cmpuint (below, <, 0.8 * above);
  g_assert_cmpuint (below, >, 30);
  g_assert_cmpuint (count_covered (gl_stage_read (f->stage)), >, 5000);
}

static void
test_coarse_comes_first (Fixture      *f,
                         gconstpointer is_es)
{
  g_autoptr (Shape) ring = shape_new_ring (400, 60, 4);      /* 192 000, more than is moved */
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *coarse = NULL;
  guint differ = 0, covered;
  const guint8 *pixels;

  if (f->stage == NULL)
    return;
  g_assert_false (stanok_renderer_is_fast (f->renderer));
  show (f, ring, STANOK_SIDE_ISO);
  g_assert_true (stanok_renderer_begin_upload (f->renderer, &ring->sections, &error));
  coarse = g_memdup2 (draw_moving (f), 4 * WIDTH * HEIGHT);
  covered = count_covered (coarse);
  g_assert_cmpuint (covered, >, 5000);
  /* No still picture of half a mesh. */
  g_assert_true (stanok_renderer_begin_still (f->renderer, &f->frame, &error));
  g_assert_false (stanok_renderer_continue_still (f->renderer, G_MAXINT64));

  while (stanok_renderer_continue_upload (f->renderer, 1 << 20))
    ;
  pixels = draw_still (f);
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    differ += ABS (pixels[4 * i] - coarse[4 * i]) > 25;
  g_assert_cmpuint (differ, <, covered / 10);       /* borders only */
}

static void
test_without_a_coarse_version_waits (Fixture      *f,
                                     gconstpointer is_es)
{
  g_autoptr (Shape) ring = shape_new_ring (100, 10, 0);
  g_autoptr (GError) error = NULL;

  if (f->stage == NULL)
    return;
  show (f, ring, STANOK_SIDE_ISO);
  g_assert_true (stanok_renderer_begin_upload (f->renderer, &ring->sections, &error));
  g_assert_cmpuint (count_covered (draw_moving (f)), ==, 0);
  while (stanok_renderer_continue_upload (f->renderer, 1 << 20))
    ;
  g_assert_cmpuint (count_covered (draw_moving (f)), >, 1000);
  stanok_renderer_forget_mesh (f->renderer);
  g_assert_cmpuint (count_covered (draw_moving (f)), ==, 0);
}

/* No memory has so much: what is said of the mesh is enough to be refused. */
static void
test_too_large_a_mesh (Fixture      *f,
                       gconstpointer is_es)
{
  g_autoptr (Shape) cube = shape_new_cube (20);
  g_autoptr (GError) error = NULL;
  StanokMeshSections huge = cube->sections;

  if (f->stage == NULL)
    return;
  show (f, cube, STANOK_SIDE_ISO);
  huge.n_vertices = 1000000000;
  g_assert_false (stanok_renderer_begin_upload (f->renderer, &huge, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "a model of 12 triangles"));
  g_assert_false (stanok_renderer_continue_upload (f->renderer, 1 << 20));
  g_assert_cmpuint (count_covered (draw_moving (f)), ==, 0);
  show (f, cube, STANOK_SIDE_ISO);
  g_assert_cmpuint (count_covered (draw_still (f)), >, 5000);
}

static void
test_too_large_a_picture (Fixture      *f,
                          gconstpointer is_es)
{
  g_autoptr (Shape) cube = shape_new_cube (20);
  g_autoptr (GError) error = NULL;
  StanokFrame huge;

  if (f->stage == NULL)
    return;
  show (f, cube, STANOK_SIDE_ISO);
  aim (f);
  huge = f->frame;
  huge.width_px = 1000000;
  g_assert_false (stanok_renderer_begin_still (f->renderer, &huge, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "1000000 by 240 pixels"));
  g_assert_false (stanok_renderer_continue_still (f->renderer, 0));
  /* A sane one after it is drawn as if nothing had been. */
  g_assert_cmpuint (count_covered (draw_still (f)), >, 5000);
}

/* The driver reads the variables once in a process, so the subprocess does not look first. */
static gboolean
can_refuse (void)
{
  g_autoptr (GlStage) stage = NULL;
  const char *reason;

  if (g_test_subprocess ())
    return TRUE;
  stage = gl_stage_new (GL_STAGE_DESKTOP, 16, 16, &reason);
  if (stage == NULL)
    g_test_skip (reason);
  return stage != NULL;
}

static void
refuse_start (const char *gl_version,
              const char *glsl_version,
              const char *message)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      const char *reason;
      g_autoptr (GlStage) stage = NULL;

      g_setenv ("MESA_GL_VERSION_OVERRIDE", gl_version, TRUE);
      g_setenv ("MESA_GLSL_VERSION_OVERRIDE", glsl_version, TRUE);
      stage = gl_stage_new (GL_STAGE_ANY, 16, 16, &reason);
      g_assert_nonnull (stage);
      g_assert_null (stanok_renderer_new (&error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_REFUSED);
      g_printerr ("%s\n", error->message);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr (message);
}

static void
test_old_driver (void)
{
  if (can_refuse ())
    refuse_start ("3.1", "140", "*offers GL 3.1, and 3.3 is needed*");
}

static void
test_driver_that_does_not_compile (void)
{
  if (can_refuse ())
    refuse_start ("3.3", "150", "*does not take the surface program*3.30*");
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  static const char *const apis[] = { "gl", "gles" };

  for (int is_es = 0; is_es < 2; is_es++)
    {
      g_autofree char *path = g_strdup_printf ("/view3d/renderer/%s/%s", apis[is_es], name);

      g_test_add (path, Fixture, GINT_TO_POINTER (is_es), set_up, test, tear_down);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("cube-from-the-front", test_cube_from_the_front);
  add ("light", test_light);
  add ("edges", test_edges);
  add ("outline", test_outline);
  add ("still-is-smooth", test_still_is_smooth);
  add ("open-mesh", test_open_mesh);
  add ("coarse-comes-first", test_coarse_comes_first);
  add ("without-a-coarse-version-waits", test_without_a_coarse_version_waits);
  add ("too-large-a-mesh", test_too_large_a_mesh);
  add ("too-large-a-picture", test_too_large_a_picture);
  g_test_add_func ("/view3d/renderer/old-driver", test_old_driver);
  g_test_add_func ("/view3d/renderer/driver-that-does-not-compile",
                   test_driver_that_does_not_compile);
  return g_test_run ();
}
