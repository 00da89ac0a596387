/* test-store-people.c: signing in against the roster, locked out, offline, after too long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "store-desk.h"

#define DAY_MS  (G_GINT64_CONSTANT (24) * 3600 * 1000)

static void
put_roster (StanokStore *store,
            gpointer     data)
{
  char verifier[crypto_pwhash_STRBYTES];
  g_autofree char *body = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_assert_cmpint (crypto_pwhash_str (verifier, "123456", 6, crypto_pwhash_OPSLIMIT_MIN,
                                      crypto_pwhash_MEMLIMIT_MIN), ==, 0);
  body = g_strdup_printf ("{\"epoch\":\"e1\",\"items\":[{\"operator_id\":\"op-1\",\"name\":{\"en\":"
                          "\"Anna\",\"ru\":\"Анна\"},\"role\":\"operator\",\"pin\":\"%s\"}]}",
                          verifier);
  bytes = g_bytes_new (body, strlen (body));
  g_assert_true (stanok_cache_put_reference (stanok_store_get_cache (store), "roster", "\"t\"",
                                             bytes, NULL));
  stanok_store_post_reference_changed (store, "roster");
}

static StanokLogin *
sign_in (StoreDesk      *desk,
         const char     *operator_id,
         const char     *pin,
         StanokLockout  *lockout,
         GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  stanok_store_sign_in_async (desk->store, operator_id, pin, store_desk_keep_result, &result);
  WAIT_FOR (result != NULL);
  return stanok_store_sign_in_finish (desk->store, result, lockout, error);
}

static guint
n_recent (StoreDesk *desk)
{
  g_autoptr(GPtrArray) recent = stanok_store_dup_recent_operators (desk->store);

  return recent->len;
}

static void
prepare_people (StoreDesk *desk)
{
  gint64 counts[STANOK_N_SEGMENTS];

  store_desk_on_sync (desk, store_desk_add_orders, GINT_TO_POINTER (1));
  store_desk_on_sync (desk, put_roster, NULL);
  WAIT_FOR (stanok_store_get_roster (desk->store) != NULL);
  /* How old all this is comes with the counts. */
  WAIT_FOR (stanok_store_get_counts (desk->store, counts) && counts[STANOK_SEGMENT_ALL] == 1);
}

static void
test_sign_in (StoreDesk     *desk,
              gconstpointer  data)
{
  StanokLockout lockout = { 0, 0 };
  g_autoptr(StanokLogin) login = NULL;
  g_autoptr(GError) unknown = NULL, locked = NULL;

  g_assert_null (stanok_store_get_roster (desk->store));
  prepare_people (desk);
  g_assert_cmpuint (desk->n_references, ==, 1);
  g_assert_null (sign_in (desk, "op-9", "123456", &lockout, &unknown));
  g_assert_error (unknown, STANOK_ERROR, STANOK_ERROR_AUTH);

  login = sign_in (desk, "op-1", "123456", &lockout, NULL);
  g_assert_nonnull (login);
  g_assert_cmpstr (login->operator_id, ==, "op-1");
  g_assert_cmpstr (login->role, ==, "operator");
  g_assert_cmpstr (login->auth, ==, "pin");
  g_assert_cmpuint (strlen (login->login_id), ==, 36);
  WAIT_FOR (n_recent (desk) == 1);

  for (int i = 1; i <= 4; i++)
    {
      g_autoptr(GError) wrong = NULL;

      g_assert_null (sign_in (desk, "op-1", "654321", &lockout, &wrong));
      g_assert_error (wrong, STANOK_ERROR, STANOK_ERROR_AUTH);
      g_assert_cmpint (lockout.failures, ==, i);
    }
  g_assert_cmpint (lockout.locked_for_ms, >, 20000);
  store_desk_close (desk);
  store_desk_open (desk);
  WAIT_FOR (stanok_store_get_roster (desk->store) != NULL);
  g_assert_null (sign_in (desk, "op-1", "123456", &lockout, &locked));   /* though it is right */
  g_assert_error (locked, STANOK_ERROR, STANOK_ERROR_AUTH);
  g_assert_cmpint (lockout.locked_for_ms, >, 10000);
}

/* Moves what the cache knows of its age into the past. */
static void
age_cache (StoreDesk *desk,
           gint64     ms)
{
  g_autofree char *path = g_build_filename (desk->directory, "cache.db", NULL);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE setting SET value = value - %" G_GINT64_FORMAT
                     " WHERE name = 'validated_wall_ms';"
                     "DELETE FROM setting WHERE name = 'validated_boot_id'", ms);
  sqlite3 *db;

  store_desk_close (desk);
  desk->n_rows_changed = 0;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  store_desk_open (desk);
  WAIT_FOR (stanok_store_get_roster (desk->store) != NULL && desk->n_rows_changed > 0);
}

/* A3 */
static void
test_old_roster (StoreDesk     *desk,
                 gconstpointer  data)
{
  StanokLockout lockout;
  g_autoptr(StanokLogin) offline = NULL, expired = NULL;
  g_autoptr(GError) error = NULL;

  prepare_people (desk);
  age_cache (desk, 9 * DAY_MS);
  offline = sign_in (desk, "op-1", "123456", &lockout, NULL);
  g_assert_cmpstr (offline->auth, ==, "offline_pin");
  age_cache (desk, 2 * DAY_MS);
  g_assert_null (sign_in (desk, "op-1", "123456", &lockout, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_AUTH);

  stanok_entry_unref (store_desk_record (desk, 1, STANOK_COMMAND_NOTE, "WO-1"));   /* by op-1 */
  WAIT_FOR (stanok_store_get_n_unsent (desk->store, NULL) == 1);
  expired = sign_in (desk, "op-1", "123456", &lockout, NULL);
  g_assert_cmpstr (expired->auth, ==, "expired_offline");
}

#define ADD(path, function) \
  g_test_add (path, StoreDesk, NULL, store_desk_set_up, function, store_desk_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  ADD ("/store/store/a-2/signing-in-and-lockout", test_sign_in);
  ADD ("/store/store/a-3/old-roster", test_old_roster);
  return g_test_run ();
}
