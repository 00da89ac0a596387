/* test-cache-faults.c: the cache under power cuts, failing disks, full ones and bit rot
 *
 * A script of what a server says is applied as sync applies it: what fails is
 * tried again from the cursor that the cache has kept. Whatever the disk does,
 * a stored cursor means that everything up to it is there (S8), and in the end
 * the base is the server's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "store-fixture.h"
#include "store/stanok-cache.h"

#define N_ORDERS   15
#define N_CURSORS  4        /* c0 is the snapshot */
#define PAGE       10
#define TRIES_MAX  40

/* ---- the server ---------------------------------------------------------------------------- */

/* Its rev of order @n at cursor @c, 0 = gone. Every cursor changes some orders and drops one. */
static gint64
rev_at (int n,
        int c)
{
  gint64 rev = 1;

  for (int i = 1; i <= c; i++)
    {
      if (n == i * 3)
        return 0;
      if (n % (i + 2) == 0)
        rev = i * 10;
    }
  return rev;
}

static StanokDigest
digest_at (int c)
{
  StanokDigest digest = { 0, 0 };

  for (int n = 0; n < N_ORDERS; n++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", n);

      if (rev_at (n, c) > 0)
        stanok_digest_add (&digest, id, rev_at (n, c));
    }
  return digest;
}

/* Long instructions, so that rows have pages of their own. */
static StanokOrder *
order_at (int n,
          int c)
{
  StanokOrder *order = make_order (n, rev_at (n, c));

  g_free (order->instructions);
  order->instructions = g_strnfill (3000, (char) ('a' + n % 26));
  return order;
}

static StanokChanges *
changes_to (int c)
{
  StanokChanges *changes = STANOK_RECORD_CHANGES.create ();

  changes->epoch = g_strdup ("e1");
  changes->from = g_strdup_printf ("c%d", c - 1);
  changes->to = g_strdup_printf ("c%d", c);
  for (int n = 0; n < N_ORDERS; n++)
    {
      StanokChange *change;

      if (rev_at (n, c) == rev_at (n, c - 1))
        continue;
      change = g_new0 (StanokChange, 1);
      change->id = g_strdup_printf ("WO-%d", n);
      change->rev = rev_at (n, c) > 0 ? rev_at (n, c) : 1000;
      if (rev_at (n, c) > 0)
        change->order = order_at (n, c);
      else
        change->gone = g_strdup ("left_scope");
      g_ptr_array_add (changes->items, change);
    }
  return changes;
}

/* ---- sync, in small ------------------------------------------------------------------------ */

static gboolean
load_snapshot (StanokCache  *cache,
               GError      **error)
{
  if (!stanok_cache_snapshot_begin (cache, "e1", "c0", error))
    return FALSE;
  for (int first = 0; first < N_ORDERS; first += PAGE)
    {
      g_autoptr(StanokSnapshotPage) page = STANOK_RECORD_SNAPSHOT_PAGE.create ();

      page->epoch = g_strdup ("e1");
      page->cursor = g_strdup ("c0");
      for (int n = first; n < MIN (first + PAGE, N_ORDERS); n++)
        g_ptr_array_add (page->items, order_at (n, 0));
      if (!stanok_cache_snapshot_page (cache, page, error))
        return FALSE;
    }
  return stanok_cache_snapshot_finish (cache, error);
}

/* -1 = nothing is cached */
static int
get_cursor (StanokCache *cache)
{
  g_auto(StanokBaseState) state = { NULL };

  stanok_cache_get_base_state (cache, &state);
  if (state.epoch == NULL)
    return -1;
  g_assert_cmpstr (state.epoch, ==, "e1");
  return (int) g_ascii_strtoll (state.cursor + 1, NULL, 10);
}

/* One request and its answer. */
static gboolean
step (StanokCache  *cache,
      GError      **error)
{
  int c = get_cursor (cache);
  g_autoptr(StanokChanges) changes = NULL;

  if (c < 0)
    {
      if (load_snapshot (cache, error))
        return TRUE;
      stanok_cache_snapshot_abandon (cache);
      return FALSE;
    }
  changes = changes_to (c + 1);
  return stanok_cache_apply_changes (cache, changes, error) &&
         stanok_cache_set_validated (cache, error);
}

/* S8, and the digest is the sum of what is there. */
static void
check_at_cursor (StanokCache *cache)
{
  g_auto(StanokBaseState) state = { NULL };
  int c = get_cursor (cache);
  StanokDigest digest = { 0, 0 };

  if (c >= 0)
    digest = digest_at (c);
  stanok_cache_get_base_state (cache, &state);
  g_assert_cmpint (state.digest.count, ==, digest.count);
  g_assert_cmphex (state.digest.sum64, ==, digest.sum64);
  for (int n = 0; n < N_ORDERS; n++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", n);
      g_autoptr(StanokOrder) order = stanok_cache_get_base (cache, id);
      gint64 rev = c < 0 ? 0 : rev_at (n, c);

      g_assert_cmpint (order != NULL ? order->rev : 0, ==, rev);
    }
}

static void
check_lists (StanokCache *cache)
{
  StanokQuery query = { .segment = STANOK_SEGMENT_ALL };
  g_autoptr(GArray) keys = stanok_cache_run_query (cache, &query, NULL);
  gint64 counts[STANOK_N_SEGMENTS] = { 0 };

  g_assert_nonnull (keys);
  stanok_cache_count (cache, NULL, counts);
  g_assert_cmpint (keys->len, ==, digest_at (get_cursor (cache)).count);
  g_assert_cmpint (counts[STANOK_SEGMENT_ALL], ==, keys->len);
}

static StanokCache *
open_cache (StoreFixture *fixture,
            gboolean     *rebuilt)
{
  g_autoptr(GError) error = NULL;
  StanokCache *cache = stanok_cache_open (&fixture->ports.ports, rebuilt, &error);

  g_assert_no_error (error);
  return cache;
}

/* Looks at everything that a list or a page would: what has rotted comes up. */
static void
look_at_all (StanokCache *cache)
{
  StanokQuery query = { .segment = STANOK_SEGMENT_ALL, .search = (char *) "ring" };
  gint64 counts[STANOK_N_SEGMENTS];

  for (int sort = 0; sort <= STANOK_SORT_PRIORITY; sort++)
    {
      g_autoptr(GArray) keys = NULL;
      g_autoptr(GPtrArray) rows = NULL;

      query.sort = (StanokSort) sort;
      keys = stanok_cache_run_query (cache, &query, NULL);
      if (keys != NULL)
        rows = stanok_cache_read_rows (cache, (const gint64 *) (gpointer) keys->data, keys->len);
    }
  stanok_cache_count (cache, "op-1", counts);
}

/* Nothing fails any more: it gets to the end. */
static void
run_to_the_end (StanokCache *cache)
{
  int tries = 0;

  do
    {
      for (; get_cursor (cache) < N_CURSORS; tries++)
        {
          g_assert_cmpint (tries, <, TRIES_MAX);
          step (cache, NULL);
        }
      look_at_all (cache);
    }
  while (get_cursor (cache) < N_CURSORS);
  check_at_cursor (cache);
  check_lists (cache);
}

/* ---- power cuts ---------------------------------------------------------------------------- */

static void
run_until_cut (StoreFixture *fixture,
               int           at)
{
  gboolean rebuilt;
  g_autoptr(StanokCache) cache = NULL;

  stanok_disk_cut_power_at (fixture->disk, at);
  cache = stanok_cache_open (&fixture->ports.ports, &rebuilt, NULL);
  while (cache != NULL && get_cursor (cache) < N_CURSORS && step (cache, NULL))
    ;
}

static void
test_power_cut (void)
{
  int n_runs = 0;

  for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
    for (int at = 0, is_cut = TRUE; is_cut; at++, n_runs++)
      {
        StoreFixture fixture;
        gboolean rebuilt = TRUE;
        StanokCache *cache;

        store_fixture_set_up (&fixture, (guint64) at);
        run_until_cut (&fixture, at);
        is_cut = stanok_disk_is_cut (fixture.disk);
        stanok_disk_cut_power (fixture.disk);
        stanok_disk_power_cycle (fixture.disk, (StanokDiskKeep) keep);
        cache = open_cache (&fixture, &rebuilt);
        g_assert_false (rebuilt);
        check_at_cursor (cache);
        run_to_the_end (cache);
        stanok_cache_close (cache);
        store_fixture_tear_down (&fixture);
      }
  g_test_message ("%d crash points", n_runs);
}

/* ---- accesses that fail -------------------------------------------------------------------- */

static void
test_trouble (gconstpointer data)
{
  gboolean for_ever = GPOINTER_TO_INT (data) & 1;
  StanokDiskFault fault = GPOINTER_TO_INT (data) & 2 ? STANOK_DISK_ENOSPC : STANOK_DISK_EIO;
  int at = 0;

  for (gboolean met = TRUE; met; at++)
    {
      StoreFixture fixture;
      gboolean rebuilt;
      StanokCache *cache;

      store_fixture_set_up (&fixture, (guint64) at);
      stanok_disk_fail_at (fixture.disk, at, fault, for_ever);
      cache = stanok_cache_open (&fixture.ports.ports, &rebuilt, NULL);
      for (int i = 0; cache != NULL && i < N_CURSORS + 2 && get_cursor (cache) < N_CURSORS; i++)
        step (cache, NULL);
      met = stanok_disk_has_failed (fixture.disk);
      stanok_disk_fail_at (fixture.disk, -1, fault, FALSE);
      if (cache == NULL)
        cache = open_cache (&fixture, &rebuilt);
      check_at_cursor (cache);
      run_to_the_end (cache);
      stanok_cache_close (cache);
      cache = open_cache (&fixture, &rebuilt);
      run_to_the_end (cache);
      stanok_cache_close (cache);
      store_fixture_tear_down (&fixture);
    }
  g_test_message ("%d accesses", at);
}

/* ---- bit rot ------------------------------------------------------------------------------- */

static gint64
size_of (StoreFixture *fixture)
{
  g_autoptr(GBytes) bytes = stanok_disk_read (fixture->disk, "cache.db");

  return (gint64) g_bytes_get_size (bytes);
}

/* Fault 45: every page of the file rots in turn; the cache comes back by itself. */
static void
test_rot (gconstpointer data)
{
  gboolean while_open = GPOINTER_TO_INT (data);
  int n_rebuilt = 0, page = 0;
  gint64 size = 4096;

  for (; page * 4096 < size; page++)
    {
      StoreFixture fixture;
      gboolean rebuilt = FALSE;
      StanokCache *cache;

      store_fixture_set_up (&fixture, 1);
      cache = open_cache (&fixture, &rebuilt);
      for (int i = 0; i < 3; i++)
        g_assert_true (step (cache, NULL));
      stanok_cache_close (cache);
      size = size_of (&fixture);
      if (while_open)
        cache = open_cache (&fixture, &rebuilt);
      g_assert_true (stanok_disk_damage (fixture.disk, "cache.db", page * 4096, 4096));
      if (!while_open)
        cache = open_cache (&fixture, &rebuilt);
      run_to_the_end (cache);
      n_rebuilt += fixture.ports.ports.files.exists (fixture.disk,
                                                     "cache.db.damaged-1795334400000");
      stanok_cache_close (cache);
      store_fixture_tear_down (&fixture);
    }
  g_test_message ("%d of %d pages led to a new cache", n_rebuilt, page);
}

/* An index over another column: SQLite finds nothing wrong, and rows are not found. */
static void
test_rotten_definition (void)
{
  static const char good[] = "base (generation, key)", bad[] = "base (generation, row)";
  StoreFixture fixture;
  gboolean rebuilt;
  StanokCache *cache;
  g_autoptr(GBytes) file = NULL;
  const char *bytes;
  gsize size, at = 0;

  store_fixture_set_up (&fixture, 1);
  cache = open_cache (&fixture, &rebuilt);
  run_to_the_end (cache);
  stanok_cache_close (cache);
  file = stanok_disk_read (fixture.disk, "cache.db");
  bytes = g_bytes_get_data (file, &size);
  while (at + strlen (good) < size && memcmp (bytes + at, good, strlen (good)) != 0)
    at++;
  g_assert_true (stanok_disk_write (fixture.disk, "cache.db", (gint64) at, (const guint8 *) bad,
                                    strlen (bad)));
  cache = open_cache (&fixture, &rebuilt);
  g_assert_true (rebuilt);
  run_to_the_end (cache);
  stanok_cache_close (cache);
  store_fixture_tear_down (&fixture);
}

/* It may be deleted at any time. */
static void
test_deleted (void)
{
  StoreFixture fixture;
  gboolean rebuilt;
  StanokCache *cache;

  store_fixture_set_up (&fixture, 1);
  cache = open_cache (&fixture, &rebuilt);
  run_to_the_end (cache);
  stanok_cache_close (cache);
  g_assert_true (stanok_disk_remove (fixture.disk, "cache.db"));
  cache = open_cache (&fixture, &rebuilt);
  g_assert_cmpint (get_cursor (cache), ==, -1);
  run_to_the_end (cache);
  stanok_cache_close (cache);
  store_fixture_tear_down (&fixture);
}

/* ---- S9: what was answered in the meantime ------------------------------------------------- */

/* A command's answer arrives while a snapshot is loaded that was read before it. */
static void
test_answer_during_snapshot (void)
{
  StoreFixture fixture;
  gboolean rebuilt;
  StanokCache *cache;

  store_fixture_set_up (&fixture, 1);
  cache = open_cache (&fixture, &rebuilt);
  g_assert_true (step (cache, NULL));
  for (int first = 0; first < 2; first++)
    {
      g_autoptr(StanokOrder) answered = make_order (5, 100 + first);
      g_autoptr(StanokOrder) kept = NULL;
      g_autoptr(StanokSnapshotPage) page = STANOK_RECORD_SNAPSHOT_PAGE.create ();

      page->epoch = g_strdup ("e1");
      page->cursor = g_strdup ("c0");
      g_ptr_array_add (page->items, order_at (5, 0));
      g_assert_true (stanok_cache_snapshot_begin (cache, "e1", "c0", NULL));
      if (first)
        g_assert_true (stanok_cache_apply_order (cache, answered, NULL));
      g_assert_true (stanok_cache_snapshot_page (cache, page, NULL));
      if (!first)
        g_assert_true (stanok_cache_apply_order (cache, answered, NULL));
      g_assert_true (stanok_cache_snapshot_finish (cache, NULL));
      kept = stanok_cache_get_base (cache, "WO-5");
      g_assert_cmpint (kept->rev, ==, 100 + first);
    }
  stanok_cache_close (cache);
  store_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/cache/s-8/power-cut-anywhere", test_power_cut);
  g_test_add_data_func ("/store/cache/s-8/an-access-fails", GINT_TO_POINTER (0), test_trouble);
  g_test_add_data_func ("/store/cache/s-8/all-accesses-fail", GINT_TO_POINTER (1), test_trouble);
  g_test_add_data_func ("/store/cache/s-8/no-room-once", GINT_TO_POINTER (2), test_trouble);
  g_test_add_data_func ("/store/cache/s-8/no-room-any-more", GINT_TO_POINTER (3), test_trouble);
  g_test_add_data_func ("/store/cache/rot-while-closed", GINT_TO_POINTER (0), test_rot);
  g_test_add_data_func ("/store/cache/rot-while-open", GINT_TO_POINTER (1), test_rot);
  g_test_add_func ("/store/cache/s-8/a-definition-that-rots-unseen", test_rotten_definition);
  g_test_add_func ("/store/cache/deleted", test_deleted);
  g_test_add_func ("/store/cache/s-9/answer-during-a-snapshot", test_answer_during_snapshot);
  return g_test_run ();
}
