/* stanok-key.c: a key: the only thing on a screen that is pressed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-key.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-parts.h"

#define ROW     GTK_ORIENTATION_HORIZONTAL
#define UPRIGHT GTK_ORIENTATION_VERTICAL

#define REASON_LINES 3   /* a reason that is cut would be no reason */

struct _StanokKey
{
  GtkButton      parent_instance;

  StanokKeyKind  kind;
  char          *second;    /* (owned) (nullable) */
  char          *reason;    /* (owned) (nullable) */

  /* Inside the button */
  GtkBox        *first_line;
  GtkImage      *image;
  GtkLabel      *label;
  GtkBox        *second_line;
  GtkImage      *why;
  GtkLabel      *sub;
  GtkLabel      *badge;
};

enum {
  PROP_KIND = 1,
  PROP_ICON,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (StanokKeyKind, stanok_key_kind,
                    G_DEFINE_ENUM_VALUE (STANOK_KEY_PLAIN, "plain"),
                    G_DEFINE_ENUM_VALUE (STANOK_KEY_SOFT, "soft"),
                    G_DEFINE_ENUM_VALUE (STANOK_KEY_TOOL, "tool"),
                    G_DEFINE_ENUM_VALUE (STANOK_KEY_CAP, "cap"),
                    G_DEFINE_ENUM_VALUE (STANOK_KEY_PRIMARY, "primary"),
                    G_DEFINE_ENUM_VALUE (STANOK_KEY_ASK, "ask"),
                    G_DEFINE_ENUM_VALUE (STANOK_KEY_FLAT, "flat"))
G_DEFINE_FINAL_TYPE (StanokKey, stanok_key, GTK_TYPE_BUTTON)

/* Classes and the gaps that look.md draws between picture and word. */
static const struct {
  const char     *classes;
  GtkOrientation  orientation;
  int             gap_px;
} kinds[] = {
  [STANOK_KEY_PLAIN]   = { "stanok-key", ROW, 12 },
  [STANOK_KEY_SOFT]    = { "stanok-key stanok-soft", UPRIGHT, 4 },
  [STANOK_KEY_TOOL]    = { "stanok-key stanok-tool", UPRIGHT, 2 },
  [STANOK_KEY_CAP]     = { "stanok-key stanok-keycap", ROW, 8 },
  [STANOK_KEY_PRIMARY] = { "stanok-key stanok-primary", ROW, 14 },
  [STANOK_KEY_ASK]     = { "stanok-key stanok-primary stanok-ask", ROW, 14 },
  [STANOK_KEY_FLAT]    = { "stanok-key stanok-flat", ROW, 12 },
};

static gboolean
is_upright (StanokKey *self)
{
  return kinds[self->kind].orientation == GTK_ORIENTATION_VERTICAL;
}

/* Under the word stands the reason if there is one, else the object of the verb. */
static void
update_second_line (StanokKey *self)
{
  const char *text = self->reason != NULL ? self->reason : self->second;
  gboolean has_text = text != NULL && *text != '\0';
  gboolean may_wrap = is_upright (self) || self->reason != NULL;

  gtk_label_set_text (self->sub, has_text ? text : "");
  gtk_label_set_wrap (self->sub, may_wrap);
  gtk_label_set_lines (self->sub, may_wrap ? REASON_LINES : 1);
  gtk_widget_set_visible (GTK_WIDGET (self->second_line), has_text);
  gtk_widget_set_visible (GTK_WIDGET (self->why), self->reason != NULL && !is_upright (self));
  /* An upright key has no room for picture, word and reason; the reason matters most. */
  gtk_widget_set_visible (GTK_WIDGET (self->image),
                          gtk_image_get_icon_name (self->image) != NULL && self->reason == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->label), *gtk_label_get_text (self->label) != '\0');

  if (has_text)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
stanok_key_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  StanokKey *self = STANOK_KEY (object);

  switch (prop_id)
    {
    case PROP_KIND:
      stanok_key_set_kind (self, g_value_get_enum (value));
      break;
    case PROP_ICON:
      stanok_key_set_icon (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      stanok_key_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
stanok_key_finalize (GObject *object)
{
  StanokKey *self = STANOK_KEY (object);

  g_free (self->second);
  g_free (self->reason);

  G_OBJECT_CLASS (stanok_key_parent_class)->finalize (object);
}

static void
stanok_key_class_init (StanokKeyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = stanok_key_set_property;
  object_class->finalize = stanok_key_finalize;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, STANOK_TYPE_KEY_KIND, STANOK_KEY_PLAIN,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON] =
    g_param_spec_string ("icon", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GtkWidget *
build_lines (StanokKey *self)
{
  GtkWidget *lines = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  self->first_line = GTK_BOX (stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, NULL));
  self->image = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->label = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_label_set_xalign (self->label, 0.5);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_natural_wrap_mode (self->label, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_box_append (self->first_line, GTK_WIDGET (self->image));
  gtk_box_append (self->first_line, GTK_WIDGET (self->label));
  gtk_widget_set_halign (GTK_WIDGET (self->first_line), GTK_ALIGN_CENTER);

  self->second_line = GTK_BOX (stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 10, NULL));
  self->why = GTK_IMAGE (stanok_parts_icon ("stanok-ui-info-symbolic", "stanok-why"));
  self->sub = GTK_LABEL (stanok_parts_label (NULL, "stanok-sub"));
  gtk_label_set_ellipsize (self->sub, PANGO_ELLIPSIZE_END);
  gtk_label_set_natural_wrap_mode (self->sub, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (self->sub, GTK_JUSTIFY_CENTER);
  gtk_box_append (self->second_line, GTK_WIDGET (self->why));
  gtk_box_append (self->second_line, GTK_WIDGET (self->sub));
  gtk_widget_set_halign (GTK_WIDGET (self->second_line), GTK_ALIGN_CENTER);

  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->first_line));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->second_line));
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  return lines;
}

static void
stanok_key_init (StanokKey *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  gtk_overlay_set_child (GTK_OVERLAY (overlay), build_lines (self));
  self->badge = GTK_LABEL (stanok_parts_label (NULL, "stanok-badge"));
  gtk_label_set_xalign (self->badge, 0.5);
  gtk_widget_set_halign (GTK_WIDGET (self->badge), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self->badge), GTK_ALIGN_START);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->badge));

  gtk_button_set_child (GTK_BUTTON (self), overlay);
  stanok_key_set_kind (self, STANOK_KEY_PLAIN);
}

GtkWidget *
stanok_key_new (StanokKeyKind  kind,
                const char    *icon,
                const char    *text)
{
  return g_object_new (STANOK_TYPE_KEY, "kind", kind, "icon", icon, "text", text, NULL);
}

void
stanok_key_set_kind (StanokKey     *self,
                     StanokKeyKind  kind)
{
  g_auto(GStrv) old = NULL;
  gsize i;

  g_return_if_fail (STANOK_IS_KEY (self));
  g_return_if_fail (kind < G_N_ELEMENTS (kinds));

  old = g_strsplit (kinds[self->kind].classes, " ", -1);
  for (i = 0; old[i] != NULL; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), old[i]);

  self->kind = kind;
  stanok_parts_add_classes (GTK_WIDGET (self), kinds[kind].classes);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->first_line), kinds[kind].orientation);
  gtk_box_set_spacing (self->first_line, kinds[kind].gap_px);
  gtk_label_set_wrap (self->label, is_upright (self));
  gtk_label_set_lines (self->label, is_upright (self) ? 2 : -1);
  /* Keys that share a line share its width; the others are as wide as their word. */
  gtk_label_set_ellipsize (self->label, kind == STANOK_KEY_PLAIN || kind == STANOK_KEY_FLAT
                                          ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  update_second_line (self);
}

void
stanok_key_set_icon (StanokKey  *self,
                     const char *icon)
{
  g_return_if_fail (STANOK_IS_KEY (self));

  g_object_set (self->image, "icon-name", icon, NULL);
  update_second_line (self);
}

void
stanok_key_set_text (StanokKey  *self,
                     const char *text)
{
  g_return_if_fail (STANOK_IS_KEY (self));

  gtk_label_set_text (self->label, text != NULL ? text : "");
  if (text != NULL)
    stanok_parts_set_name (GTK_WIDGET (self), text);
  update_second_line (self);
}

const char *
stanok_key_get_text (StanokKey *self)
{
  g_return_val_if_fail (STANOK_IS_KEY (self), NULL);

  return gtk_label_get_text (self->label);
}

void
stanok_key_set_second (StanokKey  *self,
                       const char *second)
{
  g_return_if_fail (STANOK_IS_KEY (self));

  if (g_strcmp0 (self->second, second) == 0)
    return;
  g_free (self->second);
  self->second = g_strdup (second);
  update_second_line (self);
}

void
stanok_key_set_reason (StanokKey  *self,
                       const char *reason)
{
  g_return_if_fail (STANOK_IS_KEY (self));

  if (g_strcmp0 (self->reason, reason) == 0)
    return;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  gtk_widget_set_sensitive (GTK_WIDGET (self), reason == NULL);
  update_second_line (self);
}

const char *
stanok_key_get_reason (StanokKey *self)
{
  g_return_val_if_fail (STANOK_IS_KEY (self), NULL);

  return self->reason;
}

void
stanok_key_set_on (StanokKey *self,
                   gboolean   is_on)
{
  g_return_if_fail (STANOK_IS_KEY (self));

  if (is_on)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_PRESSED,
                               is_on ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

void
stanok_key_set_badge (StanokKey *self,
                      guint      count)
{
  g_autofree char *text = NULL;

  g_return_if_fail (STANOK_IS_KEY (self));

  text = count > 99 ? g_strdup ("99+") : g_strdup_printf ("%u", count);
  gtk_label_set_text (self->badge, text);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), count > 0);
  if (count > 0)
    {
      /* Translators: a key's word and the number on its badge, as a screen reader says it */
      g_autofree char *name = g_strdup_printf (C_("badge", "%s, %s"),
                                               gtk_label_get_text (self->label), text);

      stanok_parts_set_name (GTK_WIDGET (self), name);
    }
  else
    {
      stanok_parts_set_name (GTK_WIDGET (self), gtk_label_get_text (self->label));
    }
}
