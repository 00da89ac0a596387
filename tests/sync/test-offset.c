/* test-offset.c: the server's clock, from the quickest of the last eight answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-offset.h"
#include "sync/stanok-sync-status.h"

#define WALL_MS G_GINT64_CONSTANT (1795334400000)
#define BOOT_MS G_GINT64_CONSTANT (3600000)

static gint64
get (const StanokOffset *offset,
     gint64              boot_ms)
{
  gint64 server_minus_wall_ms, age_ms;

  g_assert_true (stanok_offset_get (offset, WALL_MS + boot_ms - BOOT_MS, boot_ms,
                                    &server_minus_wall_ms, &age_ms));
  return server_minus_wall_ms;
}

static void
test_nothing (void)
{
  StanokOffset offset = { 0 };
  gint64 ms = 7, age_ms = 7;

  g_assert_false (stanok_offset_get (&offset, WALL_MS, BOOT_MS, &ms, &age_ms));
  g_assert_cmpint (ms, ==, 0);
  g_assert_cmpint (age_ms, ==, 0);
}

/* The server is 1840 ms behind; the answer took 200 ms, so its clock was read 100 ms ago. */
static void
test_midpoint (void)
{
  StanokOffset offset = { 0 };

  stanok_offset_add (&offset, WALL_MS - 100 - 1840, 0, BOOT_MS - 200, BOOT_MS);
  g_assert_cmpint (get (&offset, BOOT_MS), ==, -1840);
}

static void
test_quickest (void)
{
  StanokOffset offset = { 0 };

  stanok_offset_add (&offset, WALL_MS + 9000, 0, BOOT_MS - 4000, BOOT_MS);
  stanok_offset_add (&offset, WALL_MS + 500, 0, BOOT_MS - 20, BOOT_MS);
  stanok_offset_add (&offset, WALL_MS + 7000, 0, BOOT_MS - 3000, BOOT_MS);
  /* A Date header is coarse: better than a slow answer, worse than a quick one. */
  stanok_offset_add (&offset, WALL_MS + 3000, 1000, BOOT_MS - 20, BOOT_MS);
  g_assert_cmpint (get (&offset, BOOT_MS), ==, 510);
  for (int i = 0; i < STANOK_OFFSET_SAMPLES; i++)
    stanok_offset_add (&offset, WALL_MS + 800, 0, BOOT_MS - 100, BOOT_MS);
  g_assert_cmpint (get (&offset, BOOT_MS), ==, 850);
}

/* T5: the wall clock jumps by a day; the server has the time that it had. */
static void
test_jump (void)
{
  StanokOffset offset = { 0 };
  gint64 ms, age_ms;

  stanok_offset_add (&offset, WALL_MS, 0, BOOT_MS, BOOT_MS);
  g_assert_true (stanok_offset_get (&offset, WALL_MS + 86400000, BOOT_MS + 60000, &ms, &age_ms));
  g_assert_cmpint (WALL_MS + 86400000 + ms, ==, WALL_MS + 60000);
  g_assert_cmpint (age_ms, ==, 60000);
}

static void
test_nonsense (void)
{
  StanokOffset offset = { 0 };
  gint64 ms, age_ms;

  stanok_offset_add (&offset, -1, 0, BOOT_MS - 5, BOOT_MS);
  stanok_offset_add (&offset, 0, 0, BOOT_MS - 5, BOOT_MS);
  stanok_offset_add (&offset, G_MAXINT64, 0, BOOT_MS - 5, BOOT_MS);
  stanok_offset_add (&offset, WALL_MS, 0, BOOT_MS + 5, BOOT_MS);
  g_assert_false (stanok_offset_get (&offset, WALL_MS, BOOT_MS, &ms, &age_ms));
}

static const struct {
  gint64          validated_wall_ms, validated_boot_ms, boot_ms;
  StanokFreshness freshness;
} ages[] = {
  { 0, -1, 100000, STANOK_AGE_UNKNOWN },
  { WALL_MS, -1, 100000, STANOK_AGE_UNKNOWN },
  { WALL_MS, 100000, 100000, STANOK_FRESH },
  { WALL_MS, 100000, 130000, STANOK_FRESH },
  { WALL_MS, 100000, 130001, STANOK_AGEING },
  { WALL_MS, 100000, 400000, STANOK_AGEING },
  { WALL_MS, 100000, 400001, STANOK_STALE },
};

static void
test_freshness (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      StanokSyncStatus status = { .validated_wall_ms = ages[i].validated_wall_ms,
                                  .validated_boot_ms = ages[i].validated_boot_ms };

      g_assert_cmpint (stanok_sync_status_get_freshness (&status, ages[i].boot_ms), ==,
                       ages[i].freshness);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sync/offset/knows-nothing-at-first", test_nothing);
  g_test_add_func ("/sync/offset/t2-is-taken-at-the-middle", test_midpoint);
  g_test_add_func ("/sync/offset/t2-trusts-the-quickest", test_quickest);
  g_test_add_func ("/sync/offset/t5-survives-a-jump", test_jump);
  g_test_add_func ("/sync/offset/ignores-nonsense", test_nonsense);
  g_test_add_func ("/sync/status/says-how-old-the-data-are", test_freshness);
  return g_test_run ();
}
