/* stanok-fold.c: what a screen shows: the server's facts with the unsettled commands on top
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-fold.h"

/* What became of one pending command. */
typedef struct {
  const StanokCommand *command;
  StanokOrder         *before;      /* (owned) (nullable) NULL if it was part of base */
  gboolean             had_effect;
  gboolean             is_reverted;
} Step;

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->before, stanok_order_unref);
}

static const StanokOrderException *
find_exception (const StanokOrder   *base,
                const StanokCommand *command)
{
  for (guint i = 0; i < base->exceptions->len; i++)
    {
      const StanokOrderException *exception = base->exceptions->pdata[i];

      if (g_strcmp0 (exception->command_id, command->command_id) == 0)
        return exception;
    }
  return NULL;
}

static gboolean
is_part_of (const StanokOrder   *base,
            const StanokCommand *command)
{
  return g_strcmp0 (base->last_command, command->command_id) == 0 ||
         g_strcmp0 (base->help_command, command->command_id) == 0 ||
         find_exception (base, command) != NULL;
}

static gboolean
had_effect_on (const StanokOrder   *base,
               const StanokCommand *command)
{
  const StanokOrderException *exception = find_exception (base, command);
  int kind = exception != NULL ? stanok_exception_from_name (exception->kind) : -1;

  return exception == NULL ||
         (kind >= 0 && stanok_exception_has_effect ((StanokExceptionKind) kind));
}

/* A lane is executed in its order, so what is before a command that base contains is in it, too. */
static gsize
count_settled (const StanokOrder   *base,
               const StanokPending *pending,
               gsize                n_pending)
{
  gsize n = n_pending;

  while (n > 0 && !is_part_of (base, pending[n - 1].command))
    n--;
  return n;
}

static Step *
find_step (GArray     *steps,
           const char *command_id)
{
  for (guint i = 0; i < steps->len; i++)
    {
      Step *step = &g_array_index (steps, Step, i);

      if (g_strcmp0 (step->command->command_id, command_id) == 0)
        return step;
    }
  return NULL;
}

/* Of an effect that is part of base only progress can be shown as taken back. */
static gboolean
is_foreseeable (const Step *target)
{
  return target != NULL &&
         (target->before != NULL || target->command->type == STANOK_COMMAND_PROGRESS);
}

static void
describe_target (StanokRevertTarget *self,
                 const Step         *step)
{
  const StanokCommand *command = step->command;

  self->known = step->had_effect;
  self->reverted = step->is_reverted;
  self->within_policy = TRUE;
  self->type = command->type;
  self->operator_id = command->operator_id;
  self->good = command->args.good;
  self->scrap = stanok_command_get_scrap_count (command);
  self->before = step->before;
}

/* The best that a terminal can assume of what only the server knows: the people are who they were
 * when the command was recorded, and a supervisor's command was recorded in his session. */
static StanokContext
assume_context (const StanokOrder   *order,
                const StanokPending *pending)
{
  StanokContext context = { 0 };

  context.device_id = pending->device_id;
  context.at_ms = pending->at_ms;
  context.is_supervisor = stanok_command_is_supervisors (pending->command->type);
  context.is_to_active = TRUE;
  context.is_at_holders_device = order != NULL && order->holder_device != NULL &&
                                 g_strcmp0 (order->holder_device, pending->device_id) == 0;
  return context;
}

static void
count (StanokView         *view,
       const StanokResult *result)
{
  if (result->outcome == STANOK_OUTCOME_REFUSED)
    view->n_refused++;
  else if (result->outcome == STANOK_OUTCOME_RECORDED)
    view->n_recorded++;
  else
    view->n_applied++;
}

/* Only claims and facts ask for an order; who is given one has it from somebody else's hand. */
static gboolean
asks (StanokCommandType type)
{
  return type == STANOK_COMMAND_CLAIM || !stanok_command_is_intent (type);
}

static void
fold_one (StanokView          *view,
          GArray              *steps,
          const StanokPending *pending)
{
  StanokContext context = assume_context (view->order, pending);
  Step step = { pending->command, NULL, FALSE, FALSE };
  Step *target = NULL;
  StanokResult result;

  if (pending->command->type == STANOK_COMMAND_REVERT)
    {
      target = find_step (steps, pending->command->args.command_id);
      if (!is_foreseeable (target))
        {
          view->n_applied++;
          g_array_append_val (steps, step);
          return;
        }
      describe_target (&context.revert, target);
    }

  result = stanok_lifecycle_apply (view->order, pending->command, &context);
  count (view, &result);
  if (target != NULL && result.effect)
    target->is_reverted = TRUE;
  if (result.effect &&
      g_strcmp0 (result.order->holder_operator, view->order->holder_operator) != 0)
    view->asked = asks (pending->command->type);
  step.had_effect = result.effect;
  step.before = g_steal_pointer (&view->order);
  g_array_append_val (steps, step);
  view->order = g_steal_pointer (&result.order);
}

StanokView
stanok_fold (const StanokOrder   *base,
             const StanokPending *pending,
             gsize                n_pending)
{
  g_autoptr(GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  StanokView view = { NULL, 0, 0, 0, FALSE };
  gsize n_settled = 0;

  g_array_set_clear_func (steps, step_clear);
  if (base != NULL)
    {
      view.order = stanok_order_ref (base);
      n_settled = count_settled (base, pending, n_pending);
    }
  for (gsize i = 0; i < n_settled; i++)
    {
      const StanokCommand *command = pending[i].command;
      Step step = { command, NULL, had_effect_on (base, command), FALSE };

      view.n_applied++;
      g_array_append_val (steps, step);
    }
  for (gsize i = n_settled; i < n_pending; i++)
    fold_one (&view, steps, &pending[i]);

  view.asked = view.asked && view.order != NULL && view.order->holder_operator != NULL &&
               g_strcmp0 (view.order->holder_operator, base->holder_operator) != 0;
  return view;
}

void
stanok_view_clear (StanokView *self)
{
  g_clear_pointer (&self->order, stanok_order_unref);
}
