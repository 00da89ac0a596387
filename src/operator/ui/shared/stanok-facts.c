/* stanok-facts.c: names and values, one below the other, with a line between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-facts.h"

#include "ui/shared/stanok-parts.h"

#define NAME_PX 132
#define GAP_PX  16

struct _StanokFacts
{
  GtkWidget  parent_instance;

  gboolean   is_narrow;
};

G_DEFINE_FINAL_TYPE (StanokFacts, stanok_facts, GTK_TYPE_WIDGET)

static void
stanok_facts_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_facts_parent_class)->dispose (object);
}

static void
stanok_facts_class_init (StanokFactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_facts_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
stanok_facts_init (StanokFacts *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
stanok_facts_new (gboolean is_narrow)
{
  StanokFacts *self = g_object_new (STANOK_TYPE_FACTS, NULL);

  self->is_narrow = is_narrow;
  return GTK_WIDGET (self);
}

void
stanok_facts_clear (StanokFacts *self)
{
  g_return_if_fail (STANOK_IS_FACTS (self));

  stanok_parts_unparent_all (GTK_WIDGET (self));
}

void
stanok_facts_add_widget (StanokFacts *self,
                         const char  *name,
                         GtkWidget   *value)
{
  GtkWidget *row, *label, *last;

  g_return_if_fail (STANOK_IS_FACTS (self));
  g_return_if_fail (GTK_IS_WIDGET (value));

  row = g_object_new (GTK_TYPE_BOX,
                      "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                      "spacing", GAP_PX,
                      NULL);
  gtk_widget_add_css_class (row, "stanok-fact");
  label = stanok_parts_label (name, "stanok-dim");
  gtk_widget_set_size_request (label, self->is_narrow ? -1 : NAME_PX, -1);
  gtk_widget_set_hexpand (label, self->is_narrow);
  gtk_widget_set_halign (value, self->is_narrow ? GTK_ALIGN_END : GTK_ALIGN_FILL);
  gtk_widget_set_hexpand (value, !self->is_narrow);
  gtk_widget_set_valign (value, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), value);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, value, NULL,
                                  -1);

  last = gtk_widget_get_last_child (GTK_WIDGET (self));
  if (last != NULL)
    gtk_widget_remove_css_class (last, "last");
  gtk_widget_add_css_class (row, "last");
  gtk_widget_set_parent (row, GTK_WIDGET (self));
}

void
stanok_facts_add (StanokFacts *self,
                  const char  *name,
                  const char  *value)
{
  GtkWidget *label;

  g_return_if_fail (STANOK_IS_FACTS (self));

  if (value == NULL || *value == '\0')
    return;
  label = stanok_parts_label (value, "stanok-value");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), self->is_narrow ? 1 : 0);
  stanok_facts_add_widget (self, name, label);
}
