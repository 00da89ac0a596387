/* test-journal-faults.c: the journal under power cuts, failing disks and full ones
 *
 * A script of writes runs against a disk that is cut or fails at its k-th
 * operation, for every k. Whatever was answered must hold afterwards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "store-fixture.h"
#include "wire/stanok-messages.h"

#define FILL_MAX   14
#define N_COMMANDS 6
#define LOCKED     "op-9"

/* What the script was told. */
typedef struct {
  gboolean opened;
  gboolean recorded[N_COMMANDS + 1];
  gboolean refused[N_COMMANDS + 1];     /* answered: NOT recorded */
  gboolean accepted;                    /* command 1 */
  gboolean conflict;                    /* command 2 */
  gboolean acknowledged;                /* command 2 */
  gint64   failures;                    /* of LOCKED */
  gboolean set;                         /* the setting */
} Told;

static void
record (StanokJournal *journal,
        int            n,
        Told          *told)
{
  g_autoptr(StanokCommand) command = make_command (n, STANOK_COMMAND_NOTE, "WO-1");
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokEntry) entry = stanok_journal_record (journal, command, NULL, &error);

  told->recorded[n] = entry != NULL;
  told->refused[n] = entry == NULL;
  if (entry == NULL)
    g_assert_true (error->code == STANOK_ERROR_STORE || error->code == STANOK_ERROR_FULL ||
                   error->code == STANOK_ERROR_CORRUPT);
}

static gboolean
settle (StanokJournal    *journal,
        int               n,
        StanokEntryState  state)
{
  g_autofree char *id = make_command_id (n);
  StanokSettlement settlement = { .command_id = id, .state = state };
  g_autoptr(StanokEntry) entry = stanok_journal_settle (journal, &settlement, NULL);

  return entry != NULL;
}

static gboolean
acknowledge (StanokJournal *journal,
             int            n)
{
  g_autofree char *id = make_command_id (n);
  g_autoptr(StanokEntry) entry = stanok_journal_acknowledge (journal, id, "op-1", NULL);

  return entry != NULL;
}

/* An answer that comes after the power went is seen by nobody: that is where the story ends. */
static void
run_script (StoreFixture *fixture,
            Told         *told)
{
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autoptr(StanokJournal) journal =
    stanok_journal_open (&fixture->ports.ports, &recovery, NULL);
  StanokLockout lockout;
  Told next = *told;

  next.opened = journal != NULL;
  for (int n = 1; journal != NULL && n <= N_COMMANDS; n++)
    for (int step = 0; step < 3; step++)
      {
        if (step == 0)
          record (journal, n, &next);
        else if (step == 1 && n == 2)
          next.accepted = settle (journal, 1, STANOK_ENTRY_ACCEPTED);
        else if (step == 1 && n == 3)
          next.conflict = settle (journal, 2, STANOK_ENTRY_CONFLICT);
        else if (step == 1 && n == 4)
          next.acknowledged = acknowledge (journal, 2);
        else if (step == 2 &&
                 stanok_journal_count_login (journal, LOCKED, FALSE, &lockout, NULL))
          next.failures = lockout.failures;
        if (stanok_disk_is_cut (fixture->disk))
          return;
        *told = next;
      }
  if (journal != NULL && stanok_journal_set_setting (journal, "device", "K-07", NULL))
    told->set = !stanok_disk_is_cut (fixture->disk);
}

static void
check_entry (StanokJournal *journal,
             const Told    *told,
             int            n)
{
  g_autofree char *id = make_command_id (n);
  g_autoptr(StanokEntry) entry = stanok_journal_lookup (journal, id);

  if (told->recorded[n])
    g_assert_nonnull (entry);                             /* S1 */
  if (entry == NULL)
    return;
  if (n == 1 && told->accepted)
    g_assert_cmpint (entry->state, ==, STANOK_ENTRY_ACCEPTED);
  if (n == 2 && told->conflict)
    g_assert_cmpint (entry->state, ==, STANOK_ENTRY_CONFLICT);
  if (n == 2 && told->acknowledged)
    g_assert_cmpstr (entry->acknowledged_by, ==, "op-1");
  if (n > 2)
    g_assert_cmpint (entry->state, ==, STANOK_ENTRY_PENDING);
}

/* J4: dense from 1, in the order of recording */
static guint
check_sequence (StanokJournal *journal)
{
  g_autoptr(GPtrArray) all = stanok_journal_list_since (journal, NULL, 0);

  g_assert_nonnull (all);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (((const StanokEntry *) all->pdata[i])->seq, ==, (gint64) i + 1);
  return all->len;
}

static void
check (StanokJournal *journal,
       const Told    *told)
{
  g_autofree char *device = stanok_journal_get_setting (journal, "device");
  g_autoptr(GError) error = NULL;
  StanokLockout lockout = { 0, 0 };

  for (int n = 1; n <= N_COMMANDS; n++)
    check_entry (journal, told, n);
  check_sequence (journal);
  g_assert_true (stanok_journal_get_lockout (journal, LOCKED, &lockout, &error));
  g_assert_cmpint (lockout.failures, >=, told->failures);   /* S18 */
  if (told->set)
    g_assert_cmpstr (device, ==, "K-07");
  g_assert_true (stanok_journal_verify (journal, &error));
  g_assert_no_error (error);
}

/* ---- power cuts: J1, S1, S15 ----------------------------------------------------------- */

typedef enum {
  LOSE_NOTHING,
  LOSE_DB,
  LOSE_LOG,
  N_LOSSES,
} Loss;

static void
lose (StoreFixture *fixture,
      Loss          loss)
{
  if (loss == LOSE_DB)
    {
      stanok_disk_remove (fixture->disk, "journal.db");
      stanok_disk_remove (fixture->disk, "journal.db-wal");
    }
  if (loss == LOSE_LOG)
    stanok_disk_remove (fixture->disk, "outbox-000001.log");
}

static int
cut_everywhere (StanokDiskKeep keep,
                Loss           loss,
                guint64        seed)
{
  Told told = { FALSE };
  int n = 0;

  for (int at = 0; !told.set; at++, n++)
    {
      StoreFixture fixture;
      g_auto(StanokRecovery) recovery = { FALSE };
      StanokJournal *journal;

      store_fixture_set_up (&fixture, seed + (guint64) at);
      told = (Told) { FALSE };
      stanok_disk_cut_power_at (fixture.disk, at);
      run_script (&fixture, &told);
      stanok_disk_cut_power (fixture.disk);
      stanok_disk_power_cycle (fixture.disk, keep);
      stanok_fake_ports_reboot (&fixture.ports);
      lose (&fixture, loss);
      journal = store_fixture_open (&fixture, &recovery);
      g_assert_false (recovery.db_was_damaged);
      g_assert_false (recovery.log_was_damaged);
      check (journal, &told);
      stanok_journal_close (journal);
      store_fixture_tear_down (&fixture);
    }
  return n;
}

static void
test_power_cut (gconstpointer data)
{
  int n = 0;

  for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
    for (guint64 seed = 0; seed < (keep < STANOK_DISK_KEEP_SOME ? 1 : 2); seed++)
      n += cut_everywhere ((StanokDiskKeep) keep, (Loss) GPOINTER_TO_INT (data), seed * 1000);
  g_test_message ("%d crash points", n);
}

/* The second start is cut, too: recovery must not depend on being left alone. */
static void
test_power_cut_in_recovery (void)
{
  for (int loss = LOSE_DB; loss < N_LOSSES; loss++)
    for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
      for (int at = 0, opened = FALSE; !opened; at++)
        {
          StoreFixture fixture;
          Told told = { FALSE };
          g_auto(StanokRecovery) recovery = { FALSE };
          StanokJournal *journal;

          store_fixture_set_up (&fixture, (guint64) at);
          run_script (&fixture, &told);
          g_assert_true (told.set);
          lose (&fixture, (Loss) loss);
          stanok_disk_cut_power_at (fixture.disk, at);
          journal = stanok_journal_open (&fixture.ports.ports, &recovery, NULL);
          opened = journal != NULL;
          stanok_disk_cut_power (fixture.disk);
          stanok_journal_close (journal);
          stanok_disk_power_cycle (fixture.disk, (StanokDiskKeep) keep);
          journal = store_fixture_open (&fixture, NULL);
          check (journal, &told);
          stanok_journal_close (journal);
          store_fixture_tear_down (&fixture);
        }
}

/* ---- accesses that fail: J6 ------------------------------------------------------------ */

/* What was told is true, both ways. */
static void
check_answers (StanokJournal *journal,
               const Told    *told)
{
  for (int n = 1; n <= N_COMMANDS; n++)
    {
      g_autofree char *id = make_command_id (n);
      g_autoptr(StanokEntry) entry = stanok_journal_lookup (journal, id);

      g_assert_cmpint (entry != NULL, ==, told->recorded[n]);
    }
}

/* The same sheet asks again: the same command, once. */
static void
repeat_all (StanokJournal *journal,
            Told          *told)
{
  for (int n = 1; n <= N_COMMANDS; n++)
    {
      record (journal, n, told);
      g_assert_true (told->recorded[n]);
    }
  check_answers (journal, told);
  g_assert_cmpuint (check_sequence (journal), ==, N_COMMANDS);
}

/* Returns: whether the fault was met */
static gboolean
run_in_trouble (StoreFixture    *fixture,
                int              at,
                StanokDiskFault  fault,
                gboolean         for_ever,
                Told            *told)
{
  g_auto(StanokRecovery) recovery = { FALSE };
  StanokJournal *journal;
  StanokLockout lockout;
  gboolean met;

  stanok_disk_fail_at (fixture->disk, at, fault, for_ever);
  journal = stanok_journal_open (&fixture->ports.ports, &recovery, NULL);
  told->opened = journal != NULL;
  for (int n = 1; told->opened && n <= N_COMMANDS; n++)
    {
      record (journal, n, told);
      if (n == 2)
        told->accepted = settle (journal, 1, STANOK_ENTRY_ACCEPTED);
      if (n == 3)
        told->conflict = settle (journal, 2, STANOK_ENTRY_CONFLICT);
      if (stanok_journal_count_login (journal, LOCKED, FALSE, &lockout, NULL))
        told->failures = lockout.failures;
    }
  met = stanok_disk_has_failed (fixture->disk);
  stanok_disk_fail_at (fixture->disk, -1, fault, FALSE);
  if (told->opened)
    {
      check_answers (journal, told);
      repeat_all (journal, told);
    }
  stanok_journal_close (journal);
  return met;
}

/* Returns: whether the fault was met */
static gboolean
try_trouble (int              at,
             Loss             loss,
             StanokDiskFault  fault,
             gboolean         for_ever,
             int             *n_opened)
{
  StoreFixture fixture;
  Told told = { FALSE };
  StanokJournal *journal;
  gboolean met;

  store_fixture_set_up (&fixture, (guint64) at);
  met = run_in_trouble (&fixture, at, fault, for_ever, &told);
  *n_opened += told.opened;
  stanok_disk_power_cycle (fixture.disk, (StanokDiskKeep) (at % STANOK_DISK_N_KEEPS));
  if (told.opened)
    lose (&fixture, loss);
  journal = store_fixture_open (&fixture, NULL);
  check (journal, &told);
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
  return met;
}

static void
test_trouble (gconstpointer data)
{
  gboolean for_ever = GPOINTER_TO_INT (data) & 1;
  StanokDiskFault fault = GPOINTER_TO_INT (data) & 2 ? STANOK_DISK_ENOSPC : STANOK_DISK_EIO;
  int at = 0, n_opened = 0;

  while (try_trouble (at, LOSE_NOTHING, fault, for_ever, &n_opened) &&
         try_trouble (at, LOSE_DB, fault, for_ever, &n_opened) &&
         try_trouble (at, LOSE_LOG, fault, for_ever, &n_opened))
    at++;
  g_test_message ("%d accesses, opened in %d of the runs", at, n_opened);
  g_assert_cmpint (at, >, 50);
  g_assert_cmpint (n_opened, >, at);
}

/* ---- a full disk: the ballast ---------------------------------------------------------- */

#define MIB (1024 * 1024)

static void
test_ballast (void)
{
  StoreFixture fixture;
  const StanokFiles *files = &fixture.ports.ports.files;
  StanokJournal *journal;
  Told told = { FALSE };

  store_fixture_set_up (&fixture, 1);
  stanok_disk_set_room (fixture.disk, 400 * MIB);
  journal = store_fixture_open (&fixture, NULL);
  g_assert_true (files->exists (files->data, "ballast"));
  g_assert_cmpint (stanok_disk_get_used (fixture.disk), >, 32 * MIB);

  /* The disk is full to the last byte: the ballast goes, the command is recorded, twice. */
  stanok_disk_set_room (fixture.disk, stanok_disk_get_used (fixture.disk));
  for (int n = 1; n <= N_COMMANDS; n++)
    {
      record (journal, n, &told);
      g_assert_true (told.recorded[n]);
    }
  g_assert_false (files->exists (files->data, "ballast"));
  check (journal, &told);

  /* Without it: NOT recorded, nothing half done, and reading works. */
  stanok_disk_set_room (fixture.disk, 0);
  {
    g_autoptr(StanokCommand) command = make_command (50, STANOK_COMMAND_NOTE, "WO-1");
    g_autoptr(GError) error = NULL;

    g_assert_null (stanok_journal_record (journal, command, NULL, &error));
    g_assert_error (error, STANOK_ERROR, STANOK_ERROR_FULL);
  }
  check_answers (journal, &told);
  stanok_disk_set_room (fixture.disk, -1);
  g_assert_cmpuint (check_sequence (journal), ==, N_COMMANDS);
  stanok_journal_close (journal);

  journal = store_fixture_open (&fixture, NULL);
  g_assert_true (files->exists (files->data, "ballast"));
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
}

/* A ballast that takes the last room would be the cause of what it is against. */
static void
test_no_ballast (void)
{
  StoreFixture fixture;
  const StanokFiles *files = &fixture.ports.ports.files;

  store_fixture_set_up (&fixture, 1);
  stanok_disk_set_room (fixture.disk, 200 * MIB);
  stanok_journal_close (store_fixture_open (&fixture, NULL));
  g_assert_false (files->exists (files->data, "ballast"));
  store_fixture_tear_down (&fixture);
}

static gboolean
refuse_sync (gpointer          data,
             StanokFileHandle *file,
             GError          **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "no sync today");
  return FALSE;
}

/* The log cannot be synced, the database can: recorded, told as a single copy, mended later. */
static void
test_single_copy (void)
{
  StoreFixture fixture;
  StanokJournal *journal;
  g_autoptr(StanokCommand) first = make_command (1, STANOK_COMMAND_NOTE, "WO-1");
  g_autoptr(StanokCommand) second = make_command (2, STANOK_COMMAND_NOTE, "WO-1");
  g_autoptr(StanokEntry) single = NULL, whole = NULL, again = NULL;
  g_autoptr(GError) error = NULL;
  StanokFiles broken;

  store_fixture_set_up (&fixture, 1);
  journal = store_fixture_open (&fixture, NULL);
  broken = fixture.ports.ports.files;
  fixture.ports.ports.files.datasync = refuse_sync;
  single = stanok_journal_record (journal, first, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (single->single_copy);
  fixture.ports.ports.files = broken;
  whole = stanok_journal_record (journal, second, NULL, &error);
  g_assert_false (whole->single_copy);
  again = stanok_journal_lookup (journal, first->command_id);
  g_assert_false (again->single_copy);
  g_assert_true (stanok_journal_verify (journal, &error));
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
}

/* S15: a compaction that drops nothing takes a number that no row bears; a commit that fails after
 * it made the log believe that it had the next command already. */
static void
test_number_twice (void)
{
  g_autoptr(GArray) have = g_array_new (FALSE, FALSE, sizeof (StanokRange));

  for (int access = 0; access < 40; access++)
    {
      StoreFixture fixture;
      StanokJournal *journal;
      g_autoptr(StanokCommand) first = make_command (1, STANOK_COMMAND_NOTE, "WO-1");
      g_autoptr(StanokCommand) second = make_command (2, STANOK_COMMAND_NOTE, "WO-1");
      g_autoptr(StanokEntry) doubtful = NULL, sure = NULL, found = NULL;
      g_autoptr(GError) error = NULL;

      store_fixture_set_up (&fixture, 1);
      journal = store_fixture_open (&fixture, NULL);
      g_assert_true (stanok_journal_compact (journal, have, &error));
      stanok_disk_fail_at (fixture.disk, access, STANOK_DISK_EIO, FALSE);
      doubtful = stanok_journal_record (journal, first, NULL, NULL);
      stanok_disk_fail_at (fixture.disk, -1, STANOK_DISK_EIO, FALSE);
      sure = stanok_journal_record (journal, second, NULL, &error);
      g_assert_no_error (error);
      stanok_journal_close (journal);
      stanok_disk_remove (fixture.disk, "journal.db");
      stanok_disk_remove (fixture.disk, "journal.db-wal");
      journal = store_fixture_open (&fixture, NULL);
      found = stanok_journal_lookup (journal, second->command_id);
      g_assert_nonnull (found);
      g_assert_cmpint (found->seq, ==, sure->seq);
      stanok_journal_close (journal);
      store_fixture_tear_down (&fixture);
    }
}

/* J6: on a disk that is full a commit can fail with all of it in the file, and the file cannot be
 * opened again to look. If the process ends before there is room, "not recorded" has to hold. */
static void
test_full_and_killed (void)
{
  guint n_denied = 0;

  for (int room = 0; room < 240000; room += 1500)
    {
      StoreFixture fixture;
      StanokJournal *journal;
      gboolean is_recorded[FILL_MAX];

      store_fixture_set_up (&fixture, 1);
      journal = store_fixture_open (&fixture, NULL);
      stanok_disk_remove (fixture.disk, "ballast");
      stanok_disk_set_room (fixture.disk, stanok_disk_get_used (fixture.disk) + room);
      for (int n = 0; n < FILL_MAX; n++)
        {
          g_autoptr(StanokCommand) command = make_command (n, STANOK_COMMAND_NOTE, "WO-1");
          g_autoptr(StanokEntry) entry = stanok_journal_record (journal, command, NULL, NULL);

          is_recorded[n] = entry != NULL;
          n_denied += entry != NULL ? 0 : 1;
        }
      stanok_disk_cut_power (fixture.disk);
      stanok_journal_close (journal);
      stanok_disk_power_cycle (fixture.disk, STANOK_DISK_KEEP_ALL);
      stanok_disk_set_room (fixture.disk, -1);
      journal = store_fixture_open (&fixture, NULL);
      for (int n = 0; n < FILL_MAX; n++)
        {
          g_autofree char *id = make_command_id (n);
          g_autoptr(StanokEntry) found = stanok_journal_lookup (journal, id);

          g_assert_cmpint (found != NULL, ==, is_recorded[n]);
        }
      stanok_journal_close (journal);
      store_fixture_tear_down (&fixture);
    }
  g_assert_cmpuint (n_denied, >, 0);
}

static StanokFileHandle *
refuse_log (gpointer    data,
            const char *name,
            gboolean    create,
            GError    **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "%s cannot be read today", name);
  return NULL;
}

/* J2: without its database the journal is not begun anew while its other copy cannot be read. */
static void
test_empty_and_no_log (void)
{
  StoreFixture fixture;
  StanokJournal *journal;
  StanokRecovery recovery = { FALSE };
  StanokFiles whole;
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(StanokEntry) before = NULL, after = NULL;
  g_autofree char *incarnation = NULL;
  g_autoptr(GError) error = NULL;

  store_fixture_set_up (&fixture, 1);
  journal = store_fixture_open (&fixture, NULL);
  before = stanok_journal_record (journal, command, NULL, NULL);
  incarnation = g_strdup (stanok_journal_get_incarnation (journal));
  stanok_journal_close (journal);
  stanok_disk_remove (fixture.disk, "journal.db");
  whole = fixture.ports.ports.files;
  fixture.ports.ports.files.open = refuse_log;
  g_assert_null (stanok_journal_open (&fixture.ports.ports, &recovery, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  fixture.ports.ports.files = whole;
  journal = store_fixture_open (&fixture, NULL);
  g_assert_cmpstr (stanok_journal_get_incarnation (journal), ==, incarnation);
  after = stanok_journal_lookup (journal, command->command_id);
  g_assert_nonnull (after);
  g_assert_cmpint (after->seq, ==, before->seq);
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/store/journal/j-1/power-cut-anywhere", GINT_TO_POINTER (LOSE_NOTHING),
                        test_power_cut);
  g_test_add_data_func ("/store/journal/s-15/power-cut-and-no-database", GINT_TO_POINTER (LOSE_DB),
                        test_power_cut);
  g_test_add_data_func ("/store/journal/s-15/power-cut-and-no-log", GINT_TO_POINTER (LOSE_LOG),
                        test_power_cut);
  g_test_add_func ("/store/journal/j-2/power-cut-in-recovery", test_power_cut_in_recovery);
  g_test_add_data_func ("/store/journal/j-6/an-access-fails", GINT_TO_POINTER (0), test_trouble);
  g_test_add_data_func ("/store/journal/j-6/all-accesses-fail", GINT_TO_POINTER (1), test_trouble);
  g_test_add_data_func ("/store/journal/j-6/no-room-once", GINT_TO_POINTER (2), test_trouble);
  g_test_add_data_func ("/store/journal/j-6/no-room-any-more", GINT_TO_POINTER (3), test_trouble);
  g_test_add_func ("/store/journal/j-2/empty-and-no-log", test_empty_and_no_log);
  g_test_add_func ("/store/journal/s-15/a-number-is-used-twice", test_number_twice);
  g_test_add_func ("/store/journal/j-6/full-and-killed", test_full_and_killed);
  g_test_add_func ("/store/journal/ballast-is-given", test_ballast);
  g_test_add_func ("/store/journal/ballast-leaves-room", test_no_ballast);
  g_test_add_func ("/store/journal/single-copy-is-told", test_single_copy);
  return g_test_run ();
}
