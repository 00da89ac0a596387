/* stanok-banner.c: a sentence in the page where it applies, with at most one key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-banner.h"

#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-parts.h"

#define REVEAL_MS 160

struct _StanokBanner
{
  GtkWidget    parent_instance;

  GtkRevealer *revealer;
  GtkWidget   *plate;
  const char  *tone;       /* static */
  GtkImage    *icon;
  GtkLabel    *title;
  GtkLabel    *sentence;
  GtkWidget   *key;
};

enum {
  SIGNAL_KEY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokBanner, stanok_banner, GTK_TYPE_WIDGET)

static const char *const tones[] = {
  [STANOK_BANNER_CARE] = "care",
  [STANOK_BANNER_STOP] = "stop",
  [STANOK_BANNER_MARK] = "mark",
  [STANOK_BANNER_GO]   = "go",
};

static void
key_clicked_cb (StanokBanner *self)
{
  g_signal_emit (self, signals[SIGNAL_KEY], 0);
}

/* A hidden banner must not leave its box's gap behind. */
static void
revealed_cb (StanokBanner *self)
{
  if (!gtk_revealer_get_reveal_child (self->revealer) &&
      !gtk_revealer_get_child_revealed (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* A sentence takes a second line before it takes more width, whatever height is offered. */
static void
stanok_banner_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  StanokBanner *self = STANOK_BANNER (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  gtk_widget_measure (GTK_WIDGET (self->revealer), orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
stanok_banner_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  gtk_widget_size_allocate (GTK_WIDGET (STANOK_BANNER (widget)->revealer),
                            &(GtkAllocation) { 0, 0, width, height }, -1);
}

static GtkSizeRequestMode
stanok_banner_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stanok_banner_dispose (GObject *object)
{
  StanokBanner *self = STANOK_BANNER (object);

  if (self->revealer != NULL)
    g_signal_handlers_disconnect_by_data (self->revealer, self);
  self->revealer = NULL;
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_banner_parent_class)->dispose (object);
}

static void
stanok_banner_class_init (StanokBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_banner_dispose;

  signals[SIGNAL_KEY] = g_signal_new ("key", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  widget_class->measure = stanok_banner_measure;
  widget_class->size_allocate = stanok_banner_size_allocate;
  widget_class->get_request_mode = stanok_banner_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static GtkWidget *
build_texts (StanokBanner *self)
{
  GtkWidget *texts = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  self->title = GTK_LABEL (stanok_parts_label (NULL, "stanok-heading"));
  self->sentence = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_label_set_natural_wrap_mode (self->sentence, GTK_NATURAL_WRAP_NONE);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->sentence));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  return texts;
}

static void
stanok_banner_init (StanokBanner *self)
{
  self->tone = tones[STANOK_BANNER_CARE];
  self->plate = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 14, "stanok-banner");
  self->icon = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->key = stanok_key_new (STANOK_KEY_PLAIN, NULL, NULL);
  gtk_widget_set_valign (self->key, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->key, FALSE);
  g_signal_connect_swapped (self->key, "clicked", G_CALLBACK (key_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->plate), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self->plate), build_texts (self));
  gtk_box_append (GTK_BOX (self->plate), self->key);

  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_DOWN);
  gtk_revealer_set_transition_duration (self->revealer, REVEAL_MS);
  gtk_revealer_set_child (self->revealer, self->plate);
  gtk_widget_set_parent (GTK_WIDGET (self->revealer), GTK_WIDGET (self));
  g_signal_connect_swapped (self->revealer, "notify::child-revealed",
                            G_CALLBACK (revealed_cb), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
stanok_banner_new (void)
{
  return g_object_new (STANOK_TYPE_BANNER, NULL);
}

void
stanok_banner_show (StanokBanner     *self,
                    StanokBannerTone  tone,
                    const char       *icon,
                    const char       *title,
                    const char       *sentence)
{
  g_autofree char *name = NULL;

  g_return_if_fail (STANOK_IS_BANNER (self));
  g_return_if_fail (tone < G_N_ELEMENTS (tones));

  gtk_widget_remove_css_class (self->plate, self->tone);
  self->tone = tones[tone];
  gtk_widget_add_css_class (self->plate, self->tone);
  gtk_image_set_from_icon_name (self->icon, icon);
  stanok_parts_set_text (self->title, title);
  gtk_label_set_text (self->sentence, sentence);
  name = title != NULL ? g_strdup_printf ("%s. %s", title, sentence) : g_strdup (sentence);
  stanok_parts_set_name (GTK_WIDGET (self), name);

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
stanok_banner_hide (StanokBanner *self)
{
  g_return_if_fail (STANOK_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  revealed_cb (self);
}

void
stanok_banner_set_key (StanokBanner *self,
                       const char   *text)
{
  g_return_if_fail (STANOK_IS_BANNER (self));

  stanok_key_set_text (STANOK_KEY (self->key), text);
  gtk_widget_set_visible (self->key, text != NULL);
}

gboolean
stanok_banner_is_shown (StanokBanner *self)
{
  g_return_val_if_fail (STANOK_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

const char *
stanok_banner_get_text (StanokBanner *self)
{
  g_return_val_if_fail (STANOK_IS_BANNER (self), NULL);

  return gtk_label_get_text (self->sentence);
}
