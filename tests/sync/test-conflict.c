/* test-conflict.c: walks behind a conflict: what is withdrawn, what goes on, what waits (2.8)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync-fixture.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

#define POST "POST /v1/orders/"

/* ---- conflict --------------------------------------------------------------------------- */

/* 2.8: the claim is lost; what was done is sent all the same; what was wanted is withdrawn. */
static void
test_conflict (SyncFixture   *self,
               gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *progress = NULL;
  g_autofree char *release = NULL;
  g_autofree char *note = NULL;
  g_autoptr(StanokEntry) entry = NULL;

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  claim = sync_fixture_take (self, "WO-1");
  progress = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  release = sync_fixture_act (self, STANOK_COMMAND_RELEASE, "WO-1");
  note = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  fake_mes_claim (self->mes, "WO-1", "op-9");
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (self, 2 * MINUTE);

  sync_fixture_assert_state (self, claim, STANOK_ENTRY_CONFLICT);
  sync_fixture_assert_state (self, progress, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_state (self, release, STANOK_ENTRY_WITHDRAWN);
  sync_fixture_assert_state (self, note, STANOK_ENTRY_ACCEPTED);
  entry = sync_fixture_entry (self, claim);
  g_assert_cmpint (entry->problem, ==, STANOK_PROBLEM_ALREADY_CLAIMED);
  g_assert_nonnull (strstr (entry->meanwhile, "op-9"));
  g_assert_true (stanok_entry_needs_person (entry));
  g_assert_null (fake_mes_row (self->mes, release));
  g_clear_pointer (&entry, stanok_entry_unref);
  entry = sync_fixture_entry (self, progress);
  g_assert_cmpint (entry->exception, ==, STANOK_EXCEPTION_DOUBLE_WORK);
  sync_fixture_assert_converged (self);
}

/* S5: an intent that follows an open card waits for the person; a fact does not. */
static void
test_intent_behind_card (SyncFixture   *self,
                         gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *again = NULL;
  g_autofree char *elsewhere = NULL;

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  claim = sync_fixture_take (self, "WO-1");
  fake_mes_claim (self->mes, "WO-1", "op-9");
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (self, 2 * MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_CONFLICT);

  fake_mes_claim (self->mes, "WO-1", NULL);
  g_clear_pointer (&fake_mes_order (self->mes, "WO-1")->holder_device, g_free);
  fake_mes_touch (self->mes, "WO-1");
  sync_fixture_wake (self);
  sync_fixture_run (self, SECOND);
  again = sync_fixture_take (self, "WO-1");
  elsewhere = sync_fixture_take (self, "WO-2");
  sync_fixture_run (self, MINUTE);
  sync_fixture_assert_state (self, again, STANOK_ENTRY_PENDING);
  sync_fixture_assert_state (self, elsewhere, STANOK_ENTRY_ACCEPTED);
  sync_fixture_acknowledge (self, claim);
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, again, STANOK_ENTRY_ACCEPTED);
}

/* The power goes between the conflict and the withdrawals that follow from it. */
static void
test_conflict_then_crash (SyncFixture   *self,
                          gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *release = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  StanokSettlement lost = { .state = STANOK_ENTRY_CONFLICT,
                            .problem = STANOK_PROBLEM_ALREADY_CLAIMED };

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  claim = sync_fixture_take (self, "WO-1");
  release = sync_fixture_act (self, STANOK_COMMAND_RELEASE, "WO-1");
  lost.command_id = claim;
  entry = stanok_journal_settle (self->journal, &lost, NULL);
  g_assert_nonnull (entry);
  sync_fixture_kill (self, FALSE);
  self->down = STANOK_TRANSPORT_OK;
  fake_mes_forget (self->mes);
  sync_fixture_boot (self);
  sync_fixture_run (self, MINUTE);
  sync_fixture_assert_state (self, release, STANOK_ENTRY_WITHDRAWN);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 0);
}

/* T1: between the two recordings the wall clock was set back by a day. */
static void
test_conflict_then_clock (SyncFixture   *self,
                          gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *release = NULL;
  g_autofree char *later = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  StanokSettlement lost = { .state = STANOK_ENTRY_CONFLICT,
                            .problem = STANOK_PROBLEM_ALREADY_CLAIMED };

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  claim = sync_fixture_take (self, "WO-1");
  release = sync_fixture_act (self, STANOK_COMMAND_RELEASE, "WO-1");
  self->ports.wall_ms -= 24 * HOUR;
  lost.command_id = claim;
  entry = stanok_journal_settle (self->journal, &lost, NULL);
  g_assert_nonnull (entry);
  later = sync_fixture_act (self, STANOK_COMMAND_RELEASE, "WO-1");
  sync_fixture_kill (self, FALSE);
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_boot (self);
  sync_fixture_run (self, MINUTE);
  sync_fixture_assert_state (self, release, STANOK_ENTRY_WITHDRAWN);
  sync_fixture_assert_state (self, later, STANOK_ENTRY_PENDING);
}

/* A wish from before hangs on nothing that came after it. */
static void
test_conflict_behind (SyncFixture   *self,
                      gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *release = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  StanokSettlement lost = { .state = STANOK_ENTRY_CONFLICT,
                            .problem = STANOK_PROBLEM_ALREADY_CLAIMED };
  StanokEvent event = { .kind = STANOK_EVENT_SETTLED };

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  claim = sync_fixture_take (self, "WO-1");
  release = sync_fixture_act (self, STANOK_COMMAND_RELEASE, "WO-1");
  sync_fixture_run (self, MINUTE);
  lost.command_id = release;
  event.entry = entry = stanok_journal_settle (self->journal, &lost, NULL);
  sync_fixture_event (self, &event);
  sync_fixture_acknowledge (self, release);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_PENDING);
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
}

/* The disk fails just when the withdrawal is written: it must not be sent instead. */
static void
test_withdrawal_fails (SyncFixture   *self,
                       gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *release = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  StanokSettlement lost = { .state = STANOK_ENTRY_CONFLICT,
                            .problem = STANOK_PROBLEM_ALREADY_CLAIMED };
  StanokEvent event = { .kind = STANOK_EVENT_SETTLED };

  sync_fixture_begin (self);
  self->down = STANOK_TRANSPORT_UNREACHABLE;
  claim = sync_fixture_take (self, "WO-1");
  release = sync_fixture_act (self, STANOK_COMMAND_RELEASE, "WO-1");
  sync_fixture_run (self, MINUTE);
  lost.command_id = claim;
  entry = stanok_journal_settle (self->journal, &lost, NULL);
  stanok_disk_fail_at (self->disk, 0, STANOK_DISK_EIO, TRUE);
  event.entry = entry;
  sync_fixture_event (self, &event);
  sync_fixture_run (self, SECOND);
  stanok_disk_fail_at (self->disk, -1, STANOK_DISK_EIO, FALSE);
  sync_fixture_assert_state (self, release, STANOK_ENTRY_PENDING);
  sync_fixture_acknowledge (self, claim);
  self->down = STANOK_TRANSPORT_OK;
  fake_mes_forget (self->mes);
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, release, STANOK_ENTRY_WITHDRAWN);
  g_assert_cmpuint (fake_mes_count (self->mes, POST), ==, 0);
}

#define ADD(name, function) \
  g_test_add ("/sync/conflict/" name, SyncFixture, NULL, sync_fixture_set_up, function, \
              sync_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("p2-conflict-withdraws-wishes-and-sends-deeds", test_conflict);
  ADD ("s5-a-wish-behind-a-card-waits-for-a-person", test_intent_behind_card);
  ADD ("p2-conflict-then-crash-then-withdrawn", test_conflict_then_crash);
  ADD ("t1-conflict-and-a-clock-that-jumps", test_conflict_then_clock);
  ADD ("p2-conflict-behind-withdraws-nothing", test_conflict_behind);
  ADD ("p2-withdrawal-that-cannot-be-written", test_withdrawal_fails);
  return g_test_run ();
}
