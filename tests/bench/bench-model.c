/* bench-model.c: from the tap on an order to the picture of its model
 *
 * usage: bench-model IMPORTER MODEL.stl FOLDER COUNT
 *
 * The window stands, as in a terminal that has been running; each round imports the file anew, in
 * its jail, into FOLDER. "first" is the first frame with the piece in it, "whole" the one with
 * every triangle and edge, smoothed, "mapped" the first frame when the mesh file is already there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gtk/gtk.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "view3d/stanok-model-area.h"
#include "view3d/stanok-model-view.h"
#include "view3d/stanok-models.h"

#define WIDTH_PX   1280
#define HEIGHT_PX   800
#define REST_MS     300

typedef struct {
  GMainLoop       *loop;
  GtkWidget       *window;
  StanokModelView *view;
  StanokModelArea *area;
  StanokModels    *models;
  const char      *importer;
  const char      *model;
  char            *mesh_path;
  int              n_left;
  gboolean         is_mapped;     /* this round finds the mesh file there */
  gint64           tapped_us;
  gboolean         has_mesh;
  gboolean         is_rendered;   /* a frame since the mesh was set has drawn the area */
  gboolean         is_first_told;
} Bench;

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

/* Whether the piece is really in the picture: its material is red. */
static gboolean
is_seen (Bench *bench)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (bench->window);
  g_autofree guint8 *pixels = g_malloc0 ((gsize) 4 * WIDTH_PX * HEIGHT_PX);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  gsize n = 0;

  gdk_paintable_snapshot (paintable, snapshot, WIDTH_PX, HEIGHT_PX);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (GTK_NATIVE (bench->window)), node,
    &GRAPHENE_RECT_INIT (0, 0, WIDTH_PX, HEIGHT_PX));
  gdk_texture_download (texture, pixels, (gsize) 4 * WIDTH_PX);
  for (gsize i = 0; i < (gsize) WIDTH_PX * HEIGHT_PX; i++)
    n += pixels[4 * i + 2] > pixels[4 * i] + 60;
  return n > WIDTH_PX * HEIGHT_PX / 100;
}

static void
show_cb (Bench *bench)
{
  const StanokModelSource source = { .sha256 = bench->mesh_path, .name = "bench.stl",
                                     .blob_path = bench->model, .mesh_path = bench->mesh_path };
  g_autoptr(StanokMeshFile) mesh = NULL;
  const char *sentence = NULL;
  StanokModelState state = stanok_models_get (bench->models, &source, &mesh, &sentence);

  if (state == STANOK_MODEL_FAILED)
    g_error ("%s", sentence);
  if (state != STANOK_MODEL_READY || bench->has_mesh)
    return;
  bench->has_mesh = TRUE;
  stanok_model_view_set_mesh (bench->view, mesh);
}

static gboolean
tap_cb (gpointer user_data)
{
  Bench *bench = user_data;

  if (bench->n_left-- == 0)
    {
      g_main_loop_quit (bench->loop);
      return G_SOURCE_REMOVE;
    }
  bench->is_mapped = !bench->is_mapped;
  if (!bench->is_mapped)
    g_unlink (bench->mesh_path);
  /* A new one: the old one remembers what it has mapped. */
  g_clear_object (&bench->models);
  bench->models = stanok_models_new (bench->importer);
  g_signal_connect_swapped (bench->models, "changed", G_CALLBACK (show_cb), bench);
  bench->tapped_us = g_get_monotonic_time ();
  stanok_model_view_set_waiting (bench->view, TRUE);
  show_cb (bench);
  return G_SOURCE_REMOVE;
}

static gboolean
render_cb (Bench *bench)
{
  bench->is_rendered = bench->has_mesh;
  return FALSE;
}

static void
tell (Bench      *bench,
      const char *what,
      double      ms)
{
  if (bench->n_left >= 0)
    g_print ("%s%s %.3f\n", bench->is_mapped ? "mapped-" : "", what, ms);
}

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  double ms = (g_get_monotonic_time () - bench->tapped_us) / 1000.0;

  if (!bench->is_rendered)
    return;
  if (!bench->is_first_told && is_seen (bench))
    {
      bench->is_first_told = TRUE;
      tell (bench, "first", ms);
    }
  if (!bench->is_first_told || !stanok_model_area_is_at_rest (bench->area))
    return;
  tell (bench, "whole", ms);
  bench->has_mesh = bench->is_rendered = bench->is_first_told = FALSE;
  stanok_model_view_set_mesh (bench->view, NULL);
  g_timeout_add (REST_MS, tap_cb, bench);
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { .is_mapped = TRUE };
  GdkRGBA red = { 0.9f, 0.3f, 0.2f, 1 };

  if (argc != 5)
    {
      g_printerr ("usage: bench-model IMPORTER MODEL.stl FOLDER COUNT\n");
      return 2;
    }
  gtk_init ();
  bench.importer = argv[1];
  bench.model = argv[2];
  bench.mesh_path = g_build_filename (argv[3], "bench.mesh", NULL);
  bench.n_left = 2 * (int) g_ascii_strtoll (argv[4], NULL, 10);
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.window = gtk_window_new ();
  bench.view = STANOK_MODEL_VIEW (stanok_model_view_new ());
  bench.area = STANOK_MODEL_AREA (find (GTK_WIDGET (bench.view), STANOK_TYPE_MODEL_AREA));
  stanok_model_view_set_colour (bench.view, &red);
  gtk_window_set_decorated (GTK_WINDOW (bench.window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), WIDTH_PX, HEIGHT_PX);
  gtk_window_set_child (GTK_WINDOW (bench.window), GTK_WIDGET (bench.view));
  gtk_window_present (GTK_WINDOW (bench.window));
  g_signal_connect_swapped (bench.area, "render", G_CALLBACK (render_cb), &bench);
  g_signal_connect (gtk_widget_get_frame_clock (bench.window), "after-paint",
                    G_CALLBACK (after_paint_cb), &bench);
  g_timeout_add (REST_MS, tap_cb, &bench);
  g_main_loop_run (bench.loop);
  g_clear_object (&bench.models);
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_free (bench.mesh_path);
  g_main_loop_unref (bench.loop);
  return 0;
}
