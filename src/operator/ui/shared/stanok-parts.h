/* stanok-parts.h: the few lines that every widget of the room would repeat
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @css_class: (nullable): classes, separated by spaces. All return floating widgets. */
GtkWidget *stanok_parts_label (const char *text,
                               const char *css_class);
GtkWidget *stanok_parts_icon  (const char *icon_name,
                               const char *css_class);
GtkWidget *stanok_parts_box   (GtkOrientation  orientation,
                               int             spacing_px,
                               const char     *css_class);

void stanok_parts_add_classes (GtkWidget  *widget,
                               const char *css_classes);
void stanok_parts_set_class   (GtkWidget  *widget,
                               const char *css_class,
                               gboolean    is_set);
void stanok_parts_set_name    (GtkWidget  *widget,
                               const char *accessible_name);
void stanok_parts_set_text    (GtkLabel   *label,
                               const char *text);
void stanok_parts_unparent_all (GtkWidget *widget);

/* Pixels that @px of text design take at the text scale of the system: 1.0 at 100 %. */
double stanok_parts_get_text_scale (GtkWidget *widget);

G_END_DECLS
