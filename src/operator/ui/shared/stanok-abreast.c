/* stanok-abreast.c: two things side by side, or below each other where there is no room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-abreast.h"

#include "ui/shared/stanok-parts.h"

#define GAP_PX 12
#define ROW_PX 4

struct _StanokAbreast
{
  GtkWidget  parent_instance;

  GtkWidget *first;
  GtkWidget *second;
};

G_DEFINE_FINAL_TYPE (StanokAbreast, stanok_abreast, GTK_TYPE_WIDGET)

static void
ask (GtkWidget      *child,
     GtkOrientation  orientation,
     int             for_size,
     int            *min,
     int            *natural)
{
  gtk_widget_measure (child, orientation, for_size, min, natural, NULL, NULL);
}

static gboolean
fits_abreast (StanokAbreast *self,
              int            width_px)
{
  int min, first, second;

  ask (self->first, GTK_ORIENTATION_HORIZONTAL, -1, &min, &first);
  ask (self->second, GTK_ORIENTATION_HORIZONTAL, -1, &min, &second);
  return width_px < 0 || first + GAP_PX + second <= width_px;
}

static void
stanok_abreast_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  StanokAbreast *self = STANOK_ABREAST (widget);
  int first_min, first, second_min, second;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      ask (self->first, orientation, -1, &first_min, &first);
      ask (self->second, orientation, -1, &second_min, &second);
      *minimum = MAX (first_min, second_min);
      *natural = first + GAP_PX + second;
      return;
    }
  ask (self->first, orientation, -1, &first_min, &first);
  ask (self->second, orientation, -1, &second_min, &second);
  *minimum = *natural = fits_abreast (self, for_size) ? MAX (first, second)
                                                      : first + ROW_PX + second;
}

static void
place (StanokAbreast *self,
       GtkWidget     *child,
       GtkAllocation  area)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    area.x = gtk_widget_get_width (GTK_WIDGET (self)) - area.x - area.width;
  gtk_widget_size_allocate (child, &area, -1);
}

static void
stanok_abreast_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  StanokAbreast *self = STANOK_ABREAST (widget);
  int min, first, second, first_height;

  ask (self->first, GTK_ORIENTATION_HORIZONTAL, -1, &min, &first);
  ask (self->second, GTK_ORIENTATION_HORIZONTAL, -1, &min, &second);
  ask (self->first, GTK_ORIENTATION_VERTICAL, -1, &min, &first_height);
  if (fits_abreast (self, width))
    {
      place (self, self->first, (GtkAllocation) { 0, 0, width - second - GAP_PX, height });
      place (self, self->second, (GtkAllocation) { width - second, 0, second, height });
      return;
    }
  place (self, self->first, (GtkAllocation) { 0, 0, width, first_height });
  place (self, self->second, (GtkAllocation) { 0, first_height + ROW_PX, MIN (second, width),
                                               MAX (height - first_height - ROW_PX, 0) });
}

static GtkSizeRequestMode
stanok_abreast_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stanok_abreast_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_abreast_parent_class)->dispose (object);
}

static void
stanok_abreast_class_init (StanokAbreastClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_abreast_dispose;
  widget_class->measure = stanok_abreast_measure;
  widget_class->size_allocate = stanok_abreast_size_allocate;
  widget_class->get_request_mode = stanok_abreast_get_request_mode;
}

static void
stanok_abreast_init (StanokAbreast *self)
{
}

GtkWidget *
stanok_abreast_new (GtkWidget *first,
                    GtkWidget *second)
{
  StanokAbreast *self = g_object_new (STANOK_TYPE_ABREAST, NULL);

  self->first = first;
  self->second = second;
  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
