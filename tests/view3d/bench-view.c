/* bench-view.c: milliseconds a picture takes, moving and at rest
 *
 * Not a test: figures depend on the machine and its load. `bench-view [MESH-FILE...]` takes rings
 * of formulas, or those files; with STANOK_PICTURES=FOLDER it saves one picture of each kind there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "gl-stage.h"
#include "shapes.h"
#include "view3d/stanok-renderer.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WIDTH   1280
#define HEIGHT   800
#define N_FRAMES  15

static void
fill_frame (StanokFrame        *frame,
            const StanokCamera *camera)
{
  memset (frame, 0, sizeof *frame);
  stanok_camera_get_matrices (camera, &frame->matrices);
  for (int i = 0; i < 3; i++)
    frame->centre_mm[i] = camera->centre_mm[i];
  frame->colour[0] = 0xF2 / 255.f;
  frame->colour[1] = 0xBF / 255.f;
  frame->colour[2] = 0x6B / 255.f;
  frame->ink[0] = 0x16 / 255.f;
  frame->ink[1] = 0x20 / 255.f;
  frame->ink[2] = 0x1A / 255.f;
  frame->edge_width_px = 1.5;
  frame->has_edges = TRUE;
  frame->width_px = camera->width_px;
  frame->height_px = camera->height_px;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
print_ms (const char *what,
          double     *ms,
          guint       n)
{
  qsort (ms, n, sizeof *ms, compare);
  g_print ("  %-28s median %7.1f ms   min %7.1f   max %7.1f\n", what, ms[n / 2], ms[0], ms[n - 1]);
}

/* Of all threads: what a loaded machine cannot spoil. */
static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1000.0 + now.tv_nsec / 1e6;
}

static double
since_ms (gint64 start_us)
{
  return (g_get_monotonic_time () - start_us) / 1000.0;
}

static void
measure (StanokRenderer *renderer,
         StanokCamera   *camera)
{
  double moving[N_FRAMES], whole[N_FRAMES], longest[N_FRAMES];
  double moving_cpu[N_FRAMES], whole_cpu[N_FRAMES];
  StanokFrame frame;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      double start_cpu_ms = cpu_ms ();
      gint64 start_us;

      stanok_camera_orbit (camera, 17, i % 2 ? 9 : -9);
      fill_frame (&frame, camera);
      start_us = g_get_monotonic_time ();
      stanok_renderer_draw_moving (renderer, &frame);
      glFinish ();
      moving[i] = since_ms (start_us);
      moving_cpu[i] = cpu_ms () - start_cpu_ms;
    }
  for (guint i = 0; i < N_FRAMES; i++)
    {
      gint64 start_us = g_get_monotonic_time ();
      double start_cpu_ms = cpu_ms ();
      gboolean is_more = TRUE;

      longest[i] = 0;
      if (!stanok_renderer_begin_still (renderer, &frame, NULL))
        g_error ("no memory for a still");
      while (is_more)
        {
          gint64 part_us = g_get_monotonic_time ();

          is_more = stanok_renderer_continue_still (renderer, 0);
          longest[i] = MAX (longest[i], since_ms (part_us));
        }
      stanok_renderer_show_still (renderer);
      glFinish ();
      whole[i] = since_ms (start_us);
      whole_cpu[i] = cpu_ms () - start_cpu_ms;
    }
  print_ms ("moving", moving, N_FRAMES);
  print_ms ("moving, of all processors", moving_cpu, N_FRAMES);
  print_ms ("at rest, whole", whole, N_FRAMES);
  print_ms ("at rest, of all processors", whole_cpu, N_FRAMES);
  print_ms ("at rest, longest portion", longest, N_FRAMES);
}

static void
upload (StanokRenderer           *renderer,
        const StanokMeshSections *sections)
{
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();

  if (!stanok_renderer_begin_upload (renderer, sections, &error))
    g_error ("%s", error->message);
  while (stanok_renderer_continue_upload (renderer, 8 << 20))
    ;
  glFinish ();
  g_print ("%u triangles, %u coarse, %u edges; upload %.1f ms\n", sections->n_triangles,
           sections->n_coarse, sections->n_edges, since_ms (start_us));
}

static void
save_pictures (GlStage           *stage,
               StanokRenderer    *renderer,
               const StanokFrame *frame,
               const char        *name)
{
  g_autofree char *moving = g_strconcat (name, "-moving.png", NULL);
  g_autofree char *still = g_strconcat (name, "-still.png", NULL);

  stanok_renderer_draw_moving (renderer, frame);
  gl_stage_read (stage);
  gl_stage_save (stage, moving, 0xE8EBE5);
  if (!stanok_renderer_begin_still (renderer, frame, NULL))
    g_error ("no memory for a still");
  while (stanok_renderer_continue_still (renderer, 0))
    ;
  stanok_renderer_show_still (renderer);
  gl_stage_read (stage);
  gl_stage_save (stage, still, 0xE8EBE5);
}

static void
run (GlStage                  *stage,
     const StanokMeshSections *sections,
     const char               *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StanokRenderer) renderer = stanok_renderer_new (&error);
  StanokCamera camera;
  StanokFrame frame;

  if (renderer == NULL)
    g_error ("%s", error->message);
  upload (renderer, sections);
  stanok_camera_init (&camera);
  stanok_camera_set_bounds (&camera, sections->measures->min_mm, sections->measures->max_mm);
  stanok_camera_set_points (&camera, sections->vertices[0].position, sizeof (StanokVertex),
                            sections->n_vertices);
  stanok_camera_set_viewport (&camera, WIDTH, HEIGHT);
  stanok_camera_set_view (&camera, STANOK_SIDE_ISO);
  fill_frame (&frame, &camera);
  save_pictures (stage, renderer, &frame, name);
  measure (renderer, &camera);
}

static void
run_file (GlStage    *stage,
          const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StanokMeshFile) file = stanok_mesh_file_open (path, &error);
  g_autofree char *name = g_path_get_basename (path);

  if (file == NULL)
    g_error ("%s", error->message);
  g_print ("%s: ", name);
  run (stage, stanok_mesh_file_get (file), name);
}

static void
run_ring (GlStage *stage,
          guint    n_around,
          guint    n_across,
          guint    coarse_step)
{
  g_autoptr (Shape) ring = shape_new_ring (n_around, n_across, coarse_step);
  g_autofree char *name = g_strdup_printf ("ring-%u", ring->sections.n_triangles);

  run (stage, &ring->sections, name);
}

int
main (int   argc,
      char *argv[])
{
  const char *reason;
  g_autoptr (GlStage) stage = gl_stage_new (GL_STAGE_DESKTOP, WIDTH, HEIGHT, &reason);

  if (stage == NULL)
    {
      g_printerr ("%s\n", reason);
      return 77;
    }

  g_print ("%s, %d x %d\n", glGetString (GL_RENDERER), WIDTH, HEIGHT);
  for (int i = 1; i < argc; i++)
    run_file (stage, argv[i]);
  if (argc > 1)
    return 0;

  run_ring (stage, 80, 16, 0);
  run_ring (stage, 312, 40, 0);
  run_ring (stage, 1280, 100, 4);
  return 0;
}
