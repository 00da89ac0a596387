/* stanok-answers.c: the tables of what answers a command: reply, problem, status, ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "wire/stanok-messages.h"
#include "wire/stanok-record-private.h"

#define REQ STANOK_FIELD_REQUIRED
#define OPT STANOK_FIELD_OPTIONAL
#define NUL STANOK_FIELD_NULLABLE

#define GROUP(wire_name, table) { wire_name, table, G_N_ELEMENTS (table), NULL, NULL, NULL }

#define PROBLEM_URN "urn:stanok:problem:"

/* ---- reply ----------------------------------------------------------------------------- */

static gpointer
reply_new (void)
{
  return g_new0 (StanokReply, 1);
}

void
stanok_reply_free (StanokReply *self)
{
  g_free (self->command_id);
  g_free (self->epoch);
  g_free (self->exception_id);
  g_clear_pointer (&self->order, stanok_order_unref);
  g_free (self);
}

static const StanokField reply_exception_fields[] = {
  F_ID   (StanokReply, exception_id, "id",   REQ),
  F_ENUM (StanokReply, exception,    "kind", REQ,
          (const char *(*) (int)) stanok_exception_name, stanok_exception_from_name),
};
static const StanokRecordType reply_exception_type = GROUP ("Exception", reply_exception_fields);

static const StanokField reply_fields[] = {
  F_ID     (StanokReply, command_id, "command_id", REQ),
  F_ID     (StanokReply, epoch,      "epoch",      REQ),
  F_ENUM   (StanokReply, outcome,    "outcome",    REQ,
            (const char *(*) (int)) stanok_outcome_name, stanok_outcome_from_name),
  F_GROUP  ("exception", OPT, &reply_exception_type, O (StanokReply, exception_id)),
  F_RECORD (StanokReply, order,      "order",      NUL, &STANOK_RECORD_ORDER),
  F_INT    (StanokReply, feed_seq,   "feed_seq",   NUL, 0, G_MAXINT64),
};
const StanokRecordType STANOK_RECORD_REPLY =
  STANOK_RECORD_TYPE ("Reply", reply_fields, reply_new, (void (*) (gpointer)) stanok_reply_free,
                      NULL);

/* ---- problem (RFC 9457) ---------------------------------------------------------------- */

static gpointer
problem_new (void)
{
  return g_new0 (StanokProblem, 1);
}

void
stanok_problem_free (StanokProblem *self)
{
  g_free (self->title);
  g_free (self->detail);
  g_free (self->instance);
  g_free (self->command_id);
  g_clear_pointer (&self->order, stanok_order_unref);
  g_free (self->by);
  g_free (self);
}

/* A type of ours that this version does not know is NONE: it is parked, not guessed at. */
static gboolean
decode_problem_type (gpointer   record,
                     gpointer   json_node,
                     GError   **error)
{
  StanokProblem *problem = record;
  const char *text;
  int type;

  if (!JSON_NODE_HOLDS_VALUE ((JsonNode *) json_node) ||
      json_node_get_value_type (json_node) != G_TYPE_STRING)
    return stanok_record_refuse (error, "expected a string");
  text = json_node_get_string (json_node);
  if (!g_str_has_prefix (text, PROBLEM_URN))
    return stanok_record_refuse (error, "not a problem type of ours");
  type = stanok_problem_from_name (text + strlen (PROBLEM_URN));
  problem->type = type < 0 ? STANOK_PROBLEM_NONE : (StanokProblemType) type;
  return TRUE;
}

static void
encode_problem_type (gconstpointer  record,
                     GString       *out)
{
  const StanokProblem *problem = record;

  g_string_append_printf (out, "\"" PROBLEM_URN "%s\"", stanok_problem_name (problem->type));
}

static const StanokField problem_fields[] = {
  F_CUSTOM ("type", REQ, decode_problem_type, encode_problem_type),
  F_STRING (StanokProblem, title,          "title",          REQ),
  F_INT    (StanokProblem, status,         "status",         REQ, 400, 599),
  F_TEXT   (StanokProblem, detail,         "detail",         OPT),
  F_STRING (StanokProblem, instance,       "instance",       OPT),
  F_STRING (StanokProblem, command_id,     "command_id",     OPT),
  F_RECORD (StanokProblem, order,          "order",          OPT, &STANOK_RECORD_ORDER),
  F_STRING (StanokProblem, by,             "by",             OPT),
  F_MS     (StanokProblem, since_ms,       "since_ms",       OPT),
  F_MS     (StanokProblem, retry_after_ms, "retry_after_ms", OPT),
};
const StanokRecordType STANOK_RECORD_PROBLEM =
  STANOK_RECORD_TYPE ("Problem", problem_fields, problem_new,
                      (void (*) (gpointer)) stanok_problem_free, NULL);

/* ---- command status -------------------------------------------------------------------- */

static gpointer
command_status_new (void)
{
  return g_new0 (StanokCommandStatus, 1);
}

void
stanok_command_status_free (StanokCommandStatus *self)
{
  g_free (self->command_id);
  g_free (self->epoch);
  g_free (self->exception_id);
  g_free (self->problem);
  g_free (self->order_id);
  g_free (self);
}

static const StanokField status_exception_fields[] = {
  F_ID   (StanokCommandStatus, exception_id, "id",   REQ),
  F_ENUM (StanokCommandStatus, exception,    "kind", REQ,
          (const char *(*) (int)) stanok_exception_name, stanok_exception_from_name),
};
static const StanokRecordType status_exception_type = GROUP ("StatusException",
                                                             status_exception_fields);

static const StanokField status_fields[] = {
  F_ID     (StanokCommandStatus, command_id, "command_id", REQ),
  F_ID     (StanokCommandStatus, epoch,      "epoch",      REQ),
  F_INT    (StanokCommandStatus, status,     "status",     REQ, 100, 599),
  F_ENUM   (StanokCommandStatus, outcome,    "outcome",    REQ,
            (const char *(*) (int)) stanok_outcome_name, stanok_outcome_from_name),
  F_GROUP  ("exception", OPT, &status_exception_type, O (StanokCommandStatus, exception_id)),
  F_STRING (StanokCommandStatus, problem,    "problem",    OPT),
  F_ID     (StanokCommandStatus, order_id,   "order_id",   REQ),
  F_INT    (StanokCommandStatus, feed_seq,   "feed_seq",   NUL, 0, G_MAXINT64),
};
const StanokRecordType STANOK_RECORD_COMMAND_STATUS =
  STANOK_RECORD_TYPE ("CommandStatus", status_fields, command_status_new,
                      (void (*) (gpointer)) stanok_command_status_free, NULL);

/* ---- ledger ---------------------------------------------------------------------------- */

static gpointer
ledger_new (void)
{
  StanokLedger *self = g_new0 (StanokLedger, 1);

  self->have = g_array_new (FALSE, FALSE, sizeof (StanokRange));
  return self;
}

void
stanok_ledger_free (StanokLedger *self)
{
  g_free (self->epoch);
  g_array_unref (self->have);
  g_free (self);
}

static gboolean
decode_range (JsonNode    *node,
              StanokRange *range)
{
  JsonArray *pair;
  JsonNode *first, *last;

  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 2)
    return FALSE;
  pair = json_node_get_array (node);
  first = json_array_get_element (pair, 0);
  last = json_array_get_element (pair, 1);
  if (!JSON_NODE_HOLDS_VALUE (first) || json_node_get_value_type (first) != G_TYPE_INT64 ||
      !JSON_NODE_HOLDS_VALUE (last) || json_node_get_value_type (last) != G_TYPE_INT64)
    return FALSE;
  range->first = json_node_get_int (first);
  range->last = json_node_get_int (last);
  return range->first > 0 && range->last >= range->first;
}

static gboolean
decode_have (gpointer   record,
             gpointer   json_node,
             GError   **error)
{
  StanokLedger *ledger = record;
  JsonArray *array;
  gint64 end = 0;

  if (!JSON_NODE_HOLDS_ARRAY ((JsonNode *) json_node))
    return stanok_record_refuse (error, "expected a list");
  array = json_node_get_array (json_node);
  if (json_array_get_length (array) > STANOK_LIST_MAX)
    return stanok_record_refuse (error, "list too long");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      StanokRange range;

      if (!decode_range (json_array_get_element (array, i), &range) || range.first <= end)
        return stanok_record_refuse (error, "expected ascending pairs of integers");
      end = range.last;
      g_array_append_val (ledger->have, range);
    }
  return TRUE;
}

static void
encode_have (gconstpointer  record,
             GString       *out)
{
  const StanokLedger *ledger = record;

  g_string_append_c (out, '[');
  for (guint i = 0; i < ledger->have->len; i++)
    {
      const StanokRange *range = &g_array_index (ledger->have, StanokRange, i);

      g_string_append_printf (out, "%s[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]",
                              i > 0 ? "," : "", range->first, range->last);
    }
  g_string_append_c (out, ']');
}

static const StanokField ledger_fields[] = {
  F_ID     (StanokLedger, epoch, "epoch", REQ),
  F_CUSTOM ("have", REQ, decode_have, encode_have),
};
const StanokRecordType STANOK_RECORD_LEDGER =
  STANOK_RECORD_TYPE ("Ledger", ledger_fields, ledger_new,
                      (void (*) (gpointer)) stanok_ledger_free, NULL);
