/* test-names.c: every name of the wire leads back to its value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-names.h"

typedef const char *(*NameFunc) (guint value);
typedef int (*FromNameFunc) (const char *name);

/* Functions of different enumerations are looked at alike. */
#define ENUMERATION(type, prefix) \
static const char *prefix##_name (guint value) { return stanok_##prefix##_name ((type) value); }

ENUMERATION (StanokState, state)
ENUMERATION (StanokRun, run)
ENUMERATION (StanokCommandType, command)
ENUMERATION (StanokOutcome, outcome)
ENUMERATION (StanokExceptionKind, exception)
ENUMERATION (StanokProblemType, problem)

static const struct {
  NameFunc     name;
  FromNameFunc from_name;
  guint        first, end;
} enumerations[] = {
  { state_name,     stanok_state_from_name,     0, STANOK_N_STATES },
  { run_name,       stanok_run_from_name,       0, STANOK_N_RUNS },
  { command_name,   stanok_command_from_name,   0, STANOK_N_COMMANDS },
  { outcome_name,   stanok_outcome_from_name,   0, STANOK_N_OUTCOMES },
  { exception_name, stanok_exception_from_name, 1, STANOK_N_EXCEPTIONS },
  { problem_name,   stanok_problem_from_name,   1, STANOK_N_PROBLEMS },
};

static void
test_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (enumerations); i++)
    for (guint value = enumerations[i].first; value < enumerations[i].end; value++)
      {
        const char *name = enumerations[i].name (value);

        g_assert_nonnull (name);
        g_assert_cmpint (enumerations[i].from_name (name), ==, (int) value);
      }
}

static void
test_strangers (void)
{
  static const char * const strangers[] = { NULL, "", "none", "Idle", "idle ", "claims", "clai" };

  for (gsize i = 0; i < G_N_ELEMENTS (enumerations); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (strangers); k++)
      g_assert_cmpint (enumerations[i].from_name (strangers[k]), ==, -1);
}

static void
test_nameless (void)
{
  g_assert_null (stanok_exception_name (STANOK_EXCEPTION_NONE));
  g_assert_null (stanok_problem_name (STANOK_PROBLEM_NONE));
  g_assert_cmpint (stanok_problem_status (STANOK_PROBLEM_NONE), ==, 0);
}

static void
test_kinds (void)
{
  static const struct {
    const char *name;
    gboolean    is_intent, is_supervisors;
  } rows[] = {
    { "claim",      TRUE,  FALSE }, { "release",  TRUE,  FALSE }, { "hand_over", TRUE,  FALSE },
    { "start",      FALSE, FALSE }, { "pause",    FALSE, FALSE }, { "resume",    FALSE, FALSE },
    { "progress",   FALSE, FALSE }, { "complete", FALSE, FALSE }, { "pack",      FALSE, FALSE },
    { "ship",       FALSE, FALSE }, { "hold",     TRUE,  TRUE },  { "unhold",    TRUE,  TRUE },
    { "prioritise", TRUE,  TRUE },  { "reassign", TRUE,  TRUE },  { "reopen",    TRUE,  TRUE },
    { "resolve",    TRUE,  TRUE },  { "help",     FALSE, FALSE }, { "help_ack",  FALSE, FALSE },
    { "note",       FALSE, FALSE }, { "attach",   FALSE, FALSE }, { "revert",    TRUE,  FALSE },
  };

  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, STANOK_N_COMMANDS);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      StanokCommandType type = (StanokCommandType) i;

      g_assert_cmpstr (stanok_command_name (type), ==, rows[i].name);
      g_assert_true (stanok_command_is_intent (type) == rows[i].is_intent);
      g_assert_true (stanok_command_is_supervisors (type) == rows[i].is_supervisors);
    }
}

/* Written out from the protocol, so that a slip in the table is seen. */
static void
test_statuses (void)
{
  static const struct {
    int         status;
    const char *names;
  } rows[] = {
    { 400, "invalid-command bad-request" },
    { 401, "token-expired unauthenticated" },
    { 403, "not-permitted device-revoked" },
    { 404, "unknown-order not-found" },
    { 405, "method-not-allowed" },
    { 409, "in-progress sequence-reused already-claimed reserved not-holder order-held "
           "order-cancelled order-closed operator-busy wrong-state cannot-revert blob-missing" },
    { 410, "cursor-expired epoch-changed snapshot-expired" },
    { 411, "length-required" },
    { 412, "stale-order blob-exists" },
    { 413, "too-large" },
    { 415, "unsupported-media-type" },
    { 416, "range-not-satisfiable" },
    { 422, "idempotency-mismatch hash-mismatch" },
    { 426, "client-too-old" },
    { 428, "if-match-required" },
    { 429, "rate-limited" },
    { 500, "internal" },
    { 503, "maintenance" },
  };
  guint n_seen = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(GStrv) names = g_strsplit (rows[i].names, " ", -1);

      for (guint k = 0; names[k] != NULL; k++, n_seen++)
        {
          int type = stanok_problem_from_name (names[k]);

          g_assert_cmpint (type, >, 0);
          g_assert_cmpint (stanok_problem_status ((StanokProblemType) type), ==, rows[i].status);
        }
    }
  g_assert_cmpuint (n_seen, ==, STANOK_N_PROBLEMS - 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/names/round-trip", test_round_trip);
  g_test_add_func ("/domain/names/strangers-are-not-found", test_strangers);
  g_test_add_func ("/domain/names/none-has-no-name", test_nameless);
  g_test_add_func ("/domain/names/intents-and-facts", test_kinds);
  g_test_add_func ("/domain/names/problem-statuses", test_statuses);
  return g_test_run ();
}
