/* test-journal-reader.c: both copies of a journal, read and compared beside its terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "port/stanok-system-ports.h"
#include "store-fixture.h"
#include "store/stanok-journal-reader.h"

typedef struct {
  char          *folder, *copy;    /* the terminal's, and a tool's */
  StanokPorts   *ports;
  StanokJournal *journal;          /* (nullable) open: a terminal runs */
} Fixture;

/* ---- a terminal ---------------------------------------------------------------------------- */

static void
start (Fixture *self)
{
  StanokRecovery recovery;
  g_autoptr(GError) error = NULL;

  self->ports = stanok_system_ports_new (self->folder, &error);
  g_assert_no_error (error);
  self->journal = stanok_journal_open (self->ports, &recovery, &error);
  g_assert_no_error (error);
  stanok_recovery_clear (&recovery);
}

static void
stop (Fixture *self)
{
  g_clear_pointer (&self->journal, stanok_journal_close);
  g_clear_pointer (&self->ports, stanok_system_ports_free);
}

static void
record (Fixture *self,
        int      n)
{
  g_autofree char *order = g_strdup_printf ("WO-%d", n);
  StanokCommand *command = make_command (n, STANOK_COMMAND_NOTE, order);
  g_autoptr(StanokEntry) entry = stanok_journal_record (self->journal, command, NULL, NULL);

  g_assert_nonnull (entry);
  stanok_command_free (command);
}

static void
settle (Fixture *self,
        int      n)
{
  g_autofree char *id = make_command_id (n);
  const StanokSettlement settlement = {
    .command_id = id, .state = STANOK_ENTRY_CONFLICT,
    .problem = STANOK_PROBLEM_ALREADY_CLAIMED, .reason = "slow",
  };
  g_autoptr(StanokEntry) entry = stanok_journal_settle (self->journal, &settlement, NULL);

  g_assert_nonnull (entry);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("stanok-reader-XXXXXX", NULL);
  self->copy = g_dir_make_tmp ("stanok-reader-XXXXXX", NULL);
  start (self);
  for (int n = 1; n <= 5; n++)
    record (self, n);
  settle (self, 2);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  stop (self);
  remove_folder (self->folder);
  remove_folder (self->copy);
  g_free (self->folder);
  g_free (self->copy);
}

/* ---- a tool -------------------------------------------------------------------------------- */

static void
copy_file (Fixture    *self,
           const char *name)
{
  g_autofree char *from = g_build_filename (self->folder, name, NULL);
  g_autofree char *to = g_build_filename (self->copy, name, NULL);
  g_autofree char *bytes = NULL;
  gsize n;

  g_unlink (to);
  if (g_file_get_contents (from, &bytes, &n, NULL))
    g_assert_true (g_file_set_contents (to, bytes, (gssize) n, NULL));
}

/* What the comparison says, a sentence a line. */
static char *
compare (Fixture *self,
         guint   *n_commands)
{
  g_autoptr(StanokPorts) reader = stanok_system_ports_new_reader (self->folder, NULL);
  g_autoptr(StanokPorts) copy = stanok_system_ports_new (self->copy, NULL);
  g_auto(StanokComparison) comparison = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_journal_compare (reader, copy, &comparison, &error));
  g_assert_no_error (error);
  if (n_commands != NULL)
    *n_commands = comparison.n_commands;
  g_ptr_array_add (comparison.differences, NULL);
  return g_strjoinv ("\n", (char **) comparison.differences->pdata);
}

static char *
copy_and_compare (Fixture *self,
                  guint   *n_commands)
{
  copy_file (self, "journal.db");
  copy_file (self, "journal.db-wal");
  return compare (self, n_commands);
}

static void
run_sql (Fixture    *self,
         const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "journal.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  sqlite3_close (db);
}

/* Changes bytes of a file from @offset (from its end if negative). */
static void
spoil (Fixture    *self,
       const char *name,
       goffset     offset)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  memset (bytes + (offset < 0 ? (goffset) n + offset : offset), 'x', 8);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n, NULL));
}

static void
assert_says (const char *said,
             const char *words)
{
  if (strstr (said, words) == NULL)
    g_error ("“%s” does not say “%s”", said, words);
}

/* ---- reading ------------------------------------------------------------------------------- */

static void
check_entries (GPtrArray *entries)
{
  g_assert_cmpuint (entries->len, ==, 5);
  for (guint i = 0; i < entries->len; i++)
    {
      const StanokEntry *entry = entries->pdata[i];

      g_assert_cmpint (entry->seq, ==, i + 1);
      g_assert_cmpint (entry->state, ==, i == 1 ? STANOK_ENTRY_CONFLICT : STANOK_ENTRY_PENDING);
      g_assert_cmpstr (entry->reason, ==, i == 1 ? "slow" : NULL);
    }
}

/* The terminal runs: its lock and its connection are in nobody's way. */
static void
test_beside (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(StanokPorts) reader = stanok_system_ports_new_reader (self->folder, NULL);
  g_autoptr(StanokPorts) copy = NULL;
  g_autoptr(GPtrArray) from_log = NULL, from_db = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;
  guint n;

  g_assert_true (stanok_journal_read_log (reader, &from_log, &error));
  g_assert_no_error (error);
  check_entries (from_log);
  said = copy_and_compare (self, &n);
  g_assert_cmpstr (said, ==, "");
  g_assert_cmpuint (n, ==, 5);
  copy = stanok_system_ports_new (self->copy, NULL);
  from_db = stanok_journal_read_db (copy, &error);
  g_assert_no_error (error);
  check_entries (from_db);
  record (self, 6);
}

static void
test_late_copy (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *first = copy_and_compare (self, NULL), *recorded = NULL, *settled = NULL;

  g_assert_cmpstr (first, ==, "");
  record (self, 6);
  recorded = compare (self, NULL);
  assert_says (recorded, "(note of WO-6, seq 6) is in outbox.log only");
  settle (self, 4);
  settled = compare (self, NULL);
  assert_says (settled, "outbox.log has a newer fate of command");
  assert_says (settled, "(note of WO-4, seq 4)");
}

/* ---- differences --------------------------------------------------------------------------- */

static void
test_differences (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *said = NULL;
  guint n;

  stop (self);
  run_sql (self, "DELETE FROM entry WHERE seq = 1;"
                 "UPDATE entry SET reason = 'fast' WHERE seq = 2;");
  said = copy_and_compare (self, &n);
  assert_says (said, "(note of WO-1, seq 1) is in outbox.log only; the terminal mends it");
  assert_says (said, "differ about command");
  assert_says (said, "(note of WO-2, seq 2)");
  g_assert_cmpuint (n, ==, 3);
  g_assert_null (strstr (said, "WO-3"));
}

static void
test_no_log (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "outbox-000001.log", NULL);
  g_autofree char *said = NULL;

  stop (self);
  g_assert_cmpint (g_unlink (path), ==, 0);
  said = copy_and_compare (self, NULL);
  assert_says (said, "(note of WO-5, seq 5) is in journal.db only");
}

static void
test_damaged_log (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(StanokPorts) reader = stanok_system_ports_new_reader (self->folder, NULL);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;

  stop (self);
  spoil (self, "outbox-000001.log", 900);
  said = copy_and_compare (self, NULL);
  assert_says (said, "outbox.log: the log is damaged in segment 1");
  g_assert_false (stanok_journal_read_log (reader, &entries, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT);
  /* What stands before the damage can still be read. */
  g_assert_nonnull (entries);
  g_assert_cmpuint (entries->len, <, 5);
}

static void
test_damaged_db (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(StanokPorts) copy = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;

  stop (self);
  spoil (self, "journal.db", 0);
  said = copy_and_compare (self, NULL);
  assert_says (said, "journal.db is damaged: ");
  copy = stanok_system_ports_new (self->copy, NULL);
  entries = stanok_journal_read_db (copy, &error);
  g_assert_null (entries);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT);
}

/* A body that nobody can read any more is no difference, but no journal of ours either. */
static void
test_foreign_records (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr(StanokPorts) reader = stanok_system_ports_new_reader (self->folder, NULL), copy = NULL;
  g_auto(StanokComparison) comparison = { 0 };
  g_autoptr(GError) error = NULL;

  stop (self);
  run_sql (self, "PRAGMA user_version = 99");
  copy_file (self, "journal.db");
  copy_file (self, "journal.db-wal");
  copy = stanok_system_ports_new (self->copy, NULL);
  g_assert_false (stanok_journal_compare (reader, copy, &comparison, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) \
  g_test_add ("/store/journal-reader/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("beside-a-terminal", test_beside);
  ADD ("copies-of-different-moments", test_late_copy);
  ADD ("differences", test_differences);
  ADD ("log-missing", test_no_log);
  ADD ("log-damaged", test_damaged_log);
  ADD ("database-damaged", test_damaged_db);
  ADD ("of-another-version", test_foreign_records);
  return g_test_run ();
}
