/* stanok-reoffer.c: does the server still have what it accepted? (2.10)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-reoffer.h"

#include <string.h>

#include "domain/stanok-mutant.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"

#define COMPARE_EVERY_MS   (24 * 3600 * 1000)
#define INTENT_KEPT_MS     (12 * 3600 * 1000)
#define JOURNAL_ANSWERS_MS 60000
#define LEDGER_REFERENCE   "ledger"     /* its tag is the epoch that was compared last */
#define GIVEN_UP           "the server lost it, and it is too old to be sent again"

void
stanok_reoffer_boot (StanokSyncCore *core)
{
  g_autoptr(GBytes) body = NULL;

  core->reoffer.waiting = g_ptr_array_new_with_free_func (g_free);
  stanok_cache_get_reference (core->cache, LEDGER_REFERENCE, &core->reoffer.compared_epoch, &body);
}

gboolean
stanok_reoffer_blocks_push (const StanokSyncCore *core)
{
  return g_strcmp0 (core->reoffer.compared_epoch, core->epoch) != 0 ||
         core->reoffer.phase == STANOK_REOFFER_SETTLING;
}

static void
become_idle (StanokSyncCore *core,
             gint64          due_ms)
{
  core->reoffer.phase = STANOK_REOFFER_IDLE;
  core->reoffer.due_ms = due_ms;
  g_clear_pointer (&core->reoffer.accepted, g_ptr_array_unref);
  g_ptr_array_set_size (core->reoffer.waiting, 0);
}

void
stanok_reoffer_restart (StanokSyncCore *core)
{
  stanok_exchange_cancel (core, STANOK_SLOT_LEDGER);
  become_idle (core, core->now_ms);
}

static void
finish (StanokSyncCore *core)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);

  g_free (core->reoffer.compared_epoch);
  core->reoffer.compared_epoch = g_strdup (core->epoch);
  stanok_pull_wrote (core, stanok_cache_put_reference (core->cache, LEDGER_REFERENCE, core->epoch,
                                                       body, &error), &error);
  stanok_backoff_succeed (&core->reoffer.backoff);
  become_idle (core, core->now_ms + COMPARE_EVERY_MS);
}

static void
try_again (StanokSyncCore *core,
           const char     *what)
{
  stanok_effect_log (core, "the comparison with the server's ledger: %s", what);
  stanok_judge_fail (core, &core->reoffer.backoff, -1);
  become_idle (core, core->now_ms);
}

/* ---- asking --------------------------------------------------------------------------- */

static void
send_ledger (StanokSyncCore *core)
{
  g_autofree char *path = g_strdup_printf ("/v1/devices/self/ledger?incarnation=%s",
                                           core->incarnation);
  StanokHttpRequest *request = stanok_exchange_new (core, STANOK_SLOT_LEDGER, "GET", path);

  stanok_exchange_send (core, STANOK_SLOT_LEDGER, request);
}

/* The list comes before the ledger: what is accepted between the two is then not missed in it. */
static gint64
begin (StanokSyncCore *core)
{
  gint64 due_ms = MAX (core->reoffer.due_ms, stanok_backoff_get_due (&core->reoffer.backoff));

  /* A new epoch is compared at once, whenever the next daily comparison would be. */
  if (g_strcmp0 (core->reoffer.compared_epoch, core->epoch) != 0)
    due_ms = stanok_backoff_get_due (&core->reoffer.backoff);
  if (core->now_ms < due_ms)
    return due_ms;
  core->reoffer.phase = STANOK_REOFFER_LISTING;
  core->reoffer.give_up_ms = core->now_ms + JOURNAL_ANSWERS_MS;
  stanok_effect_add (core, STANOK_EFFECT_LIST_ACCEPTED);
  return core->reoffer.give_up_ms;
}

static gint64
step_reading (StanokSyncCore *core)
{
  gint64 due_ms = stanok_backoff_get_due (&core->reoffer.backoff);

  if (stanok_exchange_is_busy (core, STANOK_SLOT_LEDGER))
    return STANOK_NEVER;
  if (core->now_ms < due_ms)
    return due_ms;
  send_ledger (core);
  return STANOK_NEVER;
}

gint64
stanok_reoffer_step (StanokSyncCore *core)
{
  /* 2.10: the new snapshot comes first. Without any base there is nothing to wait for, and a full
   * disk must not hold up the work (fault 41). */
  gboolean is_base_old = core->base.epoch != NULL && !core->cache_failing &&
                         g_strcmp0 (core->base.epoch, core->epoch) != 0;

  if (!stanok_pull_is_ready (core) || is_base_old)
    return STANOK_NEVER;
  switch (core->reoffer.phase)
    {
    case STANOK_REOFFER_IDLE:
      return begin (core);
    case STANOK_REOFFER_READING:
      return step_reading (core);
    case STANOK_REOFFER_LISTING:
    case STANOK_REOFFER_SETTLING:
    default:
      return STANOK_NEVER;
    }
}

gint64
stanok_reoffer_watch (StanokSyncCore *core)
{
  if (core->reoffer.phase != STANOK_REOFFER_LISTING &&
      core->reoffer.phase != STANOK_REOFFER_SETTLING)
    return STANOK_NEVER;
  if (core->now_ms < core->reoffer.give_up_ms)
    return core->reoffer.give_up_ms;
  try_again (core, "the journal did not answer");
  return STANOK_NEVER;
}

void
stanok_reoffer_listed (StanokSyncCore *core,
                       GPtrArray      *accepted)
{
  if (core->reoffer.phase != STANOK_REOFFER_LISTING)
    return;
  /* What cannot be read is not nothing. */
  if (accepted == NULL)
    {
      try_again (core, "the journal could not be read");
      return;
    }
  if (accepted->len == 0)
    {
      finish (core);
      return;
    }
  core->reoffer.accepted = g_ptr_array_ref (accepted);
  core->reoffer.phase = STANOK_REOFFER_READING;
}

/* ---- the answer ----------------------------------------------------------------------- */

static gboolean
is_in_ledger (const StanokLedger *ledger,
              gint64              seq)
{
  for (guint i = 0; i < ledger->have->len; i++)
    {
      const StanokRange *range = &g_array_index (ledger->have, StanokRange, i);

      if (seq >= range->first && seq <= range->last)
        return TRUE;
    }
  return FALSE;
}

/* By the boot clock, if that still runs: the other one may have jumped. */
static gint64
get_age_ms (StanokSyncCore    *core,
            const StanokEntry *entry)
{
  const StanokClock *clock = &core->ports.clock;

  if (g_strcmp0 (entry->command->boot_id, clock->boot_id (clock->data)) == 0)
    return core->now_ms - entry->command->boot_ms;
  return clock->wall_ms (clock->data) - entry->recorded_ms;
}

static gboolean
is_lost (StanokSyncCore     *core,
         const StanokLedger *ledger,
         const StanokEntry  *entry)
{
  return entry->state == STANOK_ENTRY_ACCEPTED && !is_in_ledger (ledger, entry->seq) &&
         strcmp (entry->incarnation, core->incarnation) == 0 && !STANOK_MUTANT (EPOCH_IGNORED);
}

static void
settle (StanokSyncCore         *core,
        const StanokSettlement *settlement)
{
  stanok_effect_settle (core, settlement);
  g_ptr_array_add (core->reoffer.waiting, g_strdup (settlement->command_id));
}

static void
take_back (StanokSyncCore    *core,
           const StanokEntry *entry)
{
  settle (core, &(StanokSettlement) {
    .command_id = entry->command->command_id,
    .state = STANOK_ENTRY_PENDING,
    .reoffer = TRUE,
    .reason = "the server lost it",
  });
  core->push.reoffered++;
}

/* The journal keeps that: by a clock that is set back later it would be new again, and be sent
 * behind what its lane has done without it (S4). */
static void
give_up (StanokSyncCore    *core,
         const StanokEntry *entry)
{
  if (g_strcmp0 (entry->reason, GIVEN_UP) != 0)
    settle (core, &(StanokSettlement) {
      .command_id = entry->command->command_id,
      .state = STANOK_ENTRY_ACCEPTED,
      .outcome = entry->outcome,
      .exception = entry->exception,
      .reason = GIVEN_UP,
    });
}

/* Facts happened, whenever that was; an old wish would surprise people. */
static void
mend (StanokSyncCore    *core,
      const StanokEntry *entry)
{
  if (!stanok_command_is_intent (entry->command->type) ||
      (g_strcmp0 (entry->reason, GIVEN_UP) != 0 && get_age_ms (core, entry) < INTENT_KEPT_MS))
    take_back (core, entry);
  else
    give_up (core, entry);
}

/* Nobody said that it was restored, so numbers of orders and of the feed may have been given twice:
 * what is in the base need not be what the server means by them. */
static void
read_all_anew (StanokSyncCore *core)
{
  stanok_pull_drop_snapshot (core);
  stanok_exchange_cancel (core, STANOK_SLOT_FEED);
  core->feed.wants_snapshot = TRUE;
  core->feed.due_ms = core->now_ms;
}

static void
compare (StanokSyncCore     *core,
         const StanokLedger *ledger)
{
  guint before = core->push.reoffered;
  StanokEffect *compact;

  for (guint i = 0; i < core->reoffer.accepted->len; i++)
    if (is_lost (core, ledger, core->reoffer.accepted->pdata[i]))
      mend (core, core->reoffer.accepted->pdata[i]);
  compact = stanok_effect_add (core, STANOK_EFFECT_COMPACT);
  compact->have = g_array_ref (ledger->have);

  if (core->reoffer.waiting->len == 0)
    {
      finish (core);
      return;
    }
  stanok_effect_log (core, "the server was restored: %u actions are sent again",
                     core->push.reoffered - before);
  if (g_strcmp0 (core->reoffer.compared_epoch, core->epoch) == 0)
    read_all_anew (core);
  core->reoffer.phase = STANOK_REOFFER_SETTLING;
  core->reoffer.give_up_ms = core->now_ms + JOURNAL_ANSWERS_MS;
}

static void
take_body (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokLedger) ledger = stanok_answer_parse (answer, &STANOK_RECORD_LEDGER, &error);

  if (ledger == NULL)
    try_again (core, error->message);
  else if (g_strcmp0 (ledger->epoch, core->epoch) != 0)
    try_again (core, "it is of another epoch");
  else
    compare (core, ledger);
}

void
stanok_reoffer_done (StanokSyncCore         *core,
                     const StanokHttpAnswer *answer)
{
  StanokGot got = stanok_judge (core, STANOK_SLOT_LEDGER, answer, &core->reoffer.backoff, NULL);

  if (core->reoffer.phase != STANOK_REOFFER_READING)
    return;
  switch (got)
    {
    case STANOK_GOT_BODY:
      take_body (core, answer);
      break;
    case STANOK_GOT_EPOCH:
      become_idle (core, core->now_ms);
      break;
    case STANOK_GOT_REFUSED:
      /* A server without a ledger cannot be compared with: that must not hold up the work. */
      if (answer->status == 404 || answer->status == 405)
        finish (core);
      break;
    case STANOK_GOT_SAME:
    case STANOK_GOT_GONE:
      try_again (core, "an answer without a meaning");
      break;
    case STANOK_GOT_NOTHING:
    default:
      break;
    }
}

void
stanok_reoffer_settled (StanokSyncCore *core,
                        const char     *command_id,
                        gboolean        is_written)
{
  for (guint i = 0; i < core->reoffer.waiting->len; i++)
    if (strcmp (core->reoffer.waiting->pdata[i], command_id) == 0)
      {
        g_ptr_array_remove_index (core->reoffer.waiting, i);
        if (!is_written)
          try_again (core, "the journal could not write");
        else if (core->reoffer.waiting->len == 0)
          finish (core);
        return;
      }
}
