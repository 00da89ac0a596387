/* test-mes-feed.c: whoever follows the feed has what the server has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes-mirror.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

static void
set_state (StanokOrder *order,
           gpointer     data)
{
  order->state = *(StanokState *) data;
  g_clear_pointer (&order->holder_operator, g_free);
  g_clear_pointer (&order->holder_device, g_free);
  order->run = STANOK_RUN_IDLE;
}

static void
edit_state (Fixture    *fixture,
            const char *id,
            StanokState state)
{
  g_autoptr(GError) error = NULL;

  stanok_mes_edit_order (fixture->mes, id, set_state, &state, &error);
  g_assert_no_error (error);
}

static void
add_orders (Fixture *fixture,
            int      n)
{
  for (int i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", 1000 + i);

      fixture_add_order (fixture, id, STANOK_STATE_MANUFACTURING_APPROVED);
    }
}

/* (transfer full): the change that @cursor is followed by, which has to be the only one. */
static StanokChange *
one_change (Fixture    *fixture,
            const char *cursor)
{
  g_autofree char *path = g_strconcat ("/v1/queues/floor/changes?since=", cursor, NULL);
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);
  g_autoptr(StanokChanges) changes = fixture_decode (response, &STANOK_RECORD_CHANGES);

  g_assert_cmpuint (changes->items->len, ==, 1);
  return g_ptr_array_steal_index (changes->items, 0);
}

static char *
get_cursor (Fixture *fixture)
{
  g_autoptr(StanokMesResponse) response = ASK (fixture,
                                               .path = "/v1/queues/floor/snapshot?limit=1");
  g_autoptr(StanokSnapshotPage) page = fixture_decode (response, &STANOK_RECORD_SNAPSHOT_PAGE);

  return g_strdup (page->cursor);
}

/* ---- snapshots --------------------------------------------------------------------------- */

static void
test_snapshot_scope (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(StanokMesResponse) response = NULL;
  g_autoptr(StanokSnapshotPage) page = NULL;

  for (int i = 0; i < STANOK_N_STATES; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-s%d", i);

      fixture_add_order (fixture, id, (StanokState) i);
    }
  response = ASK (fixture, .path = "/v1/queues/floor/snapshot");
  page = fixture_decode (response, &STANOK_RECORD_SNAPSHOT_PAGE);
  g_assert_cmpuint (page->items->len, ==, 5);
  for (guint i = 0; i < page->items->len; i++)
    {
      const StanokOrder *order = page->items->pdata[i];

      g_assert_cmpint (order->state, >=, STANOK_STATE_MANUFACTURING_APPROVED);
      g_assert_cmpint (order->state, <=, STANOK_STATE_SHIPPED);
    }
}

static void
test_snapshot_newest_first (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(StanokMesResponse) response = NULL;
  g_autoptr(StanokSnapshotPage) page = NULL;
  gint64 last = G_MAXINT64;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", i);
      g_autoptr(StanokOrder) order = fixture_make_order (id);

      order->created_ms = FIXTURE_NOW_MS - (i * 7 % 5) * DAY_MS;
      g_assert_true (stanok_mes_put_order (fixture->mes, order, NULL));
    }
  response = ASK (fixture, .path = "/v1/queues/floor/snapshot");
  page = fixture_decode (response, &STANOK_RECORD_SNAPSHOT_PAGE);
  for (guint i = 0; i < page->items->len; i++)
    {
      const StanokOrder *order = page->items->pdata[i];

      g_assert_cmpint (order->created_ms, <, last);
      last = order->created_ms;
    }
}

/* D9: the pages and what changed meanwhile give the present, whatever happens between them. */
static void
test_snapshot_under_change (Fixture       *fixture,
                            gconstpointer  data)
{
  Mirror mirror;
  int step = 0;

  add_orders (fixture, 40);
  mirror_init (&mirror);
  while (!mirror_snapshot (&mirror, fixture, 7))
    {
      g_autofree char *gone = g_strdup_printf ("WO-%d", 1000 + step * 3);
      g_autofree char *changed = g_strdup_printf ("WO-%d", 1039 - step * 2);
      g_autofree char *added = g_strdup_printf ("WO-n%d", step);

      stanok_mes_delete_order (fixture->mes, gone, NULL);
      edit_state (fixture, changed, STANOK_STATE_PACKAGING);
      fixture_add_order (fixture, added, STANOK_STATE_MANUFACTURING_APPROVED);
      step++;
    }
  g_assert_cmpint (step, >, 3);
  while (!mirror_pull (&mirror, fixture, 3))
    continue;
  mirror_assert_current (&mirror, fixture);
  mirror_clear (&mirror);
}

static void
test_page_tokens (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const tokens[] = {
    "x", "a.b.c.d.e.f.g", "e1-000000.1.1.1.1.1.WO-1", ".......", "%00", "%ff",
  };
  g_autofree char *late = NULL;
  g_autoptr(StanokMesResponse) response = NULL, in_time = NULL, too_late = NULL;
  g_autoptr(StanokSnapshotPage) page = NULL;

  add_orders (fixture, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/queues/floor/snapshot?page=", tokens[i], NULL);
      g_autoptr(StanokMesResponse) refused = ASK (fixture, .path = path);

      if (tokens[i][0] != '%')
        assert_problem (refused, STANOK_PROBLEM_SNAPSHOT_EXPIRED);
    }
  response = ASK (fixture, .path = "/v1/queues/floor/snapshot?limit=1");
  page = fixture_decode (response, &STANOK_RECORD_SNAPSHOT_PAGE);
  late = g_strconcat ("/v1/queues/floor/snapshot?page=", page->next_page, NULL);
  fixture->now_ms += 15 * 60 * 1000 - 1;
  in_time = ASK (fixture, .path = late);
  g_assert_cmpuint (in_time->status, ==, 200);
  fixture->now_ms++;
  too_late = ASK (fixture, .path = late);
  assert_problem (too_late, STANOK_PROBLEM_SNAPSHOT_EXPIRED);
}

/* ---- changes ----------------------------------------------------------------------------- */

static void
test_cursors (Fixture       *fixture,
              gconstpointer  data)
{
  const char *epoch = stanok_mes_get_epoch (fixture->mes);
  g_autofree char *beyond = g_strdup_printf ("%s.floor.99999", epoch);
  g_autofree char *foreign = g_strdup_printf ("%s.paint.0", epoch);
  g_autofree char *negative = g_strdup_printf ("%s.floor.-1", epoch);
  g_autofree char *longer = g_strdup_printf ("%s.floor.0.0", epoch);
  g_autofree char *huge = g_strdup_printf ("%s.floor.9223372036854775808", epoch);
  g_autofree char *endless = g_strnfill (10000, 'e');
  const struct {
    const char       *cursor;
    StanokProblemType problem;
  } cases[] = {
    { "", STANOK_PROBLEM_CURSOR_EXPIRED }, { "nonsense", STANOK_PROBLEM_CURSOR_EXPIRED },
    { beyond, STANOK_PROBLEM_CURSOR_EXPIRED }, { foreign, STANOK_PROBLEM_CURSOR_EXPIRED },
    { negative, STANOK_PROBLEM_CURSOR_EXPIRED }, { longer, STANOK_PROBLEM_CURSOR_EXPIRED },
    { huge, STANOK_PROBLEM_CURSOR_EXPIRED }, { endless, STANOK_PROBLEM_CURSOR_EXPIRED },
    { "e9-123456.floor.0", STANOK_PROBLEM_EPOCH_CHANGED },
  };
  g_autoptr(StanokMesResponse) without = ASK (fixture, .path = "/v1/queues/floor/changes");

  assert_problem (without, STANOK_PROBLEM_BAD_REQUEST);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/queues/floor/changes?since=", cases[i].cursor,
                                           NULL);
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);

      assert_problem (response, cases[i].problem);
    }
}

static void
test_numbers (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *query;
    gboolean    is_good;
  } cases[] = {
    { "limit=1", TRUE }, { "limit=0", TRUE }, { "limit=99999999999999999999999", TRUE },
    { "limit=-1", FALSE }, { "limit=", FALSE }, { "limit=1x", FALSE }, { "limit=%31", TRUE },
    { "wait=0", TRUE }, { "wait=1.5", FALSE }, { "wait=+1", FALSE },
  };
  g_autofree char *cursor = get_cursor (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/v1/queues/floor/changes?since=%s&%s", cursor,
                                               cases[i].query);
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);

      if (cases[i].is_good)
        g_assert_cmpuint (response->status, ==, 200);
      else
        assert_problem (response, STANOK_PROBLEM_BAD_REQUEST);
    }
}

static void
test_tombstones (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *before = NULL, *closed = NULL, *back = NULL;
  g_autofree StanokChange *left = NULL, *returned = NULL, *deleted = NULL;

  add_orders (fixture, 2);
  before = get_cursor (fixture);
  edit_state (fixture, "WO-1000", STANOK_STATE_CLOSED);
  left = one_change (fixture, before);
  g_assert_cmpstr (left->gone, ==, "left_scope");
  g_assert_cmpstr (left->id, ==, "WO-1000");
  g_assert_cmpint (left->rev, ==, 2);

  /* Back again: the same follower is told of the order, not of its absence. */
  closed = get_cursor (fixture);
  edit_state (fixture, "WO-1000", STANOK_STATE_MANUFACTURING_COMPLETED);
  returned = one_change (fixture, before);
  g_assert_null (returned->gone);
  g_assert_cmpint (returned->order->rev, ==, 3);

  back = get_cursor (fixture);
  g_assert_true (stanok_mes_delete_order (fixture->mes, "WO-1000", NULL));
  deleted = one_change (fixture, back);
  g_assert_cmpstr (deleted->gone, ==, "deleted");
  g_assert_cmpint (deleted->rev, ==, 4);

  /* S9: also over a deletion the rev does not fall. */
  fixture_add_order (fixture, "WO-1000", STANOK_STATE_MANUFACTURING_APPROVED);
  fixture_restart (fixture);
  {
    g_autoptr(StanokOrder) again = stanok_mes_dup_order (fixture->mes, "WO-1000");

    g_assert_cmpint (again->rev, ==, 5);
  }
  g_free (left->id);
  g_free (left->gone);
  stanok_order_unref (returned->order);
  g_free (returned->id);
  g_free (deleted->id);
  g_free (deleted->gone);
}

static void
test_time_passes (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *start = NULL, *shipped = NULL, *path = NULL;
  g_autoptr(StanokMesResponse) expired = NULL, fresh = NULL;
  Mirror mirror;

  add_orders (fixture, 3);
  start = get_cursor (fixture);
  edit_state (fixture, "WO-1000", STANOK_STATE_SHIPPED);
  shipped = get_cursor (fixture);
  mirror_init (&mirror);
  g_assert_true (mirror_snapshot (&mirror, fixture, 10));

  /* 30 days later nobody needs to see it any more. */
  fixture->now_ms += 30 * DAY_MS;
  g_assert_true (mirror_pull (&mirror, fixture, 10));
  g_assert_cmpuint (g_hash_table_size (mirror.orders), ==, 2);
  fixture_restart (fixture);
  g_assert_true (mirror_pull (&mirror, fixture, 10));

  /* Another 30 later its tombstone is gone, and who has not read it has to begin anew. */
  fixture->now_ms += 30 * DAY_MS;
  fresh = ASK (fixture, .path = "/v1/meta");
  path = g_strconcat ("/v1/queues/floor/changes?since=", shipped, NULL);
  expired = ASK (fixture, .path = path);
  assert_problem (expired, STANOK_PROBLEM_CURSOR_EXPIRED);
  g_assert_true (mirror_pull (&mirror, fixture, 10));
  fixture_restart (fixture);
  g_assert_true (mirror_pull (&mirror, fixture, 10));
  mirror_assert_current (&mirror, fixture);
  mirror_clear (&mirror);
}

/* ---- waiting ----------------------------------------------------------------------------- */

static void
test_waiting (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *cursor = get_cursor (fixture);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", cursor);
  g_autofree char *plain = g_strconcat ("/v1/queues/floor/changes?since=", cursor, NULL);
  g_autofree char *waiting = g_strconcat (plain, "&wait=7", NULL);
  g_autofree char *too_long = g_strconcat (plain, "&wait=7000", NULL);
  g_autofree char *not_at_all = g_strconcat (plain, "&wait=0", NULL);
  const struct {
    const char *path, *tag;
    gboolean    is_last_call;
    guint       status;
    gint64      wait_ms;
  } cases[] = {
    { plain, NULL, FALSE, 200, 0 },
    { plain, tag, FALSE, 0, 20000 },
    { plain, tag, TRUE, 304, 0 },
    { waiting, tag, FALSE, 0, 7000 },
    { waiting, NULL, FALSE, 0, 7000 },
    { waiting, NULL, TRUE, 200, 0 },
    { too_long, tag, FALSE, 0, 60000 },
    { not_at_all, tag, FALSE, 304, 0 },
    { plain, "\"something else\"", FALSE, 200, 0 },
    { waiting, "\"something else\"", FALSE, 200, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = cases[i].path,
                                                   .headers = { "if-none-match", cases[i].tag },
                                                   .is_last_call = cases[i].is_last_call);

      g_assert_cmpuint (response->status, ==, cases[i].status);
      if (response->status == 0)
        {
          g_assert_cmpint (response->wait_ms, ==, cases[i].wait_ms);
          g_assert_cmpint (response->wait_seq, ==, stanok_mes_get_head (fixture->mes));
          continue;
        }
      g_assert_cmpstr (stanok_mes_response_get (response, "etag"), ==, tag);
      g_assert_nonnull (stanok_mes_response_get (response, "stanok-digest"));
      g_assert_cmpstr (stanok_mes_response_get (response, "cache-control"), ==,
                       "private, no-cache");
    }
}

/* ---- walks ------------------------------------------------------------------------------- */

static guint
below (Fixture *fixture,
       guint    n)
{
  fixture->random = fixture->random * G_GUINT64_CONSTANT (6364136223846793005) + 1;
  return (guint) (fixture->random >> 40) % n;
}

static void
happen (Fixture *fixture)
{
  static const StanokCommandType types[] = {
    STANOK_COMMAND_CLAIM, STANOK_COMMAND_RELEASE, STANOK_COMMAND_START, STANOK_COMMAND_PAUSE,
    STANOK_COMMAND_RESUME, STANOK_COMMAND_PROGRESS, STANOK_COMMAND_COMPLETE, STANOK_COMMAND_PACK,
    STANOK_COMMAND_SHIP, STANOK_COMMAND_HELP, STANOK_COMMAND_NOTE, STANOK_COMMAND_REVERT,
    STANOK_COMMAND_HAND_OVER,
  };
  g_autofree char *id = g_strdup_printf ("WO-%u", 1000 + below (fixture, 12));
  g_autoptr(StanokCommand) command = NULL;
  g_autoptr(StanokMesResponse) response = NULL;
  guint what = below (fixture, 100);

  if (what < 3)
    stanok_mes_delete_order (fixture->mes, id, NULL);
  else if (what < 8)
    fixture_add_order (fixture, id, (StanokState) below (fixture, STANOK_N_STATES));
  else if (what < 10)
    fixture->now_ms += (gint64) below (fixture, 10) * DAY_MS;
  else
    {
      command = fixture_make_command (fixture, types[below (fixture, G_N_ELEMENTS (types))], id);
      command->args.good = below (fixture, 12);
      response = SEND (fixture, command);
      g_assert_cmpuint (response->status, !=, 500);
      g_assert_cmpuint (response->status, !=, 503);
      g_assert_cmpuint (response->status, !=, 400);
    }
}

static void
test_walk (Fixture       *fixture,
           gconstpointer  data)
{
  Mirror mirror;

  mirror_init (&mirror);
  for (guint seed = 1; seed <= 8; seed++)
    {
      g_test_message ("seed %u", seed);
      fixture->random = seed;
      while (!mirror_snapshot (&mirror, fixture, 4))
        happen (fixture);
      for (int i = 0; i < 300; i++)
        {
          happen (fixture);
          if (below (fixture, 4) == 0)
            mirror_pull (&mirror, fixture, 1 + (int) below (fixture, 3));
          if (below (fixture, 60) == 0)
            fixture_restart (fixture);
        }
      while (!mirror_pull (&mirror, fixture, 2))
        continue;
      mirror_assert_current (&mirror, fixture);
    }
  mirror_clear (&mirror);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) \
  g_test_add ("/mes/feed/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("snapshot/shows-what-is-made", test_snapshot_scope);
  ADD ("snapshot/newest-first", test_snapshot_newest_first);
  ADD ("snapshot/d9-under-change", test_snapshot_under_change);
  ADD ("snapshot/page-tokens-live-15-minutes", test_page_tokens);
  ADD ("changes/d8-cursors", test_cursors);
  ADD ("changes/numbers-clamped-or-refused", test_numbers);
  ADD ("changes/tombstones", test_tombstones);
  ADD ("changes/d2-time-passes", test_time_passes);
  ADD ("changes/e7-waiting", test_waiting);
  ADD ("random/mirror-converges", test_walk);
  return g_test_run ();
}
