/* test-driver.c: the driver with the real store and its threads, over a fake network and libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "api/stanok-api.h"
#include "fake-mes.h"
#include "support/stanok-fault-server.h"
#include "sync/stanok-sync.h"

#define PATIENCE_MS 90000
#define LATENCY_MS  2
#define POLL_MS     50

typedef struct {
  char        *directory;
  StanokStore *store;
  StanokSync  *sync;          /* (nullable) */
  guint        n_told;
  guint        n_acts;
  guint        n_recorded;
  gboolean     is_freed;

  /* sync thread, once it runs */
  FakeMes     *mes;
  gint64       wall_ms;
  StanokNet    net;
  StanokNetListener listener;
  GPtrArray   *answers;       /* (element-type GSource) of those that are on their way */
  guint        n_after_end;
  gboolean     is_ended;

  const char  *url;           /* of the real carrier */
} Fixture;

/* ---- a network of functions ------------------------------------------------------------- */

typedef struct {
  Fixture           *fixture;
  StanokHttpRequest *request;
  GSource           *source;
} Flight;

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  stanok_http_request_free (flight->request);
  g_free (flight);
}

static gboolean
land_cb (gpointer data)
{
  Flight *flight = data;
  Fixture *self = flight->fixture;
  g_autoptr(StanokHttpAnswer) answer = NULL;

  self->wall_ms = g_get_real_time () / 1000;
  answer = fake_mes_handle (self->mes, flight->request, FALSE);
  /* A long poll that has nothing to say hangs on, and is asked now and then. */
  if (answer == NULL)
    return G_SOURCE_CONTINUE;
  g_ptr_array_remove (self->answers, flight->source);
  self->n_after_end += self->is_ended ? 1 : 0;
  self->listener.done (self->listener.data, answer);
  return G_SOURCE_REMOVE;
}

static void
send (gpointer                 data,
      const StanokHttpRequest *request)
{
  Fixture *self = data;
  Flight *flight = g_new0 (Flight, 1);

  flight->fixture = self;
  flight->request = stanok_http_request_new (request->id, request->channel, request->method,
                                             request->path);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    stanok_http_request_set (flight->request, request->headers->pdata[i],
                             request->headers->pdata[i + 1]);
  flight->request->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  flight->source = g_timeout_source_new (strstr (request->path, "wait=20") != NULL ? POLL_MS
                                                                                  : LATENCY_MS);
  g_source_set_callback (flight->source, land_cb, flight, flight_free);
  g_source_attach (flight->source, g_main_context_get_thread_default ());
  g_ptr_array_add (self->answers, flight->source);
}

static void
cancel (gpointer data,
        guint64  request_id)
{
}

static void
end (gpointer data)
{
  Fixture *self = data;

  self->is_ended = TRUE;
  for (guint i = 0; i < self->answers->len; i++)
    g_source_destroy (self->answers->pdata[i]);
  g_ptr_array_set_size (self->answers, 0);
}

static StanokNet *
make_fake_net (const StanokNetListener *listener,
               gpointer                 data)
{
  Fixture *self = data;

  self->listener = *listener;
  self->net = (StanokNet) { send, cancel, self, end };
  return &self->net;
}

static StanokNet *
make_no_net (const StanokNetListener *listener,
             gpointer                 data)
{
  return NULL;
}

static char *
give_token (gpointer   data,
            GError   **error)
{
  return g_strdup ("token");
}

static StanokNet *
make_real_net (const StanokNetListener *listener,
               gpointer                 data)
{
  Fixture *self = data;
  g_autoptr(GError) error = NULL;
  StanokNet *net = stanok_api_new (self->url, listener, give_token, NULL, &error);

  g_assert_no_error (error);
  return net;
}

/* ---- fixture ---------------------------------------------------------------------------- */

static gboolean
give_up_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
spin_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @is_so, or fails after the patience. */
static void
wait_until (Fixture   *self,
            gboolean (*is_so) (Fixture *self))
{
  gboolean is_late = FALSE;
  guint late = g_timeout_add (PATIENCE_MS, give_up_cb, &is_late);
  guint spin = g_timeout_add (10, spin_cb, NULL);

  while (!is_so (self) && !is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_late);
  g_source_remove (late);
  g_source_remove (spin);
}

static void
spin (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, give_up_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static StanokSyncStatus
get_status (Fixture *self)
{
  StanokSyncStatus status;

  stanok_sync_get_status (self->sync, &status);
  return status;
}

static gboolean
is_ready (Fixture *self)
{
  return stanok_store_get_phase (self->store) == STANOK_STORE_READY;
}

static gboolean
is_online (Fixture *self)
{
  StanokSyncStatus status = get_status (self);

  return status.link == STANOK_LINK_ONLINE && status.validated_wall_ms > 0;
}

static gboolean
is_all_sent (Fixture *self)
{
  return self->n_recorded == self->n_acts &&
         stanok_store_get_n_unsent (self->store, NULL) == 0 && get_status (self).n_unsettled == 0;
}

static gboolean
is_recorded (Fixture *self)
{
  return self->n_recorded == self->n_acts;
}

static gboolean
is_not_ours (Fixture *self)
{
  return get_status (self).link == STANOK_LINK_NOT_OURS;
}

static gboolean
is_unreachable (Fixture *self)
{
  return get_status (self).link == STANOK_LINK_UNREACHABLE;
}

static void
told_cb (Fixture *self)
{
  g_assert_true (g_main_context_is_owner (NULL));
  self->n_told++;
}

static void
freed_cb (gpointer data)
{
  ((Fixture *) data)->is_freed = TRUE;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->directory = g_dir_make_tmp ("stanok-test-XXXXXX", NULL);
  self->store = stanok_store_new (self->directory);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_source_unref);
  self->wall_ms = g_get_real_time () / 1000;
  self->mes = fake_mes_new (&self->wall_ms);
  for (int i = 1; i <= 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", i);

      fake_mes_add (self->mes, id);
    }
}

static void
make_sync (Fixture          *self,
           StanokNetFactory  make_net)
{
  self->sync = stanok_sync_new (self->store, make_net, freed_cb, self, "K-07");
  g_signal_connect_swapped (self->sync, "status-changed", G_CALLBACK (told_cb), self);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->sync != NULL)
    {
      stanok_sync_stop (self->sync);
      g_assert_false (self->is_freed);
      g_assert_finalize_object (self->sync);
      g_assert_true (self->is_freed);
    }
  stanok_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->store);
  g_assert_cmpuint (self->n_after_end, ==, 0);
  g_assert_cmpuint (self->answers->len, ==, 0);
  g_ptr_array_unref (self->answers);
  fake_mes_free (self->mes);
  remove_folder (self->directory);
  g_free (self->directory);
}

/* ---- commands --------------------------------------------------------------------------- */

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokEntry) entry = stanok_store_record_finish (STANOK_STORE (source), result, &error);

  g_assert_no_error (error);
  ((Fixture *) user_data)->n_recorded++;
}

static void
act (Fixture    *self,
     const char *order_id)
{
  const StanokPorts *ports = stanok_store_get_ports (self->store);
  g_autoptr(StanokCommand) command = stanok_command_new ();

  command->command_id = stanok_uuid7_new (ports);
  command->type = STANOK_COMMAND_NOTE;
  command->order_id = g_strdup (order_id);
  command->operator_id = g_strdup ("op-1");
  command->login_id = g_strdup ("login-1");
  command->auth = g_strdup ("pin");
  command->wall_ms = ports->clock.wall_ms (ports->clock.data);
  command->boot_ms = ports->clock.boot_ms (ports->clock.data);
  command->boot_id = g_strdup (ports->clock.boot_id (ports->clock.data));
  command->args.text = g_strdup ("a note");
  stanok_store_record_async (self->store, command, NULL, NULL, recorded_cb, self);
  self->n_acts++;
}

/* ---- tests ------------------------------------------------------------------------------ */

static void
test_round (Fixture       *self,
            gconstpointer  data)
{

  make_sync (self, make_fake_net);
  g_assert_cmpint (get_status (self).link, ==, STANOK_LINK_STARTING);
  /* Before the store is ready: it begins when that is. */
  stanok_sync_start (self->sync);
  stanok_sync_start (self->sync);
  stanok_sync_set_operator (self->sync, "op-1");
  wait_until (self, is_online);
  act (self, "WO-1");
  act (self, "WO-2");
  act (self, "WO-1");
  wait_until (self, is_all_sent);
  stanok_sync_stop (self->sync);
  g_assert_cmpuint (self->mes->ledger->len, ==, 3);
}

/* A hundred fates in a moment are no hundred signals. */
static void
test_throttle (Fixture       *self,
               gconstpointer  data)
{
  gint64 begin_us;

  wait_until (self, is_ready);
  make_sync (self, make_fake_net);
  stanok_sync_start (self->sync);
  wait_until (self, is_online);
  begin_us = g_get_monotonic_time ();
  self->n_told = 0;
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *order = g_strdup_printf ("WO-%d", 1 + i % 20);

      act (self, order);
    }
  wait_until (self, is_all_sent);
  spin (150);
  g_assert_cmpuint (self->n_told, >=, 1);
  g_assert_cmpint (self->n_told, <=, 2 + (g_get_monotonic_time () - begin_us) / 100000);
  g_assert_cmpuint (get_status (self).requests, >=, 100);
}

/* In the middle of everything: nothing comes after it. */
static void
test_stop (Fixture       *self,
           gconstpointer  data)
{
  guint n_told;

  wait_until (self, is_ready);
  make_sync (self, make_fake_net);
  stanok_sync_start (self->sync);
  wait_until (self, is_online);
  for (int i = 0; i < 50; i++)
    act (self, "WO-1");
  spin (30);
  stanok_sync_stop (self->sync);
  n_told = self->n_told;
  stanok_sync_stop (self->sync);
  stanok_sync_retry_now (self->sync);
  stanok_sync_set_operator (self->sync, "op-2");
  spin (200);
  g_assert_cmpuint (self->n_told, ==, n_told);
  wait_until (self, is_recorded);
}

static void
test_never_started (Fixture       *self,
                    gconstpointer  data)
{
  make_sync (self, make_fake_net);
  stanok_sync_retry_now (self->sync);
  stanok_sync_stop (self->sync);
  stanok_sync_start (self->sync);
  wait_until (self, is_ready);
  spin (20);
  g_assert_cmpuint (self->n_told, ==, 0);
}

/* No way out: work is recorded all the same, and the status does not pretend. */
static void
test_no_net (Fixture       *self,
             gconstpointer  data)
{

  wait_until (self, is_ready);
  make_sync (self, make_no_net);
  stanok_sync_start (self->sync);
  act (self, "WO-1");
  wait_until (self, is_recorded);
  spin (50);
  g_assert_cmpuint (stanok_store_get_n_unsent (self->store, NULL), ==, 1);
  g_assert_cmpint (get_status (self).link, ==, STANOK_LINK_STARTING);
}

/* ---- over libsoup ----------------------------------------------------------------------- */

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *url = stanok_fault_server_dup_closed_url ();

  self->url = url;
  make_sync (self, make_real_net);
  stanok_sync_start (self->sync);
  wait_until (self, is_unreachable);
  g_assert_cmpint (get_status (self).next_try_boot_ms, >, 0);
  stanok_sync_stop (self->sync);
}

static void
test_captive_portal (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr(StanokFaultServer) server = stanok_fault_server_new (NULL);
  StanokFaultPlay portal = { .bytes = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                             "Content-Length: 6\r\n\r\n<html>" };

  stanok_fault_server_set_default (server, &portal);
  self->url = stanok_fault_server_get_url (server);
  wait_until (self, is_ready);
  make_sync (self, make_real_net);
  stanok_sync_start (self->sync);
  act (self, "WO-1");
  wait_until (self, is_not_ours);
  wait_until (self, is_recorded);
  g_assert_cmpuint (stanok_store_get_n_unsent (self->store, NULL), ==, 1);
  stanok_sync_stop (self->sync);
}

/* A poll hangs at the server while everything ends. */
static void
test_stop_while_hanging (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(StanokFaultServer) server = stanok_fault_server_new (NULL);
  StanokFaultPlay hang = { .end = STANOK_FAULT_HANG };

  stanok_fault_server_set_default (server, &hang);
  self->url = stanok_fault_server_get_url (server);
  wait_until (self, is_ready);
  make_sync (self, make_real_net);
  stanok_sync_start (self->sync);
  while (stanok_fault_server_get_n_requests (server) == 0)
    spin (10);
  stanok_sync_stop (self->sync);
}

#define ADD(name, function) \
  g_test_add ("/sync/driver/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("sends-and-settles", test_round);
  ADD ("tells-ten-times-a-second-at-most", test_throttle);
  ADD ("is-silent-once-stopped", test_stop);
  ADD ("may-never-be-started", test_never_started);
  ADD ("records-without-a-way-out", test_no_net);
  ADD ("says-unreachable", test_refused);
  ADD ("says-not-ours", test_captive_portal);
  ADD ("stops-while-a-request-hangs", test_stop_while_hanging);
  return g_test_run ();
}
