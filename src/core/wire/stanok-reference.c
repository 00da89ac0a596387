/* stanok-reference.c: the tables of reference data, history and the ready file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-messages.h"
#include "wire/stanok-office-wire.h"
#include "wire/stanok-record-private.h"

#define REQ STANOK_FIELD_REQUIRED
#define OPT STANOK_FIELD_OPTIONAL
#define NUL STANOK_FIELD_NULLABLE

#define GROUP(wire_name, table) { wire_name, table, G_N_ELEMENTS (table), NULL, NULL, NULL }

/* Every element below starts life zeroed and owns only strings, listed by their offsets. */
static void
free_strings (gpointer     record,
              const gsize *offsets,
              gsize        n)
{
  for (gsize i = 0; i < n; i++)
    g_free (G_STRUCT_MEMBER (char *, record, offsets[i]));
  g_free (record);
}

#define ELEMENT(Type, prefix, ...) \
  static const gsize prefix##_strings[] = { __VA_ARGS__ }; \
  static gpointer prefix##_new (void) { return g_new0 (Type, 1); } \
  static void prefix##_free (gpointer record) \
  { free_strings (record, prefix##_strings, G_N_ELEMENTS (prefix##_strings)); }

#define NAME_FIELDS(Type, prefix) \
  static const StanokField prefix##_name_fields[] = { \
    F_STRING (Type, name.en, "en", REQ), \
    F_STRING (Type, name.ru, "ru", REQ), \
  }; \
  static const StanokRecordType prefix##_name_type = GROUP ("Name", prefix##_name_fields)

/**
 * stanok_name_get:
 * @language: (nullable): "ru", "en_GB.UTF-8", …
 *
 * Returns: (transfer none): the name in @language, English if there is none
 */
const char *
stanok_name_get (const StanokName *self,
                 const char       *language)
{
  if (language != NULL && g_str_has_prefix (language, "ru") && self->ru != NULL
      && *self->ru != '\0')
    return self->ru;
  return self->en;
}

/* ---- elements -------------------------------------------------------------------------- */

ELEMENT (StanokOperator, operator, O (StanokOperator, id), O (StanokOperator, name.en),
         O (StanokOperator, name.ru), O (StanokOperator, role))
NAME_FIELDS (StanokOperator, operator);
static const StanokField operator_fields[] = {
  F_ID    (StanokOperator, id,     "id",     REQ),
  F_GROUP ("name", REQ, &operator_name_type, -1),
  F_ID    (StanokOperator, role,   "role",   REQ),
  F_BOOL  (StanokOperator, active, "active", REQ),
};
const StanokRecordType STANOK_RECORD_OPERATOR =
  STANOK_RECORD_TYPE ("Operator", operator_fields, operator_new, operator_free, NULL);

ELEMENT (StanokStation, station, O (StanokStation, id), O (StanokStation, name.en),
         O (StanokStation, name.ru))
NAME_FIELDS (StanokStation, station);
static const StanokField station_fields[] = {
  F_ID    (StanokStation, id, "id", REQ),
  F_GROUP ("name", REQ, &station_name_type, -1),
};
const StanokRecordType STANOK_RECORD_STATION =
  STANOK_RECORD_TYPE ("Station", station_fields, station_new, station_free, NULL);

ELEMENT (StanokReason, reason, O (StanokReason, id), O (StanokReason, kind),
         O (StanokReason, name.en), O (StanokReason, name.ru), O (StanokReason, icon))
NAME_FIELDS (StanokReason, reason);
static const StanokField reason_fields[] = {
  F_ID     (StanokReason, id,   "id",   REQ),
  F_ID     (StanokReason, kind, "kind", REQ),
  F_GROUP  ("name", REQ, &reason_name_type, -1),
  F_STRING (StanokReason, icon, "icon", OPT),
};
const StanokRecordType STANOK_RECORD_REASON =
  STANOK_RECORD_TYPE ("Reason", reason_fields, reason_new, reason_free, NULL);

ELEMENT (StanokRosterEntry, roster_entry, O (StanokRosterEntry, operator_id),
         O (StanokRosterEntry, name.en), O (StanokRosterEntry, name.ru),
         O (StanokRosterEntry, role), O (StanokRosterEntry, pin), O (StanokRosterEntry, badge))
NAME_FIELDS (StanokRosterEntry, roster_entry);
static const StanokField roster_entry_fields[] = {
  F_ID     (StanokRosterEntry, operator_id, "operator_id", REQ),
  F_GROUP  ("name", REQ, &roster_entry_name_type, -1),
  F_ID     (StanokRosterEntry, role,        "role",        REQ),
  F_STRING (StanokRosterEntry, pin,         "pin",         REQ),
  F_STRING (StanokRosterEntry, badge,       "badge",       OPT),
};
const StanokRecordType STANOK_RECORD_ROSTER_ENTRY =
  STANOK_RECORD_TYPE ("RosterEntry", roster_entry_fields, roster_entry_new, roster_entry_free,
                      NULL);

ELEMENT (StanokHistoryRow, history_row, O (StanokHistoryRow, command_id),
         O (StanokHistoryRow, type),
         O (StanokHistoryRow, operator_id), O (StanokHistoryRow, device_id),
         O (StanokHistoryRow, outcome), O (StanokHistoryRow, before), O (StanokHistoryRow, after),
         O (StanokHistoryRow, args))
static const StanokField history_row_fields[] = {
  F_INT    (StanokHistoryRow, seq,         "seq",         REQ, 0, G_MAXINT64),
  F_MS     (StanokHistoryRow, at_ms,       "at_ms",       REQ),
  F_MS     (StanokHistoryRow, received_ms, "received_ms", REQ),
  F_STRING (StanokHistoryRow, command_id,  "command_id",  OPT),
  F_STRING (StanokHistoryRow, type,        "type",        REQ),
  F_STRING (StanokHistoryRow, operator_id, "operator_id", OPT),
  F_STRING (StanokHistoryRow, device_id,   "device_id",   OPT),
  F_STRING (StanokHistoryRow, outcome,     "outcome",     REQ),
  F_RAW    (StanokHistoryRow, before,      "before",      NUL),
  F_RAW    (StanokHistoryRow, after,       "after",       NUL),
  F_RAW    (StanokHistoryRow, args,        "args",        NUL),
};
const StanokRecordType STANOK_RECORD_HISTORY_ROW =
  STANOK_RECORD_TYPE ("HistoryRow", history_row_fields, history_row_new, history_row_free, NULL);

/* ---- lists of them: all have the shape of StanokOperators ------------------------------ */

#define LIST(Type, prefix, element_free, element_type) \
  static gpointer prefix##_new (void) \
  { \
    Type *self = g_new0 (Type, 1); \
    self->items = g_ptr_array_new_with_free_func (element_free); \
    return self; \
  } \
  static const StanokField prefix##_fields[] = { \
    F_ID      (Type, epoch, "epoch", REQ), \
    F_RECORDS (Type, items, "items", REQ, &element_type), \
  }

void
stanok_reference_free (gpointer self)
{
  StanokOperators *list = self;

  g_free (list->epoch);
  g_ptr_array_unref (list->items);
  g_free (list);
}

LIST (StanokOperators, operators, operator_free, STANOK_RECORD_OPERATOR);
LIST (StanokStations, stations, station_free, STANOK_RECORD_STATION);
LIST (StanokReasons, reasons, reason_free, STANOK_RECORD_REASON);
LIST (StanokRoster, roster, roster_entry_free, STANOK_RECORD_ROSTER_ENTRY);
LIST (StanokHistory, history, history_row_free, STANOK_RECORD_HISTORY_ROW);

const StanokRecordType STANOK_RECORD_OPERATORS =
  STANOK_RECORD_TYPE ("Operators", operators_fields, operators_new, stanok_reference_free, NULL);
const StanokRecordType STANOK_RECORD_STATIONS =
  STANOK_RECORD_TYPE ("Stations", stations_fields, stations_new, stanok_reference_free, NULL);
const StanokRecordType STANOK_RECORD_REASONS =
  STANOK_RECORD_TYPE ("Reasons", reasons_fields, reasons_new, stanok_reference_free, NULL);
const StanokRecordType STANOK_RECORD_ROSTER =
  STANOK_RECORD_TYPE ("Roster", roster_fields, roster_new, stanok_reference_free, NULL);
const StanokRecordType STANOK_RECORD_HISTORY =
  STANOK_RECORD_TYPE ("History", history_fields, history_new, stanok_reference_free, NULL);

/* ---- the ready file -------------------------------------------------------------------- */

ELEMENT (StanokReadyDevice, ready_device, O (StanokReadyDevice, id), O (StanokReadyDevice, token),
         O (StanokReadyDevice, station))
static const StanokField ready_device_fields[] = {
  F_ID     (StanokReadyDevice, id,      "id",      REQ),
  F_STRING (StanokReadyDevice, token,   "token",   REQ),
  F_ID     (StanokReadyDevice, station, "station", REQ),
};
static const StanokRecordType ready_device_type =
  STANOK_RECORD_TYPE ("ReadyDevice", ready_device_fields, ready_device_new, ready_device_free,
                      NULL);

ELEMENT (StanokReadyOperator, ready_operator, O (StanokReadyOperator, id),
         O (StanokReadyOperator, name),
         O (StanokReadyOperator, role), O (StanokReadyOperator, badge),
         O (StanokReadyOperator, pin))
static const StanokField ready_operator_fields[] = {
  F_ID     (StanokReadyOperator, id,    "id",    REQ),
  F_STRING (StanokReadyOperator, name,  "name",  REQ),
  F_ID     (StanokReadyOperator, role,  "role",  REQ),
  F_STRING (StanokReadyOperator, badge, "badge", REQ),
  F_STRING (StanokReadyOperator, pin,   "pin",   REQ),
};
static const StanokRecordType ready_operator_type =
  STANOK_RECORD_TYPE ("ReadyOperator", ready_operator_fields, ready_operator_new,
                      ready_operator_free, NULL);

static gpointer
ready_new (void)
{
  StanokReady *self = g_new0 (StanokReady, 1);

  self->devices = g_ptr_array_new_with_free_func (ready_device_free);
  self->operators = g_ptr_array_new_with_free_func (ready_operator_free);
  return self;
}

void
stanok_ready_free (StanokReady *self)
{
  g_free (self->url);
  g_free (self->epoch);
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->operators);
  g_free (self);
}

static const StanokField ready_fields[] = {
  F_STRING  (StanokReady, url,       "url",       REQ),
  F_ID      (StanokReady, epoch,     "epoch",     REQ),
  F_RECORDS (StanokReady, devices,   "devices",   OPT, &ready_device_type),
  F_RECORDS (StanokReady, operators, "operators", OPT, &ready_operator_type),
};
const StanokRecordType STANOK_RECORD_READY =
  STANOK_RECORD_TYPE ("Ready", ready_fields, ready_new, (void (*) (gpointer)) stanok_ready_free,
                      NULL);

const StanokRecordType *const STANOK_RECORDS[] = {
  &STANOK_RECORD_ORDER, &STANOK_RECORD_COMMAND, &STANOK_RECORD_META, &STANOK_RECORD_SNAPSHOT_PAGE,
  &STANOK_RECORD_TOMBSTONE, &STANOK_RECORD_CHANGES, &STANOK_RECORD_ORDERS_PAGE,
  &STANOK_RECORD_REPLY,
  &STANOK_RECORD_PROBLEM, &STANOK_RECORD_COMMAND_STATUS, &STANOK_RECORD_LEDGER,
  &STANOK_RECORD_OPERATORS, &STANOK_RECORD_STATIONS, &STANOK_RECORD_REASONS, &STANOK_RECORD_ROSTER,
  &STANOK_RECORD_HISTORY, &STANOK_RECORD_READY, &STANOK_RECORD_OFFICE_ORDERS,
  &STANOK_RECORD_OFFICE_REPLY, NULL,
};
