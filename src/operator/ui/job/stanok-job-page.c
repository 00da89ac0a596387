/* stanok-job-page.c: one order at work: the model, the timer, the count, and the keys that report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/job/stanok-job-page.h"

#include <glib/gi18n.h>

#include "ui/job/stanok-job-acts.h"
#include "ui/job/stanok-job-facts.h"
#include "ui/job/stanok-job-stage.h"
#include "ui/session/stanok-nav.h"
#include "ui/session/stanok-order-words.h"
#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

struct _StanokJobPage
{
  GtkWidget         parent_instance;

  StanokSession    *session;    /* (owned) */
  StanokOrderWatch *watch;      /* (owned) (nullable) */
  gboolean          is_pending; /* the watch has not answered yet: what was shown stays */
  StanokJobActs    *acts;       /* (owned) */

  GtkStack         *stack;
  StanokJobStage   *stage;
  StanokJobFacts   *facts;
  StanokKey        *report;
  StanokKey        *pause;
  StanokKey        *put_back;
  StanokKey        *help;
  StanokKey        *step;
};

G_DEFINE_FINAL_TYPE (StanokJobPage, stanok_job_page, GTK_TYPE_WIDGET)

typedef struct {
  StanokKeyKind  kind;
  const char    *icon;
  const char    *verb;
} Face;

static const Face faces[] = {
  [STANOK_STEP_NONE]         = { STANOK_KEY_PRIMARY, NULL, NC_("step", "Complete") },
  [STANOK_STEP_TAKE]         = { STANOK_KEY_PRIMARY, "stanok-ui-take-symbolic",
                                 NC_("step", "Take and start") },
  [STANOK_STEP_ASK]          = { STANOK_KEY_ASK, "stanok-s-asked-symbolic",
                                 NC_("step", "Ask for it") },
  [STANOK_STEP_START]        = { STANOK_KEY_PRIMARY, "stanok-ui-play-symbolic",
                                 NC_("step", "Start") },
  [STANOK_STEP_START_UNSURE] = { STANOK_KEY_ASK, "stanok-ui-play-symbolic", NC_("step", "Start") },
  [STANOK_STEP_RESUME]       = { STANOK_KEY_PRIMARY, "stanok-ui-play-symbolic",
                                 NC_("step", "Resume") },
  [STANOK_STEP_COMPLETE]     = { STANOK_KEY_PRIMARY, "stanok-ui-check-symbolic",
                                 NC_("step", "Complete") },
};

static const StanokRow *
get_row (StanokJobPage *self)
{
  const StanokRow *row = self->watch != NULL ? stanok_order_watch_get_row (self->watch) : NULL;

  return row != NULL && row->order != NULL ? row : NULL;
}

static char *
say_object (const StanokRow *row,
            StanokStep       step)
{
  g_autofree char *left = NULL;

  if (step == STANOK_STEP_ASK)
    return g_strdup (_("Becomes yours only when the server agrees"));
  if (step == STANOK_STEP_START_UNSURE)
    return g_strdup (_("Not confirmed yet: another may have it"));
  left = stanok_words_left (stanok_order_get_remaining (row->order));
  return stanok_words_join (row->order->id, left, NULL);
}

static void
show_step (StanokJobPage   *self,
           const StanokRow *row)
{
  StanokViewer viewer = stanok_session_get_viewer (self->session);
  g_autofree char *object = NULL;
  g_autofree char *reason = NULL;
  StanokBar bar;
  StanokStep step = stanok_step_get (row, &viewer, &bar);

  object = say_object (row, step);
  if (step == STANOK_STEP_NONE)
    reason = stanok_order_words_bar (row, bar, self->session);
  stanok_key_set_kind (self->step, faces[step].kind);
  stanok_key_set_icon (self->step, faces[step].icon);
  stanok_key_set_text (self->step, g_dpgettext2 (NULL, "step", faces[step].verb));
  stanok_key_set_second (self->step, object);
  stanok_key_set_reason (self->step, reason);
}

/* Start and Pause are never shown together, and what is not mine has no keys of mine. */
static void
show_keys (StanokJobPage   *self,
           const StanokRow *row)
{
  StanokViewer viewer = stanok_session_get_viewer (self->session);
  gboolean is_mine = stanok_step_is_mine (row, &viewer);
  gboolean is_started = row->order->state == STANOK_STATE_MANUFACTURING_STARTED;
  gboolean is_running = row->order->run == STANOK_RUN_RUNNING;

  gtk_widget_set_visible (GTK_WIDGET (self->report), is_mine);
  stanok_key_set_reason (self->report, is_started ? NULL : C_("key", "Start first"));
  gtk_widget_set_visible (GTK_WIDGET (self->pause), is_mine && is_running);
  gtk_widget_set_visible (GTK_WIDGET (self->put_back), is_mine && !is_running);
  gtk_widget_set_visible (GTK_WIDGET (self->help), is_mine);
}

static void
update (StanokJobPage *self)
{
  const StanokRow *row = get_row (self);

  stanok_job_acts_set_row (self->acts, row);
  if (self->is_pending)
    return;
  gtk_stack_set_visible_child_name (self->stack, row != NULL ? "order" : "empty");
  if (row == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->report), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->pause), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->put_back), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->help), FALSE);
      stanok_key_set_kind (self->step, STANOK_KEY_PRIMARY);
      stanok_key_set_text (self->step, C_("step", "Complete"));
      stanok_key_set_reason (self->step, _("Choose an order first"));
      stanok_job_stage_set_order (self->stage, NULL);
      return;
    }
  stanok_job_stage_set_order (self->stage, row->order);
  stanok_job_facts_set_row (self->facts, row);
  show_keys (self, row);
  show_step (self, row);
}

static void
watch_changed_cb (StanokJobPage *self)
{
  self->is_pending = FALSE;
  update (self);
}

static void
step_clicked_cb (StanokJobPage *self)
{
  const StanokRow *row = get_row (self);
  StanokViewer viewer = stanok_session_get_viewer (self->session);

  if (row != NULL)
    stanok_job_acts_step (self->acts, stanok_step_get (row, &viewer, NULL));
}

static void
stanok_job_page_dispose (GObject *object)
{
  StanokJobPage *self = STANOK_JOB_PAGE (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->acts);
  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_job_page_parent_class)->dispose (object);
}

static void
stanok_job_page_class_init (StanokJobPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_job_page_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
stanok_job_page_init (StanokJobPage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

static StanokKey *
add_key (StanokJobPage *self,
         GtkWidget     *shelf,
         const char    *icon,
         const char    *text,
         GCallback      callback)
{
  GtkWidget *key = stanok_key_new (STANOK_KEY_SOFT, icon, text);

  g_signal_connect_swapped (key, "clicked", callback, self->acts);
  stanok_shelf_add_soft (STANOK_SHELF (shelf), STANOK_KEY (key), 0);
  return STANOK_KEY (key);
}

static GtkWidget *
build_shelf (StanokJobPage *self)
{
  GtkWidget *shelf = stanok_shelf_new (STANOK_GRID_WORK);

  stanok_nav_add_queue (STANOK_SHELF (shelf), self->session);
  self->report = add_key (self, shelf, "stanok-ui-plus-symbolic", C_("key", "Report part"),
                          G_CALLBACK (stanok_job_acts_report));
  self->pause = add_key (self, shelf, "stanok-ui-pause-symbolic", C_("key", "Pause"),
                         G_CALLBACK (stanok_job_acts_pause));
  self->put_back = add_key (self, shelf, "stanok-ui-putback-symbolic", C_("key", "Put back"),
                            G_CALLBACK (stanok_job_acts_put_back));
  self->help = add_key (self, shelf, "stanok-ui-help-symbolic", C_("key", "Call help"),
                        G_CALLBACK (stanok_job_acts_call_help));
  stanok_nav_add_more (STANOK_SHELF (shelf), self->session);
  self->step = STANOK_KEY (stanok_key_new (STANOK_KEY_PRIMARY, NULL, NULL));
  g_signal_connect_swapped (self->step, "clicked", G_CALLBACK (step_clicked_cb), self);
  stanok_shelf_add_step (STANOK_SHELF (shelf), GTK_WIDGET (self->step));
  return shelf;
}

static GtkWidget *
build_columns (StanokJobPage *self)
{
  GtkWidget *columns = stanok_columns_new (STANOK_GRID_WORK);

  self->stage = STANOK_JOB_STAGE (stanok_job_stage_new (self->session));
  self->facts = STANOK_JOB_FACTS (stanok_job_facts_new (self->session));
  stanok_columns_set_left (STANOK_COLUMNS (columns), GTK_WIDGET (self->stage));
  stanok_columns_set_right (STANOK_COLUMNS (columns), GTK_WIDGET (self->facts));
  return columns;
}

GtkWidget *
stanok_job_page_new (StanokSession *session)
{
  StanokJobPage *self = g_object_new (STANOK_TYPE_JOB_PAGE, NULL);
  GtkWidget *empty = stanok_empty_new (TRUE);
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-panel");

  self->session = g_object_ref (session);
  self->acts = stanok_job_acts_new (session);
  stanok_empty_set (STANOK_EMPTY (empty), _("No order is open"),
                    _("Choose one in the queue and take it."));
  gtk_box_append (GTK_BOX (panel), empty);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->stack), "stanok-page");
  gtk_stack_add_named (self->stack, panel, "empty");
  gtk_stack_add_named (self->stack, build_columns (self), "order");
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_widget_set_parent (build_shelf (self), GTK_WIDGET (self));

  g_signal_connect_object (session, "status-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "login-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (stanok_session_get_store (session), "reference-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
stanok_job_page_set_order (StanokJobPage *self,
                           const char    *order_id)
{
  g_return_if_fail (STANOK_IS_JOB_PAGE (self));

  if (g_strcmp0 (order_id, stanok_job_page_get_order (self)) == 0)
    return;
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  if (order_id != NULL)
    {
      self->watch = stanok_order_watch_new (stanok_session_get_store (self->session), order_id);
      g_signal_connect_object (self->watch, "changed", G_CALLBACK (watch_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  self->is_pending = self->watch != NULL && stanok_order_watch_get_row (self->watch) == NULL;
  update (self);
}

const char *
stanok_job_page_get_order (StanokJobPage *self)
{
  g_return_val_if_fail (STANOK_IS_JOB_PAGE (self), NULL);

  return self->watch != NULL ? stanok_order_watch_get_id (self->watch) : NULL;
}
