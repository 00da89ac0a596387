/* ui-picture.h: a window as a PNG file, in a theme
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "light", "dark", "hc" or "hc-dark"; before libadwaita is initialised. */
gboolean ui_picture_set_theme (const char *theme);
/* Presents @window, lets it draw, saves it. @focused: (nullable): gets the focus ring */
void     ui_picture_take      (GtkWindow  *window,
                               int         width_px,
                               int         height_px,
                               GtkWidget  *focused,
                               const char *path);
/* Runs the main loop until it has nothing to do for a moment. */
void     ui_picture_settle    (GtkWidget  *widget);

G_END_DECLS
