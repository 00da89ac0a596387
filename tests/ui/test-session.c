/* test-session.c: what an order is to a person, his next step, and what is said of the connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>

#include "ui/attention/stanok-card-words.h"
#include "ui/session/stanok-step.h"
#include "ui/session/stanok-sync-words.h"

#define NOW_MS 1795332727000LL
#define MINUTE_MS (60 * 1000LL)

/* ---- steps --------------------------------------------------------------------------- */

typedef struct {
  const char  *what;
  StanokState  state;
  const char  *holder;
  StanokRun    run;
  gboolean     asked;
  const char  *held;
  gboolean     cancelled;
  const char  *lease;         /* device; valid for another minute */
  gboolean     is_online;
  StanokStep   step;
  StanokBar    bar;
  StanokStatus status;
} Situation;

#define APPROVED STANOK_STATE_MANUFACTURING_APPROVED
#define STARTED  STANOK_STATE_MANUFACTURING_STARTED
#define IDLE     STANOK_RUN_IDLE
#define RUNNING  STANOK_RUN_RUNNING
#define PAUSED   STANOK_RUN_PAUSED
#define NONE     STANOK_STEP_NONE
#define FREE     STANOK_BAR_NONE

static const Situation situations[] = {
  { "online and free", APPROVED, NULL, IDLE, FALSE, NULL, FALSE, NULL, TRUE,
    STANOK_STEP_TAKE, FREE, STANOK_STATUS_AVAILABLE },
  { "offline and free", APPROVED, NULL, IDLE, FALSE, NULL, FALSE, NULL, FALSE,
    STANOK_STEP_ASK, FREE, STANOK_STATUS_AVAILABLE },
  { "offline and reserved here", APPROVED, NULL, IDLE, FALSE, NULL, FALSE, "K-07", FALSE,
    STANOK_STEP_TAKE, FREE, STANOK_STATUS_RESERVED },
  { "reserved elsewhere", APPROVED, NULL, IDLE, FALSE, NULL, FALSE, "K-03", TRUE,
    NONE, STANOK_BAR_RESERVED, STANOK_STATUS_OTHERS },
  { "asked for", APPROVED, "me", IDLE, TRUE, NULL, FALSE, NULL, FALSE,
    STANOK_STEP_START_UNSURE, FREE, STANOK_STATUS_ASKED },
  { "handed over to me", APPROVED, "me", IDLE, FALSE, NULL, FALSE, NULL, TRUE,
    STANOK_STEP_START, FREE, STANOK_STATUS_TAKEN },
  { "mine, running", STARTED, "me", RUNNING, FALSE, NULL, FALSE, NULL, FALSE,
    STANOK_STEP_COMPLETE, FREE, STANOK_STATUS_RUNNING },
  { "mine, paused", STARTED, "me", PAUSED, FALSE, NULL, FALSE, NULL, FALSE,
    STANOK_STEP_RESUME, FREE, STANOK_STATUS_PAUSED },
  { "another's", STARTED, "you", RUNNING, FALSE, NULL, FALSE, NULL, TRUE,
    NONE, STANOK_BAR_OTHERS, STANOK_STATUS_OTHERS },
  { "held", APPROVED, NULL, IDLE, FALSE, "why", FALSE, NULL, TRUE,
    NONE, STANOK_BAR_HELD, STANOK_STATUS_HOLD },
  { "cancelled while mine", STARTED, "me", RUNNING, FALSE, NULL, TRUE, NULL, TRUE,
    NONE, STANOK_BAR_CANCELLED, STANOK_STATUS_CANCELLED },
  { "not approved", STANOK_STATE_SUBMITTED, NULL, IDLE, FALSE, NULL, FALSE, NULL, TRUE,
    NONE, STANOK_BAR_NOT_READY, STANOK_STATUS_NOT_READY },
  { "made", STANOK_STATE_MANUFACTURING_COMPLETED, NULL, IDLE, FALSE, NULL, FALSE, NULL, TRUE,
    NONE, STANOK_BAR_DONE, STANOK_STATUS_DONE },
  { "shipped", STANOK_STATE_SHIPPED, NULL, IDLE, FALSE, NULL, FALSE, NULL, TRUE,
    NONE, STANOK_BAR_DONE, STANOK_STATUS_SHIPPED },
};

static StanokOrder *
make_order (const Situation *situation)
{
  StanokOrder *order = stanok_order_new ();

  order->state = situation->state;
  order->holder_operator = g_strdup (situation->holder);
  order->run = situation->run;
  order->held_reason = g_strdup (situation->held);
  order->cancelled = situation->cancelled;
  order->lease_device = g_strdup (situation->lease);
  order->lease_until_ms = NOW_MS + MINUTE_MS;
  return order;
}

static void
test_next_step (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (situations); i++)
    {
      const Situation *situation = &situations[i];
      StanokViewer viewer = { "me", "K-07", situation->is_online, NOW_MS };
      g_autoptr(StanokOrder) order = make_order (situation);
      StanokRow row = { .order = order, .asked = situation->asked };
      StanokBar bar;

      g_test_message ("%s", situation->what);
      g_assert_cmpint (stanok_step_get (&row, &viewer, &bar), ==, situation->step);
      g_assert_cmpint (bar, ==, situation->bar);
      g_assert_cmpint (stanok_step_get_status (&row, &viewer), ==, situation->status);
    }
}

static void
test_nobody_has_no_step (void)
{
  g_autoptr(StanokOrder) order = make_order (&situations[0]);
  StanokViewer nobody = { NULL, "K-07", TRUE, NOW_MS };
  StanokRow row = { .order = order };
  StanokRow stub = { .order = order, .is_stub = TRUE };
  StanokRow gone = { .order = NULL };
  StanokRow card = { .order = order, .needs_person = TRUE };
  StanokViewer me = { "me", "K-07", TRUE, NOW_MS };
  StanokBar bar;

  g_assert_cmpint (stanok_step_get (&row, &nobody, &bar), ==, NONE);
  g_assert_cmpint (bar, ==, STANOK_BAR_NOBODY);
  g_assert_cmpint (stanok_step_get (&stub, &me, &bar), ==, NONE);
  g_assert_cmpint (bar, ==, STANOK_BAR_GONE);
  g_assert_cmpint (stanok_step_get (&gone, &me, NULL), ==, NONE);
  g_assert_cmpint (stanok_step_get_status (&gone, &me), ==, STANOK_STATUS_NODATA);
  g_assert_cmpint (stanok_step_get_status (&card, &me), ==, STANOK_STATUS_ATTENTION);
}

/* A lease that ran out blocks nobody, and promises nothing. */
static void
test_lease_ends (void)
{
  g_autoptr(StanokOrder) order = make_order (&situations[2]);
  StanokViewer viewer = { "me", "K-07", FALSE, NOW_MS + 2 * MINUTE_MS };
  StanokRow row = { .order = order };

  g_assert_cmpint (stanok_step_get (&row, &viewer, NULL), ==, STANOK_STEP_ASK);
  g_assert_cmpint (stanok_step_get_status (&row, &viewer), ==, STANOK_STATUS_AVAILABLE);
}

static void
test_elapsed (void)
{
  g_autoptr(StanokOrder) order = stanok_order_new ();

  order->elapsed_ms = MINUTE_MS;
  g_assert_cmpint (stanok_step_get_elapsed_ms (order, NOW_MS), ==, MINUTE_MS);
  order->run = RUNNING;
  order->run_since_ms = NOW_MS - MINUTE_MS;
  g_assert_cmpint (stanok_step_get_elapsed_ms (order, NOW_MS), ==, 2 * MINUTE_MS);
  /* A clock that is behind the server must not make time negative. */
  g_assert_cmpint (stanok_step_get_elapsed_ms (order, NOW_MS - 10 * MINUTE_MS), ==, MINUTE_MS);
}

/* ---- the connection ------------------------------------------------------------------ */

static GTimeZone *zone;

static StanokStanding
make_standing (StanokLink link)
{
  StanokStanding standing = { .phase = STANOK_STORE_READY };

  standing.status.link = link;
  standing.status.link_since_wall_ms = NOW_MS - 47 * MINUTE_MS;
  standing.status.next_try_boot_ms = -1;
  standing.status.validated_wall_ms = NOW_MS;
  standing.status.validated_boot_ms = 1000;
  standing.boot_ms = 1000;
  standing.now = (StanokNow) { NOW_MS, zone };
  return standing;
}

static void
assert_line (const StanokStanding *standing,
             StanokSyncFace        face,
             const char           *expected)
{
  g_auto(StanokSyncWords) words = stanok_sync_words_line (standing);

  g_assert_cmpstr (words.words, ==, expected);
  g_assert_cmpint (words.face, ==, face);
  g_assert_nonnull (words.icon);
}

static void
test_line_when_all_is_well (void)
{
  StanokStanding standing = make_standing (STANOK_LINK_ONLINE);

  assert_line (&standing, STANOK_SYNC_QUIET, "All accepted · as of 10:32:07");
  standing.n_unsent = 2;
  standing.oldest_unsent_wall_ms = NOW_MS - 1000;
  assert_line (&standing, STANOK_SYNC_QUIET, "Sending 2");
  standing.oldest_unsent_wall_ms = NOW_MS - 10 * MINUTE_MS;
  assert_line (&standing, STANOK_SYNC_CARE, "2 not sent since 10:22");
}

static void
test_line_when_cut_off (void)
{
  StanokStanding standing = make_standing (STANOK_LINK_UNREACHABLE);

  assert_line (&standing, STANOK_SYNC_CARE, "No connection since 09:45");
  standing.n_unsent = 3;
  assert_line (&standing, STANOK_SYNC_CARE, "No connection since 09:45 · 3 not sent");
  standing.status.link_since_wall_ms = 0;
  assert_line (&standing, STANOK_SYNC_CARE, "No connection · 3 not sent");
  standing.status.link = STANOK_LINK_NOT_OURS;
  assert_line (&standing, STANOK_SYNC_CARE, "The network answers, but not the MES · 3 not sent");
}

/* "All accepted" is never said of data that are old, and never while a person must act. */
static void
test_line_is_honest (void)
{
  StanokStanding standing = make_standing (STANOK_LINK_ONLINE);

  standing.status.validated_wall_ms -= 10 * MINUTE_MS;
  standing.boot_ms += 10 * MINUTE_MS;
  assert_line (&standing, STANOK_SYNC_CARE, "List as of 10:22");
  standing.status.validated_boot_ms = -1;
  assert_line (&standing, STANOK_SYNC_CARE, "List as of 10:22");
  standing.status.validated_wall_ms = 0;
  assert_line (&standing, STANOK_SYNC_QUIET, "Fetching orders for the first time");

  standing.n_cards = 1;
  assert_line (&standing, STANOK_SYNC_NEED, "1 needs your decision");
  standing.n_cards = 2;
  assert_line (&standing, STANOK_SYNC_NEED, "2 need your decision");
  standing.phase = STANOK_STORE_FAILED;
  assert_line (&standing, STANOK_SYNC_NEED, "Nothing can be recorded");
}

/* Every link has a line, a word and, if it is trouble, a paragraph. */
static void
test_every_link_speaks (void)
{
  int link, stop;

  for (link = 0; link < STANOK_N_LINKS; link++)
    {
      StanokStanding standing = make_standing ((StanokLink) link);
      g_auto(StanokSyncWords) words = stanok_sync_words_line (&standing);
      g_autofree char *headline = NULL;
      g_autofree char *sentence = NULL;
      gboolean is_trouble = stanok_sync_words_trouble (&standing, &headline, &sentence);

      g_assert_nonnull (words.words);
      g_assert_nonnull (stanok_sync_words_link (&standing.status));
      g_assert_cmpint (is_trouble, ==, link != STANOK_LINK_ONLINE && link != STANOK_LINK_STARTING);
      g_assert_true (!is_trouble || (headline != NULL && g_str_has_suffix (sentence, ".")));
    }
  for (stop = STANOK_STOP_NONE; stop <= STANOK_STOP_TOO_OLD; stop++)
    {
      StanokStanding standing = make_standing (STANOK_LINK_STOPPED);
      g_autofree char *headline = NULL;
      g_autofree char *sentence = NULL;

      standing.status.stop = (StanokStopReason) stop;
      g_assert_true (stanok_sync_words_trouble (&standing, &headline, &sentence));
      assert_line (&standing, STANOK_SYNC_NEED, "Sending is stopped: call support");
    }
}

static void
test_next_try_is_said (void)
{
  StanokStanding standing = make_standing (STANOK_LINK_UNREACHABLE);
  g_autofree char *headline = NULL;
  g_autofree char *sentence = NULL;

  standing.status.next_try_boot_ms = standing.boot_ms + 12000;
  g_assert_true (stanok_sync_words_trouble (&standing, &headline, &sentence));
  g_assert_cmpstr (headline, ==, "No connection for 47 min");
  g_assert_true (g_str_has_suffix (sentence, "Next try in 12 s."));
}

/* ---- cards --------------------------------------------------------------------------- */

static void
test_cards_speak_of_their_fate (void)
{
  StanokCommand command = { .order_id = (char *) "WO-1179" };
  StanokEntry entry = { .command = &command, .state = STANOK_ENTRY_ACCEPTED,
                        .exception = STANOK_EXCEPTION_DOUBLE_WORK };
  g_autofree char *kept = stanok_card_words_headline (&entry);
  g_autofree char *refused = NULL;

  g_assert_cmpstr (kept, ==, "WO-1179: two people made it");
  g_assert_true (stanok_card_words_is_kept (&entry));
  entry.state = STANOK_ENTRY_CONFLICT;
  entry.problem = STANOK_PROBLEM_ALREADY_CLAIMED;
  refused = stanok_card_words_headline (&entry);
  g_assert_cmpstr (refused, ==, "WO-1179: not yours");
  g_assert_false (stanok_card_words_is_kept (&entry));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_setenv ("LANGUAGE", "en", TRUE);
  setlocale (LC_ALL, "");
  zone = g_time_zone_new_identifier ("+03:00");
  g_test_add_func ("/ui/step/next-step", test_next_step);
  g_test_add_func ("/ui/step/nobody-has-none", test_nobody_has_no_step);
  g_test_add_func ("/ui/step/lease-ends", test_lease_ends);
  g_test_add_func ("/ui/step/elapsed", test_elapsed);
  g_test_add_func ("/ui/sync-words/U2/when-all-is-well", test_line_when_all_is_well);
  g_test_add_func ("/ui/sync-words/U2/when-cut-off", test_line_when_cut_off);
  g_test_add_func ("/ui/sync-words/U1/is-honest", test_line_is_honest);
  g_test_add_func ("/ui/sync-words/every-link-speaks", test_every_link_speaks);
  g_test_add_func ("/ui/sync-words/next-try", test_next_try_is_said);
  g_test_add_func ("/ui/card-words/fate", test_cards_speak_of_their_fate);
  status = g_test_run ();
  g_time_zone_unref (zone);
  return status;
}
