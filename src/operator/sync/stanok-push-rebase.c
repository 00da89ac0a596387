/* stanok-push-rebase.c: an intent against an order that has changed (P3, P4)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-lifecycle.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"
#include "sync/stanok-push.h"
#include "wire/stanok-order-wire.h"

#define REBASES_MAX  3
#define NO_TAG       "\"none\""      /* matches nothing: the answer brings the order as it is */

char *
stanok_push_dup_tag (StanokSyncCore   *core,
                     const StanokLane *lane)
{
  const StanokEntry *entry = stanok_lane_get_head (lane)->entry;
  g_autoptr(StanokOrder) base = NULL;

  if (lane->rebase_tag != NULL)
    return g_strdup (lane->rebase_tag);
  /* P3. What the operator saw counts if it was newer than what our last command left behind. */
  if (lane->tag != NULL && lane->tag_rev >= entry->command->base_rev)
    return g_strdup (lane->tag);
  if (entry->etag_seen != NULL)
    return g_strdup (entry->etag_seen);
  base = stanok_cache_get_base (core->cache, lane->order_id);
  return g_strdup (base != NULL ? base->etag : NO_TAG);
}

void
stanok_push_apply_order (StanokSyncCore    *core,
                         const StanokLane  *lane,
                         const StanokOrder *order)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokOrder) base = NULL;

  if (strcmp (order->id, lane->order_id) != 0 || g_strcmp0 (order->epoch, core->epoch) != 0)
    return;
  /* Only what the queue has already: what is new in it, and what left it, the feed tells. */
  base = stanok_cache_get_base (core->cache, order->id);
  if (base == NULL || g_strcmp0 (core->base.epoch, core->epoch) != 0)
    return;
  core->feed.orders_applied++;
  stanok_pull_keep_answered (core, order);
  stanok_pull_wrote (core, stanok_cache_apply_order (core->cache, order, &error), &error);
  stanok_pull_read_base (core);
}

/* What the lifecycle says of the act on the order as it is now. What only the server knows (the
 * actor's other orders, his role, what a revert takes back) is taken to be in order: it decides. */
static StanokProblemType
judge_locally (StanokSyncCore    *core,
               const StanokEntry *entry,
               const StanokOrder *order)
{
  const StanokCommand *command = entry->command;
  StanokContext context = {
    .device_id = core->device_id,
    .at_ms = stanok_judge_get_server_ms (core),
    .is_supervisor = stanok_command_is_supervisors (command->type),
    .is_to_active = TRUE,
    .is_at_holders_device = g_strcmp0 (order->holder_device, core->device_id) == 0,
  };
  g_auto(StanokResult) result = { 0 };

  if (command->type == STANOK_COMMAND_REVERT || command->type == STANOK_COMMAND_RESOLVE)
    return STANOK_PROBLEM_NONE;
  result = stanok_lifecycle_apply (order, command, &context);
  return result.outcome == STANOK_OUTCOME_REFUSED ? result.problem : STANOK_PROBLEM_NONE;
}

static void
settle_conflict (StanokSyncCore    *core,
                 StanokLane        *lane,
                 StanokLaneItem    *item,
                 StanokProblemType  type,
                 const StanokOrder *order)
{
  g_autofree char *meanwhile = stanok_order_to_json (order);
  StanokSettlement settlement = {
    .command_id = item->entry->command->command_id,
    .state = STANOK_ENTRY_CONFLICT,
    .problem = type,
    .reason = "the order has changed meanwhile",
    .meanwhile = meanwhile,
  };

  core->push.trouble = 0;
  core->push.not_before_ms = 0;
  stanok_push_settle (core, lane, item, &settlement);
}

void
stanok_push_rebase (StanokSyncCore      *core,
                    StanokLane          *lane,
                    StanokLaneItem      *item,
                    const StanokProblem *problem)
{
  const StanokOrder *order = problem != NULL ? problem->order : NULL;
  StanokProblemType refusal;

  /* Without the order there is nothing to hold the intent against: the feed will bring it. */
  if (order == NULL || strcmp (order->id, lane->order_id) != 0)
    {
      g_clear_pointer (&lane->rebase_tag, g_free);
      g_clear_pointer (&lane->tag, g_free);
      stanok_push_fail_lane (core, lane, -1);
      return;
    }
  stanok_push_apply_order (core, lane, order);
  refusal = judge_locally (core, item->entry, order);
  if (refusal != STANOK_PROBLEM_NONE)
    {
      settle_conflict (core, lane, item, refusal, order);
      return;
    }
  g_free (lane->rebase_tag);
  lane->rebase_tag = g_strdup (order->etag);
  if (++lane->rebases <= REBASES_MAX)
    return;
  /* Somebody changes it faster than we can follow: next round. */
  lane->rebases = 0;
  stanok_push_fail_lane (core, lane, -1);
}
