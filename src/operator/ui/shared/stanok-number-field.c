/* stanok-number-field.c: a count that is typed figure by figure
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-number-field.h"

#include "ui/shared/stanok-parts.h"

#define MAX_VALUE 9999999

struct _StanokNumberField
{
  GtkWidget  parent_instance;

  gint64     value;
  gint64     max;
  gboolean   is_fresh;     /* the next figure replaces the value */
  gboolean   is_active;

  GtkImage  *shape;
  GtkLabel  *name;
  GtkLabel  *figure;
  GtkWidget *caret;
};

enum {
  SIGNAL_ACTIVATED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokNumberField, stanok_number_field, GTK_TYPE_WIDGET)

static void
show_value (StanokNumberField *self)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, self->value);

  gtk_label_set_text (self->figure, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) self->value,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) self->max,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

static void
change (StanokNumberField *self,
        gint64             value)
{
  self->is_fresh = FALSE;
  if (self->value == value)
    return;
  self->value = value;
  show_value (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
pressed_cb (StanokNumberField *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
focused_cb (StanokNumberField *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
stanok_number_field_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_number_field_parent_class)->dispose (object);
}

static void
stanok_number_field_class_init (StanokNumberFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_number_field_dispose;

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SPIN_BUTTON);
}

static void
stanok_number_field_init (StanokNumberField *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *head = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 10, "stanok-number-name");
  GtkWidget *body = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 6, NULL);
  GtkGesture *press = gtk_gesture_click_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (widget)),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (widget, "stanok-number");
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);

  self->shape = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->name = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  self->figure = GTK_LABEL (stanok_parts_label ("0", "stanok-field"));
  self->caret = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, "stanok-caret");
  gtk_widget_set_valign (self->caret, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->caret, FALSE);

  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->shape));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->figure));
  gtk_box_append (GTK_BOX (body), self->caret);
  gtk_widget_set_parent (head, widget);
  gtk_widget_set_parent (body, widget);

  g_signal_connect_swapped (press, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focused_cb), self);
  gtk_widget_add_controller (widget, focus);
}

GtkWidget *
stanok_number_field_new (StanokStatus  shape,
                         const char   *name,
                         gint64        max)
{
  StanokNumberField *self;

  g_return_val_if_fail (max >= 0 && max <= MAX_VALUE, NULL);

  self = g_object_new (STANOK_TYPE_NUMBER_FIELD, NULL);
  self->max = max;
  self->is_fresh = TRUE;
  gtk_image_set_from_icon_name (self->shape, stanok_status_get_icon (shape));
  stanok_parts_set_class (gtk_widget_get_first_child (GTK_WIDGET (self)), "stanok-stop-ink",
                          shape == STANOK_STATUS_HOLD);
  stanok_parts_set_class (gtk_widget_get_first_child (GTK_WIDGET (self)), "stanok-go-ink",
                          shape == STANOK_STATUS_DONE);
  gtk_label_set_text (self->name, name);
  stanok_parts_set_name (GTK_WIDGET (self), name);
  show_value (self);
  return GTK_WIDGET (self);
}

void
stanok_number_field_set_active (StanokNumberField *self,
                                gboolean           is_active)
{
  g_return_if_fail (STANOK_IS_NUMBER_FIELD (self));

  if (is_active && !self->is_active)
    self->is_fresh = TRUE;
  self->is_active = is_active;
  stanok_parts_set_class (GTK_WIDGET (self), "active", is_active);
  gtk_widget_set_visible (self->caret, is_active);
}

void
stanok_number_field_set_value (StanokNumberField *self,
                               gint64             value)
{
  g_return_if_fail (STANOK_IS_NUMBER_FIELD (self));

  change (self, CLAMP (value, 0, self->max));
  self->is_fresh = TRUE;
}

gint64
stanok_number_field_get_value (StanokNumberField *self)
{
  g_return_val_if_fail (STANOK_IS_NUMBER_FIELD (self), 0);

  return self->value;
}

/* A figure that would go over the limit is not taken, so that no other number appears. */
void
stanok_number_field_add_digit (StanokNumberField *self,
                               guint              digit)
{
  gint64 value;

  g_return_if_fail (STANOK_IS_NUMBER_FIELD (self));
  g_return_if_fail (digit <= 9);

  value = self->is_fresh ? digit : self->value * 10 + digit;
  if (value <= self->max)
    change (self, value);
}

void
stanok_number_field_backspace (StanokNumberField *self)
{
  g_return_if_fail (STANOK_IS_NUMBER_FIELD (self));

  change (self, self->value / 10);
}

void
stanok_number_field_clear (StanokNumberField *self)
{
  g_return_if_fail (STANOK_IS_NUMBER_FIELD (self));

  change (self, 0);
}
