/* test-classify.c: P5 is total: every answer has exactly one class, and it is the right one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync/stanok-classify.h"

#define ID     "019aa0c2-7d3e-7abc-8def-0123456789ab"
#define OTHER  "019aa0c2-7d3e-7abc-8def-0123456789ac"
#define EPOCH  "e7"
#define NOW_MS G_GINT64_CONSTANT (1795516327000)   /* Tue, 24 Nov 2026 10:32:07 GMT */

/* What the body is, in words that the rules below use. */
typedef enum {
  BODY_REPLY,              /* the echo of what was asked */
  BODY_REPLY_OTHER_ID,
  BODY_REPLY_OTHER_EPOCH,
  BODY_REPLY_NO_ID,
  BODY_REPLY_REFUSED,      /* "refused" is no success that may be stored */
  BODY_REPLY_AS_PROBLEM,   /* right, but of the wrong media type */
  BODY_REPLY_CUT,
  BODY_PROBLEM,
  BODY_PROBLEM_UNKNOWN,    /* one of ours that this version does not know */
  BODY_PROBLEM_FOREIGN,
  BODY_PROBLEM_AS_JSON,
  BODY_PROBLEM_CUT,
  BODY_JSON_EMPTY,
  BODY_HTML,
  BODY_NONE,
} Body;

#define N_BODIES (BODY_NONE + 1)

typedef enum { EPOCH_RIGHT, EPOCH_OTHER, EPOCH_MISSING, EPOCH_MALFORMED } EpochHeader;

#define N_EPOCHS (EPOCH_MALFORMED + 1)

typedef struct {
  guint             status;
  Body              body;
  StanokProblemType problem;     /* BODY_PROBLEM only */
  EpochHeader       epoch;
  gboolean          is_intent;
} Case;

/* ---- the rules, written from the protocol's table and not from the code ----------------- */

static gboolean
is_html_or_not_ours (const Case *c)
{
  return c->epoch == EPOCH_MISSING || c->epoch == EPOCH_MALFORMED || c->body == BODY_HTML ||
         c->body == BODY_NONE;
}

static gboolean
says (const Case        *c,
      guint              status,
      StanokProblemType  problem)
{
  return c->status == status && c->body == BODY_PROBLEM && c->problem == problem;
}

static gboolean
is_busy (const Case *c)
{
  return c->status == 408 || c->status == 425 || c->status == 429 || c->status / 100 == 5 ||
         says (c, 409, STANOK_PROBLEM_IN_PROGRESS);
}

static gboolean
is_other_epoch (const Case *c)
{
  return c->epoch == EPOCH_OTHER;
}

static gboolean
is_echo (const Case *c)
{
  return c->status / 100 == 2 && c->body == BODY_REPLY;
}

static gboolean
is_401 (const Case *c)
{
  return c->status == 401;
}

static gboolean
is_stale_intent (const Case *c)
{
  return c->status == 412 && c->is_intent;
}

static gboolean
is_known_conflict (const Case *c)
{
  return c->is_intent &&
         (says (c, 409, STANOK_PROBLEM_ALREADY_CLAIMED) || says (c, 409, STANOK_PROBLEM_RESERVED) ||
          says (c, 409, STANOK_PROBLEM_NOT_HOLDER) || says (c, 409, STANOK_PROBLEM_ORDER_HELD) ||
          says (c, 409, STANOK_PROBLEM_ORDER_CANCELLED) ||
          says (c, 409, STANOK_PROBLEM_ORDER_CLOSED) ||
          says (c, 409, STANOK_PROBLEM_OPERATOR_BUSY) ||
          says (c, 409, STANOK_PROBLEM_WRONG_STATE) ||
          says (c, 409, STANOK_PROBLEM_CANNOT_REVERT) ||
          says (c, 404, STANOK_PROBLEM_UNKNOWN_ORDER) ||
          says (c, 403, STANOK_PROBLEM_NOT_PERMITTED));
}

static gboolean
is_blob_missing (const Case *c)
{
  return says (c, 409, STANOK_PROBLEM_BLOB_MISSING);
}

static gboolean
is_the_end (const Case *c)
{
  return c->status == 426 || says (c, 403, STANOK_PROBLEM_DEVICE_REVOKED) ||
         says (c, 409, STANOK_PROBLEM_SEQUENCE_REUSED);
}

static gboolean
is_problem_of_ours (const Case *c)
{
  return c->body == BODY_PROBLEM || c->body == BODY_PROBLEM_UNKNOWN;
}

static gboolean
is_anything (const Case *c)
{
  return TRUE;
}

static const struct {
  gboolean    (*fits) (const Case *c);
  StanokClass   class;
} rules[] = {
  { is_html_or_not_ours, STANOK_CLASS_RETRY },
  { is_busy,             STANOK_CLASS_RETRY },
  { is_other_epoch,      STANOK_CLASS_EPOCH },
  { is_echo,             STANOK_CLASS_ACK },
  { is_401,              STANOK_CLASS_REAUTH },
  { is_stale_intent,     STANOK_CLASS_REBASE },
  { is_known_conflict,   STANOK_CLASS_CONFLICT },
  { is_blob_missing,     STANOK_CLASS_BLOB },
  { is_the_end,          STANOK_CLASS_STOP },
  { is_problem_of_ours,  STANOK_CLASS_PARK },
  { is_anything,         STANOK_CLASS_RETRY },
};

static StanokClass
expect (const Case *c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].fits (c))
      return rules[i].class;
  g_assert_not_reached ();
}

/* ---- answers ---------------------------------------------------------------------------- */

static char *
make_reply (const char *id,
            const char *epoch,
            const char *outcome)
{
  g_autofree char *member = id != NULL ? g_strdup_printf ("\"command_id\":\"%s\",", id) : NULL;

  return g_strdup_printf ("{%s\"epoch\":\"%s\",\"outcome\":\"%s\",\"order\":null,\"feed_seq\":7}",
                          member != NULL ? member : "", epoch, outcome);
}

static char *
make_problem (const char *type,
              guint       status)
{
  return g_strdup_printf ("{\"type\":\"%s\",\"title\":\"No\",\"status\":%u}", type,
                          CLAMP (status, 400, 599));
}

static char *
make_body (const Case  *c,
           const char **media_type)
{
  g_autofree char *type = g_strdup_printf ("urn:stanok:problem:%s",
                                           stanok_problem_name (c->problem));
  char *text;

  *media_type = "application/json";
  if (c->body >= BODY_PROBLEM && c->body <= BODY_PROBLEM_CUT && c->body != BODY_PROBLEM_AS_JSON)
    *media_type = "Application/Problem+JSON; charset=utf-8";
  switch (c->body)
    {
    case BODY_REPLY: return make_reply (ID, EPOCH, "applied");
    case BODY_REPLY_OTHER_ID: return make_reply (OTHER, EPOCH, "applied");
    case BODY_REPLY_OTHER_EPOCH: return make_reply (ID, "e6", "applied");
    case BODY_REPLY_NO_ID: return make_reply (NULL, EPOCH, "applied");
    case BODY_REPLY_REFUSED: return make_reply (ID, EPOCH, "refused");
    case BODY_REPLY_AS_PROBLEM:
      *media_type = "application/problem+json";
      return make_reply (ID, EPOCH, "applied");
    case BODY_REPLY_CUT:
      text = make_reply (ID, EPOCH, "applied");
      text[strlen (text) - 5] = '\0';
      return text;
    case BODY_PROBLEM: return make_problem (type, c->status);
    case BODY_PROBLEM_UNKNOWN: return make_problem ("urn:stanok:problem:of-next-year", c->status);
    case BODY_PROBLEM_FOREIGN: return make_problem ("about:blank", c->status);
    case BODY_PROBLEM_AS_JSON: return make_problem (type, c->status);
    case BODY_PROBLEM_CUT:
      text = make_problem (type, c->status);
      text[strlen (text) - 2] = '\0';
      return text;
    case BODY_JSON_EMPTY: return g_strdup ("");
    case BODY_HTML:
      *media_type = "text/html";
      return g_strdup ("<html>Welcome to the hotel</html>");
    case BODY_NONE:
    default:
      *media_type = NULL;
      return g_strdup ("");
    }
}

static StanokHttpAnswer *
make_answer (const Case *c)
{
  static const char *const epochs[N_EPOCHS] = { EPOCH, "e8", NULL, "<b>" };
  StanokHttpAnswer *answer = stanok_http_answer_new (1, STANOK_TRANSPORT_OK, c->status);
  const char *media_type;
  char *text = make_body (c, &media_type);

  answer->body = g_bytes_new_take (text, strlen (text));
  if (media_type != NULL)
    stanok_http_answer_set (answer, "content-type", media_type);
  if (epochs[c->epoch] != NULL)
    stanok_http_answer_set (answer, "stanok-epoch", epochs[c->epoch]);
  return answer;
}

/* ---- tests ------------------------------------------------------------------------------ */

static void
check (const Case *c)
{
  g_autoptr(StanokHttpAnswer) answer = make_answer (c);
  StanokCommandType type = c->is_intent ? STANOK_COMMAND_CLAIM : STANOK_COMMAND_PROGRESS;
  g_auto(StanokVerdict) verdict = stanok_classify (answer, ID, type, EPOCH, NOW_MS);
  StanokClass expected = expect (c);

  if (verdict.class != expected)
    g_error ("status %u body %d problem %s epoch %d intent %d: class %d, not %d", c->status,
             c->body, stanok_problem_name (c->problem), c->epoch, c->is_intent, verdict.class,
             expected);
  g_assert_cmpint (verdict.ours, ==, !is_html_or_not_ours (c));
  g_assert_cmpint (verdict.reply != NULL, ==, verdict.class == STANOK_CLASS_ACK);
  g_assert_cmpint (verdict.lane_only, ==, verdict.ours && expected == STANOK_CLASS_RETRY &&
                                          c->status != 429 && c->status != 503);
  /* What is shown to people must be there to be shown. S14: only intents end in a conflict. */
  if (expected == STANOK_CLASS_CONFLICT || expected == STANOK_CLASS_PARK)
    g_assert_nonnull (verdict.problem);
  if (expected == STANOK_CLASS_CONFLICT)
    g_assert_true (c->is_intent);
}

static void
check_bodies (Case *c)
{
  for (int body = 0; body < N_BODIES; body++)
    {
      c->body = (Body) body;
      c->problem = STANOK_PROBLEM_ALREADY_CLAIMED;
      check (c);
    }
  c->body = BODY_PROBLEM;
  for (int problem = 1; problem < STANOK_N_PROBLEMS; problem++)
    {
      c->problem = (StanokProblemType) problem;
      check (c);
    }
}

static void
test_total (void)
{
  for (guint status = 100; status <= 599; status++)
    for (int epoch = 0; epoch < N_EPOCHS; epoch++)
      for (int is_intent = 0; is_intent <= 1; is_intent++)
        {
          Case c = { status, BODY_REPLY, STANOK_PROBLEM_NONE, (EpochHeader) epoch, is_intent };

          check_bodies (&c);
        }
}

static void
test_transports (void)
{
  for (int transport = 0; transport < STANOK_N_TRANSPORTS; transport++)
    {
      Case c = { 200, BODY_REPLY, STANOK_PROBLEM_NONE, EPOCH_RIGHT, FALSE };
      g_autoptr(StanokHttpAnswer) answer = make_answer (&c);
      g_auto(StanokVerdict) verdict = { 0 };

      answer->transport = (StanokTransport) transport;
      verdict = stanok_classify (answer, ID, STANOK_COMMAND_PROGRESS, EPOCH, NOW_MS);
      g_assert_cmpint (verdict.class, ==, transport == STANOK_TRANSPORT_OK ? STANOK_CLASS_ACK
                                                                           : STANOK_CLASS_RETRY);
      g_assert_false (verdict.lane_only);
    }
}

static void
test_no_epoch_known (void)
{
  Case c = { 200, BODY_REPLY, STANOK_PROBLEM_NONE, EPOCH_RIGHT, FALSE };
  g_autoptr(StanokHttpAnswer) answer = make_answer (&c);
  g_auto(StanokVerdict) verdict = stanok_classify (answer, ID, STANOK_COMMAND_PROGRESS, NULL,
                                                   NOW_MS);

  g_assert_cmpint (verdict.class, ==, STANOK_CLASS_EPOCH);
}

static const struct {
  const char *text;
  gint64      wait_ms;
} retry_afters[] = {
  { "0", 0 },
  { "7", 7000 },
  { "31536000", G_GINT64_CONSTANT (31536000000) },
  { "Tue, 24 Nov 2026 10:33:07 GMT", 60000 },
  { "Tue, 24 Nov 2026 10:31:07 GMT", 0 },
  { "soon", -1 },
  { "-5", -1 },
  { "1.5", -1 },
  { "", -1 },
};

static void
test_retry_after (void)
{
  Case c = { 503, BODY_PROBLEM, STANOK_PROBLEM_MAINTENANCE, EPOCH_RIGHT, FALSE };

  for (gsize i = 0; i < G_N_ELEMENTS (retry_afters); i++)
    {
      g_autoptr(StanokHttpAnswer) answer = make_answer (&c);
      g_auto(StanokVerdict) verdict = { 0 };

      stanok_http_answer_set (answer, "retry-after", retry_afters[i].text);
      verdict = stanok_classify (answer, ID, STANOK_COMMAND_PROGRESS, EPOCH, NOW_MS);
      g_assert_cmpint (verdict.retry_after_ms, ==, retry_afters[i].wait_ms);
    }
}

static void
test_retry_after_in_problem (void)
{
  g_autoptr(StanokHttpAnswer) answer = stanok_http_answer_new (1, STANOK_TRANSPORT_OK, 409);
  g_auto(StanokVerdict) verdict = { 0 };
  const char *text = "{\"type\":\"urn:stanok:problem:in-progress\",\"title\":\"Running\","
                     "\"status\":409,\"retry_after_ms\":250}";

  answer->body = g_bytes_new_static (text, strlen (text));
  stanok_http_answer_set (answer, "content-type", "application/problem+json");
  stanok_http_answer_set (answer, "stanok-epoch", EPOCH);
  verdict = stanok_classify (answer, ID, STANOK_COMMAND_CLAIM, EPOCH, NOW_MS);
  g_assert_cmpint (verdict.class, ==, STANOK_CLASS_RETRY);
  g_assert_true (verdict.lane_only);
  g_assert_cmpint (verdict.retry_after_ms, ==, 250);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sync/classify/p5-every-answer-has-its-class", test_total);
  g_test_add_func ("/sync/classify/p5-no-answer-is-a-retry", test_transports);
  g_test_add_func ("/sync/classify/p5-without-an-epoch-nothing-is-accepted", test_no_epoch_known);
  g_test_add_func ("/sync/classify/p7-retry-after-in-all-its-forms", test_retry_after);
  g_test_add_func ("/sync/classify/p7-retry-after-in-the-body", test_retry_after_in_problem);
  return g_test_run ();
}
