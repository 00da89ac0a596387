/* stanok-gauge.c: the instrument window that shows how long a work runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-gauge.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-dates.h"
#include "ui/shared/stanok-parts.h"

struct _StanokGauge
{
  GtkWidget  parent_instance;

  GtkImage  *shape;
  GtkLabel  *caption;
  GtkLabel  *side;
  GtkLabel  *readout;
};

G_DEFINE_FINAL_TYPE (StanokGauge, stanok_gauge, GTK_TYPE_WIDGET)

static void
stanok_gauge_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_gauge_parent_class)->dispose (object);
}

static void
stanok_gauge_class_init (StanokGaugeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_gauge_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TIMER);
}

static void
stanok_gauge_init (StanokGauge *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *head = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 8, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-gauge");
  stanok_parts_set_name (GTK_WIDGET (self), _("Time worked"));

  self->shape = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->caption = GTK_LABEL (stanok_parts_label (NULL, "stanok-caption"));
  gtk_label_set_ellipsize (self->caption, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->caption), TRUE);
  self->side = GTK_LABEL (stanok_parts_label (NULL, "stanok-caption"));
  self->readout = GTK_LABEL (stanok_parts_label (NULL, "stanok-readout"));
  /* A clock reads from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self->readout), GTK_TEXT_DIR_LTR);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->shape));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->caption));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->side));
  gtk_widget_set_parent (head, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->readout), GTK_WIDGET (self));
  stanok_gauge_set_time (self, 0);
}

GtkWidget *
stanok_gauge_new (void)
{
  return g_object_new (STANOK_TYPE_GAUGE, NULL);
}

void
stanok_gauge_set_face (StanokGauge     *self,
                       StanokGaugeFace  face,
                       const char      *caption,
                       const char      *side)
{
  g_return_if_fail (STANOK_IS_GAUGE (self));

  gtk_image_set_from_icon_name (self->shape,
                                face == STANOK_GAUGE_PAUSED ? "stanok-s-paused-symbolic"
                                                            : "stanok-s-running-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->shape), face != STANOK_GAUGE_IDLE);
  stanok_parts_set_class (GTK_WIDGET (self->shape), "run", face == STANOK_GAUGE_RUNNING);
  stanok_parts_set_class (GTK_WIDGET (self->shape), "pause", face == STANOK_GAUGE_PAUSED);
  gtk_label_set_text (self->caption, caption);
  stanok_parts_set_text (self->side, side);
}

void
stanok_gauge_set_time (StanokGauge *self,
                       gint64       elapsed_ms)
{
  g_autofree char *text = NULL;

  g_return_if_fail (STANOK_IS_GAUGE (self));

  text = stanok_dates_stopwatch (elapsed_ms);
  gtk_label_set_text (self->readout, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}
