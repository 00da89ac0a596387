/* stanok-choice.c: one of several, as chips in a grid; a chip may say what follows from it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-choice.h"

#include "ui/shared/stanok-parts.h"

#define GAP_PX     8
#define ID_DATA    "stanok-id"
#define TITLE_DATA "stanok-title"

struct _StanokChoice
{
  GtkWidget       parent_instance;

  guint           n_columns;
  GtkGrid        *grid;
  GPtrArray      *chips;      /* (element-type GtkCheckButton) children of the grid */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokChoice, stanok_choice, GTK_TYPE_WIDGET)

static GtkCheckButton *
get_chosen (StanokChoice *self)
{
  guint i;

  for (i = 0; i < self->chips->len; i++)
    {
      if (gtk_check_button_get_active (self->chips->pdata[i]))
        return self->chips->pdata[i];
    }
  return NULL;
}

/* Each change makes two toggles; the one that ends chosen speaks. */
static void
toggled_cb (StanokChoice   *self,
            GtkCheckButton *chip)
{
  if (gtk_check_button_get_active (chip))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* GtkCheckButton has no accessible action of its own on GTK 4.8. */
static void
choose_action_cb (GSimpleAction  *action,
                  GVariant       *parameter,
                  GtkCheckButton *chip)
{
  gtk_check_button_set_active (chip, TRUE);
}

static void
stanok_choice_dispose (GObject *object)
{
  StanokChoice *self = STANOK_CHOICE (object);

  g_ptr_array_set_size (self->chips, 0);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_choice_parent_class)->dispose (object);
}

static void
stanok_choice_finalize (GObject *object)
{
  g_ptr_array_unref (STANOK_CHOICE (object)->chips);

  G_OBJECT_CLASS (stanok_choice_parent_class)->finalize (object);
}

static void
stanok_choice_class_init (StanokChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = stanok_choice_dispose;
  object_class->finalize = stanok_choice_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
}

static void
stanok_choice_init (StanokChoice *self)
{
  self->n_columns = 1;
  self->chips = g_ptr_array_new ();
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->grid, GAP_PX);
  gtk_grid_set_column_spacing (self->grid, GAP_PX);
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_grid_set_row_homogeneous (self->grid, TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
}

GtkWidget *
stanok_choice_new (const char *name,
                   guint       n_columns)
{
  StanokChoice *self = g_object_new (STANOK_TYPE_CHOICE, NULL);

  self->n_columns = MAX (n_columns, 1);
  stanok_parts_set_name (GTK_WIDGET (self), name);
  return GTK_WIDGET (self);
}

static GtkWidget *
build_texts (const char *title,
             const char *consequence)
{
  GtkWidget *texts = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *label = stanok_parts_label (title, consequence != NULL ? "stanok-chip-title" : NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_box_append (GTK_BOX (texts), label);
  if (consequence != NULL)
    {
      GtkWidget *second = stanok_parts_label (consequence, "stanok-caption");

      gtk_label_set_wrap (GTK_LABEL (second), TRUE);
      gtk_label_set_natural_wrap_mode (GTK_LABEL (second), GTK_NATURAL_WRAP_NONE);
      gtk_box_append (GTK_BOX (texts), second);
    }
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  return texts;
}

void
stanok_choice_append (StanokChoice *self,
                      const char   *id,
                      const char   *title,
                      const char   *consequence)
{
  g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr(GSimpleAction) choose = g_simple_action_new ("choose", NULL);
  GtkWidget *chip;
  int at;

  g_return_if_fail (STANOK_IS_CHOICE (self));
  g_return_if_fail (id != NULL && title != NULL);

  at = (int) self->chips->len;
  chip = gtk_check_button_new ();
  gtk_widget_add_css_class (chip, "stanok-chip");
  stanok_parts_set_class (chip, "stanok-tall", consequence != NULL);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (chip), build_texts (title, consequence));
  if (at > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (chip), self->chips->pdata[0]);
  g_object_set_data_full (G_OBJECT (chip), ID_DATA, g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (chip), TITLE_DATA, g_strdup (title), g_free);
  stanok_parts_set_name (chip, title);
  if (consequence != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (chip),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, consequence, -1);

  g_signal_connect_object (choose, "activate", G_CALLBACK (choose_action_cb), chip, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (choose));
  gtk_widget_insert_action_group (chip, "chip", G_ACTION_GROUP (actions));

  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_hexpand (chip, TRUE);
  gtk_grid_attach (self->grid, chip, at % (int) self->n_columns, at / (int) self->n_columns, 1, 1);
  g_ptr_array_add (self->chips, chip);
}

void
stanok_choice_clear (StanokChoice *self)
{
  g_return_if_fail (STANOK_IS_CHOICE (self));

  while (self->chips->len > 0)
    gtk_grid_remove (self->grid, g_ptr_array_steal_index (self->chips, self->chips->len - 1));
}

gboolean
stanok_choice_is_empty (StanokChoice *self)
{
  g_return_val_if_fail (STANOK_IS_CHOICE (self), TRUE);

  return self->chips->len == 0;
}

void
stanok_choice_set_id (StanokChoice *self,
                      const char   *id)
{
  guint i;

  g_return_if_fail (STANOK_IS_CHOICE (self));

  for (i = 0; i < self->chips->len; i++)
    {
      const char *chip_id = g_object_get_data (self->chips->pdata[i], ID_DATA);

      gtk_check_button_set_active (self->chips->pdata[i], g_strcmp0 (chip_id, id) == 0);
    }
}

const char *
stanok_choice_get_id (StanokChoice *self)
{
  GtkCheckButton *chip;

  g_return_val_if_fail (STANOK_IS_CHOICE (self), NULL);

  chip = get_chosen (self);
  return chip != NULL ? g_object_get_data (G_OBJECT (chip), ID_DATA) : NULL;
}

const char *
stanok_choice_get_title (StanokChoice *self)
{
  GtkCheckButton *chip;

  g_return_val_if_fail (STANOK_IS_CHOICE (self), NULL);

  chip = get_chosen (self);
  return chip != NULL ? g_object_get_data (G_OBJECT (chip), TITLE_DATA) : NULL;
}
