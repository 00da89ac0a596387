/* test-order-list.c: the list of orders: every signal is true, no row is lost, nothing waits
 *
 * A shadow list is kept by the signals alone; after each of them it must be
 * the model. When all is quiet the model must be what the cache answers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-desk.h"

#define N_ORDERS        300
#define N_STEPS         60
#define N_LARGE         20000
#define N_LARGE_SLOW    100000
#define PAGE            1000
#define ITEMS_KEPT_MAX  (64 * 128)

/* ---- the shadow ------------------------------------------------------------------------------ */

typedef struct {
  StoreDesk        desk;
  StanokOrderList *list;
  GPtrArray       *shadow;       /* (element-type StanokOrderItem) owned */
  guint            n_signals, n_removed, n_added;
  gint64           next_rev;
  int              next_command;
} Fixture;

static void
items_changed (GListModel *model,
               guint       position,
               guint       removed,
               guint       added,
               Fixture    *fixture)
{
  GPtrArray *shadow = fixture->shadow;

  fixture->n_signals++;
  fixture->n_removed += removed;
  fixture->n_added += added;
  g_assert_cmpuint (position + removed, <=, shadow->len);
  if (removed > 0)
    g_ptr_array_remove_range (shadow, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (shadow, (int) (position + i),
                        g_list_model_get_item (model, position + i));

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, shadow->len);
  g_assert_null (g_list_model_get_item (model, shadow->len));
  for (guint i = 0; i < shadow->len; i++)
    {
      g_autoptr(StanokOrderItem) item = g_list_model_get_item (model, i);

      g_assert_true (item == shadow->pdata[i]);
    }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  store_desk_set_up (&fixture->desk, NULL);
  fixture->list = stanok_order_list_new (fixture->desk.store);
  fixture->shadow = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->next_rev = 2;
}

static void
listen (Fixture *fixture)
{
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_ptr_array_unref (fixture->shadow);
  stanok_store_close (fixture->desk.store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  store_desk_tear_down (&fixture->desk, NULL);
}

/* ---- what the cache says --------------------------------------------------------------------- */

typedef struct {
  StanokQuery  query;
  GPtrArray   *rows;        /* (element-type StanokRow) owned */
} Answer;

static void
ask (StanokStore *store,
     gpointer     data)
{
  Answer *answer = data;
  StanokCache *cache = stanok_store_get_cache (store);
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) keys = stanok_cache_run_query (cache, &answer->query, &error);

  g_assert_no_error (error);
  answer->rows = stanok_cache_read_rows (cache, (const gint64 *) (gpointer) keys->data, keys->len);
}

static gboolean
is_same (const StanokRow *a,
         const StanokRow *b)
{
  return a->key == b->key && a->n_unsettled == b->n_unsettled && a->asked == b->asked &&
         a->needs_person == b->needs_person && stanok_order_equal (a->order, b->order);
}

static gboolean
agrees (Fixture      *fixture,
        const Answer *answer)
{
  if (answer->rows->len != fixture->shadow->len)
    return FALSE;
  for (guint i = 0; i < answer->rows->len; i++)
    {
      const StanokRow *row = stanok_order_item_get_row (fixture->shadow->pdata[i]);

      if (row == NULL || !is_same (row, answer->rows->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static void
check_quiet (Fixture           *fixture,
             const StanokQuery *query)
{
  Answer answer = { *query, NULL };

  store_desk_on_sync (&fixture->desk, ask, &answer);
  WAIT_FOR (agrees (fixture, &answer));
  g_assert_false (stanok_order_list_is_loading (fixture->list));
  for (guint i = 0; i < answer.rows->len; i += 37)
    {
      const StanokRow *row = answer.rows->pdata[i];

      g_assert_cmpint (stanok_order_list_find (fixture->list, row->order_id), ==, (gint64) i);
    }
  g_assert_cmpint (stanok_order_list_find (fixture->list, "WO-none"), ==, -1);
  g_ptr_array_unref (answer.rows);
}

/* A row once shown never turns into a placeholder. */
static void
check_faces (Fixture   *fixture,
             GPtrArray *shown)
{
  for (guint i = 0; i < shown->len; i++)
    g_assert_nonnull (stanok_order_item_get_row (shown->pdata[i]));
}

static gpointer
ref_item (gconstpointer item,
          gpointer      data)
{
  return g_object_ref ((gpointer) item);
}

/* ---- what happens ---------------------------------------------------------------------------- */

typedef struct {
  GRand  *random;
  gint64 *next_rev;
  int     n;              /* changes */
} Shuffle;

static StanokOrder *
random_order (GRand  *random,
              int     n,
              gint64  rev)
{
  StanokOrder *order = make_order (n, rev);

  order->due_ms += g_rand_int_range (random, 0, 1000) * G_GINT64_CONSTANT (86400000);
  order->priority = g_rand_int_range (random, 0, 10);
  order->available_ms += g_rand_int_range (random, 0, 100000);
  if (g_rand_int_range (random, 0, 3) == 0)
    order->state = STANOK_STATE_MANUFACTURING_COMPLETED;
  else if (g_rand_int_range (random, 0, 3) == 0)
    {
      order->holder_operator = g_strdup (g_rand_boolean (random) ? "op-1" : "op-2");
      order->holder_device = g_strdup ("K-09");
      order->holder_since_ms = 1;
    }
  return order;
}

static void
change_some (StanokStore *store,
             gpointer     data)
{
  Shuffle *shuffle = data;
  g_autoptr(StanokChanges) changes = STANOK_RECORD_CHANGES.create ();
  g_autoptr(GError) error = NULL;

  changes->epoch = g_strdup ("e1");
  changes->to = g_strdup_printf ("c%" G_GINT64_FORMAT, *shuffle->next_rev);
  for (int i = 0; i < shuffle->n; i++)
    {
      int n = g_rand_int_range (shuffle->random, 0, N_ORDERS);
      StanokChange *change = g_new0 (StanokChange, 1);

      change->id = g_strdup_printf ("WO-%d", n);
      change->rev = (*shuffle->next_rev)++;
      if (g_rand_int_range (shuffle->random, 0, 5) == 0)
        change->gone = g_strdup ("left_scope");
      else
        change->order = random_order (shuffle->random, n, change->rev);
      g_ptr_array_add (changes->items, change);
    }
  g_assert_true (stanok_cache_apply_changes (stanok_store_get_cache (store), changes, &error));
  g_assert_no_error (error);
  stanok_store_post_rows_changed (store);
}

static void
act (Fixture *fixture,
     GRand   *random)
{
  static const StanokCommandType types[] = {
    STANOK_COMMAND_CLAIM, STANOK_COMMAND_START, STANOK_COMMAND_PROGRESS, STANOK_COMMAND_NOTE,
    STANOK_COMMAND_RELEASE,
  };
  g_autofree char *id = g_strdup_printf ("WO-%d", g_rand_int_range (random, 0, N_ORDERS));
  StanokCommandType type = types[g_rand_int_range (random, 0, G_N_ELEMENTS (types))];

  stanok_entry_unref (store_desk_record (&fixture->desk, ++fixture->next_command, type, id));
}

static void
choose_query (GRand       *random,
              StanokQuery *query)
{
  static const char * const searches[] = { NULL, NULL, NULL, "ring", "size 1", "wo-2", "nothing" };
  static const char * const stations[] = { NULL, NULL, "st-1" };

  query->segment = (StanokSegment) g_rand_int_range (random, 0, STANOK_N_SEGMENTS);
  query->sort = (StanokSort) g_rand_int_range (random, 0, STANOK_SORT_PRIORITY + 1);
  query->operator_id = (char *) (g_rand_boolean (random) ? "op-1" : "op-2");
  query->search = (char *) searches[g_rand_int_range (random, 0, G_N_ELEMENTS (searches))];
  query->station = (char *) stations[g_rand_int_range (random, 0, G_N_ELEMENTS (stations))];
}

/* S7, over a random walk; the seed is the test's. */
static void
test_walk (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  StanokQuery query = { .segment = STANOK_SEGMENT_ALL };

  listen (fixture);
  store_desk_on_sync (&fixture->desk, store_desk_add_orders, GINT_TO_POINTER (N_ORDERS));
  stanok_order_list_set_query (fixture->list, &query);
  check_quiet (fixture, &query);
  for (int i = 0; i < N_STEPS; i++)
    {
      Shuffle shuffle = { random, &fixture->next_rev, g_rand_int_range (random, 1, 20) };
      int kind = g_rand_int_range (random, 0, 4);
      g_autoptr(GPtrArray) shown = g_ptr_array_copy (fixture->shadow, ref_item, NULL);

      if (kind == 0)
        {
          choose_query (random, &query);
          stanok_order_list_set_query (fixture->list, &query);
        }
      else if (kind == 1)
        act (fixture, random);
      else
        store_desk_on_sync (&fixture->desk, change_some, &shuffle);
      check_quiet (fixture, &query);
      check_faces (fixture, shown);
    }
}

/* ---- few steps ------------------------------------------------------------------------------- */

static void
move_one (StanokStore *store,
          gpointer     data)
{
  g_autoptr(StanokOrder) order = make_order (7, 50);
  g_autoptr(GError) error = NULL;

  order->due_ms += G_GINT64_CONSTANT (1000) * 86400000;
  g_assert_true (stanok_cache_apply_order (stanok_store_get_cache (store), order, &error));
  stanok_store_post_rows_changed (store);
}

/* One order goes to the end: the other rows are not touched. */
static void
test_few_steps (Fixture       *fixture,
                gconstpointer  data)
{
  StanokQuery query = { .segment = STANOK_SEGMENT_ALL, .sort = STANOK_SORT_DUE };

  listen (fixture);
  store_desk_on_sync (&fixture->desk, store_desk_add_orders, GINT_TO_POINTER (N_ORDERS));
  stanok_order_list_set_query (fixture->list, &query);
  check_quiet (fixture, &query);
  fixture->n_signals = fixture->n_removed = fixture->n_added = 0;
  store_desk_on_sync (&fixture->desk, move_one, NULL);
  check_quiet (fixture, &query);
  g_assert_cmpuint (fixture->n_signals, <=, 2);
  g_assert_cmpuint (fixture->n_removed, ==, 1);
  g_assert_cmpuint (fixture->n_added, ==, 1);
  g_assert_cmpint (stanok_order_list_find (fixture->list, "WO-7"), ==, N_ORDERS - 1);
}

/* ---- many rows ------------------------------------------------------------------------------- */

static void
add_many (StanokStore *store,
          gpointer     data)
{
  StanokCache *cache = stanok_store_get_cache (store);
  int n_orders = GPOINTER_TO_INT (data);

  g_assert_true (stanok_cache_snapshot_begin (cache, "e1", "c1", NULL));
  for (int first = 0; first < n_orders; first += PAGE)
    {
      g_autoptr(StanokSnapshotPage) page = STANOK_RECORD_SNAPSHOT_PAGE.create ();

      for (int n = first; n < first + PAGE; n++)
        g_ptr_array_add (page->items, make_order (n, 1));
      g_assert_true (stanok_cache_snapshot_page (cache, page, NULL));
    }
  g_assert_true (stanok_cache_snapshot_finish (cache, NULL));
  stanok_store_post_rows_changed (store);
}

/* From 1 to 2 the sync thread does nothing else. */
static gboolean
keep_busy (gpointer data)
{
  g_atomic_int_set ((int *) data, 1);
  while (g_atomic_int_get ((int *) data) == 1)
    g_thread_yield ();
  return G_SOURCE_REMOVE;
}

static void
block_sync (Fixture *fixture,
            int     *state)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, keep_busy, state, NULL);
  g_source_attach (source, stanok_store_get_sync_context (fixture->desk.store));
  WAIT_FOR (g_atomic_int_get (state) == 1);
}

static gboolean
all_have_rows (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (stanok_order_item_get_row (items->pdata[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
note_death (gpointer  data,
            GObject  *object)
{
  *(gboolean *) data = TRUE;
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  guint n_orders = g_test_slow () ? N_LARGE_SLOW : N_LARGE;
  StanokQuery query = { .segment = STANOK_SEGMENT_ALL, .sort = STANOK_SORT_NEWEST };
  GListModel *model = G_LIST_MODEL (fixture->list);
  g_autoptr(GPtrArray) looked_at = g_ptr_array_new_with_free_func (g_object_unref);
  StanokOrderItem *first;
  gboolean first_is_dead = FALSE;
  int state = 0;

  g_assert_true (stanok_order_list_is_loading (fixture->list));
  store_desk_on_sync (&fixture->desk, add_many, GUINT_TO_POINTER (n_orders));
  stanok_order_list_set_query (fixture->list, &query);
  WAIT_FOR (g_list_model_get_n_items (model) == n_orders);

  /* Nothing waits: the sync thread is busy, and every item is there at once. */
  block_sync (fixture, &state);
  for (int i = 0; i < 500; i++)
    {
      guint position = (guint) g_test_rand_int_range (0, (int) n_orders);

      g_ptr_array_add (looked_at, g_list_model_get_item (model, position));
      g_assert_nonnull (looked_at->pdata[i]);
    }
  g_atomic_int_set (&state, 2);
  WAIT_FOR (all_have_rows (looked_at));

  /* Items that nobody holds are forgotten; those that somebody holds are not. */
  first = g_list_model_get_item (model, 0);
  g_object_weak_ref (G_OBJECT (first), note_death, &first_is_dead);
  g_object_unref (first);
  for (guint i = 0; i < ITEMS_KEPT_MAX * 2; i++)
    g_object_unref (g_list_model_get_item (model, i));
  g_assert_true (first_is_dead);
  g_assert_true (all_have_rows (looked_at));
}

/* ---- watches --------------------------------------------------------------------------------- */

static void
count (guint *n)
{
  (*n)++;
}

static void
test_watch (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(StanokOrderWatch) watch = stanok_order_watch_new (fixture->desk.store, "WO-7");
  g_autoptr(StanokOrderWatch) nobody = stanok_order_watch_new (fixture->desk.store, "WO-none");
  guint n_changed = 0;

  g_signal_connect_swapped (watch, "changed", G_CALLBACK (count), &n_changed);
  g_assert_cmpstr (stanok_order_watch_get_id (watch), ==, "WO-7");
  g_assert_null (stanok_order_watch_get_row (watch));
  store_desk_on_sync (&fixture->desk, store_desk_add_orders, GINT_TO_POINTER (20));
  WAIT_FOR (stanok_order_watch_get_row (watch) != NULL);
  g_assert_cmpuint (n_changed, ==, 1);
  stanok_entry_unref (store_desk_record (&fixture->desk, 1, STANOK_COMMAND_CLAIM, "WO-7"));
  WAIT_FOR (stanok_order_watch_get_row (watch)->n_unsettled == 1);
  g_assert_cmpstr (stanok_order_watch_get_row (watch)->order->holder_operator, ==, "op-1");
  store_desk_on_sync (&fixture->desk, move_one, NULL);
  WAIT_FOR (stanok_order_watch_get_row (watch)->order->rev == 50);
  g_assert_null (stanok_order_watch_get_row (nobody));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/store/order-list/s-7/random-walk", test_walk);
  ADD ("/store/order-list/one-move-is-few-steps", test_few_steps);
  ADD ("/store/order-list/many-rows", test_many);
  ADD ("/store/order-watch/follows-its-order", test_watch);
  return g_test_run ();
}
