/* ui-picture.c: a window as a PNG file, in a theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-picture.h"

#define FRAMES 6
#define MAX_WAIT_US (20 * G_USEC_PER_SEC)

gboolean
ui_picture_set_theme (const char *theme)
{
  gboolean is_dark = g_str_has_suffix (theme, "dark");
  gboolean is_hc = g_str_has_prefix (theme, "hc");

  if (!is_dark && !is_hc && !g_str_equal (theme, "light"))
    return FALSE;
  g_setenv ("ADW_DEBUG_COLOR_SCHEME", is_dark ? "prefer-dark" : "default", TRUE);
  g_setenv ("ADW_DEBUG_HIGH_CONTRAST", is_hc ? "1" : "0", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
  return TRUE;
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  (*(int *) user_data)++;
  return G_SOURCE_CONTINUE;
}

void
ui_picture_settle (GtkWidget *widget)
{
  gint64 until = g_get_monotonic_time () + MAX_WAIT_US;
  int frames = 0;
  guint id = gtk_widget_add_tick_callback (widget, count_frame_cb, &frames, NULL);

  while (frames < FRAMES && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (widget, id);
  g_assert_cmpint (frames, >=, FRAMES);
}

void
ui_picture_take (GtkWindow  *window,
                 int         width_px,
                 int         height_px,
                 GtkWidget  *focused,
                 const char *path)
{
  g_autoptr(GdkPaintable) paintable = NULL;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, width_px, height_px);
  gtk_window_present (window);
  ui_picture_settle (GTK_WIDGET (window));
  gtk_window_set_focus (window, focused);
  gtk_window_set_focus_visible (window, focused != NULL);
  ui_picture_settle (GTK_WIDGET (window));

  paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  width_px = MAX (width_px, gtk_widget_get_width (GTK_WIDGET (window)));
  height_px = MAX (height_px, gtk_widget_get_height (GTK_WIDGET (window)));
  gdk_paintable_snapshot (paintable, snapshot, width_px, height_px);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
