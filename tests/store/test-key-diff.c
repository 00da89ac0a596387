/* test-key-diff.c: every step leads from one list to the next, and rows that stay are not touched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-key-diff.h"

static GArray *
parse (const char *text)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (const char *p = text; *p != '\0'; p++)
    {
      gint64 key = *p;

      g_array_append_val (keys, key);
    }
  return keys;
}

/* Applies the steps as a list view would see them. */
static void
replay (GArray       *keys,
        const GArray *steps,
        const GArray *target)
{
  guint last = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      const StanokKeyStep *step = &g_array_index (steps, StanokKeyStep, i);

      g_assert_cmpuint (step->position, >=, last);
      g_assert_cmpuint (step->position + step->removed, <=, keys->len);
      g_assert_cmpuint (step->from + step->added, <=, target->len);
      g_assert_cmpuint (step->removed + step->added, >, 0);
      if (step->removed > 0)
        g_array_remove_range (keys, step->position, step->removed);
      if (step->added > 0)
        g_array_insert_vals (keys, step->position,
                             &g_array_index (target, gint64, step->from), step->added);
      last = step->position + step->added;
    }
  g_assert_cmpmem (keys->data, keys->len * sizeof (gint64),
                   target->data, target->len * sizeof (gint64));
}

static void
test_steps (void)
{
  static const struct { const char *from, *to; guint n_steps, removed, added; } rows[] = {
    { "",       "",        0, 0, 0 }, { "abc",    "abc",     0, 0, 0 },
    { "",       "abc",     1, 0, 3 }, { "abc",    "",        1, 3, 0 },
    { "abc",    "xabc",    1, 0, 1 }, { "abc",    "abcx",    1, 0, 1 },
    { "abc",    "axbc",    1, 0, 1 }, { "abc",    "ac",      1, 1, 0 },
    { "abc",    "axc",     1, 1, 1 }, { "abcdef", "xabdefy", 3, 1, 2 },
    { "abc",    "cab",     2, 2, 2 }, { "abcdef", "abdefc",  2, 1, 1 },
    { "abcd",   "efgh",    1, 4, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GArray) from = parse (rows[i].from);
      g_autoptr(GArray) to = parse (rows[i].to);
      g_autoptr(GArray) steps = stanok_key_diff (from, to, 64);
      guint removed = 0, added = 0;

      for (guint k = 0; k < steps->len; k++)
        {
          removed += g_array_index (steps, StanokKeyStep, k).removed;
          added += g_array_index (steps, StanokKeyStep, k).added;
        }
      g_assert_cmpuint (steps->len, ==, rows[i].n_steps);
      g_assert_cmpuint (removed, ==, rows[i].removed);
      g_assert_cmpuint (added, ==, rows[i].added);
      replay (from, steps, to);
    }
}

static void
shuffle (GArray *keys,
         GRand  *rand,
         guint   moves)
{
  for (guint i = 0; i < moves; i++)
    {
      gint64 key = g_rand_int_range (rand, 0, 1000);
      gboolean there = FALSE;
      guint at = (guint) g_rand_int_range (rand, 0, (int) keys->len + 1);

      for (guint k = 0; k < keys->len; k++)
        if (g_array_index (keys, gint64, k) == key)
          {
            g_array_remove_index (keys, k);
            there = g_rand_boolean (rand);
            break;
          }
      if (!there)
        g_array_insert_val (keys, MIN (at, keys->len), key);
    }
}

static void
test_random (void)
{
  for (guint32 seed = 1; seed <= 2000; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(GArray) from = parse ("");
      g_autoptr(GArray) to = NULL;
      g_autoptr(GArray) steps = NULL;

      shuffle (from, rand, 200);
      to = g_array_copy (from);
      shuffle (to, rand, (guint) g_rand_int_range (rand, 0, seed % 5 == 0 ? 200 : 12));
      steps = stanok_key_diff (from, to, 64);
      replay (from, steps, to);
    }
}

static void
test_many_steps_are_one (void)
{
  g_autoptr(GArray) from = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) to = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) steps = NULL;

  for (gint64 key = 0; key < 1000; key++)
    {
      gint64 back = 999 - key;

      g_array_append_val (from, key);
      g_array_append_val (to, back);
    }
  steps = stanok_key_diff (from, to, 64);
  g_assert_cmpuint (steps->len, ==, 1);
  replay (from, steps, to);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/key-diff/steps", test_steps);
  g_test_add_func ("/store/key-diff/random-lists-arrive", test_random);
  g_test_add_func ("/store/key-diff/many-steps-are-one", test_many_steps_are_one);
  return g_test_run ();
}
