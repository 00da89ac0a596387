/* stanok-push.c: commands out, one at a time, each lane in its order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-push.h"

#include <string.h>

#include "domain/stanok-mutant.h"
#include "sync/stanok-answer.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-reoffer.h"
#include "wire/stanok-headers.h"
#include "wire/stanok-order-wire.h"

#define ATTEMPT_EVERY_MS 5000      /* P1: of new commands while failing */
#define TROUBLE_MIN      5         /* failures in a row from which on all lanes share one pace */
#define TROUBLE_CAP      6         /* 2^6 s is beyond the cap of a minute */

/* ---- which lane, and when ------------------------------------------------------------- */

const char *
stanok_push_get_gate (const StanokSyncCore *core)
{
  if (core->stop != STANOK_STOP_NONE)
    return "stopped";
  if (!core->meta.is_current)
    return "the server's meta data are not read yet";
  if (core->meta.is_doubted)
    return "the server's epoch is in doubt";
  if (stanok_reoffer_blocks_push (core))
    return "the journal is being compared with the server's ledger";
  return NULL;
}

gint64
stanok_push_get_lane_due (const StanokSyncCore *core,
                          const StanokLane     *lane)
{
  const StanokLaneItem *head = stanok_lane_get_head (lane);

  if (head == NULL || stanok_lane_get_reason (lane) != NULL)
    return STANOK_NEVER;
  if (head->settling_until_ms != 0)
    return STANOK_NEVER;
  return MAX (stanok_backoff_get_due (&lane->backoff), core->push.not_before_ms);
}

/* What was never tried first, then what waited longest: no lane starves behind a failing one. */
static gboolean
is_better (const StanokLane *a,
           const StanokLane *b)
{
  const StanokLaneItem *head_a = stanok_lane_get_head (a);
  const StanokLaneItem *head_b = stanok_lane_get_head (b);

  if (a->last_try_ms != b->last_try_ms)
    return a->last_try_ms < b->last_try_ms;
  return head_a->entry->seq < head_b->entry->seq;
}

/* The best lane that may go now, or else (NULL) the earliest time at which one may. */
static StanokLane *
choose_lane (StanokSyncCore *core,
             gint64         *due_ms)
{
  StanokLane *best = NULL;

  *due_ms = STANOK_NEVER;
  for (guint i = 0; i < core->push.lanes.lanes->len; i++)
    {
      StanokLane *lane = core->push.lanes.lanes->pdata[i];
      gint64 lane_due_ms = stanok_push_get_lane_due (core, lane);

      if (STANOK_MUTANT (HEAD_OF_LINE) && i > 0)
        break;
      *due_ms = MIN (*due_ms, lane_due_ms);
      if (lane_due_ms <= core->now_ms && (best == NULL || is_better (lane, best)))
        best = lane;
    }
  return best;
}

/* A settlement that the journal never answered is forgotten: the command is sent again. */
gint64
stanok_push_watch (StanokSyncCore *core)
{
  gint64 due_ms = STANOK_NEVER;

  for (guint i = 0; i < core->push.lanes.lanes->len; i++)
    {
      StanokLane *lane = core->push.lanes.lanes->pdata[i];

      for (guint k = 0; k < lane->items->len; k++)
        {
          StanokLaneItem *item = lane->items->pdata[k];

          if (item->settling_until_ms != 0 && item->settling_until_ms <= core->now_ms)
            stanok_push_settled (core, item->entry->command->command_id, NULL);
          else if (item->settling_until_ms != 0)
            due_ms = MIN (due_ms, item->settling_until_ms);
        }
    }
  return due_ms;
}

/* ---- sending -------------------------------------------------------------------------- */

static void
set_command_headers (StanokSyncCore    *core,
                     StanokHttpRequest *request,
                     const StanokEntry *entry)
{
  StanokDeviceHeader device = { "", "", entry->seq };
  StanokClockHeader clock;
  g_autofree char *key = g_strdup_printf ("\"%s\"", entry->command->command_id);
  g_autofree char *device_text = NULL;
  g_autofree char *clock_text = NULL;
  gint64 wall_ms = core->ports.clock.wall_ms (core->ports.clock.data);

  g_strlcpy (device.device, core->device_id, sizeof device.device);
  g_strlcpy (device.incarnation, entry->incarnation, sizeof device.incarnation);
  device_text = stanok_device_header_format (&device);
  clock.measured = stanok_offset_get (&core->offset, wall_ms, core->now_ms, &clock.offset_ms,
                                      &clock.age_ms);
  clock_text = stanok_clock_header_format (&clock);

  stanok_http_request_set (request, "Content-Type", "application/json");
  stanok_http_request_set (request, "Idempotency-Key", key);
  stanok_http_request_set (request, "Stanok-Device", device_text);
  stanok_http_request_set (request, "Stanok-Clock", clock_text);
}

static void
send_command (StanokSyncCore *core,
              StanokLane     *lane,
              StanokLaneItem *item)
{
  const StanokEntry *entry = item->entry;
  g_autofree char *order_id = g_uri_escape_string (entry->command->order_id, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/commands", order_id);
  g_autofree char *tag = NULL;
  StanokHttpRequest *request = stanok_exchange_new (core, STANOK_SLOT_COMMAND, "POST", path);

  set_command_headers (core, request, entry);
  if (stanok_command_is_intent (entry->command->type))
    {
      tag = stanok_push_dup_tag (core, lane);
      stanok_http_request_set (request, "If-Match", tag);
    }
  /* C1: the bytes of the journal, for ever. */
  request->body = g_bytes_ref (entry->body);
  g_free (core->push.command_id);
  core->push.command_id = g_strdup (entry->command->command_id);
  core->push.last_attempt_ms = core->now_ms;
  lane->last_try_ms = core->now_ms;
  stanok_exchange_send (core, STANOK_SLOT_COMMAND, request);
  if (STANOK_MUTANT (DEQUEUE_EARLY))
    stanok_effect_settle (core, &(StanokSettlement) {
      .command_id = entry->command->command_id, .state = STANOK_ENTRY_ACCEPTED });
}

gint64
stanok_push_step (StanokSyncCore *core)
{
  gint64 due_ms = STANOK_NEVER;
  StanokLaneItem *item;
  StanokLane *lane;

  if (stanok_push_get_gate (core) != NULL ||
      stanok_exchange_is_busy (core, STANOK_SLOT_COMMAND) ||
      stanok_exchange_is_busy (core, STANOK_SLOT_UPLOAD))
    return STANOK_NEVER;
  lane = choose_lane (core, &due_ms);
  if (lane == NULL)
    return due_ms;
  item = stanok_lane_get_head (lane);
  if (stanok_lane_is_outdated (lane, item->entry))
    stanok_push_withdraw (core, lane, item);
  else if (lane->wants_upload)
    stanok_push_send_upload (core, lane, item);
  else
    send_command (core, lane, item);
  /* An upload may end before it began: then the next lane is asked at once. */
  return stanok_exchange_is_busy (core, STANOK_SLOT_COMMAND) ||
         stanok_exchange_is_busy (core, STANOK_SLOT_UPLOAD) ? STANOK_NEVER : core->now_ms;
}

void
stanok_push_hasten (StanokSyncCore *core,
                    StanokLane     *lane)
{
  gint64 at_ms = core->now_ms;

  if (core->device.failures > 0)
    {
      at_ms = MAX (at_ms, core->last_attempt_ms + ATTEMPT_EVERY_MS);
      stanok_backoff_hasten (&core->device, at_ms);
    }
  if (core->push.trouble > 0)
    at_ms = MAX (at_ms, core->push.last_attempt_ms + ATTEMPT_EVERY_MS);
  core->push.not_before_ms = MIN (core->push.not_before_ms, at_ms);
  if (lane != NULL)
    stanok_backoff_hasten (&lane->backoff, MAX (at_ms, lane->last_try_ms + ATTEMPT_EVERY_MS));
}

void
stanok_push_forget_tags (StanokSyncCore *core)
{
  for (guint i = 0; i < core->push.lanes.lanes->len; i++)
    {
      StanokLane *lane = core->push.lanes.lanes->pdata[i];

      g_clear_pointer (&lane->tag, g_free);
      g_clear_pointer (&lane->rebase_tag, g_free);
      lane->tag_rev = 0;
    }
}

/* ---- failures ------------------------------------------------------------------------- */

/* Commands fail while all else is answered: whether one lane or many, they share one pace (S17). */
static void
count_trouble (StanokSyncCore *core)
{
  gint64 ceiling_ms = MIN (STANOK_BACKOFF_CAP_MS,
                           STANOK_BACKOFF_STEP_MS << MIN (core->push.trouble, TROUBLE_CAP));

  core->push.trouble++;
  if (core->push.trouble >= TROUBLE_MIN)
    core->push.not_before_ms = core->now_ms + stanok_backoff_draw (&core->ports.random, ceiling_ms);
}

static void
end_trouble (StanokSyncCore *core)
{
  core->push.trouble = 0;
  core->push.not_before_ms = 0;
}

void
stanok_push_fail_lane (StanokSyncCore *core,
                       StanokLane     *lane,
                       gint64          retry_after_ms)
{
  stanok_judge_fail (core, &lane->backoff, retry_after_ms);
  count_trouble (core);
}

/* The device's counter has it. The lane waits as long, even if others are answered sooner. */
static void
fail_with_device (StanokSyncCore *core,
                  StanokLane     *lane)
{
  lane->backoff.not_before_ms = core->device.not_before_ms;
  if (core->push.successes_seen != core->successes)
    count_trouble (core);
  core->push.successes_seen = core->successes;
}

/* ---- the answer ----------------------------------------------------------------------- */

static void
take_ack (StanokSyncCore      *core,
          StanokLane          *lane,
          StanokLaneItem      *item,
          const StanokVerdict *verdict)
{
  const StanokReply *reply = verdict->reply;
  g_autofree char *meanwhile = NULL;
  StanokSettlement settlement = {
    .command_id = reply->command_id,
    .state = STANOK_ENTRY_ACCEPTED,
    .outcome = reply->outcome,
    .exception = reply->exception,
  };

  /* An order that is none of ours must not slip into the base by the back door. */
  if (reply->order != NULL && reply->exception != STANOK_EXCEPTION_OUT_OF_SCOPE &&
      reply->exception != STANOK_EXCEPTION_UNKNOWN_ORDER)
    stanok_push_apply_order (core, lane, reply->order);
  if (reply->order != NULL && strcmp (reply->order->id, lane->order_id) == 0)
    {
      g_free (lane->tag);
      lane->tag = g_strdup (reply->order->etag);
      lane->tag_rev = reply->order->rev;
    }
  if (reply->outcome == STANOK_OUTCOME_RECORDED && reply->order != NULL)
    meanwhile = stanok_order_to_json (reply->order);
  settlement.meanwhile = meanwhile;
  end_trouble (core);
  stanok_backoff_succeed (&core->meta.doubt);
  stanok_push_settle (core, lane, item, &settlement);
}

static void
take_refusal (StanokSyncCore      *core,
              StanokLane          *lane,
              StanokLaneItem      *item,
              const StanokVerdict *verdict)
{
  const StanokProblem *problem = verdict->problem;
  g_autofree char *meanwhile = NULL;
  StanokSettlement settlement = {
    .command_id = item->entry->command->command_id,
    .state = STANOK_MUTANT (REFUSED_ACCEPTED) ? STANOK_ENTRY_ACCEPTED :
             verdict->class == STANOK_CLASS_CONFLICT ? STANOK_ENTRY_CONFLICT : STANOK_ENTRY_PARKED,
    .problem = problem->type,
    .reason = problem->detail != NULL ? problem->detail : problem->title,
  };

  if (problem->order != NULL)
    {
      stanok_push_apply_order (core, lane, problem->order);
      meanwhile = stanok_order_to_json (problem->order);
    }
  settlement.meanwhile = meanwhile;
  end_trouble (core);
  stanok_push_settle (core, lane, item, &settlement);
}

static void
take_stop (StanokSyncCore         *core,
           const StanokHttpAnswer *answer,
           const StanokVerdict    *verdict)
{
  if (answer->status == 426)
    stanok_judge_stop (core, STANOK_STOP_TOO_OLD, TRUE);
  else if (verdict->problem->type == STANOK_PROBLEM_SEQUENCE_REUSED)
    stanok_judge_stop (core, STANOK_STOP_CLONED, TRUE);
  else
    stanok_judge_stop (core, STANOK_STOP_REVOKED, TRUE);
}

/* Everything that is neither RETRY nor REAUTH: the MES has answered. */
static void
take_verdict (StanokSyncCore         *core,
              StanokLane             *lane,
              StanokLaneItem         *item,
              const StanokHttpAnswer *answer,
              const StanokVerdict    *verdict)
{
  stanok_judge_success (core);
  switch (verdict->class)
    {
    case STANOK_CLASS_ACK:
      take_ack (core, lane, item, verdict);
      break;
    case STANOK_CLASS_EPOCH:
      stanok_judge_doubt_epoch (core);
      stanok_push_fail_lane (core, lane, -1);
      break;
    case STANOK_CLASS_REBASE:
      stanok_push_rebase (core, lane, item, verdict->problem);
      break;
    case STANOK_CLASS_CONFLICT:
    case STANOK_CLASS_PARK:
      take_refusal (core, lane, item, verdict);
      break;
    case STANOK_CLASS_BLOB:
      lane->wants_upload = TRUE;
      if (lane->was_uploaded)
        stanok_push_fail_lane (core, lane, -1);
      break;
    case STANOK_CLASS_STOP:
      take_stop (core, answer, verdict);
      break;
    case STANOK_CLASS_RETRY:
    case STANOK_CLASS_REAUTH:
    default:
      break;
    }
}

void
stanok_push_done (StanokSyncCore         *core,
                  const StanokHttpAnswer *answer)
{
  StanokLane *lane;
  StanokLaneItem *item = stanok_lanes_find_item (&core->push.lanes, core->push.command_id, &lane);
  g_auto(StanokVerdict) verdict = { STANOK_CLASS_RETRY, FALSE, FALSE, NULL, NULL, -1 };

  if (item == NULL)
    return;
  if (STANOK_MUTANT (HTML_ACCEPTED) && answer->status / 100 == 2 && !stanok_answer_is_ours (answer))
    {
      stanok_push_settle (core, lane, item, &(StanokSettlement) {
        .command_id = core->push.command_id, .state = STANOK_ENTRY_ACCEPTED });
      return;
    }
  verdict = stanok_classify (answer, core->push.command_id, item->entry->command->type,
                             core->epoch, stanok_judge_get_server_ms (core));
  if (verdict.ours)
    stanok_judge_contact (core, STANOK_SLOT_COMMAND, answer);

  if (stanok_judge_is_nobody (core, STANOK_SLOT_COMMAND, answer, verdict.ours) ||
      stanok_judge_is_device (core, STANOK_SLOT_COMMAND, answer, verdict.retry_after_ms))
    fail_with_device (core, lane);
  else if (verdict.class == STANOK_CLASS_RETRY)
    {
      stanok_push_fail_lane (core, lane, verdict.retry_after_ms);
      stanok_judge_trouble (core, STANOK_SLOT_COMMAND);
      if (answer->status / 100 == 2)
        stanok_judge_unreadable (core);
    }
  else
    take_verdict (core, lane, item, answer, &verdict);
}
