/* stanok-queue-page.c: the queue: the list of orders, the chosen one, and the key that takes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/queue/stanok-queue-page.h"

#include <glib/gi18n.h>

#include "ui/queue/stanok-order-detail.h"
#include "ui/queue/stanok-queue-list.h"
#include "ui/session/stanok-nav.h"
#include "ui/session/stanok-order-words.h"
#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

struct _StanokQueuePage
{
  GtkWidget          parent_instance;

  StanokSession     *session;     /* (owned) */

  StanokColumns     *columns;
  StanokQueueList   *list;
  StanokOrderDetail *detail;
  StanokKey         *step;
};

G_DEFINE_FINAL_TYPE (StanokQueuePage, stanok_queue_page, GTK_TYPE_WIDGET)

/* What the lower right key says and does, for each step. */
typedef struct {
  StanokKeyKind  kind;
  const char    *icon;
  const char    *verb;
} Face;

static const Face faces[] = {
  [STANOK_STEP_NONE]         = { STANOK_KEY_PRIMARY, NULL, NC_("step", "Take and start") },
  [STANOK_STEP_TAKE]         = { STANOK_KEY_PRIMARY, "stanok-ui-take-symbolic",
                                 NC_("step", "Take and start") },
  [STANOK_STEP_ASK]          = { STANOK_KEY_ASK, "stanok-s-asked-symbolic",
                                 NC_("step", "Ask for it") },
  [STANOK_STEP_START]        = { STANOK_KEY_PRIMARY, "stanok-ui-play-symbolic",
                                 NC_("step", "Start") },
  [STANOK_STEP_START_UNSURE] = { STANOK_KEY_ASK, "stanok-ui-play-symbolic",
                                 NC_("step", "Start") },
  [STANOK_STEP_RESUME]       = { STANOK_KEY_PRIMARY, "stanok-ui-job-symbolic",
                                 NC_("step", "Open the job") },
  [STANOK_STEP_COMPLETE]     = { STANOK_KEY_PRIMARY, "stanok-ui-job-symbolic",
                                 NC_("step", "Open the job") },
};

static gboolean
is_folded_list (StanokQueuePage *self)
{
  return stanok_columns_is_single (self->columns) && !stanok_columns_shows_right (self->columns);
}

static char *
say_object (const StanokRow *row,
            StanokStep       step)
{
  const StanokOrder *order = row->order;
  g_autofree char *pieces = NULL;

  if (step == STANOK_STEP_ASK)
    return g_strdup (_("Becomes yours only when the server agrees"));
  if (step == STANOK_STEP_START_UNSURE)
    return g_strdup (_("Not confirmed yet: another may have it"));
  pieces = order->good + order->scrap > 0 ? stanok_words_left (stanok_order_get_remaining (order))
                                          : stanok_words_pieces (order->ordered);
  return stanok_words_join (order->id, pieces, NULL);
}

static void
show_nothing_chosen (StanokQueuePage *self)
{
  stanok_key_set_kind (self->step, STANOK_KEY_PRIMARY);
  stanok_key_set_icon (self->step, NULL);
  stanok_key_set_text (self->step, C_("step", "Take and start"));
  stanok_key_set_reason (self->step, stanok_queue_list_is_loading (self->list)
                                       ? _("The list is not here yet")
                                       : _("Choose an order first"));
  stanok_order_detail_set_care (self->detail, NULL);
  if (stanok_queue_list_is_loading (self->list))
    stanok_order_detail_set_empty (self->detail, _("Orders are on their way"),
                                   _("Only this first time. From now on the list is kept here and "
                                     "opens at once, with or without a connection."));
  else
    stanok_order_detail_set_empty (self->detail, _("No order is chosen"),
                                   _("Touch one in the list to see it here."));
}

static void
show_open (StanokQueuePage *self,
           const StanokRow *row)
{
  /* Translators: key on a screen with one column: opens the order of this number */
  g_autofree char *text = g_strdup_printf (_("Open %s"), row->order->id);

  stanok_key_set_kind (self->step, STANOK_KEY_PRIMARY);
  stanok_key_set_icon (self->step, NULL);
  stanok_key_set_text (self->step, text);
  stanok_key_set_second (self->step, NULL);
  stanok_key_set_reason (self->step, NULL);
}

static void
show_step (StanokQueuePage *self)
{
  const StanokRow *row = stanok_order_detail_get_row (self->detail);
  StanokViewer viewer = stanok_session_get_viewer (self->session);
  g_autofree char *object = NULL;
  g_autofree char *reason = NULL;
  StanokStep step;
  StanokBar bar;

  if (row == NULL)
    {
      show_nothing_chosen (self);
      return;
    }
  if (is_folded_list (self))
    {
      show_open (self, row);
      return;
    }
  step = stanok_step_get (row, &viewer, &bar);
  object = say_object (row, step);
  if (step == STANOK_STEP_NONE)
    reason = stanok_order_words_bar (row, bar, self->session);
  stanok_key_set_kind (self->step, faces[step].kind);
  stanok_key_set_icon (self->step, faces[step].icon);
  stanok_key_set_text (self->step, g_dpgettext2 (NULL, "step", faces[step].verb));
  stanok_key_set_second (self->step, object);
  stanok_key_set_reason (self->step, reason);
  stanok_order_detail_set_care (self->detail, step == STANOK_STEP_ASK
    ? _("Not reserved for this bench. Without a connection you can only ask for it: another bench "
        "may get it first.")
    : NULL);
}

static void
record_claim (StanokQueuePage *self,
              const StanokRow *row)
{
  StanokCommand *command = stanok_session_begin (self->session, STANOK_COMMAND_CLAIM, row->order);

  if (command == NULL)
    return;
  command->args.start = TRUE;
  stanok_session_record (self->session, command, row->order->etag);
}

static void
record_start (StanokQueuePage *self,
              const StanokRow *row)
{
  StanokCommand *command = stanok_session_begin (self->session, STANOK_COMMAND_START, row->order);

  if (command != NULL)
    stanok_session_record (self->session, command, row->order->etag);
}

static void
step_clicked_cb (StanokQueuePage *self)
{
  const StanokRow *row = stanok_order_detail_get_row (self->detail);
  StanokViewer viewer = stanok_session_get_viewer (self->session);

  if (row == NULL)
    return;
  if (is_folded_list (self))
    {
      stanok_columns_show_right (self->columns, TRUE);
      show_step (self);
      return;
    }
  switch (stanok_step_get (row, &viewer, NULL))
    {
    case STANOK_STEP_TAKE:
    case STANOK_STEP_ASK:
      record_claim (self, row);
      break;
    case STANOK_STEP_START:
    case STANOK_STEP_START_UNSURE:
      record_start (self, row);
      break;
    case STANOK_STEP_RESUME:
    case STANOK_STEP_COMPLETE:
      stanok_session_open_order (self->session, row->order->id);
      break;
    case STANOK_STEP_NONE:
    default:
      break;
    }
}

static void
chosen_cb (StanokQueuePage *self,
           const char      *order_id)
{
  stanok_order_detail_set_order (self->detail, order_id);
}

static void
opened_cb (StanokQueuePage *self,
           const char      *order_id)
{
  stanok_session_open_order (self->session, order_id);
}

static void
filled_cb (StanokQueuePage *self)
{
  show_step (self);
}

static void
folded_cb (StanokQueuePage *self)
{
  stanok_columns_show_right (self->columns, FALSE);
  show_step (self);
}

static void
stanok_queue_page_dispose (GObject *object)
{
  StanokQueuePage *self = STANOK_QUEUE_PAGE (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_queue_page_parent_class)->dispose (object);
}

static void
stanok_queue_page_class_init (StanokQueuePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_queue_page_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
stanok_queue_page_init (StanokQueuePage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
stanok_queue_page_new (StanokSession *session)
{
  StanokQueuePage *self = g_object_new (STANOK_TYPE_QUEUE_PAGE, NULL);
  GtkWidget *shelf = stanok_shelf_new (STANOK_GRID_LIST);

  self->session = g_object_ref (session);
  self->columns = STANOK_COLUMNS (stanok_columns_new (STANOK_GRID_LIST));
  gtk_widget_add_css_class (GTK_WIDGET (self->columns), "stanok-page");
  self->list = STANOK_QUEUE_LIST (stanok_queue_list_new (session));
  self->detail = STANOK_ORDER_DETAIL (stanok_order_detail_new (session));
  stanok_columns_set_left (self->columns, GTK_WIDGET (self->list));
  stanok_columns_set_right (self->columns, GTK_WIDGET (self->detail));
  stanok_nav_add_places (STANOK_SHELF (shelf), session, STANOK_PAGE_QUEUE);
  stanok_nav_add_more (STANOK_SHELF (shelf), session);
  self->step = STANOK_KEY (stanok_key_new (STANOK_KEY_PRIMARY, NULL, NULL));
  stanok_shelf_add_step (STANOK_SHELF (shelf), GTK_WIDGET (self->step));
  gtk_widget_set_parent (GTK_WIDGET (self->columns), GTK_WIDGET (self));
  gtk_widget_set_parent (shelf, GTK_WIDGET (self));

  g_signal_connect_swapped (self->step, "clicked", G_CALLBACK (step_clicked_cb), self);
  g_signal_connect_swapped (self->list, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->list, "opened", G_CALLBACK (opened_cb), self);
  g_signal_connect_swapped (self->list, "filled", G_CALLBACK (filled_cb), self);
  g_signal_connect_swapped (self->detail, "changed", G_CALLBACK (show_step), self);
  g_signal_connect_swapped (self->columns, "folded", G_CALLBACK (folded_cb), self);
  show_step (self);
  return GTK_WIDGET (self);
}

void
stanok_queue_page_come_back (StanokQueuePage *self)
{
  g_return_if_fail (STANOK_IS_QUEUE_PAGE (self));

  stanok_columns_show_right (self->columns, FALSE);
  show_step (self);
}

void
stanok_queue_page_search (StanokQueuePage *self)
{
  g_return_if_fail (STANOK_IS_QUEUE_PAGE (self));

  stanok_queue_page_come_back (self);
  stanok_queue_list_focus_search (self->list);
}
