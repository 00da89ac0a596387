/* stanok-parts.c: the few lines that every widget of the room would repeat
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-parts.h"

void
stanok_parts_add_classes (GtkWidget  *widget,
                          const char *css_classes)
{
  g_auto(GStrv) classes = NULL;
  gsize i;

  if (css_classes == NULL)
    return;

  classes = g_strsplit (css_classes, " ", -1);
  for (i = 0; classes[i] != NULL; i++)
    gtk_widget_add_css_class (widget, classes[i]);
}

GtkWidget *
stanok_parts_label (const char *text,
                    const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  stanok_parts_add_classes (label, css_class);
  return label;
}

GtkWidget *
stanok_parts_icon (const char *icon_name,
                   const char *css_class)
{
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "icon-name", icon_name,
                                   NULL);

  stanok_parts_add_classes (image, css_class);
  return image;
}

GtkWidget *
stanok_parts_box (GtkOrientation  orientation,
                  int             spacing_px,
                  const char     *css_class)
{
  GtkWidget *box = gtk_box_new (orientation, spacing_px);

  stanok_parts_add_classes (box, css_class);
  return box;
}

void
stanok_parts_set_class (GtkWidget  *widget,
                        const char *css_class,
                        gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

void
stanok_parts_set_name (GtkWidget  *widget,
                       const char *accessible_name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name,
                                  -1);
}

/* An empty label still takes a line and a gap, so it goes away. */
void
stanok_parts_set_text (GtkLabel   *label,
                       const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

void
stanok_parts_unparent_all (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

double
stanok_parts_get_text_scale (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / (96.0 * 1024.0) : 1.0;
}
