/* store-desk.c: a store with real threads on a real directory, for tests on the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-desk.h"

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

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
store_desk_iterate (void)
{
  guint id = g_timeout_add (5, wake, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

void
store_desk_open (StoreDesk *desk)
{
  desk->store = stanok_store_new (desk->directory);
  g_signal_connect_swapped (desk->store, "rows-changed", G_CALLBACK (count),
                            &desk->n_rows_changed);
  g_signal_connect_swapped (desk->store, "entries-changed", G_CALLBACK (count),
                            &desk->n_entries_changed);
  g_signal_connect_swapped (desk->store, "phase-changed", G_CALLBACK (count),
                            &desk->n_phase_changed);
  g_signal_connect (desk->store, "reference-changed", G_CALLBACK (count_reference),
                    &desk->n_references);
  g_assert_cmpint (stanok_store_get_phase (desk->store), ==, STANOK_STORE_OPENING);
  WAIT_FOR (stanok_store_get_phase (desk->store) != STANOK_STORE_OPENING);
}

void
store_desk_close (StoreDesk *desk)
{
  stanok_store_close (desk->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;   /* messages that came too late are dropped, and with them their hold on the store */
  g_assert_finalize_object (g_steal_pointer (&desk->store));
}

void
store_desk_set_up (StoreDesk     *desk,
                   gconstpointer  data)
{
  desk->directory = g_build_filename (g_get_user_data_dir (), "terminal", NULL);
  store_desk_open (desk);
  g_assert_no_error (stanok_store_get_failure (desk->store));
  g_assert_cmpint (stanok_store_get_phase (desk->store), ==, STANOK_STORE_READY);
  g_assert_cmpuint (desk->n_phase_changed, ==, 1);
}

void
store_desk_tear_down (StoreDesk     *desk,
                      gconstpointer  data)
{
  if (desk->store != NULL)
    store_desk_close (desk);
  g_free (desk->directory);
}

/* ---- on the sync thread ---------------------------------------------------------------------- */

typedef struct {
  StanokStore *store;
  StoreDeskJob job;
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

void
store_desk_on_sync (StoreDesk    *desk,
                    StoreDeskJob  job,
                    gpointer      data)
{
  OnSync call = { desk->store, job, data, 0 };
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, run_on_sync, &call, NULL);
  g_source_attach (source, stanok_store_get_sync_context (desk->store));
  WAIT_FOR (g_atomic_int_get (&call.done));
}

void
store_desk_add_orders (StanokStore *store,
                       gpointer     n_orders)
{
  StanokCache *cache = stanok_store_get_cache (store);
  g_autoptr(StanokSnapshotPage) page = STANOK_RECORD_SNAPSHOT_PAGE.create ();
  g_autoptr(GError) error = NULL;

  for (int n = 0; n < GPOINTER_TO_INT (n_orders); n++)
    g_ptr_array_add (page->items, make_order (n, 1));
  g_assert_true (stanok_cache_snapshot_begin (cache, "e1", "c1", &error));
  g_assert_true (stanok_cache_snapshot_page (cache, page, &error));
  g_assert_true (stanok_cache_snapshot_finish (cache, &error));
  g_assert_true (stanok_cache_set_validated (cache, &error));
  g_assert_no_error (error);
  stanok_cache_set_device (cache, "K-01");
  stanok_store_post_rows_changed (store);
}

void
store_desk_keep_result (GObject      *source,
                        GAsyncResult *result,
                        gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

StanokEntry *
store_desk_record (StoreDesk         *desk,
                   int                n,
                   StanokCommandType  type,
                   const char        *order_id)
{
  g_autoptr(StanokCommand) command = make_command (n, type, order_id);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  StanokEntry *entry;

  stanok_store_record_async (desk->store, command, NULL, NULL, store_desk_keep_result, &result);
  g_assert_null (result);
  WAIT_FOR (result != NULL);
  entry = stanok_store_record_finish (desk->store, result, &error);
  g_assert_no_error (error);
  return entry;
}
