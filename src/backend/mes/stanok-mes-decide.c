/* stanok-mes-decide.c: what the lifecycle has to know, and what its answer does to the database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-decide.h"

#include <string.h>

#include "domain/stanok-mutant.h"
#include "mes/stanok-mes-history.h"

#define REVERT_MAX_MS (12 * 60 * 60 * G_GINT64_CONSTANT (1000))   /* a shift, and its overtime */

typedef struct {
  StanokContext       context;
  StanokMesLedgerRow *target;     /* (owned) (nullable) what a revert takes back */
  StanokOrder        *before;     /* (owned) (nullable) */
} Knowledge;

static void
knowledge_clear (Knowledge *self)
{
  g_clear_pointer (&self->target, stanok_mes_ledger_row_free);
  g_clear_pointer (&self->before, stanok_order_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Knowledge, knowledge_clear)

static gint64
add (gint64 a,
     gint64 b)
{
  gint64 sum;

  if (__builtin_add_overflow (a, b, &sum))
    return b > 0 ? G_MAXINT64 : G_MININT64;
  return sum;
}

/* T4: after what the lane did before, and not in the future. -1 on failure. */
static gint64
settle_time (StanokMes               *mes,
             const StanokMesDelivery *delivery,
             GError                 **error)
{
  StanokClockHeader clock = { 0, FALSE, 0 };
  gint64 earlier = stanok_mes_ledger_find_lane_time (mes, delivery->place->device,
                                                     delivery->command->order_id, error);

  if (earlier < 0)
    return -1;
  /* A clock that was never compared is taken at its word: there is nothing better. */
  stanok_clock_header_parse (delivery->clock, &clock);
  return MIN (MAX (add (delivery->command->wall_ms, clock.offset_ms), add (earlier, 1)),
              delivery->received_ms);
}

static gboolean
count_held (StanokMes               *mes,
            const StanokMesDelivery *delivery,
            gint64                  *n_held,
            GError                 **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT count(*) AS n FROM orders WHERE holder = ?1 AND id <> ?2 AND state IN "
                "('MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED')", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, delivery->command->operator_id);
  stanok_sql_bind_text (query, 2, delivery->command->order_id);
  if (!stanok_sql_step (query, error))
    return FALSE;
  *n_held = stanok_sql_int (query, "n");
  return TRUE;
}

static gboolean
learn_target (StanokMes               *mes,
              const StanokMesDelivery *delivery,
              Knowledge               *knowledge,
              GError                 **error)
{
  StanokRevertTarget *revert = &knowledge->context.revert;
  const StanokMesLedgerRow *target;
  g_autoptr(GError) local_error = NULL;

  knowledge->target = stanok_mes_ledger_find (mes, delivery->command->args.command_id,
                                              &local_error);
  target = knowledge->target;
  if (target != NULL && delivery->order != NULL)
    knowledge->before = stanok_mes_history_rewind (mes, delivery->order, target->command_id,
                                                   &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (target == NULL)
    return TRUE;
  revert->known = target->has_effect &&
                  strcmp (target->order_id, delivery->command->order_id) == 0;
  revert->reverted = target->reverted_by != NULL;
  revert->within_policy = target->received_ms > delivery->received_ms - REVERT_MAX_MS;
  revert->type = (StanokCommandType) MAX (0, stanok_command_from_name (target->type));
  revert->operator_id = target->operator_id;
  revert->good = target->good;
  revert->scrap = target->scrap;
  revert->before = knowledge->before;
  return TRUE;
}

static gboolean
learn (StanokMes               *mes,
       const StanokMesDelivery *delivery,
       Knowledge               *knowledge,
       GError                 **error)
{
  const StanokCommand *command = delivery->command;
  StanokContext *context = &knowledge->context;
  const StanokMesPerson *actor = stanok_mes_people_find_person (mes->people, command->operator_id);
  const StanokMesPerson *receiver = NULL;
  gint64 n_held = 0;

  context->device_id = delivery->place->device;
  context->at_ms = settle_time (mes, delivery, error);
  if (context->at_ms < 0)
    return FALSE;
  context->actor_unknown = actor == NULL || !actor->op.active;
  context->actor_revoked = actor != NULL && actor->revoked_ms != 0 &&
                           actor->revoked_ms <= context->at_ms;
  if (command->args.to != NULL)
    receiver = stanok_mes_people_find_person (mes->people, command->args.to);
  context->is_to_active = receiver != NULL && receiver->op.active && receiver->revoked_ms == 0;
  context->is_at_holders_device = delivery->order != NULL &&
                                  g_strcmp0 (delivery->order->holder_device,
                                             context->device_id) == 0;
  if (command->type == STANOK_COMMAND_CLAIM && !count_held (mes, delivery, &n_held, error))
    return FALSE;
  context->is_over_limit = n_held >= mes->config.orders_per_operator;
  return command->type != STANOK_COMMAND_REVERT || learn_target (mes, delivery, knowledge, error);
}

/* ---- storing -------------------------------------------------------------------------------- */

static gboolean
write_exception (StanokMes                *mes,
                 const StanokMesLedgerRow *row,
                 GError                  **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      mes->sql, "INSERT INTO exceptions (id, order_id, command_id, kind, at_ms) "
                "VALUES (?1, ?2, ?3, ?4, ?5)", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, row->exception_id);
  stanok_sql_bind_text (query, 2, row->order_id);
  stanok_sql_bind_text (query, 3, row->command_id);
  stanok_sql_bind_text (query, 4, row->exception);
  stanok_sql_bind_int (query, 5, row->at_ms);
  return stanok_sql_run (query, error) >= 0;
}

static void
add_exception (StanokOrder              *order,
               const StanokMesLedgerRow *row)
{
  StanokOrderException *exception = stanok_order_exception_new ();

  exception->id = g_strdup (row->exception_id);
  exception->kind = g_strdup (row->exception);
  exception->command_id = g_strdup (row->command_id);
  exception->at_ms = row->at_ms;
  g_ptr_array_add (order->exceptions, exception);
}

/* The order as it stands afterwards; the same object if the command left it alone. */
static StanokOrder *
make_after (const StanokResult       *result,
            const StanokMesLedgerRow *row)
{
  StanokOrder *after;

  if (result->order == NULL)
    return NULL;
  if (!result->effect && row->exception_id == NULL)
    return stanok_order_ref (result->order);
  after = stanok_order_copy (result->order);
  if (row->exception_id != NULL)
    add_exception (after, row);
  return after;
}

static StanokMesLedgerRow *
make_row (const StanokMesDelivery *delivery,
          const StanokResult      *result,
          gint64                   at_ms)
{
  const StanokCommand *command = delivery->command;
  StanokMesLedgerRow *row = g_new0 (StanokMesLedgerRow, 1);
  gsize n_body;
  const char *body = g_bytes_get_data (delivery->body, &n_body);

  row->command_id = g_strdup (command->command_id);
  row->device_id = g_strdup (delivery->place->device);
  row->order_id = g_strdup (command->order_id);
  row->type = g_strdup (stanok_command_name (command->type));
  row->operator_id = g_strdup (command->operator_id);
  row->fingerprint = g_strdup (delivery->fingerprint);
  row->received_ms = delivery->received_ms;
  row->at_ms = at_ms;
  row->status = result->outcome == STANOK_OUTCOME_REFUSED
                  ? stanok_problem_status (result->problem) : 200;
  row->outcome = g_strdup (stanok_outcome_name (result->outcome));
  row->problem = g_strdup (stanok_problem_name (result->problem));
  row->exception = g_strdup (stanok_exception_name (result->exception));
  if (row->exception != NULL)
    row->exception_id = g_strdup_printf ("x-%s", row->command_id);
  row->has_effect = result->effect;
  row->good = result->effect ? command->args.good : 0;
  row->scrap = result->effect ? stanok_command_get_scrap_count (command) : 0;
  row->clock = g_strdup (delivery->clock);
  row->body = g_strndup (body, n_body);
  return row;
}

/* Who stands in the way, and since when. */
static void
note_obstacle (StanokMesLedgerRow *row,
               const StanokOrder  *order,
               StanokProblemType   problem)
{
  if (order == NULL)
    return;
  if (problem == STANOK_PROBLEM_ALREADY_CLAIMED || problem == STANOK_PROBLEM_NOT_HOLDER)
    {
      row->by = g_strdup (order->holder_operator);
      row->since_ms = order->holder_since_ms;
    }
  if (problem == STANOK_PROBLEM_ORDER_HELD)
    {
      row->by = g_strdup (order->held_by);
      row->since_ms = order->held_since_ms;
    }
}

static gboolean
write_happening (StanokMes                *mes,
                 const StanokMesDelivery  *delivery,
                 const StanokMesLedgerRow *row,
                 const StanokOrder        *after,
                 GError                  **error)
{
  g_autofree char *args = stanok_command_args_to_json (delivery->command);
  const StanokMesHappening happening = {
    .order_id = row->order_id, .at_ms = row->at_ms, .received_ms = row->received_ms,
    .command_id = row->command_id, .type = row->type, .operator_id = row->operator_id,
    .device_id = row->device_id, .outcome = row->outcome, .before = delivery->order,
    .after = after, .args = args,
  };

  return stanok_mes_history_append (mes, &happening, error);
}

static gboolean
write_all (StanokMes               *mes,
           const StanokMesDelivery *delivery,
           StanokMesLedgerRow      *row,
           StanokOrder             *after,
           GError                 **error)
{
  const StanokCommand *command = delivery->command;

  if (after != delivery->order && after != NULL &&
      !stanok_mes_write_order (mes, after, &row->feed_seq, error))
    return FALSE;
  if (row->exception_id != NULL && !write_exception (mes, row, error))
    return FALSE;
  if (command->type == STANOK_COMMAND_REVERT && row->has_effect &&
      !stanok_mes_ledger_mark_reverted (mes, command->args.command_id, row->command_id, error))
    return FALSE;
  if (STANOK_MUTANT (LEDGER_APART) &&
      (!stanok_mes_commit (mes, error) || !stanok_mes_begin (mes, error)))
    return FALSE;
  return stanok_mes_ledger_append (mes, row, error) &&
         stanok_mes_ledger_append_sequence (mes, delivery->place, row->command_id, error) &&
         write_happening (mes, delivery, row, after, error);
}

StanokMesLedgerRow *
stanok_mes_decide (StanokMes               *mes,
                   const StanokMesDelivery *delivery,
                   GError                 **error)
{
  g_auto(Knowledge) knowledge = { { NULL } };
  g_auto(StanokResult) result = { STANOK_OUTCOME_REFUSED };
  g_autoptr(StanokMesLedgerRow) row = NULL;
  g_autoptr(StanokOrder) after = NULL;

  if (!learn (mes, delivery, &knowledge, error))
    return NULL;
  result = stanok_lifecycle_apply (delivery->order, delivery->command, &knowledge.context);
  row = make_row (delivery, &result, knowledge.context.at_ms);
  note_obstacle (row, delivery->order, result.problem);
  after = make_after (&result, row);
  if (!stanok_mes_begin (mes, error))
    return NULL;
  if (!write_all (mes, delivery, row, after, error))
    {
      stanok_mes_rollback (mes);
      return NULL;
    }
  if (!stanok_mes_commit (mes, error))
    return NULL;
  mes->n_outcomes[delivery->command->type][result.outcome]++;
  return g_steal_pointer (&row);
}
