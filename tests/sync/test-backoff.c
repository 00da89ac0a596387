/* test-backoff.c: waits are spread, bounded, and never shorter than what the server asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-fake-ports.h"
#include "sync/stanok-backoff.h"

#define NOW_MS G_GINT64_CONSTANT (5000000)
#define ROUNDS 20000

typedef struct {
  StanokDisk      *disk;
  StanokFakePorts  ports;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  guint64 seed = (guint64) g_test_rand_int ();

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  self->disk = stanok_disk_new (seed);
  stanok_fake_ports_init (&self->ports, self->disk, seed);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  stanok_disk_free (self->disk);
}

/* Uniform: bounds are met, and the mean is where it belongs. */
static void
test_draw (Fixture       *self,
           gconstpointer  data)
{
  gint64 least = G_MAXINT64, most = -1, sum = 0;

  for (int i = 0; i < ROUNDS; i++)
    {
      gint64 value = stanok_backoff_draw (&self->ports.ports.random, 1000);

      least = MIN (least, value);
      most = MAX (most, value);
      sum += value;
    }
  g_assert_cmpint (least, >=, 0);
  g_assert_cmpint (least, <, 10);
  g_assert_cmpint (most, <=, 1000);
  g_assert_cmpint (most, >, 990);
  g_assert_cmpint (ABS (sum / ROUNDS - 500), <, 15);
  g_assert_cmpint (stanok_backoff_draw (&self->ports.ports.random, 0), ==, 0);
  g_assert_cmpint (stanok_backoff_draw (&self->ports.ports.random, -7), ==, 0);
}

/* P7: 10 s, then 2, 4, 8 … 60 s, and it stays there for ever. */
static void
test_ceilings (Fixture       *self,
               gconstpointer  data)
{
  static const gint64 ceilings[] = { 10000, 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
  gint64 most[G_N_ELEMENTS (ceilings)] = { 0 };

  for (int round = 0; round < 500; round++)
    {
      StanokBackoff backoff = { 0 };

      for (gsize i = 0; i < G_N_ELEMENTS (ceilings); i++)
        {
          stanok_backoff_fail (&backoff, &self->ports.ports.random, NOW_MS,
                               STANOK_BACKOFF_SPREAD_MS, -1);
          g_assert_cmpint (stanok_backoff_get_due (&backoff), >=, NOW_MS);
          g_assert_cmpint (stanok_backoff_get_due (&backoff), <=, NOW_MS + ceilings[i]);
          most[i] = MAX (most[i], stanok_backoff_get_due (&backoff) - NOW_MS);
        }
      g_assert_cmpuint (backoff.failures, ==, G_N_ELEMENTS (ceilings));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ceilings); i++)
    g_assert_cmpint (most[i], >, ceilings[i] * 9 / 10);
}

/* P7: a lower bound, capped at a quarter of an hour, that neither success nor haste undercuts. */
static void
test_retry_after (Fixture       *self,
                  gconstpointer  data)
{
  static const gint64 waits_ms[] = { 0, 7000, 899999, 900000, G_GINT64_CONSTANT (31536000000) };

  for (gsize i = 0; i < G_N_ELEMENTS (waits_ms); i++)
    {
      StanokBackoff backoff = { 0 };
      gint64 bound = NOW_MS + MIN (waits_ms[i], 900000);

      stanok_backoff_fail (&backoff, &self->ports.ports.random, NOW_MS, 0, waits_ms[i]);
      g_assert_cmpint (stanok_backoff_get_due (&backoff), >=, bound);
      g_assert_cmpint (stanok_backoff_get_due (&backoff), <=, bound + STANOK_BACKOFF_CAP_MS);
      stanok_backoff_hasten (&backoff, NOW_MS);
      g_assert_cmpint (stanok_backoff_get_due (&backoff), >=, bound);
      stanok_backoff_succeed (&backoff);
      g_assert_cmpuint (backoff.failures, ==, 0);
      g_assert_cmpint (stanok_backoff_get_due (&backoff), >=, bound);
      /* A later, shorter demand does not take the longer one back. */
      stanok_backoff_fail (&backoff, &self->ports.ports.random, NOW_MS + 1, 0, 1);
      g_assert_cmpint (stanok_backoff_get_due (&backoff), >=, bound);
    }
}

static void
test_haste (Fixture       *self,
            gconstpointer  data)
{
  StanokBackoff backoff = { .failures = 3, .not_before_ms = NOW_MS + 8000 };

  stanok_backoff_hasten (&backoff, NOW_MS + 5000);
  g_assert_cmpint (stanok_backoff_get_due (&backoff), ==, NOW_MS + 5000);
  stanok_backoff_hasten (&backoff, NOW_MS + 6000);
  g_assert_cmpint (stanok_backoff_get_due (&backoff), ==, NOW_MS + 5000);
  g_assert_cmpuint (backoff.failures, ==, 3);
}

#define ADD(name, function) \
  g_test_add ("/sync/backoff/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("draws-evenly", test_draw);
  ADD ("p7-doubles-up-to-a-minute", test_ceilings);
  ADD ("p7-never-undercuts-retry-after", test_retry_after);
  ADD ("p1-haste-only-shortens", test_haste);
  return g_test_run ();
}
