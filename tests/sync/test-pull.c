/* test-pull.c: walks of facts in, from a server and a network that do what both do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-cache-private.h"
#include "sync-fixture.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

#define CHANGES  "GET /v1/queues/floor/changes"
#define SNAPSHOT "GET /v1/queues/floor/snapshot"

static gint64
get_age_ms (SyncFixture *self)
{
  return self->ports.boot_ms - sync_fixture_status (self).validated_boot_ms;
}

/* ---- the good day ----------------------------------------------------------------------- */

static void
test_first (SyncFixture   *self,
            gconstpointer  data)
{
  sync_fixture_boot (self);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_STARTING);
  g_assert_true (sync_fixture_status (self).rebuilding);
  sync_fixture_run (self, 2 * SECOND);
  sync_fixture_assert_converged (self);
  g_assert_false (sync_fixture_status (self).rebuilding);
  g_assert_cmpint (get_age_ms (self), <=, 2 * SECOND);
  g_assert_true (sync_fixture_was_told (self, "reference roster"));
  g_assert_true (sync_fixture_was_told (self, "reference reasons"));
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 3);
  g_assert_true (sync_fixture_status (self).clock_measured);
}

/* E7: twenty seconds a poll, and the data never look older than one. */
static void
test_quiet (SyncFixture   *self,
            gconstpointer  data)
{
  sync_fixture_begin (self);
  for (int i = 0; i < 360; i++)
    {
      sync_fixture_run (self, 10 * SECOND);
      g_assert_cmpint (get_age_ms (self), <=, 21 * SECOND);
    }
  g_assert_cmpuint (fake_mes_count (self->mes, CHANGES), <=, 182);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 0);
  g_assert_cmpuint (fake_mes_count (self->mes, "GET /v1/meta"), <=, 7);
}

static void
test_changes (SyncFixture   *self,
              gconstpointer  data)
{
  sync_fixture_begin (self);
  for (int i = 1; i <= 7; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", i);

      fake_mes_touch (self->mes, id);
    }
  fake_mes_add (self->mes, "WO-8");
  fake_mes_remove (self->mes, "WO-2", "left_scope");
  sync_fixture_wake (self);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 0);
}

/* What is here is validated, not fetched again. */
static void
test_restart (SyncFixture   *self,
              gconstpointer  data)
{
  sync_fixture_begin (self);
  sync_fixture_kill (self, FALSE);
  fake_mes_touch (self->mes, "WO-3");
  g_ptr_array_set_size (self->told, 0);
  sync_fixture_boot (self);
  sync_fixture_run (self, 2 * SECOND);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 0);
  g_assert_false (sync_fixture_was_told (self, "reference"));
}

/* ---- tags ------------------------------------------------------------------------------- */

/* E2, fault 10: a mangled header is counted and ignored. */
static void
test_mangled (SyncFixture   *self,
              gconstpointer  data)
{
  FakeRule weak = { .method = "GET", .fault = FAKE_ALTER, .headers = { "etag", "W/\"x\"" } };

  fake_mes_rule (self->mes, &weak);
  sync_fixture_boot (self);
  sync_fixture_run (self, 2 * MINUTE);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (sync_fixture_status (self).etag_header_mangled, >, 5);
}

/* E3, fault 11: 304 for what was asked without a tag: once more, and no loop if it stays so. */
static void
test_304_without_body (SyncFixture   *self,
                       gconstpointer  data)
{
  FakeRule same = { .method = "GET", .path = "/v1/meta", .times = 1, .fault = FAKE_SAY,
                    .status = 304 };

  fake_mes_rule (self->mes, &same);
  same.path = "/v1/operators";
  fake_mes_rule (self->mes, &same);
  same.path = "/v1/queues/floor/snapshot";
  fake_mes_rule (self->mes, &same);
  sync_fixture_boot (self);
  sync_fixture_run (self, 2 * SECOND);
  sync_fixture_assert_converged (self);
}

static void
test_304_for_ever (SyncFixture   *self,
                   gconstpointer  data)
{
  FakeRule same = { .method = "GET", .fault = FAKE_SAY, .status = 304 };

  fake_mes_rule (self->mes, &same);
  sync_fixture_boot (self);
  sync_fixture_run (self, HOUR);
  g_assert_cmpuint (self->mes->seen->len, <, 15 + 3600 / 20);
}

/* ---- digest ----------------------------------------------------------------------------- */

/* D6: read again once, then a snapshot, once; then a report, and no tight loop. */
static void
test_digest (SyncFixture   *self,
             gconstpointer  data)
{
  sync_fixture_begin (self);
  self->mes->has_digest_bug = TRUE;
  fake_mes_touch (self->mes, "WO-1");
  sync_fixture_wake (self);
  sync_fixture_run (self, SECOND);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 3);
  g_assert_cmpuint (sync_fixture_status (self).digest_mismatches, >=, 2);
  sync_fixture_run (self, HOUR);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), <=, 3 * 7);
  g_assert_cmpuint (self->mes->seen->len, <, 260);
  /* It says that it does not know, not that all is well. */
  g_assert_cmpint (get_age_ms (self), >, 50 * MINUTE);
  self->mes->has_digest_bug = FALSE;
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_converged (self);
}

/* A hole that a faulty feed made (fault 37) is healed. */
static void
test_hole (SyncFixture   *self,
           gconstpointer  data)
{
  StanokOrder *order;

  sync_fixture_begin (self);
  order = fake_mes_order (self->mes, "WO-4");
  order->rev += 5;
  g_free (order->etag);
  order->etag = g_strdup ("\"e1.r6\"");
  sync_fixture_run (self, MINUTE);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 3);
}

/* The cache turns out to be damaged while a poll is under way: what the poll brings does not make a
 * base of the nothing that is left. */
static void
test_damaged_cache (SyncFixture   *self,
                    gconstpointer  data)
{
  g_autoptr(GError) damage = g_error_new_literal (STANOK_ERROR, STANOK_ERROR_CORRUPT, "rot");
  g_auto(StanokBaseState) base = { 0 };

  sync_fixture_begin (self);
  stanok_cache_note_error (self->cache, damage);
  fake_mes_touch (self->mes, "WO-1");
  sync_fixture_wake (self);
  sync_fixture_run (self, self->latency_ms);
  stanok_cache_get_base_state (self->cache, &base);
  g_assert_null (base.cursor);
  sync_fixture_run (self, MINUTE);
  sync_fixture_assert_converged (self);
}

/* Orders that commands bring are ahead of the feed's answer: no false alarm, no snapshot. */
static void
test_digest_while_pushing (SyncFixture   *self,
                           gconstpointer  data)
{
  sync_fixture_begin (self);
  for (int i = 0; i < 300; i++)
    {
      g_autofree char *id = NULL;
      g_autofree char *order = g_strdup_printf ("WO-%d", 1 + g_test_rand_int_range (0, 7));

      id = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, order);
      fake_mes_touch (self->mes, "WO-7");
      sync_fixture_wake (self);
      sync_fixture_run (self, g_test_rand_int_range (0, 150));
    }
  sync_fixture_run (self, 10 * SECOND);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (sync_fixture_status (self).digest_mismatches, ==, 0);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 0);
}

/* S9: a snapshot that began before a command was answered does not take its effect back. */
static void
test_snapshot_while_pushing (SyncFixture   *self,
                             gconstpointer  data)
{
  FakeRule gone = { .method = "GET", .path = "/v1/queues/floor/changes", .times = 1,
                    .fault = FAKE_SAY, .status = 410, .body = "{}" };
  g_autofree char *id = NULL;
  StanokArgs args = { .start = TRUE };
  gint64 rev = 0;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &gone);
  fake_mes_touch (self->mes, "WO-5");
  sync_fixture_wake (self);
  for (int i = 0; i < 100; i++)
    {
      g_autoptr(StanokOrder) base = stanok_cache_get_base (self->cache, "WO-1");

      if (id == NULL && fake_mes_count (self->mes, SNAPSHOT "?page=") > 0)
        id = sync_fixture_act_with (self, STANOK_COMMAND_CLAIM, "WO-1", &args);
      g_assert_cmpint (base->rev, >=, rev);
      rev = base->rev;
      sync_fixture_run (self, 10);
    }
  g_assert_nonnull (id);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_converged (self);
}

/* The same while the snapshot's first page, read before, is on its way back. */
static void
test_snapshot_on_its_way (SyncFixture   *self,
                          gconstpointer  data)
{
  FakeRule gone = { .method = "GET", .path = "/v1/queues/floor/changes", .times = 1,
                    .fault = FAKE_SAY, .status = 410, .body = "{}" };
  g_autofree char *id = NULL;
  StanokArgs args = { .start = TRUE };
  gint64 rev = 0;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &gone);
  fake_mes_touch (self->mes, "WO-5");
  sync_fixture_wake (self);
  while (fake_mes_count (self->mes, SNAPSHOT) == 0)
    sync_fixture_run (self, 10);
  self->way_back_ms = SECOND;
  sync_fixture_run (self, self->latency_ms);
  self->way_back_ms = 0;
  id = sync_fixture_act_with (self, STANOK_COMMAND_CLAIM, "WO-1", &args);
  for (int i = 0; i < 200; i++)
    {
      g_autoptr(StanokOrder) base = stanok_cache_get_base (self->cache, "WO-1");

      g_assert_cmpint (base->rev, >=, rev);
      rev = base->rev;
      sync_fixture_run (self, 10);
    }
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_converged (self);
}

/* ---- cursors, snapshots, epochs --------------------------------------------------------- */

/* Fault 34, D8: a snapshot, and the journal is not touched. */
static void
test_cursor_expired (SyncFixture   *self,
                     gconstpointer  data)
{
  g_autofree char *id = NULL;

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  id = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  sync_fixture_run (self, 40 * 24 * HOUR);
  self->mes->seq += 1000;
  fake_mes_touch (self->mes, "WO-1");
  {
    FakeRule expired = { .method = "GET", .path = "/v1/queues/floor/changes", .times = 1,
                         .fault = FAKE_SAY, .status = 410, .body =
                         "{\"type\":\"urn:stanok:problem:cursor-expired\",\"title\":\"Old\","
                         "\"status\":410}",
                         .headers = { "content-type", "application/problem+json" } };

    fake_mes_rule (self->mes, &expired);
  }
  fake_mes_forget (self->mes);
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 3);
}

static void
test_snapshot_expired (SyncFixture   *self,
                       gconstpointer  data)
{
  FakeRule expired = { .method = "GET", .path = "/v1/queues/floor/snapshot?page=6", .times = 2,
                       .fault = FAKE_SAY, .status = 410, .body = "{}" };

  fake_mes_rule (self->mes, &expired);
  sync_fixture_boot (self);
  sync_fixture_run (self, 30 * SECOND);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 9);
}

/* Fault 9: a proxy mixes two snapshots: that is none. */
static void
test_mixed_snapshots (SyncFixture   *self,
                      gconstpointer  data)
{
  FakeRule mixed = { .method = "GET", .path = "/v1/queues/floor/snapshot?page=3", .times = 1,
                     .fault = FAKE_SAY, .status = 200, .body =
                     "{\"epoch\":\"e1\",\"cursor\":\"e1.2\",\"items\":[],\"server_time_ms\":1}" };

  fake_mes_rule (self->mes, &mixed);
  sync_fixture_boot (self);
  sync_fixture_run (self, 30 * SECOND);
  sync_fixture_assert_converged (self);
}

/* A page of changes for another cursor, a cut one, one that never ends: never applied, no loop. */
static const struct {
  const char *name;
  const char *body;
} pages[] = {
  { "of-another-cursor", "{\"epoch\":\"e1\",\"from\":\"e1.3\",\"to\":\"e1.9\",\"has_more\":false,"
    "\"items\":[],\"server_time_ms\":1}" },
  { "of-another-epoch", "{\"epoch\":\"e0\",\"from\":\"e1.7\",\"to\":\"e1.9\",\"has_more\":false,"
    "\"items\":[],\"server_time_ms\":1}" },
  { "cut", "{\"epoch\":\"e1\",\"from\":\"e1.7\"" },
  { "endless", "{\"epoch\":\"e1\",\"from\":\"e1.7\",\"to\":\"e1.7\",\"has_more\":true,"
    "\"items\":[],\"server_time_ms\":1}" },
  { "empty", "" },
  { "nothing-new-at-once", "{\"epoch\":\"e1\",\"from\":\"e1.7\",\"to\":\"e1.7\",\"has_more\":false,"
    "\"items\":[],\"server_time_ms\":1}" },
};

static void
test_bad_page (SyncFixture   *self,
               gconstpointer  data)
{
  FakeRule bad = { .method = "GET", .path = "/v1/queues/floor/changes", .fault = FAKE_SAY,
                   .status = 200, .body = pages[GPOINTER_TO_SIZE (data)].body };

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &bad);
  sync_fixture_wake (self);
  sync_fixture_run (self, HOUR);
  g_assert_cmpuint (fake_mes_count (self->mes, CHANGES), <, 15 + 3600 / 5 + 1);
  g_ptr_array_set_size (self->mes->rules, 0);
  fake_mes_touch (self->mes, "WO-1");
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_converged (self);
}

/* An answer of another epoch, once: a false alarm, settled by one look at the meta data. */
static void
test_false_alarm (SyncFixture   *self,
                  gconstpointer  data)
{
  FakeRule alarm = { .method = "GET", .path = "/v1/queues/floor/changes", .times = 1,
                     .fault = FAKE_ALTER, .headers = { "stanok-epoch", "e0" } };

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &alarm);
  fake_mes_touch (self->mes, "WO-1");
  sync_fixture_wake (self);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, "GET /v1/meta"), ==, 1);
  g_assert_cmpuint (fake_mes_count (self->mes, SNAPSHOT), ==, 0);
}

static void
test_alarm_for_ever (SyncFixture   *self,
                     gconstpointer  data)
{
  FakeRule alarm = { .method = "GET", .path = "/v1/queues/floor/changes",
                     .fault = FAKE_ALTER, .headers = { "stanok-epoch", "e0" } };

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &alarm);
  sync_fixture_wake (self);
  sync_fixture_run (self, HOUR);
  g_assert_cmpuint (self->mes->seen->len, <, 400);
}

/* ---- a server without a feed (E8) ------------------------------------------------------- */

static void
test_plain (SyncFixture   *self,
            gconstpointer  data)
{
  g_autofree char *id = NULL;

  self->mes->is_plain = TRUE;
  sync_fixture_boot (self);
  sync_fixture_run (self, 2 * SECOND);
  sync_fixture_assert_converged (self);

  fake_mes_forget (self->mes);
  fake_mes_touch (self->mes, "WO-2");
  fake_mes_add (self->mes, "WO-8");
  fake_mes_remove (self->mes, "WO-5", "deleted");
  id = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  sync_fixture_run (self, 30 * SECOND);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_converged (self);
  g_assert_cmpint (get_age_ms (self), <=, 25 * SECOND);
  g_assert_cmpuint (fake_mes_count (self->mes, "GET /v1/queues/"), ==, 0);
}

/* Killed in the middle of a pass: what was kept is not taken for what was built. */
static void
test_plain_killed (SyncFixture   *self,
                   gconstpointer  data)
{
  self->mes->is_plain = TRUE;
  sync_fixture_boot (self);
  sync_fixture_run (self, 2 * SECOND);
  for (int i = 0; i < 40; i++)
    {
      fake_mes_touch (self->mes, "WO-2");
      sync_fixture_run (self, 19900 + g_test_rand_int_range (0, 400));
      sync_fixture_kill (self, FALSE);
      sync_fixture_boot (self);
    }
  sync_fixture_run (self, 30 * SECOND);
  sync_fixture_assert_converged (self);
}

/* Somebody updates the server: from then on by feed. */
static void
test_plain_learns (SyncFixture   *self,
                   gconstpointer  data)
{
  self->mes->is_plain = TRUE;
  sync_fixture_boot (self);
  sync_fixture_run (self, 2 * SECOND);
  self->mes->is_plain = FALSE;
  sync_fixture_run (self, 11 * MINUTE);
  fake_mes_forget (self->mes);
  fake_mes_touch (self->mes, "WO-2");
  sync_fixture_wake (self);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, CHANGES), >, 0);
  g_assert_cmpuint (fake_mes_count (self->mes, "GET /v1/orders"), ==, 0);
}

#define ADD(name, function) \
  g_test_add ("/sync/pull/" name, SyncFixture, NULL, sync_fixture_set_up, function, \
              sync_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("reads-everything-at-first", test_first);
  ADD ("e7-waits-for-change", test_quiet);
  ADD ("d4-applies-changes", test_changes);
  ADD ("validates-after-a-restart", test_restart);
  ADD ("e2-mangled-tags-are-ignored", test_mangled);
  ADD ("e3-304-without-a-body-once-more", test_304_without_body);
  ADD ("e3-304-for-ever-is-no-loop", test_304_for_ever);
  ADD ("d6-differs-snapshot-once-then-report", test_digest);
  ADD ("d6-heals-a-hole", test_hole);
  ADD ("d6-no-alarm-while-pushing", test_digest_while_pushing);
  ADD ("s9-rev-never-falls-in-a-snapshot", test_snapshot_while_pushing);
  ADD ("s8-damaged-cache-begins-anew", test_damaged_cache);
  ADD ("s9-nor-before-its-first-page", test_snapshot_on_its_way);
  ADD ("d8-cursor-expired", test_cursor_expired);
  ADD ("d9-snapshot-expired", test_snapshot_expired);
  ADD ("d9-two-snapshots-are-none", test_mixed_snapshots);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sync/pull/s8-bad-page/%s", pages[i].name);

      g_test_add (path, SyncFixture, GSIZE_TO_POINTER (i), sync_fixture_set_up, test_bad_page,
                  sync_fixture_tear_down);
    }
  ADD ("epoch-false-alarm", test_false_alarm);
  ADD ("epoch-alarm-for-ever-is-no-loop", test_alarm_for_ever);
  ADD ("e8-plain", test_plain);
  ADD ("e8-plain-survives-kills", test_plain_killed);
  ADD ("e8-plain-server-learns-the-feed", test_plain_learns);
  return g_test_run ();
}
