/* stanok-attention-page.c: what needs a person, until a person has looked at it
 *
 * U4: a card goes only when a named person acknowledged it, and that is
 * journaled before it goes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/attention/stanok-attention-page.h"

#include <glib/gi18n.h>

#include "ui/attention/stanok-card-story.h"
#include "ui/attention/stanok-card-words.h"
#include "ui/session/stanok-nav.h"
#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

struct _StanokAttentionPage
{
  GtkWidget           parent_instance;

  StanokSession      *session;     /* (owned) */
  gboolean            is_saying;   /* an acknowledgement is on its way to the disk */

  StanokColumns      *columns;
  GtkLabel           *count;
  GtkSingleSelection *selection;
  StanokCardStory    *story;
  StanokKey          *step;
};

G_DEFINE_FINAL_TYPE (StanokAttentionPage, stanok_attention_page, GTK_TYPE_WIDGET)

/* ---- rows ---------------------------------------------------------------------------- */

static void
setup_cb (StanokAttentionPage *self,
          GtkListItem         *item)
{
  GtkWidget *texts = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 2, "stanok-card-row");
  GtkWidget *headline = stanok_parts_label (NULL, "stanok-card-headline");
  GtkWidget *sentence = stanok_parts_label (NULL, "stanok-caption");
  GtkWidget *when = stanok_parts_label (NULL, "stanok-caption");

  gtk_label_set_wrap (GTK_LABEL (headline), TRUE);
  gtk_label_set_lines (GTK_LABEL (headline), 2);
  gtk_label_set_ellipsize (GTK_LABEL (headline), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_label_set_lines (GTK_LABEL (sentence), 2);
  gtk_label_set_ellipsize (GTK_LABEL (sentence), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (texts), headline);
  gtk_box_append (GTK_BOX (texts), sentence);
  gtk_box_append (GTK_BOX (texts), when);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_list_item_set_child (item, texts);
}

static void
bind_cb (StanokAttentionPage *self,
         GtkListItem         *item)
{
  GtkWidget *texts = gtk_list_item_get_child (item);
  GtkWidget *headline = gtk_widget_get_first_child (texts);
  GtkWidget *sentence = gtk_widget_get_next_sibling (headline);
  GtkWidget *when = gtk_widget_get_next_sibling (sentence);
  const StanokEntry *entry = stanok_entry_item_get (gtk_list_item_get_item (item));
  StanokErrorText text = stanok_card_words_get (entry);
  StanokNow now = stanok_session_get_now (self->session);
  g_autofree char *words = stanok_card_words_headline (entry);
  g_autofree char *moment = stanok_dates_moment (&now, entry->settled_ms);
  g_autofree char *name = g_strdup_printf ("%s. %s", words, text.sentence);

  gtk_label_set_text (GTK_LABEL (headline), words);
  gtk_label_set_text (GTK_LABEL (sentence), text.sentence);
  gtk_label_set_text (GTK_LABEL (when), moment);
  if (gtk_widget_get_parent (texts) != NULL)
    stanok_parts_set_name (gtk_widget_get_parent (texts), name);
}

/* ---- the chosen card ----------------------------------------------------------------- */

static gboolean
is_folded_list (StanokAttentionPage *self)
{
  return stanok_columns_is_single (self->columns) && !stanok_columns_shows_right (self->columns);
}

static void
show_step (StanokAttentionPage *self)
{
  const StanokEntry *entry = stanok_card_story_get_entry (self->story);
  StanokOffer choice;

  if (entry == NULL)
    {
      stanok_key_set_icon (self->step, NULL);
      stanok_key_set_text (self->step, stanok_error_text_get_offer (STANOK_OFFER_UNDERSTOOD));
      stanok_key_set_second (self->step, NULL);
      stanok_key_set_reason (self->step, _("Nothing needs you"));
      return;
    }
  stanok_key_set_reason (self->step, NULL);
  if (is_folded_list (self))
    {
      g_autofree char *open = g_strdup_printf (_("Open %s"), entry->command->order_id);

      stanok_key_set_icon (self->step, NULL);
      stanok_key_set_text (self->step, open);
      stanok_key_set_second (self->step, NULL);
      return;
    }
  choice = stanok_card_story_get_choice (self->story);
  stanok_key_set_icon (self->step, "stanok-ui-check-symbolic");
  stanok_key_set_text (self->step, stanok_error_text_get_offer (choice));
  stanok_key_set_second (self->step, entry->command->order_id);
}

static void
show_count (StanokAttentionPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *text = NULL;

  if (n > 0)
    text = g_strdup_printf (ngettext ("%u card", "%u cards", n), n);
  stanok_parts_set_text (self->count, text);
}

static void
show_selected (StanokAttentionPage *self)
{
  StanokEntryItem *item = gtk_single_selection_get_selected_item (self->selection);
  const StanokEntry *entry = item != NULL ? stanok_entry_item_get (item) : NULL;
  const StanokEntry *shown = stanok_card_story_get_entry (self->story);

  show_count (self);
  if (entry != NULL && shown != NULL &&
      g_str_equal (entry->command->command_id, shown->command->command_id))
    return;
  stanok_card_story_set_entry (self->story, entry);
}

/* ---- acknowledging ------------------------------------------------------------------- */

static void
call_supervisor (StanokAttentionPage *self)
{
  const StanokRow *row = stanok_card_story_get_row (self->story);
  const StanokReasons *reasons =
    stanok_store_get_reasons (stanok_session_get_store (self->session));
  const char *kind = "supervisor";
  StanokCommand *command;
  guint i;

  if (row == NULL)
    return;
  command = stanok_session_begin (self->session, STANOK_COMMAND_HELP, row->order);
  if (command == NULL)
    return;
  for (i = 0; reasons != NULL && i < reasons->items->len; i++)
    {
      const StanokReason *reason = reasons->items->pdata[i];

      if (g_str_equal (reason->kind, "help"))
        {
          kind = reason->id;
          break;
        }
    }
  command->args.kind = g_strdup (kind);
  stanok_session_record (self->session, command, NULL);
}

static void
acknowledged_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(StanokAttentionPage) self = user_data;
  g_autoptr(GError) error = NULL;

  self->is_saying = FALSE;
  if (stanok_store_acknowledge_finish (STANOK_STORE (source), result, &error))
    return;
  /* The card stays, so nothing is lost; the person sees why. */
  if (self->step != NULL)
    {
      StanokErrorText text = stanok_error_text_for_error (error->code);

      stanok_key_set_second (self->step, text.headline);
    }
}

static void
step_clicked_cb (StanokAttentionPage *self)
{
  const StanokEntry *entry = stanok_card_story_get_entry (self->story);
  const StanokLogin *login = stanok_session_get_login (self->session);
  StanokOffer choice;

  if (entry == NULL || login == NULL || self->is_saying)
    return;
  if (is_folded_list (self))
    {
      stanok_columns_show_right (self->columns, TRUE);
      show_step (self);
      return;
    }
  choice = stanok_card_story_get_choice (self->story);
  self->is_saying = TRUE;
  stanok_store_acknowledge_async (stanok_session_get_store (self->session),
                                  entry->command->command_id, login->operator_id,
                                  acknowledged_cb, g_object_ref (self));
  if (choice == STANOK_OFFER_SUPERVISOR)
    call_supervisor (self);
  if (choice == STANOK_OFFER_NEXT_ORDER)
    stanok_session_go (self->session, STANOK_PAGE_QUEUE);
}

/* ---- life ---------------------------------------------------------------------------- */

static void
folded_cb (StanokAttentionPage *self)
{
  stanok_columns_show_right (self->columns, FALSE);
  show_step (self);
}

static void
stanok_attention_page_dispose (GObject *object)
{
  StanokAttentionPage *self = STANOK_ATTENTION_PAGE (object);

  self->step = NULL;
  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_attention_page_parent_class)->dispose (object);
}

static void
stanok_attention_page_class_init (StanokAttentionPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_attention_page_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
stanok_attention_page_init (StanokAttentionPage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

static GtkWidget *
build_list (StanokAttentionPage *self)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-panel");
  GtkWidget *head = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 12, "stanok-list-head");
  GtkWidget *title = stanok_parts_label (_("Attention"), "stanok-heading");
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view;

  self->count = GTK_LABEL (stanok_parts_label (NULL, "stanok-dim"));
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->count));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  view = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (view, "stanok-list");
  stanok_parts_set_name (view, _("Cards"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (panel), head);
  gtk_box_append (GTK_BOX (panel), scroller);
  gtk_widget_set_overflow (panel, GTK_OVERFLOW_HIDDEN);
  return panel;
}

GtkWidget *
stanok_attention_page_new (StanokSession *session)
{
  StanokAttentionPage *self = g_object_new (STANOK_TYPE_ATTENTION_PAGE, NULL);
  GListModel *cards = stanok_store_get_cards (stanok_session_get_store (session));
  GtkWidget *shelf = stanok_shelf_new (STANOK_GRID_LIST);

  self->session = g_object_ref (session);
  self->selection = gtk_single_selection_new (g_object_ref (cards));
  self->story = STANOK_CARD_STORY (stanok_card_story_new (session));
  self->columns = STANOK_COLUMNS (stanok_columns_new (STANOK_GRID_STORY));
  gtk_widget_add_css_class (GTK_WIDGET (self->columns), "stanok-page");
  stanok_columns_set_left (self->columns, build_list (self));
  stanok_columns_set_right (self->columns, GTK_WIDGET (self->story));
  stanok_nav_add_places (STANOK_SHELF (shelf), session, STANOK_PAGE_ATTENTION);
  stanok_nav_add_more (STANOK_SHELF (shelf), session);
  self->step = STANOK_KEY (stanok_key_new (STANOK_KEY_PRIMARY, NULL, NULL));
  stanok_shelf_add_step (STANOK_SHELF (shelf), GTK_WIDGET (self->step));
  gtk_widget_set_parent (GTK_WIDGET (self->columns), GTK_WIDGET (self));
  gtk_widget_set_parent (shelf, GTK_WIDGET (self));

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_selected),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (show_selected), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_swapped (self->story, "changed", G_CALLBACK (show_step), self);
  g_signal_connect_swapped (self->step, "clicked", G_CALLBACK (step_clicked_cb), self);
  g_signal_connect_swapped (self->columns, "folded", G_CALLBACK (folded_cb), self);
  show_selected (self);
  g_object_unref (self->selection);
  show_step (self);
  return GTK_WIDGET (self);
}
