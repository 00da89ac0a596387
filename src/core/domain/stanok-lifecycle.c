/* stanok-lifecycle.c: the table that decides what a command does to an order
 *
 * Each command has a list of clauses; the first whose question is answered
 * with yes wins (LC6). Read a row from top to bottom as "if ..., then ...".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-lifecycle.h"

#include "domain/stanok-effects.h"

typedef struct {
  gboolean          (*question) (const StanokSituation *situation);  /* NULL: always yes */
  StanokOutcome       outcome;
  StanokExceptionKind exception;
  StanokProblemType   problem;
  StanokEffect        effect;       /* NULL: history only */
} Clause;

/* The last clause of a row must have no question, so that a row always decides. */
#define ASK(question)    stanok_situation_##question
#define ALWAYS           NULL
#define NOTHING          NULL
#define DO(effect)       stanok_effect_##effect

#define APPLY(question, effect)  { question, STANOK_OUTCOME_APPLIED, 0, 0, effect }
#define ALREADY(question)        { question, STANOK_OUTCOME_ALREADY, 0, 0, NULL }
#define REFUSE(question, kind) \
  { question, STANOK_OUTCOME_REFUSED, 0, STANOK_PROBLEM_##kind, NULL }
#define RECORD(question, kind, effect) \
  { question, STANOK_OUTCOME_RECORDED, STANOK_EXCEPTION_##kind, 0, effect }

/* Before the command's own row, for all of its kind; these need not decide. */
static const Clause any_intent[] = {
  REFUSE (ASK (is_actor_out),   NOT_PERMITTED),
  REFUSE (ASK (lacks_role),     NOT_PERMITTED),
};

static const Clause any_intent_on_order[] = {
  REFUSE (ASK (is_unknown_order), UNKNOWN_ORDER),
  REFUSE (ASK (is_actor_out),     NOT_PERMITTED),
  REFUSE (ASK (lacks_role),       NOT_PERMITTED),
  REFUSE (ASK (is_out_of_scope),  NOT_PERMITTED),
  REFUSE (ASK (is_early),         WRONG_STATE),
};

static const Clause any_fact[] = {
  RECORD (ASK (is_unknown_order), UNKNOWN_ORDER, NOTHING),
  RECORD (ASK (is_actor_out),     ACTOR_REVOKED, NOTHING),
  RECORD (ASK (is_out_of_scope),  OUT_OF_SCOPE,  NOTHING),
};

static const Clause any_fact_of_work[] = {
  RECORD (ASK (is_unknown_order), UNKNOWN_ORDER,  NOTHING),
  RECORD (ASK (is_actor_out),     ACTOR_REVOKED,  NOTHING),
  RECORD (ASK (is_out_of_scope),  OUT_OF_SCOPE,   NOTHING),
  RECORD (ASK (is_early),         WORK_ON_CLOSED, NOTHING),
};

static const Clause claim[] = {
  ALREADY (ASK (is_mine_as_wanted)),
  APPLY   (ASK (is_mine_to_change),  DO (claim)),
  REFUSE  (ASK (is_others),           ALREADY_CLAIMED),
  REFUSE  (ASK (is_reserved),         RESERVED),
  REFUSE  (ASK (is_held),             ORDER_HELD),
  REFUSE  (ASK (is_cancelled),        ORDER_CANCELLED),
  REFUSE  (ASK (is_past_approval),    ORDER_CLOSED),
  REFUSE  (ASK (is_over_limit),       OPERATOR_BUSY),
  APPLY   (ALWAYS,                   DO (claim)),
};

static const Clause release[] = {
  REFUSE  (ASK (is_completed),       WRONG_STATE),
  ALREADY (ASK (is_not_mine)),
  APPLY   (ALWAYS,                   DO (release)),
};

static const Clause hand_over[] = {
  REFUSE  (ASK (is_completed),         ORDER_CLOSED),
  REFUSE  (ASK (is_receiver_unfit),    NOT_PERMITTED),
  REFUSE  (ASK (is_reserved),          RESERVED),
  REFUSE  (ASK (is_held),              ORDER_HELD),
  REFUSE  (ASK (is_cancelled),         ORDER_CANCELLED),
  ALREADY (ASK (is_receivers)),
  REFUSE  (ASK (is_not_mine_to_give),  NOT_HOLDER),
  APPLY   (ALWAYS,                    DO (give)),
};

static const Clause start[] = {
  RECORD  (ASK (is_shut),          WORK_ON_CLOSED, NOTHING),
  ALREADY (ASK (is_mine_started)),
  RECORD  (ASK (is_others),        DOUBLE_WORK,    NOTHING),
  RECORD  (ASK (is_reserved),      RESERVED,       NOTHING),
  RECORD  (ASK (saw_old),          OLD_REVISION,   DO (start)),
  APPLY   (ALWAYS,                                 DO (start)),
};

/* Whoever has no right to the clock still leaves his times in the history. */
static const Clause pause[] = {
  ALREADY (ASK (is_paused)),
  APPLY   (ASK (is_nobodys),                       NOTHING),
  APPLY   (ASK (is_mine_started),                  DO (pause)),
  RECORD  (ASK (is_shut),          WORK_ON_CLOSED, NOTHING),
  RECORD  (ASK (is_others),        DOUBLE_WORK,    NOTHING),
  APPLY   (ALWAYS,                                 NOTHING),
};

static const Clause resume[] = {
  ALREADY (ASK (is_running)),
  APPLY   (ASK (is_nobodys),                       NOTHING),
  RECORD  (ASK (is_shut),          WORK_ON_CLOSED, NOTHING),
  RECORD  (ASK (is_others),        DOUBLE_WORK,    NOTHING),
  APPLY   (ASK (is_started),                       DO (resume)),
  APPLY   (ALWAYS,                                 NOTHING),
};

/* Who may report comes before how much: only the last three change the order. */
static const Clause progress[] = {
  RECORD  (ASK (is_completed),     LATE_REPORT,    NOTHING),
  RECORD  (ASK (is_shut),          WORK_ON_CLOSED, NOTHING),
  RECORD  (ASK (is_others),        DOUBLE_WORK,    NOTHING),
  RECORD  (ASK (is_reserved),      RESERVED,       NOTHING),
  RECORD  (ASK (is_over),          OVER_QUANTITY,  DO (progress)),
  RECORD  (ASK (starts_with_old),  OLD_REVISION,   DO (progress)),
  APPLY   (ALWAYS,                                 DO (progress)),
};

static const Clause complete[] = {
  RECORD  (ASK (is_completed),     DUPLICATE_COMPLETION,  NOTHING),
  RECORD  (ASK (is_shut),          WORK_ON_CLOSED,        NOTHING),
  RECORD  (ASK (is_others),        DOUBLE_WORK,           NOTHING),
  RECORD  (ASK (is_reserved),      RESERVED,              NOTHING),
  RECORD  (ASK (is_short),         SHORT_QUANTITY,        DO (complete)),
  RECORD  (ASK (is_over),          OVER_QUANTITY,         DO (complete)),
  RECORD  (ASK (is_built_to_old),  BUILT_TO_OLD_REVISION, DO (complete)),
  APPLY   (ALWAYS,                                        DO (complete)),
};

static const Clause pack[] = {
  ALREADY (ASK (is_packed)),
  RECORD  (ASK (is_stopped),       WORK_ON_CLOSED, NOTHING),
  APPLY   (ASK (is_packable),                      DO (pack)),
  RECORD  (ALWAYS,                 OUT_OF_ORDER,   NOTHING),
};

static const Clause ship[] = {
  ALREADY (ASK (is_shipped)),
  RECORD  (ASK (is_stopped),       WORK_ON_CLOSED, NOTHING),
  APPLY   (ASK (is_packed),                        DO (ship)),
  RECORD  (ALWAYS,                 OUT_OF_ORDER,   NOTHING),
};

static const Clause hold[] = {
  ALREADY (ASK (is_held_so)),
  APPLY   (ALWAYS,                 DO (hold)),
};

static const Clause unhold[] = {
  ALREADY (ASK (is_free)),
  APPLY   (ALWAYS,                 DO (unhold)),
};

static const Clause prioritise[] = {
  ALREADY (ASK (is_so_urgent)),
  APPLY   (ALWAYS,                 DO (prioritise)),
};

static const Clause reassign[] = {
  REFUSE  (ASK (is_completed),         ORDER_CLOSED),
  REFUSE  (ASK (is_receiver_unfit),    NOT_PERMITTED),
  REFUSE  (ASK (is_leased_elsewhere),  RESERVED),
  ALREADY (ASK (is_receivers)),
  APPLY   (ALWAYS,                    DO (give)),
};

static const Clause reopen[] = {
  APPLY   (ASK (is_reopenable),    DO (reopen)),
  REFUSE  (ALWAYS,                 WRONG_STATE),
};

/* Closing the exception, and applying it if that was decided, is the caller's: only he has the
 * command that raised it. */
static const Clause resolve[] = {
  ALREADY (ASK (is_resolved)),
  APPLY   (ALWAYS,                 NOTHING),
};

static const Clause help[]     = { APPLY (ALWAYS, DO (call_help)) };
static const Clause help_ack[] = { APPLY (ALWAYS, DO (end_help)) };
static const Clause note[]     = { APPLY (ALWAYS, NOTHING) };
static const Clause attach[]   = { APPLY (ALWAYS, NOTHING) };

static const Clause revert[] = {
  ALREADY (ASK (is_reverted)),
  REFUSE  (ASK (is_irrevocable),   CANNOT_REVERT),
  APPLY   (ASK (is_newest),        DO (restore)),
  APPLY   (ASK (is_progress),      DO (take_pieces)),
  REFUSE  (ALWAYS,                 CANNOT_REVERT),
};

typedef struct {
  const Clause *first;       /* asked before the command's own */
  guint         n_first;
  const Clause *own;
  gboolean      is_aside;    /* does not count as the order's newest effect */
} Row;

#define ROW(first, own)    { first, G_N_ELEMENTS (first), own, FALSE }
#define ASIDE(first, own)  { first, G_N_ELEMENTS (first), own, TRUE }

static const Row rows[STANOK_N_COMMANDS] = {
  [STANOK_COMMAND_CLAIM]      = ROW (any_intent_on_order, claim),
  [STANOK_COMMAND_RELEASE]    = ROW (any_intent_on_order, release),
  [STANOK_COMMAND_HAND_OVER]  = ROW (any_intent_on_order, hand_over),
  [STANOK_COMMAND_START]      = ROW (any_fact_of_work, start),
  [STANOK_COMMAND_PAUSE]      = ROW (any_fact_of_work, pause),
  [STANOK_COMMAND_RESUME]     = ROW (any_fact_of_work, resume),
  [STANOK_COMMAND_PROGRESS]   = ROW (any_fact_of_work, progress),
  [STANOK_COMMAND_COMPLETE]   = ROW (any_fact_of_work, complete),
  [STANOK_COMMAND_PACK]       = ROW (any_fact_of_work, pack),
  [STANOK_COMMAND_SHIP]       = ROW (any_fact_of_work, ship),
  [STANOK_COMMAND_HOLD]       = ROW (any_intent_on_order, hold),
  [STANOK_COMMAND_UNHOLD]     = ROW (any_intent_on_order, unhold),
  [STANOK_COMMAND_PRIORITISE] = ROW (any_intent_on_order, prioritise),
  [STANOK_COMMAND_REASSIGN]   = ROW (any_intent_on_order, reassign),
  [STANOK_COMMAND_REOPEN]     = ROW (any_intent_on_order, reopen),
  [STANOK_COMMAND_RESOLVE]    = ASIDE (any_intent, resolve),
  [STANOK_COMMAND_HELP]       = ASIDE (any_fact, help),
  [STANOK_COMMAND_HELP_ACK]   = ASIDE (any_fact, help_ack),
  [STANOK_COMMAND_NOTE]       = ASIDE (any_fact, note),
  [STANOK_COMMAND_ATTACH]     = ASIDE (any_fact, attach),
  [STANOK_COMMAND_REVERT]     = ROW (any_intent_on_order, revert),
};

static const Clause *
find_clause (const Row             *row,
             const StanokSituation *situation)
{
  const Clause *clause;

  for (guint i = 0; i < row->n_first; i++)
    if (row->first[i].question (situation))
      return &row->first[i];
  for (clause = row->own; clause->question != NULL; clause++)
    if (clause->question (situation))
      break;
  return clause;
}

static StanokOrder *
change (const StanokSituation *situation,
        StanokEffect           effect,
        gboolean               is_aside)
{
  const StanokCommand *command = situation->command;
  StanokOrder *order = stanok_order_copy (situation->order);

  effect (order, situation);
  if (!is_aside)
    {
      g_free (order->last_command);
      order->last_command = g_strdup (command->command_id);
      g_free (order->last_type);
      order->last_type = g_strdup (stanok_command_name (command->type));
      g_free (order->last_operator);
      order->last_operator = g_strdup (command->operator_id);
    }
  return order;
}

StanokResult
stanok_lifecycle_apply (const StanokOrder   *order,
                        const StanokCommand *command,
                        const StanokContext *context)
{
  const StanokSituation situation = { order, command, context };
  StanokResult result = { STANOK_OUTCOME_REFUSED, 0, STANOK_PROBLEM_INTERNAL, FALSE, NULL };
  const Clause *clause;

  g_return_val_if_fail (command != NULL && command->type < STANOK_N_COMMANDS, result);
  g_return_val_if_fail (context != NULL, result);

  clause = find_clause (&rows[command->type], &situation);
  result.outcome = clause->outcome;
  result.exception = clause->exception;
  result.problem = clause->problem;
  if (order == NULL)
    return result;
  if (clause->effect != NULL)
    {
      result.order = change (&situation, clause->effect, rows[command->type].is_aside);
      result.effect = !stanok_order_equal (result.order, order);
    }
  if (!result.effect)
    {
      stanok_result_clear (&result);
      result.order = stanok_order_ref (order);
    }
  return result;
}

void
stanok_result_clear (StanokResult *self)
{
  g_clear_pointer (&self->order, stanok_order_unref);
  self->effect = FALSE;
}

StanokOrder *
stanok_lifecycle_cancel (const StanokOrder *order,
                         gint64             at_ms)
{
  StanokOrder *cancelled = stanok_order_copy (order);

  cancelled->cancelled = TRUE;
  stanok_effect_interrupt (cancelled, at_ms);
  return cancelled;
}
