/* bench-store.c: what cache and journal cost at size; prints figures, never fails for slowness
 *
 * usage: bench-store DIR [ORDERS [COMMANDS]]
 *
 * Times are medians: by the clock, and of the processor alone, which says more
 * on a machine that has other things to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <locale.h>
#include <time.h>

#include "port/stanok-system-ports.h"
#include "store-fixture.h"
#include "store/stanok-cache.h"

#define PAGE   500
#define ROUNDS 7

static StanokOrder *
make_bench_order (guint n)
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

/* ---- time --------------------------------------------------------------------------------- */

typedef struct {
  gint64 wall_us, cpu_us;
} Moment;

static Moment
now (void)
{
  return (Moment) { g_get_monotonic_time (), (gint64) clock () * G_USEC_PER_SEC / CLOCKS_PER_SEC };
}

static int
compare_us (gconstpointer a,
            gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* One measured thing, done several times. */
typedef struct {
  GArray *wall, *cpu;      /* (element-type gint64) us */
} Times;

static Times
times_new (void)
{
  return (Times) { g_array_new (FALSE, FALSE, sizeof (gint64)),
                   g_array_new (FALSE, FALSE, sizeof (gint64)) };
}

static void
times_add (Times  *self,
           Moment  since)
{
  Moment end = now ();
  gint64 wall = end.wall_us - since.wall_us, cpu = end.cpu_us - since.cpu_us;

  g_array_append_val (self->wall, wall);
  g_array_append_val (self->cpu, cpu);
}

static double
share_ms (GArray *us,
          guint   percent)
{
  g_array_sort (us, compare_us);
  return (double) g_array_index (us, gint64, (us->len - 1) * percent / 100) / 1e3;
}

static void
times_print (Times      *self,
             const char *what,
             const char *note)
{
  g_print ("%-32s %8.2f ms %8.2f ms cpu %8.2f ms p99   %s\n", what, share_ms (self->wall, 50),
           share_ms (self->cpu, 50), share_ms (self->wall, 99), note);
  g_array_unref (self->wall);
  g_array_unref (self->cpu);
}

/* ---- the cache ---------------------------------------------------------------------------- */

static void
fill (StanokCache *cache,
      guint        n_orders)
{
  Moment start = now ();
  Times slices = times_new ();
  g_autofree char *note = NULL;

  stanok_cache_snapshot_begin (cache, "e1", "c", NULL);
  for (guint first = 0; first < n_orders; first += PAGE)
    {
      g_autoptr(StanokSnapshotPage) page = STANOK_RECORD_SNAPSHOT_PAGE.create ();
      Moment begun;

      page->epoch = g_strdup ("e1");
      page->cursor = g_strdup ("c");
      for (guint n = first; n < MIN (first + PAGE, n_orders); n++)
        g_ptr_array_add (page->items, make_bench_order (n));
      begun = now ();
      stanok_cache_snapshot_page (cache, page, NULL);
      times_add (&slices, begun);
    }
  stanok_cache_snapshot_finish (cache, NULL);
  note = g_strdup_printf ("%u orders in %.2f s, %.2f s cpu", n_orders,
                          (double) (now ().wall_us - start.wall_us) / 1e6,
                          (double) (now ().cpu_us - start.cpu_us) / 1e6);
  times_print (&slices, "snapshot, a page of 500", note);
}

static void
time_query (StanokCache   *cache,
            const char    *what,
            StanokSegment  segment,
            StanokSort     sort,
            const char    *search)
{
  StanokQuery query = { segment, sort, (char *) "op-1", NULL, (char *) search };
  Times times = times_new ();
  g_autofree char *note = NULL;
  guint n = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      Moment start = now ();
      g_autoptr(GArray) keys = stanok_cache_run_query (cache, &query, NULL);

      times_add (&times, start);
      n = keys->len;
    }
  note = g_strdup_printf ("%u rows", n);
  times_print (&times, what, note);
}

static void
time_rows (StanokCache *cache)
{
  StanokQuery query = { STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, NULL, NULL, NULL };
  g_autoptr(GArray) keys = stanok_cache_run_query (cache, &query, NULL);
  Times rows = times_new (), counts = times_new ();

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 numbers[STANOK_N_SEGMENTS];
      Moment start = now ();
      g_autoptr(GPtrArray) page =
        stanok_cache_read_rows (cache, (const gint64 *) (gpointer) keys->data,
                                MIN (128, keys->len));

      times_add (&rows, start);
      start = now ();
      stanok_cache_count (cache, "op-1", numbers);
      times_add (&counts, start);
    }
  times_print (&rows, "a page of 128 rows", "");
  times_print (&counts, "counts", "");
}

/* ---- the journal -------------------------------------------------------------------------- */

static void
time_journal (const StanokPorts *ports,
              int                n_commands)
{
  g_auto(StanokRecovery) recovery = { FALSE }, again = { FALSE };
  StanokJournal *journal = stanok_journal_open (ports, &recovery, NULL);
  Times taps = times_new (), starts = times_new ();
  g_autofree char *note = g_strdup_printf ("%d commands", n_commands);
  Moment start;

  g_assert (journal != NULL);
  for (int n = 1; n <= n_commands; n++)
    {
      g_autoptr(StanokCommand) command = make_command (n, STANOK_COMMAND_PROGRESS, "WO-1");

      start = now ();
      stanok_entry_unref (stanok_journal_record (journal, command, NULL, NULL));
      times_add (&taps, start);
    }
  stanok_journal_close (journal);
  start = now ();
  journal = stanok_journal_open (ports, &again, NULL);
  times_add (&starts, start);
  stanok_journal_close (journal);
  times_print (&taps, "tap to recorded, both copies", note);
  times_print (&starts, "start, both copies compared", note);
}

int
main (int argc, char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokPorts) ports = NULL;
  g_autoptr(StanokCache) cache = NULL;
  gboolean rebuilt;

  setlocale (LC_ALL, "C.UTF-8");
  if (argc < 2)
    {
      g_printerr ("usage: bench-store DIR [ORDERS [COMMANDS]]\n");
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
  time_journal (ports, argc > 3 ? (int) g_ascii_strtoll (argv[3], NULL, 10) : 1000);
  return 0;
}
