/* stanok-queue-list.c: the list of orders: search, order, segments, what is new
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/queue/stanok-queue-list.h"

#include <glib/gi18n.h>

#include "ui/queue/stanok-queue-rows.h"
#include "ui/queue/stanok-queue-waiting.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-segments.h"

#define SEARCH_DELAY_MS 120

struct _StanokQueueList
{
  GtkWidget        parent_instance;

  /* Owned */
  StanokSession   *session;
  StanokOrderList *orders;

  StanokSegment    segment;
  StanokSort       sort;
  guint            search_id;
  gboolean         is_new_question;  /* the rows of the answer have not come yet */

  /* Parts */
  GtkEntry        *search;
  StanokKey       *sort_key;
  StanokSegments  *segments;
  StanokBanner    *stale;
  GtkStack        *stack;
  StanokEmpty     *empty;
  StanokQueueRows *rows;
};

enum {
  SIGNAL_CHOSEN,
  SIGNAL_OPENED,
  SIGNAL_FILLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokQueueList, stanok_queue_list, GTK_TYPE_WIDGET)

/* ---- what the list says of itself ---------------------------------------------------- */

static void
show_counts (StanokQueueList *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  gint64 counts[STANOK_N_SEGMENTS];
  gboolean is_known = stanok_store_get_counts (store, counts);
  guint i;

  /* All has no number: it would only say how long the factory exists. */
  for (i = 0; i < STANOK_SEGMENT_ALL; i++)
    stanok_segments_set_count (self->segments, i, is_known ? counts[i] : -1);
}

static gboolean
has_search (StanokQueueList *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static void
show_empty (StanokQueueList *self)
{
  const StanokSyncStatus *status = stanok_session_get_status (self->session);
  StanokNow now = stanok_session_get_now (self->session);
  g_autofree char *as_of = stanok_dates_second (&now, status->validated_wall_ms);
  g_autofree char *sentence = NULL;

  if (has_search (self))
    {
      stanok_empty_set (self->empty, _("Nothing found"),
                        _("All words must occur in number, title, customer or material. "
                          "Look in All, too."));
      return;
    }
  switch (self->segment)
    {
    case STANOK_SEGMENT_AVAILABLE:
      sentence = g_strdup_printf (_("The list is complete as of %s. New orders appear here by "
                                    "themselves, the newest on top."), as_of);
      stanok_empty_set (self->empty, _("No orders to take yet"), sentence);
      break;
    case STANOK_SEGMENT_MINE:
      stanok_empty_set (self->empty, _("You hold no orders"),
                        _("Choose one in Available and take it."));
      break;
    case STANOK_SEGMENT_IN_WORK:
      stanok_empty_set (self->empty, _("Nothing is in work"),
                        _("Orders stand here from their start to their completion."));
      break;
    case STANOK_SEGMENT_ALL:
    default:
      stanok_empty_set (self->empty, _("There are no orders"),
                        _("They appear here by themselves."));
      break;
    }
}

static gboolean
was_never_fetched (StanokQueueList *self)
{
  return stanok_session_get_status (self->session)->validated_wall_ms == 0 && !has_search (self);
}

static void
show_stack (StanokQueueList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->orders));

  if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (stanok_queue_list_is_loading (self))
    gtk_stack_set_visible_child_name (self->stack, "wait");
  else
    {
      show_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static void
show_stale (StanokQueueList *self)
{
  const StanokSyncStatus *status = stanok_session_get_status (self->session);
  StanokFreshness freshness =
    stanok_sync_status_get_freshness (status, stanok_session_get_boot_ms (self->session));
  StanokNow now = stanok_session_get_now (self->session);
  g_autofree char *as_of = NULL;
  g_autofree char *sentence = NULL;

  if (status->validated_wall_ms == 0 || freshness == STANOK_FRESH || freshness == STANOK_AGEING)
    {
      stanok_banner_hide (self->stale);
      return;
    }
  as_of = stanok_dates_moment (&now, status->validated_wall_ms);
  if (status->link == STANOK_LINK_ONLINE)
    sentence = g_strdup_printf (_("List as of %s. It is being brought up to date."), as_of);
  else
    sentence = g_strdup_printf (_("List as of %s. New orders are not shown until the connection "
                                  "returns."), as_of);
  stanok_banner_show (self->stale, STANOK_BANNER_CARE, "stanok-ui-clock-symbolic", NULL, sentence);
}

static void
chosen_cb (StanokQueueList *self,
           const char      *order_id)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, order_id);
}

static void
opened_cb (StanokQueueList *self,
           const char      *order_id)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, order_id);
}

/* Another question was answered: an order that is not among its rows must not stay the one that the
 * next step acts upon. Later an order may leave the list and stay chosen: it was acted upon. */
static void
choose_among_new (StanokQueueList *self)
{
  const char *chosen = stanok_queue_rows_get_chosen (self->rows);
  const char *first = stanok_queue_rows_get_first (self->rows);

  if (first == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->orders)) > 0)
    return;   /* its rows are still being read */
  self->is_new_question = FALSE;
  if (chosen != NULL && stanok_order_list_find (self->orders, chosen) >= 0)
    return;
  if (chosen == NULL && first == NULL)
    return;
  stanok_queue_rows_choose (self->rows, first);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, first);
}

static void
read_cb (StanokQueueList *self)
{
  if (self->is_new_question && !stanok_order_list_is_loading (self->orders))
    choose_among_new (self);
}

static void
items_changed_cb (StanokQueueList *self)
{
  show_stack (self);
  show_counts (self);
  if (self->is_new_question && !stanok_order_list_is_loading (self->orders))
    choose_among_new (self);
  if (!stanok_order_list_is_loading (self->orders))
    g_signal_emit (self, signals[SIGNAL_FILLED], 0);
}

/* ---- asking -------------------------------------------------------------------------- */

static void
ask (StanokQueueList *self)
{
  const StanokLogin *login = stanok_session_get_login (self->session);
  StanokQuery query = { self->segment, self->sort };

  query.operator_id = login != NULL ? login->operator_id : (char *) "";
  query.search = (char *) gtk_editable_get_text (GTK_EDITABLE (self->search));
  if (*query.search == '\0')
    query.search = NULL;
  stanok_queue_rows_start_over (self->rows, self->sort == STANOK_SORT_NEWEST);
  self->is_new_question = TRUE;
  stanok_order_list_set_query (self->orders, &query);
  show_stack (self);
}

static gboolean
search_cb (gpointer user_data)
{
  StanokQueueList *self = user_data;

  self->search_id = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
search_changed_cb (StanokQueueList *self)
{
  gtk_entry_set_icon_from_icon_name (self->search, GTK_ENTRY_ICON_SECONDARY,
                                     has_search (self) ? "stanok-ui-close-symbolic" : NULL);
  g_clear_handle_id (&self->search_id, g_source_remove);
  self->search_id = g_timeout_add (SEARCH_DELAY_MS, search_cb, self);
}

static void
search_icon_cb (StanokQueueList      *self,
                GtkEntryIconPosition  position)
{
  if (position == GTK_ENTRY_ICON_SECONDARY)
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
segment_cb (StanokQueueList *self,
            guint            segment)
{
  self->segment = segment;
  ask (self);
}

static void
show_sort (StanokQueueList *self)
{
  static const char *const words[] = {
    [STANOK_SORT_NEWEST] = NC_("sort", "Newest"),
    [STANOK_SORT_DUE] = NC_("sort", "Due"),
    [STANOK_SORT_PRIORITY] = NC_("sort", "Urgent"),
  };
  const char *word = g_dpgettext2 (NULL, "sort", words[self->sort]);
  g_autofree char *name = g_strdup_printf (_("Sorted by: %s"), word);

  stanok_key_set_text (self->sort_key, word);
  stanok_parts_set_name (GTK_WIDGET (self->sort_key), name);
}

static void
sort_cb (StanokQueueList *self)
{
  self->sort = (self->sort + 1) % (STANOK_SORT_PRIORITY + 1);
  show_sort (self);
  ask (self);
}

/* ---- life ---------------------------------------------------------------------------- */

static void
status_changed_cb (StanokQueueList *self)
{
  show_stale (self);
  show_stack (self);
}

static void
stanok_queue_list_dispose (GObject *object)
{
  StanokQueueList *self = STANOK_QUEUE_LIST (object);

  g_clear_handle_id (&self->search_id, g_source_remove);
  if (self->orders != NULL)
    g_signal_handlers_disconnect_by_data (self->orders, self);
  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->orders);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_queue_list_parent_class)->dispose (object);
}

static void
stanok_queue_list_class_init (StanokQueueListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_queue_list_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FILLED] = g_signal_new ("filled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_search (StanokQueueList *self)
{
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 8, "stanok-queue-search");

  self->search = GTK_ENTRY (gtk_entry_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->search), "stanok-entry");
  gtk_widget_set_hexpand (GTK_WIDGET (self->search), TRUE);
  gtk_entry_set_placeholder_text (self->search, _("Number, title, customer"));
  gtk_entry_set_icon_from_icon_name (self->search, GTK_ENTRY_ICON_PRIMARY,
                                     "stanok-ui-search-symbolic");
  gtk_entry_set_icon_activatable (self->search, GTK_ENTRY_ICON_PRIMARY, FALSE);
  stanok_parts_set_name (GTK_WIDGET (self->search), _("Search orders"));
  stanok_parts_set_name (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->search))),
                         _("Search orders"));
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "icon-press", G_CALLBACK (search_icon_cb), self);

  self->sort_key = STANOK_KEY (stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-sort-symbolic", NULL));
  g_signal_connect_swapped (self->sort_key, "clicked", G_CALLBACK (sort_cb), self);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->sort_key));
  return line;
}

static GtkWidget *
build_segments (StanokQueueList *self)
{
  self->segments = STANOK_SEGMENTS (stanok_segments_new (_("Which orders")));
  stanok_segments_append (self->segments, C_("segment", "Available"));
  stanok_segments_append (self->segments, C_("segment", "Mine"));
  stanok_segments_append (self->segments, C_("segment", "In work"));
  stanok_segments_append (self->segments, C_("segment", "All"));
  g_signal_connect_swapped (self->segments, "chosen", G_CALLBACK (segment_cb), self);
  return GTK_WIDGET (self->segments);
}

static void
stanok_queue_list_init (StanokQueueList *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-panel");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static void
build (StanokQueueList *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *head = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 10, "stanok-queue-head");

  gtk_box_append (GTK_BOX (head), build_search (self));
  gtk_box_append (GTK_BOX (head), build_segments (self));
  self->stale = STANOK_BANNER (stanok_banner_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->stale), "stanok-flush");
  self->empty = STANOK_EMPTY (stanok_empty_new (TRUE));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, stanok_queue_waiting_new (), "wait");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  self->rows = STANOK_QUEUE_ROWS (stanok_queue_rows_new (self->session, self->orders));
  g_signal_connect_swapped (self->rows, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->rows, "opened", G_CALLBACK (opened_cb), self);
  g_signal_connect_swapped (self->rows, "read", G_CALLBACK (read_cb), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->rows), "list");
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stale));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  show_sort (self);
}

GtkWidget *
stanok_queue_list_new (StanokSession *session)
{
  StanokQueueList *self = g_object_new (STANOK_TYPE_QUEUE_LIST, NULL);
  StanokStore *store = stanok_session_get_store (session);

  self->session = g_object_ref (session);
  self->orders = stanok_order_list_new (store);
  build (self);
  g_signal_connect_swapped (self->orders, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_object (store, "rows-changed", G_CALLBACK (show_counts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "phase-changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "login-changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status-changed", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "tick", G_CALLBACK (show_stale), self, G_CONNECT_SWAPPED);
  ask (self);
  return GTK_WIDGET (self);
}

const char *
stanok_queue_list_get_chosen (StanokQueueList *self)
{
  g_return_val_if_fail (STANOK_IS_QUEUE_LIST (self), NULL);

  return stanok_queue_rows_get_chosen (self->rows);
}

void
stanok_queue_list_choose (StanokQueueList *self,
                          const char      *order_id)
{
  g_return_if_fail (STANOK_IS_QUEUE_LIST (self));

  stanok_queue_rows_choose (self->rows, order_id);
}

const char *
stanok_queue_list_get_first (StanokQueueList *self)
{
  g_return_val_if_fail (STANOK_IS_QUEUE_LIST (self), NULL);

  return stanok_queue_rows_get_first (self->rows);
}

gboolean
stanok_queue_list_is_loading (StanokQueueList *self)
{
  g_return_val_if_fail (STANOK_IS_QUEUE_LIST (self), FALSE);

  return stanok_order_list_is_loading (self->orders) || was_never_fetched (self);
}

void
stanok_queue_list_set_segment (StanokQueueList *self,
                               StanokSegment    segment)
{
  g_return_if_fail (STANOK_IS_QUEUE_LIST (self));

  stanok_segments_choose (self->segments, segment);
  segment_cb (self, segment);
}

void
stanok_queue_list_focus_search (StanokQueueList *self)
{
  g_return_if_fail (STANOK_IS_QUEUE_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
