/* test-mes-command.c: commands are evaluated in order, carried out once, never forgotten
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes-fixture.h"

#define make(fixture, type, order_id) \
  fixture_make_command (fixture, STANOK_COMMAND_##type, order_id)

/* ---- the order of evaluation (2.6) ---------------------------------------------------------- */

static void
test_who_before_syntax (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(StanokCommand) command = make (fixture, START, "WO-1");
  g_autoptr(StanokMesResponse) nobody = SEND (fixture, command, .token = "nobody", .body = "{");
  g_autoptr(StanokMesResponse) revoked = NULL;

  assert_problem (nobody, STANOK_PROBLEM_UNAUTHENTICATED);
  g_assert_cmpstr (stanok_mes_response_get (nobody, "www-authenticate"), ==, "Bearer");
  stanok_mes_revoke_device (fixture->mes, "K-01", NULL);
  revoked = SEND (fixture, command, .body = "{");
  assert_problem (revoked, STANOK_PROBLEM_DEVICE_REVOKED);
}

static void
test_syntax_before_ledger (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(StanokCommand) command = make (fixture, START, "WO-1");
  g_autoptr(StanokMesResponse) first = SEND (fixture, command, .seq = 1);
  g_autoptr(StanokMesResponse) again = SEND (fixture, command, .seq = 1, .body = "{");

  assert_reply (first, STANOK_OUTCOME_APPLIED);
  assert_problem (again, STANOK_PROBLEM_INVALID_COMMAND);
}

/* S10: the tag has moved, the place is taken by itself, and still the stored outcome comes. */
static void
test_ledger_before_the_rest (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr(StanokCommand) claim = make (fixture, CLAIM, "WO-1");
  g_autoptr(StanokCommand) other = make (fixture, NOTE, "WO-1");
  g_autofree char *tag = fixture_etag (fixture, "WO-1");
  g_autoptr(StanokMesResponse) first = SEND (fixture, claim, .seq = 1, .if_match = tag);
  g_autoptr(StanokMesResponse) again = SEND (fixture, claim, .seq = 1, .if_match = tag);
  g_autoptr(StanokMesResponse) noted = SEND (fixture, other, .seq = 2);
  g_autoptr(StanokMesResponse) elsewhere = SEND (fixture, claim, .seq = 2, .if_match = "");
  g_autofree char *body = fixture_body (first), *replayed = fixture_body (again);

  assert_reply (first, STANOK_OUTCOME_APPLIED);
  g_assert_null (stanok_mes_response_get (first, "idempotency-replayed"));
  assert_reply (again, STANOK_OUTCOME_APPLIED);
  g_assert_cmpstr (stanok_mes_response_get (again, "idempotency-replayed"), ==, "true");
  g_assert_cmpstr (replayed, ==, body);
  assert_reply (noted, STANOK_OUTCOME_APPLIED);
  assert_reply (elsewhere, STANOK_OUTCOME_APPLIED);
  g_assert_cmpint (stanok_mes_count_effects (fixture->mes, claim->command_id), ==, 1);
}

static void
test_sequence_before_condition (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr(StanokCommand) note = make (fixture, NOTE, "WO-1");
  g_autoptr(StanokCommand) claim = make (fixture, CLAIM, "WO-1");
  g_autoptr(StanokMesResponse) first = SEND (fixture, note, .seq = 1);
  g_autoptr(StanokMesResponse) second = SEND (fixture, claim, .seq = 1, .if_match = "\"old\"");

  assert_reply (first, STANOK_OUTCOME_APPLIED);
  assert_problem (second, STANOK_PROBLEM_SEQUENCE_REUSED);
}

static void
test_unknown_before_condition (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(StanokCommand) claim = make (fixture, CLAIM, "WO-404");
  g_autoptr(StanokMesResponse) response = SEND (fixture, claim, .if_match = "");

  assert_problem (response, STANOK_PROBLEM_UNKNOWN_ORDER);
}

static void
test_condition_before_lifecycle (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr(StanokCommand) hold = make (fixture, HOLD, "WO-1");
  g_autoptr(StanokMesResponse) without = SEND (fixture, hold, .seq = 1, .if_match = "");
  g_autoptr(StanokMesResponse) stale = SEND (fixture, hold, .seq = 1, .if_match = "\"e0.r1\"");
  g_autoptr(StanokMesResponse) weak = NULL;
  g_autoptr(StanokMesResponse) true_tag = SEND (fixture, hold, .seq = 1);
  g_autoptr(StanokProblem) problem = fixture_decode (stale, &STANOK_RECORD_PROBLEM);
  g_autofree char *tag = fixture_etag (fixture, "WO-1");
  g_autofree char *weak_tag = g_strconcat ("W/", tag, NULL);
  g_autoptr(StanokCommand) other = make (fixture, HOLD, "WO-1");

  assert_problem (without, STANOK_PROBLEM_IF_MATCH_REQUIRED);
  assert_problem (stale, STANOK_PROBLEM_STALE_ORDER);
  g_assert_cmpstr (problem->order->etag, ==, tag);
  g_assert_cmpstr (problem->command_id, ==, hold->command_id);
  /* Neither was stored: the same id and place serve again. */
  assert_problem (true_tag, STANOK_PROBLEM_NOT_PERMITTED);
  weak = SEND (fixture, other, .seq = 2, .if_match = weak_tag);
  assert_problem (weak, STANOK_PROBLEM_STALE_ORDER);
}

/* ---- 2: syntax ------------------------------------------------------------------------------ */

static void
test_syntax (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokCommand) start = make (fixture, START, "WO-1");
  g_autoptr(StanokCommand) progress = make (fixture, PROGRESS, "WO-1");
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autofree char *json = stanok_command_to_json (start), *negative = NULL;
  g_autoptr(GString) unknown = g_string_new (json);
  const char *bodies[] = { "", "null", "[]", "{}", deep, "{\"a\":1,\"a\":1}", NULL, NULL };

  g_string_replace (unknown, "\"start\"", "\"dance\"", 0);
  bodies[6] = unknown->str;
  progress->args.good = -1;
  bodies[7] = negative = stanok_command_to_json (progress);
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(StanokMesResponse) response = SEND (fixture, start, .body = bodies[i], .seq = 1);

      assert_problem (response, STANOK_PROBLEM_INVALID_COMMAND);
    }
  g_assert_cmpint (stanok_mes_count_effects (fixture->mes, start->command_id), ==, 0);
}

static void
test_syntax_of_headers (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(StanokCommand) start = make (fixture, START, "WO-1");
  static const struct {
    Send              send;
    StanokProblemType problem;
  } cases[] = {
    { { .key = "" }, STANOK_PROBLEM_INVALID_COMMAND },
    { { .key = "019aa0c2-0000-7000-8000-000000000001" }, STANOK_PROBLEM_INVALID_COMMAND },
    { { .key = "\"019aa0c2-0000-7000-8000-00000000ffff\"" }, STANOK_PROBLEM_INVALID_COMMAND },
    { { .incarnation = "x" }, STANOK_PROBLEM_INVALID_COMMAND },
    { { .seq = -1 }, STANOK_PROBLEM_INVALID_COMMAND },
    { { .device = "" }, STANOK_PROBLEM_INVALID_COMMAND },
    { { .device = "K-02" }, STANOK_PROBLEM_NOT_PERMITTED },
    { { .order_id = "WO-2" }, STANOK_PROBLEM_INVALID_COMMAND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(StanokMesResponse) response = fixture_send (fixture, start, &cases[i].send);

      assert_problem (response, cases[i].problem);
    }
}

static void
test_size_and_type (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char path[] = "/v1/orders/WO-1/commands";
  g_autofree char *large = g_strnfill (64 * 1024 + 1, ' ');
  g_autoptr(StanokMesResponse) too_large = ASK (fixture, .method = "POST", .path = path,
                                                .headers = { "content-type", "application/json" },
                                                .body = large);
  g_autoptr(StanokMesResponse) unread = ASK (fixture, .method = "POST", .path = path,
                                             .headers = { "content-type", "application/json" },
                                             .is_too_large = TRUE);
  g_autoptr(StanokMesResponse) chunked = ASK (fixture, .method = "POST", .path = path,
                                              .headers = { "content-type", "application/json",
                                                           "transfer-encoding", "chunked" });
  g_autoptr(StanokMesResponse) form = ASK (fixture, .method = "POST", .path = path, .body = "a=b",
                                           .headers = { "content-type", "text/plain" });
  g_autoptr(StanokMesResponse) typeless = ASK (fixture, .method = "POST", .path = path,
                                               .body = "{}");
  g_autoptr(StanokMesResponse) stranger = ASK (fixture, .method = "POST", .path = path,
                                               .token = "", .is_too_large = TRUE);

  assert_problem (too_large, STANOK_PROBLEM_TOO_LARGE);
  assert_problem (unread, STANOK_PROBLEM_TOO_LARGE);
  assert_problem (chunked, STANOK_PROBLEM_LENGTH_REQUIRED);
  assert_problem (form, STANOK_PROBLEM_UNSUPPORTED_MEDIA_TYPE);
  assert_problem (typeless, STANOK_PROBLEM_UNSUPPORTED_MEDIA_TYPE);
  assert_problem (stranger, STANOK_PROBLEM_UNAUTHENTICATED);
}

static void
test_versions (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct {
    const char *client;
    gboolean    is_served;
  } cases[] = {
    { NULL, FALSE }, { "stanok", FALSE }, { "stanok/0.9", FALSE }, { "stanok/1.9", FALSE },
    { "stanok/1.10", TRUE }, { "stanok/1.10.1", TRUE }, { "stanok/2", TRUE }, { "stanok/x", FALSE },
  };

  fixture->config.min_client = "1.10";
  fixture_restart (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(StanokMesResponse) response = ASK (fixture, .path = "/v1/meta",
                                                   .headers = { "stanok-client", cases[i].client });

      if (cases[i].is_served)
        g_assert_cmpuint (response->status, ==, 200);
      else
        assert_problem (response, STANOK_PROBLEM_CLIENT_TOO_OLD);
    }
}

/* ---- 3: the ledger -------------------------------------------------------------------------- */

static void
test_other_bytes (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(StanokCommand) progress = make (fixture, PROGRESS, "WO-1");
  g_autoptr(StanokMesResponse) first = SEND (fixture, progress, .seq = 1);
  g_autoptr(StanokMesResponse) other = NULL, elsewhere = NULL;

  assert_reply (first, STANOK_OUTCOME_APPLIED);
  progress->args.good = 3;
  other = SEND (fixture, progress, .seq = 1);
  assert_problem (other, STANOK_PROBLEM_IDEMPOTENCY_MISMATCH);
  progress->args.good = 0;
  elsewhere = SEND (fixture, progress, .seq = 1, .token = fixture->other_token, .device = "K-02");
  assert_problem (elsewhere, STANOK_PROBLEM_SEQUENCE_REUSED);
}

static void
test_refusal_is_stored (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(StanokCommand) theirs = make (fixture, CLAIM, "WO-1");
  g_autoptr(StanokCommand) mine = make (fixture, CLAIM, "WO-1");
  g_autoptr(StanokCommand) release = make (fixture, RELEASE, "WO-1");
  g_autoptr(StanokMesResponse) taken = NULL, refused = NULL, freed = NULL, again = NULL;
  g_autoptr(StanokProblem) problem = NULL;

  g_free (theirs->operator_id);
  theirs->operator_id = g_strdup ("op-2");
  g_free (release->operator_id);
  release->operator_id = g_strdup ("op-2");
  taken = SEND (fixture, theirs);
  refused = SEND (fixture, mine, .seq = 50);
  assert_problem (refused, STANOK_PROBLEM_ALREADY_CLAIMED);
  problem = fixture_decode (refused, &STANOK_RECORD_PROBLEM);
  g_assert_cmpstr (problem->by, ==, "op-2");
  g_assert_cmpint (problem->since_ms, ==, fixture->now_ms);
  g_assert_cmpstr (problem->order->holder_operator, ==, "op-2");
  freed = SEND (fixture, release);
  assert_reply (freed, STANOK_OUTCOME_APPLIED);
  /* It would succeed now, but that was not the question. */
  again = SEND (fixture, mine, .seq = 50);
  assert_problem (again, STANOK_PROBLEM_ALREADY_CLAIMED);
  g_clear_pointer (&problem, stanok_problem_free);
  problem = fixture_decode (again, &STANOK_RECORD_PROBLEM);
  g_assert_cmpstr (problem->by, ==, "op-2");
  g_assert_null (problem->order->holder_operator);
}

static void
test_ledger_survives (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(StanokCommand) progress = make (fixture, PROGRESS, "WO-1");
  g_autoptr(StanokMesResponse) first = NULL, again = NULL;
  g_autoptr(StanokReply) before = NULL, after = NULL;

  progress->args.good = 4;
  first = SEND (fixture, progress, .seq = 1);
  fixture_restart (fixture);
  again = SEND (fixture, progress, .seq = 1);
  before = fixture_decode (first, &STANOK_RECORD_REPLY);
  after = fixture_decode (again, &STANOK_RECORD_REPLY);
  g_assert_cmpint (after->order->good, ==, 4);
  g_assert_cmpint (after->feed_seq, ==, before->feed_seq);
  g_assert_cmpint (stanok_mes_count_effects (fixture->mes, progress->command_id), ==, 1);
}

static void
assert_ranges (Fixture    *fixture,
               const char *incarnation,
               const char *expected)
{
  g_autofree char *path = g_strconcat ("/v1/devices/self/ledger?incarnation=", incarnation, NULL);
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);
  g_autofree char *body = fixture_body (response);
  g_autofree char *wanted = g_strdup_printf ("{\"epoch\":\"%s\",\"have\":%s}",
                                             stanok_mes_get_epoch (fixture->mes), expected);

  g_assert_cmpstr (body, ==, wanted);
}

static void
test_ranges (Fixture       *fixture,
             gconstpointer  data)
{
  static const char other[] = "ffffffffffffffffffffffffffffffff";
  static const gint64 places[] = { 3, 1, 2, 7, 9, 8, 20 };
  g_autoptr(StanokCommand) last = NULL;
  g_autoptr(StanokMesResponse) nothing = ASK (fixture, .path = "/v1/devices/self/ledger");
  g_autoptr(StanokMesResponse) moved = NULL;

  assert_problem (nothing, STANOK_PROBLEM_BAD_REQUEST);
  assert_ranges (fixture, FIXTURE_INCARNATION, "[]");
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(StanokMesResponse) response = NULL;

      g_clear_pointer (&last, stanok_command_free);
      last = make (fixture, NOTE, "WO-1");
      response = SEND (fixture, last, .seq = places[i]);
      g_assert_cmpuint (response->status, ==, 200);
    }
  assert_ranges (fixture, FIXTURE_INCARNATION, "[[1,3],[7,9],[20,20]]");
  assert_ranges (fixture, other, "[]");
  /* After a reincarnation the same command counts at its new place too. */
  moved = SEND (fixture, last, .incarnation = other, .seq = 5);
  assert_reply (moved, STANOK_OUTCOME_APPLIED);
  assert_ranges (fixture, other, "[[5,5]]");
}

static void
test_command_status (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(StanokCommand) complete = make (fixture, COMPLETE, "WO-1");
  g_autofree char *path = g_strconcat ("/v1/commands/", complete->command_id, NULL);
  g_autoptr(StanokMesResponse) before = ASK (fixture, .path = path);
  g_autoptr(StanokMesResponse) sent = NULL, mine = NULL, theirs = NULL;
  g_autoptr(StanokCommandStatus) status = NULL;

  assert_problem (before, STANOK_PROBLEM_NOT_FOUND);
  complete->args.good = 1;
  sent = SEND (fixture, complete);
  mine = ASK (fixture, .path = path);
  theirs = ASK (fixture, .path = path, .token = fixture->other_token);
  assert_problem (theirs, STANOK_PROBLEM_NOT_FOUND);
  status = fixture_decode (mine, &STANOK_RECORD_COMMAND_STATUS);
  g_assert_cmpstr (status->command_id, ==, complete->command_id);
  g_assert_cmpint (status->status, ==, 200);
  g_assert_cmpint (status->outcome, ==, STANOK_OUTCOME_RECORDED);
  g_assert_cmpint (status->exception, ==, STANOK_EXCEPTION_SHORT_QUANTITY);
  g_assert_cmpstr (status->order_id, ==, "WO-1");
  g_assert_cmpint (status->feed_seq, ==, stanok_mes_get_head (fixture->mes));
  g_assert_cmpstr (stanok_mes_response_get (mine, "cache-control"), ==, "no-store");
}

/* ---- 6, 7: outcomes ------------------------------------------------------------------------- */

static void
test_facts_on_unknown_orders (Fixture       *fixture,
                              gconstpointer  data)
{
  static const StanokCommandType facts[] = {
    STANOK_COMMAND_START, STANOK_COMMAND_PAUSE, STANOK_COMMAND_RESUME, STANOK_COMMAND_PROGRESS,
    STANOK_COMMAND_COMPLETE, STANOK_COMMAND_PACK, STANOK_COMMAND_SHIP, STANOK_COMMAND_HELP,
    STANOK_COMMAND_HELP_ACK, STANOK_COMMAND_NOTE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr(StanokCommand) command = fixture_make_command (fixture, facts[i], "WO-404");
      g_autoptr(StanokMesResponse) response = SEND (fixture, command);
      g_autoptr(StanokReply) reply = fixture_decode (response, &STANOK_RECORD_REPLY);

      g_assert_cmpint (reply->outcome, ==, STANOK_OUTCOME_RECORDED);
      g_assert_cmpint (reply->exception, ==, STANOK_EXCEPTION_UNKNOWN_ORDER);
      g_assert_null (reply->order);
      g_assert_cmpint (reply->feed_seq, ==, 0);
    }
}

static void
test_actors (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const strangers[] = { "op-404", "op-gone", "op-off" };

  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autoptr(StanokCommand) fact = make (fixture, START, "WO-1");
      g_autoptr(StanokCommand) intent = make (fixture, CLAIM, "WO-1");
      g_autoptr(StanokMesResponse) recorded = NULL, refused = NULL;
      g_autoptr(StanokReply) reply = NULL;

      g_free (fact->operator_id);
      fact->operator_id = g_strdup (strangers[i]);
      g_free (intent->operator_id);
      intent->operator_id = g_strdup (strangers[i]);
      recorded = SEND (fixture, fact);
      reply = fixture_decode (recorded, &STANOK_RECORD_REPLY);
      g_assert_cmpint (reply->exception, ==, STANOK_EXCEPTION_ACTOR_REVOKED);
      g_assert_cmpint (reply->order->state, ==, STANOK_STATE_MANUFACTURING_APPROVED);
      g_assert_cmpint (reply->order->exceptions->len, ==, i + 1);
      refused = SEND (fixture, intent);
      assert_problem (refused, STANOK_PROBLEM_NOT_PERMITTED);
    }
}

/* What was done before the revocation counts, however late it arrives. */
static void
test_revoked_later (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(StanokCommand) fact = make (fixture, START, "WO-1");
  g_autoptr(StanokMesResponse) response = NULL;

  g_free (fact->operator_id);
  fact->operator_id = g_strdup ("op-gone");
  fact->wall_ms = FIXTURE_NOW_MS - 5000;
  response = SEND (fixture, fact);
  assert_reply (response, STANOK_OUTCOME_APPLIED);
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  for (int i = 1; i <= 6; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-b%d", i);
      g_autoptr(StanokCommand) claim = fixture_make_command (fixture, STANOK_COMMAND_CLAIM, id);
      g_autoptr(StanokMesResponse) response = NULL;

      fixture_add_order (fixture, id, STANOK_STATE_MANUFACTURING_APPROVED);
      response = SEND (fixture, claim);
      if (i <= 5)
        assert_reply (response, STANOK_OUTCOME_APPLIED);
      else
        assert_problem (response, STANOK_PROBLEM_OPERATOR_BUSY);
    }
}

static void
test_blob_missing (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(StanokCommand) attach = make (fixture, ATTACH, "WO-1");
  g_autoptr(GBytes) photo = g_bytes_new_static ("photo", 5);
  g_autoptr(StanokMesResponse) without = SEND (fixture, attach, .seq = 1);
  g_autoptr(StanokMesResponse) with = NULL;

  assert_problem (without, STANOK_PROBLEM_BLOB_MISSING);
  g_free (attach->args.sha256);
  attach->args.sha256 = stanok_objects_put (fixture->objects, NULL, photo, NULL, NULL);
  with = SEND (fixture, attach, .seq = 1);
  assert_reply (with, STANOK_OUTCOME_APPLIED);
}

/* A note is history; the order's representation, its tag and the feed stay as they are. */
static void
test_note_keeps_tag (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(StanokCommand) note = make (fixture, NOTE, "WO-1");
  g_autofree char *before = fixture_etag (fixture, "WO-1"), *after = NULL;
  gint64 head = stanok_mes_get_head (fixture->mes);
  g_autoptr(StanokMesResponse) response = SEND (fixture, note);
  g_autoptr(StanokReply) reply = fixture_decode (response, &STANOK_RECORD_REPLY);

  after = fixture_etag (fixture, "WO-1");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (reply->feed_seq, ==, 0);
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
}

static void
test_supervisors_intents (Fixture       *fixture,
                          gconstpointer  data)
{
  static const StanokCommandType types[] = {
    STANOK_COMMAND_HOLD, STANOK_COMMAND_UNHOLD, STANOK_COMMAND_PRIORITISE, STANOK_COMMAND_REASSIGN,
    STANOK_COMMAND_REOPEN, STANOK_COMMAND_RESOLVE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(StanokCommand) command = fixture_make_command (fixture, types[i], "WO-1");
      g_autoptr(StanokMesResponse) response = NULL;

      /* A device's word that a supervisor stands there is not enough. */
      g_free (command->operator_id);
      command->operator_id = g_strdup ("op-3");
      response = SEND (fixture, command);
      assert_problem (response, STANOK_PROBLEM_NOT_PERMITTED);
    }
}

/* T4: into (previous settled time of the lane, receive time]. */
static void
test_times (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct {
    gint64      wall_ms;
    const char *clock;
    gint64      at_ms;
  } cases[] = {
    { FIXTURE_NOW_MS - 9000, NULL, FIXTURE_NOW_MS - 9000 },
    { FIXTURE_NOW_MS - 9500, NULL, FIXTURE_NOW_MS - 8999 },
    { FIXTURE_NOW_MS - 9500, "offset=1500;quality=measured;age=3", FIXTURE_NOW_MS - 8000 },
    { FIXTURE_NOW_MS - 9500, "nonsense", FIXTURE_NOW_MS - 7999 },
    { FIXTURE_NOW_MS + 60000, NULL, FIXTURE_NOW_MS },
    { 1000, "offset=9223372036854775807;quality=measured;age=3", FIXTURE_NOW_MS },
    { 1000, "offset=-9223372036854775808;quality=unknown;age=3", FIXTURE_NOW_MS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(StanokCommand) note = make (fixture, NOTE, "WO-1");
      g_autoptr(StanokMesResponse) sent = NULL, asked = NULL;
      const StanokHistoryRow *row;
      StanokHistory *history;

      note->wall_ms = cases[i].wall_ms;
      sent = SEND (fixture, note, .clock = cases[i].clock);
      assert_reply (sent, STANOK_OUTCOME_APPLIED);
      asked = ASK (fixture, .path = "/v1/orders/WO-1/history");
      history = fixture_decode (asked, &STANOK_RECORD_HISTORY);
      row = history->items->pdata[history->items->len - 1];
      g_assert_cmpint (row->at_ms, ==, cases[i].at_ms);
      g_assert_cmpint (row->received_ms, ==, FIXTURE_NOW_MS);
      stanok_reference_free (history);
    }
}

static void
test_revert (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokCommand) complete = make (fixture, COMPLETE, "WO-1");
  g_autoptr(StanokCommand) revert = make (fixture, REVERT, "WO-1");
  g_autoptr(StanokCommand) again = make (fixture, REVERT, "WO-1");
  g_autoptr(StanokCommand) claim = make (fixture, CLAIM, "WO-1");
  g_autoptr(StanokMesResponse) claimed = NULL, completed = NULL, reverted = NULL, already = NULL;
  g_autoptr(StanokReply) reply = NULL;

  claim->args.start = TRUE;
  claimed = SEND (fixture, claim);
  complete->args.good = 10;
  completed = SEND (fixture, complete);
  assert_reply (completed, STANOK_OUTCOME_APPLIED);
  g_free (revert->args.command_id);
  revert->args.command_id = g_strdup (complete->command_id);
  g_free (again->args.command_id);
  again->args.command_id = g_strdup (complete->command_id);
  reverted = SEND (fixture, revert);
  reply = fixture_decode (reverted, &STANOK_RECORD_REPLY);
  g_assert_cmpint (reply->outcome, ==, STANOK_OUTCOME_APPLIED);
  g_assert_cmpint (reply->order->state, ==, STANOK_STATE_MANUFACTURING_STARTED);
  g_assert_cmpstr (reply->order->holder_operator, ==, "op-1");
  g_assert_cmpint (reply->order->good, ==, 0);
  already = SEND (fixture, again);
  assert_reply (already, STANOK_OUTCOME_ALREADY);
}

static void
test_revert_refusals (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(StanokCommand) start = make (fixture, START, "WO-1");
  g_autoptr(StanokCommand) unknown = make (fixture, REVERT, "WO-1");
  g_autoptr(StanokCommand) late = make (fixture, REVERT, "WO-1");
  g_autoptr(StanokMesResponse) started = SEND (fixture, start);
  g_autoptr(StanokMesResponse) refused = SEND (fixture, unknown);
  g_autoptr(StanokMesResponse) too_late = NULL;

  assert_problem (refused, STANOK_PROBLEM_CANNOT_REVERT);
  fixture->now_ms += 13 * 60 * 60 * 1000;
  g_free (late->args.command_id);
  late->args.command_id = g_strdup (start->command_id);
  too_late = SEND (fixture, late);
  assert_problem (too_late, STANOK_PROBLEM_CANNOT_REVERT);
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
  g_test_add ("/mes/command/" path, Fixture, NULL, set_up_with_order, test, fixture_tear_down)
  ADD ("order/1-who-before-2-syntax", test_who_before_syntax);
  ADD ("order/2-syntax-before-3-ledger", test_syntax_before_ledger);
  ADD ("order/3-ledger-before-4-sequence-and-5-condition", test_ledger_before_the_rest);
  ADD ("order/4-sequence-before-5-condition", test_sequence_before_condition);
  ADD ("order/unknown-before-5-condition", test_unknown_before_condition);
  ADD ("order/5-condition-before-6-lifecycle", test_condition_before_lifecycle);
  ADD ("syntax/of-the-body", test_syntax);
  ADD ("syntax/of-the-headers", test_syntax_of_headers);
  ADD ("syntax/size-and-type", test_size_and_type);
  ADD ("syntax/versions", test_versions);
  ADD ("ledger/s11-other-bytes-never-execute", test_other_bytes);
  ADD ("ledger/a-refusal-stays-a-refusal", test_refusal_is_stored);
  ADD ("ledger/s2-survives-a-restart", test_ledger_survives);
  ADD ("ledger/ranges", test_ranges);
  ADD ("ledger/status-is-for-who-sent-it", test_command_status);
  ADD ("outcome/facts-on-unknown-orders", test_facts_on_unknown_orders);
  ADD ("outcome/actors-nobody-knows", test_actors);
  ADD ("outcome/revoked-after-the-act", test_revoked_later);
  ADD ("outcome/operator-busy", test_busy);
  ADD ("outcome/blob-missing-is-not-stored", test_blob_missing);
  ADD ("outcome/a-note-keeps-the-tag", test_note_keeps_tag);
  ADD ("outcome/supervisors-need-a-session", test_supervisors_intents);
  ADD ("outcome/t4-times", test_times);
  ADD ("outcome/revert-gives-back", test_revert);
  ADD ("outcome/revert-refused", test_revert_refusals);
  return g_test_run ();
}
