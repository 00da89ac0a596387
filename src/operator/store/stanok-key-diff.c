/* stanok-key-diff.c: the fewest steps from one list of keys to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-key-diff.h"

#define KEY(keys, i) g_array_index (keys, gint64, i)

/* Sorted copies answer "is it in there?" without hashing; both lists are walked once. */
static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static GArray *
sorted_copy (const GArray *keys,
             guint         first,
             guint         end)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (gint64), end - first);

  g_array_append_vals (copy, &KEY (keys, first), end - first);
  g_array_sort (copy, compare_keys);
  return copy;
}

static gboolean
contains (GArray *sorted,
          gint64  key)
{
  return g_array_binary_search (sorted, &key, compare_keys, NULL);
}

typedef struct {
  const GArray *old_keys;
  const GArray *new_keys;
  guint         i, i_end;      /* what is left of the old list between the equal ends */
  guint         j, j_end;
  GArray       *old_sorted;
  GArray       *new_sorted;
  GArray       *moved;         /* (element-type gint64) taken away, still to be put in again */
} Walk;

static gboolean
is_moved (const Walk *walk,
          gint64      key)
{
  for (guint k = 0; k < walk->moved->len; k++)
    if (KEY (walk->moved, k) == key)
      return TRUE;
  return FALSE;
}

/* One step: all that must go and all that must come before the two lists agree again. */
static StanokKeyStep
next_step (Walk *walk)
{
  StanokKeyStep step = { walk->j, 0, 0, walk->j };

  while (TRUE)
    {
      gboolean has_old = walk->i < walk->i_end, has_new = walk->j < walk->j_end;
      gint64 old_key = has_old ? KEY (walk->old_keys, walk->i) : 0;
      gint64 new_key = has_new ? KEY (walk->new_keys, walk->j) : 0;

      if (has_new && (!contains (walk->old_sorted, new_key) || is_moved (walk, new_key)))
        {
          step.added++;
          walk->j++;
        }
      else if (has_old && (!has_new || old_key != new_key))
        {
          if (contains (walk->new_sorted, old_key))
            g_array_append_val (walk->moved, old_key);
          step.removed++;
          walk->i++;
        }
      else
        return step;
    }
}

static void
skip_equal (Walk *walk)
{
  while (walk->i < walk->i_end && walk->j < walk->j_end &&
         KEY (walk->old_keys, walk->i) == KEY (walk->new_keys, walk->j))
    {
      walk->i++;
      walk->j++;
    }
}

GArray *
stanok_key_diff (const GArray *old_keys,
                 const GArray *new_keys,
                 guint         max_steps)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (StanokKeyStep));
  Walk walk = { old_keys, new_keys, 0, old_keys->len, 0, new_keys->len, NULL, NULL, NULL };
  guint first;

  skip_equal (&walk);
  while (walk.i_end > walk.i && walk.j_end > walk.j &&
         KEY (old_keys, walk.i_end - 1) == KEY (new_keys, walk.j_end - 1))
    {
      walk.i_end--;
      walk.j_end--;
    }
  first = walk.i;
  if (walk.i == walk.i_end && walk.j == walk.j_end)
    return steps;

  walk.old_sorted = sorted_copy (old_keys, walk.i, walk.i_end);
  walk.new_sorted = sorted_copy (new_keys, walk.j, walk.j_end);
  walk.moved = g_array_new (FALSE, FALSE, sizeof (gint64));
  /* A list that was shuffled is one step: searching its moves would be quadratic, and everything
   * moves anyway. */
  while ((walk.i < walk.i_end || walk.j < walk.j_end) && steps->len <= max_steps &&
         walk.moved->len <= max_steps)
    {
      StanokKeyStep step = next_step (&walk);

      if (step.removed + step.added > 0)
        g_array_append_val (steps, step);
      skip_equal (&walk);
    }
  if (walk.i < walk.i_end || walk.j < walk.j_end || steps->len > max_steps ||
      walk.moved->len > max_steps)
    {
      StanokKeyStep all = { first, walk.i_end - first, walk.j_end - first, first };

      g_array_set_size (steps, 0);
      g_array_append_val (steps, all);
    }
  g_array_unref (walk.old_sorted);
  g_array_unref (walk.new_sorted);
  g_array_unref (walk.moved);
  return steps;
}
