/* test-outbox-log.c: the second copy survives cuts, tears, rot and full disks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-outbox-log.h"

#include <stdio.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-crc32c.h"
#include "support/stanok-fake-ports.h"

#define HEADER_BYTES 40

typedef struct {
  StanokDisk      *disk;
  StanokFakePorts  ports;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->disk = stanok_disk_new (GPOINTER_TO_UINT (data));
  stanok_fake_ports_init (&fixture->ports, fixture->disk, 1);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  stanok_disk_free (fixture->disk);
}

/* Record @i: a few of them fill a segment if @size is large. */
static char *
make_record (int   i,
             gsize size)
{
  g_autofree char *pad = g_strnfill (size > 30 ? size - 30 : 0, 'x');

  return g_strdup_printf ("{\"n\":%d,\"pad\":\"%s\"}", i, pad);
}

static gboolean
append (StanokOutboxLog  *log,
        int               i,
        gsize             size,
        GError          **error)
{
  g_autofree char *json = make_record (i, size);

  return stanok_outbox_log_append (log, json, strlen (json), error);
}

static gboolean
collect (const char *json,
         gsize       length,
         gpointer    data)
{
  int n = -1;

  g_assert_cmpuint (length, ==, strnlen (json, length));
  g_assert_cmpint (sscanf (json, "{\"n\":%d,", &n), ==, 1);
  g_array_append_val ((GArray *) data, n);
  return TRUE;
}

static GArray *
read_all (Fixture   *fixture,
          gboolean  *whole)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr(GError) error = NULL;
  gboolean is_whole = stanok_outbox_log_read (&fixture->ports.ports, collect, numbers, &error);

  if (!is_whole)
    g_assert_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT);
  if (whole != NULL)
    *whole = is_whole;
  return numbers;
}

static int
take_last (GArray *numbers)
{
  int last = g_array_index (numbers, int, numbers->len - 1);

  g_array_set_size (numbers, numbers->len - 1);
  return last;
}

static void
assert_counts_up (GArray *numbers,
                  guint   n)
{
  g_assert_cmpuint (numbers->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (g_array_index (numbers, int, i), ==, (int) i);
}

static StanokOutboxLog *
open_log (Fixture  *fixture,
          gboolean *damaged)
{
  g_autoptr(GError) error = NULL;
  StanokOutboxLog *log = stanok_outbox_log_open (&fixture->ports.ports, damaged, &error);

  g_assert_no_error (error);
  return log;
}

static void
fill (Fixture *fixture,
      int      n,
      gsize    size)
{
  gboolean damaged;
  g_autoptr(StanokOutboxLog) log = open_log (fixture, &damaged);
  g_autoptr(GError) error = NULL;

  g_assert_false (damaged);
  for (int i = 0; i < n; i++)
    g_assert_true (append (log, i, size, &error));
  g_assert_no_error (error);
}

static void
test_crc (void)
{
  /* The check value of the catalogue of parametrised CRC algorithms, and RFC 3720's. */
  guint8 zeros[32] = { 0 };

  g_assert_cmphex (stanok_crc32c ((const guint8 *) "123456789", 9), ==, 0xe3069283);
  g_assert_cmphex (stanok_crc32c (zeros, sizeof zeros), ==, 0x8a9136aa);
  g_assert_cmphex (stanok_crc32c (zeros, 0), ==, 0);
}

static void
test_segments (Fixture       *fixture,
               gconstpointer  data)
{
  gboolean damaged = TRUE, whole;
  g_autoptr(GArray) numbers = NULL;
  g_autoptr(GBytes) segment = NULL;
  g_autoptr(StanokOutboxLog) log = NULL;
  g_autoptr(GError) error = NULL, long_error = NULL, empty_error = NULL;
  g_autofree char *too_long = g_strnfill (STANOK_LOG_RECORD_MAX + 1, 'x');

  fill (fixture, 25, 100 * 1024);
  numbers = read_all (fixture, &whole);
  g_assert_true (whole);
  assert_counts_up (numbers, 25);
  segment = stanok_disk_read (fixture->disk, "outbox-000003.log");
  g_assert_cmpuint (g_bytes_get_size (segment), ==, 1024 * 1024);

  log = open_log (fixture, &damaged);
  g_assert_false (damaged);
  g_assert_true (append (log, 25, 10, &error));
  g_assert_false (stanok_outbox_log_append (log, too_long, strlen (too_long), &long_error));
  g_assert_error (long_error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  g_assert_false (stanok_outbox_log_append (log, "", 0, &empty_error));
  g_assert_error (empty_error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  g_array_set_size (numbers, 0);
  g_assert_true (stanok_outbox_log_each (log, collect, numbers, &error));
  assert_counts_up (numbers, 26);
}

static gboolean
stop_at_three (const char *json,
               gsize       length,
               gpointer    data)
{
  return ++*(int *) data < 3;
}

static void
test_visitor_stops (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  int n = 0;

  fill (fixture, 25, 100 * 1024);
  g_assert_true (stanok_outbox_log_read (&fixture->ports.ports, stop_at_three, &n, &error));
  g_assert_cmpint (n, ==, 3);
}

/* The last record is cut short at every place, as a torn write would. */
static void
test_torn_tail (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *json = make_record (4, 60);
  gsize record = HEADER_BYTES + strlen (json);

  for (gsize kept = 0; kept < record; kept++)
    {
      guint8 zeros[200] = { 0 };
      gboolean damaged = TRUE, whole;
      g_autoptr(GArray) before = NULL, after = NULL;
      g_autoptr(GError) error = NULL;
      StanokOutboxLog *log;

      fill (fixture, 5, 60);
      g_assert_true (stanok_disk_write (fixture->disk, "outbox-000001.log",
                                        (gint64) (4 * record + kept), zeros, record - kept));
      before = read_all (fixture, &whole);
      g_assert_true (whole);
      assert_counts_up (before, 4);
      log = open_log (fixture, &damaged);
      g_assert_false (damaged);
      g_assert_true (append (log, 4, 60, &error));
      stanok_outbox_log_close (log);
      after = read_all (fixture, &whole);
      assert_counts_up (after, 5);
      g_assert_true (stanok_disk_remove (fixture->disk, "outbox-000001.log"));
    }
}

/* Each byte of a record that has successors rots: told, cut there, the rest set aside. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *json = make_record (2, 60);
  gsize record = HEADER_BYTES + strlen (json);

  for (gsize at = 0; at < record; at++)
    {
      gboolean damaged = FALSE, whole;
      g_autofree char *aside = g_strdup_printf ("outbox-000001.log.damaged-%" G_GINT64_FORMAT,
                                                fixture->ports.wall_ms);
      g_autoptr(GArray) before = NULL, after = NULL;
      g_autoptr(GError) error = NULL;
      StanokOutboxLog *log;

      fill (fixture, 5, 60);
      g_assert_true (stanok_disk_damage (fixture->disk, "outbox-000001.log",
                                         (gint64) (2 * record + at), 1));
      before = read_all (fixture, &whole);
      g_assert_false (whole);
      assert_counts_up (before, 2);
      log = open_log (fixture, &damaged);
      g_assert_true (damaged);
      g_assert_true (append (log, 2, 60, &error));
      stanok_outbox_log_close (log);
      after = read_all (fixture, &whole);
      g_assert_true (whole);
      assert_counts_up (after, 3);
      g_assert_true (stanok_disk_remove (fixture->disk, aside));
      g_assert_true (stanok_disk_remove (fixture->disk, "outbox-000001.log"));
    }
}

static void
test_damage_before_other_segments (Fixture       *fixture,
                                   gconstpointer  data)
{
  const StanokFiles *files = &fixture->ports.ports.files;
  gboolean damaged = FALSE, whole;
  g_autoptr(StanokOutboxLog) log = NULL;
  g_autoptr(GArray) numbers = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) names = NULL;

  fill (fixture, 25, 100 * 1024);
  /* The last record of the first segment: without the second segment it would be a tear. */
  g_assert_true (stanok_disk_damage (fixture->disk, "outbox-000001.log", 9 * 102400 + 500, 1));
  log = open_log (fixture, &damaged);
  g_assert_true (damaged);
  g_assert_true (append (log, 9, 100, &error));
  numbers = read_all (fixture, &whole);
  g_assert_true (whole);
  assert_counts_up (numbers, 10);
  names = files->list (files->data, "", &error);
  g_assert_cmpuint (names->len, ==, 4);   /* the new first, and three set aside */
}

/* A whole segment is lost: the chain tells. */
static void
test_missing_segment (Fixture       *fixture,
                      gconstpointer  data)
{
  gboolean damaged = FALSE;
  g_autoptr(StanokOutboxLog) log = NULL;

  fill (fixture, 25, 100 * 1024);
  g_assert_true (stanok_disk_remove (fixture->disk, "outbox-000002.log"));
  log = open_log (fixture, &damaged);
  g_assert_true (damaged);
}

/* Records up to the cut. */
static int
work_until_cut (Fixture *fixture,
                int      cut_at,
                int      n)
{
  gboolean damaged;
  g_autoptr(StanokOutboxLog) log = NULL;
  int promised = 0;

  stanok_disk_cut_power_at (fixture->disk, cut_at);
  log = stanok_outbox_log_open (&fixture->ports.ports, &damaged, NULL);
  while (log != NULL && promised < n && append (log, promised, 300 * 1024, NULL))
    promised++;
  stanok_disk_cut_power (fixture->disk);
  return promised;
}

/* OL1 for all crash points and all ways to lose what was not synced. */
static void
test_power_cut (void)
{
  int n_runs = 0;

  for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
    for (guint seed = 0; seed < (keep < STANOK_DISK_KEEP_SOME ? 1 : 2); seed++)
      for (int at = 0, promised = 0; promised < 7; at++)
        {
          Fixture fixture;
          gboolean damaged = FALSE, whole;
          g_autoptr(GArray) numbers = NULL;
          StanokOutboxLog *log;

          set_up (&fixture, GUINT_TO_POINTER (seed));
          promised = work_until_cut (&fixture, at, 7);
          stanok_disk_power_cycle (fixture.disk, (StanokDiskKeep) keep);
          log = open_log (&fixture, &damaged);
          g_assert_false (damaged);
          g_assert_true (append (log, 99, 60, NULL));
          stanok_outbox_log_close (log);
          numbers = read_all (&fixture, &whole);
          g_assert_true (whole);
          g_assert_cmpuint (numbers->len, >=, (guint) promised + 1);
          g_assert_cmpint (take_last (numbers), ==, 99);
          assert_counts_up (numbers, numbers->len);
          tear_down (&fixture, NULL);
          n_runs++;
        }
  g_test_message ("%d runs", n_runs);
}

/* OL4: one access fails, or all from there on; what was appended stays, the rest is not there. */
static void
test_faults (gconstpointer data)
{
  gboolean for_ever = GPOINTER_TO_INT (data) & 1;
  StanokDiskFault fault = GPOINTER_TO_INT (data) & 2 ? STANOK_DISK_ENOSPC : STANOK_DISK_EIO;
  gboolean met = TRUE;

  for (int at = 0; met; at++)
    {
      Fixture fixture;
      gboolean damaged = FALSE, whole;
      g_autoptr(GArray) done = g_array_new (FALSE, FALSE, sizeof (int));
      g_autoptr(GArray) numbers = NULL;
      StanokOutboxLog *log = NULL;

      set_up (&fixture, NULL);
      fill (&fixture, 1, 400 * 1024);
      stanok_disk_fail_at (fixture.disk, at, fault, for_ever);
      log = stanok_outbox_log_open (&fixture.ports.ports, &damaged, NULL);
      g_array_append_vals (done, &(int) { 0 }, 1);
      for (int i = 1; log != NULL && i < 8; i++)
        if (append (log, i, 400 * 1024, NULL))
          g_array_append_val (done, i);
      met = stanok_disk_has_failed (fixture.disk);
      g_assert_true (met || done->len == 8);
      g_assert_cmpuint (done->len, >=, met && log != NULL && !for_ever ? 7 : 1);
      stanok_disk_fail_at (fixture.disk, -1, fault, FALSE);
      stanok_outbox_log_close (log);
      stanok_disk_power_cycle (fixture.disk, STANOK_DISK_KEEP_NONE);

      log = open_log (&fixture, &damaged);
      g_assert_false (damaged);
      stanok_outbox_log_close (log);
      numbers = read_all (&fixture, &whole);
      g_assert_true (whole);
      g_assert_cmpmem (numbers->data, MIN (numbers->len, done->len) * sizeof (int), done->data,
                       done->len * sizeof (int));
      g_assert_cmpuint (numbers->len, <=, done->len + 1);
      tear_down (&fixture, NULL);
    }
}

typedef struct {
  int  i, n;
  int  fail_at;
} Source;

static char *
next_record (gpointer   data,
             GError   **error)
{
  Source *source = data;

  if (source->i == source->fail_at)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "cannot be read");
      return NULL;
    }
  return source->i < source->n ? make_record (source->i++, 100 * 1024) : NULL;
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  const StanokFiles *files = &fixture->ports.ports.files;
  gboolean damaged = FALSE, whole;
  Source source = { 0, 12, -1 }, broken = { 0, 12, 11 }, none = { 0, 0, -1 };
  g_autoptr(StanokOutboxLog) log = NULL;
  g_autoptr(GArray) numbers = NULL, later = NULL, empty = NULL;
  g_autoptr(GError) error = NULL;

  fill (fixture, 25, 100 * 1024);
  log = open_log (fixture, &damaged);
  g_assert_true (stanok_outbox_log_replace (log, next_record, &source, &error));
  g_assert_true (append (log, 12, 100, &error));
  numbers = read_all (fixture, &whole);
  assert_counts_up (numbers, 13);
  g_assert_false (files->exists (files->data, "outbox-000003.log"));
  g_assert_true (files->exists (files->data, "outbox-000005.log"));

  /* A source that fails leaves the old records in front, and the log works. */
  g_assert_false (stanok_outbox_log_replace (log, next_record, &broken, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_clear_error (&error);
  g_assert_true (append (log, 13, 100, &error));
  later = read_all (fixture, &whole);
  g_assert_true (whole);
  g_assert_cmpint (take_last (later), ==, 13);
  g_assert_cmpuint (later->len, >=, 13);
  g_array_set_size (later, 13);
  assert_counts_up (later, 13);

  g_assert_true (stanok_outbox_log_replace (log, next_record, &none, &error));
  empty = read_all (fixture, &whole);
  g_assert_cmpuint (empty->len, ==, 0);
}

/* At every crash point all of the old records or all of the new ones are there. */
static void
test_replace_and_power_cut (void)
{
  for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
    for (int at = 0, done = FALSE; !done; at++)
      {
        Fixture fixture;
        Source source = { 0, 12, -1 };
        gboolean damaged = FALSE, whole;
        g_autoptr(GArray) numbers = NULL;
        gboolean seen[12] = { FALSE };
        StanokOutboxLog *log;

        set_up (&fixture, NULL);
        fill (&fixture, 12, 100 * 1024);
        log = open_log (&fixture, &damaged);
        stanok_disk_cut_power_at (fixture.disk, at);
        done = stanok_outbox_log_replace (log, next_record, &source, NULL);
        stanok_disk_cut_power (fixture.disk);
        stanok_outbox_log_close (log);
        stanok_disk_power_cycle (fixture.disk, (StanokDiskKeep) keep);
        log = open_log (&fixture, &damaged);
        g_assert_false (damaged);
        stanok_outbox_log_close (log);
        numbers = read_all (&fixture, &whole);
        g_assert_true (whole);
        for (guint i = 0; i < numbers->len; i++)
          seen[g_array_index (numbers, int, i)] = TRUE;
        for (gsize i = 0; i < G_N_ELEMENTS (seen); i++)
          g_assert_true (seen[i]);
        tear_down (&fixture, NULL);
      }
}

/* OL3: interrupted anywhere, the valid part comes through. */
static void
test_setting_aside_and_power_cut (void)
{
  for (int keep = 0; keep < STANOK_DISK_N_KEEPS; keep++)
    for (int at = 0, opened = FALSE; !opened; at++)
      {
        Fixture fixture;
        gboolean damaged = FALSE, whole;
        g_autoptr(GArray) numbers = NULL;
        StanokOutboxLog *log;

        set_up (&fixture, NULL);
        fill (&fixture, 25, 100 * 1024);
        g_assert_true (stanok_disk_damage (fixture.disk, "outbox-000002.log", 5 * 102400 + 500, 1));
        stanok_disk_cut_power_at (fixture.disk, at);
        log = stanok_outbox_log_open (&fixture.ports.ports, &damaged, NULL);
        opened = log != NULL;
        stanok_disk_cut_power (fixture.disk);
        stanok_outbox_log_close (log);
        stanok_disk_power_cycle (fixture.disk, (StanokDiskKeep) keep);
        stanok_outbox_log_close (open_log (&fixture, &damaged));
        numbers = read_all (&fixture, &whole);
        g_assert_true (whole);
        assert_counts_up (numbers, 15);
        tear_down (&fixture, NULL);
      }
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  gboolean damaged = FALSE, whole;
  g_autoptr(StanokOutboxLog) log = NULL;
  g_autoptr(GArray) numbers = NULL;
  g_autoptr(GError) error = NULL;
  int n = 0;

  stanok_disk_set_room (fixture->disk, 1024 * 1024 + 4096);
  log = open_log (fixture, &damaged);
  while (append (log, n, 100 * 1024, &error))
    n++;
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_FULL);
  g_assert_cmpint (n, ==, 10);
  stanok_disk_set_room (fixture->disk, -1);
  g_clear_error (&error);
  g_assert_true (append (log, n, 100 * 1024, &error));
  numbers = read_all (fixture, &whole);
  g_assert_true (whole);
  assert_counts_up (numbers, 11);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
#define ADD_FAULT(path, bits) g_test_add_data_func (path, GINT_TO_POINTER (bits), test_faults)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/crc32c/known-figures", test_crc);
  ADD ("/store/outbox-log/grows-by-segments", test_segments);
  ADD ("/store/outbox-log/a-visitor-may-stop", test_visitor_stops);
  ADD ("/store/outbox-log/full-disk", test_full);
  g_test_add_func ("/store/outbox-log/ol-1/power-cut-anywhere", test_power_cut);
  ADD ("/store/outbox-log/ol-2/torn-tail", test_torn_tail);
  ADD ("/store/outbox-log/ol-2/damage-is-told", test_damage);
  ADD ("/store/outbox-log/ol-2/end-of-an-earlier-segment", test_damage_before_other_segments);
  ADD ("/store/outbox-log/ol-2/missing-segment", test_missing_segment);
  g_test_add_func ("/store/outbox-log/ol-3/setting-aside-and-power-cut",
                   test_setting_aside_and_power_cut);
  ADD_FAULT ("/store/outbox-log/ol-4/an-access-fails", 0);
  ADD_FAULT ("/store/outbox-log/ol-4/all-accesses-fail", 1);
  ADD_FAULT ("/store/outbox-log/ol-4/no-room-once", 2);
  ADD_FAULT ("/store/outbox-log/ol-4/no-room-any-more", 3);
  ADD ("/store/outbox-log/replaces-all-before", test_replace);
  g_test_add_func ("/store/outbox-log/replacing-and-power-cut", test_replace_and_power_cut);
  return g_test_run ();
}
