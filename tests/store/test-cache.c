/* test-cache.c: pages, snapshots, views, lists and searches of the cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-cache.h"
#include "support/stanok-fake-ports.h"

typedef struct {
  StanokDisk      *disk;
  StanokFakePorts  fake;
  StanokCache     *cache;
  gint64           seq;
} Fixture;

static void
open_cache (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  gboolean rebuilt;

  fixture->cache = stanok_cache_open (&fixture->fake.ports, &rebuilt, &error);
  g_assert_no_error (error);
  g_assert_false (rebuilt);
  stanok_cache_set_device (fixture->cache, "K-1");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->disk = stanok_disk_new (7);
  stanok_fake_ports_init (&fixture->fake, fixture->disk, 7);
  open_cache (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  stanok_cache_close (fixture->cache);
  stanok_disk_free (fixture->disk);
}

static void
reopen (Fixture *fixture)
{
  stanok_cache_close (fixture->cache);
  open_cache (fixture);
}

/* ---- orders and entries -------------------------------------------------------------------- */

static StanokOrder *
make_order (guint  n,
            gint64 rev)
{
  StanokOrder *order = stanok_order_new ();

  order->id = g_strdup_printf ("WO-%u", n);
  order->epoch = g_strdup ("e1");
  order->rev = rev;
  order->etag = g_strdup_printf ("\"e1.r%" G_GINT64_FORMAT "\"", rev);
  order->number = g_strdup_printf ("2026-%05u", n);
  order->title = g_strdup_printf (n % 2 ? "Signet ring, size %u" : "Кольцо зелёное, размер %u",
                                  n % 30);
  order->customer = g_strdup ("Yakhont & Sons");
  order->source = g_strdup ("shop");
  order->material = g_strdup ("ag925");
  order->station = g_strdup (n % 3 ? "st-1" : "st-2");
  order->instructions = g_strdup ("");
  order->ordered = 10;
  order->due_ms = 1000 + (gint64) n * 7 % 50;
  order->available_ms = 1000 + (gint64) n * 13 % 97;
  order->priority = n % 10;
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  return order;
}

static StanokChanges *
make_changes (const char *to)
{
  StanokChanges *changes = STANOK_RECORD_CHANGES.create ();

  changes->epoch = g_strdup ("e1");
  changes->from = g_strdup ("");
  changes->to = g_strdup (to);
  return changes;
}

static void
add_change (StanokChanges *changes,
            StanokOrder   *order)
{
  StanokChange *change = g_new0 (StanokChange, 1);

  change->order = order;
  change->id = g_strdup (order->id);
  change->rev = order->rev;
  g_ptr_array_add (changes->items, change);
}

static void
add_tombstone (StanokChanges *changes,
               guint          n,
               gint64         rev)
{
  StanokChange *change = g_new0 (StanokChange, 1);

  change->id = g_strdup_printf ("WO-%u", n);
  change->rev = rev;
  change->gone = g_strdup ("left_scope");
  g_ptr_array_add (changes->items, change);
}

static void
apply (Fixture       *fixture,
       StanokChanges *changes)
{
  g_autoptr(StanokChanges) owned = changes;
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_cache_apply_changes (fixture->cache, owned, &error));
  g_assert_no_error (error);
}

static void
fill (Fixture *fixture,
      guint    n)
{
  StanokChanges *changes = make_changes ("e1.floor.1");

  for (guint i = 1; i <= n; i++)
    add_change (changes, make_order (i, 1));
  apply (fixture, changes);
}

static StanokEntry *
make_entry (Fixture           *fixture,
            StanokCommandType  type,
            guint              n,
            const char        *operator_id)
{
  StanokEntry *entry = stanok_entry_new ();

  entry->seq = ++fixture->seq;
  entry->incarnation = g_strdup ("0123456789abcdef0123456789abcdef");
  entry->command = stanok_command_new ();
  entry->command->command_id =
    g_strdup_printf ("019aa0c2-0000-7000-8000-%012u", (guint) entry->seq);
  entry->command->type = type;
  entry->command->order_id = g_strdup_printf ("WO-%u", n);
  entry->command->operator_id = g_strdup (operator_id);
  entry->command->wall_ms = fixture->fake.wall_ms;
  entry->command->args.start = TRUE;
  entry->state = STANOK_ENTRY_PENDING;
  return entry;
}

static StanokEntry *
settled (const StanokEntry *pending,
         StanokEntryState   state)
{
  StanokEntry *entry = stanok_entry_new ();

  entry->seq = pending->seq;
  entry->incarnation = g_strdup (pending->incarnation);
  entry->command = stanok_command_copy (pending->command);
  entry->state = state;
  return entry;
}

static GArray *
query (Fixture       *fixture,
       StanokSegment  segment,
       StanokSort     sort,
       const char    *search)
{
  StanokQuery query = { segment, sort, (char *) "op-1", NULL, (char *) search };
  g_autoptr(GError) error = NULL;
  GArray *keys = stanok_cache_run_query (fixture->cache, &query, &error);

  g_assert_no_error (error);
  return keys;
}

static guint
count_found (Fixture    *fixture,
             const char *search)
{
  g_autoptr(GArray) keys = query (fixture, STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, search);

  return keys->len;
}

/* ---- S7: every list equals the one made from scratch --------------------------------------- */

static gboolean
belongs (const StanokOrder *order,
         StanokSegment      segment)
{
  switch (segment)
    {
    case STANOK_SEGMENT_AVAILABLE:
      return order->state == STANOK_STATE_MANUFACTURING_APPROVED &&
             order->holder_operator == NULL && stanok_order_is_open (order);
    case STANOK_SEGMENT_MINE:
      return g_strcmp0 (order->holder_operator, "op-1") == 0;
    case STANOK_SEGMENT_IN_WORK:
      return order->state == STANOK_STATE_MANUFACTURING_STARTED;
    case STANOK_SEGMENT_ALL:
    default:
      return TRUE;
    }
}

static gboolean
in_order (const StanokOrder *a,
          const StanokOrder *b,
          StanokSort         sort)
{
  if (sort == STANOK_SORT_NEWEST)
    return a->available_ms >= b->available_ms;
  if (sort == STANOK_SORT_DUE)
    return a->due_ms <= b->due_ms;
  return a->priority > b->priority || (a->priority == b->priority && a->due_ms <= b->due_ms);
}

static void
check_lists (Fixture *fixture,
             guint    n_orders)
{
  gint64 counts[STANOK_N_SEGMENTS];

  stanok_cache_count (fixture->cache, "op-1", counts);
  for (guint segment = 0; segment < STANOK_N_SEGMENTS; segment++)
    {
      guint expected = 0;

      for (guint n = 1; n <= n_orders; n++)
        {
          g_autofree char *id = g_strdup_printf ("WO-%u", n);
          g_autoptr(StanokRow) row = stanok_cache_get_row (fixture->cache, id);

          expected += row != NULL && row->order != NULL && !row->is_stub &&
                      belongs (row->order, segment);
        }
      for (guint sort = 0; sort <= STANOK_SORT_PRIORITY; sort++)
        {
          g_autoptr(GArray) keys = query (fixture, segment, sort, NULL);
          g_autoptr(GPtrArray) rows =
            stanok_cache_read_rows (fixture->cache, (const gint64 *) (gpointer) keys->data,
                                    keys->len);

          g_assert_cmpuint (keys->len, ==, expected);
          g_assert_cmpint (counts[segment], ==, expected);
          for (guint i = 0; i < rows->len; i++)
            {
              const StanokRow *row = g_ptr_array_index (rows, i);
              const StanokRow *before = i > 0 ? g_ptr_array_index (rows, i - 1) : NULL;

              g_assert_nonnull (row);
              g_assert_cmpint (row->key, ==, g_array_index (keys, gint64, i));
              g_assert_true (belongs (row->order, segment));
              g_assert_true (before == NULL || in_order (before->order, row->order, sort));
            }
        }
    }
}

static void
random_step (Fixture   *fixture,
             GRand     *rand,
             GPtrArray *pending,
             guint      n_orders,
             gint64     rev)
{
  guint n = (guint) g_rand_int_range (rand, 1, (int) n_orders + 1);
  StanokChanges *changes;
  StanokOrder *order;

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
    case 1:
      {
        StanokEntry *entry =
          make_entry (fixture, (StanokCommandType) g_rand_int_range (rand, 0, 8), n,
                      g_rand_boolean (rand) ? "op-1" : "op-2");

        stanok_cache_put_entry (fixture->cache, entry);
        g_ptr_array_add (pending, entry);
        break;
      }
    case 2:
      if (pending->len > 0)
        {
          guint at = (guint) g_rand_int_range (rand, 0, (int) pending->len);
          g_autoptr(StanokEntry) done = settled (g_ptr_array_index (pending, at),
                                                 g_rand_boolean (rand) ? STANOK_ENTRY_ACCEPTED
                                                                       : STANOK_ENTRY_CONFLICT);

          stanok_cache_put_entry (fixture->cache, done);
          g_ptr_array_remove_index (pending, at);
        }
      break;
    case 3:
      order = make_order (n, rev);
      order->state = (StanokState) g_rand_int_range (rand, STANOK_STATE_MANUFACTURING_APPROVED,
                                                     STANOK_STATE_CLOSED);
      if (order->state <= STANOK_STATE_MANUFACTURING_STARTED && g_rand_boolean (rand))
        {
          order->holder_operator = g_strdup (g_rand_boolean (rand) ? "op-1" : "op-3");
          order->holder_device = g_strdup ("K-2");
        }
      changes = make_changes ("e1.floor.2");
      add_change (changes, order);
      apply (fixture, changes);
      break;
    default:
      changes = make_changes ("e1.floor.3");
      add_tombstone (changes, n, rev);
      apply (fixture, changes);
    }
}

static void
test_lists_random (Fixture       *fixture,
                   gconstpointer  data)
{
  for (guint32 seed = 1; seed <= 4; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(GPtrArray) pending =
        g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_entry_unref);
      g_autoptr(GError) error = NULL;

      stanok_cache_clear_base (fixture->cache, &error);
      g_assert_no_error (error);
      stanok_cache_set_unsettled (fixture->cache, pending);
      fill (fixture, 24);
      for (gint64 rev = 2; rev < 60; rev++)
        {
          random_step (fixture, rand, pending, 24, rev);
          check_lists (fixture, 24);
        }
      reopen (fixture);
      stanok_cache_set_unsettled (fixture->cache, pending);
      check_lists (fixture, 24);
    }
}

/* ---- facts --------------------------------------------------------------------------------- */

static void
check_digest (Fixture *fixture,
              guint    n_orders)
{
  g_auto(StanokBaseState) base = { 0 };
  StanokDigest digest = { 0, 0 };

  for (guint n = 1; n <= n_orders; n++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%u", n);
      g_autoptr(StanokOrder) order = stanok_cache_get_base (fixture->cache, id);

      if (order != NULL)
        stanok_digest_add (&digest, order->id, order->rev);
    }
  stanok_cache_get_base_state (fixture->cache, &base);
  g_assert_true (stanok_digest_equal (&digest, &base.digest));
}

static void
test_revisions (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(StanokOrder) late = make_order (1, 3);
  g_autoptr(StanokOrder) newer = make_order (1, 9);
  g_autoptr(StanokOrder) base = NULL;
  g_autoptr(GError) error = NULL;
  StanokChanges *changes;

  fill (fixture, 3);
  changes = make_changes ("c2");
  add_change (changes, make_order (1, 5));
  add_tombstone (changes, 2, 6);
  apply (fixture, changes);
  check_digest (fixture, 3);

  /* E5: late answers change nothing, S9. */
  g_assert_true (stanok_cache_apply_order (fixture->cache, late, &error));
  base = stanok_cache_get_base (fixture->cache, "WO-1");
  g_assert_cmpint (base->rev, ==, 5);
  g_assert_null (stanok_cache_get_base (fixture->cache, "WO-2"));
  g_assert_true (stanok_cache_apply_order (fixture->cache, newer, &error));
  g_clear_pointer (&base, stanok_order_unref);
  base = stanok_cache_get_base (fixture->cache, "WO-1");
  g_assert_cmpint (base->rev, ==, 9);
  check_digest (fixture, 3);

  /* A tombstone older than what is here is late, too. */
  changes = make_changes ("c3");
  add_tombstone (changes, 1, 8);
  apply (fixture, changes);
  g_clear_pointer (&base, stanok_order_unref);
  base = stanok_cache_get_base (fixture->cache, "WO-1");
  g_assert_nonnull (base);
}

static StanokSnapshotPage *
make_page (guint first,
           guint last,
           gint64 rev)
{
  StanokSnapshotPage *page = STANOK_RECORD_SNAPSHOT_PAGE.create ();

  page->epoch = g_strdup ("e1");
  page->cursor = g_strdup ("e1.floor.9");
  for (guint n = first; n <= last; n++)
    g_ptr_array_add (page->items, make_order (n, rev));
  return page;
}

static void
load_page (Fixture *fixture,
           guint    first,
           guint    last,
           gint64   rev)
{
  g_autoptr(StanokSnapshotPage) page = make_page (first, last, rev);
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_cache_snapshot_page (fixture->cache, page, &error));
  g_assert_no_error (error);
}

static void
test_snapshot (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(StanokEntry) claim = NULL;
  g_autoptr(StanokRow) stub = NULL;
  g_autoptr(StanokRow) gone = NULL;
  g_autoptr(GArray) before = NULL;
  g_autoptr(GArray) after = NULL;
  g_auto(StanokBaseState) base = { 0 };

  fill (fixture, 6);
  claim = make_entry (fixture, STANOK_COMMAND_CLAIM, 6, "op-1");
  stanok_cache_put_entry (fixture->cache, claim);
  before = query (fixture, STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, NULL);

  g_assert_true (stanok_cache_snapshot_begin (fixture->cache, "e1", "e1.floor.9", NULL));
  load_page (fixture, 1, 2, 4);
  load_page (fixture, 3, 4, 4);
  after = query (fixture, STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, NULL);
  g_assert_cmpmem (before->data, before->len * 8, after->data, after->len * 8);   /* D8 */
  g_assert_true (stanok_cache_snapshot_finish (fixture->cache, NULL));
  check_lists (fixture, 6);
  check_digest (fixture, 6);
  stanok_cache_get_base_state (fixture->cache, &base);
  g_assert_cmpstr (base.cursor, ==, "e1.floor.9");

  /* D9: 5 is gone, 6 stays as a stub because of its unsettled claim. */
  gone = stanok_cache_get_row (fixture->cache, "WO-5");
  g_assert_null (gone);
  stub = stanok_cache_get_row (fixture->cache, "WO-6");
  g_assert_true (stub->is_stub);
  g_assert_cmpstr (stub->order->title, ==, "Кольцо зелёное, размер 6");
  g_assert_cmpuint (stub->n_unsettled, ==, 1);
}

static void
test_snapshot_abandoned (Fixture       *fixture,
                         gconstpointer  data)
{
  fill (fixture, 4);
  g_assert_true (stanok_cache_snapshot_begin (fixture->cache, "e1", "c", NULL));
  load_page (fixture, 1, 2, 4);
  reopen (fixture);
  g_assert_cmpuint (count_found (fixture, NULL), ==, 4);
  g_assert_true (stanok_cache_snapshot_begin (fixture->cache, "e1", "c", NULL));
  load_page (fixture, 1, 3, 4);
  stanok_cache_snapshot_abandon (fixture->cache);
  g_assert_true (stanok_cache_set_validated (fixture->cache, NULL));
  g_assert_cmpuint (count_found (fixture, NULL), ==, 4);
  g_assert_cmpuint (count_found (fixture, "ring"), ==, 2);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct { const char *typed; guint found; } rows[] = {
    { "", 20 }, { "   ", 20 }, { "ring", 10 }, { "RING", 10 }, { "кольцо", 10 }, { "КОЛЬЦО", 10 },
    { "зеленое", 10 }, { "ЗЕЛЁНОЕ", 10 }, { "зел", 10 }, { "лено", 10 }, { "wo-12", 1 },
    { "2026-00007", 1 }, { "00007", 1 }, { "yakhont", 20 }, { "yakhont ring", 10 },
    { "ring yakhont", 10 },
    { "ring кольцо", 0 }, { "ag925", 20 }, { "%", 0 }, { "_", 0 }, { "'", 0 }, { "size 1", 6 },
    { "nothing", 0 }, { "a b c d e f", 0 },
  };

  fill (fixture, 20);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint found = count_found (fixture, rows[i].typed);

      if (found != rows[i].found)
        g_error ("“%s” finds %u, not %u", rows[i].typed, found, rows[i].found);
    }
}

static void
test_view (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(StanokEntry) claim = NULL;
  g_autoptr(StanokRow) row = NULL;
  gint64 counts[STANOK_N_SEGMENTS];

  fill (fixture, 5);
  claim = make_entry (fixture, STANOK_COMMAND_CLAIM, 3, "op-1");
  stanok_cache_put_entry (fixture->cache, claim);
  row = stanok_cache_get_row (fixture->cache, "WO-3");
  g_assert_cmpint (row->order->state, ==, STANOK_STATE_MANUFACTURING_STARTED);
  g_assert_cmpstr (row->order->holder_device, ==, "K-1");
  g_assert_true (row->asked);
  g_assert_false (row->needs_person);
  stanok_cache_count (fixture->cache, "op-1", counts);
  g_assert_cmpint (counts[STANOK_SEGMENT_AVAILABLE], ==, 4);
  g_assert_cmpint (counts[STANOK_SEGMENT_MINE], ==, 1);
  g_assert_cmpint (counts[STANOK_SEGMENT_IN_WORK], ==, 1);

  /* A conflict takes the claim out of the view and puts a card on the order. */
  {
    g_autoptr(StanokEntry) lost = settled (claim, STANOK_ENTRY_CONFLICT);
    g_autoptr(StanokRow) after = NULL;

    stanok_cache_put_entry (fixture->cache, lost);
    after = stanok_cache_get_row (fixture->cache, "WO-3");
    g_assert_cmpint (after->order->state, ==, STANOK_STATE_MANUFACTURING_APPROVED);
    g_assert_true (after->needs_person);
    g_assert_cmpuint (after->n_unsettled, ==, 0);
  }
}

static void
test_references_and_blobs (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr(GBytes) back = NULL;
  g_autofree char *etag = NULL;
  StanokBlob blob = { (char *) "aa", 10, STANOK_BLOB_READY, 0 };
  g_auto(StanokBlob) got = { 0 };
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) none = NULL;

  g_assert_true (stanok_cache_put_reference (fixture->cache, "stations", "\"t\"", body, NULL));
  reopen (fixture);
  g_assert_true (stanok_cache_get_reference (fixture->cache, "stations", &etag, &back));
  g_assert_cmpstr (etag, ==, "\"t\"");
  g_assert_true (g_bytes_equal (body, back));
  g_assert_false (stanok_cache_get_reference (fixture->cache, "reasons", NULL, NULL));

  g_assert_true (stanok_cache_set_blob (fixture->cache, &blob, NULL));
  g_assert_true (stanok_cache_get_blob (fixture->cache, "aa", &got));
  g_assert_cmpint (got.size, ==, 10);
  g_assert_false (stanok_cache_get_blob (fixture->cache, "bb", &got));
  all = stanok_cache_list_evictable (fixture->cache, 5);
  g_assert_cmpuint (all->len, ==, 1);
  none = stanok_cache_list_evictable (fixture->cache, 10);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_wanted (Fixture       *fixture,
             gconstpointer  data)
{
  StanokChanges *changes = make_changes ("c");
  g_autoptr(GPtrArray) wanted = NULL;
  StanokBlob ready = { NULL, 10, STANOK_BLOB_READY, 0 };
  static const char letters[] = "abcd";

  for (guint i = 0; i < 4; i++)
    {
      StanokOrder *order = make_order (i + 1, 1);
      StanokFile *file = stanok_file_new ();

      order->available_ms = 100 + i;
      file->sha256 = g_strnfill (64, letters[i]);
      file->role = g_strdup ("model");
      file->media_type = g_strdup ("model/stl");
      file->name = g_strdup ("a.stl");
      file->size = 10;
      g_ptr_array_add (order->files, file);
      if (i == 1)
        {
          order->state = STANOK_STATE_MANUFACTURING_STARTED;
          order->holder_operator = g_strdup ("op-1");
          order->holder_device = g_strdup ("K-1");
        }
      add_change (changes, order);
    }
  apply (fixture, changes);
  ready.sha256 = g_strnfill (64, 'd');
  g_assert_true (stanok_cache_set_blob (fixture->cache, &ready, NULL));
  g_free (ready.sha256);

  wanted = stanok_cache_list_wanted_blobs (fixture->cache, "K-1", 10);
  g_assert_cmpuint (wanted->len, ==, 3);
  g_assert_cmpint (((StanokBlob *) wanted->pdata[0])->sha256[0], ==, 'b');   /* mine first */
  g_assert_cmpint (((StanokBlob *) wanted->pdata[1])->sha256[0], ==, 'c');   /* then the newest */
  g_assert_cmpint (((StanokBlob *) wanted->pdata[2])->sha256[0], ==, 'a');
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/store/cache/e5-late-answers-change-nothing", test_revisions);
  ADD ("/store/cache/d8-d9-snapshot-swaps-at-once", test_snapshot);
  ADD ("/store/cache/d8-abandoned-snapshot-leaves-no-trace", test_snapshot_abandoned);
  ADD ("/store/cache/search", test_search);
  ADD ("/store/cache/view-follows-entries", test_view);
  ADD ("/store/cache/s7-lists-equal-recomputation", test_lists_random);
  ADD ("/store/cache/references-and-blobs", test_references_and_blobs);
  ADD ("/store/cache/b8-wanted-blobs", test_wanted);
  return g_test_run ();
}
