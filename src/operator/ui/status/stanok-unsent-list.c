/* stanok-unsent-list.c: what is recorded on this disk and not sent yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/status/stanok-unsent-list.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-act-words.h"
#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-tag.h"
#include "ui/shared/stanok-words.h"

#define SHOWN_AT_MOST 200   /* more are counted, not listed: nobody reads on */

struct _StanokUnsentList
{
  GtkWidget      parent_instance;

  StanokSession *session;    /* (owned) */

  GtkLabel      *title;
  GtkListBox    *list;
  GtkImage      *icon;
  GtkLabel      *note;
};

G_DEFINE_FINAL_TYPE (StanokUnsentList, stanok_unsent_list, GTK_TYPE_WIDGET)

static GtkWidget *
build_row (StanokUnsentList  *self,
           const StanokEntry *entry)
{
  StanokStore *store = stanok_session_get_store (self->session);
  StanokNow now = stanok_session_get_now (self->session);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 24, "stanok-unsent-row");
  GtkWidget *tag = stanok_tag_new ();
  g_autofree char *time = stanok_dates_moment (&now, entry->command->wall_ms);
  g_autofree char *act = stanok_act_words_get (store, entry->command, FALSE);
  g_autofree char *words =
    stanok_words_join (act, stanok_people_get_operator (store, entry->command->operator_id), NULL);
  g_autofree char *name = g_strdup_printf ("%s, %s, %s", time, entry->command->order_id, words);
  GtkWidget *what = stanok_parts_label (words, NULL);

  stanok_tag_set_status (STANOK_TAG (tag),
                         entry->state == STANOK_ENTRY_PARKED ? STANOK_STATUS_ATTENTION
                                                             : STANOK_STATUS_RECORDED, NULL);
  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_box_append (GTK_BOX (line), stanok_parts_label (time, "stanok-strong"));
  gtk_box_append (GTK_BOX (line),
                  stanok_parts_label (entry->command->order_id, "stanok-unsent-order stanok-code"));
  gtk_box_append (GTK_BOX (line), what);
  gtk_box_append (GTK_BOX (line), tag);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "stanok-unsent");
  stanok_parts_set_name (row, name);
  return row;
}

static void
show_note (StanokUnsentList *self,
           guint             n)
{
  gtk_image_set_from_icon_name (self->icon, n > 0 ? "stanok-s-recorded-symbolic"
                                                  : "stanok-s-accepted-symbolic");
  gtk_label_set_text (self->note, n > 0
    ? _("The journal is on this disk and is checked. A power cut loses nothing that is listed "
        "here.")
    : _("Everything that was reported here was accepted by the server."));
}

static void
update (StanokUnsentList *self)
{
  g_autoptr(GPtrArray) entries =
    stanok_store_dup_unsent (stanok_session_get_store (self->session));
  guint n = entries != NULL ? entries->len : 0;
  g_autofree char *title = NULL;
  GtkWidget *row;
  guint i;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (i = 0; i < MIN (n, SHOWN_AT_MOST); i++)
    gtk_list_box_append (self->list, build_row (self, entries->pdata[i]));
  title = g_strdup_printf (ngettext ("Recorded here, not sent yet: %u",
                                     "Recorded here, not sent yet: %u", n), n);
  gtk_label_set_text (self->title, title);
  show_note (self, n);
}

static void
stanok_unsent_list_dispose (GObject *object)
{
  StanokUnsentList *self = STANOK_UNSENT_LIST (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_unsent_list_parent_class)->dispose (object);
}

static void
stanok_unsent_list_class_init (StanokUnsentListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_unsent_list_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
stanok_unsent_list_init (StanokUnsentList *self)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-panel");
  GtkWidget *head = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, "stanok-list-head");
  GtkWidget *note = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 16, "stanok-unsent-note");
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *inside = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  self->title = GTK_LABEL (stanok_parts_label (NULL, "stanok-heading"));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "stanok-list");
  stanok_parts_set_name (GTK_WIDGET (self->list), _("Recorded here, not sent yet"));
  self->icon = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->note = GTK_LABEL (stanok_parts_label (NULL, "stanok-dim"));
  gtk_label_set_wrap (self->note, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->note), TRUE);
  gtk_box_append (GTK_BOX (note), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (note), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (inside), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (inside), note);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), inside);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (panel), head);
  gtk_box_append (GTK_BOX (panel), scroller);
  gtk_widget_set_overflow (panel, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (panel, GTK_WIDGET (self));
}

GtkWidget *
stanok_unsent_list_new (StanokSession *session)
{
  StanokUnsentList *self = g_object_new (STANOK_TYPE_UNSENT_LIST, NULL);
  StanokStore *store = stanok_session_get_store (session);

  self->session = g_object_ref (session);
  g_signal_connect_object (store, "entries-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "phase-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "reference-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
