/* test-mes-blobs.c: files by hash, whole and in parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes-fixture.h"

#define HELLO_SHA256 "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define HELLO_TAG    "\"sha256-" HELLO_SHA256 "\""
#define PATH         "/v1/blobs/" HELLO_SHA256

static void
put_hello (Fixture *fixture)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autofree char *name = stanok_objects_put (fixture->objects, HELLO_SHA256, bytes, NULL, NULL);

  g_assert_nonnull (name);
}

static void
test_ranges (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *range, *if_range;
    guint       status;
    gint64      first, length;
    const char *content_range;
  } cases[] = {
    { NULL, NULL, 200, 0, 5, NULL },
    { "bytes=0-", NULL, 206, 0, 5, "bytes 0-4/5" },
    { "bytes=1-3", NULL, 206, 1, 3, "bytes 1-3/5" },
    { "bytes=1-99", NULL, 206, 1, 4, "bytes 1-4/5" },
    { "bytes=4-", NULL, 206, 4, 1, "bytes 4-4/5" },
    { "bytes=-2", NULL, 206, 3, 2, "bytes 3-4/5" },
    { "bytes=-99", NULL, 206, 0, 5, "bytes 0-4/5" },
    { "bytes=2-", HELLO_TAG, 206, 2, 3, "bytes 2-4/5" },
    { "bytes=2-", "\"sha256-0\"", 200, 0, 5, NULL },
    { "bytes=2-", "W/" HELLO_TAG, 200, 0, 5, NULL },
    { "bytes=0-1,3-4", NULL, 200, 0, 5, NULL },
    { "bytes=3-1", NULL, 200, 0, 5, NULL },
    { "lines=1-2", NULL, 200, 0, 5, NULL },
    { "bytes=x-", NULL, 200, 0, 5, NULL },
    { "bytes=5-", NULL, 416, 0, 0, "bytes */5" },
    { "bytes=-0", NULL, 416, 0, 0, "bytes */5" },
    { "bytes=9223372036854775807-", NULL, 416, 0, 0, "bytes */5" },
  };

  put_hello (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(StanokMesResponse) response = NULL;
      Ask ask = { .path = PATH };
      int n = 0;

      if (cases[i].range != NULL)
        {
          ask.headers[n++] = "range";
          ask.headers[n++] = cases[i].range;
        }
      if (cases[i].if_range != NULL)
        {
          ask.headers[n++] = "if-range";
          ask.headers[n++] = cases[i].if_range;
        }
      response = fixture_ask (fixture, &ask);
      g_assert_cmpuint (response->status, ==, cases[i].status);
      g_assert_cmpstr (stanok_mes_response_get (response, "content-range"), ==,
                       cases[i].content_range);
      if (cases[i].status == 416)
        {
          assert_problem (response, STANOK_PROBLEM_RANGE_NOT_SATISFIABLE);
          continue;
        }
      g_assert_cmpstr (response->body_object, ==, HELLO_SHA256);
      g_assert_cmpint (response->body_first, ==, cases[i].first);
      g_assert_cmpint (response->body_length, ==, cases[i].length);
      g_assert_cmpstr (stanok_mes_response_get (response, "etag"), ==, HELLO_TAG);
      g_assert_cmpstr (stanok_mes_response_get (response, "accept-ranges"), ==, "bytes");
      g_assert_cmpstr (stanok_mes_response_get (response, "cache-control"), ==,
                       "private, max-age=31536000, immutable");
    }
}

static void
test_absent (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const names[] = { HELLO_SHA256, "00", "x", "..%2F..%2Fmes.db" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/blobs/", names[i], NULL);
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);

      assert_problem (response, STANOK_PROBLEM_NOT_FOUND);
    }
}

static void
test_put (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(StanokMesResponse) without = ASK (fixture, .method = "PUT", .path = PATH,
                                              .body = "hello");
  g_autoptr(StanokMesResponse) other = ASK (fixture, .method = "PUT", .path = PATH, .body = "jello",
                                            .headers = { "if-none-match", "*" });
  g_autoptr(StanokMesResponse) empty = ASK (fixture, .method = "PUT", .path = PATH,
                                            .headers = { "if-none-match", "*" });
  g_autoptr(StanokMesResponse) misnamed = ASK (fixture, .method = "PUT", .path = "/v1/blobs/xyz",
                                               .headers = { "if-none-match", "*" });
  g_autoptr(StanokMesResponse) absent = ASK (fixture, .path = PATH), put = NULL, again = NULL;
  g_autoptr(StanokMesResponse) there = NULL;

  assert_problem (without, STANOK_PROBLEM_IF_MATCH_REQUIRED);
  assert_problem (other, STANOK_PROBLEM_HASH_MISMATCH);
  assert_problem (empty, STANOK_PROBLEM_HASH_MISMATCH);
  assert_problem (misnamed, STANOK_PROBLEM_BAD_REQUEST);
  assert_problem (absent, STANOK_PROBLEM_NOT_FOUND);
  put = ASK (fixture, .method = "PUT", .path = PATH, .body = "hello",
             .headers = { "if-none-match", "*" });
  g_assert_cmpuint (put->status, ==, 201);
  again = ASK (fixture, .method = "PUT", .path = PATH, .body = "hello",
               .headers = { "if-none-match", "*" });
  assert_problem (again, STANOK_PROBLEM_BLOB_EXISTS);
  there = ASK (fixture, .path = PATH);
  g_assert_cmpint (there->body_length, ==, 5);
}

static StanokMesResponse *
put_bytes (Fixture    *fixture,
           const char *token,
           char        fill,
           gsize       n)
{
  g_autofree char *text = g_strnfill (n, fill);
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, (gssize) n);
  g_autofree char *path = g_strconcat ("/v1/blobs/", name, NULL);

  return ASK (fixture, .method = "PUT", .path = path, .token = token, .body = text, .n_body = n,
              .headers = { "if-none-match", "*" });
}

static void
test_limits (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokMesResponse) first = NULL, second = NULL, elsewhere = NULL, tomorrow = NULL;
  g_autoptr(StanokMesResponse) large = put_bytes (fixture, NULL, 'l', 10 * 1024 * 1024 + 1);

  assert_problem (large, STANOK_PROBLEM_TOO_LARGE);
  fixture->config.quota_max = 1000;
  fixture_restart (fixture);
  first = put_bytes (fixture, NULL, 'a', 900);
  g_assert_cmpuint (first->status, ==, 201);
  second = put_bytes (fixture, NULL, 'b', 101);
  assert_problem (second, STANOK_PROBLEM_RATE_LIMITED);
  g_assert_cmpstr (stanok_mes_response_get (second, "retry-after"), ==, "3600");
  elsewhere = put_bytes (fixture, fixture->other_token, 'b', 101);
  g_assert_cmpuint (elsewhere->status, ==, 201);
  fixture->now_ms += G_GINT64_CONSTANT (24) * 60 * 60 * 1000;
  tomorrow = put_bytes (fixture, NULL, 'c', 101);
  g_assert_cmpuint (tomorrow->status, ==, 201);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) \
  g_test_add ("/mes/blobs/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("get/ranges", test_ranges);
  ADD ("get/absent", test_absent);
  ADD ("put/only-what-hashes-to-its-name", test_put);
  ADD ("put/size-and-quota", test_limits);
  return g_test_run ();
}
