/* sim-sched.c: virtual time: it jumps from one task to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-sched.h"

typedef struct {
  gint64         at_ms;
  guint64        lot;        /* among tasks of the same moment */
  guint64        id;
  SimTask        task;
  gpointer       data;
  gpointer       arg;
  GDestroyNotify free_arg;
} Item;

struct _SimSched {
  SimRng  rng;
  gint64  now_ms;
  guint64 last_id;
  GArray *heap;              /* (element-type Item), the next one on top */
};

static Item *
get (const SimSched *self,
     guint           i)
{
  return &g_array_index (self->heap, Item, i);
}

static gboolean
is_before (const Item *a,
           const Item *b)
{
  if (a->at_ms != b->at_ms)
    return a->at_ms < b->at_ms;
  return a->lot != b->lot ? a->lot < b->lot : a->id < b->id;
}

static void
swap (SimSched *self,
      guint     i,
      guint     k)
{
  Item item = *get (self, i);

  *get (self, i) = *get (self, k);
  *get (self, k) = item;
}

static void
rise (SimSched *self,
      guint     i)
{
  while (i > 0 && is_before (get (self, i), get (self, (i - 1) / 2)))
    {
      swap (self, i, (i - 1) / 2);
      i = (i - 1) / 2;
    }
}

static void
sink (SimSched *self,
      guint     i)
{
  for (guint child = 2 * i + 1; child < self->heap->len; child = 2 * i + 1)
    {
      if (child + 1 < self->heap->len && is_before (get (self, child + 1), get (self, child)))
        child++;
      if (!is_before (get (self, child), get (self, i)))
        return;
      swap (self, i, child);
      i = child;
    }
}

static Item
take_out (SimSched *self,
          guint     i)
{
  Item item = *get (self, i);
  guint last = self->heap->len - 1;

  *get (self, i) = *get (self, last);
  g_array_set_size (self->heap, last);
  if (i < last)
    {
      sink (self, i);
      rise (self, i);
    }
  return item;
}

static void
drop (const Item *item)
{
  if (item->free_arg != NULL)
    item->free_arg (item->arg);
}

SimSched *
sim_sched_new (guint64 seed)
{
  SimSched *self = g_new0 (SimSched, 1);

  sim_rng_init (&self->rng, seed, SIM_STREAM_SCHED);
  self->heap = g_array_new (FALSE, FALSE, sizeof (Item));
  return self;
}

void
sim_sched_free (SimSched *self)
{
  for (guint i = 0; i < self->heap->len; i++)
    drop (get (self, i));
  g_array_unref (self->heap);
  g_free (self);
}

gint64
sim_sched_get_now (const SimSched *self)
{
  return self->now_ms;
}

guint64
sim_sched_at (SimSched       *self,
              gint64          at_ms,
              SimTask         task,
              gpointer        data,
              gpointer        arg,
              GDestroyNotify  free_arg)
{
  Item item = { MAX (at_ms, self->now_ms), sim_rng_next (&self->rng), ++self->last_id, task, data,
                arg, free_arg };

  g_array_append_val (self->heap, item);
  rise (self, self->heap->len - 1);
  return item.id;
}

void
sim_sched_cancel (SimSched *self,
                  guint64   id)
{
  for (guint i = 0; id != 0 && i < self->heap->len; i++)
    if (get (self, i)->id == id)
      {
        Item item = take_out (self, i);

        drop (&item);
        return;
      }
}

gboolean
sim_sched_step (SimSched *self,
                gint64    until_ms)
{
  Item item;

  if (self->heap->len == 0 || get (self, 0)->at_ms > until_ms)
    {
      self->now_ms = MAX (self->now_ms, until_ms);
      return FALSE;
    }
  item = take_out (self, 0);
  self->now_ms = item.at_ms;
  item.task (item.data, item.arg);
  drop (&item);
  return TRUE;
}
