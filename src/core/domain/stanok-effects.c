/* stanok-effects.c: what the lifecycle's table changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-effects.h"

static void
set_string (char       **member,
            const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*member);
  *member = copy;
}

/* Leaving RUNNING closes the open interval of work, entering it opens one. */
static void
set_run (StanokOrder *order,
         StanokRun    run,
         const char  *pause_reason,
         gint64       at_ms)
{
  if (order->run == STANOK_RUN_RUNNING && run != STANOK_RUN_RUNNING)
    {
      if (at_ms > order->run_since_ms)
        order->elapsed_ms += at_ms - order->run_since_ms;
      order->run_since_ms = 0;
    }
  if (order->run != STANOK_RUN_RUNNING && run == STANOK_RUN_RUNNING)
    order->run_since_ms = at_ms;
  order->run = run;
  set_string (&order->pause_reason, pause_reason);
}

static void
end_lease (StanokOrder *order)
{
  g_clear_pointer (&order->lease_device, g_free);
  order->lease_until_ms = 0;
}

/* Who moves to another device has held the order no shorter for it. */
static void
set_holder (StanokOrder           *order,
            const char            *operator_id,
            const StanokSituation *situation)
{
  if (g_strcmp0 (order->holder_operator, operator_id) != 0)
    order->holder_since_ms = situation->context->at_ms;
  set_string (&order->holder_operator, operator_id);
  set_string (&order->holder_device, situation->context->device_id);
  end_lease (order);
}

static void
clear_holder (StanokOrder *order)
{
  g_clear_pointer (&order->holder_operator, g_free);
  g_clear_pointer (&order->holder_device, g_free);
  order->holder_since_ms = 0;
  end_lease (order);
}

static void
begin (StanokOrder           *order,
       const StanokSituation *situation)
{
  const StanokCommand *command = situation->command;
  const StanokFile *model = stanok_order_get_file (order, "model");

  order->state = STANOK_STATE_MANUFACTURING_STARTED;
  set_run (order, STANOK_RUN_RUNNING, NULL, situation->context->at_ms);
  /* What was on the screen is what is being made, whatever the office has changed meanwhile. */
  set_string (&order->started_model,
              command->saw_model != NULL ? command->saw_model
                                         : model != NULL ? model->sha256 : NULL);
  order->started_instructions_rev = command->saw_instructions_rev != 0
                                      ? command->saw_instructions_rev : order->instructions_rev;
}

/* A fact about an order that nobody has says that the actor has it. */
static void
take_if_nobodys (StanokOrder           *order,
                 const StanokSituation *situation)
{
  if (order->holder_operator == NULL)
    set_holder (order, situation->command->operator_id, situation);
}

static gint64
add (gint64 a,
     gint64 b)
{
  gint64 sum;

  return __builtin_add_overflow (a, b, &sum) ? G_MAXINT64 : sum;
}

/* Work that is reported has been started, whether somebody said so or not. */
static void
add_pieces (StanokOrder           *order,
            const StanokSituation *situation)
{
  take_if_nobodys (order, situation);
  if (order->state != STANOK_STATE_MANUFACTURING_STARTED)
    begin (order, situation);
  order->good = add (order->good, situation->command->args.good);
  order->scrap = add (order->scrap, stanok_command_get_scrap_count (situation->command));
}

void
stanok_effect_interrupt (StanokOrder *order,
                         gint64       at_ms)
{
  if (order->run == STANOK_RUN_RUNNING)
    set_run (order, STANOK_RUN_PAUSED, NULL, at_ms);
}

void
stanok_effect_claim (StanokOrder           *order,
                     const StanokSituation *situation)
{
  set_holder (order, situation->command->operator_id, situation);
  if (situation->command->args.start && order->state != STANOK_STATE_MANUFACTURING_STARTED)
    begin (order, situation);
}

void
stanok_effect_release (StanokOrder           *order,
                       const StanokSituation *situation)
{
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  set_run (order, STANOK_RUN_IDLE, NULL, situation->context->at_ms);
  clear_holder (order);
}

/* hand_over and reassign */
void
stanok_effect_give (StanokOrder           *order,
                    const StanokSituation *situation)
{
  set_holder (order, situation->command->args.to, situation);
  stanok_effect_interrupt (order, situation->context->at_ms);
}

void
stanok_effect_start (StanokOrder           *order,
                     const StanokSituation *situation)
{
  take_if_nobodys (order, situation);
  begin (order, situation);
}

void
stanok_effect_pause (StanokOrder           *order,
                     const StanokSituation *situation)
{
  set_run (order, STANOK_RUN_PAUSED, situation->command->args.reason, situation->context->at_ms);
}

void
stanok_effect_resume (StanokOrder           *order,
                      const StanokSituation *situation)
{
  set_run (order, STANOK_RUN_RUNNING, NULL, situation->context->at_ms);
}

void
stanok_effect_progress (StanokOrder           *order,
                        const StanokSituation *situation)
{
  add_pieces (order, situation);
}

void
stanok_effect_complete (StanokOrder           *order,
                        const StanokSituation *situation)
{
  add_pieces (order, situation);
  order->state = STANOK_STATE_MANUFACTURING_COMPLETED;
  set_run (order, STANOK_RUN_IDLE, NULL, situation->context->at_ms);
  clear_holder (order);
}

void
stanok_effect_pack (StanokOrder           *order,
                    const StanokSituation *situation)
{
  order->state = STANOK_STATE_PACKAGING;
}

void
stanok_effect_ship (StanokOrder           *order,
                    const StanokSituation *situation)
{
  order->state = STANOK_STATE_SHIPPED;
}

/* A second hold only changes the reason. */
void
stanok_effect_hold (StanokOrder           *order,
                    const StanokSituation *situation)
{
  const StanokCommand *command = situation->command;

  set_string (&order->held_reason, command->args.reason != NULL ? command->args.reason : "");
  set_string (&order->held_by, command->operator_id);
  order->held_since_ms = situation->context->at_ms;
  stanok_effect_interrupt (order, situation->context->at_ms);
}

/* The order stays paused until somebody resumes it. */
void
stanok_effect_unhold (StanokOrder           *order,
                      const StanokSituation *situation)
{
  g_clear_pointer (&order->held_reason, g_free);
  g_clear_pointer (&order->held_by, g_free);
  order->held_since_ms = 0;
}

void
stanok_effect_prioritise (StanokOrder           *order,
                          const StanokSituation *situation)
{
  order->priority = situation->command->args.priority;
}

void
stanok_effect_reopen (StanokOrder           *order,
                      const StanokSituation *situation)
{
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
}

/* A newer call takes the place of an open one. */
void
stanok_effect_call_help (StanokOrder           *order,
                         const StanokSituation *situation)
{
  set_string (&order->help_kind,
              situation->command->args.kind != NULL ? situation->command->args.kind : "");
  set_string (&order->help_command, situation->command->command_id);
  order->help_since_ms = situation->context->at_ms;
}

/* Ends the call that was meant, not one that came since. */
void
stanok_effect_end_help (StanokOrder           *order,
                        const StanokSituation *situation)
{
  if (order->help_kind == NULL ||
      g_strcmp0 (order->help_command, situation->command->args.command_id) != 0)
    return;
  g_clear_pointer (&order->help_kind, g_free);
  g_clear_pointer (&order->help_command, g_free);
  order->help_since_ms = 0;
}

/* Times are kept: what was worked was worked, and an interval that opens again opens now. An order
 * that another application stopped meanwhile stays stopped. */
static void
restore_run (StanokOrder       *order,
             const StanokOrder *before,
             gint64             at_ms)
{
  StanokRun run = before->run;

  if (run == STANOK_RUN_RUNNING && !stanok_order_is_open (order))
    run = STANOK_RUN_PAUSED;
  set_run (order, run, before->pause_reason, at_ms);
}

/* Flags and priority only if the command meant changed them: others may have changed them since. */
void
stanok_effect_restore (StanokOrder           *order,
                       const StanokSituation *situation)
{
  const StanokRevertTarget *target = &situation->context->revert;
  const StanokOrder *before = target->before;

  if (target->type == STANOK_COMMAND_HOLD || target->type == STANOK_COMMAND_UNHOLD)
    {
      set_string (&order->held_reason, before->held_reason);
      set_string (&order->held_by, before->held_by);
      order->held_since_ms = before->held_since_ms;
    }
  if (target->type == STANOK_COMMAND_PRIORITISE)
    order->priority = before->priority;

  order->state = before->state;
  restore_run (order, before, situation->context->at_ms);
  set_string (&order->holder_operator, before->holder_operator);
  set_string (&order->holder_device, before->holder_device);
  order->holder_since_ms = before->holder_since_ms;
  if (order->holder_operator != NULL)
    end_lease (order);
  set_string (&order->started_model, before->started_model);
  order->started_instructions_rev = before->started_instructions_rev;
  stanok_effect_take_pieces (order, situation);
}

void
stanok_effect_take_pieces (StanokOrder           *order,
                           const StanokSituation *situation)
{
  order->good -= situation->context->revert.good;
  order->scrap -= situation->context->revert.scrap;
}
