/* test-journal-rot.c: bits of the journal's database that turn over while the machine is off
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "store-fixture.h"

/* Turns the bits of @n bytes where @text stands in the database; all places of it. */
static void
rot (StanokDisk *disk,
     const char *text,
     gsize       skip,
     gsize       n)
{
  g_autoptr(GBytes) file = stanok_disk_read (disk, "journal.db");
  gsize size, length = strlen (text);
  const char *bytes = g_bytes_get_data (file, &size);
  guint found = 0;

  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (bytes + i, text, length) == 0)
      {
        g_assert_true (stanok_disk_damage (disk, "journal.db", (gint64) (i + skip), n));
        found++;
      }
  g_assert_cmpuint (found, >, 0);
}

/* S15: SQLite does not see it, and the damaged bytes would be sent, and copied into the log. */
static void
test_rot (gconstpointer data)
{
  static const struct { const char *text; gsize skip, n; } places[] = {
    { "\"order_id\":\"WO-2\"", 12, 4 },     /* in the body */
    { "note", 0, 2 },
    { "\"e1.r1\"", 1, 4 },
  };
  StoreFixture fixture;
  StanokJournal *journal;
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(StanokEntry) before = NULL, after = NULL;
  g_autoptr(GError) error = NULL;
  gsize place = GPOINTER_TO_SIZE (data);

  store_fixture_set_up (&fixture, 1);
  journal = store_fixture_open (&fixture, NULL);
  before = stanok_journal_record (journal, command, "\"e1.r1\"", &error);
  g_assert_no_error (error);
  stanok_journal_close (journal);
  rot (fixture.disk, places[place].text, places[place].skip, places[place].n);

  journal = store_fixture_open (&fixture, &recovery);
  after = stanok_journal_lookup (journal, command->command_id);
  g_assert_nonnull (after);
  g_assert_true (g_bytes_equal (before->body, after->body));
  g_assert_cmpint (after->seq, ==, before->seq);
  g_assert_cmpint (after->state, ==, STANOK_ENTRY_PENDING);
  g_assert_cmpstr (after->etag_seen, ==, "\"e1.r1\"");
  g_assert_true (stanok_journal_verify (journal, &error));
  g_assert_no_error (error);
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
}

/* The id itself: the log knows the command, the database another one in its place. */
static void
test_rotten_id (void)
{
  StoreFixture fixture;
  StanokJournal *journal;
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(StanokEntry) before = NULL, after = NULL;
  g_autoptr(GPtrArray) all = NULL;

  store_fixture_set_up (&fixture, 1);
  journal = store_fixture_open (&fixture, NULL);
  before = stanok_journal_record (journal, command, NULL, NULL);
  stanok_journal_close (journal);
  rot (fixture.disk, command->command_id, 0, 1);

  journal = store_fixture_open (&fixture, NULL);
  all = stanok_journal_list_since (journal, NULL, 0);
  g_assert_cmpuint (all->len, ==, 1);
  after = stanok_journal_lookup (journal, command->command_id);
  g_assert_nonnull (after);
  g_assert_cmpint (after->seq, ==, before->seq);
  g_assert_true (g_bytes_equal (before->body, after->body));
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
}

/* Bits that turn over while the journal is open are met by whoever reads the file again. */
static void
test_verify_sees_rot (void)
{
  StoreFixture fixture;
  StanokJournal *journal;
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(StanokCommand) next = make_command (2, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(GError) error = NULL;

  store_fixture_set_up (&fixture, 1);
  journal = store_fixture_open (&fixture, NULL);
  stanok_entry_unref (stanok_journal_record (journal, command, NULL, NULL));
  stanok_journal_close (journal);
  journal = store_fixture_open (&fixture, NULL);
  rot (fixture.disk, "\"order_id\":\"WO-2\"", 12, 4);
  stanok_disk_fail_at (fixture.disk, 0, STANOK_DISK_EIO, FALSE);
  stanok_entry_unref (stanok_journal_record (journal, next, NULL, NULL));   /* opens it again */
  g_assert_false (stanok_journal_verify (journal, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT);
  stanok_journal_close (journal);
  store_fixture_tear_down (&fixture);
}

/* Turns the @n-th place where the incarnation stands; FALSE: there are not so many. */
static gboolean
rot_incarnation (StanokDisk *disk,
                 const char *incarnation,
                 int         n)
{
  g_autoptr(GBytes) file = stanok_disk_read (disk, "journal.db");
  gsize size, length = strlen (incarnation);
  const char *bytes = g_bytes_get_data (file, &size);

  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (bytes + i, incarnation, length) == 0 && n-- == 0)
      return stanok_disk_damage (disk, "journal.db", (gint64) i, 4);
  return FALSE;
}

/* J4: also if an index has rotted, a number is not given twice. */
static void
test_rotten_index (void)
{
  gboolean is_done = FALSE;
  int n = 0;

  for (; !is_done; n++)
    {
      StoreFixture fixture;
      StanokJournal *journal;
      g_autofree char *incarnation = NULL;

      store_fixture_set_up (&fixture, 1);
      for (int i = 1; i <= 3; i++)
        {
          g_autoptr(StanokCommand) command = make_command (i, STANOK_COMMAND_NOTE, "WO-2");
          g_autoptr(StanokEntry) entry = NULL;

          journal = store_fixture_open (&fixture, NULL);
          incarnation = incarnation != NULL ? incarnation
                                            : g_strdup (stanok_journal_get_incarnation (journal));
          entry = stanok_journal_record (journal, command, NULL, NULL);
          g_assert_cmpint (entry->seq, ==, i);
          stanok_journal_close (journal);
          if (i == 2)
            is_done = !rot_incarnation (fixture.disk, incarnation, n);
        }
      store_fixture_tear_down (&fixture);
    }
  g_assert_cmpint (n, >, 5);
}

/* SQLite takes the words of a definition as they stand, and fails only when one is missing. */
static void
test_rotten_schema (void)
{
  StoreFixture fixture;
  StanokJournal *journal;
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-2");
  g_autoptr(StanokEntry) before = NULL, after = NULL;

  store_fixture_set_up (&fixture, 1);
  journal = store_fixture_open (&fixture, NULL);
  before = stanok_journal_record (journal, command, NULL, NULL);
  stanok_journal_close (journal);
  rot (fixture.disk, "acknowledged_ms INTEGER", 0, 4);
  journal = store_fixture_open (&fixture, &recovery);
  g_assert_true (recovery.db_was_damaged);
  after = stanok_journal_lookup (journal, command->command_id);
  g_assert_nonnull (after);
  g_assert_true (g_bytes_equal (before->body, after->body));
  stanok_journal_close (journal);
  stanok_recovery_clear (&recovery);
  store_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/store/journal/s-15/bits-turn-over-in-a-body", GSIZE_TO_POINTER (0),
                        test_rot);
  g_test_add_data_func ("/store/journal/s-15/bits-turn-over-in-a-type", GSIZE_TO_POINTER (1),
                        test_rot);
  g_test_add_data_func ("/store/journal/s-15/bits-turn-over-in-a-tag", GSIZE_TO_POINTER (2),
                        test_rot);
  g_test_add_func ("/store/journal/s-15/bits-turn-over-in-an-id", test_rotten_id);
  g_test_add_func ("/store/journal/j-4/bits-turn-over-in-an-index", test_rotten_index);
  g_test_add_func ("/store/journal/verify-sees-rot", test_verify_sees_rot);
  g_test_add_func ("/store/journal/j-5/bits-turn-over-in-a-definition", test_rotten_schema);
  return g_test_run ();
}
