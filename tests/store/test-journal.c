/* test-journal.c: what is recorded stays, is settled, acknowledged, counted and compacted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "store-fixture.h"
#include "store/stanok-outbox-log.h"
#include "wire/stanok-messages.h"
#include "wire/stanok-order-wire.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

typedef struct {
  StoreFixture   store;
  StanokJournal *journal;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  store_fixture_set_up (&fixture->store, 1);
  fixture->journal = store_fixture_open (&fixture->store, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->journal, stanok_journal_close);
  store_fixture_tear_down (&fixture->store);
}

static void
open_again (Fixture *fixture)
{
  g_auto(StanokRecovery) recovery = { FALSE };

  g_clear_pointer (&fixture->journal, stanok_journal_close);
  fixture->journal = store_fixture_open (&fixture->store, &recovery);
  g_assert_false (recovery.db_was_damaged);
  g_assert_false (recovery.log_was_damaged);
  g_assert_cmpuint (recovery.restored_from_log, ==, 0);
  g_assert_cmpuint (recovery.restored_to_log, ==, 0);
}

static StanokEntry *
record (Fixture           *fixture,
        int                n,
        StanokCommandType  type)
{
  g_autoptr(StanokCommand) command = make_command (n, type, "WO-1");
  g_autoptr(GError) error = NULL;
  StanokEntry *entry = stanok_journal_record (fixture->journal, command, "\"e1.r1\"", &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
  return entry;
}

static StanokEntry *
settle (Fixture             *fixture,
        int                  n,
        StanokEntryState     state,
        StanokExceptionKind  exception)
{
  g_autofree char *id = make_command_id (n);
  StanokSettlement settlement = { .command_id = id, .state = state, .exception = exception };
  g_autoptr(GError) error = NULL;
  StanokEntry *entry = stanok_journal_settle (fixture->journal, &settlement, &error);

  g_assert_no_error (error);
  return entry;
}

static void
assert_verified (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_journal_verify (fixture->journal, &error));
  g_assert_no_error (error);
}

static void
test_record (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokEntry) entry = record (fixture, 1, STANOK_COMMAND_NOTE);
  g_autoptr(StanokEntry) again = NULL, later = NULL;
  g_autofree char *body = stanok_command_to_json (entry->command);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

  g_assert_cmpint (entry->seq, ==, 1);
  g_assert_cmpstr (entry->incarnation, ==, stanok_journal_get_incarnation (fixture->journal));
  g_assert_cmpint (entry->state, ==, STANOK_ENTRY_PENDING);
  g_assert_cmpint (entry->recorded_ms, ==, fixture->store.ports.wall_ms);
  g_assert_cmpstr (entry->etag_seen, ==, "\"e1.r1\"");
  g_assert_false (entry->single_copy);
  g_assert_true (g_bytes_equal (entry->body, bytes));

  stanok_fake_ports_pass (&fixture->store.ports, 1000);
  again = record (fixture, 1, STANOK_COMMAND_NOTE);
  g_assert_cmpint (again->seq, ==, 1);
  g_assert_cmpint (again->recorded_ms, ==, entry->recorded_ms);
  open_again (fixture);
  later = record (fixture, 2, STANOK_COMMAND_CLAIM);
  g_assert_cmpint (later->seq, ==, 2);
  g_assert_cmpstr (later->incarnation, ==, entry->incarnation);
  assert_verified (fixture);
}

static void
test_refused_commands (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(StanokCommand) bad = make_command (1, STANOK_COMMAND_CLAIM, "WO 1");
  g_autoptr(StanokCommand) large = make_command (2, STANOK_COMMAND_PROGRESS, "WO-1");
  g_autoptr(StanokEntry) next = NULL;
  g_autoptr(GError) bad_error = NULL, large_error = NULL;

  g_assert_null (stanok_journal_record (fixture->journal, bad, NULL, &bad_error));
  g_assert_error (bad_error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  for (int i = 0; i < 3000; i++)
    stanok_command_add_scrap (large, "surface", 1);
  g_assert_null (stanok_journal_record (fixture->journal, large, NULL, &large_error));
  g_assert_error (large_error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  next = record (fixture, 3, STANOK_COMMAND_CLAIM);
  g_assert_cmpint (next->seq, ==, 1);
}

static void
assert_open (Fixture    *fixture,
             const char *seqs)
{
  g_autoptr(GPtrArray) entries = stanok_journal_list_open (fixture->journal);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ",
                            ((const StanokEntry *) entries->pdata[i])->seq);
  g_assert_cmpstr (text->str, ==, seqs);
}

/* Every state of an entry, over a restart. */
static void
test_fates (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *id = make_command_id (2);
  StanokSettlement conflict = {
    .command_id = id, .state = STANOK_ENTRY_CONFLICT, .problem = STANOK_PROBLEM_ALREADY_CLAIMED,
    .reason = "too late", .meanwhile = "{\"id\":\"WO-1\"}",
  };
  g_autoptr(StanokEntry) settled = NULL, acknowledged = NULL;
  g_autoptr(GError) error = NULL;

  for (int n = 1; n <= 6; n++)
    stanok_entry_unref (record (fixture, n, STANOK_COMMAND_PROGRESS));
  assert_open (fixture, "1 2 3 4 5 6 ");
  stanok_fake_ports_pass (&fixture->store.ports, 1000);
  stanok_entry_unref (settle (fixture, 1, STANOK_ENTRY_ACCEPTED, STANOK_EXCEPTION_NONE));
  settled = stanok_journal_settle (fixture->journal, &conflict, &error);
  stanok_entry_unref (settle (fixture, 3, STANOK_ENTRY_PARKED, STANOK_EXCEPTION_NONE));
  stanok_entry_unref (settle (fixture, 4, STANOK_ENTRY_WITHDRAWN, STANOK_EXCEPTION_NONE));
  stanok_entry_unref (settle (fixture, 5, STANOK_ENTRY_ACCEPTED, STANOK_EXCEPTION_DOUBLE_WORK));
  open_again (fixture);
  assert_open (fixture, "2 3 5 6 ");

  g_assert_cmpint (settled->state, ==, STANOK_ENTRY_CONFLICT);
  g_assert_cmpint (settled->problem, ==, STANOK_PROBLEM_ALREADY_CLAIMED);
  g_assert_cmpint (settled->settled_ms, ==, fixture->store.ports.wall_ms);
  g_assert_cmpstr (settled->reason, ==, "too late");
  g_assert_cmpstr (settled->meanwhile, ==, "{\"id\":\"WO-1\"}");
  g_assert_true (stanok_entry_needs_person (settled));
  g_assert_false (stanok_entry_is_unsettled (settled));
  acknowledged = stanok_journal_acknowledge (fixture->journal, id, "op-7", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (acknowledged->acknowledged_by, ==, "op-7");
  g_assert_false (stanok_entry_needs_person (acknowledged));
  assert_open (fixture, "3 5 6 ");
  stanok_entry_unref (settle (fixture, 3, STANOK_ENTRY_PENDING, STANOK_EXCEPTION_NONE));
  open_again (fixture);
  assert_open (fixture, "3 5 6 ");
  assert_verified (fixture);
}

/* accepted -> pending after a restore of the server, with the same bytes and the same seq */
static void
test_reoffer (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *id = make_command_id (1);
  StanokSettlement reoffer = { .command_id = id, .state = STANOK_ENTRY_PENDING, .reoffer = TRUE };
  g_autoptr(StanokEntry) first = record (fixture, 1, STANOK_COMMAND_PROGRESS);
  g_autoptr(StanokEntry) accepted = NULL, pending = NULL, read = NULL;
  g_autoptr(GPtrArray) list = NULL, none = NULL;
  g_autoptr(GError) error = NULL;

  accepted = settle (fixture, 1, STANOK_ENTRY_ACCEPTED, STANOK_EXCEPTION_NONE);
  list = stanok_journal_list_accepted (fixture->journal);
  g_assert_cmpuint (list->len, ==, 1);
  pending = stanok_journal_settle (fixture->journal, &reoffer, &error);
  g_assert_no_error (error);
  open_again (fixture);
  read = stanok_journal_lookup (fixture->journal, id);
  g_assert_true (read->reoffer);
  g_assert_true (stanok_entry_is_unsettled (read));
  g_assert_cmpint (read->settled_ms, ==, 0);
  g_assert_cmpint (read->seq, ==, first->seq);
  g_assert_true (g_bytes_equal (read->body, first->body));
  none = stanok_journal_list_accepted (fixture->journal);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  StanokSettlement settlement = { .command_id = "nobody", .state = STANOK_ENTRY_ACCEPTED };
  g_autoptr(GError) settling = NULL, acknowledging = NULL;

  g_assert_null (stanok_journal_lookup (fixture->journal, "nobody"));
  g_assert_null (stanok_journal_settle (fixture->journal, &settlement, &settling));
  g_assert_error (settling, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_assert_null (stanok_journal_acknowledge (fixture->journal, "nobody", "op-1", &acknowledging));
  g_assert_error (acknowledging, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
}

static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) all = NULL, mine = NULL, late = NULL;
  gint64 start = fixture->store.ports.wall_ms;

  for (int n = 0; n < 9; n++)
    {
      stanok_entry_unref (record (fixture, n, STANOK_COMMAND_PROGRESS));
      stanok_fake_ports_pass (&fixture->store.ports, 1000);
    }
  all = stanok_journal_list_since (fixture->journal, NULL, start);
  g_assert_cmpuint (all->len, ==, 9);
  mine = stanok_journal_list_since (fixture->journal, "op-1", start + 1);
  g_assert_cmpuint (mine->len, ==, 3);
  g_assert_cmpint (((const StanokEntry *) mine->pdata[2])->seq, ==, 8);
  late = stanok_journal_list_since (fixture->journal, "op-0", start + 1);
  g_assert_cmpuint (late->len, ==, 2);
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *missing = stanok_journal_get_setting (fixture->journal, "device");
  g_autofree char *device = NULL;

  g_assert_null (missing);
  g_assert_true (stanok_journal_set_setting (fixture->journal, "device", "K-01", &error));
  g_assert_true (stanok_journal_set_setting (fixture->journal, "device", "K-07", &error));
  g_assert_no_error (error);
  open_again (fixture);
  device = stanok_journal_get_setting (fixture->journal, "device");
  g_assert_cmpstr (device, ==, "K-07");
  assert_verified (fixture);
}

/* ---- people ---------------------------------------------------------------------------- */

static StanokLockout
count_login (Fixture  *fixture,
             gboolean  success)
{
  StanokLockout lockout = { -1, -1 };
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_journal_count_login (fixture->journal, "op-1", success, &lockout, &error));
  g_assert_no_error (error);
  return lockout;
}

static StanokLockout
get_lockout (Fixture *fixture)
{
  StanokLockout lockout = { -1, -1 };
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_journal_get_lockout (fixture->journal, "op-1", &lockout, &error));
  g_assert_no_error (error);
  return lockout;
}

static void
test_lockout (Fixture       *fixture,
              gconstpointer  data)
{
  static const int waits_s[] = { 0, 0, 0, 30, 60, 300, 900, 900, 900 };

  g_assert_cmpint (get_lockout (fixture).failures, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (waits_s); i++)
    {
      StanokLockout lockout = count_login (fixture, FALSE);

      g_assert_cmpint (lockout.failures, ==, (gint64) i + 1);
      g_assert_cmpint (lockout.locked_for_ms, ==, waits_s[i] * 1000);
      open_again (fixture);
      g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, waits_s[i] * 1000);
      stanok_fake_ports_pass (&fixture->store.ports, waits_s[i] * 1000);
      g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, 0);
    }
  g_assert_cmpint (count_login (fixture, TRUE).failures, ==, 0);
  g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, 0);
  assert_verified (fixture);
}

/* S18: neither the wall clock nor a restart of the machine shortens it. */
static void
test_lockout_and_clocks (Fixture       *fixture,
                         gconstpointer  data)
{
  for (int i = 0; i < 5; i++)
    count_login (fixture, FALSE);
  fixture->store.ports.wall_ms += 10 * DAY_MS;
  g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, 60000);
  fixture->store.ports.boot_ms += 50000;
  g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, 10000);

  stanok_fake_ports_reboot (&fixture->store.ports);
  open_again (fixture);
  g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, 60000);
  fixture->store.ports.boot_ms += 59999;
  open_again (fixture);
  g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, 1);
  fixture->store.ports.boot_ms += 1;
  g_assert_cmpint (get_lockout (fixture).locked_for_ms, ==, 0);
}

static void
test_recent (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const ids[] = { "op-1", "op-2", "op-3", "op-1" };
  g_autoptr(GPtrArray) recent = NULL, one = NULL;
  StanokLockout lockout;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true (stanok_journal_count_login (fixture->journal, ids[i], TRUE, &lockout, NULL));
  g_assert_true (stanok_journal_count_login (fixture->journal, "op-4", FALSE, &lockout, NULL));
  open_again (fixture);
  recent = stanok_journal_recent_operators (fixture->journal, 10);
  g_assert_cmpuint (recent->len, ==, 3);
  g_assert_cmpstr (recent->pdata[0], ==, "op-1");
  g_assert_cmpstr (recent->pdata[1], ==, "op-3");
  g_assert_cmpstr (recent->pdata[2], ==, "op-2");
  one = stanok_journal_recent_operators (fixture->journal, 1);
  g_assert_cmpuint (one->len, ==, 1);
}

/* ---- compaction: J3 -------------------------------------------------------------------- */

static gboolean
count_line (const char *json,
            gsize       length,
            gpointer    data)
{
  *(int *) data += g_strstr_len (json, (gssize) length, "\"kind\":\"command\"") != NULL;
  return TRUE;
}

static void
compact (Fixture *fixture,
         gint64   first,
         gint64   last)
{
  g_autoptr(GArray) have = g_array_new (FALSE, FALSE, sizeof (StanokRange));
  StanokRange range = { first, last };
  g_autoptr(GError) error = NULL;

  g_array_append_val (have, range);
  g_assert_true (stanok_journal_compact (fixture->journal, have, &error));
  g_assert_no_error (error);
}

static void
assert_recorded (Fixture    *fixture,
                 const char *expected)
{
  g_autoptr(GPtrArray) all = stanok_journal_list_since (fixture->journal, NULL, 0);
  g_autoptr(GString) text = g_string_new (NULL);
  int n_logged = 0;

  for (guint i = 0; i < all->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ",
                            ((const StanokEntry *) all->pdata[i])->seq);
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_true (stanok_outbox_log_read (&fixture->store.ports.ports, count_line, &n_logged, NULL));
  g_assert_cmpint (n_logged, ==, (int) all->len);
}

static void
test_compaction (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *conflict = make_command_id (4);
  g_autoptr(StanokEntry) next = NULL;

  for (int n = 1; n <= 7; n++)
    stanok_entry_unref (record (fixture, n, STANOK_COMMAND_PROGRESS));
  for (int n = 1; n <= 3; n++)
    stanok_entry_unref (settle (fixture, n, STANOK_ENTRY_ACCEPTED, STANOK_EXCEPTION_NONE));
  stanok_entry_unref (settle (fixture, 4, STANOK_ENTRY_CONFLICT, STANOK_EXCEPTION_NONE));
  stanok_entry_unref (settle (fixture, 5, STANOK_ENTRY_PARKED, STANOK_EXCEPTION_NONE));
  stanok_entry_unref (settle (fixture, 6, STANOK_ENTRY_ACCEPTED, STANOK_EXCEPTION_DOUBLE_WORK));
  compact (fixture, 1, 7);
  assert_recorded (fixture, "1 2 3 4 5 6 7 ");              /* not old */

  stanok_fake_ports_pass (&fixture->store.ports, 31 * DAY_MS);
  compact (fixture, 2, 7);
  assert_recorded (fixture, "1 4 5 6 7 ");                  /* 1 is not in the server's ledger */
  stanok_entry_unref (stanok_journal_acknowledge (fixture->journal, conflict, "op-1", NULL));
  compact (fixture, 1, 7);
  assert_recorded (fixture, "5 6 7 ");                      /* parked, exception, pending */
  assert_verified (fixture);
  open_again (fixture);

  for (int n = 5; n <= 7; n++)
    stanok_entry_unref (settle (fixture, n, STANOK_ENTRY_ACCEPTED, STANOK_EXCEPTION_NONE));
  stanok_fake_ports_pass (&fixture->store.ports, 31 * DAY_MS);
  compact (fixture, 1, 100);
  assert_recorded (fixture, "");
  open_again (fixture);
  next = record (fixture, 8, STANOK_COMMAND_CLAIM);
  g_assert_cmpint (next->seq, ==, 8);                       /* J4 */
}

/* ---- two copies: J2, J5, S15 ----------------------------------------------------------- */

/* Some of everything that both copies hold. */
static void
fill (Fixture *fixture)
{
  for (int n = 1; n <= 20; n++)
    stanok_entry_unref (record (fixture, n, n % 2 ? STANOK_COMMAND_NOTE : STANOK_COMMAND_PROGRESS));
  for (int n = 1; n <= 10; n++)
    stanok_entry_unref (settle (fixture, n, n % 3 ? STANOK_ENTRY_ACCEPTED : STANOK_ENTRY_CONFLICT,
                                STANOK_EXCEPTION_NONE));
  for (int i = 0; i < 5; i++)
    count_login (fixture, FALSE);
  g_assert_true (stanok_journal_set_setting (fixture->journal, "device", "K-07", NULL));
}

/* All that the journal says, as text. */
static char *
describe (Fixture *fixture)
{
  g_autoptr(GPtrArray) all = stanok_journal_list_since (fixture->journal, NULL, 0);
  g_autofree char *device = stanok_journal_get_setting (fixture->journal, "device");
  GString *text = g_string_new (stanok_journal_get_incarnation (fixture->journal));
  StanokLockout lockout = get_lockout (fixture);

  for (guint i = 0; i < all->len; i++)
    {
      const StanokEntry *entry = all->pdata[i];
      gsize n;
      const char *body = g_bytes_get_data (entry->body, &n);

      g_string_append_printf (text, "\n%" G_GINT64_FORMAT " %s %.*s %s %" G_GINT64_FORMAT " %s %d",
                              entry->seq, entry->incarnation, (int) n, body,
                              stanok_entry_state_name (entry->state), entry->recorded_ms,
                              entry->etag_seen, entry->single_copy);
    }
  g_string_append_printf (text, "\n%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, device,
                          lockout.failures, lockout.locked_for_ms);
  return g_string_free (text, FALSE);
}

typedef void (*Vandal) (Fixture *fixture);

static void
remove_db (Fixture *fixture)
{
  stanok_disk_remove (fixture->store.disk, "journal.db");
  stanok_disk_remove (fixture->store.disk, "journal.db-wal");
}

static void
damage_db_header (Fixture *fixture)
{
  g_assert_true (stanok_disk_damage (fixture->store.disk, "journal.db", 0, 100));
}

/* Where SQLite looks first and does not call it damage. */
static void
damage_db_format (Fixture *fixture)
{
  g_assert_true (stanok_disk_damage (fixture->store.disk, "journal.db", 44, 4));
}

static void
damage_db_version (Fixture *fixture)
{
  g_assert_true (stanok_disk_damage (fixture->store.disk, "journal.db", 60, 4));
}

static void
damage_db_page (Fixture *fixture)
{
  g_assert_true (stanok_disk_damage (fixture->store.disk, "journal.db", 4096, 4096));
}

static void
empty_db (Fixture *fixture)
{
  const guint8 zeros[4096] = { 0 };

  g_assert_true (stanok_disk_write (fixture->store.disk, "journal.db", 0, zeros, sizeof zeros));
}

static void
remove_log (Fixture *fixture)
{
  g_assert_true (stanok_disk_remove (fixture->store.disk, "outbox-000001.log"));
}

static void
damage_log_start (Fixture *fixture)
{
  g_assert_true (stanok_disk_damage (fixture->store.disk, "outbox-000001.log", 50, 3));
}

static void
damage_log_middle (Fixture *fixture)
{
  g_assert_true (stanok_disk_damage (fixture->store.disk, "outbox-000001.log", 9000, 3));
}

static const struct {
  const char *name;
  Vandal      vandal;
  gboolean    db_was_damaged, log_was_damaged;
  guint       least_from_log, least_to_log;
  const char *aside;
} vandals[] = {
  { "db-removed", remove_db, FALSE, FALSE, 20, 0, NULL },
  { "db-header", damage_db_header, TRUE, FALSE, 20, 0, "journal.db.damaged-1795334400000" },
  { "db-format", damage_db_format, TRUE, FALSE, 20, 0, "journal.db.damaged-1795334400000" },
  { "db-version", damage_db_version, TRUE, FALSE, 20, 0, "journal.db.damaged-1795334400000" },
  { "db-page", damage_db_page, TRUE, FALSE, 20, 0, "journal.db.damaged-1795334400000" },
  { "db-zeros", empty_db, TRUE, FALSE, 20, 0, "journal.db.damaged-1795334400000" },
  { "log-removed", remove_log, FALSE, FALSE, 0, 19, NULL },
  { "log-start", damage_log_start, FALSE, TRUE, 0, 20, "outbox-000001.log.damaged-1795334400000" },
  { "log-middle", damage_log_middle, FALSE, TRUE, 0, 1, "outbox-000001.log.damaged-1795334400000" },
};

static void
test_vandal (Fixture       *fixture,
             gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autofree char *before = NULL, *after = NULL;

  fill (fixture);
  before = describe (fixture);
  g_clear_pointer (&fixture->journal, stanok_journal_close);
  vandals[i].vandal (fixture);
  fixture->journal = store_fixture_open (&fixture->store, &recovery);
  after = describe (fixture);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (recovery.db_was_damaged, ==, vandals[i].db_was_damaged);
  g_assert_cmpint (recovery.log_was_damaged, ==, vandals[i].log_was_damaged);
  g_assert_cmpuint (recovery.restored_from_log, >=, vandals[i].least_from_log);
  g_assert_cmpuint (recovery.restored_to_log, >=, vandals[i].least_to_log);
  if (vandals[i].db_was_damaged)
    g_assert_cmpstr (recovery.set_aside, ==, vandals[i].aside);
  if (vandals[i].aside != NULL)
    {
      g_autoptr(GBytes) kept = stanok_disk_read (fixture->store.disk, vandals[i].aside);

      g_assert_nonnull (kept);                              /* J5 */
    }
  assert_verified (fixture);
  open_again (fixture);
  stanok_entry_unref (record (fixture, 21, STANOK_COMMAND_NOTE));
  assert_verified (fixture);
}

/* Damage that comes up while at work is mended on the spot. */
static void
test_damage_while_open (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr(StanokCommand) command = make_command (21, STANOK_COMMAND_NOTE, "WO-1");
  g_autoptr(GPtrArray) names = NULL;
  g_auto(GStrv) lines = NULL;
  const StanokFiles *files = &fixture->store.ports.ports.files;
  gboolean aside = FALSE;

  fill (fixture);
  open_again (fixture);
  before = describe (fixture);
  for (int page = 1; page < 8; page++)
    g_assert_true (stanok_disk_damage (fixture->store.disk, "journal.db", page * 4096, 4096));
  /* An access that fails makes it look at the file again. */
  stanok_disk_fail_at (fixture->store.disk, 0, STANOK_DISK_EIO, FALSE);
  stanok_entry_unref (stanok_journal_record (fixture->journal, command, NULL, NULL));
  stanok_entry_unref (record (fixture, 21, STANOK_COMMAND_NOTE));
  after = describe (fixture);
  lines = g_strsplit (before, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    g_assert_nonnull (strstr (after, lines[i]));
  names = files->list (files->data, "", NULL);
  for (guint i = 0; i < names->len; i++)
    aside |= g_str_has_prefix (names->pdata[i], "journal.db.damaged-");
  g_assert_true (aside);
  assert_verified (fixture);
}

static void
test_verify (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fill (fixture);
  assert_verified (fixture);
  g_assert_true (stanok_disk_damage (fixture->store.disk, "outbox-000001.log", 9000, 3));
  g_assert_false (stanok_journal_verify (fixture->journal, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT);
}

/* A log of a later version is not thrown away by an earlier one. */
static void
test_strange_record (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char strange[] = "{\"kind\":\"of a later version\",\"change\":900}";
  g_autoptr(StanokOutboxLog) log = NULL;
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autoptr(GError) error = NULL;
  gboolean damaged;

  fill (fixture);
  g_clear_pointer (&fixture->journal, stanok_journal_close);
  log = stanok_outbox_log_open (&fixture->store.ports.ports, &damaged, &error);
  g_assert_true (stanok_outbox_log_append (log, strange, strlen (strange), &error));
  g_clear_pointer (&log, stanok_outbox_log_close);
  g_assert_null (stanok_journal_open (&fixture->store.ports.ports, &recovery, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "install the version"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/store/journal/records-once", test_record);
  ADD ("/store/journal/refuses-what-cannot-be-read-again", test_refused_commands);
  ADD ("/store/journal/fates-last", test_fates);
  ADD ("/store/journal/offers-again", test_reoffer);
  ADD ("/store/journal/unknown-commands", test_unknown);
  ADD ("/store/journal/lists", test_lists);
  ADD ("/store/journal/settings", test_settings);
  ADD ("/store/journal/a-2/lockout", test_lockout);
  ADD ("/store/journal/s-18/lockout-and-clocks", test_lockout_and_clocks);
  ADD ("/store/journal/recent-operators", test_recent);
  ADD ("/store/journal/j-3/compaction", test_compaction);
  for (guint i = 0; i < G_N_ELEMENTS (vandals); i++)
    {
      g_autofree char *path = g_strconcat ("/store/journal/j-2/", vandals[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_vandal, tear_down);
    }
  ADD ("/store/journal/j-5/damage-while-open", test_damage_while_open);
  ADD ("/store/journal/verifies", test_verify);
  ADD ("/store/journal/log-of-a-later-version", test_strange_record);
  return g_test_run ();
}
