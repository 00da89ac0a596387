/* stanok-sync-check.c: what the core tells about itself: its status, and that nothing is forgotten
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-exchange.h"
#include "sync/stanok-pull.h"
#include "sync/stanok-push.h"
#include "sync/stanok-sync-check.h"

#define LONG_TRIES      10
#define WAIT_MAX_MS     (STANOK_RETRY_AFTER_CAP_MS + STANOK_BACKOFF_CAP_MS)

/* ---- status --------------------------------------------------------------------------- */

static guint
count_waiting_long (const StanokSyncCore *core)
{
  guint count = 0;

  for (guint i = 0; i < core->push.lanes.lanes->len; i++)
    {
      const StanokLane *lane = core->push.lanes.lanes->pdata[i];

      if (lane->items->len > 0 && lane->backoff.failures > LONG_TRIES)
        count++;
    }
  return count;
}

static void
fill_data_age (StanokSyncCore   *core,
               StanokSyncStatus *out)
{
  const char *boot_id = core->ports.clock.boot_id (core->ports.clock.data);

  out->validated_wall_ms = core->base.validated_wall_ms;
  out->validated_boot_ms = -1;
  if (core->base.validated_wall_ms != 0 && g_strcmp0 (core->base.validated_boot_id, boot_id) == 0)
    out->validated_boot_ms = core->base.validated_boot_ms;
}

static StanokFetchStatus
get_fetch (const StanokSyncCore *core)
{
  if (core->fetch.has_no_room)
    return STANOK_FETCH_STATUS_NO_ROOM;
  return core->fetch.phase != STANOK_FETCH_IDLE ? STANOK_FETCH_STATUS_BUSY
                                                : STANOK_FETCH_STATUS_QUIET;
}

static guint
count_references_due (const StanokSyncCore *core)
{
  guint n = 0;

  for (int i = 0; i < STANOK_N_REFERENCES; i++)
    n += core->reference.due_ms[i] <= core->now_ms;
  return n;
}

/* All but the counters, which are kept in place. */
static void
fill_status (StanokSyncCore   *core,
             StanokSyncStatus *out)
{
  gint64 wall_ms = core->ports.clock.wall_ms (core->ports.clock.data);
  gint64 oldest_ms, age_ms;

  out->link = core->stop != STANOK_STOP_NONE ? STANOK_LINK_STOPPED : core->link;
  out->stop = core->stop;
  out->next_try_boot_ms = -1;
  if (core->device.failures > 0 && core->probe_id == 0)
    out->next_try_boot_ms = stanok_backoff_get_due (&core->device);
  fill_data_age (core, out);
  out->rebuilding = core->feed.in_snapshot || (core->is_booted && core->base.cursor == NULL) ||
                    core->feed.wants_snapshot || g_strcmp0 (core->base.epoch, core->epoch) != 0;
  out->rebuilt_orders = core->feed.rebuilt;
  out->cache_failing = core->cache_failing;
  out->fetch = get_fetch (core);
  out->pushing = stanok_exchange_is_busy (core, STANOK_SLOT_COMMAND);
  out->n_unsettled = core->is_booted ? stanok_lanes_count (&core->push.lanes, &oldest_ms) : 0;
  out->n_waiting_long = count_waiting_long (core);
  out->n_references_due = count_references_due (core);
  out->n_reoffered = core->push.reoffered;
  out->clock_measured = stanok_offset_get (&core->offset, wall_ms, core->now_ms,
                                           &out->clock_offset_ms, &age_ms);
}

/* What a person could see change. The offset breathes with every answer: it counts in seconds. */
static gboolean
is_same (const StanokSyncStatus *a,
         const StanokSyncStatus *b)
{
  return a->link == b->link && a->stop == b->stop && a->next_try_boot_ms == b->next_try_boot_ms &&
         a->validated_wall_ms == b->validated_wall_ms &&
         a->validated_boot_ms == b->validated_boot_ms && a->rebuilding == b->rebuilding &&
         a->rebuilt_orders == b->rebuilt_orders && a->cache_failing == b->cache_failing &&
         a->fetch == b->fetch && a->pushing == b->pushing && a->n_unsettled == b->n_unsettled &&
         a->n_waiting_long == b->n_waiting_long && a->n_reoffered == b->n_reoffered &&
         a->clock_measured == b->clock_measured &&
         ABS (a->clock_offset_ms - b->clock_offset_ms) < 1000 &&
         a->etag_header_mangled == b->etag_header_mangled &&
         a->digest_mismatches == b->digest_mismatches;
}

gboolean
stanok_sync_update_status (StanokSyncCore *core)
{
  StanokSyncStatus next = core->status;

  fill_status (core, &next);
  if (is_same (&next, &core->told))
    {
      core->status = next;
      return FALSE;
    }
  if (next.link != core->told.link || next.link_since_wall_ms == 0)
    next.link_since_wall_ms = core->ports.clock.wall_ms (core->ports.clock.data);
  core->status = next;
  core->told = next;
  return TRUE;
}

void
stanok_sync_core_get_status (StanokSyncCore   *self,
                             StanokSyncStatus *out)
{
  *out = self->status;
}

/* ---- SC2: recomputed from scratch, not from what the steps returned ------------------- */

static gboolean
is_under_way (const StanokSyncCore *core)
{
  return stanok_exchange_is_busy (core, STANOK_SLOT_COMMAND) ||
         stanok_exchange_is_busy (core, STANOK_SLOT_UPLOAD);
}

/* Under way, or a timer is armed no later than @due_ms and than the device may ask at all. */
static gboolean
is_tended (const StanokSyncCore *core,
           StanokSlot            slot,
           gint64                due_ms)
{
  due_ms = MAX (MAX (due_ms, stanok_backoff_get_due (&core->device)), core->now_ms);
  return stanok_exchange_is_busy (core, slot) || core->probe_id != 0 || core->timer_ms <= due_ms;
}

/* Before anything may be pushed, whatever opens the gate is under way or has its time. */
static gboolean
is_gate_tended (const StanokSyncCore *core)
{
  if (core->stop != STANOK_STOP_NONE)
    return TRUE;
  if (!core->meta.is_current || core->meta.is_doubted)
    return is_tended (core, STANOK_SLOT_META, stanok_pull_get_meta_due (core));
  if (core->reoffer.phase == STANOK_REOFFER_LISTING ||
      core->reoffer.phase == STANOK_REOFFER_SETTLING)
    return core->timer_ms <= core->reoffer.give_up_ms;
  /* 2.10: the snapshot of the new epoch, then its ledger. */
  if (core->base.epoch != NULL && !core->cache_failing &&
      g_strcmp0 (core->base.epoch, core->epoch) != 0)
    return is_tended (core, STANOK_SLOT_FEED,
                      MAX (core->feed.due_ms, stanok_backoff_get_due (&core->feed.backoff)));
  return is_tended (core, STANOK_SLOT_LEDGER, stanok_backoff_get_due (&core->reoffer.backoff));
}

static gboolean
is_lane_tended (const StanokSyncCore  *core,
                const StanokLane      *lane,
                char                 **why)
{
  const StanokLaneItem *head = stanok_lane_get_head (lane);
  gint64 due_ms;

  /* A card or a parked command: the reason is stored and shown. */
  if (head == NULL || stanok_lane_get_reason (lane) != NULL)
    return TRUE;
  if (head->settling_until_ms != 0)
    {
      if (core->timer_ms <= head->settling_until_ms)
        return TRUE;
      *why = g_strdup_printf ("%s waits for the journal and no timer watches it",
                              head->entry->command->command_id);
      return FALSE;
    }
  due_ms = MAX (MAX (stanok_push_get_lane_due (core, lane), core->now_ms),
                stanok_backoff_get_due (&core->device));
  if (due_ms > core->now_ms + WAIT_MAX_MS)
    {
      *why = g_strdup_printf ("%s waits longer than anything may",
                              head->entry->command->command_id);
      return FALSE;
    }
  if (is_under_way (core) || core->probe_id != 0 || core->timer_ms <= due_ms)
    return TRUE;
  *why = g_strdup_printf ("%s could go at %" G_GINT64_FORMAT " and no timer is armed for it",
                          head->entry->command->command_id, due_ms);
  return FALSE;
}

/* A request that its own watchdog does not end in time would hold everything up for ever. */
static gboolean
are_exchanges_watched (const StanokSyncCore  *core,
                       char                 **why)
{
  for (int slot = 0; slot < STANOK_N_SLOTS; slot++)
    if (core->slots[slot].id != 0 && core->timer_ms > core->slots[slot].give_up_ms)
      {
        *why = g_strdup_printf ("request %" G_GUINT64_FORMAT " is under way and nothing watches it",
                                core->slots[slot].id);
        return FALSE;
      }
  return TRUE;
}

/**
 * stanok_sync_core_check:
 * @why: (out) (optional): a sentence if the result is %FALSE
 *
 * SC2, S20: every unsettled command has a request in flight, an armed timer, or a stored reason.
 *
 * Returns: %TRUE if nothing is forgotten
 */
gboolean
stanok_sync_core_check (StanokSyncCore  *self,
                        char           **why)
{
  g_autofree char *reason = NULL;
  gint64 oldest_ms;
  gboolean ok = TRUE;

  if (!self->is_booted)
    return TRUE;
  ok = are_exchanges_watched (self, &reason);
  if (ok && stanok_lanes_count (&self->push.lanes, &oldest_ms) > 0 &&
      stanok_push_get_gate (self) != NULL)
    {
      ok = is_gate_tended (self);
      if (!ok)
        reason = g_strdup_printf ("nothing may be pushed (%s), and nobody sees to it",
                                  stanok_push_get_gate (self));
    }
  else
    for (guint i = 0; ok && i < self->push.lanes.lanes->len; i++)
      ok = is_lane_tended (self, self->push.lanes.lanes->pdata[i], &reason);
  if (!ok && why != NULL)
    *why = g_steal_pointer (&reason);
  return ok;
}
