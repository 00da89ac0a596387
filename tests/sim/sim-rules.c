/* sim-rules.c: the table of commands once more, from the protocol's text and not from the code
 *
 * One function a row, in the words of the table; what the simulated people never do is left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-rules.h"

typedef struct {
  SimOrder              *order;
  const SimAct          *act;
  const SimRulesContext *context;
} Case;

static const SimVerdict already = { STANOK_OUTCOME_ALREADY, 0, 0, FALSE };
static const SimVerdict noted = { STANOK_OUTCOME_APPLIED, 0, 0, FALSE };
static const SimVerdict applied = { STANOK_OUTCOME_APPLIED, 0, 0, TRUE };

static SimVerdict
refused (StanokProblemType problem)
{
  return (SimVerdict) { STANOK_OUTCOME_REFUSED, 0, problem, FALSE };
}

static SimVerdict
recorded (StanokExceptionKind kind)
{
  return (SimVerdict) { STANOK_OUTCOME_RECORDED, kind, 0, FALSE };
}

static SimVerdict
recorded_with_effect (StanokExceptionKind kind)
{
  return (SimVerdict) { STANOK_OUTCOME_RECORDED, kind, 0, TRUE };
}

gboolean
sim_rules_is_intent (StanokCommandType type)
{
  switch ((int) type)
    {
    case STANOK_COMMAND_CLAIM:
    case STANOK_COMMAND_RELEASE:
    case STANOK_COMMAND_HAND_OVER:
    case STANOK_COMMAND_PRIORITISE:
    case STANOK_COMMAND_REVERT:
      return TRUE;
    default:
      return FALSE;
    }
}

/* ---- the questions of the table ------------------------------------------------------ */

static gboolean
is_open (const SimOrder *order)
{
  return !order->held && !order->cancelled;
}

static gboolean
is_mine (const Case *c)
{
  return c->order->holder == c->act->actor;
}

static gboolean
is_others (const Case *c)
{
  return c->order->holder != SIM_NOBODY && !is_mine (c);
}

static gboolean
is_started (const SimOrder *order)
{
  return order->state == STANOK_STATE_MANUFACTURING_STARTED;
}

/* Held, cancelled, or neither APPROVED nor STARTED. */
static gboolean
is_closed_to_work (const SimOrder *order)
{
  return !is_open (order) || (order->state != STANOK_STATE_MANUFACTURING_APPROVED &&
                              !is_started (order));
}

static gboolean
saw_old (const Case *c)
{
  return c->act->saw_rev != 0 && c->act->saw_rev != c->order->instructions_rev;
}

/* ceil (ordered * (1 - t / 100)) to floor (ordered * (1 + t / 100)) */
static gboolean
is_short (const Case *c)
{
  const SimOrder *order = c->order;

  return (order->good + c->act->good) * 100 < order->ordered * (100 - order->tolerance_pct);
}

static gboolean
is_over (const Case *c)
{
  const SimOrder *order = c->order;

  return (order->good + c->act->good) * 100 > order->ordered * (100 + order->tolerance_pct);
}

/* ---- effects ------------------------------------------------------------------------- */

static void
begin (Case *c)
{
  if (c->order->holder == SIM_NOBODY)
    {
      c->order->holder = c->act->actor;
      c->order->holder_kiosk = c->act->kiosk;
    }
  c->order->state = STANOK_STATE_MANUFACTURING_STARTED;
  c->order->run = STANOK_RUN_RUNNING;
  c->order->started_rev = c->act->saw_rev != 0 ? c->act->saw_rev : c->order->instructions_rev;
}

static void
report (Case *c)
{
  if (!is_started (c->order))
    begin (c);
  c->order->good += c->act->good;
  c->order->scrap += c->act->scrap;
}

static void
let_go (SimOrder *order)
{
  order->run = STANOK_RUN_IDLE;
  order->holder = order->holder_kiosk = SIM_NOBODY;
}

/* ---- the rows ------------------------------------------------------------------------ */

static SimVerdict
claim (Case *c)
{
  SimOrder *order = c->order;
  gboolean starts = c->act->start && !is_started (order);

  if (is_mine (c) && order->holder_kiosk == c->act->kiosk && !starts)
    return already;
  if (!is_mine (c) && is_others (c))
    return refused (STANOK_PROBLEM_ALREADY_CLAIMED);
  /* Moving what is mine is always possible, starting it only while it is open. */
  if (!is_mine (c) || starts)
    {
      if (order->held)
        return refused (STANOK_PROBLEM_ORDER_HELD);
      if (order->cancelled)
        return refused (STANOK_PROBLEM_ORDER_CANCELLED);
    }
  if (!is_mine (c) && order->state > STANOK_STATE_MANUFACTURING_APPROVED)
    return refused (STANOK_PROBLEM_ORDER_CLOSED);
  if (!is_mine (c) && c->context->is_over_limit)
    return refused (STANOK_PROBLEM_OPERATOR_BUSY);
  order->holder = c->act->actor;
  order->holder_kiosk = c->act->kiosk;
  if (starts)
    begin (c);
  return applied;
}

static SimVerdict
release (Case *c)
{
  if (c->order->state >= STANOK_STATE_MANUFACTURING_COMPLETED)
    return refused (STANOK_PROBLEM_WRONG_STATE);
  if (!is_mine (c))
    return already;
  c->order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  let_go (c->order);
  return applied;
}

static SimVerdict
hand_over (Case *c)
{
  SimOrder *order = c->order;
  gboolean takes_it_himself = c->act->to == c->act->actor && order->holder != SIM_NOBODY &&
                              order->holder_kiosk == c->act->kiosk;

  if (order->state >= STANOK_STATE_MANUFACTURING_COMPLETED)
    return refused (STANOK_PROBLEM_ORDER_CLOSED);
  if (order->held)
    return refused (STANOK_PROBLEM_ORDER_HELD);
  if (order->cancelled)
    return refused (STANOK_PROBLEM_ORDER_CANCELLED);
  if (order->holder == c->act->to)
    return already;
  if (!is_mine (c) && !takes_it_himself)
    return refused (STANOK_PROBLEM_NOT_HOLDER);
  order->holder = c->act->to;
  order->holder_kiosk = c->act->kiosk;
  if (order->run == STANOK_RUN_RUNNING)
    order->run = STANOK_RUN_PAUSED;
  return applied;
}

static SimVerdict
start (Case *c)
{
  gboolean is_old = saw_old (c);

  if (is_closed_to_work (c->order))
    return recorded (STANOK_EXCEPTION_WORK_ON_CLOSED);
  if (is_mine (c) && is_started (c->order))
    return already;
  if (is_others (c))
    return recorded (STANOK_EXCEPTION_DOUBLE_WORK);
  begin (c);
  return is_old ? recorded_with_effect (STANOK_EXCEPTION_OLD_REVISION) : applied;
}

static SimVerdict
pause_or_resume (Case     *c,
                 StanokRun run)
{
  if (c->order->run == run)
    return already;
  if (c->order->holder == SIM_NOBODY)
    return noted;
  /* A hold has paused it already, so whoever pauses his own work finds it open. */
  if (run == STANOK_RUN_PAUSED && is_mine (c) && is_started (c->order))
    {
      c->order->run = run;
      return applied;
    }
  if (is_closed_to_work (c->order))
    return recorded (STANOK_EXCEPTION_WORK_ON_CLOSED);
  if (is_others (c))
    return recorded (STANOK_EXCEPTION_DOUBLE_WORK);
  if (!is_started (c->order))
    return noted;
  c->order->run = run;
  return applied;
}

static SimVerdict
progress (Case *c)
{
  gboolean is_much = is_over (c), begins_with_old = saw_old (c) && !is_started (c->order);

  if (c->order->state >= STANOK_STATE_MANUFACTURING_COMPLETED)
    return recorded (STANOK_EXCEPTION_LATE_REPORT);
  if (is_closed_to_work (c->order))
    return recorded (STANOK_EXCEPTION_WORK_ON_CLOSED);
  if (is_others (c))
    return recorded (STANOK_EXCEPTION_DOUBLE_WORK);
  report (c);
  if (is_much)
    return recorded_with_effect (STANOK_EXCEPTION_OVER_QUANTITY);
  return begins_with_old ? recorded_with_effect (STANOK_EXCEPTION_OLD_REVISION) : applied;
}

static SimVerdict
complete (Case *c)
{
  SimOrder *order = c->order;
  gboolean is_little = is_short (c), is_much = is_over (c), is_old = saw_old (c);

  if (order->state >= STANOK_STATE_MANUFACTURING_COMPLETED)
    return recorded (STANOK_EXCEPTION_DUPLICATE_COMPLETION);
  if (is_closed_to_work (order))
    return recorded (STANOK_EXCEPTION_WORK_ON_CLOSED);
  if (is_others (c))
    return recorded (STANOK_EXCEPTION_DOUBLE_WORK);
  if (is_started (order) && order->started_rev != 0 &&
      order->started_rev != order->instructions_rev)
    is_old = TRUE;
  report (c);
  order->state = STANOK_STATE_MANUFACTURING_COMPLETED;
  let_go (order);
  if (is_little)
    return recorded_with_effect (STANOK_EXCEPTION_SHORT_QUANTITY);
  if (is_much)
    return recorded_with_effect (STANOK_EXCEPTION_OVER_QUANTITY);
  return is_old ? recorded_with_effect (STANOK_EXCEPTION_BUILT_TO_OLD_REVISION) : applied;
}

static SimVerdict
move_on (Case       *c,
         StanokState from,
         StanokState to)
{
  if (c->order->state == to)
    return already;
  if (!is_open (c->order))
    return recorded (STANOK_EXCEPTION_WORK_ON_CLOSED);
  if (c->order->state != from)
    return recorded (STANOK_EXCEPTION_OUT_OF_ORDER);
  c->order->state = to;
  return applied;
}

/* The order's newest effect apart from note, attach, help; or any of his progress while STARTED. */
static SimVerdict
revert (Case *c)
{
  const SimTarget *target = &c->context->target;
  const SimOrder *before = &target->before;
  SimOrder *order = c->order;

  if (!target->had_effect)
    return refused (STANOK_PROBLEM_CANNOT_REVERT);
  if (target->is_reverted)
    return already;
  if (target->act.actor != c->act->actor || target->act.type == STANOK_COMMAND_REVERT ||
      target->act.good > order->good || target->act.scrap > order->scrap)
    return refused (STANOK_PROBLEM_CANNOT_REVERT);
  if (order->last == target->number)
    {
      order->state = before->state;
      order->run = before->run == STANOK_RUN_RUNNING && !is_open (order) ? STANOK_RUN_PAUSED
                                                                          : before->run;
      order->holder = before->holder;
      order->holder_kiosk = before->holder_kiosk;
      order->started_rev = before->started_rev;
    }
  else if (target->act.type != STANOK_COMMAND_PROGRESS || !is_started (order))
    return refused (STANOK_PROBLEM_CANNOT_REVERT);
  order->good -= target->act.good;
  order->scrap -= target->act.scrap;
  return applied;
}

static SimVerdict
apply_row (Case *c)
{
  switch ((int) c->act->type)
    {
    case STANOK_COMMAND_CLAIM:
      return claim (c);
    case STANOK_COMMAND_RELEASE:
      return release (c);
    case STANOK_COMMAND_HAND_OVER:
      return hand_over (c);
    case STANOK_COMMAND_START:
      return start (c);
    case STANOK_COMMAND_PAUSE:
      return pause_or_resume (c, STANOK_RUN_PAUSED);
    case STANOK_COMMAND_RESUME:
      return pause_or_resume (c, STANOK_RUN_RUNNING);
    case STANOK_COMMAND_PROGRESS:
      return progress (c);
    case STANOK_COMMAND_COMPLETE:
      return complete (c);
    case STANOK_COMMAND_PACK:
      return move_on (c, STANOK_STATE_MANUFACTURING_COMPLETED, STANOK_STATE_PACKAGING);
    case STANOK_COMMAND_SHIP:
      return move_on (c, STANOK_STATE_PACKAGING, STANOK_STATE_SHIPPED);
    case STANOK_COMMAND_REVERT:
      return revert (c);
    case STANOK_COMMAND_PRIORITISE:
      /* A kiosk cannot promote itself: there is no session that the server has checked. */
      return refused (STANOK_PROBLEM_NOT_PERMITTED);
    case STANOK_COMMAND_HELP:
      return applied;
    default:
      return noted;
    }
}

SimVerdict
sim_rules_apply (SimOrder              *order,
                 const SimAct          *act,
                 const SimRulesContext *context)
{
  Case c = { order, act, context };
  SimVerdict verdict;

  if (!order->exists)
    return sim_rules_is_intent (act->type) ? refused (STANOK_PROBLEM_UNKNOWN_ORDER)
                                           : recorded (STANOK_EXCEPTION_UNKNOWN_ORDER);
  verdict = apply_row (&c);
  if (verdict.is_effect && act->type != STANOK_COMMAND_HELP)
    order->last = context->number;
  return verdict;
}
