/* stanok-tall.c: as high as what it holds, and scrolls where there is less room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-tall.h"

#define MIN_HEIGHT_PX 48

struct _StanokTall
{
  GtkWidget  parent_instance;

  GtkWidget *scroller;
  GtkWidget *content;    /* in the scroller */
};

G_DEFINE_FINAL_TYPE (StanokTall, stanok_tall, GTK_TYPE_WIDGET)

static void
stanok_tall_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  StanokTall *self = STANOK_TALL (widget);

  /* Little height is no reason to be wider: it scrolls. GtkStack asks in this way. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = MIN (*minimum, MIN_HEIGHT_PX);
}

static void
stanok_tall_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  gtk_widget_size_allocate (STANOK_TALL (widget)->scroller,
                            &(GtkAllocation) { 0, 0, width, height }, -1);
}

static GtkSizeRequestMode
stanok_tall_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stanok_tall_dispose (GObject *object)
{
  StanokTall *self = STANOK_TALL (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (stanok_tall_parent_class)->dispose (object);
}

static void
stanok_tall_class_init (StanokTallClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_tall_dispose;
  widget_class->measure = stanok_tall_measure;
  widget_class->size_allocate = stanok_tall_size_allocate;
  widget_class->get_request_mode = stanok_tall_get_request_mode;
}

static void
stanok_tall_init (StanokTall *self)
{
}

GtkWidget *
stanok_tall_new (GtkWidget *content)
{
  StanokTall *self = g_object_new (STANOK_TYPE_TALL, NULL);

  self->content = content;
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), content);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

GtkWidget *
stanok_tall_get_child (StanokTall *self)
{
  g_return_val_if_fail (STANOK_IS_TALL (self), NULL);

  return self->content;
}
