/* stanok-tag.c: a status in a small frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-tag.h"

#include "ui/shared/stanok-parts.h"

#define GAP_PX         10
#define NAME_MAX_CHARS 18   /* a long name must not push the row's own text out */

struct _StanokTag
{
  GtkWidget   parent_instance;

  const char *tint;    /* static */
  GtkImage   *shape;
  GtkLabel   *word;
};

G_DEFINE_FINAL_TYPE (StanokTag, stanok_tag, GTK_TYPE_WIDGET)

static void
stanok_tag_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_tag_parent_class)->dispose (object);
}

static void
stanok_tag_class_init (StanokTagClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_tag_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
stanok_tag_init (StanokTag *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), GAP_PX);
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-tag");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);

  self->tint = "";
  self->shape = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->word = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->shape), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->word), GTK_WIDGET (self));
}

GtkWidget *
stanok_tag_new (void)
{
  return g_object_new (STANOK_TYPE_TAG, NULL);
}

void
stanok_tag_set_status (StanokTag    *self,
                       StanokStatus  status,
                       const char   *word)
{
  g_return_if_fail (STANOK_IS_TAG (self));

  if (*self->tint != '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->tint);
  self->tint = stanok_status_get_tint (status);
  if (*self->tint != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self), self->tint);

  gtk_image_set_from_icon_name (self->shape, stanok_status_get_icon (status));
  gtk_label_set_text (self->word, word != NULL ? word : stanok_status_get_word (status));
  /* A status is never cut; a name may be. */
  gtk_label_set_ellipsize (self->word, word != NULL ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_max_width_chars (self->word, word != NULL ? NAME_MAX_CHARS : -1);
}

const char *
stanok_tag_get_word (StanokTag *self)
{
  g_return_val_if_fail (STANOK_IS_TAG (self), NULL);

  return gtk_label_get_text (self->word);
}
