/* test-mes-orders.c: orders by pages and one by one, their history, and what the office does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "mes-fixture.h"

static void
add_many (Fixture *fixture,
          int      n)
{
  for (int i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", i);
      g_autoptr(StanokOrder) order = fixture_make_order (id);

      order->created_ms = FIXTURE_NOW_MS - (i * 37 % n) * 1000;
      order->state = (StanokState) (i % STANOK_N_STATES);
      g_assert_true (stanok_mes_put_order (fixture->mes, order, NULL));
    }
}

/* Walks all pages, and returns how many orders they had. */
static guint
walk (Fixture    *fixture,
      const char *filter,
      GPtrArray  *tags)
{
  g_autofree char *after = g_strdup ("");
  gint64 last = -1;
  guint n = 0;

  while (after != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/v1/orders?limit=7&after=%s%s", after, filter);
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);
      g_autoptr(StanokOrdersPage) page = fixture_decode (response, &STANOK_RECORD_ORDERS_PAGE);

      for (guint i = 0; i < page->items->len; i++)
        {
          const StanokOrder *order = page->items->pdata[i];

          g_assert_cmpint (order->created_ms, >, last);
          last = order->created_ms;
        }
      n += page->items->len;
      if (tags != NULL)
        g_ptr_array_add (tags, g_strdup (stanok_mes_response_get (response, "etag")));
      g_free (after);
      after = g_strdup (page->next_after);
    }
  return n;
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  add_many (fixture, 50);
  /* The three states before the price are the shop's. */
  g_assert_cmpuint (walk (fixture, "", NULL), ==, 35);
  g_assert_cmpuint (walk (fixture, "&state=CLOSED", NULL), ==, 5);
  g_assert_cmpuint (walk (fixture, "&state=CLOSED,PACKAGING", NULL), ==, 10);
  g_assert_cmpuint (walk (fixture, "&state=INITIATED", NULL), ==, 0);
}

static void
raise_priority (StanokOrder *order,
                gpointer     data)
{
  order->priority = 9;
}

/* E8: a page's tag changes if and only if the page does. */
static void
test_page_tags (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) after = g_ptr_array_new_with_free_func (g_free);
  guint n_changed = 0;

  add_many (fixture, 50);
  walk (fixture, "", before);
  g_assert_true (stanok_mes_edit_order (fixture->mes, "WO-19", raise_priority, NULL, NULL));
  walk (fixture, "", after);
  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < before->len; i++)
    n_changed += strcmp (before->pdata[i], after->pdata[i]) != 0;
  g_assert_cmpuint (n_changed, ==, 1);
}

static void
test_page_refusals (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char * const queries[] = {
    "state=", "state=DANCING", "state=CLOSED,", "after=x", "after=1", "after=1.", "after=-1.WO-1",
    "after=1.a/b", "limit=x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/orders?", queries[i], NULL);
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);

      assert_problem (response, STANOK_PROBLEM_BAD_REQUEST);
    }
}

static void
test_one (Fixture       *fixture,
          gconstpointer  data)
{
  static const char * const absent[] = { "/v1/orders/WO-404", "/v1/orders/WO-404/history",
                                         "/v1/orders/WO-0", "/v1/orders/WO-0/history" };
  g_autoptr(StanokMesResponse) closed = NULL, live = NULL;
  g_autoptr(StanokOrder) order = NULL;

  add_many (fixture, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (absent); i++)
    {
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = absent[i]);

      assert_problem (response, STANOK_PROBLEM_UNKNOWN_ORDER);
    }
  closed = ASK (fixture, .path = "/v1/orders/WO-9");
  order = fixture_decode (closed, &STANOK_RECORD_ORDER);
  g_assert_cmpint (order->state, ==, STANOK_STATE_CLOSED);
  live = ASK (fixture, .path = "/v1/orders/WO-4");
  g_clear_pointer (&order, stanok_order_unref);
  order = fixture_decode (live, &STANOK_RECORD_ORDER);
  /* E2: the body repeats the tag. */
  g_assert_cmpstr (order->etag, ==, stanok_mes_response_get (live, "etag"));
  g_assert_cmpstr (order->title, ==, "Перстень, size 18");
}

static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(StanokCommand) start = NULL, note = NULL;
  g_autoptr(StanokMesResponse) first = NULL, second = NULL, asked = NULL, unchanged = NULL;
  g_autofree char *tag = NULL;
  StanokHistory *history;
  const StanokHistoryRow *row;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  start = fixture_make_command (fixture, STANOK_COMMAND_START, "WO-1");
  note = fixture_make_command (fixture, STANOK_COMMAND_NOTE, "WO-1");
  first = SEND (fixture, start);
  second = SEND (fixture, note);
  asked = ASK (fixture, .path = "/v1/orders/WO-1/history");
  history = fixture_decode (asked, &STANOK_RECORD_HISTORY);
  g_assert_cmpuint (history->items->len, ==, 3);
  row = history->items->pdata[1];
  g_assert_cmpint (row->seq, ==, 2);
  g_assert_cmpstr (row->type, ==, "start");
  g_assert_cmpstr (row->operator_id, ==, "op-1");
  g_assert_cmpstr (row->device_id, ==, "K-01");
  g_assert_cmpstr (row->outcome, ==, "applied");
  g_assert_nonnull (strstr (row->before, "\"state\":\"MANUFACTURING_APPROVED\""));
  g_assert_nonnull (strstr (row->after, "\"state\":\"MANUFACTURING_STARTED\""));
  row = history->items->pdata[2];
  g_assert_cmpstr (row->args, ==, "{\"text\":\"Ой\"}");
  stanok_reference_free (history);
  tag = g_strdup (stanok_mes_response_get (asked, "etag"));
  unchanged = ASK (fixture, .path = "/v1/orders/WO-1/history",
                   .headers = { "if-none-match", tag });
  g_assert_cmpuint (unchanged->status, ==, 304);
}

/* ---- the office -------------------------------------------------------------------------- */

static void
test_bad_orders (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 head = stanok_mes_get_head (fixture->mes);

  for (int i = 0; i < 10; i++)
    {
      g_autoptr(StanokOrder) good = fixture_make_order ("WO-good");
      g_autoptr(StanokOrder) bad = fixture_make_order (i == 0 ? "a/b" : i == 1 ? "" : "WO-bad");
      g_autoptr(GPtrArray) orders = g_ptr_array_new ();
      g_autoptr(GError) error = NULL;

      if (i == 2)
        bad->ordered = 0;
      else if (i == 3)
        bad->tolerance_pct = 101;
      else if (i == 4)
        bad->priority = 10;
      else if (i == 5)
        g_clear_pointer (&bad->title, g_free);
      else if (i == 6)
        bad->title[0] = (char) 0xff;
      else if (i == 7)
        bad->due_ms = -1;
      else if (i == 8)
        bad->run = STANOK_RUN_RUNNING;
      else if (i == 9)
        {
          bad->holder_operator = g_strdup ("op-1");
          bad->state = STANOK_STATE_PACKAGING;
        }
      g_ptr_array_add (orders, good);
      g_ptr_array_add (orders, bad);
      g_assert_false (stanok_mes_put_orders (fixture->mes, orders, &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
    }
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
  g_assert_cmpint (stanok_mes_count_orders (fixture->mes), ==, 0);
}

static void
do_nothing (StanokOrder *order,
            gpointer     data)
{
}

static void
cancel (StanokOrder *order,
        gpointer     data)
{
  order->cancelled = TRUE;
}

static void
change_id (StanokOrder *order,
           gpointer     data)
{
  order->id[0] = 'X';
}

static void
test_edits (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(StanokCommand) start = NULL;
  g_autoptr(StanokMesResponse) started = NULL;
  g_autoptr(StanokOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  gint64 head;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  start = fixture_make_command (fixture, STANOK_COMMAND_START, "WO-1");
  started = SEND (fixture, start);
  head = stanok_mes_get_head (fixture->mes);
  g_assert_true (stanok_mes_edit_order (fixture->mes, "WO-1", do_nothing, NULL, &error));
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
  fixture->now_ms += 60000;
  g_assert_true (stanok_mes_edit_order (fixture->mes, "WO-1", cancel, NULL, &error));
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head + 1);
  /* The clock of whoever is at it stops. */
  order = stanok_mes_dup_order (fixture->mes, "WO-1");
  g_assert_true (order->cancelled);
  g_assert_cmpint (order->run, ==, STANOK_RUN_PAUSED);
  g_assert_cmpint (order->elapsed_ms, ==, 60000);
  g_assert_cmpstr (order->holder_operator, ==, "op-1");
  g_assert_false (stanok_mes_edit_order (fixture->mes, "WO-1", change_id, NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_clear_error (&error);
  g_assert_false (stanok_mes_edit_order (fixture->mes, "WO-404", cancel, NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (stanok_mes_delete_order (fixture->mes, "WO-404", &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (stanok_mes_revoke_device (fixture->mes, "K-404", &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (stanok_mes_enrol_device (fixture->mes, "K/1", "st-1", &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
}

/* ---- the database fails ------------------------------------------------------------------- */

/* A command that cannot be stored did not happen, is answered so, and succeeds later. */
static void
test_no_room (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(StanokCommand) note = NULL;
  g_autoptr(StanokMesResponse) failed = NULL, ready = NULL, again = NULL, ready_again = NULL;
  gint64 head;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  head = stanok_mes_get_head (fixture->mes);
  note = fixture_make_command (fixture, STANOK_COMMAND_NOTE, "WO-1");
  g_free (note->args.text);
  note->args.text = g_strnfill (30000, 'x');
  stanok_sql_script (fixture->sql, "PRAGMA max_page_count=1", NULL);
  failed = SEND (fixture, note, .seq = 1);
  assert_problem (failed, STANOK_PROBLEM_MAINTENANCE);
  g_assert_nonnull (stanok_mes_response_get (failed, "retry-after"));
  g_assert_cmpint (stanok_mes_count_effects (fixture->mes, note->command_id), ==, 0);
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
  ready = ASK (fixture, .path = "/health/ready", .token = "");
  assert_problem (ready, STANOK_PROBLEM_MAINTENANCE);
  stanok_sql_script (fixture->sql, "PRAGMA max_page_count=100000", NULL);
  again = SEND (fixture, note, .seq = 1);
  assert_reply (again, STANOK_OUTCOME_APPLIED);
  g_assert_null (stanok_mes_response_get (again, "idempotency-replayed"));
  ready_again = ASK (fixture, .path = "/health/ready", .token = "");
  g_assert_cmpuint (ready_again->status, ==, 200);
}

/* M1: a commit that fails at its very end has done nothing, neither on the disk nor in memory. */
static void
test_commit_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(StanokCommand) start = NULL;
  g_autoptr(StanokMesResponse) failed = NULL, again = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gint64 head, counter;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  before = fixture_etag (fixture, "WO-1");
  head = stanok_mes_get_head (fixture->mes);
  counter = stanok_mes_get_counter (fixture->mes);
  /* A deferred constraint is looked at by COMMIT only. */
  g_assert_true (stanok_sql_script (
      fixture->sql, "CREATE TABLE parent (id BIGINT PRIMARY KEY);"
                    "CREATE TABLE child (id BIGINT REFERENCES parent "
                    "DEFERRABLE INITIALLY DEFERRED);"
                    "CREATE TRIGGER fail AFTER INSERT ON ledger BEGIN INSERT INTO child VALUES (1);"
                    "END", NULL));
  start = fixture_make_command (fixture, STANOK_COMMAND_START, "WO-1");
  failed = SEND (fixture, start, .seq = 1);
  assert_problem (failed, STANOK_PROBLEM_MAINTENANCE);
  after = fixture_etag (fixture, "WO-1");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
  g_assert_cmpint (stanok_mes_get_counter (fixture->mes), ==, counter);
  g_assert_cmpint (stanok_mes_count_effects (fixture->mes, start->command_id), ==, 0);
  g_assert_true (stanok_sql_script (fixture->sql, "DROP TRIGGER fail", NULL));
  again = SEND (fixture, start, .seq = 1);
  assert_reply (again, STANOK_OUTCOME_APPLIED);
  g_assert_null (stanok_mes_response_get (again, "idempotency-replayed"));
}

static void
test_damage (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokCommand) start = NULL;
  g_autoptr(StanokMesResponse) order = NULL, page = NULL, sent = NULL;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_CLOSED);
  stanok_sql_script (fixture->sql, "UPDATE orders SET document = '{'", NULL);
  start = fixture_make_command (fixture, STANOK_COMMAND_START, "WO-1");
  sent = SEND (fixture, start);
  assert_problem (sent, STANOK_PROBLEM_INTERNAL);
  stanok_sql_script (fixture->sql, "DELETE FROM orders", NULL);
  order = ASK (fixture, .path = "/v1/orders/WO-1");
  assert_problem (order, STANOK_PROBLEM_INTERNAL);
  page = ASK (fixture, .path = "/v1/orders");
  assert_problem (page, STANOK_PROBLEM_INTERNAL);
}

static void
test_missing_tables (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char * const tables[] = { "stations", "reasons", "history", "sequences", "ledger" };
  static const char * const paths[] = { "/v1/stations", "/v1/reasons", "/v1/orders/WO-1/history",
                                        "/v1/devices/self/ledger?incarnation=x",
                                        "/v1/commands/x" };

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *drop = g_strconcat ("DROP TABLE ", tables[i], NULL);
      g_autoptr(StanokMesResponse) response = NULL;

      g_assert_true (stanok_sql_script (fixture->sql, drop, NULL));
      response = ASK (fixture, .path = paths[i]);
      assert_problem (response, STANOK_PROBLEM_MAINTENANCE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) \
  g_test_add ("/mes/orders/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("pages/hold-each-once", test_pages);
  ADD ("pages/e8-tags", test_page_tags);
  ADD ("pages/refusals", test_page_refusals);
  ADD ("one/known-and-unknown", test_one);
  ADD ("one/history", test_history);
  ADD ("office/refuses-nonsense", test_bad_orders);
  ADD ("office/edits", test_edits);
  ADD ("failures/no-room", test_no_room);
  ADD ("failures/m1-commit-fails", test_commit_fails);
  ADD ("failures/damaged-rows", test_damage);
  ADD ("failures/every-read", test_missing_tables);
  return g_test_run ();
}
