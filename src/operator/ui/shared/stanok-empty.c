/* stanok-empty.c: a page with nothing to show: a drawing, what it means, what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-empty.h"

#include "ui/shared/stanok-parts.h"

#define SENTENCE_MAX_CHARS 44

struct _StanokEmpty
{
  GtkWidget  parent_instance;

  GtkWidget *drawing;
  GtkLabel  *headline;
  GtkLabel  *sentence;
};

G_DEFINE_FINAL_TYPE (StanokEmpty, stanok_empty, GTK_TYPE_WIDGET)

static void
stanok_empty_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_empty_parent_class)->dispose (object);
}

static void
stanok_empty_class_init (StanokEmptyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_empty_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
stanok_empty_init (StanokEmpty *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 12, "stanok-empty");

  self->drawing = stanok_parts_icon ("stanok-empty-caliper-symbolic", "stanok-drawing");
  self->headline = GTK_LABEL (stanok_parts_label (NULL, "stanok-title"));
  self->sentence = GTK_LABEL (stanok_parts_label (NULL, "stanok-dim"));
  gtk_label_set_wrap (self->headline, TRUE);
  gtk_label_set_justify (self->headline, GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (self->headline, 0.5);
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_label_set_max_width_chars (self->sentence, SENTENCE_MAX_CHARS);
  gtk_label_set_justify (self->sentence, GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (self->sentence, 0.5);
  gtk_box_append (GTK_BOX (box), self->drawing);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->headline));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sentence));
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
stanok_empty_new (gboolean has_drawing)
{
  StanokEmpty *self = g_object_new (STANOK_TYPE_EMPTY, NULL);

  gtk_widget_set_visible (self->drawing, has_drawing);
  return GTK_WIDGET (self);
}

void
stanok_empty_set (StanokEmpty *self,
                  const char  *headline,
                  const char  *sentence)
{
  g_return_if_fail (STANOK_IS_EMPTY (self));

  stanok_parts_set_text (self->headline, headline);
  stanok_parts_set_text (self->sentence, sentence);
}
