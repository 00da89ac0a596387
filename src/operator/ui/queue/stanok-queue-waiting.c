/* stanok-queue-waiting.c: the shape of rows, hatched, while nothing is cached
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/queue/stanok-queue-waiting.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-parts.h"

#define WAITING_ROWS 4

GtkWidget *
stanok_queue_waiting_new (void)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  int i;

  gtk_accessible_update_property (GTK_ACCESSIBLE (box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Fetching orders"), -1);
  for (i = 0; i < WAITING_ROWS; i++)
    {
      GtkWidget *row = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 14, "stanok-waiting-row");
      GtkWidget *thumb = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, "stanok-wait");
      GtkWidget *lines = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 10, NULL);
      GtkWidget *first = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, "stanok-wait");
      GtkWidget *second = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, "stanok-wait");

      gtk_widget_set_size_request (thumb, 76, 76);
      gtk_widget_set_size_request (first, 130, 22);
      gtk_widget_set_size_request (second, 280 - 30 * (i % 3), 16);
      gtk_widget_set_halign (first, GTK_ALIGN_START);
      gtk_widget_set_halign (second, GTK_ALIGN_START);
      gtk_widget_set_valign (thumb, GTK_ALIGN_CENTER);
      gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (lines), first);
      gtk_box_append (GTK_BOX (lines), second);
      gtk_box_append (GTK_BOX (row), thumb);
      gtk_box_append (GTK_BOX (row), lines);
      gtk_box_append (GTK_BOX (box), row);
    }
  return box;
}
