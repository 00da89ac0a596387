/* test-mes-import.c: an office brings orders: all or none, once, and over nobody's work
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes-fixture.h"
#include "wire/stanok-office-wire.h"

#define HELLO_SHA256 "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define BLOB_PATH "/v1/office/blobs/" HELLO_SHA256

/* ---- helpers ----------------------------------------------------------------------------- */

/* What differs from order to order; unset members are as usual. */
typedef struct {
  const char *id, *title, *instructions, *sha256;
  gint64      ordered, priority, created_ms, n_bytes;
  gboolean    without_file;
} Wish;

static StanokOrder *
make_wish (const Wish *wish)
{
  StanokOrder *order = fixture_make_order (wish->id);
  StanokFile *file = order->files->pdata[0];

  if (wish->title != NULL)
    {
      g_free (order->title);
      order->title = g_strdup (wish->title);
    }
  if (wish->instructions != NULL)
    {
      g_free (order->instructions);
      order->instructions = g_strdup (wish->instructions);
    }
  g_free (file->sha256);
  file->sha256 = g_strdup (wish->sha256 != NULL ? wish->sha256 : HELLO_SHA256);
  file->size = wish->n_bytes != 0 ? wish->n_bytes : 5;
  if (wish->without_file)
    g_ptr_array_set_size (order->files, 0);
  order->ordered = wish->ordered != 0 ? wish->ordered : 10;
  order->priority = wish->priority;
  order->created_ms = wish->created_ms;
  return order;
}

static char *
make_body (const Wish *wishes,
           gsize       n)
{
  g_autoptr(StanokOfficeOrders) orders = stanok_office_orders_new ();

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (orders->items, make_wish (&wishes[i]));
  return stanok_record_to_json (&STANOK_RECORD_OFFICE_ORDERS, orders);
}

static StanokMesResponse *
bring_text (Fixture    *fixture,
            const char *body)
{
  return ASK (fixture, .method = "POST", .path = "/v1/office/orders", .token = FIXTURE_OFFICE_KEY,
              .body = body, .headers = { "content-type", "application/json" });
}

static StanokMesResponse *
bring (Fixture    *fixture,
       const Wish *wishes,
       gsize       n)
{
  g_autofree char *body = make_body (wishes, n);

  return bring_text (fixture, body);
}

#define BRING(fixture, ...) \
  bring (fixture, (Wish[]) { __VA_ARGS__ }, G_N_ELEMENTS (((Wish[]) { __VA_ARGS__ })))

static void
assert_outcomes_at (const StanokMesResponse *response,
                    const char              *expected,
                    int                      line)
{
  g_autoptr(StanokOfficeReply) reply = NULL;
  g_autoptr(GString) got = g_string_new (NULL);

  if (response->status != 200)
    {
      g_autofree char *body = fixture_body (response);

      g_error ("line %d: %u %s", line, response->status, body);
    }
  reply = fixture_decode (response, &STANOK_RECORD_OFFICE_REPLY);
  for (guint i = 0; i < reply->items->len; i++)
    {
      const StanokOfficeResult *result = reply->items->pdata[i];

      g_string_append_printf (got, "%s%s %s %" G_GINT64_FORMAT, i > 0 ? ", " : "", result->id,
                              stanok_office_outcome_name ((StanokOfficeOutcome) result->outcome),
                              result->rev);
    }
  if (strcmp (got->str, expected) != 0)
    g_error ("line %d: “%s”, not “%s”", line, got->str, expected);
}
#define assert_outcomes(response, expected) assert_outcomes_at (response, expected, __LINE__)

static void
assert_detail (const StanokMesResponse *response,
               StanokProblemType        type,
               const char              *words)
{
  g_autoptr(StanokProblem) problem = NULL;

  assert_problem (response, type);
  problem = fixture_decode (response, &STANOK_RECORD_PROBLEM);
  if (strstr (problem->detail, words) == NULL)
    g_error ("“%s” does not say “%s”", problem->detail, words);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(StanokMesResponse) put = NULL;

  fixture_set_up (fixture, NULL);
  put = ASK (fixture, .method = "PUT", .path = BLOB_PATH, .token = FIXTURE_OFFICE_KEY,
             .body = "hello", .headers = { "if-none-match", "*" });
  g_assert_cmpuint (put->status, ==, 201);
}

/* ---- in -------------------------------------------------------------------------------------- */

static void
test_created (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(StanokMesResponse) response = BRING (fixture, { "WO-1", .priority = 7 },
                                                 { "WO-2", .without_file = TRUE });
  g_autoptr(StanokMesResponse) seen = ASK (fixture, .path = "/v1/orders/WO-1");
  g_autofree char *body = fixture_body (seen);
  g_autoptr(StanokOrder) order = stanok_order_from_json (body, strlen (body), NULL);
  g_autoptr(StanokOfficeReply) reply = fixture_decode (response, &STANOK_RECORD_OFFICE_REPLY);

  assert_outcomes (response, "WO-1 created 1, WO-2 created 1");
  g_assert_cmpstr (reply->epoch, ==, stanok_mes_get_epoch (fixture->mes));
  g_assert_cmpstr (((StanokOfficeResult *) reply->items->pdata[0])->etag, ==, order->etag);
  g_assert_cmpint (order->state, ==, STANOK_STATE_MANUFACTURING_APPROVED);
  g_assert_cmpint (order->available_ms, ==, FIXTURE_NOW_MS);
  g_assert_cmpint (order->created_ms, ==, FIXTURE_NOW_MS);
  g_assert_cmpint (order->priority, ==, 7);
  g_assert_cmpint (order->price_minor, ==, -1);
  g_assert_cmpint (order->instructions_rev, ==, 1);
  g_assert_cmpstr (stanok_order_get_file (order, "model")->sha256, ==, HELLO_SHA256);
}

/* A script that runs twice changes nothing the second time, also after work began. */
static void
test_again (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(StanokMesResponse) first = BRING (fixture, { "WO-1" }, { "WO-2" });
  g_autoptr(StanokMesResponse) again = NULL, more = NULL, taken = NULL, later = NULL;
  g_autoptr(StanokCommand) start = NULL;
  gint64 head = stanok_mes_get_head (fixture->mes), counter;

  counter = stanok_mes_get_counter (fixture->mes);
  fixture->now_ms += 5000;
  again = BRING (fixture, { "WO-1" }, { "WO-2" });
  assert_outcomes (again, "WO-1 unchanged 1, WO-2 unchanged 1");
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
  g_assert_cmpint (stanok_mes_get_counter (fixture->mes), ==, counter);
  more = BRING (fixture, { "WO-1" }, { "WO-3" });
  assert_outcomes (more, "WO-1 unchanged 1, WO-3 created 1");
  start = fixture_make_command (fixture, STANOK_COMMAND_START, "WO-1");
  taken = SEND (fixture, start);
  assert_reply (taken, STANOK_OUTCOME_APPLIED);
  later = BRING (fixture, { "WO-1" });
  assert_outcomes (later, "WO-1 unchanged 2");
}

static void
test_replaced (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(StanokMesResponse) first = BRING (fixture, { "WO-1", .created_ms = 1000 });
  g_autoptr(StanokMesResponse) title = NULL, words = NULL, history = NULL;
  g_autoptr(StanokOrder) order = NULL;
  StanokHistory *rows;

  fixture->now_ms += 5000;
  title = BRING (fixture, { "WO-1", .title = "Ring" });
  assert_outcomes (title, "WO-1 replaced 2");
  words = BRING (fixture, { "WO-1", .title = "Ring", .instructions = "Do not polish" });
  assert_outcomes (words, "WO-1 replaced 3");
  order = stanok_mes_dup_order (fixture->mes, "WO-1");
  g_assert_cmpstr (order->title, ==, "Ring");
  /* What the office left out stays; a new text is a new revision, a new title is not. */
  g_assert_cmpint (order->created_ms, ==, 1000);
  g_assert_cmpint (order->available_ms, ==, FIXTURE_NOW_MS);
  g_assert_cmpint (order->instructions_rev, ==, 2);
  history = ASK (fixture, .path = "/v1/orders/WO-1/history");
  rows = fixture_decode (history, &STANOK_RECORD_HISTORY);
  g_assert_cmpuint (rows->items->len, ==, 3);
  g_assert_cmpstr (((StanokHistoryRow *) rows->items->pdata[2])->type, ==, "office.import");
  g_assert_nonnull (((StanokHistoryRow *) rows->items->pdata[2])->before);
  stanok_reference_free (rows);
}

/* ---- refused ------------------------------------------------------------------------------- */

static void
hold (StanokOrder *order,
      gpointer     data)
{
  order->held_reason = g_strdup ("wait");
  order->held_since_ms = 1;
}

static void
cancel (StanokOrder *order,
        gpointer     data)
{
  order->cancelled = TRUE;
}

static void
price (StanokOrder *order,
       gpointer     data)
{
  order->state = STANOK_STATE_PRICE_CALCULATED;
}

static void
test_touched (Fixture       *fixture,
              gconstpointer  data)
{
  static const StanokOrderEdit edits[] = { hold, cancel, price };
  g_autoptr(StanokMesResponse) first = BRING (fixture, { "WO-0" }, { "WO-1" }, { "WO-2" },
                                              { "WO-3" });
  g_autoptr(StanokCommand) claim = fixture_make_command (fixture, STANOK_COMMAND_CLAIM, "WO-3");
  g_autoptr(StanokMesResponse) claimed = SEND (fixture, claim);
  gint64 head;

  assert_reply (claimed, STANOK_OUTCOME_APPLIED);
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", (int) i);

      g_assert_true (stanok_mes_edit_order (fixture->mes, id, edits[i], NULL, NULL));
    }
  head = stanok_mes_get_head (fixture->mes);
  for (gsize i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", (int) i);
      g_autoptr(StanokMesResponse) response = BRING (fixture, { "WO-9" },
                                                     { id, .title = "Other" }, { "WO-8" });
      g_autoptr(StanokProblem) problem = NULL;

      assert_detail (response, STANOK_PROBLEM_WRONG_STATE, id);
      problem = fixture_decode (response, &STANOK_RECORD_PROBLEM);
      g_assert_cmpstr (problem->order->id, ==, id);
      g_assert_cmpstr (problem->by, ==, i == 3 ? "op-1" : NULL);
    }
  /* All or nothing: neither what stood before it nor what stood after it. */
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
  g_assert_null (stanok_mes_dup_order (fixture->mes, "WO-9"));
  g_assert_null (stanok_mes_dup_order (fixture->mes, "WO-8"));
}

static void
test_files (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *unknown = g_strnfill (64, 'a');
  g_autoptr(StanokMesResponse) missing = BRING (fixture, { "WO-1" },
                                                { "WO-2", .sha256 = unknown });
  g_autoptr(StanokMesResponse) size = BRING (fixture, { "WO-1" }, { "WO-2", .n_bytes = 6 });

  assert_detail (missing, STANOK_PROBLEM_BLOB_MISSING, unknown);
  assert_detail (size, STANOK_PROBLEM_BAD_REQUEST, "has 5 bytes, not 6");
  g_assert_cmpint (stanok_mes_count_orders (fixture->mes), ==, 0);
}

static void
test_syntax (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokMesResponse) twice = BRING (fixture, { "WO-1" }, { "WO-2" }, { "WO-1" });
  g_autoptr(StanokMesResponse) name = BRING (fixture, { "WO 1" });
  g_autoptr(StanokMesResponse) empty = bring_text (fixture, "{\"items\":[]}");
  g_autoptr(StanokMesResponse) none = ASK (fixture, .method = "POST", .path = "/v1/office/orders",
                                           .token = FIXTURE_OFFICE_KEY,
                                           .headers = { "content-type", "application/json" });
  g_autoptr(StanokMesResponse) field = bring_text (fixture, "{\"items\":[{\"id\":\"WO-1\"}]}");
  g_autoptr(StanokMesResponse) type = ASK (fixture, .method = "POST", .path = "/v1/office/orders",
                                           .token = FIXTURE_OFFICE_KEY, .body = "{\"items\":[]}",
                                           .headers = { "content-type", "text/csv" });

  assert_detail (twice, STANOK_PROBLEM_BAD_REQUEST, "WO-1 is there twice");
  assert_detail (name, STANOK_PROBLEM_BAD_REQUEST, "the id has to be");
  assert_detail (empty, STANOK_PROBLEM_BAD_REQUEST, "1 to 5000 orders");
  assert_problem (none, STANOK_PROBLEM_BAD_REQUEST);
  assert_detail (field, STANOK_PROBLEM_BAD_REQUEST, "items[0].number: missing");
  assert_problem (type, STANOK_PROBLEM_UNSUPPORTED_MEDIA_TYPE);
  g_assert_cmpint (stanok_mes_count_orders (fixture->mes), ==, 0);
}

static void
test_limits (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GString) body = g_string_new ("{\"items\":[");
  g_autoptr(StanokMesResponse) many = NULL, large = NULL, refused = NULL, photo = NULL;
  g_autofree char *long_body = NULL;
  const char *key = "Bearer " FIXTURE_OFFICE_KEY;

  for (guint i = 0; i <= STANOK_OFFICE_ORDERS_MAX; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%u", i);
      const Wish wish = { id, .without_file = TRUE };
      g_autoptr(StanokOfficeOrders) one = stanok_office_orders_new ();
      g_autofree char *text = NULL;

      g_ptr_array_add (one->items, make_wish (&wish));
      text = stanok_record_to_json (&STANOK_RECORD_OFFICE_ORDERS, one);
      g_string_append_printf (body, "%s%.*s", i > 0 ? "," : "", (int) strlen (text) - 12,
                              text + 10);
    }
  g_string_append (body, "]}");
  many = bring_text (fixture, body->str);
  assert_detail (many, STANOK_PROBLEM_BAD_REQUEST, "1 to 5000 orders");
  fixture->config.office_body_max = 1000;
  fixture->config.office_blob_max = 4;
  fixture_restart (fixture);
  long_body = g_strnfill (1001, ' ');
  large = bring_text (fixture, long_body);
  assert_detail (large, STANOK_PROBLEM_TOO_LARGE, "1000 bytes");
  refused = ASK (fixture, .method = "PUT", .path = BLOB_PATH, .token = FIXTURE_OFFICE_KEY,
                 .body = "hello", .headers = { "if-none-match", "*" });
  assert_problem (refused, STANOK_PROBLEM_TOO_LARGE);
  /* A stranger's body is not even read. */
  g_assert_cmpint (stanok_mes_get_body_max (fixture->mes, "PUT", BLOB_PATH, key), ==, 4);
  g_assert_cmpint (stanok_mes_get_body_max (fixture->mes, "PUT", BLOB_PATH, "Bearer x"), ==, 0);
  g_assert_cmpint (stanok_mes_get_body_max (fixture->mes, "PUT", BLOB_PATH, NULL), ==, 0);
  g_assert_cmpint (stanok_mes_get_body_max (fixture->mes, "POST", "/v1/office/orders", key), ==,
                   1000);
  g_assert_cmpint (stanok_mes_get_body_max (fixture->mes, "PUT", "/v1/blobs/00", NULL), ==,
                   10 * 1024 * 1024);
}

/* Neither a device's quota nor its limit of a photo holds for an office. */
static void
test_models (Fixture       *fixture,
             gconstpointer  data)
{
  gsize n = 11 * 1024 * 1024;
  g_autofree char *text = g_strnfill (n, 'm');
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, (gssize) n);
  g_autofree char *path = g_strconcat ("/v1/office/blobs/", name, NULL);
  g_autofree char *tag = g_strdup_printf ("\"sha256-%s\"", name);
  g_autoptr(StanokMesResponse) absent = NULL, put = NULL, there = NULL, again = NULL;

  fixture->config.quota_max = 1;
  fixture_restart (fixture);
  absent = ASK (fixture, .path = path, .token = FIXTURE_OFFICE_KEY,
                .headers = { "if-none-match", tag });
  assert_problem (absent, STANOK_PROBLEM_NOT_FOUND);
  put = ASK (fixture, .method = "PUT", .path = path, .token = FIXTURE_OFFICE_KEY, .body = text,
             .n_body = n, .headers = { "if-none-match", "*" });
  g_assert_cmpuint (put->status, ==, 201);
  there = ASK (fixture, .path = path, .token = FIXTURE_OFFICE_KEY,
               .headers = { "if-none-match", tag });
  g_assert_cmpuint (there->status, ==, 304);
  again = ASK (fixture, .method = "PUT", .path = path, .token = FIXTURE_OFFICE_KEY, .body = text,
               .n_body = n, .headers = { "if-none-match", "*" });
  assert_problem (again, STANOK_PROBLEM_BLOB_EXISTS);
}

/* A disk that is full in the middle leaves nothing, and says so. */
static void
test_store_fails (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(StanokMesResponse) failed = NULL, later = NULL;
  g_autofree char *text = g_strnfill (30000, 'x');

  g_assert_true (stanok_sql_script (fixture->sql, "PRAGMA max_page_count=1", NULL));
  failed = BRING (fixture, { "WO-1", .instructions = text }, { "WO-2", .instructions = text });
  assert_problem (failed, STANOK_PROBLEM_MAINTENANCE);
  g_assert_null (stanok_mes_dup_order (fixture->mes, "WO-1"));
  g_assert_true (stanok_sql_script (fixture->sql, "PRAGMA max_page_count=1000000", NULL));
  later = BRING (fixture, { "WO-1", .instructions = text }, { "WO-2", .instructions = text });
  assert_outcomes (later, "WO-1 created 1, WO-2 created 1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) \
  g_test_add ("/mes/import/" path, Fixture, NULL, set_up, test, fixture_tear_down)
  ADD ("in/created", test_created);
  ADD ("in/again-changes-nothing", test_again);
  ADD ("in/replaced-while-untouched", test_replaced);
  ADD ("in/models", test_models);
  ADD ("refused/touched", test_touched);
  ADD ("refused/files-not-there", test_files);
  ADD ("refused/syntax", test_syntax);
  ADD ("refused/limits", test_limits);
  ADD ("refused/store-fails", test_store_fails);
  return g_test_run ();
}
