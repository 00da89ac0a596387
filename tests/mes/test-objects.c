/* test-objects.c: both homes of objects behave alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "objects/stanok-objects.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <signal.h>
#include <unistd.h>

#include "domain/stanok-error.h"

static const char hello_sha256[] =
  "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

static void
remove_tree (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_tree (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
check_store (StanokObjects *objects)
{
  g_autoptr(GBytes) hello = g_bytes_new_static ("hello", 5);
  g_autoptr(GBytes) middle = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL, *again = NULL, *wrong = NULL;
  gboolean existed = TRUE;

  g_assert_cmpint (stanok_objects_size (objects, hello_sha256), ==, -1);
  wrong = stanok_objects_put (objects, "00", hello, NULL, &error);
  g_assert_null (wrong);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_clear_error (&error);
  g_assert_cmpint (stanok_objects_size (objects, hello_sha256), ==, -1);

  name = stanok_objects_put (objects, hello_sha256, hello, &existed, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, hello_sha256);
  g_assert_false (existed);
  again = stanok_objects_put (objects, NULL, hello, &existed, &error);
  g_assert_cmpstr (again, ==, hello_sha256);
  g_assert_true (existed);
  g_assert_cmpint (stanok_objects_size (objects, hello_sha256), ==, 5);

  middle = stanok_objects_read (objects, hello_sha256, 1, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (middle, NULL), g_bytes_get_size (middle), "ell", 3);
}

static void
check_refusals (StanokObjects *objects)
{
  static const gint64 ranges[][2] = { { -1, 2 }, { 0, -1 }, { 0, 6 }, { 6, 0 }, { 5, 1 },
                                      { G_MAXINT64, 1 }, { 1, G_MAXINT64 } };
  static const char * const names[] = { "", "..", "../../../../etc/passwd", "ABCD" };
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_assert_null (stanok_objects_read (objects, hello_sha256, ranges[i][0], ranges[i][1],
                                          &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
      g_clear_error (&error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpint (stanok_objects_size (objects, names[i]), ==, -1);
      g_assert_cmpint (stanok_objects_open (objects, names[i]), ==, -1);
      g_assert_null (stanok_objects_read (objects, names[i], 0, 0, &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
      g_clear_error (&error);
    }
}

static void
test_memory (void)
{
  g_autoptr(StanokObjects) objects = stanok_objects_new_memory ();

  check_store (objects);
  check_refusals (objects);
  g_assert_cmpint (stanok_objects_open (objects, hello_sha256), ==, -1);
}

static void
test_directory (void)
{
  g_autofree char *folder = g_dir_make_tmp ("stanok-objects-XXXXXX", NULL);
  g_autofree char *left_over = NULL;
  g_autoptr(StanokObjects) objects = stanok_objects_new_directory (folder, NULL);
  char bytes[8];
  int fd;

  check_store (objects);
  check_refusals (objects);
  fd = stanok_objects_open (objects, hello_sha256);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (read (fd, bytes, sizeof bytes), ==, 5);
  close (fd);

  /* What a crash left half written goes at the next start; what was whole stays. */
  left_over = g_build_filename (folder, "part", "left-over", NULL);
  g_file_set_contents (left_over, "he", 2, NULL);
  g_clear_pointer (&objects, stanok_objects_free);
  objects = stanok_objects_new_directory (folder, NULL);
  g_assert_false (g_file_test (left_over, G_FILE_TEST_EXISTS));
  g_assert_cmpint (stanok_objects_size (objects, hello_sha256), ==, 5);
  remove_tree (folder);
}

static void
test_no_room (void)
{
  g_autofree char *folder = g_dir_make_tmp ("stanok-objects-XXXXXX", NULL);
  g_autoptr(StanokObjects) objects = stanok_objects_new_directory (folder, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_take (g_malloc0 (100000), 100000);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  struct rlimit before, small;

  /* A file-size limit fails a write as a full disk does, with another errno. */
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 4096;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_null (stanok_objects_put (objects, NULL, bytes, NULL, &error));
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_cmpint (stanok_objects_size (objects, name), ==, -1);
  remove_tree (folder);
}

static void
test_no_folder (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (stanok_objects_new_directory ("/proc/nowhere", &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/objects/memory/keeps-and-refuses", test_memory);
  g_test_add_func ("/objects/directory/keeps-and-refuses", test_directory);
  g_test_add_func ("/objects/directory/inv-1-nothing-half-written", test_no_room);
  g_test_add_func ("/objects/directory/cannot-be-made", test_no_folder);
  return g_test_run ();
}
