/* bench-store.c: what the cache costs at size; prints figures, never fails for slowness
 *
 * usage: bench-store DIR [ORDERS]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-system-ports.h"
#include "store/stanok-cache.h"

#define PAGE   500
#define ROUNDS 7

static StanokOrder *
make_order (guint n)
{
  StanokOrder *order = stanok_order_new ();

  order->id = g_strdup_printf ("WO-%u", n);
  order->epoch = g_strdup ("e1");
  order->rev = 1;
  order->etag = g_strdup ("\"e1.r1\"");
  order->number = g_strdup_printf ("2026-%05u", n);
  order->title = g_strdup_printf ("Перстень с печатью, овал %u × %u", n % 30, n % 7);
  order->customer = g_strdup_printf ("Заказчик %u", n % 900);
  order->source = g_strdup ("shop");
  order->material = g_strdup ("au585");
  order->station = g_strdup_printf ("st-%u", n % 6);
  order->instructions = g_strdup ("Polish the face, leave the inside matt.");
  order->ordered = 10;
  order->due_ms = G_GINT64_CONSTANT (1795000000000) + (gint64) n * 7919 % 900000000;
  order->available_ms = G_GINT64_CONSTANT (1794000000000) + (gint64) n * 104729 % 900000000;
  order->priority = n % 10;
  order->state = n % 3 == 0 ? STANOK_STATE_MANUFACTURING_APPROVED :
                 n % 3 == 1 ? STANOK_STATE_MANUFACTURING_COMPLETED : STANOK_STATE_SHIPPED;
  return order;
}

static int
compare_us (gconstpointer a,
            gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static void
fill (StanokCache *cache,
      guint        n_orders)
{
  gint64 start = g_get_monotonic_time (), longest = 0;

  stanok_cache_snapshot_begin (cache, "e1", "c", NULL);
  for (guint first = 0; first < n_orders; first += PAGE)
    {
      g_autoptr(StanokSnapshotPage) page = STANOK_RECORD_SNAPSHOT_PAGE.create ();
      gint64 begun;

      page->epoch = g_strdup ("e1");
      page->cursor = g_strdup ("c");
      for (guint n = first; n < MIN (first + PAGE, n_orders); n++)
        g_ptr_array_add (page->items, make_order (n));
      begun = g_get_monotonic_time ();
      stanok_cache_snapshot_page (cache, page, NULL);
      longest = MAX (longest, g_get_monotonic_time () - begun);
    }
  stanok_cache_snapshot_finish (cache, NULL);
  g_print ("snapshot of %u orders: %.2f s, longest slice %.1f ms\n", n_orders,
           (double) (g_get_monotonic_time () - start) / 1e6, (double) longest / 1e3);
}

static void
time_query (StanokCache   *cache,
            const char    *what,
            StanokSegment  segment,
            StanokSort     sort,
            const char    *search)
{
  StanokQuery query = { segment, sort, (char *) "op-1", NULL, (char *) search };
  gint64 us[ROUNDS];
  guint n = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr(GArray) keys = stanok_cache_run_query (cache, &query, NULL);

      us[i] = g_get_monotonic_time () - start;
      n = keys->len;
    }
  qsort (us, ROUNDS, sizeof us[0], compare_us);
  g_print ("%-28s %6.1f ms median, %u rows\n", what, (double) us[ROUNDS / 2] / 1e3, n);
}

static void
time_rows (StanokCache *cache)
{
  StanokQuery query = { STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, NULL, NULL, NULL };
  g_autoptr(GArray) keys = stanok_cache_run_query (cache, &query, NULL);
  gint64 counts[STANOK_N_SEGMENTS];
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GPtrArray) rows =
    stanok_cache_read_rows (cache, (const gint64 *) (gpointer) keys->data, MIN (128, keys->len));

  g_print ("%-28s %6.1f ms\n", "a page of 128 rows",
           (double) (g_get_monotonic_time () - start) / 1e3);
  start = g_get_monotonic_time ();
  stanok_cache_count (cache, "op-1", counts);
  g_print ("%-28s %6.1f ms\n", "counts", (double) (g_get_monotonic_time () - start) / 1e3);
}

int
main (int argc, char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokPorts) ports = NULL;
  g_autoptr(StanokCache) cache = NULL;
  gboolean rebuilt;

  if (argc < 2)
    {
      g_printerr ("usage: bench-store DIR [ORDERS]\n");
      return 2;
    }
  ports = stanok_system_ports_new (argv[1], &error);
  if (ports != NULL)
    cache = stanok_cache_open (ports, &rebuilt, &error);
  if (cache == NULL)
    {
      g_printerr ("bench-store: %s\n", error->message);
      return 1;
    }
  fill (cache, argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 100000);
  time_query (cache, "available, newest", STANOK_SEGMENT_AVAILABLE, STANOK_SORT_NEWEST, NULL);
  time_query (cache, "available, due", STANOK_SEGMENT_AVAILABLE, STANOK_SORT_DUE, NULL);
  time_query (cache, "all, newest", STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, NULL);
  time_query (cache, "all, priority", STANOK_SEGMENT_ALL, STANOK_SORT_PRIORITY, NULL);
  time_query (cache, "mine", STANOK_SEGMENT_MINE, STANOK_SORT_NEWEST, NULL);
  time_query (cache, "search “перст”", STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, "перст");
  time_query (cache, "search “овал 1 заказ”", STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST,
              "овал 17 заказчик");
  time_query (cache, "search “wo-4711”", STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, "wo-4711");
  time_rows (cache);
  return 0;
}
