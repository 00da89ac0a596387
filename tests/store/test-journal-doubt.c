/* test-journal-doubt.c: errors of the disk that pass for damage, and commits that pass for none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-error.h"
#include "store-fixture.h"

#define N_COMMANDS 3

/* ---- J5: what cannot be read now is not damaged ------------------------------------------ */

static void
record_some (StoreFixture *fixture)
{
  StanokJournal *journal = store_fixture_open (fixture, NULL);

  for (int n = 1; n <= N_COMMANDS; n++)
    {
      g_autoptr(StanokCommand) command = make_command (n, STANOK_COMMAND_NOTE, "WO-2");

      stanok_entry_unref (stanok_journal_record (journal, command, NULL, NULL));
    }
  stanok_journal_close (journal);
}

static void
check_all (StanokJournal *journal)
{
  for (int n = 1; n <= N_COMMANDS; n++)
    {
      g_autofree char *id = make_command_id (n);
      g_autoptr(StanokEntry) entry = stanok_journal_lookup (journal, id);

      g_assert_nonnull (entry);
      g_assert_cmpint (entry->seq, ==, n);
    }
}

/* FALSE: there are not so many accesses. The log is gone: nothing else has the commands. */
static gboolean
open_with_error (gint64 at)
{
  StoreFixture fixture;
  StanokJournal *journal;
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autoptr(GError) error = NULL;
  gboolean is_met;

  store_fixture_set_up (&fixture, (guint64) at);
  record_some (&fixture);
  g_assert_true (stanok_disk_remove (fixture.disk, "outbox-000001.log"));
  stanok_disk_fail_at (fixture.disk, at, STANOK_DISK_EIO, FALSE);
  journal = stanok_journal_open (&fixture.ports.ports, &recovery, &error);
  is_met = stanok_disk_has_failed (fixture.disk);
  stanok_disk_fail_at (fixture.disk, -1, STANOK_DISK_EIO, FALSE);
  if (journal == NULL)
    {
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
      journal = store_fixture_open (&fixture, NULL);
    }
  g_assert_false (recovery.db_was_damaged);
  check_all (journal);
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
  return is_met;
}

static void
test_error_is_not_damage (void)
{
  gint64 at = 0;

  while (open_with_error (at))
    at++;
  g_test_message ("%" G_GINT64_FORMAT " accesses", at);
  g_assert_cmpint (at, >, 20);
}

/* ---- J6: what was answered "not recorded" does not come back ------------------------------ */

static gboolean
record_and_cut (gint64         at,
                StanokDiskKeep keep,
                guint64        seed)
{
  StoreFixture fixture;
  StanokJournal *journal;
  g_autoptr(StanokCommand) first = make_command (1, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(StanokCommand) second = make_command (2, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(StanokEntry) told = NULL, found = NULL;
  gboolean is_met;

  store_fixture_set_up (&fixture, seed);
  journal = store_fixture_open (&fixture, NULL);
  stanok_entry_unref (stanok_journal_record (journal, first, NULL, NULL));
  stanok_disk_fail_at (fixture.disk, at, STANOK_DISK_EIO, FALSE);
  told = stanok_journal_record (journal, second, NULL, NULL);
  is_met = stanok_disk_has_failed (fixture.disk);
  stanok_disk_fail_at (fixture.disk, -1, STANOK_DISK_EIO, FALSE);
  stanok_disk_cut_power (fixture.disk);
  stanok_journal_close (journal);
  stanok_disk_power_cycle (fixture.disk, keep);

  journal = store_fixture_open (&fixture, NULL);
  found = stanok_journal_lookup (journal, second->command_id);
  g_assert_true ((told != NULL) == (found != NULL));
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
  return is_met;
}

static void
test_not_recorded_then_cut (void)
{
  for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
    for (guint64 seed = 0; seed < (keep < STANOK_DISK_KEEP_SOME ? 1 : 8); seed++)
      for (gint64 at = 0; record_and_cut (at, (StanokDiskKeep) keep, seed); at++)
        ;
}

/* The disk refuses everything for a while, and nobody writes again before the machine is shut
 * down. */
static void
test_not_recorded_then_closed (void)
{
  gboolean is_met = TRUE;

  for (gint64 at = 0; is_met; at++)
    {
      StoreFixture fixture;
      StanokJournal *journal;
      g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-2");
      g_autoptr(StanokEntry) told = NULL, found = NULL;

      store_fixture_set_up (&fixture, (guint64) at);
      journal = store_fixture_open (&fixture, NULL);
      stanok_disk_fail_at (fixture.disk, at, STANOK_DISK_EIO, TRUE);
      told = stanok_journal_record (journal, command, NULL, NULL);
      is_met = stanok_disk_has_failed (fixture.disk);
      stanok_disk_fail_at (fixture.disk, -1, STANOK_DISK_EIO, FALSE);
      stanok_journal_close (journal);
      journal = store_fixture_open (&fixture, NULL);
      found = stanok_journal_lookup (journal, command->command_id);
      g_assert_true ((told != NULL) == (found != NULL));
      stanok_journal_close (journal);
      store_fixture_tear_down (&fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/journal/j-5/an-error-while-opening-is-not-damage",
                   test_error_is_not_damage);
  g_test_add_func ("/store/journal/j-6/not-recorded-then-the-power-goes",
                   test_not_recorded_then_cut);
  g_test_add_func ("/store/journal/j-6/not-recorded-then-shut-down", test_not_recorded_then_closed);
  return g_test_run ();
}
