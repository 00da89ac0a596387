/* stanok-status-page.c: how this terminal stands: connection, what is not sent yet, its figures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/status/stanok-status-page.h"

#include <glib/gi18n.h>

#include "config.h"
#include "ui/session/stanok-nav.h"
#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-facts.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-tall.h"
#include "ui/shared/stanok-words.h"
#include "ui/status/stanok-unsent-list.h"

#define CLOCK_CALM_MS 2000   /* less is the network's doing, not the clock's */

struct _StanokStatusPage
{
  GtkWidget      parent_instance;

  StanokSession *session;    /* (owned) */

  StanokBanner  *trouble;
  StanokFacts   *facts;
};

G_DEFINE_FINAL_TYPE (StanokStatusPage, stanok_status_page, GTK_TYPE_WIDGET)

static void
show_trouble (StanokStatusPage     *self,
              const StanokStanding *standing)
{
  gboolean is_stop = standing->status.link == STANOK_LINK_STOPPED ||
                     standing->status.link == STANOK_LINK_UNAUTHORISED;
  g_autofree char *headline = NULL;
  g_autofree char *sentence = NULL;

  if (!stanok_sync_words_trouble (standing, &headline, &sentence))
    {
      stanok_banner_hide (self->trouble);
      return;
    }
  stanok_banner_show (self->trouble, is_stop ? STANOK_BANNER_STOP : STANOK_BANNER_CARE,
                      is_stop ? "stanok-s-attention-symbolic" : "stanok-ui-linkoff-symbolic",
                      headline, sentence);
}

static char *
say_as_of (const StanokStanding *standing)
{
  if (standing->status.validated_wall_ms == 0)
    return g_strdup (_("never fetched"));
  return stanok_dates_second (&standing->now, standing->status.validated_wall_ms);
}

static char *
say_clock (const StanokSyncStatus *status)
{
  g_autofree char *span = NULL;

  if (!status->clock_measured)
    return g_strdup (C_("clock", "not compared yet"));
  if (ABS (status->clock_offset_ms) < CLOCK_CALM_MS)
    return g_strdup (C_("clock", "right"));
  span = stanok_dates_span (ABS (status->clock_offset_ms));
  if (status->clock_offset_ms > 0)
    return g_strdup_printf (C_("clock", "%s behind the server"), span);
  return g_strdup_printf (C_("clock", "%s ahead of the server"), span);
}

static char *
say_journal (StanokStatusPage     *self,
             const StanokStanding *standing)
{
  const StanokRecovery *recovery;

  if (standing->phase == STANOK_STORE_FAILED)
    return g_strdup (C_("journal", "cannot be opened"));
  if (standing->phase == STANOK_STORE_OPENING)
    return g_strdup (C_("journal", "is being opened"));
  recovery = stanok_store_get_recovery (stanok_session_get_store (self->session));
  if (recovery != NULL && (recovery->db_was_damaged || recovery->log_was_damaged))
    return g_strdup (C_("journal", "was damaged, repaired from its copy"));
  return g_strdup (C_("journal", "two copies, both sound"));
}

static void
show_facts (StanokStatusPage     *self,
            const StanokStanding *standing)
{
  const StanokSyncStatus *status = &standing->status;
  g_autofree char *as_of = say_as_of (standing);
  g_autofree char *clock = say_clock (status);
  g_autofree char *journal = say_journal (self, standing);
  gint64 bytes = (gint64) MIN (status->bytes_received, G_MAXINT64);
  g_autofree char *received = stanok_words_bytes (bytes);
  g_autofree char *requests = g_strdup_printf ("%" G_GUINT64_FORMAT, status->requests);
  g_autofree char *traffic = stanok_words_join (requests, received, NULL);

  stanok_facts_clear (self->facts);
  stanok_facts_add (self->facts, _("Orders as of"), as_of);
  stanok_facts_add (self->facts, _("Server"), stanok_sync_words_link (status));
  stanok_facts_add (self->facts, _("Journal"), journal);
  if (status->n_reoffered > 0)
    {
      g_autofree char *again =
        g_strdup_printf (ngettext ("%u report that the server had lost",
                                   "%u reports that the server had lost", status->n_reoffered),
                         status->n_reoffered);

      stanok_facts_add (self->facts, _("Sent again"), again);
    }
  stanok_facts_add (self->facts, _("Clock"), clock);
  stanok_facts_add (self->facts, _("Requests, received"), traffic);
  stanok_facts_add (self->facts, _("Terminal"), stanok_session_get_device (self->session));
  stanok_facts_add (self->facts, _("Version"), STANOK_VERSION);
}

static void
update (StanokStatusPage *self)
{
  StanokStanding standing;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  standing = stanok_session_get_standing (self->session);
  show_trouble (self, &standing);
  show_facts (self, &standing);
}

static void
retry_cb (StanokStatusPage *self)
{
  stanok_session_retry_now (self->session);
}

static void
sign_out_cb (StanokStatusPage *self)
{
  stanok_session_set_login (self->session, NULL);
}

static void
stanok_status_page_dispose (GObject *object)
{
  StanokStatusPage *self = STANOK_STATUS_PAGE (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_status_page_parent_class)->dispose (object);
}

static void
stanok_status_page_class_init (StanokStatusPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_status_page_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
stanok_status_page_init (StanokStatusPage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

static GtkWidget *
build_left (StanokStatusPage *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 12, NULL);
  GtkWidget *unsent = stanok_unsent_list_new (self->session);

  self->trouble = STANOK_BANNER (stanok_banner_new ());
  stanok_banner_set_key (self->trouble, C_("key", "Try now"));
  g_signal_connect_swapped (self->trouble, "key", G_CALLBACK (retry_cb), self);
  gtk_widget_set_vexpand (unsent, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->trouble));
  gtk_box_append (GTK_BOX (box), unsent);
  return box;
}

static GtkWidget *
build_right (StanokStatusPage *self)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 8, "stanok-panel stanok-terminal");

  self->facts = STANOK_FACTS (stanok_facts_new (TRUE));
  gtk_box_append (GTK_BOX (panel), stanok_parts_label (_("This terminal"), "stanok-heading"));
  gtk_box_append (GTK_BOX (panel), GTK_WIDGET (self->facts));
  return stanok_tall_new (panel);
}

static GtkWidget *
build_shelf (StanokStatusPage *self)
{
  GtkWidget *shelf = stanok_shelf_new (STANOK_GRID_LIST);
  GtkWidget *retry = stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-link-symbolic",
                                     C_("key", "Try now"));
  GtkWidget *sign_out = stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-lock-symbolic",
                                        C_("key", "Sign out"));

  stanok_nav_add_places (STANOK_SHELF (shelf), self->session, STANOK_PAGE_STATUS);
  stanok_nav_add_more (STANOK_SHELF (shelf), self->session);
  gtk_widget_add_css_class (retry, "stanok-step");
  gtk_widget_add_css_class (sign_out, "stanok-step");
  g_signal_connect_swapped (retry, "clicked", G_CALLBACK (retry_cb), self);
  g_signal_connect_swapped (sign_out, "clicked", G_CALLBACK (sign_out_cb), self);
  stanok_shelf_add_step (STANOK_SHELF (shelf), retry);
  stanok_shelf_add_step (STANOK_SHELF (shelf), sign_out);
  return shelf;
}

GtkWidget *
stanok_status_page_new (StanokSession *session)
{
  StanokStatusPage *self = g_object_new (STANOK_TYPE_STATUS_PAGE, NULL);
  GtkWidget *columns = stanok_columns_new (STANOK_GRID_STATUS);

  self->session = g_object_ref (session);
  gtk_widget_add_css_class (columns, "stanok-page");
  stanok_columns_set_left (STANOK_COLUMNS (columns), build_left (self));
  stanok_columns_set_right (STANOK_COLUMNS (columns), build_right (self));
  gtk_widget_set_parent (columns, GTK_WIDGET (self));
  gtk_widget_set_parent (build_shelf (self), GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (update), NULL);
  g_signal_connect_object (session, "tick", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
