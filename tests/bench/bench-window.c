/* bench-window.c: how long until the queue is painted, and until an act is recorded
 *
 * usage: bench-window bare BEGAN
 *        bench-window queue BEGAN DATA DEVICE OPERATOR
 *        bench-window record BEGAN DATA DEVICE OPERATOR COUNT
 *
 * BEGAN is the monotonic clock, in microseconds, at the moment the caller started this process.
 * `bare` is what any program of the toolkit pays: a window of libadwaita with a header and a label.
 * `queue` is the terminal's own window over a data folder, with a person already signed in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/stanok-order-list.h"
#include "ui/session/stanok-session.h"
#include "ui/shared/stanok-ui.h"
#include "ui/window/stanok-window.h"

#define ENTRY_BYTES 640    /* a command in the journal, as it is written */
#define REST_MS     3000   /* until what a start brings with it is done */

typedef struct {
  AdwApplication  *app;
  char           **words;
  int              n_words;
  gint64           began_us;
  StanokStore     *store;     /* (nullable) */
  GtkWidget       *window;
  gboolean         is_painted;

  StanokOrderList *list;      /* (nullable) */
  guint            next;
  gint64           tapped_us;
  gint64           recorded_us;
} Bench;

static double
since_ms (gint64 start_us)
{
  return (g_get_monotonic_time () - start_us) / 1000.0;
}

static gboolean
shows_an_order (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), "WO-"))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_an_order (child))
      return TRUE;
  return FALSE;
}

/* ---- recording -------------------------------------------------------------------------- */

/* What no journal can be faster than: two files, each appended to and brought to the disk. */
static double
write_twice_ms (Bench *bench)
{
  char bytes[ENTRY_BYTES] = { 1 };
  gint64 start_us = g_get_monotonic_time ();

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("limit-%d", i);
      g_autofree char *path = g_build_filename (bench->words[3], name, NULL);
      int file = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

      if (file < 0 || write (file, bytes, sizeof bytes) != sizeof bytes || fdatasync (file) != 0)
        g_error ("%s cannot be written", path);
      close (file);
    }
  return since_ms (start_us);
}

static gboolean
tap_cb (gpointer user_data)
{
  Bench *bench = user_data;
  StanokSession *session = stanok_window_get_session (STANOK_WINDOW (bench->window));
  g_autoptr(StanokOrderItem) item = NULL;
  const StanokRow *row;

  if (bench->next >= g_ascii_strtoull (bench->words[6], NULL, 10))
    {
      g_application_quit (G_APPLICATION (bench->app));
      return G_SOURCE_REMOVE;
    }
  item = g_list_model_get_item (G_LIST_MODEL (bench->list), bench->next);
  row = item != NULL ? stanok_order_item_get_row (item) : NULL;
  if (row == NULL || row->order == NULL)
    return G_SOURCE_CONTINUE;
  bench->next++;
  g_print ("limit %.3f\n", write_twice_ms (bench));
  bench->tapped_us = g_get_monotonic_time ();
  stanok_session_record (session,
                         stanok_session_begin (session, STANOK_COMMAND_CLAIM, row->order),
                         row->order->etag);
  return G_SOURCE_REMOVE;
}

static void
recorded_cb (Bench *bench)
{
  bench->recorded_us = g_get_monotonic_time ();
  g_print ("recorded %.3f\n", (bench->recorded_us - bench->tapped_us) / 1000.0);
}

static void
begin_taps (Bench *bench)
{
  const StanokQuery query = { .segment = STANOK_SEGMENT_AVAILABLE, .sort = STANOK_SORT_NEWEST };

  bench->list = stanok_order_list_new (bench->store);
  stanok_order_list_set_query (bench->list, &query);
  g_signal_connect_swapped (stanok_window_get_session (STANOK_WINDOW (bench->window)), "recorded",
                            G_CALLBACK (recorded_cb), bench);
  g_timeout_add (REST_MS, tap_cb, bench);
}

/* ---- painting --------------------------------------------------------------------------- */

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  gboolean is_record = g_str_equal (bench->words[1], "record");

  if (bench->recorded_us != 0)
    {
      /* The frame that says so. */
      g_print ("shown %.3f\n", since_ms (bench->tapped_us));
      bench->recorded_us = 0;
      g_timeout_add (150, tap_cb, bench);
    }
  if (bench->is_painted || (bench->store != NULL && !shows_an_order (bench->window)))
    return;
  bench->is_painted = TRUE;
  g_print ("painted %.3f\n", since_ms (bench->began_us));
  if (is_record)
    begin_taps (bench);
  else
    g_application_quit (G_APPLICATION (bench->app));
}

static GtkWidget *
make_bare (Bench *bench)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (bench->app));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("WO-1001"));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  return window;
}

static void
operator_changed_cb (Bench      *bench,
                     const char *operator_id)
{
  stanok_store_set_operator (bench->store, operator_id);
}

static GtkWidget *
make_terminal (Bench *bench)
{
  g_autoptr(StanokModels) models = stanok_models_new ("stanok-import");
  char login_id[] = "l-1", auth[] = "pin", role[] = "operator";
  StanokLogin login = { bench->words[5], login_id, auth, role };
  GtkWidget *window;

  bench->store = stanok_store_new (bench->words[3]);
  window = GTK_WIDGET (stanok_window_new (bench->app, bench->store, models, bench->words[4], NULL));
  g_signal_connect_swapped (window, "operator-changed", G_CALLBACK (operator_changed_cb), bench);
  stanok_session_set_login (stanok_window_get_session (STANOK_WINDOW (window)), &login);
  return window;
}

static void
activate_cb (GApplication *app,
             Bench        *bench)
{
  bench->window = g_str_equal (bench->words[1], "bare") ? make_bare (bench) : make_terminal (bench);
  gtk_widget_realize (bench->window);
  g_signal_connect (gtk_widget_get_frame_clock (bench->window), "after-paint",
                    G_CALLBACK (after_paint_cb), bench);
  gtk_window_present (GTK_WINDOW (bench->window));
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { .words = argv, .n_words = argc };
  gboolean is_bare = argc == 3 && g_str_equal (argv[1], "bare");

  if (!is_bare && !(argc == 6 && g_str_equal (argv[1], "queue"))
      && !(argc == 7 && g_str_equal (argv[1], "record")))
    {
      g_printerr ("usage: bench-window bare|queue|record BEGAN [DATA DEVICE OPERATOR [COUNT]]\n");
      return 2;
    }
  bench.began_us = g_ascii_strtoll (argv[2], NULL, 10);
  if (!is_bare)
    stanok_ui_register_resources ();
  bench.app = adw_application_new ("org.stanok.Bench", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (bench.app, "activate", G_CALLBACK (activate_cb), &bench);
  g_application_run (G_APPLICATION (bench.app), 0, NULL);
  g_clear_object (&bench.list);
  if (bench.store != NULL)
    stanok_store_close (bench.store);
  return bench.is_painted ? 0 : 1;
}
