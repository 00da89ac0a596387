/* test-headers.c: the protocol's header fields round-trip, and nothing else passes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-headers.h"

#define INC "0123456789abcdef0123456789abcdef"

static void
test_device (void)
{
  static const char *const good[] = { "K-07", "K-07;inc=" INC, "K-07;inc=" INC ";seq=318" };
  static const char *const bad[] = {
    "", ";inc=" INC, "K 07", "K-07;", "K-07;inc=xyz", "K-07;inc=" INC ";seq=0",
    "K-07;inc=" INC ";seq=-1",
    "K-07;inc=" INC ";seq=", "K-07;inc=" INC ";seq=1x", "K-07;seq=1", "K-07;inc=" INC "0",
    "K-07;inc=" INC ";seq=9223372036854775808",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      StanokDeviceHeader header;
      g_autofree char *text = NULL;

      g_assert_true (stanok_device_header_parse (good[i], &header));
      text = stanok_device_header_format (&header);
      g_assert_cmpstr (text, ==, good[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      StanokDeviceHeader header = { "kept", "", 7 };

      g_assert_false (stanok_device_header_parse (bad[i], &header));
      g_assert_cmpstr (header.device, ==, "kept");
    }
  g_assert_false (stanok_device_header_parse (NULL, NULL));
}

static void
test_clock (void)
{
  StanokClockHeader header;
  g_autofree char *text = NULL;

  g_assert_true (stanok_clock_header_parse ("offset=-1840;quality=measured;age=312", &header));
  g_assert_cmpint (header.offset_ms, ==, -1840);
  g_assert_true (header.measured);
  g_assert_cmpint (header.age_ms, ==, 312);
  text = stanok_clock_header_format (&header);
  g_assert_cmpstr (text, ==, "offset=-1840;quality=measured;age=312");
  g_assert_true (stanok_clock_header_parse ("offset=0;quality=unknown;age=0", &header));
  g_assert_false (stanok_clock_header_parse ("offset=0;quality=good;age=0", &header));
  g_assert_false (stanok_clock_header_parse ("offset=;quality=measured;age=0", &header));
  g_assert_false (stanok_clock_header_parse ("offset=0;quality=measured;age=-1", &header));
  g_assert_false (stanok_clock_header_parse ("offset=0;quality=measured;age=1;x", &header));
  g_assert_false (stanok_clock_header_parse (NULL, &header));
}

static void
test_unsent (void)
{
  StanokUnsentHeader header;
  g_autofree char *text = NULL;

  g_assert_true (stanok_unsent_header_parse ("3;oldest_ms=1795305600000", &header));
  text = stanok_unsent_header_format (&header);
  g_assert_cmpstr (text, ==, "3;oldest_ms=1795305600000");
  g_assert_true (stanok_unsent_header_parse ("0", &header));
  g_assert_cmpint (header.oldest_ms, ==, 0);
  g_assert_false (stanok_unsent_header_parse ("-1", &header));
  g_assert_false (stanok_unsent_header_parse ("1;oldest_ms=", &header));
}

static void
test_ranges (void)
{
  static const struct { const char *text; gint64 size, first, last; gboolean good; } rows[] = {
    { "bytes=0-",     100, 0, 99, TRUE },  { "bytes=10-19", 100, 10, 19, TRUE },
    { "bytes=10-999", 100, 10, 99, TRUE }, { "bytes=-10",   100, 90, 99, TRUE },
    { "bytes=-500",   100, 0, 99, TRUE },  { "bytes=100-",  100, 100, 99, TRUE },
    { "bytes=5-4",    100, 0, 0, FALSE },  { "bytes=a-",    100, 0, 0, FALSE },
    { "bytes=0-1,5-6", 100, 0, 0, FALSE }, { "lines=0-",    100, 0, 0, FALSE },
    { "bytes=",       100, 0, 0, FALSE },  { "bytes=-",     100, 0, 0, FALSE },
  };
  StanokContentRange range;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 first = -7, last = -7;
      gboolean good = stanok_range_parse (rows[i].text, rows[i].size, &first, &last);

      g_assert_true (good == rows[i].good);
      if (!rows[i].good)
        continue;
      g_assert_cmpint (first, ==, rows[i].first);
      g_assert_cmpint (last, ==, rows[i].last);
    }

  g_assert_true (stanok_content_range_parse ("bytes 100-199/200", &range));
  g_assert_cmpint (range.first, ==, 100);
  g_assert_cmpint (range.last, ==, 199);
  g_assert_cmpint (range.size, ==, 200);
  g_assert_true (stanok_content_range_parse ("bytes */200", &range));
  g_assert_cmpint (range.first, ==, -1);
  g_assert_true (stanok_content_range_parse ("bytes 0-1/*", &range));
  g_assert_cmpint (range.size, ==, -1);
  g_assert_false (stanok_content_range_parse ("bytes 1-0/2", &range));
  g_assert_false (stanok_content_range_parse ("bytes 0-2/2", &range));
  g_assert_false (stanok_content_range_parse ("bytes 0-1", &range));
  g_assert_false (stanok_content_range_parse ("0-1/2", &range));
}

static void
test_tags_and_keys (void)
{
  char key[37];

  g_assert_true (stanok_etag_list_contains ("\"a\", \"e7.r41\" ,\"b\"", "\"e7.r41\""));
  g_assert_true (stanok_etag_list_contains ("*", "\"x\""));
  g_assert_false (stanok_etag_list_contains ("W/\"x\"", "\"x\""));
  g_assert_false (stanok_etag_list_contains ("\"e7.r411\"", "\"e7.r41\""));
  g_assert_false (stanok_etag_list_contains (NULL, "\"x\""));

  g_assert_true (stanok_key_header_parse ("\"019aa0c2-0000-7000-8000-000000000001\"", key));
  g_assert_cmpstr (key, ==, "019aa0c2-0000-7000-8000-000000000001");
  g_assert_false (stanok_key_header_parse ("019aa0c2-0000-7000-8000-000000000001", key));
  g_assert_false (stanok_key_header_parse ("\"019AA0C2-0000-7000-8000-000000000001\"", key));
  g_assert_false (stanok_key_header_parse ("\"019aa0c2-0000-7000-8000-00000000000\"", key));
  g_assert_false (stanok_key_header_parse (NULL, key));
}

static void
test_times (void)
{
  const gint64 now = G_GINT64_CONSTANT (1795516327000);   /* Tue, 24 Nov 2026 10:32:07 GMT */
  g_autofree char *date = stanok_http_date_format (now);

  g_assert_cmpstr (date, ==, "Tue, 24 Nov 2026 10:32:07 GMT");
  g_assert_cmpint (stanok_retry_after_parse ("120", now), ==, 120000);
  g_assert_cmpint (stanok_retry_after_parse ("Tue, 24 Nov 2026 10:33:07 GMT", now), ==, 60000);
  g_assert_cmpint (stanok_retry_after_parse ("Tue, 24 Nov 2026 10:30:07 GMT", now), ==, 0);
  g_assert_cmpint (stanok_retry_after_parse ("soon", now), ==, -1);
  g_assert_cmpint (stanok_retry_after_parse ("-5", now), ==, -1);
  g_assert_cmpint (stanok_retry_after_parse ("Tue, 99 Nov 2026 10:33:07 GMT", now), ==, -1);
  g_assert_cmpint (stanok_retry_after_parse ("Tue. 24 Nov 2026 10:33:07 GMT", now), ==, -1);
  g_assert_cmpint (stanok_retry_after_parse (NULL, now), ==, -1);
}

static void
test_fingerprint (void)
{
  g_autoptr(GBytes) one = g_bytes_new_static ("{}", 2);
  g_autoptr(GBytes) two = g_bytes_new_static ("{ }", 3);
  g_autofree char *a = stanok_fingerprint ("POST", "/v1/orders/a/commands", one);
  g_autofree char *b = stanok_fingerprint ("POST", "/v1/orders/a/commands", two);
  g_autofree char *c = stanok_fingerprint ("POST", "/v1/orders/b/commands", one);
  g_autofree char *again = stanok_fingerprint ("POST", "/v1/orders/a/commands", one);

  g_assert_cmpstr (a, ==, again);
  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_true (stanok_sha256_is_valid (a));
  g_assert_false (stanok_sha256_is_valid ("abc"));
  g_assert_false (stanok_sha256_is_valid (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/headers/device", test_device);
  g_test_add_func ("/wire/headers/clock", test_clock);
  g_test_add_func ("/wire/headers/unsent", test_unsent);
  g_test_add_func ("/wire/headers/ranges", test_ranges);
  g_test_add_func ("/wire/headers/tags-and-keys", test_tags_and_keys);
  g_test_add_func ("/wire/headers/times", test_times);
  g_test_add_func ("/wire/headers/fingerprint", test_fingerprint);
  return g_test_run ();
}
