/* stanok-due.c: when an order is due: a shape if it presses, and words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-due.h"

#include "ui/shared/stanok-parts.h"

#define GAP_PX 8

struct _StanokDue
{
  GtkWidget  parent_instance;

  GtkImage  *shape;
  GtkLabel  *words;
};

G_DEFINE_FINAL_TYPE (StanokDue, stanok_due, GTK_TYPE_WIDGET)

static void
stanok_due_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_due_parent_class)->dispose (object);
}

static void
stanok_due_class_init (StanokDueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_due_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
stanok_due_init (StanokDue *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), GAP_PX);
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-due");
  self->shape = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->words = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->shape), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->words), GTK_WIDGET (self));
}

GtkWidget *
stanok_due_new (void)
{
  return g_object_new (STANOK_TYPE_DUE, NULL);
}

void
stanok_due_set (StanokDue     *self,
                StanokDueTone  tone,
                const char    *words)
{
  g_return_if_fail (STANOK_IS_DUE (self));

  stanok_parts_set_class (GTK_WIDGET (self), "soon", tone == STANOK_DUE_SOON);
  stanok_parts_set_class (GTK_WIDGET (self), "late", tone == STANOK_DUE_LATE);
  gtk_image_set_from_icon_name (self->shape, tone == STANOK_DUE_LATE ? "stanok-s-late-symbolic"
                                                                     : "stanok-ui-clock-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->shape), tone != STANOK_DUE_CALM);
  gtk_label_set_text (self->words, words);
}

const char *
stanok_due_get_text (StanokDue *self)
{
  g_return_val_if_fail (STANOK_IS_DUE (self), NULL);

  return gtk_label_get_text (self->words);
}
