/* stanok-window.c: the one window: header, page, shelf, and the way between the pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/window/stanok-window.h"

#include <glib/gi18n.h>

#include "ui/attention/stanok-attention-page.h"
#include "ui/job/stanok-job-page.h"
#include "ui/queue/stanok-queue-page.h"
#include "ui/session/stanok-mine.h"
#include "ui/session/stanok-people.h"
#include "ui/session/stanok-session.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-error-text.h"
#include "ui/shared/stanok-header.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-shelf.h"
#include "ui/shared/stanok-toast.h"
#include "ui/signin/stanok-signin-page.h"
#include "ui/status/stanok-status-page.h"
#include "ui/window/stanok-more-sheet.h"
#include "ui/window/stanok-recording.h"

#define WIDTH_PX  1280
#define HEIGHT_PX 800
#define TICK_MS   1000
#define FAILED    "failed"

#define TOAST_SIDE_PX        20
#define TOAST_ABOVE_SHELF_PX 18
#define LARGE_TEXT           1.25   /* from here on the largest figures grow no more */

struct _StanokWindow
{
  AdwApplicationWindow  parent_instance;

  StanokSession        *session;      /* (owned) */
  StanokMine           *mine;         /* (owned) */
  StanokRecording      *recording;    /* (owned) */
  guint                 tick_id;

  GtkOverlay           *overlay;
  StanokHeader         *header;
  GtkStack             *stack;
  StanokEmpty          *failure;
  StanokSigninPage     *signin;
  StanokQueuePage      *queue;
  StanokJobPage        *job;
  StanokSheet          *more;
};

enum {
  SIGNAL_RETRY_NOW,
  SIGNAL_OPERATOR_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokWindow, stanok_window, ADW_TYPE_APPLICATION_WINDOW)

static const char *const page_names[] = {
  [STANOK_PAGE_SIGNIN]    = "signin",
  [STANOK_PAGE_QUEUE]     = "queue",
  [STANOK_PAGE_JOB]       = "job",
  [STANOK_PAGE_ATTENTION] = "attention",
  [STANOK_PAGE_STATUS]    = "status",
};

/* ---- header -------------------------------------------------------------------------- */

static void
show_header (StanokWindow *self)
{
  StanokStanding standing = stanok_session_get_standing (self->session);
  g_auto(StanokSyncWords) words = stanok_sync_words_line (&standing);
  g_autofree char *clock = stanok_dates_minute (&standing.now, standing.now.now_ms);

  stanok_header_set_sync (self->header, words.face, words.icon, words.words);
  stanok_header_set_clock (self->header, clock);
}

static void
show_names (StanokWindow *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokLogin *login = stanok_session_get_login (self->session);
  const char *station =
    stanok_people_get_station (store, stanok_session_get_station (self->session));
  const char *device = stanok_session_get_device (self->session);

  /* Until the station has a name the kiosk's own stands in its place, once. */
  stanok_header_set_station (self->header, *station != '\0' ? station : device,
                             *station != '\0' ? device : NULL);
  stanok_header_set_person (self->header, login != NULL
    ? stanok_people_get_operator (store, login->operator_id) : NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  StanokWindow *self = user_data;

  stanok_session_tick (self->session);
  show_header (self);
  return G_SOURCE_CONTINUE;
}

/* ---- between the pages --------------------------------------------------------------- */

/* A page that a person may not see without being somebody leads to the sign-in. */
static void
go_cb (StanokWindow *self,
       guint         page)
{
  gboolean is_open = stanok_session_get_login (self->session) != NULL ||
                     page == STANOK_PAGE_STATUS;

  if (page == STANOK_PAGE_QUEUE)
    stanok_queue_page_come_back (self->queue);
  if (page == STANOK_PAGE_JOB &&
      !stanok_mine_has (self->mine, stanok_job_page_get_order (self->job)))
    stanok_job_page_set_order (self->job, stanok_mine_get_first (self->mine));
  gtk_stack_set_visible_child_name (self->stack, page_names[is_open ? page : STANOK_PAGE_SIGNIN]);
}

/* Who asked for his job before it was read gets it when it is. */
static void
mine_changed_cb (StanokWindow *self)
{
  const char *shown = gtk_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (shown, page_names[STANOK_PAGE_JOB]) == 0 &&
      stanok_job_page_get_order (self->job) == NULL)
    stanok_job_page_set_order (self->job, stanok_mine_get_first (self->mine));
}

static void
open_order_cb (StanokWindow *self,
               const char   *order_id)
{
  stanok_job_page_set_order (self->job, order_id);
  gtk_stack_set_visible_child_name (self->stack, page_names[STANOK_PAGE_JOB]);
}

static void
ask_cb (StanokWindow *self,
        guint         what)
{
  stanok_sheet_open (self->more);
}

static void
status_cb (StanokWindow *self)
{
  go_cb (self, STANOK_PAGE_STATUS);
}

static void
person_cb (StanokWindow *self)
{
  if (stanok_session_get_login (self->session) != NULL)
    ask_cb (self, STANOK_ASK_PERSON);
}

static void
adopt_cb (StanokWindow *self,
          GtkWidget    *sheet)
{
  gtk_overlay_add_overlay (self->overlay, sheet);
}

/* The toast stands over the list, as far above the shelf as it is drawn; everything else that is
 * laid over the page takes all of it. */
static gboolean
place_cb (StanokWindow  *self,
          GtkWidget     *widget,
          GtkAllocation *area)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);
  GtkWidget *shelf = page != NULL ? gtk_widget_get_last_child (page) : NULL;
  int width = gtk_widget_get_width (GTK_WIDGET (self->overlay));
  int height = gtk_widget_get_height (GTK_WIDGET (self->overlay));
  int shelf_height = 0;
  int min;

  if (!STANOK_IS_TOAST (widget))
    return FALSE;
  if (STANOK_IS_SHELF (shelf))
    gtk_widget_measure (shelf, GTK_ORIENTATION_VERTICAL, width, &min, &shelf_height, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &min, &area->width, NULL, NULL);
  area->width = MIN (area->width, width - 2 * TOAST_SIDE_PX);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, area->width,
                      &min, &area->height, NULL, NULL);
  area->x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
              ? width - TOAST_SIDE_PX - area->width : TOAST_SIDE_PX;
  area->y = height - shelf_height - TOAST_ABOVE_SHELF_PX - area->height;
  return TRUE;
}

/* ---- what the session tells ---------------------------------------------------------- */

static void
login_changed_cb (StanokWindow *self)
{
  const StanokLogin *login = stanok_session_get_login (self->session);

  show_names (self);
  if (login == NULL)
    {
      stanok_job_page_set_order (self->job, NULL);
      stanok_signin_page_reset (self->signin);
    }
  go_cb (self, login != NULL ? STANOK_PAGE_QUEUE : STANOK_PAGE_SIGNIN);
  g_signal_emit (self, signals[SIGNAL_OPERATOR_CHANGED], 0,
                 login != NULL ? login->operator_id : NULL);
}

static void
retry_now_cb (StanokWindow *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY_NOW], 0);
}

static void
phase_changed_cb (StanokWindow *self)
{
  StanokStore *store = stanok_session_get_store (self->session);

  if (stanok_store_get_phase (store) == STANOK_STORE_FAILED)
    {
      const GError *error = stanok_store_get_failure (store);
      StanokErrorText text = stanok_error_text_for_error (error->code);

      stanok_empty_set (self->failure, text.headline, text.sentence);
      gtk_stack_set_visible_child_name (self->stack, FAILED);
    }
  show_header (self);
}

static void
reference_changed_cb (StanokWindow *self,
                      const char   *name)
{
  show_names (self);
}

/* ---- life ---------------------------------------------------------------------------- */

static void
search_action_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  StanokWindow *self = STANOK_WINDOW (widget);

  if (stanok_session_get_login (self->session) == NULL)
    return;
  go_cb (self, STANOK_PAGE_QUEUE);
  stanok_queue_page_search (self->queue);
}

static void
retry_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  retry_now_cb (STANOK_WINDOW (widget));
}

static void
gloves_action_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  stanok_parts_set_class (widget, "stanok-gloves", g_variant_get_boolean (parameter));
}

static void
go_action_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  go_cb (STANOK_WINDOW (widget), g_variant_get_uint32 (parameter));
}

static void
stanok_window_dispose (GObject *object)
{
  StanokWindow *self = STANOK_WINDOW (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->recording);
  g_clear_object (&self->mine);
  G_OBJECT_CLASS (stanok_window_parent_class)->dispose (object);
  g_clear_object (&self->session);
}

static void
stanok_window_class_init (StanokWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  guint page;

  G_OBJECT_CLASS (klass)->dispose = stanok_window_dispose;

  signals[SIGNAL_RETRY_NOW] = g_signal_new ("retry-now", type, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPERATOR_CHANGED] = g_signal_new ("operator-changed", type, G_SIGNAL_RUN_LAST, 0,
                                                   NULL, NULL, NULL,
                                                   G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "stanok.search", NULL, search_action_cb);
  gtk_widget_class_install_action (widget_class, "stanok.retry", NULL, retry_action_cb);
  gtk_widget_class_install_action (widget_class, "stanok.gloves", "b", gloves_action_cb);
  gtk_widget_class_install_action (widget_class, "stanok.go", "u", go_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "stanok.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "stanok.retry", NULL);
  /* F1..F4: the places, in the order of their keys on the shelf. */
  for (page = STANOK_PAGE_QUEUE; page <= STANOK_PAGE_STATUS; page++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F1 + page - STANOK_PAGE_QUEUE, 0,
                                         "stanok.go", "u", page);
}

static void
show_text_scale (StanokWindow *self)
{
  double scale = stanok_parts_get_text_scale (GTK_WIDGET (self));

  stanok_parts_set_class (GTK_WIDGET (self), "stanok-large-text", scale > LARGE_TEXT);
}

static void
build_header (StanokWindow *self)
{
  self->header = STANOK_HEADER (stanok_header_new ());
  g_signal_connect_swapped (self->header, "status", G_CALLBACK (status_cb), self);
  g_signal_connect_swapped (self->header, "person", G_CALLBACK (person_cb), self);
}

static void
stanok_window_init (StanokWindow *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  gtk_window_set_title (GTK_WINDOW (self), _("Stanok"));
  gtk_window_set_icon_name (GTK_WINDOW (self), "org.stanok.Stanok");
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH_PX, HEIGHT_PX);
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok");
  /* A terminal is one thing on its screen, not one of several windows. */
  gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
  gtk_window_maximize (GTK_WINDOW (self));

  build_header (self);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  /* A page that is not shown must not dictate how small the window may be. */
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->header));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  self->overlay = GTK_OVERLAY (gtk_overlay_new ());
  gtk_overlay_set_child (self->overlay, box);
  g_signal_connect_object (self->overlay, "get-child-position", G_CALLBACK (place_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (show_text_scale), self, G_CONNECT_SWAPPED);
  show_text_scale (self);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->overlay));
}

static void
add_pages (StanokWindow *self)
{
  self->failure = STANOK_EMPTY (stanok_empty_new (TRUE));
  self->signin = STANOK_SIGNIN_PAGE (stanok_signin_page_new (self->session));
  self->queue = STANOK_QUEUE_PAGE (stanok_queue_page_new (self->session));
  self->job = STANOK_JOB_PAGE (stanok_job_page_new (self->session));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->signin), page_names[STANOK_PAGE_SIGNIN]);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->queue), page_names[STANOK_PAGE_QUEUE]);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->job), page_names[STANOK_PAGE_JOB]);
  gtk_stack_add_named (self->stack, stanok_attention_page_new (self->session),
                       page_names[STANOK_PAGE_ATTENTION]);
  gtk_stack_add_named (self->stack, stanok_status_page_new (self->session),
                       page_names[STANOK_PAGE_STATUS]);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->failure), FAILED);
  self->more = stanok_more_sheet_new (self->session);
  adopt_cb (self, GTK_WIDGET (self->more));
}

static void
connect_session (StanokWindow *self)
{
  StanokSession *session = self->session;
  StanokStore *store = stanok_session_get_store (session);

  g_signal_connect_object (self->mine, "changed", G_CALLBACK (mine_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "adopt", G_CALLBACK (adopt_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "go", G_CALLBACK (go_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "ask", G_CALLBACK (ask_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "open-order", G_CALLBACK (open_order_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "retry-now", G_CALLBACK (retry_now_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "login-changed", G_CALLBACK (login_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (session, "status-changed", G_CALLBACK (show_header), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "entries-changed", G_CALLBACK (show_header), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "phase-changed", G_CALLBACK (phase_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "reference-changed", G_CALLBACK (reference_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

StanokWindow *
stanok_window_new (AdwApplication *application,
                   StanokStore    *store,
                   StanokModels   *models,
                   const char     *device_id,
                   const char     *station)
{
  StanokWindow *self;

  g_return_val_if_fail (STANOK_IS_STORE (store), NULL);
  g_return_val_if_fail (STANOK_IS_MODELS (models), NULL);

  self = g_object_new (STANOK_TYPE_WINDOW, "application", application, NULL);
  self->session = stanok_session_new (store, models, device_id, station);
  self->mine = stanok_mine_new (stanok_session_get_mine (self->session));
  connect_session (self);
  /* The toast lies under the sheets of the pages, the notice of a failure over them. */
  self->recording = stanok_recording_new (self->session, self->overlay);
  add_pages (self);
  stanok_recording_add_sheet (self->recording, self->overlay);
  show_names (self);
  phase_changed_cb (self);
  self->tick_id = g_timeout_add (TICK_MS, tick_cb, self);
  return self;
}

void
stanok_window_set_status (StanokWindow           *self,
                          const StanokSyncStatus *status)
{
  g_return_if_fail (STANOK_IS_WINDOW (self));
  g_return_if_fail (status != NULL);

  stanok_session_set_status (self->session, status);
}

StanokSession *
stanok_window_get_session (StanokWindow *self)
{
  g_return_val_if_fail (STANOK_IS_WINDOW (self), NULL);

  return self->session;
}
