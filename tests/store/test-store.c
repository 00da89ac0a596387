/* test-store.c: the store from the main thread: nothing waits, nothing is told too early
 *
 * Real threads on a real directory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */


#include "domain/stanok-error.h"
#include "store-desk.h"

/* ---- recording ------------------------------------------------------------------------------- */

static void
test_record (StoreDesk     *desk,
             gconstpointer  data)
{
  g_autoptr(StanokEntry) first = NULL, second = NULL;
  g_autoptr(GPtrArray) unsent = NULL;
  gint64 oldest = -1;

  g_assert_cmpuint (stanok_store_get_n_unsent (desk->store, &oldest), ==, 0);
  g_assert_cmpint (oldest, ==, 0);
  first = store_desk_record (desk, 1, STANOK_COMMAND_NOTE, "WO-1");
  second = store_desk_record (desk, 2, STANOK_COMMAND_NOTE, "WO-2");
  g_assert_cmpint (second->seq, ==, 2);
  WAIT_FOR (stanok_store_get_n_unsent (desk->store, &oldest) == 2);
  g_assert_cmpint (oldest, ==, first->recorded_ms);
  g_assert_cmpuint (desk->n_entries_changed, >=, 2);

  store_desk_close (desk);
  store_desk_open (desk);
  g_assert_cmpuint (stanok_store_get_n_unsent (desk->store, NULL), ==, 2);   /* U2 */
  unsent = stanok_store_dup_unsent (desk->store);
  g_assert_cmpint (((const StanokEntry *) unsent->pdata[0])->seq, ==, 1);
  g_assert_cmpint (((const StanokEntry *) unsent->pdata[1])->seq, ==, 2);
  g_assert_cmpuint (stanok_store_get_recovery (desk->store)->restored_to_log, ==, 0);
}

static void
test_refused (StoreDesk     *desk,
              gconstpointer  data)
{
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_CLAIM, "no id");
  g_autoptr(GAsyncResult) result = NULL, acknowledged = NULL;
  g_autoptr(GError) error = NULL, unknown = NULL;

  stanok_store_record_async (desk->store, command, NULL, NULL, store_desk_keep_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_null (stanok_store_record_finish (desk->store, result, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  stanok_store_acknowledge_async (desk->store, "nobody", "op-1", store_desk_keep_result,
                                  &acknowledged);
  WAIT_FOR (acknowledged != NULL);
  g_assert_false (stanok_store_acknowledge_finish (desk->store, acknowledged, &unknown));
  g_assert_error (unknown, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_assert_cmpuint (stanok_store_get_n_unsent (desk->store, NULL), ==, 0);
}

/* Posted before closing: closing waits for it. */
static void
test_close_flushes (StoreDesk     *desk,
                    gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  for (int n = 1; n <= 30; n++)
    {
      g_autoptr(StanokCommand) command = make_command (n, STANOK_COMMAND_NOTE, "WO-1");

      stanok_store_record_async (desk->store, command, NULL, NULL, NULL, NULL);
    }
  stanok_store_close (desk->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&desk->store);
  store_desk_open (desk);
  g_assert_cmpuint (stanok_store_get_n_unsent (desk->store, NULL), ==, 30);
}

/* From 1 to 2 the sync thread does nothing else; 3 when it is through. */
static gboolean
keep_busy (gpointer data)
{
  g_atomic_int_set ((int *) data, 1);
  while (g_atomic_int_get ((int *) data) == 1)
    g_thread_yield ();
  g_atomic_int_set ((int *) data, 3);
  return G_SOURCE_REMOVE;
}

/* A tap never queues behind the sync thread. */
static void
test_busy_sync (StoreDesk     *desk,
                gconstpointer  data)
{
  int state = 0;
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, keep_busy, &state, NULL);
  g_source_attach (source, stanok_store_get_sync_context (desk->store));
  WAIT_FOR (g_atomic_int_get (&state) == 1);
  stanok_entry_unref (store_desk_record (desk, 1, STANOK_COMMAND_NOTE, "WO-1"));
  WAIT_FOR (stanok_store_get_n_unsent (desk->store, NULL) == 1);
  g_assert_cmpint (g_atomic_int_get (&state), ==, 1);
  g_atomic_int_set (&state, 2);
  WAIT_FOR (g_atomic_int_get (&state) == 3);
}

/* ---- lists, counts --------------------------------------------------------------------------- */

static void
test_counts (StoreDesk     *desk,
             gconstpointer  data)
{
  gint64 counts[STANOK_N_SEGMENTS];
  g_autoptr(StanokCommand) claim = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  store_desk_on_sync (desk, store_desk_add_orders, GINT_TO_POINTER (20));
  WAIT_FOR (stanok_store_get_counts (desk->store, counts) &&
            counts[STANOK_SEGMENT_ALL] == 20);
  g_assert_cmpint (counts[STANOK_SEGMENT_AVAILABLE], ==, 20);
  g_assert_cmpint (counts[STANOK_SEGMENT_MINE], ==, 0);
  stanok_store_set_operator (desk->store, "op-1");
  claim = make_command (1, STANOK_COMMAND_CLAIM, "WO-3");
  claim->args.start = TRUE;
  stanok_store_record_async (desk->store, claim, "\"e1.r1.3\"", NULL, store_desk_keep_result,
                             &result);
  WAIT_FOR (stanok_store_get_counts (desk->store, counts) && counts[STANOK_SEGMENT_MINE] == 1);
  g_assert_cmpint (counts[STANOK_SEGMENT_AVAILABLE], ==, 19);
  g_assert_cmpint (counts[STANOK_SEGMENT_IN_WORK], ==, 1);
  stanok_store_set_operator (desk->store, NULL);
  WAIT_FOR (stanok_store_get_counts (desk->store, counts) && counts[STANOK_SEGMENT_MINE] == 0);
}

static void
change_often (StanokStore *store,
              gpointer     data)
{
  for (int i = 0; i < 1000; i++)
    stanok_store_post_rows_changed (store);
}

static void
test_coalescing (StoreDesk     *desk,
                 gconstpointer  data)
{
  guint before;

  store_desk_on_sync (desk, store_desk_add_orders, GINT_TO_POINTER (1));
  before = desk->n_rows_changed;
  WAIT_FOR (desk->n_rows_changed > before);
  before = desk->n_rows_changed;
  for (int i = 0; i < 10; i++)
    store_desk_on_sync (desk, change_often, NULL);
  WAIT_FOR (desk->n_rows_changed > before);
  g_assert_cmpuint (desk->n_rows_changed - before, <=, 10);
}

/* ---- what sync hears ------------------------------------------------------------------------- */

typedef struct {
  /* Written on the sync thread */
  int boots, entries_at_boot, recorded, settled, refused, accepted;
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
listen_to (StoreDesk *desk,
           Heard     *heard)
{
  StanokStoreListener listener = { hear_boot, hear_recorded, hear_settled, hear_accepted, heard };

  stanok_store_set_sync_listener (desk->store, &listener);
}

static void
settle (StoreDesk        *desk,
        int               n,
        StanokEntryState  state)
{
  g_autofree char *id = make_command_id (n);
  StanokSettlement settlement = { .command_id = id, .state = state, .meanwhile = "{}" };

  stanok_store_post_settle (desk->store, &settlement);
}

static void
test_listener (StoreDesk     *desk,
               gconstpointer  data)
{
  Heard heard = { 0 }, again = { 0 };

  stanok_entry_unref (store_desk_record (desk, 1, STANOK_COMMAND_NOTE, "WO-1"));
  store_desk_close (desk);
  store_desk_open (desk);
  listen_to (desk, &heard);
  WAIT_FOR (g_atomic_int_get (&heard.boots) == 1);
  g_assert_cmpint (g_atomic_int_get (&heard.entries_at_boot), ==, 1);
  stanok_entry_unref (store_desk_record (desk, 2, STANOK_COMMAND_NOTE, "WO-1"));
  stanok_entry_unref (store_desk_record (desk, 3, STANOK_COMMAND_NOTE, "WO-1"));
  WAIT_FOR (g_atomic_int_get (&heard.recorded) == 2);
  settle (desk, 1, STANOK_ENTRY_ACCEPTED);
  settle (desk, 2, STANOK_ENTRY_CONFLICT);
  settle (desk, 99, STANOK_ENTRY_ACCEPTED);
  WAIT_FOR (g_atomic_int_get (&heard.settled) == 2 && g_atomic_int_get (&heard.refused) == 1);
  WAIT_FOR (stanok_store_get_n_unsent (desk->store, NULL) == 1);
  stanok_store_post_list_accepted (desk->store);
  WAIT_FOR (g_atomic_int_get (&heard.accepted) == 1);
  stanok_store_post_setting (desk->store, "epoch", "e1");

  store_desk_close (desk);
  store_desk_open (desk);
  listen_to (desk, &again);
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
test_cards (StoreDesk     *desk,
            gconstpointer  data)
{
  GListModel *cards = stanok_store_get_cards (desk->store);
  g_autofree char *id = make_command_id (1);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  for (int n = 1; n <= 3; n++)
    stanok_entry_unref (store_desk_record (desk, n, STANOK_COMMAND_CLAIM, "WO-1"));
  g_assert_cmpuint (g_list_model_get_n_items (cards), ==, 0);
  settle (desk, 1, STANOK_ENTRY_CONFLICT);
  settle (desk, 3, STANOK_ENTRY_PARKED);
  WAIT_FOR (g_list_model_get_n_items (cards) == 2);
  g_assert_cmpint (card_seq (cards, 0), ==, 3);
  g_assert_cmpint (card_seq (cards, 1), ==, 1);

  store_desk_close (desk);
  store_desk_open (desk);
  cards = stanok_store_get_cards (desk->store);
  g_assert_cmpuint (g_list_model_get_n_items (cards), ==, 2);   /* U4 */
  stanok_store_acknowledge_async (desk->store, id, "op-7", store_desk_keep_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_true (stanok_store_acknowledge_finish (desk->store, result, &error));
  WAIT_FOR (g_list_model_get_n_items (cards) == 1);
  g_assert_cmpint (card_seq (cards, 0), ==, 3);
}

/* ---- files, failures ------------------------------------------------------------------------- */

static void
test_paths (StoreDesk     *desk,
            gconstpointer  data)
{
  g_autofree char *sha = g_strnfill (64, 'a');
  g_autofree char *missing = stanok_store_dup_blob_path (desk->store, sha);
  g_autofree char *blob = g_build_filename (desk->directory, "blob", sha, NULL);
  g_autofree char *mesh = stanok_store_dup_mesh_path (desk->store, sha);
  g_autofree char *found = NULL;

  g_assert_null (missing);
  g_assert_true (g_file_set_contents (blob, "x", 1, NULL));
  found = stanok_store_dup_blob_path (desk->store, sha);
  g_assert_cmpstr (found, ==, blob);
  g_assert_true (g_str_has_suffix (mesh, ".mesh"));
  g_assert_nonnull (stanok_store_get_ports (desk->store));
}

static void
test_second_instance (StoreDesk     *desk,
                      gconstpointer  data)
{
  StoreDesk second = { .directory = desk->directory };

  store_desk_open (&second);
  g_assert_cmpint (stanok_store_get_phase (second.store), ==, STANOK_STORE_FAILED);
  g_assert_error (stanok_store_get_failure (second.store), STANOK_ERROR, STANOK_ERROR_BUSY);
  store_desk_close (&second);
}

static void
test_failed (StoreDesk     *desk,
             gconstpointer  data)
{
  g_autofree char *file = g_build_filename (desk->directory, "file", NULL);
  StoreDesk failed = { .directory = g_build_filename (file, "below", NULL) };
  g_autoptr(StanokCommand) command = make_command (1, STANOK_COMMAND_NOTE, "WO-1");
  g_autoptr(GAsyncResult) result = NULL, signing = NULL;
  g_autoptr(GError) error = NULL, auth = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  store_desk_open (&failed);
  g_assert_cmpint (stanok_store_get_phase (failed.store), ==, STANOK_STORE_FAILED);
  g_assert_error (stanok_store_get_failure (failed.store), STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_null (stanok_store_get_ports (failed.store));
  stanok_store_record_async (failed.store, command, NULL, NULL, store_desk_keep_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_null (stanok_store_record_finish (failed.store, result, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  stanok_store_sign_in_async (failed.store, "op-1", "123456", store_desk_keep_result, &signing);
  WAIT_FOR (signing != NULL);
  g_assert_null (stanok_store_sign_in_finish (failed.store, signing, NULL, &auth));
  g_assert_error (auth, STANOK_ERROR, STANOK_ERROR_AUTH);
  g_clear_object (&result);
  g_clear_object (&signing);
  store_desk_close (&failed);
  g_free (failed.directory);
}

/* The database is lost while the terminal is off: told, and nothing is missing. */
static void
test_recovery (StoreDesk     *desk,
               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (desk->directory, "journal.db", NULL);
  const StanokRecovery *recovery;

  for (int n = 1; n <= 5; n++)
    stanok_entry_unref (store_desk_record (desk, n, STANOK_COMMAND_NOTE, "WO-1"));
  store_desk_close (desk);
  g_assert_true (g_file_set_contents (path, "no database at all, just some words", -1, NULL));
  store_desk_open (desk);
  recovery = stanok_store_get_recovery (desk->store);
  g_assert_true (recovery->db_was_damaged);
  g_assert_cmpuint (recovery->restored_from_log, ==, 5);
  g_assert_nonnull (recovery->set_aside);
  g_assert_cmpuint (stanok_store_get_n_unsent (desk->store, NULL), ==, 5);
}

#define ADD(path, function) \
  g_test_add (path, StoreDesk, NULL, store_desk_set_up, function, store_desk_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/store/store/records", test_record);
  ADD ("/store/store/refuses", test_refused);
  ADD ("/store/store/closing-flushes", test_close_flushes);
  ADD ("/store/store/a-tap-never-waits-for-sync", test_busy_sync);
  ADD ("/store/store/counts-follow-the-view", test_counts);
  ADD ("/store/store/rows-changed-is-coalesced", test_coalescing);
  ADD ("/store/store/sync-hears-everything-once", test_listener);
  ADD ("/store/store/u-4/cards-stay-until-acknowledged", test_cards);
  ADD ("/store/store/paths-of-models", test_paths);
  ADD ("/store/store/one-instance", test_second_instance);
  ADD ("/store/store/a-directory-that-cannot-be", test_failed);
  ADD ("/store/store/s-15/recovery-is-told", test_recovery);
  return g_test_run ();
}
