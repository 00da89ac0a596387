/* stanok-log-record.c: what one record of the outbox log says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-log-record.h"

#include "domain/stanok-error.h"
#include "wire/stanok-order-wire.h"

#define TEXT_MAX  STANOK_LOG_RECORD_MAX
#define OPT       STANOK_FIELD_OPTIONAL
#define REQ       STANOK_FIELD_REQUIRED

static const StanokJsonLimits limits = { STANOK_LOG_RECORD_MAX, 4, 64 };

static const char * const kinds[] = {
  [STANOK_LOG_COMMAND] = "command",
  [STANOK_LOG_FATE] = "fate",
  [STANOK_LOG_PERSON] = "person",
  [STANOK_LOG_SETTING] = "setting",
};

static const char *
kind_name (int kind)
{
  return kinds[kind];
}

static int
kind_from_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], name))
      return (int) i;
  return -1;
}

static const char *
state_name (int state)
{
  return stanok_entry_state_name ((StanokEntryState) state);
}

#define AT(member) G_STRUCT_OFFSET (StanokLogRecord, member)
#define TEXT(member, name, flags) \
  { name, STANOK_FIELD_STRING, flags, AT (member), 0, TEXT_MAX, NULL, -1, NULL, NULL, NULL, NULL }
#define NUMBER(member, name, flags) \
  { name, STANOK_FIELD_INT64, flags, AT (member), 0, G_MAXINT64, NULL, -1, NULL, NULL, NULL, NULL }
#define ENUM(member, name, flags, to, from) \
  { name, STANOK_FIELD_ENUM, flags, AT (member), 0, 0, NULL, -1, to, from, NULL, NULL }

static const StanokField fields[] = {
  ENUM   (kind, "kind", REQ, kind_name, kind_from_name),
  NUMBER (change, "change", REQ),
  TEXT   (command_id, "command_id", OPT),
  ENUM   (fate.state, "state", OPT, state_name, stanok_entry_state_from_name),
  { "reoffer", STANOK_FIELD_BOOL, OPT, AT (fate.reoffer), 0, 0, NULL, -1, NULL, NULL, NULL, NULL },
  TEXT   (fate.outcome, "outcome", OPT),
  TEXT   (fate.exception, "exception", OPT),
  TEXT   (fate.problem, "problem", OPT),
  TEXT   (fate.reason, "reason", OPT),
  TEXT   (fate.meanwhile, "meanwhile", OPT),
  NUMBER (fate.settled_ms, "settled_ms", OPT),
  TEXT   (fate.acknowledged_by, "acknowledged_by", OPT),
  NUMBER (fate.acknowledged_ms, "acknowledged_ms", OPT),
  NUMBER (position, "position", OPT),
  NUMBER (seq, "seq", OPT),
  NUMBER (born, "born", OPT),
  NUMBER (recorded_ms, "recorded_ms", OPT),
  TEXT   (incarnation, "incarnation", OPT),
  TEXT   (etag_seen, "etag_seen", OPT),
  TEXT   (operator_id, "operator_id", OPT),
  NUMBER (failures, "failures", OPT),
  NUMBER (lock_ms, "lock_ms", OPT),
  NUMBER (since_ms, "since_ms", OPT),
  TEXT   (boot_id, "boot_id", OPT),
  NUMBER (signed_in_ms, "signed_in_ms", OPT),
  NUMBER (signed_in, "signed_in", OPT),
  TEXT   (key, "key", OPT),
  TEXT   (value, "value", OPT),
  TEXT   (body, "body", OPT),
};

static gboolean
is_complete (const StanokLogRecord *self)
{
  switch ((StanokLogKind) self->kind)
    {
    case STANOK_LOG_COMMAND:
      return self->command_id != NULL && self->incarnation != NULL && self->body != NULL &&
             self->position > 0 && self->seq > 0 && self->born > 0;
    case STANOK_LOG_FATE:
      return self->command_id != NULL;
    case STANOK_LOG_PERSON:
      return self->operator_id != NULL && self->boot_id != NULL;
    case STANOK_LOG_SETTING:
      return self->key != NULL;
    default:
      return FALSE;
    }
}

static gboolean
check (gconstpointer   record,
       GError        **error)
{
  if (is_complete (record))
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, ": lacks what its kind needs");
  return FALSE;
}

static gpointer
make (void)
{
  return g_new0 (StanokLogRecord, 1);
}

static void
fate_clear (StanokFate *self)
{
  g_free (self->outcome);
  g_free (self->exception);
  g_free (self->problem);
  g_free (self->reason);
  g_free (self->meanwhile);
  g_free (self->acknowledged_by);
}

static void
end (gpointer record)
{
  StanokLogRecord *self = record;

  fate_clear (&self->fate);
  g_free (self->command_id);
  g_free (self->incarnation);
  g_free (self->etag_seen);
  g_free (self->body);
  g_free (self->operator_id);
  g_free (self->boot_id);
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

static const StanokRecordType type = {
  "LogRecord", fields, G_N_ELEMENTS (fields), make, end, check,
};

StanokLogRecord *
stanok_log_record_new (StanokLogKind kind)
{
  StanokLogRecord *self = make ();

  self->kind = (int) kind;
  return self;
}

void
stanok_log_record_free (StanokLogRecord *self)
{
  if (self != NULL)
    end (self);
}

char *
stanok_log_record_to_json (const StanokLogRecord *self)
{
  return stanok_record_to_json (&type, self);
}

StanokLogRecord *
stanok_log_record_from_json (const char  *json,
                             gsize        length,
                             GError     **error)
{
  return stanok_record_from_json (&type, json, length, &limits, error);
}

static int
known (int value)
{
  return MAX (value, 0);   /* a name of a later version: the words are lost, the fate stands */
}

StanokEntry *
stanok_log_record_to_entry (const StanokLogRecord  *self,
                            GError                **error)
{
  const StanokFate *fate = &self->fate;
  g_autoptr(StanokEntry) entry = stanok_entry_new ();

  entry->command = stanok_command_from_json (self->body, strlen (self->body), error);
  if (entry->command == NULL)
    return NULL;
  entry->seq = self->seq;
  entry->incarnation = g_strdup (self->incarnation);
  entry->body = g_bytes_new (self->body, strlen (self->body));
  entry->etag_seen = g_strdup (self->etag_seen);
  entry->recorded_ms = self->recorded_ms;
  entry->born = self->born;
  entry->change = self->change;
  entry->state = (StanokEntryState) fate->state;
  entry->reoffer = fate->reoffer;
  entry->outcome = (StanokOutcome) known (stanok_outcome_from_name (fate->outcome));
  entry->exception = (StanokExceptionKind) known (stanok_exception_from_name (fate->exception));
  entry->problem = (StanokProblemType) known (stanok_problem_from_name (fate->problem));
  entry->reason = g_strdup (fate->reason);
  entry->meanwhile = g_strdup (fate->meanwhile);
  entry->settled_ms = fate->settled_ms;
  entry->acknowledged_by = g_strdup (fate->acknowledged_by);
  entry->acknowledged_ms = fate->acknowledged_ms;
  return g_steal_pointer (&entry);
}
