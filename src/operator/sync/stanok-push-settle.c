/* stanok-push-settle.c: fates of commands: told to the journal, and final when it has written them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-mutant.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-push.h"
#include "sync/stanok-reoffer.h"

#define JOURNAL_ANSWERS_MS 30000

void
stanok_push_settle (StanokSyncCore         *core,
                    StanokLane             *lane,
                    StanokLaneItem         *item,
                    const StanokSettlement *settlement)
{
  item->settling_until_ms = core->now_ms + JOURNAL_ANSWERS_MS;
  stanok_effect_settle (core, settlement);
}

void
stanok_push_withdraw (StanokSyncCore *core,
                      StanokLane     *lane,
                      StanokLaneItem *item)
{
  StanokSettlement settlement = {
    .command_id = item->entry->command->command_id,
    .state = STANOK_ENTRY_WITHDRAWN,
    .reason = "parent-conflict",
  };

  stanok_push_settle (core, lane, item, &settlement);
}

/* Its answer decides: it may be executed already. */
static gboolean
is_under_way (const StanokSyncCore *core,
              const StanokLaneItem *item)
{
  return stanok_exchange_is_busy (core, STANOK_SLOT_COMMAND) &&
         g_strcmp0 (core->push.command_id, item->entry->command->command_id) == 0;
}

/* 2.8. T1: by the journal's numbers; its clock may have jumped between the two. */
static void
withdraw_intents (StanokSyncCore *core,
                  StanokLane     *lane)
{
  for (guint i = 0; i < lane->items->len; i++)
    {
      StanokLaneItem *item = lane->items->pdata[i];

      if (item->settling_until_ms == 0 && !is_under_way (core, item) &&
          stanok_lane_is_outdated (lane, item->entry))
        stanok_push_withdraw (core, lane, item);
    }
}

/* The machine may have stopped between a conflict and the withdrawals that follow from it. */
static void
withdraw_after_boot (StanokSyncCore *core)
{
  for (guint i = 0; i < core->push.lanes.lanes->len; i++)
    withdraw_intents (core, core->push.lanes.lanes->pdata[i]);
}

void
stanok_push_boot (StanokSyncCore *core,
                  GPtrArray      *entries)
{
  stanok_cache_set_unsettled (core->cache, entries);
  for (guint i = STANOK_MUTANT (FORGOTTEN_AT_BOOT) ? 1 : 0; i < entries->len; i++)
    stanok_lanes_put (&core->push.lanes, entries->pdata[i]);
  withdraw_after_boot (core);
}

static void
take_fate (StanokSyncCore    *core,
           const StanokEntry *entry,
           gboolean           is_news)
{
  StanokLane *lane;

  stanok_cache_put_entry (core->cache, entry);
  lane = stanok_lanes_put (&core->push.lanes, entry);
  if (lane == NULL)
    return;
  if (entry->state == STANOK_ENTRY_CONFLICT && is_news)
    withdraw_intents (core, lane);
  /* Parked and then freed by a person: he waits for it. */
  if (entry->state == STANOK_ENTRY_PENDING && !entry->reoffer)
    stanok_push_hasten (core, lane);
}

void
stanok_push_settled (StanokSyncCore    *core,
                     const char        *command_id,
                     const StanokEntry *entry)
{
  StanokLane *lane;
  StanokLaneItem *item = stanok_lanes_find_item (&core->push.lanes, command_id, &lane);
  gboolean was_settling = item != NULL && item->settling_until_ms != 0;

  if (entry != NULL)
    take_fate (core, entry, item != NULL);
  else if (was_settling)
    {
      /* Sent again, and answered out of the server's ledger: harmless. */
      stanok_effect_log (core, "the journal could not settle %s: it will be sent again",
                         command_id);
      item->settling_until_ms = 0;
      stanok_push_fail_lane (core, lane, -1);
    }
  stanok_reoffer_settled (core, command_id, entry != NULL);
}

void
stanok_push_recorded (StanokSyncCore    *core,
                      const StanokEntry *entry)
{
  StanokLane *lane;

  /* A second tap is not a second act: the command is on its way, or its fate is being written. */
  if (stanok_lanes_find_item (&core->push.lanes, entry->command->command_id, &lane) != NULL)
    return;
  stanok_cache_put_entry (core->cache, entry);
  lane = stanok_lanes_put (&core->push.lanes, entry);
  if (STANOK_MUTANT (MERGED) && lane->items->len > 1)
    {
      StanokLaneItem *item = lane->items->pdata[lane->items->len - 2];

      if (item->entry->command->type == entry->command->type)
        stanok_push_settle (core, lane, item, &(StanokSettlement) {
          .command_id = item->entry->command->command_id, .state = STANOK_ENTRY_ACCEPTED });
    }
  stanok_push_hasten (core, lane);
}
