/* test-push.c: walks of commands out to a server that refuses, changes, forgets and restores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync-fixture.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

#define POST "POST /v1/orders/"

/* S2, S4: each command of the list executed once, and in its order. */
static void
assert_executed (SyncFixture *self,
                 char       **ids)
{
  guint last = 0;

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      guint place = 0;

      while (place < self->mes->ledger->len &&
             strcmp (((FakeRow *) self->mes->ledger->pdata[place])->command_id, ids[i]) != 0)
        place++;
      g_assert_cmpuint (place, <, self->mes->ledger->len);
      g_assert_cmpuint (fake_mes_row (self->mes, ids[i])->effects, ==, 1);
      g_assert_cmpuint (place, >=, last);
      last = place;
    }
}

/* ---- the good day ----------------------------------------------------------------------- */

static void
test_accepted (SyncFixture   *self,
               gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *progress = NULL;

  sync_fixture_begin (self);
  claim = sync_fixture_take (self, "WO-1");
  progress = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  g_assert_true (sync_fixture_status (self).pushing);
  g_assert_cmpuint (sync_fixture_status (self).n_unsettled, ==, 2);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_state (self, progress, STANOK_ENTRY_ACCEPTED);
  assert_executed (self, (char *[]) { claim, progress, NULL });
  /* P3: the second went with the tag that the first returned, so nothing had to be repeated. */
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 2);
  sync_fixture_assert_converged (self);
}

/* The sheet asks twice with one id, and the journal hands out the same entry again. */
static void
test_second_tap (SyncFixture   *self,
                 gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  StanokEvent event = { .kind = STANOK_EVENT_RECORDED };

  sync_fixture_begin (self);
  claim = sync_fixture_take (self, "WO-1");
  entry = sync_fixture_entry (self, claim);
  event.entry = entry;
  sync_fixture_event (self, &event);
  g_assert_cmpuint (sync_fixture_status (self).n_unsettled, ==, 1);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 1);
  sync_fixture_assert_converged (self);
}

static void
test_headers (SyncFixture   *self,
              gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *key = NULL;
  g_autofree char *device = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  const StanokHttpRequest *request;

  sync_fixture_begin (self);
  claim = sync_fixture_take (self, "WO-1");
  entry = sync_fixture_entry (self, claim);
  request = sync_fixture_flight (self, STANOK_CHANNEL_COMMAND);
  key = g_strdup_printf ("\"%s\"", claim);
  device = g_strdup_printf ("K-07;inc=%s;seq=1", entry->incarnation);
  g_assert_cmpstr (stanok_http_request_get (request, "Idempotency-Key"), ==, key);
  g_assert_cmpstr (stanok_http_request_get (request, "Stanok-Device"), ==, device);
  g_assert_cmpstr (stanok_http_request_get (request, "If-Match"), ==, "\"e1.r1\"");
  g_assert_cmpstr (stanok_http_request_get (request, "Stanok-Client"), ==, "stanok/0.1.0");
  g_assert_true (g_str_has_prefix (stanok_http_request_get (request, "Stanok-Unsent"),
                                   "1;oldest_ms="));
  g_assert_true (g_str_has_prefix (stanok_http_request_get (request, "Stanok-Clock"),
                                   "offset="));
  g_assert_nonnull (strstr (stanok_http_request_get (request, "Stanok-Clock"),
                            ";quality=measured;age="));
  g_assert_true (g_bytes_equal (request->body, entry->body));
}

/* P2: lanes do not wait for each other's orders, only for the line. */
static void
test_many_lanes (SyncFixture   *self,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  sync_fixture_begin (self);
  for (int i = 0; i < 5; i++)
    for (int k = 1; k <= 7; k++)
      {
        g_autofree char *order = g_strdup_printf ("WO-%d", k);

        g_ptr_array_add (ids, sync_fixture_act (self, STANOK_COMMAND_NOTE, order));
      }
  sync_fixture_run (self, 5 * SECOND);
  for (guint i = 0; i < ids->len; i++)
    sync_fixture_assert_state (self, ids->pdata[i], STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 35);
}

/* ---- rebase ----------------------------------------------------------------------------- */

/* Fault 31: somebody changed the priority meanwhile: no question is asked. */
static void
test_rebase (SyncFixture   *self,
             gconstpointer  data)
{
  g_autofree char *claim = NULL;

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  claim = sync_fixture_take (self, "WO-1");
  fake_mes_order (self->mes, "WO-1")->priority = 9;
  fake_mes_touch (self->mes, "WO-1");
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (self, 2 * MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpint (fake_mes_order (self->mes, "WO-1")->priority, ==, 9);
  sync_fixture_assert_converged (self);
}

/* P4: three times at once, then the next round. */
static void
test_rebase_rounds (SyncFixture   *self,
                    gconstpointer  data)
{
  FakeRule stale = { .method = "POST", .times = 4, .fault = FAKE_SAY, .status = 412 };
  g_autofree char *order = NULL;
  g_autofree char *body = NULL;
  g_autofree char *claim = NULL;

  sync_fixture_begin (self);
  order = stanok_order_to_json (fake_mes_order (self->mes, "WO-1"));
  body = g_strdup_printf ("{\"type\":\"urn:stanok:problem:stale-order\",\"title\":\"Stale\","
                          "\"status\":412,\"order\":%s}", order);
  stale.body = body;
  fake_mes_rule (self->mes, &stale);
  claim = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, 300);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 4);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_PENDING);
  sync_fixture_run (self, 15 * SECOND);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 5);
}

/* A 412 without an order to hold the intent against is no reason to forget it. */
static void
test_rebase_without_order (SyncFixture   *self,
                           gconstpointer  data)
{
  FakeRule stale = { .method = "POST", .times = 1, .fault = FAKE_SAY, .status = 412, .body = "{}" };
  g_autofree char *claim = NULL;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &stale);
  claim = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, 15 * SECOND);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
}

/* ---- lost answers ----------------------------------------------------------------------- */

/* Faults 4 and 18: done, but nobody heard: the ledger answers, whatever the tag says by now. */
static void
test_lost_answers (SyncFixture   *self,
                   gconstpointer  data)
{
  FakeRule lose = { .method = "POST", .times = 3, .fault = FAKE_LOSE_ANSWER };
  g_autofree char *claim = NULL;
  g_autofree char *progress = NULL;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &lose);
  claim = sync_fixture_take (self, "WO-1");
  progress = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_state (self, progress, STANOK_ENTRY_ACCEPTED);
  assert_executed (self, (char *[]) { claim, progress, NULL });
  g_assert_cmpint (fake_mes_order (self->mes, "WO-1")->good, ==, 1);
  sync_fixture_assert_converged (self);
}

static void
test_killed_in_flight (SyncFixture   *self,
                       gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *progress = NULL;

  sync_fixture_begin (self);
  claim = sync_fixture_take (self, "WO-1");
  progress = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  sync_fixture_kill (self, TRUE);
  sync_fixture_boot (self);
  sync_fixture_run (self, MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_state (self, progress, STANOK_ENTRY_ACCEPTED);
  assert_executed (self, (char *[]) { claim, progress, NULL });
}

/* The journal could not write the answer: asked again, and answered out of the ledger. */
static void
test_settle_fails (SyncFixture   *self,
                   gconstpointer  data)
{
  g_autofree char *claim = NULL;

  sync_fixture_begin (self);
  self->settle_fails = 2;
  claim = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, 2 * MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  assert_executed (self, (char *[]) { claim, NULL });
}

static void
test_journal_mute (SyncFixture   *self,
                   gconstpointer  data)
{
  g_autofree char *claim = NULL;

  sync_fixture_begin (self);
  self->is_journal_mute = TRUE;
  claim = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, 20 * SECOND);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 1);
  self->is_journal_mute = FALSE;
  sync_fixture_run (self, MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
}

/* ---- stop, park ------------------------------------------------------------------------- */

static const struct {
  const char       *name;
  guint             status;
  const char       *type;
  StanokStopReason  stop;
} stops[] = {
  { "revoked", 403, "device-revoked", STANOK_STOP_REVOKED },
  { "cloned", 409, "sequence-reused", STANOK_STOP_CLONED },
  { "too-old", 426, "client-too-old", STANOK_STOP_TOO_OLD },
};

/* Faults 26, 50: nothing is pushed, nothing is lost, people are told; a person starts it again. */
static void
test_stop (SyncFixture   *self,
           gconstpointer  data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *body = g_strdup_printf ("{\"type\":\"urn:stanok:problem:%s\",\"title\":\"Stop\","
                                           "\"status\":%u}", stops[i].type, stops[i].status);
  FakeRule stop = { .method = "POST", .times = 1, .fault = FAKE_SAY, .status = stops[i].status,
                    .body = body };
  g_autofree char *claim = NULL;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &stop);
  claim = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, HOUR);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 1);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_PENDING);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_STOPPED);
  g_assert_cmpint (sync_fixture_status (self).stop, ==, stops[i].stop);
  sync_fixture_hint (self, STANOK_EVENT_RETRY_NOW, FALSE);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_ONLINE);
}

/* Revoked on every request: the server's own word lifts it again, without a person here. */
static void
test_revoked_everywhere (SyncFixture   *self,
                         gconstpointer  data)
{
  FakeRule revoked = { .fault = FAKE_SAY, .status = 403, .body =
    "{\"type\":\"urn:stanok:problem:device-revoked\",\"title\":\"Revoked\",\"status\":403}" };
  g_autofree char *note = NULL;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &revoked);
  sync_fixture_run (self, MINUTE);
  g_assert_cmpint (sync_fixture_status (self).stop, ==, STANOK_STOP_REVOKED);
  note = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  sync_fixture_run (self, HOUR);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 0);
  g_assert_cmpuint (self->mes->seen->len, <, 15 + 3660 / 20);
  g_ptr_array_set_size (self->mes->rules, 0);
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, note, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_converged (self);
}

/* Fault 15: one command that cannot be understood parks its lane and no other. */
static void
test_park (SyncFixture   *self,
           gconstpointer  data)
{
  FakeRule bad = { .method = "POST", .path = "/v1/orders/WO-1/", .times = 1, .fault = FAKE_SAY,
                   .status = 400, .body = "{\"type\":\"urn:stanok:problem:invalid-command\","
                   "\"title\":\"No\",\"status\":400,\"detail\":\"unknown type\"}" };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *other = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  StanokSettlement again = { .state = STANOK_ENTRY_PENDING };

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &bad);
  first = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  second = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  other = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-2");
  sync_fixture_run (self, HOUR);
  sync_fixture_assert_state (self, first, STANOK_ENTRY_PARKED);
  sync_fixture_assert_state (self, second, STANOK_ENTRY_PENDING);
  sync_fixture_assert_state (self, other, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (sync_fixture_status (self).n_unsettled, ==, 2);
  entry = sync_fixture_entry (self, first);
  g_assert_cmpstr (entry->reason, ==, "unknown type");

  /* A person lets it go again. */
  again.command_id = first;
  {
    g_autoptr(StanokEntry) freed = stanok_journal_settle (self->journal, &again, NULL);
    StanokEvent event = { .kind = STANOK_EVENT_SETTLED, .entry = freed };

    sync_fixture_event (self, &event);
  }
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, first, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_state (self, second, STANOK_ENTRY_ACCEPTED);
}

/* Fault 14: 500 for ever on one: it waits with back-off and is shown; the others proceed. */
static void
test_one_always_fails (SyncFixture   *self,
                       gconstpointer  data)
{
  FakeRule broken = { .method = "POST", .path = "/v1/orders/WO-1/", .fault = FAKE_SAY,
                      .status = 500, .body = "{}" };
  g_autofree char *bad = NULL;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &broken);
  bad = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *good = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-2");

      sync_fixture_run (self, MINUTE);
      sync_fixture_assert_state (self, good, STANOK_ENTRY_ACCEPTED);
    }
  sync_fixture_assert_state (self, bad, STANOK_ENTRY_PENDING);
  g_assert_cmpuint (sync_fixture_status (self).n_waiting_long, ==, 1);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_ONLINE);
  g_assert_cmpuint (fake_mes_count (self->mes, POST "WO-1/"), <, 15 + 3600 / 20);
  g_assert_cmpuint (fake_mes_count (self->mes, POST "WO-1/"), >, 60);
}

/* ---- photos ----------------------------------------------------------------------------- */

static char *
put_photo (SyncFixture *self)
{
  static const guint8 bytes[] = "a photo";
  char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, sizeof bytes);
  g_autofree char *name = g_strdup_printf ("blob/%s", sha256);

  sync_fixture_put_file (self, name, bytes, sizeof bytes);
  return sha256;
}

static void
test_photo (SyncFixture   *self,
            gconstpointer  data)
{
  g_autofree char *sha256 = put_photo (self);
  StanokArgs args = { .sha256 = sha256, .media_type = (char *) "image/png",
                      .name = (char *) "scratch.png" };
  g_autofree char *attach = NULL;

  sync_fixture_begin (self);
  attach = sync_fixture_act_with (self, STANOK_COMMAND_ATTACH, "WO-1", &args);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, attach, STANOK_ENTRY_ACCEPTED);
  g_assert_true (g_hash_table_contains (self->mes->blobs, sha256));
}

/* The server takes it and lacks it still: no loop. */
static void
test_photo_loop (SyncFixture   *self,
                 gconstpointer  data)
{
  FakeRule lacks = { .method = "POST", .fault = FAKE_SAY, .status = 409, .body =
    "{\"type\":\"urn:stanok:problem:blob-missing\",\"title\":\"Lacks it\",\"status\":409}" };
  g_autofree char *sha256 = put_photo (self);
  StanokArgs args = { .sha256 = sha256, .media_type = (char *) "image/png",
                      .name = (char *) "scratch.png" };
  g_autofree char *attach = NULL;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &lacks);
  attach = sync_fixture_act_with (self, STANOK_COMMAND_ATTACH, "WO-1", &args);
  sync_fixture_run (self, 10 * MINUTE);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), <, 45);
  sync_fixture_assert_state (self, attach, STANOK_ENTRY_PENDING);
}

static void
test_photo_missing (SyncFixture   *self,
                    gconstpointer  data)
{
  StanokArgs args = { .sha256 = (char *) "0123456789abcdef0123456789abcdef"
                      "0123456789abcdef0123456789abcdef", .media_type = (char *) "image/png",
                      .name = (char *) "gone.png" };
  g_autofree char *attach = NULL;
  g_autoptr(StanokEntry) entry = NULL;

  sync_fixture_begin (self);
  attach = sync_fixture_act_with (self, STANOK_COMMAND_ATTACH, "WO-1", &args);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, attach, STANOK_ENTRY_PARKED);
  entry = sync_fixture_entry (self, attach);
  g_assert_true (g_str_has_prefix (entry->reason, "the photo cannot be read from this disk: "));
}

#define ADD(name, function) \
  g_test_add ("/sync/push/" name, SyncFixture, NULL, sync_fixture_set_up, function, \
              sync_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("sc3-is-accepted", test_accepted);
  ADD ("s2-a-second-tap-is-no-second-act", test_second_tap);
  ADD ("says-who-and-when", test_headers);
  ADD ("p2-drains-all-lanes", test_many_lanes);
  ADD ("p4-rebases-without-a-question", test_rebase);
  ADD ("p4-rebases-three-times-then-next-round", test_rebase_rounds);
  ADD ("p4-412-without-an-order-is-tried-again", test_rebase_without_order);
  ADD ("s2-lost-answers-are-replayed", test_lost_answers);
  ADD ("s2-killed-in-flight", test_killed_in_flight);
  ADD ("s20-journal-that-cannot-write", test_settle_fails);
  ADD ("s20-journal-that-does-not-answer", test_journal_mute);
  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sync/push/stops/%s", stops[i].name);

      g_test_add (path, SyncFixture, GSIZE_TO_POINTER (i), sync_fixture_set_up, test_stop,
                  sync_fixture_tear_down);
    }
  ADD ("stops/revoked-everywhere", test_revoked_everywhere);
  ADD ("p5-parks-one-lane", test_park);
  ADD ("p8-one-that-always-fails-holds-up-nobody", test_one_always_fails);
  ADD ("sends-the-photo-first", test_photo);
  ADD ("sends-the-photo-not-in-a-loop", test_photo_loop);
  ADD ("parks-what-lost-its-photo", test_photo_missing);
  return g_test_run ();
}
