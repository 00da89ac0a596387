/* stanok-push-lane.c: all unsettled commands of this device on one order, first in, first out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-push-lane.h"

#include <string.h>

#include "domain/stanok-mutant.h"

static void
item_free (StanokLaneItem *item)
{
  stanok_entry_unref (item->entry);
  g_free (item);
}

static void
lane_free (StanokLane *lane)
{
  g_free (lane->order_id);
  g_ptr_array_unref (lane->items);
  g_ptr_array_unref (lane->conflicts);
  g_array_unref (lane->chains);
  g_free (lane->tag);
  g_free (lane->rebase_tag);
  g_free (lane);
}

void
stanok_lanes_init (StanokLanes *self,
                   const char  *incarnation)
{
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) lane_free);
  self->incarnations = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->incarnations, g_strdup (incarnation));
}

void
stanok_lanes_clear (StanokLanes *self)
{
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->incarnations, g_ptr_array_unref);
}

StanokLane *
stanok_lanes_find (StanokLanes *self,
                   const char  *order_id)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      StanokLane *lane = self->lanes->pdata[i];

      if (strcmp (lane->order_id, order_id) == 0)
        return lane;
    }
  return NULL;
}

StanokLaneItem *
stanok_lanes_find_item (StanokLanes  *self,
                        const char   *command_id,
                        StanokLane  **lane)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      StanokLane *candidate = self->lanes->pdata[i];

      for (guint k = 0; k < candidate->items->len; k++)
        {
          StanokLaneItem *item = candidate->items->pdata[k];

          if (strcmp (item->entry->command->command_id, command_id) == 0)
            {
              *lane = candidate;
              return item;
            }
        }
    }
  *lane = NULL;
  return NULL;
}

/* An incarnation not seen yet is older than ours and younger than those seen before. */
static guint
rank_incarnation (StanokLanes *self,
                  const char  *incarnation)
{
  guint last = self->incarnations->len - 1;

  for (guint i = 0; i <= last; i++)
    if (strcmp (self->incarnations->pdata[i], incarnation) == 0)
      return i;
  g_ptr_array_insert (self->incarnations, (int) last, g_strdup (incarnation));
  return last;
}

static gboolean
is_before (StanokLanes       *self,
           const StanokEntry *a,
           const StanokEntry *b)
{
  guint rank_a, rank_b;

  /* A rank moves when an incarnation is seen for the first time: know both before asking. */
  rank_incarnation (self, a->incarnation);
  rank_incarnation (self, b->incarnation);
  rank_a = rank_incarnation (self, a->incarnation);
  rank_b = rank_incarnation (self, b->incarnation);
  return rank_a != rank_b ? rank_a < rank_b : a->seq < b->seq;
}

static void
drop_conflict (StanokLane *lane,
               const char *command_id)
{
  for (guint i = 0; i < lane->conflicts->len; i++)
    if (strcmp (lane->conflicts->pdata[i], command_id) == 0)
      {
        g_ptr_array_remove_index (lane->conflicts, i);
        return;
      }
}

static void
drop_item (StanokLane *lane,
           const char *command_id)
{
  for (guint i = 0; i < lane->items->len; i++)
    {
      StanokLaneItem *item = lane->items->pdata[i];

      if (strcmp (item->entry->command->command_id, command_id) != 0)
        continue;
      if (i == 0)
        stanok_lane_reset_head (lane);
      g_ptr_array_remove_index (lane->items, i);
      return;
    }
}

static void
insert_item (StanokLanes       *self,
             StanokLane        *lane,
             const StanokEntry *entry)
{
  StanokLaneItem *item = g_new0 (StanokLaneItem, 1);
  guint place = lane->items->len;

  item->entry = stanok_entry_ref (entry);
  while (place > 0 &&
         is_before (self, entry, ((StanokLaneItem *) lane->items->pdata[place - 1])->entry))
    place--;
  if (place == 0)
    stanok_lane_reset_head (lane);
  g_ptr_array_insert (lane->items, (int) place, item);
}

static StanokLane *
add_lane (StanokLanes *self,
          const char  *order_id)
{
  StanokLane *lane = g_new0 (StanokLane, 1);

  lane->order_id = g_strdup (order_id);
  lane->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  lane->conflicts = g_ptr_array_new_with_free_func (g_free);
  lane->chains = g_array_new (FALSE, FALSE, sizeof (StanokChain));
  g_ptr_array_add (self->lanes, lane);
  return lane;
}

/**
 * stanok_lanes_put:
 * @entry: recorded, or with a new fate
 *
 * Returns: (transfer none) (nullable): its lane, or %NULL if nothing of it is left; valid until
 *   the next call
 */
StanokLane *
stanok_lanes_put (StanokLanes       *self,
                  const StanokEntry *entry)
{
  const char *command_id = entry->command->command_id;
  StanokLane *lane = stanok_lanes_find (self, entry->command->order_id);

  if (lane != NULL)
    {
      drop_item (lane, command_id);
      drop_conflict (lane, command_id);
    }
  if (stanok_entry_is_unsettled (entry))
    {
      lane = lane != NULL ? lane : add_lane (self, entry->command->order_id);
      insert_item (self, lane, entry);
    }
  else if (entry->state == STANOK_ENTRY_CONFLICT && stanok_entry_needs_person (entry))
    {
      lane = lane != NULL ? lane : add_lane (self, entry->command->order_id);
      g_ptr_array_add (lane->conflicts, g_strdup (command_id));
      g_array_append_val (lane->chains, ((StanokChain) { entry->born, entry->change }));
    }
  if (lane == NULL || lane->items->len > 0 || lane->conflicts->len > 0)
    return lane;
  g_ptr_array_remove (self->lanes, lane);
  return NULL;
}

guint
stanok_lanes_count (const StanokLanes *self,
                    gint64            *oldest_wall_ms)
{
  guint count = 0;

  *oldest_wall_ms = 0;
  for (guint i = 0; i < self->lanes->len; i++)
    {
      const StanokLane *lane = self->lanes->pdata[i];

      count += lane->items->len;
      for (guint k = 0; k < lane->items->len; k++)
        {
          const StanokLaneItem *item = lane->items->pdata[k];
          gint64 recorded_ms = item->entry->recorded_ms;

          if (*oldest_wall_ms == 0 || recorded_ms < *oldest_wall_ms)
            *oldest_wall_ms = recorded_ms;
        }
    }
  return count;
}

StanokLaneItem *
stanok_lane_get_head (const StanokLane *self)
{
  if (STANOK_MUTANT (LANE_UNORDERED) && self->items->len > 0)
    return self->items->pdata[self->items->len - 1];
  return self->items->len > 0 ? self->items->pdata[0] : NULL;
}

gboolean
stanok_lane_is_outdated (const StanokLane  *self,
                         const StanokEntry *entry)
{
  if (entry->state != STANOK_ENTRY_PENDING || !stanok_command_is_intent (entry->command->type))
    return FALSE;
  for (guint i = 0; i < self->chains->len; i++)
    {
      const StanokChain *chain = &g_array_index (self->chains, StanokChain, i);

      if (chain->born < entry->born && entry->change < chain->change)
        return TRUE;
    }
  return FALSE;
}

const char *
stanok_lane_get_reason (const StanokLane *self)
{
  const StanokLaneItem *head = stanok_lane_get_head (self);

  if (head == NULL)
    return NULL;
  if (head->entry->state == STANOK_ENTRY_PARKED)
    return "parked";
  /* S5: after a conflict only what has happened goes on before a person has seen the card. */
  if (self->conflicts->len > 0 && stanok_command_is_intent (head->entry->command->type) &&
      !stanok_lane_is_outdated (self, head->entry))
    return "a conflict on this order waits for a person";
  return NULL;
}

void
stanok_lane_reset_head (StanokLane *self)
{
  self->rebases = 0;
  g_clear_pointer (&self->rebase_tag, g_free);
  self->wants_upload = FALSE;
  self->was_uploaded = FALSE;
  stanok_backoff_succeed (&self->backoff);
}
