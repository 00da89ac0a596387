/* test-store.c: the store from the main thread: nothing waits, nothing is told too early
 *
 * Real threads on a real directory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-order-list.h"
#include "store/stanok-store.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "store-fixture.h"

#define WAIT_MS  20000
#define DAY_MS   (G_GINT64_CONSTANT (24) * 3600 * 1000)

typedef struct {
  char        *directory;
  StanokStore *store;
  guint        n_rows_changed, n_entries_changed, n_phase_changed, n_references;
} Fixture;

static void
count (guint *n)
{
  (*n)++;
}

static void
count_reference (StanokStore *store,
                 const char  *name,
                 guint       *n)
{
  (*n)++;
}

#define WAIT_FOR(condition) \
  G_STMT_START { \
    gint64 until = g_get_monotonic_time () + WAIT_MS * G_TIME_SPAN_MILLISECOND; \
    while (!(condition) && g_get_monotonic_time () < until) \
      iterate (); \
    g_assert_true (condition); \
  } G_STMT_END

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
iterate (void)
{
  guint id = g_timeout_add (5, wake, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

static void
open_store (Fixture *fixture)
{
  fixture->store = stanok_store_new (fixture->directory);
  g_signal_connect_swapped (fixture->store, "rows-changed", G_CALLBACK (count),
                            &fixture->n_rows_changed);
  g_signal_connect_swapped (fixture->store, "entries-changed", G_CALLBACK (count),
                            &fixture->n_entries_changed);
  g_signal_connect_swapped (fixture->store, "phase-changed", G_CALLBACK (count),
                            &fixture->n_phase_changed);
  g_signal_connect (fixture->store, "reference-changed", G_CALLBACK (count_reference),
                    &fixture->n_references);
  g_assert_cmpint (stanok_store_get_phase (fixture->store), ==, STANOK_STORE_OPENING);
  WAIT_FOR (stanok_store_get_phase (fixture->store) != STANOK_STORE_OPENING);
}

static void
close_store (Fixture *fixture)
{
  stanok_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;   /* messages that came too late are dropped, and with them their hold on the store */
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->directory = g_build_filename (g_get_user_data_dir (), "terminal", NULL);
  open_store (fixture);
  g_assert_no_error (stanok_store_get_failure (fixture->store));
  g_assert_cmpint (stanok_store_get_phase (fixture->store), ==, STANOK_STORE_READY);
  g_assert_cmpuint (fixture->n_phase_changed, ==, 1);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->store != NULL)
    close_store (fixture);
  g_free (fixture->directory);
}

/* ---- on the sync thread ---------------------------------------------------------------------- */

typedef struct {
  StanokStore *store;
  void       (*job) (StanokStore *store, gpointer data);
  gpointer     data;
  int          done;
} OnSync;

static gboolean
run_on_sync (gpointer data)
{
  OnSync *call = data;

  call->job (call->store, call->data);
  g_atomic_int_set (&call->done, 1);
  return G_SOURCE_REMOVE;
}

static void
on_sync (Fixture  *fixture,
         void    (*job) (StanokStore *, gpointer),
         gpointer  data)
{
  OnSync call = { fixture->store, job, data, 0 };
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, run_on_sync, &call, NULL);
  g_source_attach (source, stanok_store_get_sync_context (fixture->store));
  WAIT_FOR (g_atomic_int_get (&call.done));
}

static void
add_orders (StanokStore *store,
            gpointer     data)
{
  StanokCache *cache = stanok_store_get_cache (store);
  g_autoptr(StanokSnapshotPage) page = STANOK_RECORD_SNAPSHOT_PAGE.create ();
  g_autoptr(GError) error = NULL;

  for (int n = 0; n < GPOINTER_TO_INT (data); n++)
    g_ptr_array_add (page->items, make_order (n, 1));
  g_assert_true (stanok_cache_snapshot_begin (cache, "e1", "c1", &error));
  g_assert_true (stanok_cache_snapshot_page (cache, page, &error));
  g_assert_true (stanok_cache_snapshot_finish (cache, &error));
  g_assert_true (stanok_cache_set_validated (cache, &error));
  g_assert_no_error (error);
  stanok_cache_set_device (cache, "K-01");
  stanok_store_post_rows_changed (store);
}

/* ---- recording ------------------------------------------------------------------------------- */

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static StanokEntry *
record (Fixture           *fixture,
        int                n,
        StanokCommandType  type,
        const char        *order_id)
{
  g_autoptr(StanokCommand) command = make_command (n, type, order_id);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  StanokEntry *entry;

  stanok_store_record_async (fixture->store, command, NULL, NULL, keep_result, &result);
  g_assert_null (result);
  WAIT_FOR (result != NULL);
  entry = stanok_store_record_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return entry;
}

static void
test_record (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokEntry) first = NULL, second = NULL;
  g_autoptr(GPtrArray) unsent = NULL;
  gint64 oldest = -1;

  g_assert_cmpuint (stanok_store_get_n_unsent (fixture->store, &oldest), ==, 0);
  g_assert_cmpint (oldest, ==, 0);
  first = record (fixture, 1, STANOK_COMMAND_NOTE, "WO-1");
  second = record (fixture, 2, STANOK_COMMAND_NOTE, "WO-2");
  g_assert_cmpint (second->seq, ==, 2);
  WAIT_FOR (stanok_store_get_n_unsent (fixture->store, &oldest) == 2);
  g_assert_cmpint (oldest, ==, first->recorded_ms);
  g_assert_cmpuint (fixture->n_entries_changed, >=, 2);

  close_store (fixture);
  open_store (fixture);
  g_assert_cmpuint (stanok_store_get_n_unsent (fixture->store, NULL), ==, 2);   /* U2 */
  unsent = stanok_store_dup_unsent (fixture->store);
  g_assert_cmpint (((const StanokEntry *) unsent->pdata[0])->seq, ==, 1);
  g_assert_cmpint (((const StanokEntry *) unsent->pdata[1])->seq, ==, 2);
  g_assert_cmpuint (stanok_store_get_recovery (fixture->store)->restored_to_log, ==, 0);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_CLAIM, "no id");
  g_autoptr(GAsyncResult) result = NULL, acknowledged = NULL;
  g_autoptr(GError) error = NULL, unknown = NULL;

  stanok_store_record_async (fixture->store, command, NULL, NULL, keep_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_null (stanok_store_record_finish (fixture->store, result, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  stanok_store_acknowledge_async (fixture->store, "nobody", "op-1", keep_result, &acknowledged);
  WAIT_FOR (acknowledged != NULL);
  g_assert_false (stanok_store_acknowledge_finish (fixture->store, acknowledged, &unknown));
  g_assert_error (unknown, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_assert_cmpuint (stanok_store_get_n_unsent (fixture->store, NULL), ==, 0);
}

/* Posted before closing: closing waits for it. */
static void
test_close_flushes (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  for (int n = 1; n <= 30; n++)
    {
      g_autoptr(StanokCommand) command = make_command (n, STANOK_COMMAND_NOTE, "WO-1");

      stanok_store_record_async (fixture->store, command, NULL, NULL, NULL, NULL);
    }
  stanok_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->store);
  open_store (fixture);
  g_assert_cmpuint (stanok_store_get_n_unsent (fixture->store, NULL), ==, 30);
}

static void
sleep_a_second (StanokStore *store,
                gpointer     data)
{
  g_atomic_int_set ((int *) data, 1);
  while (g_atomic_int_get ((int *) data) == 1)
    g_thread_yield ();
}

/* A tap never queues behind the sync thread. */
static void
test_busy_sync (Fixture       *fixture,
                gconstpointer  data)
{
  int state = 0;
  OnSync call = { fixture->store, sleep_a_second, &state, 0 };
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, run_on_sync, &call, NULL);
  g_source_attach (source, stanok_store_get_sync_context (fixture->store));
  WAIT_FOR (g_atomic_int_get (&state) == 1);
  stanok_entry_unref (record (fixture, 1, STANOK_COMMAND_NOTE, "WO-1"));
  WAIT_FOR (stanok_store_get_n_unsent (fixture->store, NULL) == 1);
  g_assert_cmpint (g_atomic_int_get (&state), ==, 1);
  g_atomic_int_set (&state, 2);
  WAIT_FOR (g_atomic_int_get (&call.done));
}

/* ---- lists, counts --------------------------------------------------------------------------- */

static void
test_counts (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 counts[STANOK_N_SEGMENTS];
  g_autoptr(StanokCommand) claim = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  on_sync (fixture, add_orders, GINT_TO_POINTER (20));
  WAIT_FOR (stanok_store_get_counts (fixture->store, counts) &&
            counts[STANOK_SEGMENT_ALL] == 20);
  g_assert_cmpint (counts[STANOK_SEGMENT_AVAILABLE], ==, 20);
  g_assert_cmpint (counts[STANOK_SEGMENT_MINE], ==, 0);
  stanok_store_set_operator (fixture->store, "op-1");
  claim = make_command (1, STANOK_COMMAND_CLAIM, "WO-3");
  claim->args.start = TRUE;
  stanok_store_record_async (fixture->store, claim, "\"e1.r1.3\"", NULL, keep_result, &result);
  WAIT_FOR (stanok_store_get_counts (fixture->store, counts) && counts[STANOK_SEGMENT_MINE] == 1);
  g_assert_cmpint (counts[STANOK_SEGMENT_AVAILABLE], ==, 19);
  g_assert_cmpint (counts[STANOK_SEGMENT_IN_WORK], ==, 1);
  stanok_store_set_operator (fixture->store, NULL);
  WAIT_FOR (stanok_store_get_counts (fixture->store, counts) && counts[STANOK_SEGMENT_MINE] == 0);
}

static void
change_often (StanokStore *store,
              gpointer     data)
{
  for (int i = 0; i < 1000; i++)
    stanok_store_post_rows_changed (store);
}

static void
test_coalescing (Fixture       *fixture,
                 gconstpointer  data)
{
  guint before;

  on_sync (fixture, add_orders, GINT_TO_POINTER (1));
  before = fixture->n_rows_changed;
  WAIT_FOR (fixture->n_rows_changed > before);
  before = fixture->n_rows_changed;
  for (int i = 0; i < 10; i++)
    on_sync (fixture, change_often, NULL);
  WAIT_FOR (fixture->n_rows_changed > before);
  g_assert_cmpuint (fixture->n_rows_changed - before, <=, 10);
}

/* ---- what sync hears ------------------------------------------------------------------------- */

typedef struct {
  int boots, entries_at_boot, recorded, settled, refused, accepted;   /* written on the sync thread */
} Heard;

static void
hear_boot (gpointer   data,
           GPtrArray *entries)
{
  Heard *heard = data;

  g_atomic_int_set (&heard->entries_at_boot, (int) entries->len);
  g_atomic_int_inc (&heard->boots);
}

static void
hear_recorded (gpointer           data,
               const StanokEntry *entry)
{
  g_atomic_int_inc (&((Heard *) data)->recorded);
}

static void
hear_settled (gpointer           data,
              const char        *command_id,
              const StanokEntry *entry)
{
  Heard *heard = data;

  g_atomic_int_inc (entry != NULL ? &heard->settled : &heard->refused);
}

static void
hear_accepted (gpointer   data,
               GPtrArray *entries)
{
  g_atomic_int_set (&((Heard *) data)->accepted, (int) entries->len);
}

static void
listen_to (Fixture *fixture,
           Heard   *heard)
{
  StanokStoreListener listener = { hear_boot, hear_recorded, hear_settled, hear_accepted, heard };

  stanok_store_set_sync_listener (fixture->store, &listener);
}

static void
settle (Fixture          *fixture,
        int               n,
        StanokEntryState  state)
{
  g_autofree char *id = make_command_id (n);
  StanokSettlement settlement = { .command_id = id, .state = state, .meanwhile = "{}" };

  stanok_store_post_settle (fixture->store, &settlement);
}

static void
test_listener (Fixture       *fixture,
               gconstpointer  data)
{
  Heard heard = { 0 }, again = { 0 };

  stanok_entry_unref (record (fixture, 1, STANOK_COMMAND_NOTE, "WO-1"));
  close_store (fixture);
  open_store (fixture);
  listen_to (fixture, &heard);
  WAIT_FOR (g_atomic_int_get (&heard.boots) == 1);
  g_assert_cmpint (g_atomic_int_get (&heard.entries_at_boot), ==, 1);
  stanok_entry_unref (record (fixture, 2, STANOK_COMMAND_NOTE, "WO-1"));
  stanok_entry_unref (record (fixture, 3, STANOK_COMMAND_NOTE, "WO-1"));
  WAIT_FOR (g_atomic_int_get (&heard.recorded) == 2);
  settle (fixture, 1, STANOK_ENTRY_ACCEPTED);
  settle (fixture, 2, STANOK_ENTRY_CONFLICT);
  settle (fixture, 99, STANOK_ENTRY_ACCEPTED);
  WAIT_FOR (g_atomic_int_get (&heard.settled) == 2 && g_atomic_int_get (&heard.refused) == 1);
  WAIT_FOR (stanok_store_get_n_unsent (fixture->store, NULL) == 1);
  stanok_store_post_list_accepted (fixture->store);
  WAIT_FOR (g_atomic_int_get (&heard.accepted) == 1);
  stanok_store_post_setting (fixture->store, "epoch", "e1");

  close_store (fixture);
  open_store (fixture);
  listen_to (fixture, &again);
  WAIT_FOR (g_atomic_int_get (&again.boots) == 1);
  g_assert_cmpint (g_atomic_int_get (&again.entries_at_boot), ==, 2);
}

/* ---- cards ----------------------------------------------------------------------------------- */

static gint64
card_seq (GListModel *cards,
          guint       position)
{
  g_autoptr(StanokEntryItem) item = g_list_model_get_item (cards, position);

  return stanok_entry_item_get (item)->seq;
}

static void
test_cards (Fixture       *fixture,
            gconstpointer  data)
{
  GListModel *cards = stanok_store_get_cards (fixture->store);
  g_autofree char *id = make_command_id (1);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  for (int n = 1; n <= 3; n++)
    stanok_entry_unref (record (fixture, n, STANOK_COMMAND_CLAIM, "WO-1"));
  g_assert_cmpuint (g_list_model_get_n_items (cards), ==, 0);
  settle (fixture, 1, STANOK_ENTRY_CONFLICT);
  settle (fixture, 3, STANOK_ENTRY_PARKED);
  WAIT_FOR (g_list_model_get_n_items (cards) == 2);
  g_assert_cmpint (card_seq (cards, 0), ==, 3);
  g_assert_cmpint (card_seq (cards, 1), ==, 1);

  close_store (fixture);
  open_store (fixture);
  cards = stanok_store_get_cards (fixture->store);
  g_assert_cmpuint (g_list_model_get_n_items (cards), ==, 2);   /* U4 */
  stanok_store_acknowledge_async (fixture->store, id, "op-7", keep_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_true (stanok_store_acknowledge_finish (fixture->store, result, &error));
  WAIT_FOR (g_list_model_get_n_items (cards) == 1);
  g_assert_cmpint (card_seq (cards, 0), ==, 3);
}

/* ---- signing in ------------------------------------------------------------------------------ */

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
sign_in (Fixture       *fixture,
         const char    *operator_id,
         const char    *pin,
         StanokLockout *lockout,
         GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  stanok_store_sign_in_async (fixture->store, operator_id, pin, keep_result, &result);
  WAIT_FOR (result != NULL);
  return stanok_store_sign_in_finish (fixture->store, result, lockout, error);
}

static guint
n_recent (Fixture *fixture)
{
  g_autoptr(GPtrArray) recent = stanok_store_dup_recent_operators (fixture->store);

  return recent->len;
}

static void
prepare_people (Fixture *fixture)
{
  gint64 counts[STANOK_N_SEGMENTS];

  on_sync (fixture, add_orders, GINT_TO_POINTER (1));
  on_sync (fixture, put_roster, NULL);
  WAIT_FOR (stanok_store_get_roster (fixture->store) != NULL);
  /* How old all this is comes with the counts. */
  WAIT_FOR (stanok_store_get_counts (fixture->store, counts) && counts[STANOK_SEGMENT_ALL] == 1);
}

static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  StanokLockout lockout = { 0, 0 };
  g_autoptr(StanokLogin) login = NULL;
  g_autoptr(GError) unknown = NULL, locked = NULL;

  g_assert_null (stanok_store_get_roster (fixture->store));
  prepare_people (fixture);
  g_assert_cmpuint (fixture->n_references, ==, 1);
  g_assert_null (sign_in (fixture, "op-9", "123456", &lockout, &unknown));
  g_assert_error (unknown, STANOK_ERROR, STANOK_ERROR_AUTH);

  login = sign_in (fixture, "op-1", "123456", &lockout, NULL);
  g_assert_nonnull (login);
  g_assert_cmpstr (login->operator_id, ==, "op-1");
  g_assert_cmpstr (login->role, ==, "operator");
  g_assert_cmpstr (login->auth, ==, "pin");
  g_assert_cmpuint (strlen (login->login_id), ==, 36);
  WAIT_FOR (n_recent (fixture) == 1);

  for (int i = 1; i <= 4; i++)
    {
      g_autoptr(GError) wrong = NULL;

      g_assert_null (sign_in (fixture, "op-1", "654321", &lockout, &wrong));
      g_assert_error (wrong, STANOK_ERROR, STANOK_ERROR_AUTH);
      g_assert_cmpint (lockout.failures, ==, i);
    }
  g_assert_cmpint (lockout.locked_for_ms, >, 20000);
  close_store (fixture);
  open_store (fixture);
  WAIT_FOR (stanok_store_get_roster (fixture->store) != NULL);
  g_assert_null (sign_in (fixture, "op-1", "123456", &lockout, &locked));   /* though it is right */
  g_assert_error (locked, STANOK_ERROR, STANOK_ERROR_AUTH);
  g_assert_cmpint (lockout.locked_for_ms, >, 10000);
}

/* Moves what the cache knows of its age into the past. */
static void
age_cache (Fixture *fixture,
           gint64   ms)
{
  g_autofree char *path = g_build_filename (fixture->directory, "cache.db", NULL);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE setting SET value = value - %" G_GINT64_FORMAT
                     " WHERE name = 'validated_wall_ms';"
                     "DELETE FROM setting WHERE name = 'validated_boot_id'", ms);
  sqlite3 *db;

  close_store (fixture);
  fixture->n_rows_changed = 0;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  open_store (fixture);
  WAIT_FOR (stanok_store_get_roster (fixture->store) != NULL && fixture->n_rows_changed > 0);
}

/* A3 */
static void
test_old_roster (Fixture       *fixture,
                 gconstpointer  data)
{
  StanokLockout lockout;
  g_autoptr(StanokLogin) offline = NULL, expired = NULL;
  g_autoptr(GError) error = NULL;

  prepare_people (fixture);
  age_cache (fixture, 9 * DAY_MS);
  offline = sign_in (fixture, "op-1", "123456", &lockout, NULL);
  g_assert_cmpstr (offline->auth, ==, "offline_pin");
  age_cache (fixture, 2 * DAY_MS);
  g_assert_null (sign_in (fixture, "op-1", "123456", &lockout, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_AUTH);

  stanok_entry_unref (record (fixture, 1, STANOK_COMMAND_NOTE, "WO-1"));   /* by op-1 */
  WAIT_FOR (stanok_store_get_n_unsent (fixture->store, NULL) == 1);
  expired = sign_in (fixture, "op-1", "123456", &lockout, NULL);
  g_assert_cmpstr (expired->auth, ==, "expired_offline");
}

/* ---- files, failures ------------------------------------------------------------------------- */

static void
test_paths (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *sha = g_strnfill (64, 'a');
  g_autofree char *missing = stanok_store_dup_blob_path (fixture->store, sha);
  g_autofree char *blob = g_build_filename (fixture->directory, "blob", sha, NULL);
  g_autofree char *mesh = stanok_store_dup_mesh_path (fixture->store, sha);
  g_autofree char *found = NULL;

  g_assert_null (missing);
  g_assert_true (g_file_set_contents (blob, "x", 1, NULL));
  found = stanok_store_dup_blob_path (fixture->store, sha);
  g_assert_cmpstr (found, ==, blob);
  g_assert_true (g_str_has_suffix (mesh, ".mesh"));
  g_assert_nonnull (stanok_store_get_ports (fixture->store));
}

static void
test_second_instance (Fixture       *fixture,
                      gconstpointer  data)
{
  Fixture second = { .directory = fixture->directory };

  open_store (&second);
  g_assert_cmpint (stanok_store_get_phase (second.store), ==, STANOK_STORE_FAILED);
  g_assert_error (stanok_store_get_failure (second.store), STANOK_ERROR, STANOK_ERROR_BUSY);
  close_store (&second);
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->directory, "file", NULL);
  Fixture failed = { .directory = g_build_filename (file, "below", NULL) };
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-1");
  g_autoptr(GAsyncResult) result = NULL, signing = NULL;
  g_autoptr(GError) error = NULL, auth = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  open_store (&failed);
  g_assert_cmpint (stanok_store_get_phase (failed.store), ==, STANOK_STORE_FAILED);
  g_assert_error (stanok_store_get_failure (failed.store), STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_null (stanok_store_get_ports (failed.store));
  stanok_store_record_async (failed.store, command, NULL, NULL, keep_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_null (stanok_store_record_finish (failed.store, result, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  stanok_store_sign_in_async (failed.store, "op-1", "123456", keep_result, &signing);
  WAIT_FOR (signing != NULL);
  g_assert_null (stanok_store_sign_in_finish (failed.store, signing, NULL, &auth));
  g_assert_error (auth, STANOK_ERROR, STANOK_ERROR_AUTH);
  g_clear_object (&result);
  g_clear_object (&signing);
  close_store (&failed);
  g_free (failed.directory);
}

/* The database is lost while the terminal is off: told, and nothing is missing. */
static void
test_recovery (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal.db", NULL);
  const StanokRecovery *recovery;

  for (int n = 1; n <= 5; n++)
    stanok_entry_unref (record (fixture, n, STANOK_COMMAND_NOTE, "WO-1"));
  close_store (fixture);
  g_assert_true (g_file_set_contents (path, "no database at all, just some words", -1, NULL));
  open_store (fixture);
  recovery = stanok_store_get_recovery (fixture->store);
  g_assert_true (recovery->db_was_damaged);
  g_assert_cmpuint (recovery->restored_from_log, ==, 5);
  g_assert_nonnull (recovery->set_aside);
  g_assert_cmpuint (stanok_store_get_n_unsent (fixture->store, NULL), ==, 5);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  ADD ("/store/store/records", test_record);
  ADD ("/store/store/refuses", test_refused);
  ADD ("/store/store/closing-flushes", test_close_flushes);
  ADD ("/store/store/a-tap-never-waits-for-sync", test_busy_sync);
  ADD ("/store/store/counts-follow-the-view", test_counts);
  ADD ("/store/store/rows-changed-is-coalesced", test_coalescing);
  ADD ("/store/store/sync-hears-everything-once", test_listener);
  ADD ("/store/store/u-4/cards-stay-until-acknowledged", test_cards);
  ADD ("/store/store/a-2/signing-in-and-lockout", test_sign_in);
  ADD ("/store/store/a-3/old-roster", test_old_roster);
  ADD ("/store/store/paths-of-models", test_paths);
  ADD ("/store/store/one-instance", test_second_instance);
  ADD ("/store/store/a-directory-that-cannot-be", test_failed);
  ADD ("/store/store/s-15/recovery-is-told", test_recovery);
  return g_test_run ();
}
