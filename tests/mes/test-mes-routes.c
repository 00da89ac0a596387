/* test-mes-routes.c: every route asks who, says what may be kept, and refuses in the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes-fixture.h"
#include "mes/stanok-mes-router.h"

/* (transfer full): a path that the route takes, of something that is there. */
static char *
make_path (const StanokMesRoute *route,
           const char           *sha256)
{
  g_autoptr(GString) path = g_string_new (route->pattern);

  g_string_replace (path, "{id}", "WO-1", 0);
  g_string_replace (path, "{command_id}", "019aa0c2-0000-7000-8000-00000000ffff", 0);
  g_string_replace (path, "{sha256}", sha256, 0);
  if (strstr (route->pattern, "/changes") != NULL)
    g_string_append (path, "?since=x");
  if (strstr (route->pattern, "/ledger") != NULL)
    g_string_append (path, "?incarnation=" FIXTURE_INCARNATION);
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static void
assert_common_headers (Fixture                 *fixture,
                       const StanokMesResponse *response)
{
  static const char * const names[] = { "stanok-epoch", "stanok-request-id", "date",
                                        "cache-control" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (stanok_mes_response_get (response, names[i]));
  g_assert_cmpstr (stanok_mes_response_get (response, "stanok-epoch"), ==,
                   stanok_mes_get_epoch (fixture->mes));
  g_assert_cmpstr (stanok_mes_response_get (response, "date"), ==, "Sun, 22 Nov 2026 00:00:00 GMT");
}

static void
test_who (Fixture       *fixture,
          gconstpointer  data)
{
  static const char * const tokens[] = { "", "x", "stk_0000" };

  for (gsize i = 0; i < STANOK_MES_N_ROUTES; i++)
    {
      const StanokMesRoute *route = &STANOK_MES_ROUTES[i];
      g_autofree char *path = make_path (route, "00");

      g_assert_true ((route->auth == STANOK_MES_AUTH_OFFICE) ==
                     g_str_has_prefix (route->pattern, "/v1/office/"));
      g_assert_true ((route->auth == STANOK_MES_AUTH_DEVICE ||
                      route->auth == STANOK_MES_AUTH_OFFICE) ==
                     g_str_has_prefix (route->pattern, "/v1/"));
      g_assert_true ((route->auth == STANOK_MES_AUTH_NONE) ==
                     g_str_has_prefix (route->pattern, "/health/"));
      for (gsize j = 0; j < G_N_ELEMENTS (tokens); j++)
        {
          g_autoptr(StanokMesResponse) response = ASK (fixture, .method = route->method,
                                                       .path = path, .token = tokens[j],
                                                       .is_remote = TRUE);

          assert_common_headers (fixture, response);
          if (route->auth == STANOK_MES_AUTH_NONE)
            g_assert_cmpuint (response->status, ==, 200);
          else
            assert_problem (response, STANOK_PROBLEM_UNAUTHENTICATED);
        }
    }
}

static void
test_revoked (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_true (stanok_mes_revoke_device (fixture->mes, "K-01", NULL));
  fixture_restart (fixture);
  for (gsize i = 0; i < STANOK_MES_N_ROUTES; i++)
    {
      const StanokMesRoute *route = &STANOK_MES_ROUTES[i];
      g_autofree char *path = make_path (route, "00");
      g_autoptr(StanokMesResponse) response = ASK (fixture, .method = route->method, .path = path);

      if (route->auth == STANOK_MES_AUTH_DEVICE)
        assert_problem (response, STANOK_PROBLEM_DEVICE_REVOKED);
    }
}

/* Who is enrolled again may come back, with a new token only. */
static void
test_enrolled_again (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *token = NULL;
  g_autoptr(StanokMesResponse) old = NULL, new = NULL, none = NULL;

  g_assert_true (stanok_mes_revoke_device (fixture->mes, "K-01", NULL));
  token = stanok_mes_enrol_device (fixture->mes, "K-01", "st-1", NULL);
  old = ASK (fixture, .path = "/v1/meta");
  new = ASK (fixture, .path = "/v1/meta", .token = token);
  assert_problem (old, STANOK_PROBLEM_UNAUTHENTICATED);
  g_assert_cmpuint (new->status, ==, 200);
  none = ASK (fixture, .path = "/v1/meta", .token = "",
              .headers = { "authorization", "Basic eDp5" });
  assert_problem (none, STANOK_PROBLEM_UNAUTHENTICATED);
}

static void
test_methods (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *method, *path, *allow;
  } cases[] = {
    { "POST", "/v1/meta", "GET, HEAD" },
    { "DELETE", "/v1/orders/WO-1", "GET, HEAD" },
    { "GET", "/v1/orders/WO-1/commands", "POST" },
    { "POST", "/v1/blobs/00", "GET, HEAD, PUT" },
    { "GET", "/v1/office/orders", "POST" },
    { "DELETE", "/v1/office/blobs/00", "GET, HEAD, PUT" },
    { "get", "/v1/meta", "GET, HEAD" },
    { "OPTIONS", "/metrics", "GET, HEAD" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(StanokMesResponse) response = ASK (fixture, .method = cases[i].method,
                                                   .path = cases[i].path);

      assert_problem (response, STANOK_PROBLEM_METHOD_NOT_ALLOWED);
      g_assert_cmpstr (stanok_mes_response_get (response, "allow"), ==, cases[i].allow);
    }
}

static void
test_paths (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const paths[] = {
    "", "/", "//", "/v1", "/v1/", "/v1/meta/", "/v1//meta", "/V1/meta", "v1/meta", "*",
    "/v1/orders/", "/v1/orders//history", "/v1/orders/%", "/v1/orders/%zz", "/v1/orders/a%2Fb",
    "/v1/orders/%ff", "/v1/leases", "/v1/sessions", "/v1/exceptions", "/v1/devices", "/enrol",
    "/oauth/token", "http://x/v1/meta", "/v1/orders/../meta",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = paths[i]);

      assert_common_headers (fixture, response);
      if (strcmp (paths[i], "/v1/orders/../meta") == 0)
        assert_problem (response, STANOK_PROBLEM_NOT_FOUND);
      else
        assert_problem (response, STANOK_PROBLEM_NOT_FOUND);
    }
}

/* A segment may come percent-encoded; then it is the same. */
static void
test_encoded_segment (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = "/v1/orders/%57O%2D1");

  g_assert_cmpuint (response->status, ==, 200);
}

/* Neither opens what the other opens, and a server without a key lets no office in. */
static void
test_keys_apart (Fixture       *fixture,
                 gconstpointer  data)
{
  for (int with_key = 1; with_key >= 0; with_key--)
    {
      for (gsize i = 0; i < STANOK_MES_N_ROUTES; i++)
        {
          const StanokMesRoute *route = &STANOK_MES_ROUTES[i];
          gboolean is_office = route->auth == STANOK_MES_AUTH_OFFICE;
          g_autofree char *path = make_path (route, "00");
          g_autoptr(StanokMesResponse) wrong = NULL;

          if (route->auth != STANOK_MES_AUTH_DEVICE && !is_office)
            continue;
          wrong = ASK (fixture, .method = route->method, .path = path,
                       .token = is_office && with_key ? fixture->token : FIXTURE_OFFICE_KEY);
          assert_problem (wrong, STANOK_PROBLEM_UNAUTHENTICATED);
        }
      fixture->config.office_key = NULL;
      fixture_restart (fixture);
    }
}

/* 2.2: what is given, may be kept, and is asked for again by its tag. */
static void
test_answers (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("model", 5);
  g_autofree char *sha256 = stanok_objects_put (fixture->objects, NULL, bytes, NULL, NULL);

  for (gsize i = 0; i < STANOK_MES_N_ROUTES; i++)
    {
      const StanokMesRoute *route = &STANOK_MES_ROUTES[i];
      g_autofree char *path = make_path (route, sha256);
      g_autoptr(StanokMesResponse) response = NULL, head = NULL, again = NULL;
      const char *token = route->auth == STANOK_MES_AUTH_OFFICE ? FIXTURE_OFFICE_KEY : NULL;
      const char *tag;

      if (strcmp (route->method, "GET") != 0 || strstr (route->pattern, "/commands/") != NULL ||
          strstr (route->pattern, "/changes") != NULL)
        continue;
      response = ASK (fixture, .path = path, .token = token);
      g_assert_cmpuint (response->status, ==, 200);
      g_assert_cmpstr (stanok_mes_response_get (response, "cache-control"), ==,
                       route->cache_control);
      g_assert_cmpstr (stanok_mes_response_get (response, "content-type"), ==, route->gives);
      g_assert_cmpstr (response->route, ==, route->pattern);
      assert_common_headers (fixture, response);
      head = ASK (fixture, .method = "HEAD", .path = path, .token = token);
      g_assert_cmpuint (head->status, ==, 200);
      tag = stanok_mes_response_get (response, "etag");
      if (tag == NULL)
        continue;
      g_assert_true (tag[0] == '"' && g_str_has_suffix (tag, "\""));
      fixture->now_ms += 1000;
      again = ASK (fixture, .path = path, .token = token, .headers = { "if-none-match", tag });
      fixture->now_ms -= 1000;
      g_assert_cmpuint (again->status, ==, 304);
      g_assert_null (again->body);
      g_assert_null (again->body_object);
      g_assert_cmpstr (stanok_mes_response_get (again, "etag"), ==, tag);
      g_assert_cmpstr (stanok_mes_response_get (again, "cache-control"), ==, route->cache_control);
      g_assert_nonnull (stanok_mes_response_get (again, "date"));
    }
}

/* Every tag names the epoch, so none can be true on another server. */
static void
test_lists_change (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char * const paths[] = { "/v1/operators", "/v1/roster", "/v1/stations",
                                        "/v1/reasons" };
  const StanokStation station = { (char *) "st-9", { (char *) "Nine", (char *) "Девять" } };
  const StanokReason reason = { (char *) "cold", (char *) "pause",
                                { (char *) "Cold", (char *) "Холодно" }, NULL };
  g_autofree char *tags[G_N_ELEMENTS (paths)] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = paths[i]);

      tags[i] = g_strdup (stanok_mes_response_get (response, "etag"));
      g_assert_nonnull (strstr (tags[i], stanok_mes_get_epoch (fixture->mes)));
    }
  g_assert_true (stanok_mes_revoke_operator (fixture->mes, "op-1", fixture->now_ms, NULL));
  g_assert_true (stanok_mes_put_station (fixture->mes, &station, NULL));
  g_assert_true (stanok_mes_put_reason (fixture->mes, &reason, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = paths[i],
                                                   .headers = { "if-none-match", tags[i] });

      g_assert_cmpuint (response->status, ==, 200);
    }
  for (gsize i = 1; i < G_N_ELEMENTS (tags); i++)
    g_free (tags[i]);
}

static void
test_roster (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = "/v1/roster");
  StanokRoster *roster = fixture_decode (response, &STANOK_RECORD_ROSTER);

  /* Neither the revoked nor the inactive may sign in anywhere. */
  g_assert_cmpuint (roster->items->len, ==, 3);
  g_assert_cmpstr (((StanokRosterEntry *) roster->items->pdata[0])->pin, ==, "$argon2id$x");
  stanok_reference_free (roster);
}

static void
test_meta (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = "/v1/meta");
  g_autoptr(StanokMeta) meta = fixture_decode (response, &STANOK_RECORD_META);
  g_autoptr(StanokMesResponse) plain = NULL, feed = NULL, orders = NULL;
  g_autoptr(StanokMeta) less = NULL;

  g_assert_cmpstr (meta->epoch, ==, stanok_mes_get_epoch (fixture->mes));
  g_assert_cmpint (meta->server_time_ms, ==, FIXTURE_NOW_MS);
  g_assert_cmpuint (meta->features->len, ==, 2);
  g_assert_cmpint (meta->body_max, ==, 65536);
  g_assert_cmpint (meta->blob_max, ==, 10485760);
  /* E8: what an older server would say. */
  fixture->config.plain_only = TRUE;
  fixture_restart (fixture);
  plain = ASK (fixture, .path = "/v1/meta");
  less = fixture_decode (plain, &STANOK_RECORD_META);
  g_assert_cmpuint (less->features->len, ==, 0);
  feed = ASK (fixture, .path = "/v1/queues/floor/snapshot");
  assert_problem (feed, STANOK_PROBLEM_NOT_FOUND);
  orders = ASK (fixture, .path = "/v1/orders");
  g_assert_cmpuint (orders->status, ==, 200);
}

static void
test_scoped (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokMesResponse) here = ASK (fixture, .path = "/metrics", .token = "");
  g_autoptr(StanokMesResponse) there = ASK (fixture, .path = "/metrics", .is_remote = TRUE);
  g_autoptr(StanokMesResponse) keyed = NULL, wrong = NULL;

  g_assert_cmpuint (here->status, ==, 200);
  /* A device's token is not a key to this. */
  assert_problem (there, STANOK_PROBLEM_UNAUTHENTICATED);
  fixture->config.metrics_key = "0123456789abcdef";
  fixture_restart (fixture);
  keyed = ASK (fixture, .path = "/metrics", .token = "0123456789abcdef", .is_remote = TRUE);
  wrong = ASK (fixture, .path = "/metrics", .token = "0123456789abcdeF", .is_remote = TRUE);
  g_assert_cmpuint (keyed->status, ==, 200);
  assert_problem (wrong, STANOK_PROBLEM_UNAUTHENTICATED);
}

static void
test_metrics (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(StanokCommand) start = fixture_make_command (fixture, STANOK_COMMAND_START, "WO-1");
  g_autoptr(StanokMesResponse) sent = SEND (fixture, start);
  g_autoptr(StanokMesResponse) said = ASK (fixture, .path = "/v1/meta",
                                           .headers = { "stanok-unsent",
                                                        "3;oldest_ms=1795305540000" });
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = "/metrics");
  g_autofree char *body = fixture_body (response);
  static const char * const lines[] = {
    "stanok_orders{state=\"MANUFACTURING_STARTED\"} 1\n",
    "stanok_commands_total{type=\"start\",outcome=\"applied\"} 1\n",
    "stanok_device_unsent{device=\"K-01\"} 3\n",
    "stanok_device_unsent_oldest_seconds{device=\"K-01\"} 60\n",
    "stanok_feed_head 2\n", "stanok_queue_orders 1\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (body, lines[i]));
}

static void
set_up_with_order (Fixture       *fixture,
                   gconstpointer  data)
{
  fixture_set_up (fixture, NULL);
  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) \
  g_test_add ("/mes/routes/" path, Fixture, NULL, set_up_with_order, test, fixture_tear_down)
  ADD ("who/unknown-tokens", test_who);
  ADD ("who/revoked-devices", test_revoked);
  ADD ("who/enrolled-again", test_enrolled_again);
  ADD ("who/machines-that-watch", test_scoped);
  ADD ("who/devices-and-office-apart", test_keys_apart);
  ADD ("router/methods", test_methods);
  ADD ("router/paths", test_paths);
  ADD ("router/encoded-segment", test_encoded_segment);
  ADD ("answers/caching-and-tags", test_answers);
  ADD ("answers/lists-change-with-their-tags", test_lists_change);
  ADD ("answers/roster", test_roster);
  ADD ("answers/meta", test_meta);
  ADD ("answers/metrics", test_metrics);
  return g_test_run ();
}
