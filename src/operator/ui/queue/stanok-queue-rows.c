/* stanok-queue-rows.c: the rows of the queue: what is chosen, and what came in above
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/queue/stanok-queue-rows.h"

#include <glib/gi18n.h>

#include "ui/queue/stanok-order-row.h"
#include "ui/session/stanok-order-words.h"
#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-parts.h"

#define SCROLLED_PX 40   /* farther from the top than this, new rows are announced */
#define OWNER_DATA  "stanok-owner"

struct _StanokQueueRows
{
  GtkWidget           parent_instance;

  /* Owned */
  StanokSession      *session;
  StanokOrderList    *orders;
  char               *chosen;        /* (nullable) order id */
  char               *seen_first;    /* (nullable) the first order when last at the top */
  GPtrArray          *bound;         /* (element-type GtkListItem) borrowed: on the screen now */

  gboolean            announces;
  gboolean            is_choosing;   /* the selection is set by the program */

  /* Parts */
  GtkListView        *view;
  GtkSingleSelection *selection;
  GtkAdjustment      *scroll;
  StanokKey          *pill;
};

enum {
  SIGNAL_CHOSEN,
  SIGNAL_OPENED,
  SIGNAL_READ,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokQueueRows, stanok_queue_rows, GTK_TYPE_WIDGET)

static const StanokRow *
get_row_at (StanokQueueRows *self,
            guint            position)
{
  g_autoptr(StanokOrderItem) item = g_list_model_get_item (G_LIST_MODEL (self->orders), position);

  return item != NULL ? stanok_order_item_get_row (item) : NULL;
}

static const char *
get_id_at (StanokQueueRows *self,
           guint            position)
{
  const StanokRow *row = get_row_at (self, position);

  return row != NULL && row->order != NULL ? row->order->id : NULL;
}

static void
show_row (StanokQueueRows *self,
          GtkListItem     *list_item)
{
  GtkWidget *child = gtk_list_item_get_child (list_item);
  StanokOrderItem *item = gtk_list_item_get_item (list_item);
  const StanokRow *row = item != NULL ? stanok_order_item_get_row (item) : NULL;
  g_autofree char *name = NULL;

  stanok_order_row_set (STANOK_ORDER_ROW (child), row, self->session);
  if (row != NULL && row->order != NULL)
    name = stanok_order_words_name (row, self->session);
  /* GTK 4.8 gives list rows no name of their own; the row is the child's parent. */
  if (gtk_widget_get_parent (child) != NULL)
    stanok_parts_set_name (gtk_widget_get_parent (child),
                           name != NULL ? name : _("Order that is being read"));
}

static void
item_changed_cb (StanokOrderItem *item,
                 GtkListItem     *list_item)
{
  StanokQueueRows *self = g_object_get_data (G_OBJECT (list_item), OWNER_DATA);

  show_row (self, list_item);
  g_signal_emit (self, signals[SIGNAL_READ], 0);
}

static void
setup_cb (StanokQueueRows *self,
          GtkListItem     *list_item)
{
  gtk_list_item_set_child (list_item, stanok_order_row_new ());
  g_object_set_data (G_OBJECT (list_item), OWNER_DATA, self);
}

static void
bind_cb (StanokQueueRows *self,
         GtkListItem     *list_item)
{
  g_signal_connect (gtk_list_item_get_item (list_item), "changed",
                    G_CALLBACK (item_changed_cb), list_item);
  g_ptr_array_add (self->bound, list_item);
  show_row (self, list_item);
}

static void
unbind_cb (StanokQueueRows *self,
           GtkListItem     *list_item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (list_item), list_item);
  g_ptr_array_remove_fast (self->bound, list_item);
}

static void
refresh_rows (StanokQueueRows *self)
{
  guint i;

  for (i = 0; i < self->bound->len; i++)
    show_row (self, self->bound->pdata[i]);
}

static gboolean
is_at_top (StanokQueueRows *self)
{
  return gtk_adjustment_get_value (self->scroll) < SCROLLED_PX;
}

static void
show_new (StanokQueueRows *self)
{
  gint64 n_new = 0;
  g_autofree char *text = NULL;

  if (is_at_top (self) || !self->announces)
    {
      g_free (self->seen_first);
      self->seen_first = g_strdup (get_id_at (self, 0));
    }
  else if (self->seen_first != NULL)
    {
      n_new = MAX (stanok_order_list_find (self->orders, self->seen_first), 0);
    }
  /* Translators: plate over a scrolled list: how many orders came in above */
  text = g_strdup_printf (ngettext ("%d new", "%d new", (gulong) n_new), (int) n_new);
  stanok_key_set_text (self->pill, text);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), n_new > 0);
}

static void
pill_clicked_cb (StanokQueueRows *self)
{
  gtk_adjustment_set_value (self->scroll, 0);
}

/* The program's own selection must not be taken for a person's choice. */
static void
show_chosen (StanokQueueRows *self)
{
  gint64 at = self->chosen != NULL ? stanok_order_list_find (self->orders, self->chosen) : -1;

  self->is_choosing = TRUE;
  gtk_single_selection_set_selected (self->selection, at >= 0 ? (guint) at
                                                              : GTK_INVALID_LIST_POSITION);
  self->is_choosing = FALSE;
}

static void
selected_cb (StanokQueueRows *self)
{
  guint at = gtk_single_selection_get_selected (self->selection);
  const char *id = at != GTK_INVALID_LIST_POSITION ? get_id_at (self, at) : NULL;

  if (self->is_choosing || id == NULL || g_strcmp0 (id, self->chosen) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (id);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->chosen);
}

static void
activated_cb (StanokQueueRows *self,
              guint            position)
{
  g_autofree char *id = g_strdup (get_id_at (self, position));

  if (id != NULL)
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, id);
}

static void
items_changed_cb (StanokQueueRows *self)
{
  show_chosen (self);
  show_new (self);
}

static void
thumb_changed_cb (StanokQueueRows *self,
                  const char      *sha256)
{
  guint i;

  for (i = 0; i < self->bound->len; i++)
    {
      StanokOrderItem *item = gtk_list_item_get_item (self->bound->pdata[i]);
      const StanokRow *row = item != NULL ? stanok_order_item_get_row (item) : NULL;
      const StanokFile *file = row != NULL && row->order != NULL
                                 ? stanok_order_get_file (row->order, "model") : NULL;

      if (file != NULL && g_str_equal (file->sha256, sha256))
        show_row (self, self->bound->pdata[i]);
    }
}

static void
stanok_queue_rows_dispose (GObject *object)
{
  StanokQueueRows *self = STANOK_QUEUE_ROWS (object);

  if (self->orders != NULL)
    g_signal_handlers_disconnect_by_data (self->orders, self);
  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->orders);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_queue_rows_parent_class)->dispose (object);
}

static void
stanok_queue_rows_finalize (GObject *object)
{
  StanokQueueRows *self = STANOK_QUEUE_ROWS (object);

  g_free (self->chosen);
  g_free (self->seen_first);
  g_ptr_array_unref (self->bound);

  G_OBJECT_CLASS (stanok_queue_rows_parent_class)->finalize (object);
}

static void
stanok_queue_rows_class_init (StanokQueueRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = stanok_queue_rows_dispose;
  object_class->finalize = stanok_queue_rows_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_READ] = g_signal_new ("read", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_view (StanokQueueRows *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->orders)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "stanok-list");
  stanok_parts_set_name (GTK_WIDGET (self->view), _("Orders"));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activated_cb), self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  self->scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_signal_connect_object (self->scroll, "value-changed", G_CALLBACK (show_new), self,
                           G_CONNECT_SWAPPED);
  return scroller;
}

static void
build (StanokQueueRows *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->pill = STANOK_KEY (stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-send-symbolic", NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->pill), "stanok-pill");
  gtk_widget_set_halign (GTK_WIDGET (self->pill), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->pill), GTK_ALIGN_START);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), FALSE);
  g_signal_connect_swapped (self->pill, "clicked", G_CALLBACK (pill_clicked_cb), self);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), build_view (self));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->pill));
  gtk_widget_set_parent (overlay, GTK_WIDGET (self));
}

static void
stanok_queue_rows_init (StanokQueueRows *self)
{
  self->bound = g_ptr_array_new ();
}

GtkWidget *
stanok_queue_rows_new (StanokSession   *session,
                       StanokOrderList *orders)
{
  StanokQueueRows *self = g_object_new (STANOK_TYPE_QUEUE_ROWS, NULL);

  self->session = g_object_ref (session);
  self->orders = g_object_ref (orders);
  build (self);
  g_signal_connect_swapped (self->orders, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_object (session, "status-changed", G_CALLBACK (refresh_rows), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (stanok_session_get_thumbs (session), "changed",
                           G_CALLBACK (thumb_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

const char *
stanok_queue_rows_get_chosen (StanokQueueRows *self)
{
  g_return_val_if_fail (STANOK_IS_QUEUE_ROWS (self), NULL);

  return self->chosen;
}

void
stanok_queue_rows_choose (StanokQueueRows *self,
                          const char      *order_id)
{
  g_return_if_fail (STANOK_IS_QUEUE_ROWS (self));

  if (g_strcmp0 (order_id, self->chosen) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (order_id);
  show_chosen (self);
}

const char *
stanok_queue_rows_get_first (StanokQueueRows *self)
{
  g_return_val_if_fail (STANOK_IS_QUEUE_ROWS (self), NULL);

  return get_id_at (self, 0);
}

void
stanok_queue_rows_start_over (StanokQueueRows *self,
                              gboolean         announces)
{
  g_return_if_fail (STANOK_IS_QUEUE_ROWS (self));

  self->announces = announces;
  g_clear_pointer (&self->seen_first, g_free);
  gtk_adjustment_set_value (self->scroll, 0);
}
