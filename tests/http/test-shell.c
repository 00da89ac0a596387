/* test-shell.c: the shell around a core in memory, with limits short enough to wait for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <string.h>

#include "http/stanok-listen.h"
#include "http/stanok-shell.h"
#include "mes/stanok-mes-office.h"

#define LIMIT_MS 700

typedef struct {
  StanokSql        *sql;
  StanokObjects    *objects;
  StanokMes        *mes;
  StanokShellStats *stats;
  StanokShell      *shell;
  guint16           port;
  char             *token;
  gint64            stored;    /* newest counter that was handed out */
} Fixture;

static gint64
get_now (gpointer data)
{
  return g_get_real_time () / 1000;
}

static void
get_random (gpointer data,
            guint8  *bytes,
            gsize    n)
{
  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) g_random_int ();
}

static void
store_counter (gpointer data,
               gint64   counter)
{
  ((Fixture *) data)->stored = counter;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const StanokMesPorts ports = { get_now, get_random, NULL, NULL };
  StanokShellOptions options = STANOK_SHELL_DEFAULTS;
  StanokListenAddress address;
  g_autofree char *url = NULL;
  g_autoptr(GError) error = NULL;
  gint64 counter = 0;

  g_assert_true (stanok_listen_parse ("127.0.0.1:0", &address, &error));
  fixture->sql = stanok_sql_open (":memory:", NULL, &error);
  fixture->objects = stanok_objects_new_memory ();
  fixture->mes = stanok_mes_new (&ports, fixture->sql, fixture->objects, &STANOK_MES_DEFAULTS,
                                 &counter, &error);
  fixture->token = stanok_mes_enrol_device (fixture->mes, "K-01", "st-1", &error);
  fixture->stats = stanok_shell_stats_new ();
  options.listen_fd = stanok_listen_open (&address, &url, &error);
  options.head_max_ms = options.body_max_ms = LIMIT_MS;
  options.spool_directory = g_get_tmp_dir ();
  options.is_quiet = TRUE;
  options.store_counter = store_counter;
  options.data = fixture;
  fixture->shell = stanok_shell_new (fixture->mes, fixture->objects, fixture->stats, &options,
                                     &error);
  g_assert_no_error (error);
  fixture->port = (guint16) g_ascii_strtoull (strrchr (url, ':') + 1, NULL, 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  stanok_shell_free (fixture->shell);
  stanok_shell_stats_free (fixture->stats);
  stanok_mes_free (fixture->mes);
  stanok_objects_free (fixture->objects);
  stanok_sql_close (fixture->sql);
  g_free (fixture->token);
}

static GSocket *
connect_to (Fixture *fixture)
{
  g_autoptr(GInetAddress) host = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (host, fixture->port);
  g_autoptr(GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_timeout (socket, 20);
  g_assert_true (g_socket_connect (socket, address, NULL, &error));
  return socket;
}

/* Sends a byte of @text every now and then. Returns: ms until the server would have no more. */
static gint64
trickle (Fixture    *fixture,
         const char *text)
{
  g_autoptr(GSocket) socket = connect_to (fixture);
  gint64 began_us = g_get_monotonic_time ();
  char answer[4096];
  gssize n = 0;

  for (gsize i = 0; text[i] != '\0' && n >= 0; i++)
    {
      g_autoptr(GError) error = NULL;

      n = g_socket_send (socket, text + i, 1, NULL, &error);
      if (n > 0 && g_socket_condition_timed_wait (socket, G_IO_IN, 60000, NULL, NULL))
        n = g_socket_receive (socket, answer, sizeof answer, NULL, NULL) > 0 ? 1 : -1;
    }
  g_assert_cmpint (n, <, 0);
  return (g_get_monotonic_time () - began_us) / 1000;
}

static void
test_trickled_head (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *long_value = g_strnfill (2000, 'x');
  g_autofree char *request = g_strdup_printf ("GET /health/live HTTP/1.1\r\nX-Long: %s\r\n\r\n",
                                              long_value);
  gint64 ms = trickle (fixture, request);

  g_assert_cmpint (ms, >=, LIMIT_MS - 100);
  g_assert_cmpint (ms, <, 60000);
}

static void
test_trickled_body (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GSocket) socket = connect_to (fixture);
  g_autofree char *head = g_strdup_printf (
      "POST /v1/orders/WO-1/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
      "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n", fixture->token);
  gint64 began_us = g_get_monotonic_time ();
  gboolean is_over = FALSE;

  g_assert_cmpint (g_socket_send (socket, head, strlen (head), NULL, NULL), >, 0);
  for (int i = 0; i < 1000 && !is_over; i++)
    {
      is_over = g_socket_send (socket, " ", 1, NULL, NULL) < 0 ||
                g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, 60000, NULL, NULL);
    }
  g_assert_true (is_over);
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, (LIMIT_MS - 100) * 1000);
}

/* A connection that waits for an answer is not one that dawdles. */
static void
test_waiting_is_not_dawdling (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(GSocket) socket = connect_to (fixture);
  g_autofree char *request = g_strdup_printf (
      "GET /v1/queues/floor/changes?since=%s.floor.0&wait=3 HTTP/1.1\r\nHost: x\r\n"
      "Authorization: Bearer %s\r\n\r\n", stanok_mes_get_epoch (fixture->mes), fixture->token);
  char answer[4096] = "";

  g_assert_cmpint (g_socket_send (socket, request, strlen (request), NULL, NULL), >, 0);
  g_assert_cmpint (g_socket_receive (socket, answer, sizeof answer - 1, NULL, NULL), >, 0);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
}

static void
add_station (StanokMes *mes,
             gpointer   data)
{
  const StanokStation station = { (char *) "st-1", { (char *) "One", (char *) "Один" } };

  g_assert_true (stanok_mes_put_station (mes, &station, NULL));
}

/* Whoever changes something through the shell, the counter outside follows. */
static void
test_counter_follows (Fixture       *fixture,
                      gconstpointer  data)
{
  gint64 before = stanok_mes_get_counter (fixture->mes);

  stanok_shell_with_core (fixture->shell, add_station, NULL);
  g_assert_cmpint (fixture->stored, ==, before + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) g_test_add ("/http/shell/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("limits/trickled-head", test_trickled_head);
  ADD ("limits/trickled-body", test_trickled_body);
  ADD ("limits/waiting-is-not-dawdling", test_waiting_is_not_dawdling);
  ADD ("core/counter-follows", test_counter_follows);
  return g_test_run ();
}
