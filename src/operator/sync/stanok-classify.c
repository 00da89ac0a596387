/* stanok-classify.c: what an answer to a command means: P5 as a total function
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-classify.h"

#include <string.h>

#include "sync/stanok-answer.h"
#include "wire/stanok-headers.h"

void
stanok_verdict_clear (StanokVerdict *self)
{
  g_clear_pointer (&self->reply, stanok_reply_free);
  g_clear_pointer (&self->problem, stanok_problem_free);
}

static gboolean
has_problem (const StanokVerdict *verdict,
             StanokProblemType    type)
{
  return verdict->problem != NULL && verdict->problem->type == type;
}

/* The first row of the table: 408, 409 in-progress, 425, 429, 5xx. */
static gboolean
is_passing_trouble (guint                status,
                    const StanokVerdict *verdict)
{
  return status == 408 || status == 425 || status == 429 || status >= 500 ||
         (status == 409 && has_problem (verdict, STANOK_PROBLEM_IN_PROGRESS));
}

/* An echo of what was asked, by whom we think we asked, is the only success there is (S12). */
static StanokReply *
read_reply (const StanokHttpAnswer *answer,
            const char             *command_id,
            const char             *epoch)
{
  g_autoptr(StanokReply) reply = NULL;

  if (answer->status < 200 || answer->status > 299 || stanok_answer_is_problem (answer))
    return NULL;
  reply = stanok_answer_parse (answer, &STANOK_RECORD_REPLY, NULL);
  if (reply == NULL || strcmp (reply->command_id, command_id) != 0 ||
      strcmp (reply->epoch, epoch) != 0 || reply->outcome == STANOK_OUTCOME_REFUSED)
    return NULL;
  return g_steal_pointer (&reply);
}

static gboolean
is_conflict (guint                status,
             const StanokVerdict *verdict)
{
  StanokProblemType type = verdict->problem != NULL ? verdict->problem->type : STANOK_PROBLEM_NONE;

  switch (status)
    {
    case 409:
      return type >= STANOK_PROBLEM_ALREADY_CLAIMED && type <= STANOK_PROBLEM_CANNOT_REVERT;
    case 404:
      return type == STANOK_PROBLEM_UNKNOWN_ORDER;
    case 403:
      return type == STANOK_PROBLEM_NOT_PERMITTED;
    default:
      return FALSE;
    }
}

static gboolean
is_stop (guint                status,
         const StanokVerdict *verdict)
{
  return status == 426 ||
         (status == 403 && has_problem (verdict, STANOK_PROBLEM_DEVICE_REVOKED)) ||
         (status == 409 && has_problem (verdict, STANOK_PROBLEM_SEQUENCE_REUSED));
}

/* The rows below EPOCH, in their order. */
static StanokClass
classify_ours (const StanokHttpAnswer *answer,
               const StanokVerdict    *verdict,
               gboolean                is_intent)
{
  guint status = answer->status;

  if (verdict->reply != NULL)
    return STANOK_CLASS_ACK;
  if (status == 401)
    return STANOK_CLASS_REAUTH;
  if (status == 412 && is_intent)
    return STANOK_CLASS_REBASE;
  if (is_intent && is_conflict (status, verdict))
    return STANOK_CLASS_CONFLICT;
  if (status == 409 && has_problem (verdict, STANOK_PROBLEM_BLOB_MISSING))
    return STANOK_CLASS_BLOB;
  if (is_stop (status, verdict))
    return STANOK_CLASS_STOP;
  if (verdict->problem != NULL)
    return STANOK_CLASS_PARK;
  return STANOK_CLASS_RETRY;
}

/**
 * stanok_classify:
 * @answer: to a command that was sent
 * @command_id: of that command
 * @type: of that command; says whether it is an intent
 * @epoch: (nullable): the stored epoch
 * @now_ms: server time as well as we know it, for a Retry-After that is a date
 *
 * Total: every answer has exactly one class. The first row of P5 that fits wins.
 *
 * Returns: the verdict. Clear it with stanok_verdict_clear().
 */
StanokVerdict
stanok_classify (const StanokHttpAnswer *answer,
                 const char             *command_id,
                 StanokCommandType       type,
                 const char             *epoch,
                 gint64                  now_ms)
{
  StanokVerdict verdict = { STANOK_CLASS_RETRY, FALSE, FALSE, NULL, NULL, -1 };

  if (!stanok_answer_is_ours (answer) || !stanok_answer_is_json (answer))
    {
      /* A proxy's own 503 is to be believed about when to come back, if about nothing else. */
      verdict.retry_after_ms = stanok_answer_get_retry_after (answer, NULL, now_ms);
      return verdict;
    }
  verdict.ours = TRUE;
  if (stanok_answer_is_problem (answer))
    verdict.problem = stanok_answer_parse (answer, &STANOK_RECORD_PROBLEM, NULL);
  verdict.retry_after_ms = stanok_answer_get_retry_after (answer, verdict.problem, now_ms);

  if (is_passing_trouble (answer->status, &verdict))
    verdict.class = STANOK_CLASS_RETRY;
  else if (g_strcmp0 (stanok_answer_get_epoch (answer), epoch) != 0)
    verdict.class = STANOK_CLASS_EPOCH;
  else
    {
      verdict.reply = read_reply (answer, command_id, epoch);
      verdict.class = classify_ours (answer, &verdict, stanok_command_is_intent (type));
    }
  /* P8: the device's counter takes what says nothing about this one command. */
  verdict.lane_only = verdict.class == STANOK_CLASS_RETRY &&
                      answer->status != 429 && answer->status != 503;
  return verdict;
}
