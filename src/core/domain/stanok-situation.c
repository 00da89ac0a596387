/* stanok-situation.c: the questions that the lifecycle's table asks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-situation.h"

/* NULL equals nothing, not even NULL: nobody is not the same person as nobody. */
static gboolean
is_same (const char *a,
         const char *b)
{
  return a != NULL && b != NULL && g_str_equal (a, b);
}

/* May be asked of an unknown order. */
gboolean
stanok_situation_is_unknown_order (const StanokSituation *self)
{
  return self->order == NULL;
}

/* May be asked of an unknown order. */
gboolean
stanok_situation_is_actor_out (const StanokSituation *self)
{
  return self->context->actor_unknown || self->context->actor_revoked;
}

gboolean
stanok_situation_is_out_of_scope (const StanokSituation *self)
{
  return self->context->is_out_of_scope;
}

/* May be asked of an unknown order. */
gboolean
stanok_situation_lacks_role (const StanokSituation *self)
{
  return stanok_command_is_supervisors (self->command->type) && !self->context->is_supervisor;
}

gboolean
stanok_situation_is_over_limit (const StanokSituation *self)
{
  return self->context->is_over_limit;
}

/* Nobody on the floor has to do with an order before its approval. */
gboolean
stanok_situation_is_early (const StanokSituation *self)
{
  return self->order->state < STANOK_STATE_MANUFACTURING_APPROVED;
}

gboolean
stanok_situation_is_past_approval (const StanokSituation *self)
{
  return self->order->state > STANOK_STATE_MANUFACTURING_APPROVED;
}

gboolean
stanok_situation_is_started (const StanokSituation *self)
{
  return self->order->state == STANOK_STATE_MANUFACTURING_STARTED;
}

/* Completed, or any state after that. */
gboolean
stanok_situation_is_completed (const StanokSituation *self)
{
  return self->order->state >= STANOK_STATE_MANUFACTURING_COMPLETED;
}

gboolean
stanok_situation_is_packable (const StanokSituation *self)
{
  return self->order->state == STANOK_STATE_MANUFACTURING_COMPLETED;
}

gboolean
stanok_situation_is_packed (const StanokSituation *self)
{
  return self->order->state == STANOK_STATE_PACKAGING;
}

gboolean
stanok_situation_is_shipped (const StanokSituation *self)
{
  return self->order->state == STANOK_STATE_SHIPPED;
}

gboolean
stanok_situation_is_reopenable (const StanokSituation *self)
{
  return stanok_situation_is_packable (self) || stanok_situation_is_packed (self);
}

gboolean
stanok_situation_is_running (const StanokSituation *self)
{
  return self->order->run == STANOK_RUN_RUNNING;
}

gboolean
stanok_situation_is_paused (const StanokSituation *self)
{
  return self->order->run == STANOK_RUN_PAUSED;
}

gboolean
stanok_situation_is_held (const StanokSituation *self)
{
  return self->order->held_reason != NULL;
}

gboolean
stanok_situation_is_free (const StanokSituation *self)
{
  return self->order->held_reason == NULL;
}

/* On hold for the very reason that the command gives. */
gboolean
stanok_situation_is_held_so (const StanokSituation *self)
{
  return is_same (self->order->held_reason, self->command->args.reason);
}

gboolean
stanok_situation_is_cancelled (const StanokSituation *self)
{
  return self->order->cancelled;
}

gboolean
stanok_situation_is_stopped (const StanokSituation *self)
{
  return !stanok_order_is_open (self->order);
}

/* Not to be worked on, whoever asks. */
gboolean
stanok_situation_is_shut (const StanokSituation *self)
{
  return stanok_situation_is_stopped (self) ||
         stanok_situation_is_early (self) ||
         stanok_situation_is_completed (self);
}

/* An expired lease blocks nobody (S22). */
gboolean
stanok_situation_is_leased_elsewhere (const StanokSituation *self)
{
  return self->order->lease_device != NULL &&
         !is_same (self->order->lease_device, self->context->device_id) &&
         self->order->lease_until_ms > self->context->at_ms;
}

/* A holder's right is stronger than a lease. */
gboolean
stanok_situation_is_reserved (const StanokSituation *self)
{
  return stanok_situation_is_nobodys (self) && stanok_situation_is_leased_elsewhere (self);
}

gboolean
stanok_situation_is_nobodys (const StanokSituation *self)
{
  return self->order->holder_operator == NULL;
}

/* On whatever device. */
gboolean
stanok_situation_is_mine (const StanokSituation *self)
{
  return is_same (self->order->holder_operator, self->command->operator_id);
}

static gboolean
wants_start (const StanokSituation *self)
{
  return self->command->args.start && !stanok_situation_is_started (self);
}

/* A claim that has nothing to change. */
gboolean
stanok_situation_is_mine_as_wanted (const StanokSituation *self)
{
  return stanok_situation_is_mine (self) &&
         is_same (self->order->holder_device, self->context->device_id) &&
         !wants_start (self);
}

/* A claim that moves or starts what is mine; to start it, it has to be open: both or neither. */
gboolean
stanok_situation_is_mine_to_change (const StanokSituation *self)
{
  return stanok_situation_is_mine (self) &&
         (!wants_start (self) || stanok_order_is_open (self->order));
}

gboolean
stanok_situation_is_mine_started (const StanokSituation *self)
{
  return stanok_situation_is_mine (self) && stanok_situation_is_started (self);
}

gboolean
stanok_situation_is_others (const StanokSituation *self)
{
  return !stanok_situation_is_nobodys (self) && !stanok_situation_is_mine (self);
}

gboolean
stanok_situation_is_not_mine (const StanokSituation *self)
{
  return !stanok_situation_is_mine (self);
}

/* Held already by whom it is to be given to. */
gboolean
stanok_situation_is_receivers (const StanokSituation *self)
{
  return is_same (self->order->holder_operator, self->command->args.to);
}

gboolean
stanok_situation_is_receiver_unfit (const StanokSituation *self)
{
  return self->command->args.to == NULL || !self->context->is_to_active;
}

/* It may be given away by its holder or a supervisor, and taken over at the holder's own device. */
gboolean
stanok_situation_is_not_mine_to_give (const StanokSituation *self)
{
  return !stanok_situation_is_mine (self) &&
         !self->context->is_supervisor &&
         !(self->context->is_at_holders_device &&
           is_same (self->command->args.to, self->command->operator_id));
}

/* Good pieces in all, if the command's are added. */
gint64
stanok_situation_get_good_after (const StanokSituation *self)
{
  gint64 sum;

  if (__builtin_add_overflow (self->order->good, self->command->args.good, &sum))
    return G_MAXINT64;
  return sum;
}

gboolean
stanok_situation_is_short (const StanokSituation *self)
{
  return stanok_situation_get_good_after (self) < stanok_order_get_least_good (self->order);
}

gboolean
stanok_situation_is_over (const StanokSituation *self)
{
  return stanok_situation_get_good_after (self) > stanok_order_get_most_good (self->order);
}

static gboolean
is_outdated (const StanokOrder *order,
             const char        *model,
             gint64             instructions_rev)
{
  const StanokFile *file = stanok_order_get_file (order, "model");

  return (instructions_rev != 0 && instructions_rev != order->instructions_rev) ||
         (model != NULL && (file == NULL || !is_same (model, file->sha256)));
}

/* What was on the screen is not what is to be made now. The unknown is held against nobody. */
gboolean
stanok_situation_saw_old (const StanokSituation *self)
{
  return is_outdated (self->order, self->command->saw_model, self->command->saw_instructions_rev);
}

/* The command starts the work by the way. */
gboolean
stanok_situation_starts_with_old (const StanokSituation *self)
{
  return !stanok_situation_is_started (self) && stanok_situation_saw_old (self);
}

/* Work that only starts with this command has no earlier start to look at. */
gboolean
stanok_situation_is_built_to_old (const StanokSituation *self)
{
  return stanok_situation_saw_old (self) ||
         (stanok_situation_is_started (self) &&
          is_outdated (self->order, self->order->started_model,
                       self->order->started_instructions_rev));
}

gboolean
stanok_situation_is_so_urgent (const StanokSituation *self)
{
  return self->order->priority == self->command->args.priority;
}

/* Only a known order can say that it has no such exception; may be asked of an unknown one. */
gboolean
stanok_situation_is_resolved (const StanokSituation *self)
{
  if (self->order == NULL)
    return FALSE;
  for (guint i = 0; i < self->order->exceptions->len; i++)
    {
      const StanokOrderException *exception = self->order->exceptions->pdata[i];

      if (is_same (exception->id, self->command->args.exception_id))
        return FALSE;
    }
  return TRUE;
}

gboolean
stanok_situation_is_reverted (const StanokSituation *self)
{
  return self->context->revert.known && self->context->revert.reverted;
}

/* Somebody may be sure of his lease on an order that would get its holder back. */
static gboolean
would_break_lease (const StanokSituation *self)
{
  const StanokOrder *before = self->context->revert.before;

  return before != NULL && before->holder_operator != NULL && stanok_situation_is_reserved (self);
}

/* Not his to take back, or too late, or more than is there, or closed by another application. */
gboolean
stanok_situation_is_irrevocable (const StanokSituation *self)
{
  const StanokRevertTarget *target = &self->context->revert;

  return !target->known ||
         !target->within_policy ||
         target->type == STANOK_COMMAND_REVERT ||
         !(is_same (target->operator_id, self->command->operator_id) ||
           self->context->is_supervisor) ||
         self->order->state == STANOK_STATE_CLOSED ||
         target->good > self->order->good ||
         target->scrap > self->order->scrap ||
         would_break_lease (self);
}

/* The command meant is the order's newest effect, and what was before it is known. */
gboolean
stanok_situation_is_newest (const StanokSituation *self)
{
  return self->context->revert.before != NULL &&
         is_same (self->order->last_command, self->command->args.command_id);
}

/* The command meant only added pieces to work that is still going on. */
gboolean
stanok_situation_is_progress (const StanokSituation *self)
{
  return self->context->revert.type == STANOK_COMMAND_PROGRESS &&
         stanok_situation_is_started (self);
}
