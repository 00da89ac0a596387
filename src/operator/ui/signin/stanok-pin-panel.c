/* stanok-pin-panel.c: six dots and a keypad
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/signin/stanok-pin-panel.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-keypad.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

struct _StanokPinPanel
{
  GtkWidget     parent_instance;

  char          pin[STANOK_PIN_DIGITS + 1];
  gsize         n_digits;
  gboolean      is_blocked;
  gboolean      has_person;

  GtkLabel     *avatar;
  GtkLabel     *name;
  GtkWidget    *field;
  GtkWidget    *dots[STANOK_PIN_DIGITS];
  StanokKeypad *keypad;
  GtkImage     *icon;
  GtkLabel     *words;
};

enum {
  SIGNAL_COMPLETE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokPinPanel, stanok_pin_panel, GTK_TYPE_WIDGET)

static void
show_dots (StanokPinPanel *self)
{
  g_autofree char *text = NULL;
  gsize i;

  for (i = 0; i < STANOK_PIN_DIGITS; i++)
    stanok_parts_set_class (self->dots[i], "full", i < self->n_digits);
  text = g_strdup_printf (ngettext ("%d figure of 6", "%d figures of 6", self->n_digits),
                          (int) self->n_digits);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->field),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

/* Overwrites the figures, so that they do not lie about in memory. */
static void
forget (StanokPinPanel *self)
{
  volatile char *digit = self->pin;
  gsize i;

  for (i = 0; i < sizeof self->pin; i++)
    digit[i] = '\0';
  self->n_digits = 0;
  show_dots (self);
}

static gboolean
is_deaf (StanokPinPanel *self)
{
  return self->is_blocked || !self->has_person;
}

static void
digit_cb (StanokPinPanel *self,
          guint           digit)
{
  char pin[STANOK_PIN_DIGITS + 1];

  if (is_deaf (self) || self->n_digits == STANOK_PIN_DIGITS)
    return;
  self->pin[self->n_digits++] = (char) ('0' + digit);
  show_dots (self);
  if (self->n_digits < STANOK_PIN_DIGITS)
    return;

  memcpy (pin, self->pin, sizeof pin);
  g_signal_emit (self, signals[SIGNAL_COMPLETE], 0, pin);
  memset (pin, 0, sizeof pin);
}

static void
clear_cb (StanokPinPanel *self)
{
  if (!is_deaf (self))
    forget (self);
}

static void
backspace_cb (StanokPinPanel *self)
{
  if (is_deaf (self) || self->n_digits == 0)
    return;
  self->pin[--self->n_digits] = '\0';
  show_dots (self);
}

static void
stanok_pin_panel_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_pin_panel_parent_class)->dispose (object);
}

static void
stanok_pin_panel_class_init (StanokPinPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_pin_panel_dispose;

  signals[SIGNAL_COMPLETE] = g_signal_new ("complete", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_head (StanokPinPanel *self)
{
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 14, NULL);
  GtkWidget *texts = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  self->avatar = GTK_LABEL (stanok_parts_label (NULL, "stanok-avatar stanok-chosen-avatar"));
  gtk_label_set_xalign (self->avatar, 0.5);
  gtk_widget_set_valign (GTK_WIDGET (self->avatar), GTK_ALIGN_CENTER);
  self->name = GTK_LABEL (stanok_parts_label (NULL, "stanok-heading"));
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (texts), stanok_parts_label (_("Enter your PIN"), "stanok-caption"));
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->avatar));
  gtk_box_append (GTK_BOX (line), texts);
  return line;
}

static GtkWidget *
build_field (StanokPinPanel *self)
{
  GtkWidget *dots = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 22, NULL);
  gsize i;

  self->field = g_object_new (GTK_TYPE_BOX,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_METER, NULL);
  gtk_widget_add_css_class (self->field, "stanok-pin");
  stanok_parts_set_name (self->field, _("PIN"));
  for (i = 0; i < STANOK_PIN_DIGITS; i++)
    {
      self->dots[i] = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, "stanok-dot");
      gtk_widget_set_valign (self->dots[i], GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (dots), self->dots[i]);
    }
  gtk_widget_set_hexpand (dots, TRUE);
  gtk_widget_set_halign (dots, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->field), dots);
  return self->field;
}

static GtkWidget *
build_foot (StanokPinPanel *self)
{
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 12, "stanok-pin-foot");

  self->icon = GTK_IMAGE (stanok_parts_icon ("stanok-ui-info-symbolic", NULL));
  self->words = GTK_LABEL (stanok_parts_label (NULL, "stanok-caption"));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->words));
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  return line;
}

static void
stanok_pin_panel_init (StanokPinPanel *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 14, "stanok-panel stanok-pin-panel");

  self->keypad = STANOK_KEYPAD (stanok_keypad_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->keypad), TRUE);
  g_signal_connect_swapped (self->keypad, "digit", G_CALLBACK (digit_cb), self);
  g_signal_connect_swapped (self->keypad, "clear", G_CALLBACK (clear_cb), self);
  g_signal_connect_swapped (self->keypad, "backspace", G_CALLBACK (backspace_cb), self);
  gtk_box_append (GTK_BOX (box), build_head (self));
  gtk_box_append (GTK_BOX (box), build_field (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->keypad));
  gtk_box_append (GTK_BOX (box), build_foot (self));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  stanok_pin_panel_set_person (self, NULL);
}

GtkWidget *
stanok_pin_panel_new (void)
{
  return g_object_new (STANOK_TYPE_PIN_PANEL, NULL);
}

void
stanok_pin_panel_listen (StanokPinPanel *self,
                         GtkWidget      *scope)
{
  g_return_if_fail (STANOK_IS_PIN_PANEL (self));

  stanok_keypad_listen (self->keypad, scope);
}

void
stanok_pin_panel_set_person (StanokPinPanel *self,
                             const char     *name)
{
  g_autofree char *initials = stanok_words_initials (name);

  g_return_if_fail (STANOK_IS_PIN_PANEL (self));

  self->has_person = name != NULL;
  gtk_label_set_text (self->avatar, initials);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), name != NULL);
  gtk_label_set_text (self->name, name != NULL ? name : _("Touch your name first"));
  stanok_parts_set_class (self->field, "active", name != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->keypad), name != NULL);
  stanok_pin_panel_say (self, NULL, FALSE);
}

void
stanok_pin_panel_say (StanokPinPanel *self,
                      const char     *words,
                      gboolean        is_alarm)
{
  g_return_if_fail (STANOK_IS_PIN_PANEL (self));

  forget (self);
  gtk_label_set_text (self->words, words != NULL ? words : " ");
  gtk_widget_set_opacity (GTK_WIDGET (self->icon), words != NULL ? 1 : 0);
  gtk_image_set_from_icon_name (self->icon, is_alarm ? "stanok-s-late-symbolic"
                                                     : "stanok-ui-info-symbolic");
  stanok_parts_set_class (gtk_widget_get_parent (GTK_WIDGET (self->words)), "alarm", is_alarm);
}

void
stanok_pin_panel_set_blocked (StanokPinPanel *self,
                              gboolean        is_blocked)
{
  g_return_if_fail (STANOK_IS_PIN_PANEL (self));

  self->is_blocked = is_blocked;
}
