/* stanok-pull-reference.c: who works here, where, and for which reasons: read every ten minutes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"

#define REFERENCE_EVERY_MS (10 * 60 * 1000)

static const struct {
  const char             *name;
  const char             *path;
  const StanokRecordType *type;
} references[STANOK_N_REFERENCES] = {
  [STANOK_REFERENCE_ROSTER]    = { "roster",    "/v1/roster",    &STANOK_RECORD_ROSTER },
  [STANOK_REFERENCE_OPERATORS] = { "operators", "/v1/operators", &STANOK_RECORD_OPERATORS },
  [STANOK_REFERENCE_STATIONS]  = { "stations",  "/v1/stations",  &STANOK_RECORD_STATIONS },
  [STANOK_REFERENCE_REASONS]   = { "reasons",   "/v1/reasons",   &STANOK_RECORD_REASONS },
};

static void
send_reference (StanokSyncCore  *core,
                StanokReference  which)
{
  StanokHttpRequest *request = stanok_exchange_new (core, STANOK_SLOT_REFERENCE, "GET",
                                                    references[which].path);
  g_autoptr(GBytes) body = NULL;
  g_autofree char *etag = NULL;

  if (!core->reference.plain_once &&
      stanok_cache_get_reference (core->cache, references[which].name, &etag, &body) &&
      etag != NULL && body != NULL)
    stanok_http_request_set (request, "If-None-Match", etag);
  core->reference.current = which;
  stanok_exchange_send (core, STANOK_SLOT_REFERENCE, request);
}

gint64
stanok_pull_step_reference (StanokSyncCore *core)
{
  gint64 due_ms = STANOK_NEVER;
  StanokReference next = STANOK_REFERENCE_ROSTER;

  if (stanok_exchange_is_busy (core, STANOK_SLOT_REFERENCE) || !stanok_pull_is_ready (core))
    return STANOK_NEVER;
  for (int i = STANOK_N_REFERENCES - 1; i >= 0; i--)
    if (core->reference.due_ms[i] <= MAX (due_ms, core->now_ms))
      {
        due_ms = core->reference.due_ms[i];
        next = (StanokReference) i;
      }
  due_ms = MAX (due_ms, stanok_backoff_get_due (&core->reference.backoff));
  if (core->now_ms < due_ms)
    return due_ms;
  send_reference (core, next);
  return STANOK_NEVER;
}

static void
take_body (StanokSyncCore         *core,
           StanokReference         which,
           const StanokHttpAnswer *answer)
{
  g_autoptr(GError) error = NULL;
  gpointer record = stanok_answer_parse (answer, references[which].type, &error);
  gboolean is_mangled;
  const char *etag = stanok_answer_get_etag (answer, &is_mangled);
  gboolean ok;

  /* Nothing is stored that the screens could not read. */
  if (record == NULL)
    {
      stanok_effect_log (core, "%s: %s", references[which].name, error->message);
      stanok_judge_fail (core, &core->reference.backoff, -1);
      stanok_judge_unreadable (core);
      return;
    }
  references[which].type->destroy (record);
  core->status.etag_header_mangled += is_mangled ? 1 : 0;
  ok = stanok_cache_put_reference (core->cache, references[which].name, etag, answer->body, &error);
  if (stanok_pull_wrote (core, ok, &error))
    stanok_effect_text (core, STANOK_EFFECT_REFERENCE_CHANGED, references[which].name);
  stanok_backoff_succeed (&core->reference.backoff);
  core->reference.plain_once = FALSE;
  core->reference.due_ms[which] = core->now_ms + REFERENCE_EVERY_MS;
}

static void
take_same (StanokSyncCore  *core,
           StanokReference  which)
{
  if (core->slots[STANOK_SLOT_REFERENCE].is_conditional)
    {
      stanok_backoff_succeed (&core->reference.backoff);
      core->reference.due_ms[which] = core->now_ms + REFERENCE_EVERY_MS;
      return;
    }
  /* E3: a 304 to what was asked without a validator. */
  if (core->reference.plain_once)
    stanok_judge_fail (core, &core->reference.backoff, -1);
  core->reference.plain_once = TRUE;
}

void
stanok_pull_reference_done (StanokSyncCore         *core,
                            const StanokHttpAnswer *answer)
{
  StanokReference which = core->reference.current;

  switch (stanok_judge (core, STANOK_SLOT_REFERENCE, answer, &core->reference.backoff, NULL))
    {
    case STANOK_GOT_BODY:
      take_body (core, which, answer);
      break;
    case STANOK_GOT_SAME:
      take_same (core, which);
      break;
    case STANOK_GOT_GONE:
    case STANOK_GOT_REFUSED:
      /* This server does not have it: the others are not held up. */
      stanok_effect_log (core, "%s: status %u", references[which].name, answer->status);
      core->reference.due_ms[which] = core->now_ms + REFERENCE_EVERY_MS;
      stanok_backoff_succeed (&core->reference.backoff);
      break;
    case STANOK_GOT_NOTHING:
    case STANOK_GOT_EPOCH:
    default:
      break;
    }
}
