/* stanok-toast.c: what was just done, and the seconds in which it can be taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-toast.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-parts.h"

#define WIDTH_PX  584
#define SIDE_PX   16    /* less than the left column, so that nothing at the right is covered */
#define SECOND_MS 1000
#define TEXT_MAX_CHARS 28   /* longer ones take a second line instead of more room */

struct _StanokToast
{
  GtkWidget  parent_instance;

  char      *tag;           /* (owned) (nullable) NULL while nothing is shown */
  guint      seconds_left;
  guint      timer_id;
  gboolean   can_undo;

  GtkWidget *plate;
  GtkImage  *icon;
  GtkLabel  *sentence;
  GtkLabel  *second;
  GtkWidget *undo;
};

enum {
  SIGNAL_UNDO,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokToast, stanok_toast, GTK_TYPE_WIDGET)

static void
show_seconds (StanokToast *self)
{
  /* Translators: key that takes back the last step, and the seconds in which it can be pressed */
  g_autofree char *text = g_strdup_printf (_("Undo · %u"), self->seconds_left);

  stanok_key_set_text (STANOK_KEY (self->undo), text);
  stanok_parts_set_name (self->undo, _("Undo"));
}

static gboolean
second_cb (gpointer user_data)
{
  StanokToast *self = user_data;

  stanok_toast_tick (self);
  return self->timer_id != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
undo_clicked_cb (StanokToast *self)
{
  g_autofree char *tag = g_strdup (self->tag);

  if (tag == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_UNDO], 0, tag);
  /* A handler may have shown the next toast already. */
  if (g_strcmp0 (self->tag, tag) == 0)
    stanok_toast_close (self);
}

/* Wide as it is drawn and as its words have grown, but not wider than the left column of a list. */
static int
get_width (StanokToast *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  double scale = stanok_parts_get_text_scale (GTK_WIDGET (self));
  int width = (int) (WIDTH_PX * scale);
  int left = -1;

  if (root != NULL)
    left = stanok_grid_get_left_px (STANOK_GRID_LIST, gtk_widget_get_width (GTK_WIDGET (root)),
                                    scale);
  return left > 0 ? MIN (left - SIDE_PX, width) : width;
}

static void
stanok_toast_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  StanokToast *self = STANOK_TOAST (widget);

  gtk_widget_measure (self->plate, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, get_width (self));
}

static void
stanok_toast_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  gtk_widget_size_allocate (STANOK_TOAST (widget)->plate,
                            &(GtkAllocation) { 0, 0, width, height }, -1);
}

static GtkSizeRequestMode
stanok_toast_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stanok_toast_dispose (GObject *object)
{
  StanokToast *self = STANOK_TOAST (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_pointer (&self->tag, g_free);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_toast_parent_class)->dispose (object);
}

static void
stanok_toast_class_init (StanokToastClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_toast_dispose;

  signals[SIGNAL_UNDO] = g_signal_new ("undo", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  widget_class->measure = stanok_toast_measure;
  widget_class->size_allocate = stanok_toast_size_allocate;
  widget_class->get_request_mode = stanok_toast_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
stanok_toast_init (StanokToast *self)
{
  GtkWidget *texts = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  self->plate = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 18, "stanok-toast");
  self->icon = GTK_IMAGE (stanok_parts_icon ("stanok-s-recorded-symbolic", NULL));
  self->sentence = GTK_LABEL (stanok_parts_label (NULL, "stanok-strong"));
  self->second = GTK_LABEL (stanok_parts_label (NULL, "stanok-caption"));
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_label_set_wrap (self->second, TRUE);
  gtk_label_set_max_width_chars (self->sentence, TEXT_MAX_CHARS);
  gtk_label_set_max_width_chars (self->second, TEXT_MAX_CHARS);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->sentence));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->second));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  self->undo = stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-undo-symbolic", NULL);
  gtk_widget_set_valign (self->undo, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (undo_clicked_cb), self);

  gtk_box_append (GTK_BOX (self->plate), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self->plate), texts);
  gtk_box_append (GTK_BOX (self->plate), self->undo);
  gtk_widget_set_parent (self->plate, GTK_WIDGET (self));

  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
stanok_toast_new (void)
{
  return g_object_new (STANOK_TYPE_TOAST, NULL);
}

void
stanok_toast_show (StanokToast *self,
                   const char  *tag,
                   const char  *sentence,
                   const char  *second,
                   guint        seconds,
                   gboolean     can_undo)
{
  g_return_if_fail (STANOK_IS_TOAST (self));
  g_return_if_fail (tag != NULL && sentence != NULL && seconds > 0);

  stanok_toast_close (self);

  self->tag = g_strdup (tag);
  self->seconds_left = seconds;
  self->can_undo = can_undo;
  gtk_label_set_text (self->sentence, sentence);
  stanok_parts_set_text (self->second, second);
  gtk_widget_set_visible (self->undo, can_undo);
  show_seconds (self);
  stanok_parts_set_name (GTK_WIDGET (self), sentence);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  /* Not g_timeout_add_seconds(): its first second may be a short one (TO3). */
  self->timer_id = g_timeout_add (SECOND_MS, second_cb, self);
}

void
stanok_toast_set_second (StanokToast *self,
                         const char  *tag,
                         const char  *second)
{
  g_return_if_fail (STANOK_IS_TOAST (self));

  if (g_strcmp0 (self->tag, tag) == 0)
    stanok_parts_set_text (self->second, second);
}

void
stanok_toast_close (StanokToast *self)
{
  g_autofree char *tag = NULL;

  g_return_if_fail (STANOK_IS_TOAST (self));

  tag = g_steal_pointer (&self->tag);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (tag != NULL)
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0, tag);
}

gboolean
stanok_toast_is_shown (StanokToast *self)
{
  g_return_val_if_fail (STANOK_IS_TOAST (self), FALSE);

  return self->tag != NULL;
}

void
stanok_toast_tick (StanokToast *self)
{
  g_return_if_fail (STANOK_IS_TOAST (self));

  if (self->tag == NULL)
    return;
  self->seconds_left--;
  if (self->seconds_left == 0)
    stanok_toast_close (self);
  else
    show_seconds (self);
}
