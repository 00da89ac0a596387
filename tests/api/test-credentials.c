/* test-credentials.c: a token that is there, one that is not, and one behind a lock
 *
 * Without arguments it runs over libsecret's file backend. With "keyring" it expects a real
 * service on the bus that is unlocked and empty (with-keyring); with "no-service" none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <string.h>

#include "api/stanok-credentials.h"
#include "domain/stanok-error.h"

#define SERVER "https://mes.example:8443"

static void
assert_says (const GError *error,
             const char   *words)
{
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_AUTH);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
store (const char *device,
       const char *token)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_credentials_store_sync (SERVER, device, token, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *other = NULL;

  store ("K-07", "old");
  store ("K-07", "new token");
  store ("K-08", "another");
  token = stanok_credentials_lookup_sync (SERVER, "K-07", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "new token");
  other = stanok_credentials_lookup_sync (SERVER, "K-08", &error);
  g_assert_cmpstr (other, ==, "another");
}

static void
test_missing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (stanok_credentials_lookup_sync (SERVER, "K-99", &error));
  assert_says (error, "no token is stored for device K-99 at " SERVER ": enrol this terminal");
  g_clear_error (&error);
  g_assert_null (stanok_credentials_lookup_sync ("https://other.example", "K-07", &error));
  assert_says (error, "no token is stored");
}

static void
test_damaged (void)
{
  g_autoptr(GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  /* libsecret reads the file once a process: so another one reads what has become of it. */
  g_assert_true (g_file_set_contents (g_getenv ("SECRET_FILE_TEST_PATH"), "not a keyring", -1,
                                      NULL));
  g_assert_null (stanok_credentials_lookup_sync (SERVER, "K-07", &error));
  assert_says (error, "the keyring cannot be used");
  g_clear_error (&error);
  g_assert_false (stanok_credentials_store_sync (SERVER, "K-07", "x", &error));
  assert_says (error, "storing the device's token: the keyring cannot be used");
}

static void
lock_keyring (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_autoptr(SecretCollection) collection = NULL;
  GList *one;

  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  one = g_list_append (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, one, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
  g_list_free (one);
}

static void
test_locked (void)
{
  g_autoptr(GError) error = NULL;

  store ("K-07", "behind a lock");
  lock_keyring ();
  g_assert_null (stanok_credentials_lookup_sync (SERVER, "K-07", &error));
  assert_says (error, "the keyring is locked: unlock it and try again");
}

static void
test_no_service (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (stanok_credentials_lookup_sync (SERVER, "K-07", &error));
  assert_says (error, "reading the device's token: the keyring cannot be used: ");
  g_clear_error (&error);
  g_assert_false (stanok_credentials_store_sync (SERVER, "K-07", "x", &error));
  assert_says (error, "storing the device's token: the keyring cannot be used: ");
}

/* A folder of its own, which the subprocess inherits; NULL in that. */
static char *
use_file (void)
{
  char *folder;
  g_autofree char *path = NULL;

  if (g_test_subprocess ())
    return NULL;
  folder = g_dir_make_tmp ("stanok-test-XXXXXX", NULL);
  path = g_build_filename (folder, "file.keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
  return folder;
}

static void
remove_folder (const char *folder)
{
  static const char *const names[] = { "file.keyring", "file.keyring~" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  const char *where = "file";
  g_autofree char *folder = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    where = argv[1];
  if (strcmp (where, "no-service") == 0)
    g_test_add_func ("/api/credentials/says-that-there-is-no-keyring", test_no_service);
  else
    {
      g_test_add_func ("/api/credentials/keeps-a-token-per-server-and-device", test_round_trip);
      g_test_add_func ("/api/credentials/says-that-none-is-stored", test_missing);
    }
  if (strcmp (where, "keyring") == 0)
    g_test_add_func ("/api/credentials/says-that-the-keyring-is-locked", test_locked);
  if (strcmp (where, "file") == 0)
    {
      folder = use_file ();
      g_test_add_func ("/api/credentials/says-that-the-keyring-cannot-be-read", test_damaged);
    }
  status = g_test_run ();
  if (folder != NULL)
    remove_folder (folder);
  return status;
}
