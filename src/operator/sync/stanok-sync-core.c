/* stanok-sync-core.c: pull and push as one state machine: events in, steps, effects out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-sync-core.h"

#include "domain/stanok-mutant.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-fetch.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"
#include "sync/stanok-push.h"
#include "sync/stanok-reoffer.h"
#include "sync/stanok-sync-check.h"

#define RETRY_NOW_EVERY_MS 5000
#define HINT_EVERY_MS      120000     /* S17: a flapping link is not a stream of requests */
#define HINT_SPREAD_MS     2000
#define ASLEEP_MS          30000      /* a watchdog so late means that the machine was suspended */
#define CLOCK_JUMP_MS      60000      /* T5 */

/* ---- life ----------------------------------------------------------------------------- */

StanokSyncCore *
stanok_sync_core_new (const StanokSyncConfig *config,
                      const StanokPorts      *ports,
                      StanokCache            *cache)
{
  StanokSyncCore *self = g_new0 (StanokSyncCore, 1);

  self->device_id = g_strdup (config->device_id);
  self->incarnation = g_strdup (config->incarnation);
  self->client = g_strdup (config->client);
  self->fetch_blobs = config->fetch_blobs;
  self->ports = *ports;
  self->cache = cache;
  self->timer_ms = STANOK_NEVER;
  self->offset_told_ms = G_MININT64;
  self->status.validated_boot_ms = -1;
  self->status.next_try_boot_ms = -1;
  stanok_lanes_init (&self->push.lanes, config->incarnation);
  stanok_fetch_init (self);
  return self;
}

void
stanok_sync_core_free (StanokSyncCore *self)
{
  if (self == NULL)
    return;
  stanok_fetch_clear (self);
  stanok_lanes_clear (&self->push.lanes);
  stanok_base_state_clear (&self->base);
  g_clear_pointer (&self->reoffer.accepted, g_ptr_array_unref);
  g_clear_pointer (&self->reoffer.waiting, g_ptr_array_unref);
  g_free (self->reoffer.compared_epoch);
  g_free (self->feed.snapshot_cursor);
  g_clear_pointer (&self->feed.answered, g_ptr_array_unref);
  g_free (self->feed.page);
  g_free (self->feed.after);
  g_free (self->push.command_id);
  g_free (self->epoch);
  g_free (self->client);
  g_free (self->incarnation);
  g_free (self->device_id);
  g_free (self);
}

static void
boot (StanokSyncCore *self,
      GPtrArray      *entries)
{
  if (self->is_booted)
    return;
  self->is_booted = TRUE;
  stanok_cache_set_device (self->cache, self->device_id);
  stanok_pull_boot (self);
  stanok_reoffer_boot (self);
  stanok_push_boot (self, entries);
}

/* ---- answers -------------------------------------------------------------------------- */

static void
dispatch (StanokSyncCore         *self,
          StanokSlot              slot,
          const StanokHttpAnswer *answer)
{
  switch (slot)
    {
    case STANOK_SLOT_META:
      stanok_pull_meta_done (self, answer);
      break;
    case STANOK_SLOT_REFERENCE:
      stanok_pull_reference_done (self, answer);
      break;
    case STANOK_SLOT_FEED:
      stanok_pull_feed_done (self, answer);
      break;
    case STANOK_SLOT_LEDGER:
      stanok_reoffer_done (self, answer);
      break;
    case STANOK_SLOT_COMMAND:
      stanok_push_done (self, answer);
      break;
    case STANOK_SLOT_UPLOAD:
      stanok_push_upload_done (self, answer);
      break;
    case STANOK_SLOT_BLOB:
      stanok_fetch_done (self, answer);
      break;
    default:
      g_return_if_reached ();
    }
}

/* What is over frees its slot first; when it was sent can still be read there. */
static void
end_exchange (StanokSyncCore         *self,
              const StanokHttpAnswer *answer)
{
  int slot = stanok_exchange_find (self, answer->request_id);

  if (slot < 0)
    return;
  if (self->probe_id == answer->request_id)
    self->probe_id = 0;
  self->slots[slot].id = 0;
  if (answer->body != NULL)
    self->status.bytes_received += g_bytes_get_size (answer->body);
  dispatch (self, (StanokSlot) slot, answer);
}

/* The driver ends every request in time. One that slept with the machine ends here. */
static void
watch_exchanges (StanokSyncCore *self)
{
  for (int slot = 0; slot < STANOK_N_SLOTS; slot++)
    {
      StanokExchange *exchange = &self->slots[slot];
      g_autoptr(StanokHttpAnswer) answer = NULL;
      gint64 late_ms = self->now_ms - exchange->give_up_ms;

      if (exchange->id == 0 || late_ms < 0)
        continue;
      answer = stanok_http_answer_new (exchange->id, STANOK_TRANSPORT_TIMEOUT, 0);
      answer->detail = g_strdup ("the watchdog gave up");
      stanok_effect_add (self, STANOK_EFFECT_HTTP_CANCEL)->request_id = exchange->id;
      end_exchange (self, answer);
      if (late_ms > ASLEEP_MS)
        stanok_backoff_hasten (&self->device, self->now_ms);
    }
}

/* ---- hints and people ----------------------------------------------------------------- */

static void
take_link (StanokSyncCore *self,
           gboolean        is_up)
{
  if (!is_up || self->now_ms < self->hint_due_ms)
    return;
  self->hint_due_ms = self->now_ms + HINT_EVERY_MS;
  stanok_pull_feed_again (self);
  if (self->device.failures > 0)
    stanok_backoff_hasten (&self->device, self->now_ms + stanok_backoff_draw (&self->ports.random,
                                                                              HINT_SPREAD_MS));
}

static void
retry_now (StanokSyncCore *self)
{
  if (self->now_ms < self->retry_now_due_ms)
    return;
  self->retry_now_due_ms = self->now_ms + RETRY_NOW_EVERY_MS;
  self->stop = STANOK_STOP_NONE;
  self->stop_is_commands = FALSE;
  stanok_backoff_hasten (&self->device, self->now_ms);
  stanok_backoff_hasten (&self->meta.backoff, self->now_ms);
  stanok_backoff_hasten (&self->feed.backoff, self->now_ms);
  stanok_backoff_hasten (&self->reoffer.backoff, self->now_ms);
  self->push.not_before_ms = 0;
  for (guint i = 0; i < self->push.lanes.lanes->len; i++)
    {
      StanokLane *lane = self->push.lanes.lanes->pdata[i];

      stanok_backoff_hasten (&lane->backoff, self->now_ms);
    }
}

static void
take_event (StanokSyncCore    *self,
            const StanokEvent *event)
{
  switch (event->kind)
    {
    case STANOK_EVENT_BOOT:
      boot (self, event->entries);
      break;
    case STANOK_EVENT_TIMER:
      self->timer_ms = STANOK_NEVER;
      break;
    case STANOK_EVENT_HTTP_HEAD:
      if (stanok_exchange_find (self, event->answer->request_id) == STANOK_SLOT_BLOB)
        stanok_fetch_head (self, event->answer);
      break;
    case STANOK_EVENT_HTTP_CHUNK:
      if (stanok_exchange_find (self, event->request_id) == STANOK_SLOT_BLOB)
        stanok_fetch_chunk (self, event->bytes, event->n_bytes);
      break;
    case STANOK_EVENT_HTTP_DONE:
      end_exchange (self, event->answer);
      break;
    case STANOK_EVENT_RECORDED:
      stanok_push_recorded (self, event->entry);
      break;
    case STANOK_EVENT_SETTLED:
      stanok_push_settled (self, event->entry != NULL ? event->entry->command->command_id
                                                      : event->command_id, event->entry);
      break;
    case STANOK_EVENT_ACCEPTED_LIST:
      stanok_reoffer_listed (self, event->entries);
      break;
    case STANOK_EVENT_LINK:
      take_link (self, event->up);
      break;
    case STANOK_EVENT_RETRY_NOW:
      retry_now (self);
      break;
    case STANOK_EVENT_OPERATOR:
      /* Who is signed in changes whose work there is, so what is wanted. */
      self->fetch.version_seen = 0;
      break;
    default:
      g_return_if_reached ();
    }
}

/* ---- steps ---------------------------------------------------------------------------- */

/* While nobody answers exactly one request goes, when its time has come: the question whether
 * somebody is there (P7), who it is and of what epoch. P8 allows work to be the probe for the first
 * five times; but who was away may come back restored, and then work must wait (2.10). */
static gint64
step_probe (StanokSyncCore *self)
{
  gint64 due_ms = stanok_backoff_get_due (&self->device);

  if (self->probe_id != 0)
    return STANOK_NEVER;
  if (self->now_ms < due_ms)
    return due_ms;
  if (!stanok_exchange_is_busy (self, STANOK_SLOT_META))
    stanok_pull_send_meta (self);
  self->probe_id = self->slots[STANOK_SLOT_META].id;
  return STANOK_NEVER;
}

/* MIN() would take every second step twice. */
static void
ask_again (gint64 *due_ms,
           gint64  part_ms)
{
  *due_ms = MIN (*due_ms, part_ms);
}

static gint64
step_all (StanokSyncCore *self)
{
  gint64 due_ms = STANOK_NEVER;

  ask_again (&due_ms, stanok_push_watch (self));
  ask_again (&due_ms, stanok_reoffer_watch (self));
  if (self->device.failures > 0 || self->now_ms < stanok_backoff_get_due (&self->device))
    {
      if (STANOK_MUTANT (NOT_REARMED))
        return due_ms;
      ask_again (&due_ms, step_probe (self));
      ask_again (&due_ms, stanok_fetch_step (self, FALSE));
      return due_ms;
    }
  ask_again (&due_ms, stanok_pull_step_meta (self));
  ask_again (&due_ms, stanok_reoffer_step (self));
  ask_again (&due_ms, stanok_push_step (self));
  ask_again (&due_ms, stanok_pull_step_feed (self));
  ask_again (&due_ms, stanok_pull_step_reference (self));
  ask_again (&due_ms, stanok_fetch_step (self, TRUE));
  return due_ms;
}

static void
arm_timer (StanokSyncCore *self,
           gint64          due_ms)
{
  for (int slot = 0; slot < STANOK_N_SLOTS; slot++)
    if (self->slots[slot].id != 0)
      due_ms = MIN (due_ms, self->slots[slot].give_up_ms);
  if (due_ms == self->timer_ms)
    return;
  self->timer_ms = due_ms;
  stanok_effect_add (self, STANOK_EFFECT_TIMER_SET)->boot_ms = due_ms == STANOK_NEVER ? -1 : due_ms;
}

/* ---- after every event ---------------------------------------------------------------- */

static void
watch_clock (StanokSyncCore *self)
{
  gint64 wall_ms = self->ports.clock.wall_ms (self->ports.clock.data);
  gint64 difference_ms = wall_ms - self->now_ms;
  gint64 offset_ms, age_ms;

  if (self->wall_minus_boot_ms != 0 &&
      ABS (difference_ms - self->wall_minus_boot_ms) > CLOCK_JUMP_MS)
    stanok_effect_log (self, "the wall clock jumped by %" G_GINT64_FORMAT " ms",
                       difference_ms - self->wall_minus_boot_ms);
  self->wall_minus_boot_ms = difference_ms;
  if (stanok_offset_get (&self->offset, wall_ms, self->now_ms, &offset_ms, &age_ms) &&
      offset_ms != self->offset_told_ms)
    {
      self->offset_told_ms = offset_ms;
      stanok_cache_set_clock_offset (self->cache, offset_ms);
    }
}

static void
tell_changes (StanokSyncCore *self)
{
  guint64 version = stanok_cache_get_version (self->cache);

  if (version != self->version_told)
    stanok_effect_add (self, STANOK_EFFECT_VIEW_CHANGED);
  self->version_told = version;
  if (stanok_sync_update_status (self))
    stanok_effect_add (self, STANOK_EFFECT_STATUS_CHANGED);
}

/**
 * stanok_sync_core_handle:
 * @event: what happened; borrowed
 * @effects: (element-type StanokEffect): what must be done now, in order; appended to
 *
 * Total: an event that does not fit (a late answer, a timer that was re-armed) changes nothing.
 */
void
stanok_sync_core_handle (StanokSyncCore    *self,
                         const StanokEvent *event,
                         GPtrArray         *effects)
{
  self->effects = effects;
  self->now_ms = self->ports.clock.boot_ms (self->ports.clock.data);
  take_event (self, event);
  if (self->is_booted)
    {
      watch_exchanges (self);
      watch_clock (self);
      arm_timer (self, step_all (self));
      tell_changes (self);
    }
  self->effects = NULL;
}
