/* stanok-mes-command.c: POST /v1/orders/{id}/commands
 *
 * The order of the steps is the protocol's (2.6) and must not change: whoever
 * repeats a command gets its stored outcome before any condition is looked at,
 * because the condition was true when it was carried out (S10).
 *
 *   1 who        stanok-mes.c     4 sequence   check_sequence ()
 *   2 syntax     read_request ()  5 condition  check_condition ()
 *   3 ledger     check_ledger ()  6, 7         stanok_mes_decide ()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "domain/stanok-mutant.h"
#include "mes/stanok-mes-decide.h"
#include "mes/stanok-mes-handlers.h"
#include "mes/stanok-mes-router.h"

typedef struct {
  StanokMesExchange *exchange;
  StanokDeviceHeader place;
  char               key[37];
  StanokCommand     *command;       /* (owned) */
  char              *fingerprint;   /* (owned) */
  StanokOrder       *order;         /* (owned) (nullable) */
} Evaluation;

static void
evaluation_clear (Evaluation *self)
{
  g_clear_pointer (&self->command, stanok_command_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->order, stanok_order_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evaluation, evaluation_clear)

static gboolean
refuse (Evaluation       *self,
        StanokProblemType type,
        const char       *detail)
{
  StanokMesRefusal refusal = { g_strdup (detail), self->key[0] != '\0' ? self->key : NULL };

  stanok_mes_exchange_refuse_with (self->exchange, type, &refusal);
  return FALSE;
}

static gboolean
fail (Evaluation   *self,
      const GError *error)
{
  stanok_mes_exchange_fail (self->exchange, error);
  return FALSE;
}

/* ---- 2: syntax ------------------------------------------------------------------------------ */

static gboolean
read_headers (Evaluation *self)
{
  StanokMesExchange *exchange = self->exchange;
  const char *key = stanok_mes_exchange_get_header (exchange, "idempotency-key");
  const char *device = stanok_mes_exchange_get_header (exchange, "stanok-device");

  if (!stanok_key_header_parse (key, self->key))
    return refuse (self, STANOK_PROBLEM_INVALID_COMMAND,
                   "Idempotency-Key has to be the command's id in quotes");
  if (!stanok_device_header_parse (device, &self->place) || self->place.seq < 1)
    return refuse (self, STANOK_PROBLEM_INVALID_COMMAND,
                   "Stanok-Device has to name device, incarnation and sequence");
  if (strcmp (self->place.device, exchange->device->id) != 0)
    return refuse (self, STANOK_PROBLEM_NOT_PERMITTED,
                   "Stanok-Device is not the device that the token belongs to");
  return TRUE;
}

static gboolean
read_request (Evaluation *self)
{
  StanokMesExchange *exchange = self->exchange;
  GBytes *body = exchange->request->body;
  g_autoptr(GError) error = NULL;
  gsize n_bytes = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &n_bytes) : NULL;

  if (!read_headers (self))
    return FALSE;
  self->command = stanok_command_from_json (bytes != NULL ? bytes : "", n_bytes, &error);
  if (self->command == NULL)
    return refuse (self, STANOK_PROBLEM_INVALID_COMMAND, error->message);
  if (strcmp (self->command->command_id, self->key) != 0)
    return refuse (self, STANOK_PROBLEM_INVALID_COMMAND,
                   "Idempotency-Key and command_id are different");
  if (strcmp (self->command->order_id, exchange->param) != 0)
    return refuse (self, STANOK_PROBLEM_INVALID_COMMAND,
                   "order_id is not the order that the request is sent to");
  self->fingerprint = stanok_fingerprint (exchange->request->method, exchange->request->path, body);
  return TRUE;
}

/* ---- answers -------------------------------------------------------------------------------- */

static void
reply (Evaluation               *self,
       const StanokMesLedgerRow *row,
       GBytes                   *order)
{
  GString *json = g_string_new ("{");

  stanok_mes_json_string (json, "command_id", row->command_id);
  stanok_mes_json_string (json, "epoch", self->exchange->mes->epoch);
  stanok_mes_json_string (json, "outcome", row->outcome);
  if (row->exception_id != NULL)
    {
      g_string_append (json, ",\"exception\":{");
      stanok_mes_json_string (json, "id", row->exception_id);
      stanok_mes_json_string (json, "kind", row->exception);
      g_string_append_c (json, '}');
    }
  stanok_mes_json_raw (json, "order", order);
  if (row->feed_seq > 0)
    stanok_mes_json_int (json, "feed_seq", row->feed_seq);
  else
    stanok_mes_json_raw (json, "feed_seq", NULL);
  g_string_append_c (json, '}');
  stanok_mes_exchange_reply_json (self->exchange, 200, NULL, json);
}

/* The outcome is the stored one, the order is as it is now. */
static gboolean
answer_from_row (Evaluation               *self,
                 const StanokMesLedgerRow *row)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) order = stanok_mes_read_json (self->exchange->mes, row->order_id, &error);
  StanokMesRefusal refusal = { NULL, row->command_id, order, row->by, row->since_ms };

  if (error != NULL)
    return fail (self, error);
  if (row->problem != NULL)
    stanok_mes_exchange_refuse_with (self->exchange,
                                     (StanokProblemType) stanok_problem_from_name (row->problem),
                                     &refusal);
  else
    reply (self, row, order);
  return FALSE;
}

/* ---- 3: ledger ------------------------------------------------------------------------------ */

/* A journal that was renumbered sends what it had sent before under another number, which then
 * counts as had. */
static gboolean
note_other_place (Evaluation *self,
                  GError    **error)
{
  StanokMes *mes = self->exchange->mes;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *there = stanok_mes_ledger_find_sequence (mes, self->place.device,
                                                            self->place.incarnation,
                                                            self->place.seq, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (there != NULL)
    return TRUE;
  if (!stanok_mes_begin (mes, error))
    return FALSE;
  if (!stanok_mes_ledger_append_sequence (mes, &self->place, self->key, error))
    {
      stanok_mes_rollback (mes);
      return FALSE;
    }
  return stanok_mes_commit (mes, error);
}

static gboolean
check_ledger (Evaluation *self)
{
  StanokMes *mes = self->exchange->mes;
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMesLedgerRow) row = stanok_mes_ledger_find (mes, self->key, &error);

  if (error != NULL)
    return fail (self, error);
  if (row == NULL)
    return TRUE;
  if (strcmp (row->device_id, self->place.device) != 0)
    return refuse (self, STANOK_PROBLEM_SEQUENCE_REUSED, "another device has sent this command");
  if (strcmp (row->fingerprint, self->fingerprint) != 0)
    return refuse (self, STANOK_PROBLEM_IDEMPOTENCY_MISMATCH,
                   "a command with this id was sent before, with other content");
  if (!note_other_place (self, &error))
    return fail (self, error);
  mes->n_replayed++;
  stanok_mes_exchange_set_header (self->exchange, "Idempotency-Replayed", "true");
  return answer_from_row (self, row);
}

/* ---- 4: sequence ---------------------------------------------------------------------------- */

static gboolean
check_sequence (Evaluation *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *there = stanok_mes_ledger_find_sequence (
      self->exchange->mes, self->place.device, self->place.incarnation, self->place.seq, &error);

  if (error != NULL)
    return fail (self, error);
  return there == NULL || refuse (self, STANOK_PROBLEM_SEQUENCE_REUSED,
                                  "another command stands at this place of the journal");
}

/* ---- 5: condition --------------------------------------------------------------------------- */

static gboolean
read_order (Evaluation *self)
{
  g_autoptr(GError) error = NULL;

  self->order = stanok_mes_read_order (self->exchange->mes, self->command->order_id, &error);
  return error == NULL || fail (self, error);
}

static gboolean
refuse_stale (Evaluation *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) order = stanok_mes_read_json (self->exchange->mes, self->order->id, &error);
  StanokMesRefusal refusal = { NULL, self->key, order };

  if (error != NULL)
    return fail (self, error);
  stanok_mes_exchange_refuse_with (self->exchange, STANOK_PROBLEM_STALE_ORDER, &refusal);
  return FALSE;
}

/* A wish is about what was seen; what happened, happened. A decision on an exception needs no
 * order. */
static gboolean
check_condition (Evaluation *self)
{
  const char *condition = stanok_mes_exchange_get_header (self->exchange, "if-match");
  StanokCommandType type = self->command->type;

  if (!stanok_command_is_intent (type) || type == STANOK_COMMAND_RESOLVE)
    return TRUE;
  if (self->order == NULL)
    return refuse (self, STANOK_PROBLEM_UNKNOWN_ORDER, NULL);
  if (condition == NULL)
    return refuse (self, STANOK_PROBLEM_IF_MATCH_REQUIRED,
                   "If-Match has to name the order's tag that was seen");
  return stanok_etag_list_contains (condition, self->order->etag) || refuse_stale (self);
}

/* Not stored: once the file is here, the same command succeeds. */
static gboolean
check_blob (Evaluation *self)
{
  return self->command->type != STANOK_COMMAND_ATTACH ||
         stanok_objects_size (self->exchange->mes->objects, self->command->args.sha256) >= 0 ||
         refuse (self, STANOK_PROBLEM_BLOB_MISSING, "upload the file, then send the command again");
}

void
stanok_mes_handle_command (StanokMesExchange *exchange)
{
  g_auto(Evaluation) self = { exchange };
  g_autoptr(StanokMesLedgerRow) row = NULL;
  g_autoptr(GError) error = NULL;

  if (!read_request (&self) ||
      (STANOK_MUTANT (IF_MATCH_FIRST) && (!read_order (&self) || !check_condition (&self))) ||
      !check_ledger (&self) || !check_sequence (&self) ||
      !read_order (&self) || !check_condition (&self) || !check_blob (&self))
    return;
  row = stanok_mes_decide (exchange->mes,
                           &(StanokMesDelivery) {
                             .command = self.command, .order = self.order, .place = &self.place,
                             .fingerprint = self.fingerprint,
                             .clock = stanok_mes_exchange_get_header (exchange, "stanok-clock"),
                             .body = exchange->request->body, .received_ms = exchange->now_ms,
                           }, &error);
  if (row == NULL)
    fail (&self, error);
  else
    answer_from_row (&self, row);
}

/* ---- what was sent before ------------------------------------------------------------------- */

void
stanok_mes_handle_command_status (StanokMesExchange *exchange)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMesLedgerRow) row = stanok_mes_ledger_find (exchange->mes, exchange->param,
                                                              &error);
  StanokCommandStatus status;

  if (error != NULL)
    {
      stanok_mes_exchange_fail (exchange, error);
      return;
    }
  if (row == NULL || strcmp (row->device_id, exchange->device->id) != 0)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_NOT_FOUND,
                                  "this device has sent no such command");
      return;
    }
  status = (StanokCommandStatus) {
    .command_id = row->command_id, .epoch = exchange->mes->epoch, .status = row->status,
    .outcome = (StanokOutcome) stanok_outcome_from_name (row->outcome),
    .exception_id = row->exception_id,
    .exception = (StanokExceptionKind) MAX (0, stanok_exception_from_name (row->exception)),
    .problem = row->problem, .order_id = row->order_id, .feed_seq = row->feed_seq,
  };
  {
    GString *json = g_string_new (NULL);

    stanok_record_append (&STANOK_RECORD_COMMAND_STATUS, &status, json);
    stanok_mes_exchange_reply_json (exchange, 200, NULL, json);
  }
}

void
stanok_mes_handle_ledger (StanokMesExchange *exchange)
{
  g_autofree char *incarnation = stanok_mes_exchange_dup_query (exchange, "incarnation");
  StanokLedger *ledger = STANOK_RECORD_LEDGER.create ();
  g_autoptr(StanokLedger) owned = ledger;
  g_autoptr(GError) error = NULL;
  GString *json;

  if (incarnation == NULL)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                  "“incarnation” has to name a journal");
      return;
    }
  ledger->epoch = g_strdup (exchange->mes->epoch);
  if (!stanok_mes_ledger_read_ranges (exchange->mes, exchange->device->id, incarnation,
                                      ledger->have, &error))
    {
      stanok_mes_exchange_fail (exchange, error);
      return;
    }
  json = g_string_new (NULL);
  stanok_record_append (&STANOK_RECORD_LEDGER, ledger, json);
  stanok_mes_exchange_reply_json (exchange, 200, NULL, json);
}
