/* sim-check.c: what must always hold at a terminal, looked at after every event
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-check.h"

#include <string.h>

#include "wire/stanok-headers.h"

#define QUIET_SLACK_MS  1000
#define QUIET_CAP_MS    (15 * SIM_MINUTE_MS)

static SimOracle *
get_oracle (SimKiosk *kiosk)
{
  return kiosk->world->oracle;
}

static void
keep_entry (SimKiosk          *kiosk,
            SimCommand        *command,
            const StanokEntry *entry)
{
  StanokEntry *kept = stanok_entry_ref (entry);

  if (entry->single_copy && !kiosk->is_single_copy)
    sim_sometimes (kiosk->world, SINGLE_COPY);
  kiosk->is_single_copy = entry->single_copy;
  g_clear_pointer (&command->entry, stanok_entry_unref);
  command->entry = kept;
}

/* ---- recording ----------------------------------------------------------------------- */

/* S12: nothing is accepted that the server did not accept; and as it did. */
static void
check_acceptance (SimKiosk          *kiosk,
                  const SimCommand  *command,
                  const StanokEntry *entry)
{
  const SimVerdict *had = &command->ledger.verdict;

  sim_checked (kiosk->world, S12);
  if (!command->ledger.is_there)
    {
      if (!command->was_lost)
        sim_fail (kiosk->world, "S12", "#%d counts as accepted, and the server never had it",
                  command->number);
      return;
    }
  if (entry->outcome != had->outcome || entry->exception != had->exception ||
      had->outcome == STANOK_OUTCOME_REFUSED)
    sim_fail (kiosk->world, "S12", "#%d counts as %s, and the server said %s (%s)", command->number,
              stanok_outcome_name (entry->outcome), stanok_outcome_name (had->outcome),
              had->problem != 0 ? stanok_problem_name (had->problem) : "");
}

void
sim_check_recorded (SimKiosk          *kiosk,
                    SimCommand        *command,
                    const StanokEntry *entry)
{
  if (entry == NULL)
    {
      sim_sometimes (kiosk->world, NOT_RECORDED);
      command->is_denied = !command->is_promised && !kiosk->is_disk_dead;
      return;
    }
  if (command->is_promised)
    sim_sometimes (kiosk->world, DOUBLE_TAP);
  else
    command->pending_ms = sim_now (kiosk->world);
  if (command->is_promised && command->seq != entry->seq)
    sim_fail (kiosk->world, "S2", "#%d was recorded under two numbers", command->number);
  command->is_promised = TRUE;
  command->is_denied = FALSE;
  command->seq = entry->seq;
  g_strlcpy (command->incarnation, entry->incarnation, sizeof command->incarnation);
  keep_entry (kiosk, command, entry);
}

/* ---- settling ------------------------------------------------------------------------ */

/* Before it in its lane. */
static gboolean
has_conflict (SimKiosk         *kiosk,
              const SimCommand *command)
{
  GPtrArray *commands = get_oracle (kiosk)->commands;

  for (guint i = 0; i < commands->len; i++)
    {
      const SimCommand *other = commands->pdata[i];

      if (other != command && other->act.kiosk == command->act.kiosk &&
          other->act.order == command->act.order && other->seq < command->seq &&
          other->conflict_ms >= 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_move (StanokEntryState from,
         StanokEntryState to)
{
  switch (from)
    {
    case STANOK_ENTRY_PENDING:
      return to != STANOK_ENTRY_PENDING;
    case STANOK_ENTRY_ACCEPTED:        /* again: a wish that is given up after a restore */
      return to == STANOK_ENTRY_PENDING || to == STANOK_ENTRY_ACCEPTED;
    case STANOK_ENTRY_PARKED:
      return to == STANOK_ENTRY_PENDING;
    case STANOK_ENTRY_CONFLICT:
    case STANOK_ENTRY_WITHDRAWN:
    default:
      return FALSE;
    }
}

/* A fate, whether just written or found after a start. */
static void
check_fate (SimKiosk          *kiosk,
            SimCommand        *command,
            const StanokEntry *entry)
{
  SimWorld *world = kiosk->world;
  gboolean is_intent = sim_rules_is_intent (command->act.type);

  switch (entry->state)
    {
    case STANOK_ENTRY_ACCEPTED:
      check_acceptance (kiosk, command, entry);
      break;
    case STANOK_ENTRY_CONFLICT:
      sim_sometimes (world, CONFLICT_CARD);
      sim_checked (world, S14);
      if (!is_intent)
        sim_fail (world, "S14", "the fact #%d ended as a conflict", command->number);
      if (command->conflict_ms < 0)
        command->conflict_ms = command->doubt_ms >= 0 ? command->doubt_ms : sim_now (world);
      break;
    case STANOK_ENTRY_WITHDRAWN:
      sim_sometimes (world, INTENT_WITHDRAWN);
      sim_checked (world, S14);
      if (!is_intent || !has_conflict (kiosk, command))
        sim_fail (world, "S14", "#%d was withdrawn without a conflict before it", command->number);
      break;
    case STANOK_ENTRY_PARKED:
      sim_sometimes (world, PARKED);
      break;
    case STANOK_ENTRY_PENDING:
    default:
      break;
    }
}

/* What is recorded from now on may come after it in the journal, and that order decides. */
void
sim_check_doubted (SimKiosk   *kiosk,
                   SimCommand *command)
{
  command->is_settling = TRUE;
  if (command->doubt_ms < 0)
    command->doubt_ms = sim_now (kiosk->world);
}

void
sim_check_settled (SimKiosk               *kiosk,
                   const StanokSettlement *settlement,
                   const StanokEntry      *entry)
{
  SimCommand *command = sim_oracle_find (get_oracle (kiosk), settlement->command_id);
  StanokEntryState before;

  if (entry == NULL)
    {
      sim_sometimes (kiosk->world, NOT_SETTLED);
      sim_check_doubted (kiosk, command);
      return;
    }
  command->is_settling = FALSE;
  command->doubt_ms = -1;
  sim_event (kiosk->world, "%s settles #%d: %s", kiosk->id, command->number,
             stanok_entry_state_name (entry->state));
  before = command->entry != NULL ? command->entry->state : STANOK_ENTRY_PENDING;
  sim_checked (kiosk->world, S3);
  if (before == STANOK_ENTRY_ACCEPTED && entry->state == STANOK_ENTRY_ACCEPTED)
    sim_sometimes (kiosk->world, GIVEN_UP);
  if (!is_move (before, entry->state))
    sim_fail (kiosk->world, "S3", "#%d goes from %s to %s", command->number,
              stanok_entry_state_name (before), stanok_entry_state_name (entry->state));
  check_fate (kiosk, command, entry);
  if (entry->state == STANOK_ENTRY_PENDING)
    command->pending_ms = sim_now (kiosk->world);
  keep_entry (kiosk, command, entry);
}

void
sim_check_acknowledged (SimKiosk          *kiosk,
                        const StanokEntry *entry)
{
  SimCommand *command = sim_oracle_find (get_oracle (kiosk), entry->command->command_id);

  sim_event (kiosk->world, "%s: the card of #%d is acknowledged", kiosk->id, command->number);
  keep_entry (kiosk, command, entry);
}

/* ---- starting ------------------------------------------------------------------------ */

static void
check_found (SimKiosk          *kiosk,
             SimCommand        *command,
             const StanokEntry *entry)
{
  SimWorld *world = kiosk->world;

  sim_checked (world, S3);
  sim_checked (world, J6);
  if (command->is_denied)
    sim_fail (world, "J6", "#%d is in the journal, and somebody was told that it was not recorded",
              command->number);
  if (!command->is_promised)
    {
      sim_sometimes (world, MORE_THAN_PROMISED);
      command->is_promised = TRUE;
      command->pending_ms = sim_now (world);
      command->seq = entry->seq;
      g_strlcpy (command->incarnation, entry->incarnation, sizeof command->incarnation);
    }
  if (command->seq != entry->seq || strcmp (command->incarnation, entry->incarnation) != 0)
    sim_fail (world, "J4", "#%d had the number %" G_GINT64_FORMAT " and has %" G_GINT64_FORMAT,
              command->number, command->seq, entry->seq);
  if (command->entry != NULL && !g_bytes_equal (command->entry->body, entry->body))
    sim_fail (world, "J4", "the bytes of #%d are others", command->number);
  if (command->entry != NULL && command->entry->state != entry->state)
    {
      if (!command->is_settling)
        sim_fail (world, "S3", "#%d was %s and is %s after a start", command->number,
                  stanok_entry_state_name (command->entry->state),
                  stanok_entry_state_name (entry->state));
      sim_sometimes (world, FATE_IN_DOUBT);
      check_fate (kiosk, command, entry);
    }
  command->is_settling = FALSE;
  keep_entry (kiosk, command, entry);
}

static void
check_journal (SimKiosk *kiosk)
{
  SimOracle *oracle = get_oracle (kiosk);
  g_autoptr(GPtrArray) entries = stanok_journal_list_since (kiosk->journal, NULL, 0);
  g_autofree guint8 *is_found = g_new0 (guint8, oracle->commands->len + 1);

  if (entries == NULL)
    {
      if (!stanok_disk_is_cut (kiosk->disk))
        sim_note (kiosk->world, "%s: the journal cannot be listed", kiosk->id);
      return;
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const StanokEntry *entry = entries->pdata[i];
      SimCommand *command = sim_oracle_find (oracle, entry->command->command_id);

      if (command == NULL || command->act.kiosk != kiosk->number)
        {
          sim_fail (kiosk->world, "S3", "%s has a command in its journal that nobody gave",
                    kiosk->id);
          return;
        }
      is_found[command->number] = TRUE;
      check_found (kiosk, command, entry);
    }
  for (guint i = 0; i < oracle->commands->len; i++)
    {
      const SimCommand *command = sim_oracle_get (oracle, (int) i);

      if (command->act.kiosk != kiosk->number || !command->is_promised)
        continue;
      sim_checked (kiosk->world, S1);
      if (!is_found[i])
        sim_fail (kiosk->world, "S1", "#%d was shown as recorded and is gone after a start",
                  command->number);
    }
}

void
sim_check_started (SimKiosk *kiosk)
{
  stanok_disk_spare_reads (kiosk->disk, TRUE);
  check_journal (kiosk);
  /* The cache may have been thrown away, and with it what was newer than the cursor. */
  sim_check_whole_base (kiosk, TRUE);
  stanok_disk_spare_reads (kiosk->disk, FALSE);
}

/* ---- sending ------------------------------------------------------------------------- */

/* S5: before it in its lane nothing is unsettled; after a conflict only facts go on. */
static void
check_lane (SimKiosk         *kiosk,
            const SimCommand *command)
{
  GPtrArray *commands = get_oracle (kiosk)->commands;
  gboolean is_intent = sim_rules_is_intent (command->act.type);

  sim_checked (kiosk->world, S5);
  for (guint i = 0; i < commands->len; i++)
    {
      const SimCommand *other = commands->pdata[i];

      if (other->act.kiosk != command->act.kiosk || other->act.order != command->act.order ||
          other->seq == 0 || other->seq >= command->seq)
        continue;
      if (sim_command_is_unsettled (other))
        sim_fail (kiosk->world, "S5", "#%d is sent before #%d of the same lane is settled",
                  command->number, other->number);
      if (other->conflict_ms >= 0 && !is_intent)
        sim_sometimes (kiosk->world, FACT_AFTER_CONFLICT);
      if (is_intent && other->conflict_ms > command->pending_ms)
        sim_fail (kiosk->world, "S5", "the intent #%d is sent after the conflict of #%d",
                  command->number, other->number);
    }
}

/* C1: the bytes, the id and the number are those of the journal, for ever. */
static void
check_bytes (SimKiosk          *kiosk,
             const SimExchange *exchange)
{
  const SimCommand *command = exchange->command;
  StanokDeviceHeader device = { "", "", 0 };

  sim_checked (kiosk->world, S11);
  if (command->entry == NULL)
    {
      sim_fail (kiosk->world, "S1", "#%d is sent and not recorded", command->number);
      return;
    }
  stanok_device_header_parse (sim_exchange_get (exchange, "stanok-device"), &device);
  if (!g_bytes_equal (exchange->body, command->entry->body) || device.seq != command->seq ||
      strcmp (device.incarnation, command->incarnation) != 0)
    sim_fail (kiosk->world, "S11", "#%d is sent otherwise than it was recorded", command->number);
  if (command->entry->state != STANOK_ENTRY_PENDING)
    sim_fail (kiosk->world, "S3", "#%d is sent although it is %s", command->number,
              stanok_entry_state_name (command->entry->state));
}

void
sim_check_sent (SimKiosk          *kiosk,
                const SimExchange *exchange)
{
  gint64 now_ms = sim_now (kiosk->world);

  if (kiosk->quiet_until_ms > 0)
    sim_checked (kiosk->world, S17);
  if (now_ms < kiosk->quiet_until_ms - QUIET_SLACK_MS)
    sim_fail (kiosk->world, "S17", "%s asks %" G_GINT64_FORMAT " ms before it may",
              kiosk->id, kiosk->quiet_until_ms - now_ms);
  if (kiosk->quiet_until_ms > 0 && now_ms < kiosk->quiet_until_ms + SIM_MINUTE_MS)
    sim_sometimes (kiosk->world, RETRY_AFTER);
  if (exchange->command != NULL)
    {
      check_bytes (kiosk, exchange);
      check_lane (kiosk, exchange->command);
    }
  else if (strcmp (exchange->method, "POST") == 0)
    sim_fail (kiosk->world, "S2", "%s sends a command that nobody gave", kiosk->id);
  else if (strstr (exchange->what, "/snapshot") != NULL && strstr (exchange->what, "page=") == NULL)
    {
      if (kiosk->cursor_seen > 0)
        sim_sometimes (kiosk->world, SNAPSHOT_AGAIN);
      else
        sim_sometimes (kiosk->world, SNAPSHOT_FIRST);
    }
}

/* Retry-After of what speaks for the whole server, in seconds, at most a quarter of an hour. */
void
sim_check_answered (SimKiosk               *kiosk,
                    const StanokHttpAnswer *answer)
{
  const char *text = stanok_http_answer_get (answer, "retry-after");
  const char *type = stanok_http_answer_get (answer, "content-type");
  gint64 now_ms = sim_now (kiosk->world);
  gint64 wait_ms;

  if (answer->transport != STANOK_TRANSPORT_OK)
    return;
  if (g_strcmp0 (type, "text/html") == 0)
    sim_sometimes (kiosk->world, HTML_SEEN);
  if (answer->status == 412)
    sim_sometimes (kiosk->world, REBASED);
  if (answer->status == 410)
    sim_sometimes (kiosk->world, CURSOR_EXPIRED);
  if (text == NULL || (answer->status != 429 && answer->status != 503) ||
      !g_ascii_isdigit (text[0]))
    return;
  wait_ms = (gint64) g_ascii_strtoull (text, NULL, 10) * 1000;
  kiosk->quiet_until_ms = MAX (kiosk->quiet_until_ms, now_ms + MIN (wait_ms, QUIET_CAP_MS));
}

/* ---- after every event --------------------------------------------------------------- */

/* S20, from outside: for what is not settled there is a request, a timer, or a message. */
static void
check_stall (SimKiosk *kiosk)
{
  SimWorld *world = kiosk->world;
  GPtrArray *commands = get_oracle (kiosk)->commands;
  g_autofree char *why = NULL;
  StanokSyncStatus status;

  sim_checked (world, S20);
  if (!stanok_sync_core_check (kiosk->core, &why))
    sim_fail (world, "S20", "%s: %s", kiosk->id, why);
  stanok_sync_core_get_status (kiosk->core, &status);
  if (status.stop != STANOK_STOP_NONE)
    sim_fail (world, "S20", "%s has stopped for good (%d)", kiosk->id, status.stop);
  if (status.cache_failing && !kiosk->is_cache_failing)
    sim_sometimes (world, CACHE_FAILED);
  if (status.digest_mismatches > kiosk->mismatches_seen)
    sim_sometimes (world, DIGEST_MISMATCH);
  kiosk->is_cache_failing = status.cache_failing;
  kiosk->mismatches_seen = status.digest_mismatches;
  if (kiosk->timer_task != 0 || kiosk->to_sync.length > 0 || kiosk->to_journal.length > 0 ||
      sim_net_count (world->net, kiosk->number) > 0)
    return;
  for (guint i = 0; i < commands->len; i++)
    {
      const SimCommand *command = commands->pdata[i];

      if (command->act.kiosk == kiosk->number && command->entry != NULL &&
          command->entry->state == STANOK_ENTRY_PENDING)
        sim_fail (world, "S20", "%s has forgotten #%d", kiosk->id, command->number);
    }
}

void
sim_check_event (SimKiosk         *kiosk,
                 const SimCommand *command)
{
  check_stall (kiosk);
  /* To look must not be what meets the fault, or where the power goes. */
  stanok_disk_spare_reads (kiosk->disk, TRUE);
  sim_check_base (kiosk, command);
  stanok_disk_spare_reads (kiosk->disk, FALSE);
}
