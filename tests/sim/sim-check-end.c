/* sim-check-end.c: what must be so when the faults have stopped and there was time to recover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-check.h"

#include <string.h>

#include "sim-server.h"

/* ---- L1, S2, S3: the commands -------------------------------------------------------- */

/* In the lane of a command that fails for ever everything behind it waits with it. */
static gboolean
is_poisoned (SimWorld         *world,
             const SimCommand *command)
{
  const SimCommand *poison;

  if (world->server->poisoned < 0 ||
      world->server->poisoned >= (int) world->oracle->commands->len)
    return FALSE;
  poison = sim_oracle_get (world->oracle, world->server->poisoned);
  return poison->act.kiosk == command->act.kiosk && poison->act.order == command->act.order &&
         poison->seq <= command->seq;
}

/* 2.10: an old wish is not sent again, and how old it is only a clock can tell. */
static gboolean
is_forgotten (SimWorld         *world,
              const SimCommand *command)
{
  return command->was_lost && world->oracle->has_jumps && sim_rules_is_intent (command->act.type);
}

/* S2: what is held as accepted had its one effect, on the server as it is now. */
static void
check_accepted (SimWorld         *world,
                const SimCommand *command)
{
  StanokOutcome outcome = command->entry->outcome;
  gint64 n = stanok_mes_count_effects (world->server->mes, command->id);
  gint64 wanted = outcome == STANOK_OUTCOME_ALREADY ? 0 : 1;

  if (!command->ledger.is_there && !is_forgotten (world, command))
    sim_fail (world, "L2", "#%d is held as accepted, and the server does not know it",
              command->number);
  else if (command->ledger.is_there && n != wanted)
    sim_fail (world, "S2", "#%d is held as %s and had %" G_GINT64_FORMAT " effects",
              command->number, stanok_outcome_name (outcome), n);
}

static void
check_command (SimWorld         *world,
               const SimCommand *command,
               gboolean          all)
{
  if (command->entry == NULL)
    {
      if (command->is_promised)
        sim_fail (world, "S3", "#%d was promised and nobody has it", command->number);
      if (command->ledger.is_there)
        sim_fail (world, "S2", "#%d was executed, and no journal has it", command->number);
      return;
    }
  sim_checked (world, L1);
  switch (command->entry->state)
    {
    case STANOK_ENTRY_ACCEPTED:
      check_accepted (world, command);
      break;
    case STANOK_ENTRY_PENDING:
    case STANOK_ENTRY_PARKED:
      if (is_poisoned (world, command) && !all)
        sim_sometimes (world, POISONED_LANE);
      else
        sim_fail (world, "L1", "#%d is still %s", command->number,
                  stanok_entry_state_name (command->entry->state));
      break;
    case STANOK_ENTRY_CONFLICT:
    case STANOK_ENTRY_WITHDRAWN:
    default:
      if (command->ledger.is_there && command->ledger.verdict.outcome != STANOK_OUTCOME_REFUSED)
        sim_fail (world, "S2", "#%d ended as %s, and the server has executed it", command->number,
                  stanok_entry_state_name (command->entry->state));
    }
}

/* S3, once more from the journal itself. */
static void
check_journal (SimKiosk *kiosk)
{
  GPtrArray *commands = kiosk->world->oracle->commands;

  for (guint i = 0; i < commands->len; i++)
    {
      const SimCommand *command = commands->pdata[i];
      g_autoptr(StanokEntry) entry = NULL;

      if (command->act.kiosk != kiosk->number || command->entry == NULL)
        continue;
      entry = stanok_journal_lookup (kiosk->journal, command->id);
      if (entry == NULL || entry->state != command->entry->state)
        sim_fail (kiosk->world, "S3", "the journal has #%d as %s", command->number,
                  entry != NULL ? stanok_entry_state_name (entry->state) : "nothing");
    }
}

/* ---- L2, L3: the queue --------------------------------------------------------------- */

static gboolean
is_live (const StanokOrder *order)
{
  return order != NULL && order->state >= STANOK_STATE_MANUFACTURING_APPROVED &&
         order->state <= STANOK_STATE_SHIPPED;
}

/* In a restore that nobody noticed the same rev may have been given twice: no digest shows that. */
static gboolean
is_same (SimKiosk          *kiosk,
         const StanokOrder *real,
         const StanokOrder *base)
{
  if (base == NULL || !kiosk->world->oracle->is_restored_silently)
    return base != NULL && stanok_order_equal (real, base);
  return real->rev == base->rev;
}

static void
check_order (SimKiosk     *kiosk,
             int           number,
             StanokDigest *digest)
{
  g_autofree char *id = sim_order_id (number);
  g_autoptr(StanokOrder) real = stanok_mes_dup_order (kiosk->world->server->mes, id);
  g_autoptr(StanokOrder) base = stanok_cache_get_base (kiosk->cache, id);

  sim_checked (kiosk->world, L2);
  if (is_live (real))
    stanok_digest_add (digest, id, real->rev);
  if (is_live (real) ? !is_same (kiosk, real, base) : base != NULL)
    sim_fail (kiosk->world, "L2", "%s: %s is of rev %" G_GINT64_FORMAT ", the server's of %"
              G_GINT64_FORMAT, kiosk->id, id, base != NULL ? base->rev : 0,
              real != NULL ? real->rev : 0);
  sim_check_view (kiosk, number);
}

static void
check_queue (SimKiosk *kiosk)
{
  g_auto(StanokBaseState) base = { 0 };
  StanokDigest digest = { 0, 0 };

  for (int i = 0; i < kiosk->world->oracle->n_orders; i++)
    check_order (kiosk, i, &digest);
  stanok_cache_get_base_state (kiosk->cache, &base);
  sim_checked (kiosk->world, L3);
  if (!stanok_digest_equal (&digest, &base.digest))
    sim_fail (kiosk->world, "L3", "%s has another digest than the server", kiosk->id);
}

void
sim_check_recovered (SimWorld *world,
                     gboolean  all)
{
  if (world->server->mes == NULL)
    {
      sim_fail (world, "L1", "the server is down");
      return;
    }
  for (guint i = 0; i < world->options.n_kiosks; i++)
    {
      SimKiosk *kiosk = world->kiosks[i];

      if (!sim_kiosk_is_up (kiosk))
        {
          sim_fail (world, "L1", "%s is down", kiosk->id);
          return;
        }
      if (all)
        check_journal (kiosk);
      check_queue (kiosk);
    }
  for (guint i = 0; i < world->oracle->commands->len; i++)
    check_command (world, sim_oracle_get (world->oracle, (int) i), all);
}

/* The queues agree if their digests do; what must be so in detail is looked at afterwards. */
static gboolean
is_same_queue (SimKiosk *kiosk)
{
  g_auto(StanokBaseState) base = { 0 };
  StanokDigest digest = { 0, 0 };
  SimServer *server = kiosk->world->server;

  for (int i = 0; i < kiosk->world->oracle->n_orders; i++)
    {
      g_autofree char *id = sim_order_id (i);
      g_autoptr(StanokOrder) real = stanok_mes_dup_order (server->mes, id);

      if (is_live (real))
        stanok_digest_add (&digest, id, real->rev);
    }
  stanok_cache_get_base_state (kiosk->cache, &base);
  return stanok_digest_equal (&digest, &base.digest) && g_strcmp0 (base.epoch, server->epoch) == 0;
}

gboolean
sim_check_is_recovered (SimWorld *world,
                        gboolean  all)
{
  if (world->server->mes == NULL)
    return FALSE;
  for (guint i = 0; i < world->options.n_kiosks; i++)
    {
      SimKiosk *kiosk = world->kiosks[i];

      if (!sim_kiosk_is_up (kiosk) || kiosk->to_sync.length > 0 || kiosk->to_journal.length > 0 ||
          !is_same_queue (kiosk))
        return FALSE;
    }
  for (guint i = 0; i < world->oracle->commands->len; i++)
    {
      const SimCommand *command = sim_oracle_get (world->oracle, (int) i);

      if (command->entry != NULL && ((sim_command_is_unsettled (command) &&
                                      (all || !is_poisoned (world, command))) ||
                                     (command->entry->state == STANOK_ENTRY_ACCEPTED &&
                                      !command->ledger.is_there && !is_forgotten (world, command))))
        return FALSE;
    }
  return TRUE;
}
