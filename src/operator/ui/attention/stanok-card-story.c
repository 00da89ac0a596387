/* stanok-card-story.c: one card: what was done, what happened meanwhile, what can be done now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/attention/stanok-card-story.h"

#include <glib/gi18n.h>

#include "ui/attention/stanok-card-words.h"
#include "ui/session/stanok-act-words.h"
#include "ui/session/stanok-order-words.h"
#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-choice.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-tag.h"
#include "ui/shared/stanok-tall.h"

#define UNDERSTOOD_ID "understood"
#define NEXT_ID       "next"
#define SUPERVISOR_ID "supervisor"

struct _StanokCardStory
{
  GtkWidget         parent_instance;

  StanokSession    *session;    /* (owned) */
  StanokEntry      *entry;      /* (owned) (nullable) */
  StanokOrderWatch *watch;      /* (owned) (nullable) */

  GtkStack         *stack;
  GtkLabel         *headline;
  GtkLabel         *sentence;
  GtkLabel         *did_title;
  GtkBox           *did;
  GtkBox           *meanwhile;
  StanokBanner     *kept;
  StanokChoice     *choice;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokCardStory, stanok_card_story, GTK_TYPE_WIDGET)

/* ---- the two boxes ------------------------------------------------------------------- */

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
add_line (GtkBox     *box,
          const char *time,
          const char *icon,
          const char *words)
{
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 16, "stanok-story-line");
  GtkWidget *when = stanok_parts_label (time, "stanok-strong");
  GtkWidget *what = stanok_parts_label (words, NULL);

  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_box_append (GTK_BOX (line), when);
  gtk_box_append (GTK_BOX (line), stanok_parts_icon (icon, NULL));
  gtk_box_append (GTK_BOX (line), what);
  gtk_box_append (box, line);
}

static void
show_did (StanokCardStory *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokLogin *login = stanok_session_get_login (self->session);
  const StanokCommand *command = self->entry->command;
  StanokNow now = stanok_session_get_now (self->session);
  g_autofree char *time = stanok_dates_moment (&now, command->wall_ms);
  g_autofree char *words = stanok_act_words_get (store, command, FALSE);
  g_autofree char *title = NULL;

  if (login != NULL && g_str_equal (login->operator_id, command->operator_id))
    title = g_strdup (_("What you did"));
  else
    /* Translators: title over what another person did */
    title = g_strdup_printf (_("What %s did"),
                             stanok_people_get_operator (store, command->operator_id));
  gtk_label_set_text (self->did_title, title);
  clear_box (self->did);
  add_line (self->did, time, stanok_act_words_get_icon (command->type), words);
}

static void
add_at (StanokCardStory *self,
        gint64           server_ms,
        const char      *icon,
        const char      *words)
{
  StanokNow now = stanok_session_get_now (self->session);
  gint64 wall_ms = stanok_session_to_wall_ms (self->session, server_ms);
  g_autofree char *time = server_ms > 0 ? stanok_dates_moment (&now, wall_ms)
                                        : g_strdup (C_("moment", "now"));

  add_line (self->meanwhile, time, icon, words);
}

static void
add_holder (StanokCardStory   *self,
            const StanokOrder *order)
{
  const char *name = stanok_people_get_operator (stanok_session_get_store (self->session),
                                                 order->holder_operator);
  /* Translators: who took the order, and at which terminal */
  g_autofree char *words = g_strdup_printf (_("%s has it, %s"), name,
                                            order->holder_device != NULL
                                              ? order->holder_device : "");

  add_at (self, order->holder_since_ms, "stanok-ui-take-symbolic", words);
}

static void
show_meanwhile (StanokCardStory *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokRow *row = stanok_card_story_get_row (self);
  StanokViewer viewer = stanok_session_get_viewer (self->session);
  StanokRow plain = { 0 };
  StanokStatus status;

  clear_box (self->meanwhile);
  if (row == NULL)
    {
      add_at (self, 0, "stanok-s-nodata-symbolic", _("The order is no longer known here"));
      return;
    }
  if (row->order->cancelled)
    add_at (self, row->order->changed_ms, "stanok-s-hold-symbolic", _("The order was cancelled"));
  if (row->order->held_reason != NULL)
    {
      g_autofree char *words =
        g_strdup_printf (_("On hold: %s"),
                         stanok_people_get_reason (store, "hold", row->order->held_reason));

      add_at (self, row->order->held_since_ms, "stanok-s-hold-symbolic", words);
    }
  if (row->order->holder_operator != NULL && !stanok_step_is_mine (row, &viewer))
    add_holder (self, row->order);
  /* The state behind the card: the card itself would only say that it needs somebody. */
  plain.order = row->order;
  plain.asked = row->asked;
  status = stanok_step_get_status (&plain, &viewer);
  if (status != STANOK_STATUS_OTHERS)
    add_at (self, row->order->changed_ms, stanok_status_get_icon (status),
            stanok_status_get_word (status));
}

/* ---- the choices --------------------------------------------------------------------- */

static const char *
id_of (StanokOffer offer)
{
  switch (offer)
    {
    case STANOK_OFFER_NEXT_ORDER:
      return NEXT_ID;
    case STANOK_OFFER_SUPERVISOR:
      return SUPERVISOR_ID;
    case STANOK_OFFER_WAIT:
    case STANOK_OFFER_UNDERSTOOD:
    case STANOK_OFFER_RETRY:
    case STANOK_OFFER_SIGN_IN:
    case STANOK_OFFER_SUPPORT:
    default:
      return UNDERSTOOD_ID;
    }
}

static void
fill_choice (StanokCardStory *self)
{
  StanokErrorText text = stanok_card_words_get (self->entry);

  stanok_choice_clear (self->choice);
  stanok_choice_append (self->choice, UNDERSTOOD_ID,
                        stanok_error_text_get_offer (STANOK_OFFER_UNDERSTOOD),
                        _("The card goes away; the order stays as it is"));
  stanok_choice_append (self->choice, NEXT_ID,
                        stanok_error_text_get_offer (STANOK_OFFER_NEXT_ORDER),
                        _("Back to the queue, the newest on top"));
  if (stanok_card_story_get_row (self) != NULL)
    stanok_choice_append (self->choice, SUPERVISOR_ID,
                          stanok_error_text_get_offer (STANOK_OFFER_SUPERVISOR),
                          _("Calls for help with this order; you can go on working"));
  stanok_choice_set_id (self->choice, id_of (text.offer));
  if (stanok_choice_get_id (self->choice) == NULL)
    stanok_choice_set_id (self->choice, UNDERSTOOD_ID);
}

static void
choice_changed_cb (StanokCardStory *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
update (StanokCardStory *self)
{
  StanokErrorText text;
  g_autofree char *headline = NULL;

  gtk_stack_set_visible_child_name (self->stack, self->entry != NULL ? "card" : "empty");
  if (self->entry == NULL)
    return;
  text = stanok_card_words_get (self->entry);
  headline = stanok_card_words_headline (self->entry);
  gtk_label_set_text (self->headline, headline);
  gtk_label_set_text (self->sentence, text.sentence);
  show_did (self);
  show_meanwhile (self);
  if (stanok_card_words_is_kept (self->entry))
    stanok_banner_show (self->kept, STANOK_BANNER_GO, "stanok-s-recorded-symbolic", NULL,
                        _("What you did is safe. It counts for you in every case."));
  else
    stanok_banner_hide (self->kept);
}

static void
watch_changed_cb (StanokCardStory *self)
{
  if (self->entry != NULL)
    show_meanwhile (self);
}

static void
stanok_card_story_dispose (GObject *object)
{
  StanokCardStory *self = STANOK_CARD_STORY (object);

  g_clear_object (&self->watch);
  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_pointer (&self->entry, stanok_entry_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_card_story_parent_class)->dispose (object);
}

static void
stanok_card_story_class_init (StanokCardStoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_card_story_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_box (GtkLabel  **title,
           GtkBox    **lines,
           const char *css_class)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 4, "stanok-story-box");

  *title = GTK_LABEL (stanok_parts_label (NULL, css_class));
  *lines = GTK_BOX (stanok_parts_box (GTK_ORIENTATION_VERTICAL, 2, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (*title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (*lines));
  return box;
}

static GtkWidget *
build_head (StanokCardStory *self)
{
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkWidget *tag = stanok_tag_new ();

  self->headline = GTK_LABEL (stanok_parts_label (NULL, "stanok-title"));
  gtk_label_set_wrap (self->headline, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->headline), TRUE);
  stanok_tag_set_status (STANOK_TAG (tag), STANOK_STATUS_ATTENTION, NULL);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->headline));
  gtk_box_append (GTK_BOX (line), tag);
  return line;
}

static GtkWidget *
build_card (StanokCardStory *self)
{
  GtkWidget *card = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 12, "stanok-story");
  GtkWidget *boxes = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkLabel *meanwhile_title;

  self->sentence = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_box_set_homogeneous (GTK_BOX (boxes), TRUE);
  gtk_box_append (GTK_BOX (boxes), build_box (&self->did_title, &self->did,
                                              "stanok-strong stanok-mark-ink"));
  gtk_box_append (GTK_BOX (boxes), build_box (&meanwhile_title, &self->meanwhile,
                                              "stanok-strong"));
  gtk_label_set_text (meanwhile_title, _("What happened meanwhile"));
  self->kept = STANOK_BANNER (stanok_banner_new ());
  self->choice = STANOK_CHOICE (stanok_choice_new (_("What to do"), 1));
  g_signal_connect_swapped (self->choice, "changed", G_CALLBACK (choice_changed_cb), self);

  gtk_box_append (GTK_BOX (card), build_head (self));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->sentence));
  gtk_box_append (GTK_BOX (card), boxes);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->kept));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->choice));
  return stanok_tall_new (card);
}

static void
stanok_card_story_init (StanokCardStory *self)
{
  GtkWidget *empty = stanok_empty_new (TRUE);

  stanok_empty_set (STANOK_EMPTY (empty), _("Nothing needs you"),
                    _("What the server declines or finds odd stands here until somebody has "
                      "looked at it."));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, build_card (self), "card");
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-panel");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
stanok_card_story_new (StanokSession *session)
{
  StanokCardStory *self = g_object_new (STANOK_TYPE_CARD_STORY, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "login-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
stanok_card_story_set_entry (StanokCardStory   *self,
                             const StanokEntry *entry)
{
  g_return_if_fail (STANOK_IS_CARD_STORY (self));

  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->entry, stanok_entry_unref);
  if (entry != NULL)
    {
      self->entry = stanok_entry_ref (entry);
      self->watch = stanok_order_watch_new (stanok_session_get_store (self->session),
                                            entry->command->order_id);
      g_signal_connect_object (self->watch, "changed", G_CALLBACK (watch_changed_cb), self,
                               G_CONNECT_SWAPPED);
      fill_choice (self);
    }
  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const StanokEntry *
stanok_card_story_get_entry (StanokCardStory *self)
{
  g_return_val_if_fail (STANOK_IS_CARD_STORY (self), NULL);

  return self->entry;
}

StanokOffer
stanok_card_story_get_choice (StanokCardStory *self)
{
  const char *id;

  g_return_val_if_fail (STANOK_IS_CARD_STORY (self), STANOK_OFFER_UNDERSTOOD);

  id = stanok_choice_get_id (self->choice);
  if (g_strcmp0 (id, NEXT_ID) == 0)
    return STANOK_OFFER_NEXT_ORDER;
  if (g_strcmp0 (id, SUPERVISOR_ID) == 0)
    return STANOK_OFFER_SUPERVISOR;
  return STANOK_OFFER_UNDERSTOOD;
}

const StanokRow *
stanok_card_story_get_row (StanokCardStory *self)
{
  const StanokRow *row;

  g_return_val_if_fail (STANOK_IS_CARD_STORY (self), NULL);

  row = self->watch != NULL ? stanok_order_watch_get_row (self->watch) : NULL;
  return row != NULL && row->order != NULL ? row : NULL;
}
