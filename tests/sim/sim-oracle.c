/* sim-oracle.c: what must be so, in plain arrays beside the real thing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-oracle.h"

#include <string.h>

static void
command_free (gpointer data)
{
  SimCommand *command = data;

  g_clear_pointer (&command->entry, stanok_entry_unref);
  g_free (command);
}

SimOracle *
sim_oracle_new (SimLog *log)
{
  SimOracle *self = g_new0 (SimOracle, 1);

  self->log = log;
  self->commands = g_ptr_array_new_with_free_func (command_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
sim_oracle_free (SimOracle *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->commands);
  g_free (self);
}

/* ---- names --------------------------------------------------------------------------- */

static int
number_after (const char *text,
              const char *prefix)
{
  guint64 number;

  if (text == NULL || !g_str_has_prefix (text, prefix) ||
      !g_ascii_string_to_unsigned (text + strlen (prefix), 10, 0, 10000, &number, NULL))
    return -1;
  return (int) number;
}

char *
sim_order_id (int order)
{
  return g_strdup_printf ("WO-%d", order);
}

int
sim_order_number (const char *id)
{
  return number_after (id, "WO-");
}

char *
sim_operator_id (int actor)
{
  return g_strdup_printf ("op-%d", actor);
}

int
sim_operator_number (const char *id)
{
  return number_after (id, "op-");
}

int
sim_kiosk_number (const char *id)
{
  return number_after (id, "K-");
}

/* ---- commands ------------------------------------------------------------------------ */

SimCommand *
sim_oracle_add (SimOracle    *self,
                const char   *id,
                const SimAct *act)
{
  SimCommand *command = g_new0 (SimCommand, 1);

  command->number = (int) self->commands->len;
  g_strlcpy (command->id, id, sizeof command->id);
  command->act = *act;
  command->conflict_ms = command->doubt_ms = -1;
  g_ptr_array_add (self->commands, command);
  g_hash_table_insert (self->by_id, command->id, command);
  return command;
}

SimCommand *
sim_oracle_find (SimOracle  *self,
                 const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

SimCommand *
sim_oracle_get (SimOracle *self,
                int        number)
{
  return self->commands->pdata[number];
}

/* ---- orders -------------------------------------------------------------------------- */

static void
read_order (SimOrder          *self,
            const StanokOrder *order)
{
  *self = (SimOrder) {
    .exists = TRUE, .state = order->state, .run = order->run,
    .holder = order->holder_operator != NULL ? sim_operator_number (order->holder_operator)
                                             : SIM_NOBODY,
    .holder_kiosk = order->holder_device != NULL ? sim_kiosk_number (order->holder_device)
                                                 : SIM_NOBODY,
    .held = order->held_reason != NULL, .cancelled = order->cancelled,
    .ordered = order->ordered, .tolerance_pct = order->tolerance_pct,
    .good = order->good, .scrap = order->scrap, .instructions_rev = order->instructions_rev,
    .started_rev = order->started_instructions_rev, .priority = order->priority, .last = -1,
  };
}

int
sim_oracle_add_order (SimOracle         *self,
                      const StanokOrder *order)
{
  int number = self->n_orders++;

  read_order (&self->orders[number], order);
  return number;
}

/* An edit of the office's is believed: it is the effects of commands that are foreseen. */
void
sim_oracle_adopt (SimOracle         *self,
                  int                order,
                  const StanokOrder *now)
{
  int last = self->orders[order].last;

  if (now == NULL)
    {
      self->orders[order].exists = FALSE;
      return;
    }
  read_order (&self->orders[order], now);
  self->orders[order].last = last;
}

static char *
describe (const SimOrder *order)
{
  return g_strdup_printf ("%s, %s, holder %d at kiosk %d, %s%sgood %" G_GINT64_FORMAT ", scrap %"
                          G_GINT64_FORMAT ", started with %" G_GINT64_FORMAT,
                          stanok_state_name (order->state), stanok_run_name (order->run),
                          order->holder, order->holder_kiosk, order->held ? "held, " : "",
                          order->cancelled ? "cancelled, " : "", order->good, order->scrap,
                          order->started_rev);
}

static gboolean
is_same (const SimOrder *a,
         const SimOrder *b)
{
  return a->state == b->state && a->run == b->run && a->holder == b->holder &&
         a->holder_kiosk == b->holder_kiosk && a->held == b->held &&
         a->cancelled == b->cancelled && a->good == b->good && a->scrap == b->scrap &&
         a->instructions_rev == b->instructions_rev && a->started_rev == b->started_rev;
}

void
sim_oracle_compare (SimOracle         *self,
                    int                order,
                    const StanokOrder *real)
{
  const SimOrder *ours = &self->orders[order];
  g_autofree char *wanted = NULL, *found = NULL;
  SimOrder theirs = { 0 };

  CHECKED (self->log, S2);
  if (ours->exists != (real != NULL))
    {
      sim_log_fail (self->log, "S2", "order WO-%d %s", order,
                    real != NULL ? "is there and should not be" : "is not there");
      return;
    }
  if (real == NULL)
    return;
  read_order (&theirs, real);
  if (is_same (ours, &theirs))
    return;
  wanted = describe (ours);
  found = describe (&theirs);
  sim_log_fail (self->log, "S2", "order WO-%d must be %s, but is %s", order, wanted, found);
}

/* ---- execution ----------------------------------------------------------------------- */

static gboolean
is_over_limit (const SimOracle *self,
               const SimAct    *act)
{
  int n = 0;

  for (int i = 0; i < self->n_orders; i++)
    n += i != act->order && self->orders[i].exists && self->orders[i].holder == act->actor ? 1 : 0;
  return n >= SIM_BUSY_AT;
}

SimVerdict
sim_oracle_foresee (SimOracle        *self,
                    const SimCommand *command,
                    SimOrder         *after)
{
  const SimAct *act = &command->act;
  SimRulesContext context = { .number = command->number,
                              .is_over_limit = is_over_limit (self, act) };

  if (act->type == STANOK_COMMAND_REVERT && act->target >= 0)
    {
      const SimCommand *target = sim_oracle_get (self, act->target);

      context.target = (SimTarget) {
        .had_effect = target->ledger.is_there && target->ledger.verdict.is_effect &&
                      target->act.order == act->order,
        .is_reverted = target->ledger.is_reverted, .number = target->number,
        .act = target->act, .before = target->ledger.before,
      };
    }
  *after = self->orders[act->order];
  return sim_rules_apply (after, act, &context);
}

/* A revoked operator's deeds are foreseen as if he were not: the clocks say when he acted. */
static gboolean
is_revocation (const SimOracle  *self,
               const SimCommand *command,
               const SimVerdict *said)
{
  gboolean is_somebody = self->is_revoked[command->act.actor] ||
                         (command->act.type == STANOK_COMMAND_HAND_OVER &&
                          self->is_revoked[command->act.to]);

  return is_somebody && (said->exception == STANOK_EXCEPTION_ACTOR_REVOKED ||
                         said->problem == STANOK_PROBLEM_NOT_PERMITTED);
}

/* S4: within a lane the ledger's places grow with the journal's numbers. */
static void
check_lane (SimOracle        *self,
            const SimCommand *command)
{
  CHECKED (self->log, S4);
  for (guint i = 0; i < self->commands->len && !self->is_restored_silently; i++)
    {
      const SimCommand *other = self->commands->pdata[i];

      if (other->ledger.is_there && other->act.order == command->act.order &&
          other->act.kiosk == command->act.kiosk && other->seq > command->seq &&
          strcmp (other->incarnation, command->incarnation) == 0)
        sim_log_fail (self->log, "S4", "#%d is executed after #%d, which was recorded later",
                      command->number, other->number);
    }
}

void
sim_oracle_execute (SimOracle        *self,
                    SimCommand       *command,
                    const SimVerdict *said)
{
  SimOrder before = self->orders[command->act.order], after;
  SimVerdict wanted = sim_oracle_foresee (self, command, &after);

  if (is_revocation (self, command, said))
    {
      wanted = *said;
      after = before;
    }
  if (command->ledger.is_there)
    sim_log_fail (self->log, "S2", "#%d is executed a second time", command->number);
  if (command->is_denied)
    sim_log_fail (self->log, "J6", "#%d is executed, and somebody was told “not recorded”",
                  command->number);
  if (wanted.outcome != said->outcome || wanted.exception != said->exception ||
      wanted.problem != said->problem)
    sim_log_fail (self->log, "S2", "#%d %s must end as %s/%s/%s, but ended as %s/%s/%s",
                  command->number, stanok_command_name (command->act.type),
                  stanok_outcome_name (wanted.outcome), stanok_exception_name (wanted.exception),
                  stanok_problem_name (wanted.problem), stanok_outcome_name (said->outcome),
                  stanok_exception_name (said->exception), stanok_problem_name (said->problem));
  check_lane (self, command);
  self->orders[command->act.order] = after;
  command->ledger = (SimLedger) { .is_there = TRUE, .verdict = wanted,
                                  .place = ++self->n_places, .before = before };
  if (command->act.type == STANOK_COMMAND_REVERT && wanted.is_effect)
    sim_oracle_get (self, command->act.target)->ledger.is_reverted = TRUE;
}

/* ---- backup and restore -------------------------------------------------------------- */

SimMemory *
sim_oracle_remember (SimOracle *self)
{
  SimMemory *memory = g_new0 (SimMemory, 1);

  memcpy (memory->orders, self->orders, sizeof self->orders);
  memory->n_orders = self->n_orders;
  memory->n_places = self->n_places;
  memory->ledger = g_array_new (FALSE, FALSE, sizeof (SimLedger));
  for (guint i = 0; i < self->commands->len; i++)
    g_array_append_val (memory->ledger, ((SimCommand *) self->commands->pdata[i])->ledger);
  return memory;
}

void
sim_oracle_restore (SimOracle       *self,
                    const SimMemory *memory)
{
  for (int i = 0; i < self->n_orders; i++)
    if (i < memory->n_orders)
      self->orders[i] = memory->orders[i];
    else
      self->orders[i].exists = FALSE;
  self->n_places = memory->n_places;
  for (guint i = 0; i < self->commands->len; i++)
    {
      SimCommand *command = self->commands->pdata[i];

      if (command->ledger.is_there &&
          (i >= memory->ledger->len || !g_array_index (memory->ledger, SimLedger, i).is_there))
        command->was_lost = TRUE;
      if (i < memory->ledger->len)
        command->ledger = g_array_index (memory->ledger, SimLedger, i);
      else
        command->ledger = (SimLedger) { 0 };
    }
}

void
sim_memory_free (SimMemory *memory)
{
  if (memory == NULL)
    return;
  g_array_unref (memory->ledger);
  g_free (memory);
}
