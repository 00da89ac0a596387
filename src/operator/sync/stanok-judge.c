/* stanok-judge.c: what an answer says about the server, the network and the way between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-judge.h"

#include "sync/stanok-effect.h"

#define DATE_GRAIN_MS 1000
#define TROUBLES_MAX  8      /* errors of the server in a row, whatever was asked: it is down */

static const StanokLink links[STANOK_N_TRANSPORTS] = {
  [STANOK_TRANSPORT_OK]          = STANOK_LINK_NOT_OURS,
  [STANOK_TRANSPORT_UNREACHABLE] = STANOK_LINK_UNREACHABLE,
  [STANOK_TRANSPORT_TIMEOUT]     = STANOK_LINK_UNREACHABLE,
  [STANOK_TRANSPORT_RESET]       = STANOK_LINK_UNREACHABLE,
  [STANOK_TRANSPORT_TLS]         = STANOK_LINK_TLS,
  [STANOK_TRANSPORT_TOO_LARGE]   = STANOK_LINK_NOT_OURS,
  [STANOK_TRANSPORT_CANCELLED]   = STANOK_LINK_UNREACHABLE,
  [STANOK_TRANSPORT_NO_TOKEN]    = STANOK_LINK_UNAUTHORISED,
};

gint64
stanok_judge_get_server_ms (StanokSyncCore *core)
{
  gint64 wall_ms = core->ports.clock.wall_ms (core->ports.clock.data);
  gint64 offset_ms, age_ms;

  stanok_offset_get (&core->offset, wall_ms, core->now_ms, &offset_ms, &age_ms);
  return wall_ms + offset_ms;
}

gint64
stanok_judge_get_age (StanokSyncCore         *core,
                      StanokSlot              slot,
                      const StanokHttpAnswer *answer)
{
  gint64 wall_ms = core->ports.clock.wall_ms (core->ports.clock.data);
  gint64 date_ms = stanok_answer_get_date (answer);
  gint64 longest_ms = core->now_ms - core->slots[slot].sent_ms;
  gint64 offset_ms, unused_ms;

  if (date_ms < 0 ||
      !stanok_offset_get (&core->offset, wall_ms, core->now_ms, &offset_ms, &unused_ms))
    return longest_ms;
  /* The date is cut to the second. */
  return CLAMP (wall_ms + offset_ms - date_ms - (DATE_GRAIN_MS - 1), 0, longest_ms);
}

void
stanok_judge_fail (StanokSyncCore *core,
                   StanokBackoff  *own,
                   gint64          retry_after_ms)
{
  stanok_backoff_fail (own, &core->ports.random, core->now_ms, STANOK_BACKOFF_SPREAD_MS,
                       retry_after_ms);
}

/* One outage breaks several requests at once; only those sent after the last failure are news. */
static void
fail_device (StanokSyncCore *core,
             StanokSlot      slot,
             StanokLink      link,
             gint64          spread_ms,
             gint64          retry_after_ms)
{
  gboolean is_news = core->device.failures == 0 ||
                     core->slots[slot].sent_ms >= core->device.not_before_ms;

  core->link = link;
  /* Whoever answers next may be another: nothing is asked of him before his meta data (P1). */
  if (link != STANOK_LINK_UNAUTHORISED)
    {
      core->meta.is_current = FALSE;
      core->meta.due_ms = core->now_ms;
    }
  if (is_news)
    stanok_backoff_fail (&core->device, &core->ports.random, core->now_ms, spread_ms,
                         retry_after_ms);
  else if (retry_after_ms >= 0)
    core->device.retry_after_until_ms =
      MAX (core->device.retry_after_until_ms,
           core->now_ms + MIN (retry_after_ms, STANOK_RETRY_AFTER_CAP_MS));
}

void
stanok_judge_contact (StanokSyncCore         *core,
                      StanokSlot              slot,
                      const StanokHttpAnswer *answer)
{
  const StanokExchange *exchange = &core->slots[slot];

  /* What waited at the server, or streamed for a minute, says little about its clock. */
  if (!exchange->is_poll && slot != STANOK_SLOT_BLOB)
    stanok_offset_add (&core->offset, stanok_answer_get_date (answer), DATE_GRAIN_MS,
                       exchange->sent_ms, core->now_ms);
}

void
stanok_judge_trouble (StanokSyncCore *core,
                      StanokSlot      slot)
{
  core->troubles++;
  if (core->troubles >= TROUBLES_MAX)
    fail_device (core, slot, STANOK_LINK_TROUBLE, STANOK_BACKOFF_SPREAD_MS, -1);
}

void
stanok_judge_unreadable (StanokSyncCore *core)
{
  core->link = STANOK_LINK_TROUBLE;
}

void
stanok_judge_success (StanokSyncCore *core)
{
  core->successes++;
  core->troubles = 0;
  core->link = STANOK_LINK_ONLINE;
  stanok_backoff_succeed (&core->device);
}

gboolean
stanok_judge_is_nobody (StanokSyncCore         *core,
                        StanokSlot              slot,
                        const StanokHttpAnswer *answer,
                        gboolean                is_ours)
{
  gint64 retry_after_ms = -1;

  if (answer->transport == STANOK_TRANSPORT_OK && is_ours)
    return FALSE;
  if (answer->transport == STANOK_TRANSPORT_OK)
    retry_after_ms = stanok_answer_get_retry_after (answer, NULL,
                                                    stanok_judge_get_server_ms (core));
  fail_device (core, slot, links[answer->transport], STANOK_BACKOFF_SPREAD_MS, retry_after_ms);
  stanok_effect_log (core, "no answer of the MES: status %u, %s", answer->status,
                     answer->detail != NULL ? answer->detail : "no words");
  if (answer->transport == STANOK_TRANSPORT_NO_TOKEN)
    stanok_effect_add (core, STANOK_EFFECT_RENEW_TOKEN);
  return TRUE;
}

gboolean
stanok_judge_is_device (StanokSyncCore         *core,
                        StanokSlot              slot,
                        const StanokHttpAnswer *answer,
                        gint64                  retry_after_ms)
{
  switch (answer->status)
    {
    case 401:
      fail_device (core, slot, STANOK_LINK_UNAUTHORISED, STANOK_BACKOFF_SPREAD_MS, retry_after_ms);
      stanok_effect_add (core, STANOK_EFFECT_RENEW_TOKEN);
      return TRUE;
    case 429:
      fail_device (core, slot, STANOK_LINK_TROUBLE, STANOK_BACKOFF_SPREAD_MS, retry_after_ms);
      return TRUE;
    case 503:
      /* Down for everybody: all terminals come back at once unless they spread. */
      fail_device (core, slot, STANOK_LINK_TROUBLE, STANOK_BACKOFF_OUTAGE_MS, retry_after_ms);
      return TRUE;
    default:
      return FALSE;
    }
}

void
stanok_judge_stop (StanokSyncCore   *core,
                   StanokStopReason  reason,
                   gboolean          is_commands)
{
  static const char *const words[] = {
    [STANOK_STOP_NONE] = "nothing",
    [STANOK_STOP_REVOKED] = "the server has revoked this device",
    [STANOK_STOP_CLONED] = "another device uses this journal's numbers",
    [STANOK_STOP_TOO_OLD] = "the server wants a newer terminal",
  };

  if (core->stop != reason)
    stanok_effect_log (core, "nothing is sent any more: %s", words[reason]);
  core->stop = reason;
  core->stop_is_commands = core->stop_is_commands || is_commands;
}

/* The first doubt is settled at once; a proxy that mixes two servers is asked ever more slowly. */
void
stanok_judge_doubt_epoch (StanokSyncCore *core)
{
  core->meta.is_doubted = TRUE;
  core->meta.plain_once = TRUE;
  core->meta.due_ms = core->now_ms;
  stanok_backoff_fail (&core->meta.doubt, &core->ports.random, core->now_ms, 0, -1);
}

/* 403 device-revoked and 426, whatever was asked for. */
static gboolean
is_stopped (StanokSyncCore         *core,
            StanokSlot              slot,
            const StanokHttpAnswer *answer,
            const StanokProblem    *problem)
{
  if (answer->status == 426)
    stanok_judge_stop (core, STANOK_STOP_TOO_OLD, FALSE);
  else if (answer->status == 403 && problem != NULL &&
           problem->type == STANOK_PROBLEM_DEVICE_REVOKED)
    stanok_judge_stop (core, STANOK_STOP_REVOKED, FALSE);
  else
    return FALSE;
  fail_device (core, slot, STANOK_LINK_STOPPED, STANOK_BACKOFF_SPREAD_MS, -1);
  return TRUE;
}

static StanokGot
judge_status (StanokSyncCore *core,
              guint           status,
              StanokBackoff  *own)
{
  switch (status)
    {
    case 200:
    case 206:
      return STANOK_GOT_BODY;
    case 304:
      return STANOK_GOT_SAME;
    case 410:
      return STANOK_GOT_GONE;
    default:
      stanok_judge_fail (core, own, -1);
      return STANOK_GOT_REFUSED;
    }
}

/* A body of ours is JSON, a blob is not; 304 and 416 have none. */
static gboolean
is_ours (StanokSlot              slot,
         const StanokHttpAnswer *answer)
{
  if (!stanok_answer_is_ours (answer))
    return FALSE;
  return answer->status == 304 || slot == STANOK_SLOT_BLOB || slot == STANOK_SLOT_UPLOAD ||
         stanok_answer_is_json (answer);
}

StanokGot
stanok_judge (StanokSyncCore          *core,
              StanokSlot               slot,
              const StanokHttpAnswer  *answer,
              StanokBackoff           *own,
              StanokProblem          **problem)
{
  g_autoptr(StanokProblem) said = NULL;
  gint64 retry_after_ms;

  if (stanok_judge_is_nobody (core, slot, answer, is_ours (slot, answer)))
    return STANOK_GOT_NOTHING;
  stanok_judge_contact (core, slot, answer);
  if (answer->body != NULL && stanok_answer_is_problem (answer))
    said = stanok_answer_parse (answer, &STANOK_RECORD_PROBLEM, NULL);
  retry_after_ms = stanok_answer_get_retry_after (answer, said, stanok_judge_get_server_ms (core));

  if (stanok_judge_is_device (core, slot, answer, retry_after_ms) ||
      is_stopped (core, slot, answer, said))
    return STANOK_GOT_NOTHING;
  if (answer->status >= 500 || answer->status == 408 || answer->status == 425)
    {
      core->link = STANOK_LINK_TROUBLE;
      stanok_judge_fail (core, own, retry_after_ms);
      stanok_judge_trouble (core, slot);
      return STANOK_GOT_NOTHING;
    }
  stanok_judge_success (core);
  if (slot != STANOK_SLOT_META && core->epoch != NULL &&
      g_strcmp0 (stanok_answer_get_epoch (answer), core->epoch) != 0)
    {
      stanok_judge_doubt_epoch (core);
      return STANOK_GOT_EPOCH;
    }
  if (problem != NULL)
    *problem = g_steal_pointer (&said);
  return judge_status (core, answer->status, own);
}
