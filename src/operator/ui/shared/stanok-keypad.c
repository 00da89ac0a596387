/* stanok-keypad.c: a keypad of twelve, and the figures of the keyboard doing the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-keypad.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-parts.h"

#define GAP_PX   8
#define COLUMNS  3
#define KEY_DATA "stanok-digit"

struct _StanokKeypad
{
  GtkWidget           parent_instance;

  GtkEventController *keys;    /* (owned) (nullable) on the scope */
};

enum {
  SIGNAL_DIGIT,
  SIGNAL_CLEAR,
  SIGNAL_BACKSPACE,
  SIGNAL_ENTER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokKeypad, stanok_keypad, GTK_TYPE_WIDGET)

static void
digit_clicked_cb (StanokKeypad *self,
                  GtkWidget    *key)
{
  guint digit = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (key), KEY_DATA));

  g_signal_emit (self, signals[SIGNAL_DIGIT], 0, digit);
}

static void
clear_clicked_cb (StanokKeypad *self)
{
  g_signal_emit (self, signals[SIGNAL_CLEAR], 0);
}

static void
backspace_clicked_cb (StanokKeypad *self)
{
  g_signal_emit (self, signals[SIGNAL_BACKSPACE], 0);
}

/* The figure a key means whatever layout is active, or -1. */
static int
digit_of (guint keyval)
{
  if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    return (int) (keyval - GDK_KEY_0);
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    return (int) (keyval - GDK_KEY_KP_0);
  return -1;
}

static gboolean
focus_takes_enter (GtkWidget *focus)
{
  return focus != NULL && (GTK_IS_BUTTON (focus) || GTK_IS_CHECK_BUTTON (focus));
}

static gboolean
key_pressed_cb (StanokKeypad    *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int digit = digit_of (keyval);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || GTK_IS_EDITABLE (focus) ||
      (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  if (digit >= 0)
    g_signal_emit (self, signals[SIGNAL_DIGIT], 0, (guint) digit);
  else if (keyval == GDK_KEY_BackSpace)
    g_signal_emit (self, signals[SIGNAL_BACKSPACE], 0);
  else if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete)
    g_signal_emit (self, signals[SIGNAL_CLEAR], 0);
  else if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) &&
           !focus_takes_enter (focus))
    g_signal_emit (self, signals[SIGNAL_ENTER], 0);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
stanok_keypad_dispose (GObject *object)
{
  StanokKeypad *self = STANOK_KEYPAD (object);

  if (self->keys != NULL)
    {
      GtkWidget *scope = gtk_event_controller_get_widget (self->keys);

      g_signal_handlers_disconnect_by_data (self->keys, self);
      if (scope != NULL)
        gtk_widget_remove_controller (scope, self->keys);
      g_clear_object (&self->keys);
    }
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_keypad_parent_class)->dispose (object);
}

static void
stanok_keypad_class_init (StanokKeypadClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_keypad_dispose;

  signals[SIGNAL_DIGIT] = g_signal_new ("digit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_CLEAR] = g_signal_new ("clear", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[SIGNAL_BACKSPACE] = g_signal_new ("backspace", type, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENTER] = g_signal_new ("enter", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_GRID_LAYOUT);
}

static void
add_key (StanokKeypad *self,
         GtkWidget    *key,
         int           at,
         GCallback     callback)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkGridLayoutChild *cell;

  /* A touch on the keypad must not take the focus away from the field that is typed into. */
  gtk_widget_set_focus_on_click (key, FALSE);
  gtk_widget_set_hexpand (key, TRUE);
  gtk_widget_set_vexpand (key, TRUE);
  gtk_widget_set_parent (key, GTK_WIDGET (self));
  cell = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, key));
  gtk_grid_layout_child_set_column (cell, at % COLUMNS);
  gtk_grid_layout_child_set_row (cell, at / COLUMNS);
  g_signal_connect_swapped (key, "clicked", callback, self);
}

static void
add_digit (StanokKeypad *self,
           guint         digit,
           int           at)
{
  char text[2] = { (char) ('0' + digit), '\0' };
  GtkWidget *key = stanok_key_new (STANOK_KEY_CAP, NULL, text);

  g_object_set_data (G_OBJECT (key), KEY_DATA, GUINT_TO_POINTER (digit));
  add_key (self, key, at, G_CALLBACK (digit_clicked_cb));
}

static void
stanok_keypad_init (StanokKeypad *self)
{
  GtkGridLayout *layout = GTK_GRID_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  GtkWidget *clear, *backspace;
  guint digit;

  gtk_grid_layout_set_column_spacing (layout, GAP_PX);
  gtk_grid_layout_set_row_spacing (layout, GAP_PX);
  gtk_grid_layout_set_column_homogeneous (layout, TRUE);
  gtk_grid_layout_set_row_homogeneous (layout, TRUE);
  /* Figures run from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-keypad");

  for (digit = 1; digit <= 9; digit++)
    add_digit (self, digit, (int) digit - 1);

  clear = stanok_key_new (STANOK_KEY_CAP, NULL, C_("keypad", "Clear"));
  gtk_widget_add_css_class (clear, "stanok-word");
  add_key (self, clear, 9, G_CALLBACK (clear_clicked_cb));
  add_digit (self, 0, 10);
  backspace = stanok_key_new (STANOK_KEY_CAP, "stanok-ui-backspace-symbolic", NULL);
  stanok_parts_set_name (backspace, C_("keypad", "Erase the last figure"));
  add_key (self, backspace, 11, G_CALLBACK (backspace_clicked_cb));
}

GtkWidget *
stanok_keypad_new (void)
{
  return g_object_new (STANOK_TYPE_KEYPAD, NULL);
}

void
stanok_keypad_listen (StanokKeypad *self,
                      GtkWidget    *scope)
{
  g_return_if_fail (STANOK_IS_KEYPAD (self));
  g_return_if_fail (GTK_IS_WIDGET (scope));
  g_return_if_fail (self->keys == NULL);

  self->keys = g_object_ref (gtk_event_controller_key_new ());
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (scope, self->keys);
}
