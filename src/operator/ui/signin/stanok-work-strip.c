/* stanok-work-strip.c: what runs at this terminal, also while nobody is signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/signin/stanok-work-strip.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

#define LOOKED_THROUGH 128   /* rows: far more than run at one station */

struct _StanokWorkStrip
{
  GtkWidget        parent_instance;

  StanokSession   *session;    /* (owned) */
  StanokOrderList *in_work;    /* (owned) */

  GtkLabel        *number;
  GtkLabel        *who;
  GtkLabel        *title;
  GtkLabel        *made;
  GtkLabel        *time;
};

G_DEFINE_FINAL_TYPE (StanokWorkStrip, stanok_work_strip, GTK_TYPE_WIDGET)

/* A row of the list stays where it is until the main loop runs again. */
static const StanokOrder *
find_running (StanokWorkStrip *self)
{
  GListModel *list = G_LIST_MODEL (self->in_work);
  guint n = MIN (g_list_model_get_n_items (list), LOOKED_THROUGH);
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autoptr(StanokOrderItem) item = g_list_model_get_item (list, i);
      const StanokRow *row = stanok_order_item_get_row (item);

      if (row != NULL && row->order != NULL && row->order->run == STANOK_RUN_RUNNING &&
          g_strcmp0 (row->order->holder_device, stanok_session_get_device (self->session)) == 0)
        return row->order;
    }
  return NULL;
}

static void
update (StanokWorkStrip *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokOrder *order = find_running (self);
  g_autofree char *good = NULL;
  g_autofree char *made = NULL;
  g_autofree char *time = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), order != NULL);
  if (order == NULL)
    return;
  good = stanok_words_good (order->good);
  /* Translators: "8 good of 12" */
  made = g_strdup_printf (_("%s of %d"), good, (int) order->ordered);
  time = stanok_dates_stopwatch (stanok_step_get_elapsed_ms (order,
                                   stanok_session_get_server_now_ms (self->session)));
  gtk_label_set_text (self->number, order->id);
  gtk_label_set_text (self->who, stanok_people_get_operator (store, order->holder_operator));
  gtk_label_set_text (self->title, order->title);
  gtk_label_set_text (self->made, made);
  gtk_label_set_text (self->time, time);
}

static void
stanok_work_strip_dispose (GObject *object)
{
  StanokWorkStrip *self = STANOK_WORK_STRIP (object);

  if (self->in_work != NULL)
    g_signal_handlers_disconnect_by_data (self->in_work, self);
  g_clear_object (&self->in_work);
  g_clear_object (&self->session);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_work_strip_parent_class)->dispose (object);
}

static void
stanok_work_strip_class_init (StanokWorkStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_work_strip_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static GtkWidget *
build_texts (GtkLabel **first,
             GtkLabel **second,
             const char *first_class)
{
  GtkWidget *texts = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 2, NULL);

  *first = GTK_LABEL (stanok_parts_label (NULL, first_class));
  *second = GTK_LABEL (stanok_parts_label (NULL, "stanok-caption"));
  gtk_label_set_ellipsize (*first, PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (*second, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (*first));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (*second));
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  return texts;
}

static void
stanok_work_strip_init (StanokWorkStrip *self)
{
  GtkWidget *gauge = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 28, "stanok-gauge stanok-strip");
  GtkWidget *state = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 14, "run");
  GtkWidget *texts;

  gtk_box_append (GTK_BOX (state), stanok_parts_icon ("stanok-s-running-symbolic", NULL));
  gtk_box_append (GTK_BOX (state), stanok_parts_label (C_("status", "Running"), "stanok-heading"));
  gtk_box_append (GTK_BOX (gauge), state);
  gtk_box_append (GTK_BOX (gauge), build_texts (&self->number, &self->who,
                                                "stanok-heading stanok-code"));
  texts = build_texts (&self->title, &self->made, "stanok-caption");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (gauge), texts);
  self->time = GTK_LABEL (stanok_parts_label (NULL, "stanok-readout"));
  gtk_widget_set_direction (GTK_WIDGET (self->time), GTK_TEXT_DIR_LTR);
  gtk_box_append (GTK_BOX (gauge), GTK_WIDGET (self->time));
  gtk_widget_set_parent (gauge, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-shelf");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
stanok_work_strip_new (StanokSession *session)
{
  StanokWorkStrip *self = g_object_new (STANOK_TYPE_WORK_STRIP, NULL);
  StanokQuery query = { STANOK_SEGMENT_IN_WORK, STANOK_SORT_NEWEST };

  self->session = g_object_ref (session);
  self->in_work = stanok_order_list_new (stanok_session_get_store (session));
  stanok_order_list_set_query (self->in_work, &query);
  g_signal_connect_swapped (self->in_work, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_object (session, "tick", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
