/* sim-answers.c: every answer of the server to a command, held against what it must be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-answers.h"

#include <string.h>

#include "wire/stanok-messages.h"

/* ---- a server that fails ------------------------------------------------------------- */

static void
add_header (StanokMesResponse *response,
            const char        *name,
            const char        *value)
{
  g_ptr_array_add (response->headers, g_strdup (name));
  g_ptr_array_add (response->headers, g_strdup (value));
}

static StanokMesResponse *
make_problem (SimServer         *server,
              const SimCommand  *command,
              StanokProblemType  type)
{
  StanokMesResponse *response = g_new0 (StanokMesResponse, 1);
  const int status = stanok_problem_status (type);
  char *json = g_strdup_printf ("{\"type\":\"urn:stanok:problem:%s\",\"title\":\"trouble\","
                                "\"status\":%d,\"command_id\":\"%s\"}", stanok_problem_name (type),
                                status, command->id);

  response->status = (guint) status;
  response->headers = g_ptr_array_new_with_free_func (g_free);
  response->body = g_bytes_new_take (json, strlen (json));
  add_header (response, "Content-Type", "application/problem+json");
  add_header (response, "Stanok-Epoch", server->epoch);
  return response;
}

StanokMesResponse *
sim_answers_poison (SimServer         *server,
                    const SimExchange *exchange)
{
  const SimCommand *command = exchange->command;

  if (command == NULL)
    return NULL;
  if (command->number == server->poisoned)
    return make_problem (server, command, STANOK_PROBLEM_INTERNAL);
  if (command->number == server->refused)
    return make_problem (server, command, STANOK_PROBLEM_INVALID_COMMAND);
  return NULL;
}

/* ---- what it said -------------------------------------------------------------------- */

static gpointer
parse (const StanokMesResponse *response,
       const StanokRecordType  *type)
{
  gsize n = 0;
  const char *text = response->body != NULL ? g_bytes_get_data (response->body, &n) : NULL;

  return text != NULL ? stanok_record_from_json (type, text, n, &STANOK_JSON_ANSWER, NULL) : NULL;
}

/* FALSE: it said nothing about the command (a token, a condition, a failure). */
static gboolean
read_verdict (const StanokMesResponse *response,
              SimVerdict              *out)
{
  g_autoptr(StanokProblem) problem = NULL;
  g_autoptr(StanokReply) reply = NULL;

  *out = (SimVerdict) { STANOK_OUTCOME_REFUSED, 0, 0, FALSE };
  if (response->status == 200)
    {
      reply = parse (response, &STANOK_RECORD_REPLY);
      if (reply == NULL)
        return FALSE;
      out->outcome = reply->outcome;
      out->exception = reply->exception;
      return TRUE;
    }
  problem = parse (response, &STANOK_RECORD_PROBLEM);
  if (problem == NULL || problem->type > STANOK_PROBLEM_NOT_PERMITTED ||
      (response->status != 409 && response->status != 403))
    return FALSE;
  out->problem = problem->type;
  return TRUE;
}

/* S10: what was executed is answered out of the ledger, whatever the tag says by now. */
static void
check_replay (SimOracle               *oracle,
              const SimExchange       *exchange,
              const StanokMesResponse *response,
              gboolean                 has_verdict,
              const SimVerdict        *said)
{
  const SimCommand *command = exchange->command;
  const SimVerdict *had = &command->ledger.verdict;
  const char *replayed = stanok_mes_response_get (response, "Idempotency-Replayed");

  CHECKED (oracle->log, S10);
  SOMETIMES (oracle->log, REPLAYED);
  if (sim_exchange_get (exchange, "if-match") != NULL && had->is_effect)
    SOMETIMES (oracle->log, OLD_TAG_REPLAYED);
  if (!has_verdict || g_strcmp0 (replayed, "true") != 0 || said->outcome != had->outcome ||
      said->exception != had->exception || said->problem != had->problem)
    sim_log_fail (oracle->log, "S10", "#%d was answered with %s, and now with status %u%s",
                  command->number, stanok_outcome_name (had->outcome), response->status,
                  replayed != NULL ? "" : " and not out of the ledger");
}

/* 412 and 404 are not stored: the first has to be about another tag, the second about no order. */
static void
check_unstored (SimOracle               *oracle,
                const SimExchange       *exchange,
                const StanokMesResponse *response)
{
  const SimCommand *command = exchange->command;
  gboolean exists = oracle->orders[command->act.order].exists;

  if ((response->status == 412 || response->status == 404) &&
      !sim_rules_is_intent (command->act.type))
    sim_log_fail (oracle->log, "S14", "the fact #%d is answered with %u", command->number,
                  response->status);
  if (response->status == 404 && exists)
    sim_log_fail (oracle->log, "S2", "WO-%d is there, and #%d is answered with 404",
                  command->act.order, command->number);
  if (response->status == 412 && !exists)
    sim_log_fail (oracle->log, "S2", "WO-%d is not there, and #%d is answered with 412",
                  command->act.order, command->number);
}

/* S2: the history is the server's own witness of how often something was done. */
static void
check_effects (SimServer        *server,
               const SimCommand *command)
{
  gint64 n = stanok_mes_count_effects (server->mes, command->id);
  StanokOutcome outcome = command->ledger.verdict.outcome;
  gint64 wanted = command->ledger.is_there && (outcome == STANOK_OUTCOME_APPLIED ||
                                               outcome == STANOK_OUTCOME_RECORDED) ? 1 : 0;

  if (n != wanted)
    sim_fail (server->world, "S2", "#%d had %" G_GINT64_FORMAT " effects instead of %"
              G_GINT64_FORMAT, command->number, n, wanted);
}

static void
count_verdict (SimOracle        *oracle,
               const SimCommand *command,
               const SimVerdict *said)
{
  if (said->outcome == STANOK_OUTCOME_APPLIED)
    SOMETIMES (oracle->log, COMMAND_APPLIED);
  if (said->outcome == STANOK_OUTCOME_ALREADY)
    SOMETIMES (oracle->log, COMMAND_ALREADY);
  if (said->outcome == STANOK_OUTCOME_RECORDED)
    SOMETIMES (oracle->log, EXCEPTION_RECORDED);
  if (said->problem == STANOK_PROBLEM_ALREADY_CLAIMED)
    SOMETIMES (oracle->log, SAME_ORDER_TWICE);
  if (said->exception == STANOK_EXCEPTION_OLD_REVISION ||
      said->exception == STANOK_EXCEPTION_BUILT_TO_OLD_REVISION)
    SOMETIMES (oracle->log, OLD_REVISION);
  if (said->exception == STANOK_EXCEPTION_WORK_ON_CLOSED)
    SOMETIMES (oracle->log, ORDER_CLOSED);
  if (command->act.type == STANOK_COMMAND_REVERT && said->outcome == STANOK_OUTCOME_APPLIED)
    SOMETIMES (oracle->log, REVERTED);
  if (command->was_lost)
    SOMETIMES (oracle->log, REOFFERED);
}

void
sim_answers_take (SimServer               *server,
                  const SimExchange       *exchange,
                  const StanokMesResponse *response)
{
  SimOracle *oracle = server->world->oracle;
  SimCommand *command = exchange->command;
  SimVerdict said;
  gboolean has_verdict = read_verdict (response, &said);

  if (response->status == 401)
    return;
  if (command == NULL)
    {
      if (has_verdict)
        sim_fail (server->world, "S2", "the server executes a command that nobody has recorded");
      return;
    }
  if (command->ledger.is_there)
    check_replay (oracle, exchange, response, has_verdict, &said);
  else if (has_verdict)
    {
      sim_oracle_execute (oracle, command, &said);
      count_verdict (oracle, command, &said);
      sim_event (server->world, "server executes #%d: %s %s", command->number,
                 stanok_outcome_name (said.outcome),
                 said.problem != 0 ? stanok_problem_name (said.problem)
                                   : said.exception != 0 ? stanok_exception_name (said.exception)
                                                         : "");
    }
  else
    check_unstored (oracle, exchange, response);
  check_effects (server, command);
}

gboolean
sim_answers_take_status (SimOracle               *oracle,
                         SimCommand              *command,
                         const StanokMesResponse *response)
{
  g_autoptr(StanokCommandStatus) status = NULL;
  SimVerdict said;
  int problem;

  if (response->status != 200)
    return FALSE;
  status = parse (response, &STANOK_RECORD_COMMAND_STATUS);
  g_return_val_if_fail (status != NULL, FALSE);
  problem = status->problem != NULL ? stanok_problem_from_name (status->problem) : 0;
  said = (SimVerdict) { status->outcome, status->exception, (StanokProblemType) problem, FALSE };
  if (command->ledger.is_there)
    return FALSE;
  sim_oracle_execute (oracle, command, &said);
  return TRUE;
}
