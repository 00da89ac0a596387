/* stanok-person-tile.c: a person to sign in as
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/signin/stanok-person-tile.h"

#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

struct _StanokPersonTile
{
  GtkButton  parent_instance;

  char      *operator_id;    /* (owned) */
};

G_DEFINE_FINAL_TYPE (StanokPersonTile, stanok_person_tile, GTK_TYPE_BUTTON)

static void
stanok_person_tile_finalize (GObject *object)
{
  g_free (STANOK_PERSON_TILE (object)->operator_id);

  G_OBJECT_CLASS (stanok_person_tile_parent_class)->finalize (object);
}

static void
stanok_person_tile_class_init (StanokPersonTileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_person_tile_finalize;
}

static void
stanok_person_tile_init (StanokPersonTile *self)
{
  stanok_parts_add_classes (GTK_WIDGET (self), "stanok-key stanok-tile");
}

GtkWidget *
stanok_person_tile_new (const char *operator_id,
                        const char *name,
                        const char *caption)
{
  StanokPersonTile *self = g_object_new (STANOK_TYPE_PERSON_TILE, NULL);
  GtkWidget *lines = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 8, NULL);
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 14, NULL);
  g_autofree char *initials = stanok_words_initials (name);
  GtkWidget *avatar = stanok_parts_label (initials, "stanok-avatar stanok-large-avatar");
  g_autofree char *two_lines = g_strdelimit (g_strdup (name), " ", '\n');
  GtkWidget *label = stanok_parts_label (two_lines, "stanok-tile-name");

  self->operator_id = g_strdup (operator_id);
  gtk_label_set_xalign (GTK_LABEL (avatar), 0.5);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), avatar);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (lines), line);
  if (caption != NULL)
    gtk_box_append (GTK_BOX (lines), stanok_parts_label (caption, "stanok-caption"));
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (self), lines);
  stanok_parts_set_name (GTK_WIDGET (self), name);
  return GTK_WIDGET (self);
}

const char *
stanok_person_tile_get_id (StanokPersonTile *self)
{
  g_return_val_if_fail (STANOK_IS_PERSON_TILE (self), NULL);

  return self->operator_id;
}

void
stanok_person_tile_set_on (StanokPersonTile *self,
                           gboolean          is_on)
{
  g_return_if_fail (STANOK_IS_PERSON_TILE (self));

  if (is_on)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_PRESSED,
                               is_on ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}
