/* test-system-ports.c: clock, random numbers and files of a real machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-system-ports.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "domain/stanok-error.h"

typedef struct {
  char        *directory;
  StanokPorts *ports;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->directory = g_build_filename (g_get_user_data_dir (), "terminal", NULL);
  fixture->ports = stanok_system_ports_new (fixture->directory, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->ports, stanok_system_ports_free);
  remove_tree (fixture->directory);
  g_free (fixture->directory);
}

static StanokFileHandle *
open_new (Fixture    *fixture,
          const char *name)
{
  const StanokFiles *files = &fixture->ports->files;
  g_autoptr(GError) error = NULL;
  StanokFileHandle *file = files->open (files->data, name, TRUE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (file);
  return file;
}

static void
test_files (Fixture       *fixture,
            gconstpointer  data)
{
  const StanokFiles *files = &fixture->ports->files;
  StanokFileHandle *file = open_new (fixture, "part/abc");
  guint8 bytes[16] = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) names = NULL;

  g_assert_true (files->allocate (files->data, file, 100, &error));
  g_assert_true (files->pwrite (files->data, file, (const guint8 *) "hello", 5, 97, &error));
  g_assert_true (files->datasync (files->data, file, &error));
  g_assert_cmpint (files->size (files->data, file, &error), ==, 102);
  g_assert_cmpint (files->pread (files->data, file, bytes, sizeof bytes, 95, &error), ==, 7);
  g_assert_cmpmem (bytes, 7, "\0\0hello", 7);
  g_assert_true (files->truncate (files->data, file, 99, &error));
  g_assert_cmpint (files->pread (files->data, file, bytes, sizeof bytes, 97, &error), ==, 2);
  files->close (files->data, file);

  g_assert_true (files->rename (files->data, "part/abc", "blob/abc", &error));
  g_assert_true (files->sync_dir (files->data, &error));
  g_assert_no_error (error);
  g_assert_false (files->exists (files->data, "part/abc"));
  g_assert_true (files->exists (files->data, "blob/abc"));
  files->close (files->data, open_new (fixture, "blob/Abc"));
  names = files->list (files->data, "blob", &error);
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (names->pdata[0], ==, "Abc");
  g_assert_cmpstr (names->pdata[1], ==, "abc");
  g_assert_true (files->unlink (files->data, "blob/abc", &error));
  g_assert_false (files->exists (files->data, "blob/abc"));
  g_assert_cmpint (files->free_bytes (files->data), >, 0);
  g_assert_no_error (error);
}

static void
test_privacy (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (fixture->directory, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  fixture->ports->files.close (fixture->ports->files.data, open_new (fixture, "journal"));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const names[] = {
    "", ".", "..", "/etc/passwd", "../x", "blob/", "blob/..", "blob/a/b", "blob/../lock", "other/x",
    "blo/x", "blobs/x", "blob//x",
  };
  const StanokFiles *files = &fixture->ports->files;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) opening = NULL, renaming = NULL, to = NULL, deleting = NULL;

      g_test_message ("\"%s\"", names[i]);
      g_assert_null (files->open (files->data, names[i], TRUE, &opening));
      g_assert_error (opening, STANOK_ERROR, STANOK_ERROR_STORE);
      g_assert_false (files->rename (files->data, names[i], "a", &renaming));
      g_assert_error (renaming, STANOK_ERROR, STANOK_ERROR_STORE);
      g_assert_false (files->rename (files->data, "a", names[i], &to));
      g_assert_error (to, STANOK_ERROR, STANOK_ERROR_STORE);
      g_assert_false (files->unlink (files->data, names[i], &deleting));
      g_assert_error (deleting, STANOK_ERROR, STANOK_ERROR_STORE);
      g_assert_false (files->exists (files->data, names[i]));
    }
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  const StanokFiles *files = &fixture->ports->files;
  g_autoptr(GError) opening = NULL, renaming = NULL, deleting = NULL, listing = NULL;

  g_assert_null (files->open (files->data, "nothing", FALSE, &opening));
  g_assert_error (opening, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_assert_false (files->rename (files->data, "nothing", "a", &renaming));
  g_assert_error (renaming, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_assert_false (files->unlink (files->data, "nothing", &deleting));
  g_assert_error (deleting, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_assert_null (files->list (files->data, "nothing", &listing));
  g_assert_error (listing, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
}

/* /dev/full answers every write like a full disk. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  const StanokFiles *files = &fixture->ports->files;
  g_autofree char *path = g_build_filename (fixture->directory, "full", NULL);
  g_autoptr(GError) error = NULL, syncing = NULL, again = NULL;
  StanokFileHandle *file;

  g_assert_cmpint (symlink ("/dev/full", path), ==, 0);
  file = open_new (fixture, "full");
  g_assert_false (files->pwrite (files->data, file, (const guint8 *) "x", 1, 0, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_FULL);

  /* A device cannot be synced either; from then on the handle refuses everything. */
  g_assert_false (files->datasync (files->data, file, &syncing));
  g_assert_error (syncing, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_false (files->truncate (files->data, file, 0, &again));
  g_assert_error (again, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_nonnull (strstr (again->message, "failed sync"));
  files->close (files->data, file);
}

static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  const StanokFiles *files = &fixture->ports->files;
  StanokFileHandle *file = open_new (fixture, "big");
  struct rlimit old, small;
  g_autoptr(GError) writing = NULL, allocating = NULL, cutting = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = old;
  small.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (files->pwrite (files->data, file, (const guint8 *) "x", 1, 8192, &writing));
  g_assert_false (files->allocate (files->data, file, 8192, &allocating));
  g_assert_false (files->truncate (files->data, file, 8192, &cutting));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_error (writing, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_error (allocating, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_error (cutting, STANOK_ERROR, STANOK_ERROR_STORE);
  files->close (files->data, file);
}

static void
test_one_instance (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokPorts) second = stanok_system_ports_new (fixture->directory, &error);

  g_assert_null (second);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BUSY);
  g_clear_error (&error);
  g_clear_pointer (&fixture->ports, stanok_system_ports_free);
  second = stanok_system_ports_new (fixture->directory, &error);
  g_assert_no_error (error);
}

static void
test_bad_directory (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->directory, "file", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autofree char *missing = g_build_filename (fixture->directory, "missing", NULL);
  g_autoptr(GError) error = NULL, reading = NULL, none = NULL;

  fixture->ports->files.close (fixture->ports->files.data, open_new (fixture, "file"));
  g_assert_null (stanok_system_ports_new (below, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_null (stanok_system_ports_new_reader (file, &reading));
  g_assert_error (reading, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_null (stanok_system_ports_new_reader (missing, &none));
  g_assert_error (none, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
}

static void
test_reader (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL, making = NULL, syncing = NULL, writing = NULL, deleting = NULL;
  g_autoptr(StanokPorts) reader = stanok_system_ports_new_reader (fixture->directory, &error);
  const StanokFiles *files = &reader->files;
  StanokFileHandle *file = open_new (fixture, "log");
  guint8 byte = 0;

  g_assert_true (files->pwrite != NULL &&
                 fixture->ports->files.pwrite (fixture->ports->files.data, file,
                                               (const guint8 *) "x", 1, 0, &error));
  fixture->ports->files.close (fixture->ports->files.data, file);
  g_assert_no_error (error);

  file = files->open (files->data, "log", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (files->pread (files->data, file, &byte, 1, 0, &error), ==, 1);
  g_assert_cmpint (byte, ==, 'x');
  g_assert_false (files->pwrite (files->data, file, &byte, 1, 0, &writing));
  g_assert_error (writing, STANOK_ERROR, STANOK_ERROR_STORE);
  files->close (files->data, file);
  g_assert_null (files->open (files->data, "new", TRUE, &making));
  g_assert_error (making, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_false (files->unlink (files->data, "log", &deleting));
  g_assert_error (deleting, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_false (files->sync_dir (files->data, &syncing));
  g_assert_error (syncing, STANOK_ERROR, STANOK_ERROR_STORE);
}

static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  const StanokClock *clock = &fixture->ports->clock;
  gint64 boot = clock->boot_ms (clock->data);
  gint64 wall = g_get_real_time () / 1000;

  g_assert_cmpint (ABS (clock->wall_ms (clock->data) - wall), <, 1000);
  g_usleep (20000);
  g_assert_cmpint (clock->boot_ms (clock->data), >=, boot + 20);
  g_assert_cmpuint (strlen (clock->boot_id (clock->data)), ==, 36);
}

static void
test_uuid (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *first = stanok_uuid7_new (fixture->ports);
  g_autofree char *second = stanok_uuid7_new (fixture->ports);
  g_autofree char *digits = g_strdup (first);
  gint64 ms;

  g_assert_true (g_regex_match_simple ("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-"
                                       "[89ab][0-9a-f]{3}-[0-9a-f]{12}$", first, 0, 0));
  g_assert_cmpstr (first, !=, second);
  memmove (digits + 8, digits + 9, 4);
  digits[12] = '\0';
  ms = g_ascii_strtoll (digits, NULL, 16);
  g_assert_cmpint (ABS (ms - g_get_real_time () / 1000), <, 5000);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/port/system/files-do-what-they-are-asked", test_files);
  ADD ("/port/system/nobody-else-may-read", test_privacy);
  ADD ("/port/system/names-stay-below-the-directory", test_names);
  ADD ("/port/system/missing-files-are-told-apart", test_missing);
  ADD ("/port/system/full-disk-and-failed-sync", test_full);
  ADD ("/port/system/other-failures-are-store", test_limit);
  ADD ("/port/system/one-instance-a-directory", test_one_instance);
  ADD ("/port/system/a-directory-that-cannot-be", test_bad_directory);
  ADD ("/port/system/reader-changes-nothing", test_reader);
  ADD ("/port/system/clocks-run", test_clock);
  ADD ("/port/system/uuid7", test_uuid);
  return g_test_run ();
}
