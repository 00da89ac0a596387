/* bench-sync.c: the terminal's sync without its screen, told line by line what to do
 *
 * usage: bench-sync DATA URL DEVICE TOKEN
 *
 * Prints "validated SECONDS ORDERS REQUESTS BYTES" when the cache first stands as the server has
 * it. Then reads lines: "status" prints "status REQUESTS BYTES VALIDATED", "retry" tries at once,
 * "quit" ends it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#include "api/stanok-api.h"
#include "sync/stanok-sync.h"

typedef struct {
  GMainLoop        *loop;
  StanokStore      *store;
  StanokSync       *sync;       /* (nullable) until the store is open */
  char            **words;
  gint64            start_us;
  gboolean          is_validated;
  GDataInputStream *lines;
} Bench;

static char *
get_token (gpointer   data,
           GError   **error)
{
  const Bench *bench = data;

  return g_strdup (bench->words[4]);
}

static StanokNet *
make_net (const StanokNetListener *listener,
          gpointer                 data)
{
  const Bench *bench = data;
  g_autoptr(GError) error = NULL;
  StanokNet *net = stanok_api_new (bench->words[2], listener, get_token, data, &error);

  if (net == NULL)
    g_error ("%s", error->message);
  return net;
}

static void
status_changed_cb (Bench *bench)
{
  StanokSyncStatus status;
  gint64 counts[STANOK_N_SEGMENTS] = { 0 };

  stanok_sync_get_status (bench->sync, &status);
  if (bench->is_validated || status.validated_wall_ms == 0 || status.rebuilding
      || !stanok_store_get_counts (bench->store, counts) || counts[STANOK_SEGMENT_ALL] == 0)
    return;
  bench->is_validated = TRUE;
  g_print ("validated %.3f %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
           (g_get_monotonic_time () - bench->start_us) / 1e6, counts[STANOK_SEGMENT_ALL],
           status.requests, status.bytes_received);
}

static void
phase_changed_cb (Bench *bench)
{
  if (stanok_store_get_phase (bench->store) == STANOK_STORE_FAILED)
    g_error ("%s", stanok_store_get_failure (bench->store)->message);
  if (stanok_store_get_phase (bench->store) != STANOK_STORE_READY || bench->sync != NULL)
    return;
  bench->sync = stanok_sync_new (bench->store, make_net, NULL, bench, bench->words[3]);
  g_signal_connect_swapped (bench->sync, "status-changed", G_CALLBACK (status_changed_cb), bench);
  stanok_sync_start (bench->sync);
}

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Bench *bench = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (bench->lines, result, NULL, NULL);
  StanokSyncStatus status;

  if (line == NULL || g_str_equal (line, "quit"))
    {
      g_main_loop_quit (bench->loop);
      return;
    }
  if (g_str_equal (line, "retry") && bench->sync != NULL)
    stanok_sync_retry_now (bench->sync);
  if (g_str_equal (line, "status") && bench->sync != NULL)
    {
      stanok_sync_get_status (bench->sync, &status);
      g_print ("status %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n",
               status.requests, status.bytes_received, status.validated_boot_ms);
    }
  g_data_input_stream_read_line_async (bench->lines, G_PRIORITY_DEFAULT, NULL, line_cb, bench);
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { .words = argv, .start_us = g_get_monotonic_time () };
  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  if (argc != 5)
    {
      g_printerr ("usage: bench-sync DATA URL DEVICE TOKEN\n");
      return 2;
    }
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.lines = g_data_input_stream_new (input);
  bench.store = stanok_store_new (argv[1]);
  g_signal_connect_swapped (bench.store, "phase-changed", G_CALLBACK (phase_changed_cb), &bench);
  g_signal_connect_swapped (bench.store, "rows-changed", G_CALLBACK (status_changed_cb), &bench);
  phase_changed_cb (&bench);
  g_data_input_stream_read_line_async (bench.lines, G_PRIORITY_DEFAULT, NULL, line_cb, &bench);
  g_main_loop_run (bench.loop);
  if (bench.sync != NULL)
    stanok_sync_stop (bench.sync);
  g_clear_object (&bench.sync);
  stanok_store_close (bench.store);
  g_clear_object (&bench.store);
  g_clear_object (&bench.lines);
  g_main_loop_unref (bench.loop);
  return bench.is_validated ? 0 : 1;
}
