/* show-model.c: one window with a ring, which says how it is seen whenever that changes
 *
 * For test_fingers.py, and to try the widget by hand: `show-model [MESH-FILE]`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "shapes.h"
#include "view3d/stanok-model-area.h"
#include "view3d/stanok-model-view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PERIOD_MS 50

static StanokModelArea *
find_area (GtkWidget *widget)
{
  StanokModelArea *found = NULL;

  if (STANOK_IS_MODEL_AREA (widget))
    return STANOK_MODEL_AREA (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_area (child);
  return found;
}

static gboolean
tell_cb (gpointer user_data)
{
  static StanokCamera told;
  StanokCamera *camera = stanok_model_area_get_camera (user_data);
  double at[2];

  if (memcmp (&told, camera, sizeof told) == 0)
    return G_SOURCE_CONTINUE;

  told = *camera;
  stanok_camera_project (camera, camera->centre_mm, at);
  printf ("camera %.4f %.4f %.4f %.1f %.1f\n", camera->azimuth_rad, camera->elevation_rad,
          camera->half_height_mm, at[0], at[1]);
  fflush (stdout);
  return G_SOURCE_CONTINUE;
}

static StanokMeshFile *
open_mesh (const char *path)
{
  g_autoptr (Shape) ring = NULL;
  g_autoptr (GError) error = NULL;
  StanokMeshFile *file;

  if (path == NULL)
    {
      ring = shape_new_ring (200, 16, 0);
      return shape_to_file (ring);
    }
  file = stanok_mesh_file_open (path, &error);
  if (file == NULL)
    g_printerr ("%s\n", error->message);
  return file;
}

int
main (int   argc,
      char *argv[])
{
  const GdkRGBA gold = { 0xF2 / 255.f, 0xBF / 255.f, 0x6B / 255.f, 1 };
  g_autoptr (StanokMeshFile) mesh = open_mesh (argc > 1 ? argv[1] : NULL);
  GtkWidget *window, *view;

  if (mesh == NULL)
    return 1;

  gtk_init ();
  window = gtk_window_new ();
  view = stanok_model_view_new ();
  gtk_window_set_title (GTK_WINDOW (window), "show-model");
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_fullscreen (GTK_WINDOW (window));
  stanok_model_view_set_colour (STANOK_MODEL_VIEW (view), &gold);
  stanok_model_view_set_mesh (STANOK_MODEL_VIEW (view), mesh);
  g_timeout_add (PERIOD_MS, tell_cb, find_area (view));
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
