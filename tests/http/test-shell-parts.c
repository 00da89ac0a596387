/* test-shell-parts.c: the pieces around the core that need no socket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "domain/stanok-error.h"
#include "http/stanok-counter-file.h"
#include "http/stanok-listen.h"
#include "http/stanok-office-key.h"
#include "http/stanok-ready-file.h"
#include "http/stanok-shell-log.h"
#include "http/stanok-shell-stats.h"

static void
test_listen (void)
{
  static const struct {
    const char *text;
    gboolean    is_good, is_loopback;
  } cases[] = {
    { "127.0.0.1:0", TRUE, TRUE }, { "127.9.9.9:1", TRUE, TRUE }, { "localhost:80", TRUE, TRUE },
    { "[::1]:80", TRUE, TRUE }, { "0.0.0.0:80", TRUE, FALSE }, { "[::]:80", TRUE, FALSE },
    { "192.0.2.1:65535", TRUE, FALSE }, { "[2001:db8::1]:80", TRUE, FALSE },
    { "", FALSE, FALSE }, { ":", FALSE, FALSE }, { ":80", FALSE, FALSE }, { "80", FALSE, FALSE },
    { "127.0.0.1", FALSE, FALSE }, { "127.0.0.1:", FALSE, FALSE }, { "::1:80", FALSE, FALSE },
    { "127.0.0.1:65536", FALSE, FALSE }, { "127.0.0.1:-1", FALSE, FALSE },
    { "127.0.0.1:80x", FALSE, FALSE }, { "[]:80", FALSE, FALSE }, { "[::1:80", FALSE, FALSE },
    { "example.org:80", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StanokListenAddress address;
      g_autoptr(GError) error = NULL;

      g_assert_true (stanok_listen_parse (cases[i].text, &address, &error) == cases[i].is_good);
      if (cases[i].is_good)
        g_assert_true (address.is_loopback == cases[i].is_loopback);
      else
        g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
    }
}

/* ---- the counter ------------------------------------------------------------------------- */

static gint64
read_counter (const char *path)
{
  g_autoptr(GError) error = NULL;
  gint64 counter = -1;
  g_autoptr(StanokCounterFile) file = stanok_counter_file_open (path, &counter, &error);

  g_assert_no_error (error);
  g_assert_nonnull (file);
  return counter;
}

static void
test_counter (void)
{
  g_autofree char *folder = g_dir_make_tmp ("stanok-counter-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "counter", NULL);
  static const char * const damaged[] = { "", "7", "0000000000000000007\n", "junk",
                                          "-0000000000000000007\n", "00000000000000000007x",
                                          "99999999999999999999\n" };
  gint64 counter = -1;
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokCounterFile) file = stanok_counter_file_open (path, &counter, &error);

  g_assert_cmpint (counter, ==, 0);
  g_assert_true (stanok_counter_file_store (file, 7, &error));
  g_assert_cmpint (read_counter (path), ==, 7);
  stanok_counter_file_note (file, G_MAXINT64);
  g_assert_cmpint (read_counter (path), ==, G_MAXINT64);
  stanok_counter_file_note (file, 8);
  g_assert_cmpint (read_counter (path), ==, 8);
  /* What says nothing counts as absent, and that proves nothing for the database. */
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_file_set_contents (path, damaged[i], -1, NULL);
      g_assert_cmpint (read_counter (path), ==, 0);
    }
  g_assert_null (stanok_counter_file_open ("/nowhere/counter", &counter, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_unlink (path);
  g_rmdir (folder);
}

/* ---- the ready file ------------------------------------------------------------------------ */

static void
test_ready_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("stanok-ready-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ready", NULL), *text = NULL;
  g_autoptr(StanokReady) ready = STANOK_RECORD_READY.create ();
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GError) error = NULL;
  GStatBuf status;

  ready->url = g_strdup ("http://127.0.0.1:1");
  ready->epoch = g_strdup ("e1");
  /* One that was left behind, and open to all, is replaced. */
  g_file_set_contents (path, "old", -1, NULL);
  g_chmod (path, 0666);
  g_assert_true (stanok_ready_file_write (path, ready, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, "{\"url\":\"http://127.0.0.1:1\",\"epoch\":\"e1\"}\n");
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "ready");
  g_assert_null (g_dir_read_name (dir));
  g_assert_false (stanok_ready_file_write ("/nowhere/ready", ready, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_office_key (void)
{
  static const char * const bad[] = { "", "short\n", "0123456789 abcdef", "0123456789abcdé0" };
  g_autofree char *folder = g_dir_make_tmp ("stanok-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "office.key", NULL);
  g_autofree char *elsewhere = g_build_filename (folder, "nowhere", "office.key", NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *key = stanok_office_key_load (path, &error);
  g_autofree char *again = stanok_office_key_load (path, &error);
  struct stat status;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (key, "sok_"));
  g_assert_cmpuint (strlen (key), ==, 68);
  g_assert_cmpstr (key, ==, again);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_true (g_file_set_contents (path, bad[i], -1, NULL));
      g_assert_null (stanok_office_key_load (path, &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
      g_assert_nonnull (strstr (error->message, "remove the file"));
      g_clear_error (&error);
    }
  g_assert_null (stanok_office_key_load (elsewhere, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_clear_error (&error);
  /* A folder in its place can be neither read nor replaced. */
  g_unlink (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_null (stanok_office_key_load (path, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_rmdir (path);
  g_rmdir (folder);
}

/* ---- lines ---------------------------------------------------------------------------------- */

static StanokShellCall *
make_call (const char *path)
{
  StanokShellCall *call = stanok_shell_call_new (path);

  call->method = g_strdup ("GET");
  call->status = 404;
  call->n_sent = 12;
  call->request_id = g_strdup ("0123");
  return call;
}

static void
test_log_text (void)
{
  StanokShellCall *call = make_call ("/a\nb\x1b[31m\xff");
  g_autofree char *line = stanok_shell_log_format (call, 1795305600123, 1500, FALSE);

  g_assert_true (g_str_has_prefix (line, "2026-11-22T00:00:00.123Z - GET /a\\nb\\033[31m"));
  g_assert_true (g_str_has_suffix (line, " 404 12 B 1.5 ms 0123\n"));
  g_assert_true (strchr (line, '\n') == line + strlen (line) - 1);
  g_assert_null (strchr (line, 0x1b));
  stanok_shell_call_free (call);
}

static void
test_log_json (void)
{
  StanokShellCall *call = make_call ("/a\"\\\n\xff?secret=1");
  g_autofree char *line = stanok_shell_log_format (call, 1795305600123, 1500, TRUE);
  static const StanokJsonLimits limits = { 10000, 4, 100 };
  g_autoptr(GError) error = NULL;

  g_assert_true (g_str_has_suffix (line, "}\n"));
  g_assert_true (stanok_json_scan (line, strlen (line), &limits, &error));
  g_assert_no_error (error);
  g_assert_null (strstr (line, "secret"));
  stanok_shell_call_free (call);
}

static void
test_stats (void)
{
  g_autoptr(StanokShellStats) stats = stanok_shell_stats_new ();
  g_autoptr(GString) out = g_string_new (NULL);

  stanok_shell_stats_note_request (stats, "GET", "/v1/meta", 200, 900);
  stanok_shell_stats_note_request (stats, "GET", "/v1/meta", 200, 30000);
  stanok_shell_stats_note_request (stats, "BREW\"", "other", 405, 99000000);
  stanok_shell_stats_add_waiting (stats, 3);
  stanok_shell_stats_add_waiting (stats, -1);
  stanok_shell_stats_append (stats, out);
  g_assert_nonnull (strstr (out->str, "{method=\"GET\",route=\"/v1/meta\",status=\"200\"} 2\n"));
  g_assert_nonnull (strstr (out->str, "{method=\"other\",route=\"other\",status=\"405\"} 1\n"));
  g_assert_nonnull (strstr (out->str, "_bucket{route=\"/v1/meta\",le=\"0.001\"} 1\n"));
  g_assert_nonnull (strstr (out->str, "_bucket{route=\"/v1/meta\",le=\"0.1\"} 2\n"));
  g_assert_nonnull (strstr (out->str, "_bucket{route=\"other\",le=\"10\"} 0\n"));
  g_assert_nonnull (strstr (out->str, "_bucket{route=\"other\",le=\"+Inf\"} 1\n"));
  g_assert_nonnull (strstr (out->str, "_sum{route=\"/v1/meta\"} 0.030900\n"));
  g_assert_nonnull (strstr (out->str, "stanok_http_waiting 2\n"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/http/listen/addresses", test_listen);
  g_test_add_func ("/http/counter/whole-or-nothing", test_counter);
  g_test_add_func ("/http/ready-file/for-its-owner", test_ready_file);
  g_test_add_func ("/http/office-key/made-once-for-its-owner", test_office_key);
  g_test_add_func ("/http/log/text-is-harmless", test_log_text);
  g_test_add_func ("/http/log/json-is-json", test_log_json);
  g_test_add_func ("/http/stats/as-prometheus-reads-them", test_stats);
  return g_test_run ();
}
