/* test-outage.c: no network, the wrong network, a server that asks to be left alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync-fixture.h"
#include "wire/stanok-headers.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

#define POST "POST /v1/orders/"

/* S17: at every moment of the outage. */
static void
assert_budget (SyncFixture *self,
               gint64       since_ms)
{
  gint64 seconds = (self->ports.boot_ms - since_ms) / SECOND;

  g_assert_cmpint (self->mes->seen->len, <=, 15 + seconds / 20);
}

/* ---- nobody there ----------------------------------------------------------------------- */

static const struct {
  const char      *name;
  StanokTransport  transport;
  StanokLink       link;
} outages[] = {
  { "unreachable", STANOK_TRANSPORT_UNREACHABLE, STANOK_LINK_UNREACHABLE },
  { "black-hole", STANOK_TRANSPORT_TIMEOUT, STANOK_LINK_UNREACHABLE },
  { "reset", STANOK_TRANSPORT_RESET, STANOK_LINK_UNREACHABLE },
  { "tls", STANOK_TRANSPORT_TLS, STANOK_LINK_TLS },
  { "no-token", STANOK_TRANSPORT_NO_TOKEN, STANOK_LINK_UNAUTHORISED },
  { "too-large", STANOK_TRANSPORT_TOO_LARGE, STANOK_LINK_NOT_OURS },
};

/* Faults 1, 2: eight hours, forty actions; all works, and drains when it is over. */
static void
test_outage (SyncFixture   *self,
             gconstpointer  data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  gint64 since_ms;

  sync_fixture_begin (self);
  since_ms = self->ports.boot_ms;
  self->down = outages[i].transport;
  for (int k = 0; k < 8 * 60; k++)
    {
      sync_fixture_run (self, MINUTE);
      assert_budget (self, since_ms);
    }
  g_assert_cmpint (self->mes->seen->len, >, 8 * 3600 / 120);
  g_assert_cmpint (sync_fixture_status (self).link, ==, outages[i].link);
  g_assert_cmpint (sync_fixture_status (self).next_try_boot_ms, <=, self->ports.boot_ms + MINUTE);
  for (int k = 0; k < 40; k++)
    {
      g_autofree char *order = g_strdup_printf ("WO-%d", 1 + k % 7);

      g_free (sync_fixture_act (self, STANOK_COMMAND_NOTE, order));
    }
  g_assert_cmpuint (sync_fixture_status (self).n_unsettled, ==, 40);
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (self->mes->ledger->len, ==, 40);
}

/* A server whose bodies nobody can read: said on the screen, nothing accepted, and over with it. */
static void
test_unreadable (SyncFixture   *self,
                 gconstpointer  data)
{
  static const char *const bodies[] = { "[[[[", "{\"epoch\": 7}", "" };
  g_autofree char *command_id = NULL;

  sync_fixture_begin (self);
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    fake_mes_rule (self->mes, &(FakeRule) { .path = "/v1/", .times = 5, .fault = FAKE_SAY,
                                            .status = 200, .body = bodies[i] });
  command_id = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  sync_fixture_run (self, SECOND);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_TROUBLE);
  sync_fixture_assert_state (self, command_id, STANOK_ENTRY_PENDING);
  sync_fixture_run (self, 10 * MINUTE);
  sync_fixture_assert_state (self, command_id, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_ONLINE);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (self->mes->ledger->len, ==, 1);
}

/* The bar: 500 actions at 40 ms there and back in a minute, half of it the spread. */
static void
test_drain (SyncFixture   *self,
            gconstpointer  data)
{
  gint64 start_ms;

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  sync_fixture_run (self, HOUR);
  for (int k = 0; k < 500; k++)
    {
      g_autofree char *order = g_strdup_printf ("WO-%d", 1 + k % 7);

      g_free (sync_fixture_act (self, STANOK_COMMAND_NOTE, order));
    }
  self->down = STANOK_TRANSPORT_OK;
  while (sync_fixture_status (self).link != STANOK_LINK_ONLINE)
    sync_fixture_run (self, 100);
  start_ms = self->ports.boot_ms;
  while (sync_fixture_status (self).n_unsettled > 0)
    sync_fixture_run (self, 100);
  g_assert_cmpint (self->ports.boot_ms - start_ms, <=, 30 * SECOND);
}

/* P1: a new command is tried at once, but not more often than every five seconds. */
static void
test_taps (SyncFixture   *self,
           gconstpointer  data)
{
  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  sync_fixture_run (self, 30 * MINUTE);
  /* An attempt that is under way when it is recorded is the attempt. */
  while (self->flights->len > 0)
    sync_fixture_run (self, 10);
  fake_mes_forget (self->mes);
  g_free (sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1"));
  sync_fixture_run (self, 5 * SECOND);
  g_assert_cmpuint (self->mes->seen->len, >=, 1);
  fake_mes_forget (self->mes);
  for (int i = 0; i < 60; i++)
    {
      g_free (sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1"));
      sync_fixture_run (self, SECOND);
    }
  g_assert_cmpuint (self->mes->seen->len, <=, 16);
}

/* P8: a person may ask, and an impatient one not more often than every five seconds. */
static void
test_retry_now (SyncFixture   *self,
                gconstpointer  data)
{
  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  sync_fixture_run (self, 30 * MINUTE);
  fake_mes_forget (self->mes);
  sync_fixture_hint (self, STANOK_EVENT_RETRY_NOW, FALSE);
  g_assert_cmpuint (self->mes->seen->len, ==, 1);
  sync_fixture_run (self, SECOND / 2);
  for (int i = 0; i < 100; i++)
    {
      sync_fixture_hint (self, STANOK_EVENT_RETRY_NOW, FALSE);
      sync_fixture_run (self, SECOND / 10);
    }
  g_assert_cmpuint (self->mes->seen->len, <=, 6);
}

/* What the machine says of its network is a hint, however often it says it. */
static void
test_hints (SyncFixture   *self,
            gconstpointer  data)
{
  gint64 since_ms;

  sync_fixture_begin (self);
  since_ms = self->ports.boot_ms;
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  for (int i = 0; i < 8 * 720; i++)
    {
      sync_fixture_hint (self, STANOK_EVENT_LINK, i % 2 == 0);
      sync_fixture_run (self, 5 * SECOND);
    }
  assert_budget (self, since_ms);
  sync_fixture_run (self, 3 * MINUTE);
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_hint (self, STANOK_EVENT_LINK, TRUE);
  sync_fixture_run (self, 5 * SECOND);
  sync_fixture_assert_converged (self);
}

/* Fault 19: three seconds up, two down: it goes on. */
static void
test_flapping (SyncFixture   *self,
               gconstpointer  data)
{
  sync_fixture_begin (self);
  for (int i = 0; i < 40; i++)
    g_free (sync_fixture_act (self, STANOK_COMMAND_NOTE, i % 2 == 0 ? "WO-1" : "WO-2"));
  for (int i = 0; i < 120; i++)
    {
      self->down = STANOK_TRANSPORT_RESET;
      sync_fixture_run (self, 2 * SECOND);
      self->down = STANOK_TRANSPORT_OK;
      sync_fixture_run (self, 3 * SECOND);
    }
  g_assert_cmpuint (sync_fixture_status (self).n_unsettled, ==, 0);
  g_assert_cmpuint (self->mes->ledger->len, ==, 40);
}

/* Fault 17: eight seconds there and back, and nothing is sent twice for it. */
static void
test_slow (SyncFixture   *self,
           gconstpointer  data)
{
  sync_fixture_begin (self);
  self->latency_ms = 8 * SECOND;
  for (int i = 0; i < 5; i++)
    g_free (sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1"));
  sync_fixture_run (self, 2 * MINUTE);
  sync_fixture_assert_converged (self);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 5);
}

/* ---- somebody else there ---------------------------------------------------------------- */

static const struct {
  const char *name;
  FakeRule    rule;
} strangers[] = {
  { "html", { .fault = FAKE_SAY, .status = 200, .body = "<html>Welcome to the hotel</html>",
              .headers = { "stanok-epoch", "", "content-type", "text/html" } } },
  { "json", { .fault = FAKE_SAY, .status = 200, .body = "{\"outcome\":\"applied\"}",
              .headers = { "stanok-epoch", "" } } },
  { "redirect", { .fault = FAKE_SAY, .status = 302,
                  .headers = { "stanok-epoch", "", "location", "http://login.hotel/" } } },
  { "not-found", { .fault = FAKE_SAY, .status = 404, .body = "<html>Nothing here</html>",
                   .headers = { "stanok-epoch", "", "content-type", "text/html" } } },
  { "bad-gateway", { .fault = FAKE_SAY, .status = 502, .body = "<html>nginx</html>",
                     .headers = { "stanok-epoch", "", "content-type", "text/html" } } },
};

/* Faults 8, 24; S12: nothing of it is taken for an answer of ours. */
static void
test_stranger (SyncFixture   *self,
               gconstpointer  data)
{
  g_autofree char *id = NULL;
  gint64 since_ms;

  sync_fixture_begin (self);
  since_ms = self->ports.boot_ms;
  fake_mes_rule (self->mes, &strangers[GPOINTER_TO_SIZE (data)].rule);
  id = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  sync_fixture_run (self, HOUR);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_PENDING);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_NOT_OURS);
  assert_budget (self, since_ms);
  g_ptr_array_set_size (self->mes->rules, 0);
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_converged (self);
}

/* ---- a server that asks to be left alone ------------------------------------------------ */

static const struct {
  const char *name;
  const char *text;       /* NULL: two minutes from now, as a date */
  gint64      least_ms;
  gint64      most_ms;
} retry_afters[] = {
  { "seconds", "120", 2 * MINUTE, 2 * MINUTE },
  { "date", NULL, 2 * MINUTE - SECOND, 2 * MINUTE },
  { "nonsense", "when it suits you", 0, 30 * SECOND },
  { "a-year", "31536000", 15 * MINUTE, 15 * MINUTE },
};

/* Fault 12: respected to the second, for everything; capped at a quarter of an hour. */
static void
test_retry_after (SyncFixture   *self,
                  gconstpointer  data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *date = NULL;
  g_autofree char *id = NULL;
  FakeRule later = { .method = "POST", .times = 1, .fault = FAKE_SAY, .status = 503,
                     .body = "{\"type\":\"urn:stanok:problem:maintenance\",\"title\":\"Later\","
                     "\"status\":503}" };

  sync_fixture_begin (self);
  date = stanok_http_date_format (self->ports.wall_ms + 40 + 2 * MINUTE);
  later.headers[0] = "retry-after";
  later.headers[1] = retry_afters[i].text != NULL ? retry_afters[i].text : date;
  fake_mes_rule (self->mes, &later);
  id = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  sync_fixture_run (self, 50);
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_TROUBLE);
  fake_mes_forget (self->mes);
  /* Neither a person nor the machine's hints undercut it. */
  sync_fixture_hint (self, STANOK_EVENT_LINK, TRUE);
  if (retry_afters[i].least_ms > SECOND)
    {
      sync_fixture_hint (self, STANOK_EVENT_RETRY_NOW, FALSE);
      sync_fixture_run (self, retry_afters[i].least_ms - SECOND);
      g_assert_cmpuint (self->mes->seen->len, ==, 0);
    }
  sync_fixture_run (self, retry_afters[i].most_ms - retry_afters[i].least_ms + 2 * SECOND + MINUTE);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
}

/* Fault 13: for one device; the same. */
static void
test_too_many (SyncFixture   *self,
               gconstpointer  data)
{
  FakeRule many = { .method = "POST", .times = 1, .fault = FAKE_SAY, .status = 429, .body =
    "{\"type\":\"urn:stanok:problem:rate-limited\",\"title\":\"Slowly\",\"status\":429,"
    "\"retry_after_ms\":60000}", .headers = { "content-type", "application/problem+json" } };
  g_autofree char *id = NULL;

  sync_fixture_begin (self);
  fake_mes_rule (self->mes, &many);
  id = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  sync_fixture_run (self, 59 * SECOND);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 1);
  sync_fixture_run (self, 15 * SECOND);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
}

/* Fault 25: the token has expired: renew, keep, never ask anybody to throw anything away. */
static void
test_unauthorised (SyncFixture   *self,
                   gconstpointer  data)
{
  FakeRule no = { .fault = FAKE_SAY, .status = 401, .body =
    "{\"type\":\"urn:stanok:problem:token-expired\",\"title\":\"Expired\",\"status\":401}" };
  g_autofree char *id = NULL;
  gint64 since_ms;

  sync_fixture_begin (self);
  since_ms = self->ports.boot_ms;
  fake_mes_rule (self->mes, &no);
  id = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  sync_fixture_run (self, HOUR);
  g_assert_true (sync_fixture_was_told (self, "renew"));
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_UNAUTHORISED);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_PENDING);
  assert_budget (self, since_ms);
  g_ptr_array_set_size (self->mes->rules, 0);
  sync_fixture_hint (self, STANOK_EVENT_RETRY_NOW, FALSE);
  sync_fixture_run (self, 2 * SECOND);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
}

/* Everything fails inside the server: that is an outage, too, whatever it calls itself. */
static void
test_broken_server (SyncFixture   *self,
                    gconstpointer  data)
{
  FakeRule broken = { .fault = FAKE_SAY, .status = 500, .body = "{}" };
  gint64 since_ms;

  sync_fixture_begin (self);
  since_ms = self->ports.boot_ms;
  for (int i = 1; i <= 7; i++)
    {
      g_autofree char *order = g_strdup_printf ("WO-%d", i);

      g_free (sync_fixture_act (self, STANOK_COMMAND_NOTE, order));
      if (i == 1)
        fake_mes_rule (self->mes, &broken);
    }
  for (int k = 0; k < 8 * 60; k++)
    {
      sync_fixture_run (self, MINUTE);
      assert_budget (self, since_ms);
    }
  g_assert_cmpint (sync_fixture_status (self).link, ==, STANOK_LINK_TROUBLE);
  g_ptr_array_set_size (self->mes->rules, 0);
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_converged (self);
}

/* ---- time ------------------------------------------------------------------------------- */

/* Fault 49: ten hours of sleep: the age is right at once, and so are the data soon after. */
static void
test_sleep (SyncFixture   *self,
            gconstpointer  data)
{
  StanokSyncStatus status;

  sync_fixture_begin (self);
  fake_mes_touch (self->mes, "WO-1");
  self->is_net_mute = TRUE;
  sync_fixture_sleep (self, 10 * HOUR);
  status = sync_fixture_status (self);
  g_assert_cmpint (stanok_sync_status_get_freshness (&status, self->ports.boot_ms), ==,
                   STANOK_STALE);
  sync_fixture_run (self, 10);
  self->is_net_mute = FALSE;
  sync_fixture_run (self, SECOND);
  status = sync_fixture_status (self);
  g_assert_cmpint (stanok_sync_status_get_freshness (&status, self->ports.boot_ms), ==,
                   STANOK_FRESH);
  sync_fixture_assert_converged (self);
}

/* A driver that forgets its requests is no excuse (S20). */
static void
test_mute_driver (SyncFixture   *self,
                  gconstpointer  data)
{
  g_autofree char *id = NULL;

  sync_fixture_begin (self);
  self->is_net_mute = TRUE;
  id = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  sync_fixture_run (self, 10 * MINUTE);
  g_assert_cmpuint (self->mes->seen->len, >=, 4);
  self->is_net_mute = FALSE;
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, id, STANOK_ENTRY_ACCEPTED);
}

/* U1: an answer that was eight seconds on its way tells how things were eight seconds ago. */
static void
test_old_answer (SyncFixture   *self,
                 gconstpointer  data)
{
  gint64 validated_ms, written_ms = 0;

  sync_fixture_begin (self);
  self->way_back_ms = 8 * SECOND;
  sync_fixture_run (self, 2 * MINUTE);
  for (int i = 0; i < 600; i++)
    {
      validated_ms = sync_fixture_status (self).validated_boot_ms;
      sync_fixture_run (self, SECOND / 5);
      /* It is of the last answer that has arrived, so never younger than the last one written. */
      if (sync_fixture_status (self).validated_boot_ms != validated_ms)
        g_assert_cmpint (sync_fixture_status (self).validated_boot_ms, <=, written_ms + SECOND);
      written_ms = self->written_ms;
    }
  g_assert_cmpint (written_ms, >, 0);
}

/* Fault 48: the age goes by boot-time; after a restart of the machine nobody knows it. */
static void
test_reboot (SyncFixture   *self,
             gconstpointer  data)
{
  StanokSyncStatus status;

  sync_fixture_begin (self);
  self->ports.wall_ms += 24 * HOUR;
  sync_fixture_run (self, MINUTE);
  status = sync_fixture_status (self);
  g_assert_cmpint (stanok_sync_status_get_freshness (&status, self->ports.boot_ms), ==,
                   STANOK_FRESH);
  g_assert_cmpint (ABS (status.clock_offset_ms), <, 25 * HOUR);
  g_assert_true (sync_fixture_was_told (self, "log the wall clock jumped by"));
  sync_fixture_kill (self, FALSE);
  stanok_fake_ports_reboot (&self->ports);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  sync_fixture_boot (self);
  sync_fixture_run (self, MINUTE);
  status = sync_fixture_status (self);
  g_assert_cmpint (stanok_sync_status_get_freshness (&status, self->ports.boot_ms), ==,
                   STANOK_AGE_UNKNOWN);
  g_assert_cmpint (status.validated_wall_ms, >, 0);
}

#define ADD(name, function) \
  g_test_add ("/sync/outage/" name, SyncFixture, NULL, sync_fixture_set_up, function, \
              sync_fixture_tear_down)

#define ADD_ALL(prefix, table, function) \
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) \
    { \
      g_autofree char *path = g_strdup_printf ("/sync/outage/" prefix "/%s", table[i].name); \
      g_test_add (path, SyncFixture, GSIZE_TO_POINTER (i), sync_fixture_set_up, function, \
                  sync_fixture_tear_down); \
    }

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD_ALL ("s17", outages, test_outage);
  ADD ("drains-500-in-time", test_drain);
  ADD ("s12-unreadable-bodies", test_unreadable);
  ADD ("p1-taps-are-tried-at-once", test_taps);
  ADD ("p8-a-person-may-ask", test_retry_now);
  ADD ("s17-hints-are-hints", test_hints);
  ADD ("l1-flapping-link", test_flapping);
  ADD ("s2-slow-link", test_slow);
  ADD_ALL ("s12-stranger", strangers, test_stranger);
  ADD_ALL ("p7-retry-after", retry_afters, test_retry_after);
  ADD ("p8-too-many-requests", test_too_many);
  ADD ("p5-renews-its-token", test_unauthorised);
  ADD ("s17-broken-server", test_broken_server);
  ADD ("s20-sleep", test_sleep);
  ADD ("s20-mute-driver", test_mute_driver);
  ADD ("u1-answers-that-were-long-on-their-way", test_old_answer);
  ADD ("u1-age-over-jumps-and-restarts", test_reboot);
  return g_test_run ();
}
