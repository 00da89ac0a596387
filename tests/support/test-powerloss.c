/* test-powerloss.c: the disk of the tests loses what a real one may lose, and nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-fake-ports.h"

#include <sqlite3.h>
#include <string.h>

#include "domain/stanok-error.h"

typedef struct {
  StanokDisk  *disk;
  StanokFiles  files;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->disk = stanok_disk_new (1);
  stanok_disk_fill_files (fixture->disk, &fixture->files);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  stanok_disk_free (fixture->disk);
}

static StanokFileHandle *
open_file (Fixture    *fixture,
           const char *name)
{
  g_autoptr(GError) error = NULL;
  StanokFileHandle *file = fixture->files.open (fixture->files.data, name, TRUE, &error);

  g_assert_no_error (error);
  return file;
}

static void
put (Fixture          *fixture,
     StanokFileHandle *file,
     const char       *text,
     gint64            offset)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture->files.pwrite (fixture->files.data, file, (const guint8 *) text,
                                        strlen (text), offset, &error));
  g_assert_no_error (error);
}

static void
sync_file (Fixture          *fixture,
           StanokFileHandle *file)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (fixture->files.datasync (fixture->files.data, file, &error));
  g_assert_true (fixture->files.sync_dir (fixture->files.data, &error));
  g_assert_no_error (error);
}

static void
assert_text (Fixture    *fixture,
             const char *name,
             const char *text)
{
  g_autoptr(GBytes) bytes = stanok_disk_read (fixture->disk, name);

  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
test_unsynced_is_lost (Fixture       *fixture,
                       gconstpointer  data)
{
  StanokFileHandle *file = open_file (fixture, "a");

  put (fixture, file, "safe", 0);
  sync_file (fixture, file);
  put (fixture, file, "gone!", 2);
  assert_text (fixture, "a", "sagone!");
  fixture->files.close (fixture->files.data, file);
  stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_NONE);
  assert_text (fixture, "a", "safe");
  g_assert_cmpint (stanok_disk_get_used (fixture->disk), ==, 4);
}

static void
test_keep_all (Fixture       *fixture,
               gconstpointer  data)
{
  StanokFileHandle *file = open_file (fixture, "a");
  g_autoptr(GError) error = NULL;

  put (fixture, file, "never synced", 0);
  g_assert_true (fixture->files.truncate (fixture->files.data, file, 5, &error));
  fixture->files.close (fixture->files.data, file);
  stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_ALL);
  assert_text (fixture, "a", "never");
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  const StanokFiles *files = &fixture->files;
  g_autoptr(GError) error = NULL;
  StanokFileHandle *file = open_file (fixture, "part/x");

  put (fixture, file, "body", 0);
  sync_file (fixture, file);
  files->close (files->data, file);
  g_assert_true (files->rename (files->data, "part/x", "blob/x", &error));
  g_assert_false (files->exists (files->data, "part/x"));
  stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_NONE);
  g_assert_true (files->exists (files->data, "part/x"));
  g_assert_false (files->exists (files->data, "blob/x"));
  g_assert_true (files->rename (files->data, "part/x", "blob/x", &error));
  g_assert_true (files->sync_dir (files->data, &error));
  stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_NONE);
  assert_text (fixture, "blob/x", "body");
  g_assert_true (files->unlink (files->data, "blob/x", &error));
  stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_NONE);
  assert_text (fixture, "blob/x", "body");
  g_assert_no_error (error);
}

/* Torn: of a write of two sectors every mix comes up. */
static void
test_torn (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = g_strnfill (1024, 'n');
  gboolean seen[4] = { FALSE };

  for (int i = 0; i < 64; i++)
    {
      StanokFileHandle *file = open_file (fixture, "a");
      g_autofree char *old = g_strnfill (1024, 'o');
      g_autoptr(GBytes) bytes = NULL;
      const char *now;

      put (fixture, file, old, 0);
      sync_file (fixture, file);
      put (fixture, file, text, 0);
      fixture->files.close (fixture->files.data, file);
      stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_TORN);
      bytes = stanok_disk_read (fixture->disk, "a");
      now = g_bytes_get_data (bytes, NULL);
      g_assert_cmpint (now[0], ==, now[511]);
      g_assert_cmpint (now[512], ==, now[1023]);
      seen[(now[0] == 'n') + 2 * (now[512] == 'n')] = TRUE;
    }
  for (int i = 0; i < 4; i++)
    g_assert_true (seen[i]);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  const StanokFiles *files = &fixture->files;
  StanokFileHandle *file = open_file (fixture, "a");
  g_autoptr(GError) error = NULL, reading = NULL;
  guint8 byte;

  put (fixture, file, "x", 0);
  sync_file (fixture, file);
  stanok_disk_cut_power_at (fixture->disk, 1);
  put (fixture, file, "y", 0);
  g_assert_false (files->pwrite (files->data, file, (const guint8 *) "z", 1, 0, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_true (stanok_disk_is_cut (fixture->disk));
  g_assert_cmpint (files->pread (files->data, file, &byte, 1, 0, &reading), ==, -1);
  g_assert_error (reading, STANOK_ERROR, STANOK_ERROR_STORE);
  files->close (files->data, file);
  stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_NONE);
  assert_text (fixture, "a", "x");
}

static void
test_failed_sync (Fixture       *fixture,
                  gconstpointer  data)
{
  const StanokFiles *files = &fixture->files;
  StanokFileHandle *file = open_file (fixture, "a");
  g_autoptr(GError) error = NULL, again = NULL;

  sync_file (fixture, file);
  for (int i = 0; i < 40; i++)
    put (fixture, file, "x", i);
  stanok_disk_fail_at (fixture->disk, 0, STANOK_DISK_EIO, FALSE);
  g_assert_false (files->datasync (files->data, file, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_true (stanok_disk_has_failed (fixture->disk));
  g_assert_false (files->pwrite (files->data, file, (const guint8 *) "y", 1, 0, &again));
  g_assert_error (again, STANOK_ERROR, STANOK_ERROR_STORE);
  files->close (files->data, file);

  /* Another handle syncs without a word, and yet some bytes never come back. */
  file = open_file (fixture, "a");
  sync_file (fixture, file);
  files->close (files->data, file);
  stanok_disk_power_cycle (fixture->disk, STANOK_DISK_KEEP_NONE);
  {
    g_autoptr(GBytes) bytes = stanok_disk_read (fixture->disk, "a");
    const char *text = g_bytes_get_data (bytes, NULL);
    gsize lost = 40 - g_bytes_get_size (bytes);

    for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
      lost += text[i] == '\0';
    g_assert_cmpuint (lost, >, 0);
    g_assert_cmpuint (lost, <, 40);
  }
}

static void
test_room (Fixture       *fixture,
           gconstpointer  data)
{
  const StanokFiles *files = &fixture->files;
  StanokFileHandle *file = open_file (fixture, "a");
  g_autoptr(GError) error = NULL, reserving = NULL, later = NULL;

  stanok_disk_set_room (fixture->disk, 10);
  put (fixture, file, "0123456789", 0);
  put (fixture, file, "9876", 3);
  g_assert_cmpint (files->free_bytes (files->data), ==, 0);
  g_assert_false (files->pwrite (files->data, file, (const guint8 *) "x", 1, 10, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_FULL);
  g_assert_false (files->allocate (files->data, file, 11, &reserving));
  g_assert_error (reserving, STANOK_ERROR, STANOK_ERROR_FULL);
  g_assert_true (files->unlink (files->data, "a", &later));
  g_assert_cmpint (files->free_bytes (files->data), ==, 0);
  files->close (files->data, file);
  g_assert_cmpint (files->free_bytes (files->data), ==, 10);

  stanok_disk_set_room (fixture->disk, -1);
  file = open_file (fixture, "b");
  stanok_disk_fail_at (fixture->disk, 0, STANOK_DISK_ENOSPC, TRUE);
  g_clear_error (&error);
  g_assert_false (files->pwrite (files->data, file, (const guint8 *) "x", 1, 0, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_FULL);
  g_assert_true (files->datasync (files->data, file, &later));
  files->close (files->data, file);
}

/* ---- SQLite: the table of the protocol, in small ---- */

#define N_ROWS 6

typedef struct {
  int runs, lost, corrupt;
} Tally;

/* Rows whose commit had returned. */
static int
write_rows (Fixture    *fixture,
            const char *synchronous)
{
  g_autofree char *pragmas =
    g_strdup_printf ("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; "
                     "PRAGMA synchronous=%s; PRAGMA wal_autocheckpoint=4;", synchronous);
  sqlite3 *db;
  int n = 0;

  if (sqlite3_open_v2 ("k.db", &db, SQLITE_OPEN_READWRITE, fixture->files.vfs) == SQLITE_OK &&
      sqlite3_exec (db, pragmas, NULL, NULL, NULL) == SQLITE_OK)
    while (n < N_ROWS &&
           sqlite3_exec (db, "INSERT INTO rows (body) VALUES (hex (zeroblob (900)))", NULL, NULL,
                         NULL) == SQLITE_OK)
      n++;
  if (n == N_ROWS)
    stanok_disk_cut_power (fixture->disk);
  sqlite3_close (db);
  return n;
}

/* -1 if the file is damaged */
static int
count_rows (Fixture *fixture)
{
  sqlite3_stmt *statement = NULL;
  sqlite3 *db;
  int n = -1;

  g_assert_cmpint (sqlite3_open_v2 ("k.db", &db, SQLITE_OPEN_READWRITE, fixture->files.vfs), ==,
                   SQLITE_OK);
  sqlite3_exec (db, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL);
  if (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW &&
      strcmp ((const char *) sqlite3_column_text (statement, 0), "ok") == 0)
    {
      sqlite3_finalize (statement);
      statement = NULL;
      if (sqlite3_prepare_v2 (db, "SELECT count (*) FROM rows", -1, &statement,
          NULL) == SQLITE_OK &&
          sqlite3_step (statement) == SQLITE_ROW)
        n = sqlite3_column_int (statement, 0);
    }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n;
}

static void
make_database (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 ("k.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    fixture->files.vfs), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE rows (seq INTEGER PRIMARY KEY, body TEXT)",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_true (fixture->files.sync_dir (fixture->files.data, &error));
}

static Tally
cut_everywhere (const char *synchronous)
{
  Tally tally = { 0, 0, 0 };

  for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
    for (int seed = 0; seed < (keep < STANOK_DISK_KEEP_SOME ? 1 : 4); seed++)
      for (int at = 0, promised = 0; promised < N_ROWS; at++)
        {
          Fixture fixture;
          int n;

          fixture.disk = stanok_disk_new ((guint64) (keep * 1000003 + seed * 7919 + at));
          stanok_disk_fill_files (fixture.disk, &fixture.files);
          make_database (&fixture);
          stanok_disk_cut_power_at (fixture.disk, at);
          promised = write_rows (&fixture, synchronous);
          stanok_disk_power_cycle (fixture.disk, (StanokDiskKeep) keep);
          n = count_rows (&fixture);
          tally.runs++;
          tally.lost += n >= 0 && n < promised;
          tally.corrupt += n < 0;
          stanok_disk_free (fixture.disk);
        }
  g_test_message ("synchronous=%s: %d runs, %d with lost rows, %d corrupt", synchronous, tally.runs,
                  tally.lost, tally.corrupt);
  return tally;
}

static void
test_table (void)
{
  Tally full = cut_everywhere ("FULL"), normal = cut_everywhere ("NORMAL");
  Tally off = cut_everywhere ("OFF");

  g_assert_cmpint (full.runs, >, 200);
  g_assert_cmpint (full.lost + full.corrupt, ==, 0);
  g_assert_cmpint (normal.lost, >, 20);
  g_assert_cmpint (normal.corrupt, ==, 0);
  g_assert_cmpint (off.lost, >, 20);
  g_assert_cmpint (off.corrupt, >, 0);
}

static void
test_fake_clock (Fixture       *fixture,
                 gconstpointer  data)
{
  StanokFakePorts ports, twin;
  g_autofree char *first = NULL, *second = NULL;
  char boot_id[37];

  stanok_fake_ports_init (&ports, fixture->disk, 5);
  stanok_fake_ports_init (&twin, fixture->disk, 5);
  first = stanok_uuid7_new (&ports.ports);
  second = stanok_uuid7_new (&twin.ports);
  g_assert_cmpstr (first, ==, second);
  g_strlcpy (boot_id, ports.boot_id, sizeof boot_id);
  stanok_fake_ports_pass (&ports, 1500);
  g_assert_cmpint (ports.ports.clock.wall_ms (ports.ports.clock.data), ==, twin.wall_ms + 1500);
  stanok_fake_ports_reboot (&ports);
  g_assert_cmpint (ports.ports.clock.boot_ms (ports.ports.clock.data), ==, 0);
  g_assert_cmpstr (ports.ports.clock.boot_id (ports.ports.clock.data), !=, boot_id);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/support/powerloss/pl-1/what-is-not-synced-is-lost", test_unsynced_is_lost);
  ADD ("/support/powerloss/pl-1/or-is-not", test_keep_all);
  ADD ("/support/powerloss/pl-1/sectors-tear", test_torn);
  ADD ("/support/powerloss/pl-2/names-need-their-own-sync", test_names);
  ADD ("/support/powerloss/pl-3/a-failed-sync-forgets", test_failed_sync);
  ADD ("/support/powerloss/pl-4/nothing-works-without-power", test_cut);
  ADD ("/support/powerloss/room-is-counted", test_room);
  g_test_add_func ("/support/powerloss/sqlite-keeps-its-promise-only-with-full", test_table);
  ADD ("/support/fake-ports/everything-follows-from-the-seed", test_fake_clock);
  return g_test_run ();
}
