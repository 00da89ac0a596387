/* stanok-nav.c: the soft keys that are the same on every page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-nav.h"

#include <glib/gi18n.h>

#define PAGE_DATA "stanok-page"
#define RANK_JOB  1

static void
go_cb (StanokSession *session,
       GtkWidget     *key)
{
  StanokPage page = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (key), PAGE_DATA));

  stanok_session_go (session, page);
}

static void
more_cb (StanokSession *session)
{
  stanok_session_ask (session, STANOK_ASK_MORE);
}

static StanokKey *
add_place (StanokShelf   *shelf,
           StanokSession *session,
           StanokPage     page,
           const char    *icon,
           const char    *text)
{
  GtkWidget *key = stanok_key_new (STANOK_KEY_SOFT, icon, text);

  g_object_set_data (G_OBJECT (key), PAGE_DATA, GUINT_TO_POINTER (page));
  g_signal_connect_object (key, "clicked", G_CALLBACK (go_cb), session, G_CONNECT_SWAPPED);
  stanok_shelf_add_soft (shelf, STANOK_KEY (key), page == STANOK_PAGE_JOB ? RANK_JOB : 0);
  return STANOK_KEY (key);
}

static void
mine_changed_cb (StanokKey  *key,
                 guint       position,
                 guint       removed,
                 guint       added,
                 GListModel *mine)
{
  gboolean has_work = g_list_model_get_n_items (mine) > 0;

  stanok_key_set_reason (key, has_work ? NULL : C_("my job", "Nothing taken yet"));
}

static void
cards_changed_cb (StanokKey  *key,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GListModel *cards)
{
  stanok_key_set_badge (key, g_list_model_get_n_items (cards));
}

void
stanok_nav_add_places (StanokShelf   *shelf,
                       StanokSession *session,
                       StanokPage     current)
{
  GListModel *mine = stanok_session_get_mine (session);
  GListModel *cards = stanok_store_get_cards (stanok_session_get_store (session));
  StanokKey *queue, *job, *attention;

  queue = add_place (shelf, session, STANOK_PAGE_QUEUE, "stanok-ui-queue-symbolic",
                     C_("key", "Queue"));
  job = add_place (shelf, session, STANOK_PAGE_JOB, "stanok-ui-job-symbolic",
                   C_("key", "My job"));
  attention = add_place (shelf, session, STANOK_PAGE_ATTENTION, "stanok-ui-attention-symbolic",
                         C_("key", "Attention"));

  g_signal_connect_object (mine, "items-changed", G_CALLBACK (mine_changed_cb), job,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cards, "items-changed", G_CALLBACK (cards_changed_cb), attention,
                           G_CONNECT_SWAPPED);
  mine_changed_cb (job, 0, 0, 0, mine);
  cards_changed_cb (attention, 0, 0, 0, cards);
  stanok_key_set_on (queue, current == STANOK_PAGE_QUEUE);
  stanok_key_set_on (attention, current == STANOK_PAGE_ATTENTION);
}

void
stanok_nav_add_queue (StanokShelf   *shelf,
                      StanokSession *session)
{
  add_place (shelf, session, STANOK_PAGE_QUEUE, "stanok-ui-queue-symbolic", C_("key", "Queue"));
}

void
stanok_nav_add_more (StanokShelf   *shelf,
                     StanokSession *session)
{
  GtkWidget *key = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-more-symbolic", C_("key", "More"));

  g_signal_connect_object (key, "clicked", G_CALLBACK (more_cb), session, G_CONNECT_SWAPPED);
  stanok_shelf_add_soft (shelf, STANOK_KEY (key), 0);
}
