/* stanok-stage-plate.c: a sentence in the middle of the stage, with its shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-stage-plate.h"

#define SPACING_PX      12
#define SHAPE_PX        44
#define HATCH_PX       152
#define SENTENCE_CHARS  42

struct _StanokStagePlate
{
  GtkWidget  parent_instance;

  GtkImage  *shape;
  GtkWidget *hatch;
  GtkLabel  *sentence;
};

G_DEFINE_FINAL_TYPE (StanokStagePlate, stanok_stage_plate, GTK_TYPE_WIDGET)

static void
stanok_stage_plate_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (stanok_stage_plate_parent_class)->dispose (object);
}

static void
stanok_stage_plate_class_init (StanokStagePlateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_stage_plate_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
stanok_stage_plate_init (StanokStagePlate *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget));

  self->shape = GTK_IMAGE (gtk_image_new ());
  self->hatch = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->sentence = GTK_LABEL (gtk_label_new (NULL));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, SPACING_PX);
  gtk_widget_add_css_class (widget, "stanok-stage-plate");
  gtk_image_set_pixel_size (self->shape, SHAPE_PX);
  gtk_widget_add_css_class (self->hatch, "stanok-wait");
  gtk_widget_set_size_request (self->hatch, 2 * HATCH_PX, HATCH_PX);
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_label_set_justify (self->sentence, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (self->sentence, SENTENCE_CHARS);
  gtk_widget_set_parent (GTK_WIDGET (self->shape), widget);
  gtk_widget_set_parent (self->hatch, widget);
  gtk_widget_set_parent (GTK_WIDGET (self->sentence), widget);
}

GtkWidget *
stanok_stage_plate_new (void)
{
  return g_object_new (STANOK_TYPE_STAGE_PLATE, NULL);
}

void
stanok_stage_plate_show (StanokStagePlate *self,
                         const char       *icon_name,
                         const char       *sentence)
{
  g_return_if_fail (STANOK_IS_STAGE_PLATE (self));

  gtk_image_set_from_icon_name (self->shape, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->shape), icon_name != NULL);
  gtk_widget_set_visible (self->hatch, icon_name == NULL);
  gtk_label_set_label (self->sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

void
stanok_stage_plate_hide (StanokStagePlate *self)
{
  g_return_if_fail (STANOK_IS_STAGE_PLATE (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
