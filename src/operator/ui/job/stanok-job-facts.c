/* stanok-job-facts.c: what is to be made, how long it runs, how much is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/job/stanok-job-facts.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-order-words.h"
#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-abreast.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-facts.h"
#include "ui/shared/stanok-gauge.h"
#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-scale.h"
#include "ui/shared/stanok-tall.h"
#include "ui/shared/stanok-words.h"

#define GAP_PX              10
#define CONFIRMED_WITHIN_MS 5000

struct _StanokJobFacts
{
  GtkWidget      parent_instance;

  StanokSession *session;    /* (owned) */
  StanokOrder   *order;      /* (owned) (nullable) for the timer */

  GtkLabel      *number;
  StanokTag     *tag;
  GtkLabel      *title;
  StanokBanner  *banner;
  StanokGauge   *gauge;
  GtkLabel      *good;
  GtkLabel      *of;
  GtkLabel      *scrap;
  GtkLabel      *left;
  StanokScale   *scale;
  StanokFacts   *facts;
};

G_DEFINE_FINAL_TYPE (StanokJobFacts, stanok_job_facts, GTK_TYPE_WIDGET)

static void
show_time (StanokJobFacts *self)
{
  if (self->order == NULL)
    return;
  stanok_gauge_set_time (self->gauge,
                         stanok_step_get_elapsed_ms (self->order,
                           stanok_session_get_server_now_ms (self->session)));
}

static void
show_gauge (StanokJobFacts *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  StanokNow now = stanok_session_get_now (self->session);
  const StanokOrder *order = self->order;
  g_autofree char *since = NULL;
  g_autofree char *caption = NULL;

  if (order->run == STANOK_RUN_RUNNING)
    {
      gint64 since_ms = stanok_session_to_wall_ms (self->session, order->run_since_ms);

      since = stanok_dates_moment (&now, since_ms);
      caption = g_strdup_printf (_("Running since %s"), since);
      stanok_gauge_set_face (self->gauge, STANOK_GAUGE_RUNNING, caption, NULL);
    }
  else if (order->run == STANOK_RUN_PAUSED)
    {
      caption = stanok_words_join (_("Paused"),
                                   stanok_people_get_reason (store, "pause", order->pause_reason),
                                   NULL);
      stanok_gauge_set_face (self->gauge, STANOK_GAUGE_PAUSED, caption, NULL);
    }
  else
    {
      stanok_gauge_set_face (self->gauge, STANOK_GAUGE_IDLE,
                             order->elapsed_ms > 0 ? _("Worked so far") : _("Not started"), NULL);
    }
  show_time (self);
}

static void
show_scale (StanokJobFacts *self)
{
  const StanokOrder *order = self->order;
  g_autofree char *good = g_strdup_printf ("%" G_GINT64_FORMAT, order->good);
  g_autofree char *of = NULL;
  g_autofree char *scrap = NULL;
  g_autofree char *left = stanok_words_left (stanok_order_get_remaining (order));

  /* Translators: follows a large figure: "8 good of 12" */
  of = g_strdup_printf (ngettext ("good of %d", "good of %d", (gulong) MAX (order->good, 0)),
                        (int) order->ordered);
  gtk_label_set_text (self->good, good);
  gtk_label_set_text (self->of, of);
  if (order->scrap > 0)
    scrap = stanok_words_scrap (order->scrap);
  stanok_parts_set_text (self->scrap, scrap);
  gtk_label_set_text (self->left, left);
  stanok_scale_set (self->scale, order->ordered, order->good, order->scrap);
}

static void
show_facts (StanokJobFacts *self)
{
  const StanokOrder *order = self->order;
  GtkWidget *due = stanok_due_new ();

  stanok_order_words_due (STANOK_DUE (due), order, FALSE, self->session);
  stanok_facts_clear (self->facts);
  stanok_facts_add (self->facts, _("Material"), stanok_materials_get_name (order->material));
  stanok_facts_add_widget (self->facts, _("Due"), due);
  stanok_facts_add (self->facts, _("Customer"), order->customer);
  stanok_facts_add (self->facts, _("Instructions"), order->instructions);
}

/* A claim that is on its way is confirmed in a moment; only a wish that lasts is worth a banner. */
static gboolean
is_worth_saying (StanokJobFacts    *self,
                 const StanokOrder *order)
{
  StanokViewer viewer = stanok_session_get_viewer (self->session);

  return !viewer.is_online || viewer.server_now_ms - order->holder_since_ms > CONFIRMED_WITHIN_MS;
}

/* What presses most is said; the rest can be seen in the tag. */
static void
show_banner (StanokJobFacts  *self,
             const StanokRow *row)
{
  StanokStore *store = stanok_session_get_store (self->session);
  g_autofree char *sentence = NULL;

  stanok_banner_set_key (self->banner, NULL);
  if (row->needs_person)
    {
      stanok_banner_set_key (self->banner, C_("key", "Look"));
      stanok_banner_show (self->banner, STANOK_BANNER_STOP, "stanok-s-attention-symbolic", NULL,
                          _("Something needs your decision."));
    }
  else if (row->order->cancelled)
    {
      stanok_banner_show (self->banner, STANOK_BANNER_STOP, "stanok-s-hold-symbolic", NULL,
                          _("The order was cancelled: stop, and ask what to do with the parts."));
    }
  else if (row->order->held_reason != NULL)
    {
      sentence = g_strdup_printf (_("On hold: %s. Stop until the hold is lifted."),
                                  stanok_people_get_reason (store, "hold",
                                                            row->order->held_reason));
      stanok_banner_show (self->banner, STANOK_BANNER_STOP, "stanok-s-hold-symbolic", NULL,
                          sentence);
    }
  else if (row->asked && is_worth_saying (self, row->order))
    {
      stanok_banner_show (self->banner, STANOK_BANNER_CARE, "stanok-s-asked-symbolic", NULL,
                          _("Asked for, not confirmed: another bench may have it."));
    }
  else
    {
      stanok_banner_hide (self->banner);
    }
}

static void
banner_key_cb (StanokJobFacts *self)
{
  stanok_session_go (self->session, STANOK_PAGE_ATTENTION);
}

static void
stanok_job_facts_dispose (GObject *object)
{
  StanokJobFacts *self = STANOK_JOB_FACTS (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_pointer (&self->order, stanok_order_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_job_facts_parent_class)->dispose (object);
}

static void
stanok_job_facts_class_init (StanokJobFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_job_facts_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_head (StanokJobFacts *self)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0,
                                       "stanok-panel stanok-job-head");

  self->number = GTK_LABEL (stanok_parts_label (NULL, "stanok-far stanok-code"));
  gtk_label_set_ellipsize (self->number, PANGO_ELLIPSIZE_END);
  self->tag = STANOK_TAG (stanok_tag_new ());
  self->title = GTK_LABEL (stanok_parts_label (NULL, "stanok-job-title"));
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_lines (self->title, 3);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (panel), stanok_abreast_new (GTK_WIDGET (self->number),
                                                       GTK_WIDGET (self->tag)));
  gtk_box_append (GTK_BOX (panel), GTK_WIDGET (self->title));
  return panel;
}

static GtkWidget *
build_quantity (StanokJobFacts *self)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 8,
                                       "stanok-panel stanok-job-quantity");
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 8, NULL);

  self->good = GTK_LABEL (stanok_parts_label (NULL, "stanok-far"));
  self->of = GTK_LABEL (stanok_parts_label (NULL, "stanok-dim stanok-beside-far"));
  self->scrap = GTK_LABEL (stanok_parts_label (NULL, "stanok-stop-ink stanok-strong "
                                                     "stanok-beside-far"));
  self->left = GTK_LABEL (stanok_parts_label (NULL, "stanok-dim stanok-beside-far"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->of), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->of), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self->scrap), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self->left), GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->good));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->of));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->scrap));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->left));
  self->scale = STANOK_SCALE (stanok_scale_new ());
  gtk_box_append (GTK_BOX (panel), line);
  gtk_box_append (GTK_BOX (panel), GTK_WIDGET (self->scale));
  return panel;
}

static GtkWidget *
build_facts (StanokJobFacts *self)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0,
                                       "stanok-panel stanok-job-facts");

  self->facts = STANOK_FACTS (stanok_facts_new (TRUE));
  gtk_box_append (GTK_BOX (panel), GTK_WIDGET (self->facts));
  gtk_widget_set_vexpand (panel, TRUE);
  return panel;
}

static void
stanok_job_facts_init (StanokJobFacts *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, GAP_PX, NULL);

  self->banner = STANOK_BANNER (stanok_banner_new ());
  g_signal_connect_swapped (self->banner, "key", G_CALLBACK (banner_key_cb), self);
  self->gauge = STANOK_GAUGE (stanok_gauge_new ());
  gtk_box_append (GTK_BOX (box), build_head (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->banner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->gauge));
  gtk_box_append (GTK_BOX (box), build_quantity (self));
  gtk_box_append (GTK_BOX (box), build_facts (self));
  gtk_widget_set_parent (stanok_tall_new (box), GTK_WIDGET (self));
}

GtkWidget *
stanok_job_facts_new (StanokSession *session)
{
  StanokJobFacts *self = g_object_new (STANOK_TYPE_JOB_FACTS, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "tick", G_CALLBACK (show_time), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
stanok_job_facts_set_row (StanokJobFacts  *self,
                          const StanokRow *row)
{
  g_return_if_fail (STANOK_IS_JOB_FACTS (self));
  g_return_if_fail (row != NULL && row->order != NULL);

  g_clear_pointer (&self->order, stanok_order_unref);
  self->order = stanok_order_ref (row->order);
  gtk_label_set_text (self->number, row->order->id);
  gtk_label_set_text (self->title, row->order->title);
  stanok_order_words_tag (self->tag, row, self->session);
  show_banner (self, row);
  show_gauge (self);
  show_scale (self);
  show_facts (self);
}
