/* stanok-order-wire.c: an order on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-order-wire.h"

#include "domain/stanok-error.h"
#include "wire/stanok-headers.h"
#include "wire/stanok-record-private.h"

#define REQ STANOK_FIELD_REQUIRED
#define OPT STANOK_FIELD_OPTIONAL
#define NUL STANOK_FIELD_NULLABLE

/* A group lies in the struct of its record, so it is never made or freed by itself. */
#define GROUP(wire_name, table) { wire_name, table, G_N_ELEMENTS (table), NULL, NULL, NULL }

static const StanokField quantity_fields[] = {
  F_INT (StanokOrder, ordered,       "ordered",       REQ, 0, STANOK_COUNT_MAX),
  F_INT (StanokOrder, good,          "good",          REQ, G_MININT32, G_MAXINT32),
  F_INT (StanokOrder, scrap,         "scrap",         REQ, G_MININT32, G_MAXINT32),
  F_INT (StanokOrder, tolerance_pct, "tolerance_pct", REQ, 0, 100),
};
static const StanokRecordType quantity_type = GROUP ("Quantity", quantity_fields);

static const StanokField holder_fields[] = {
  F_ID (StanokOrder, holder_operator, "operator_id", REQ),
  F_ID (StanokOrder, holder_device,   "device_id",   REQ),
  F_MS (StanokOrder, holder_since_ms, "since_ms",    REQ),
};
static const StanokRecordType holder_type = GROUP ("Holder", holder_fields);

static const StanokField held_fields[] = {
  F_STRING (StanokOrder, held_reason,   "reason",   REQ),
  F_STRING (StanokOrder, held_by,       "by",       NUL),
  F_MS     (StanokOrder, held_since_ms, "since_ms", REQ),
};
static const StanokRecordType held_type = GROUP ("Hold", held_fields);

static const StanokField lease_fields[] = {
  F_ID (StanokOrder, lease_device,   "device_id", REQ),
  F_MS (StanokOrder, lease_until_ms, "until_ms",  REQ),
};
static const StanokRecordType lease_type = GROUP ("Lease", lease_fields);

static const StanokField instructions_fields[] = {
  F_INT  (StanokOrder, instructions_rev, "rev",  REQ, 0, G_MAXINT32),
  F_TEXT (StanokOrder, instructions,     "text", REQ),
};
static const StanokRecordType instructions_type = GROUP ("Instructions", instructions_fields);

/* Ours: what the work was started to, so that a later revision can be told
 * (built-to-old-revision). */
static const StanokField started_fields[] = {
  F_INT    (StanokOrder, started_instructions_rev, "instructions_rev", REQ, 0, G_MAXINT32),
  F_STRING (StanokOrder, started_model,            "model_sha256",     NUL),
};
static const StanokRecordType started_type = GROUP ("Started", started_fields);

static const StanokField price_fields[] = {
  F_INT    (StanokOrder, price_minor,      "amount_minor", REQ, 0, G_MAXINT64),
  F_STRING (StanokOrder, price_currency,   "currency",     REQ),
  F_STRING (StanokOrder, price_list,       "list",         NUL),
  F_BOOL   (StanokOrder, price_watertight, "watertight",   REQ),
};
static const StanokRecordType price_type = GROUP ("Price", price_fields);

static const StanokField help_fields[] = {
  F_STRING (StanokOrder, help_kind,     "kind",       REQ),
  F_STRING (StanokOrder, help_command,  "command_id", NUL),
  F_MS     (StanokOrder, help_since_ms, "since_ms",   REQ),
};
static const StanokRecordType help_type = GROUP ("HelpCall", help_fields);

static const StanokField last_fields[] = {
  F_STRING (StanokOrder, last_command,  "command_id",  REQ),
  F_STRING (StanokOrder, last_type,     "type",        REQ),
  F_STRING (StanokOrder, last_operator, "operator_id", NUL),
};
static const StanokRecordType last_type = GROUP ("LastEffect", last_fields);

static gboolean
check_file (gconstpointer   record,
            GError        **error)
{
  const StanokFile *file = record;

  /* The hash becomes a file name: nothing else than a hash may pass. */
  return stanok_sha256_is_valid (file->sha256) ||
         stanok_record_refuse (error, "sha256 is not 64 lower-case hex digits");
}

static const StanokField file_fields[] = {
  F_STRING (StanokFile, sha256,     "sha256",     REQ),
  F_INT    (StanokFile, size,       "size",       REQ, 0, G_MAXINT64),
  F_STRING (StanokFile, media_type, "media_type", REQ),
  F_STRING (StanokFile, role,       "role",       REQ),
  F_STRING (StanokFile, name,       "name",       REQ),
  F_STRING (StanokFile, unit,       "unit",       OPT),
};
const StanokRecordType STANOK_RECORD_FILE =
  STANOK_RECORD_TYPE ("File", file_fields, (gpointer (*) (void)) stanok_file_new,
                      (void (*) (gpointer)) stanok_file_free, check_file);

static const StanokField exception_fields[] = {
  F_STRING (StanokOrderException, id,         "id",         REQ),
  F_STRING (StanokOrderException, kind,       "kind",       REQ),
  F_STRING (StanokOrderException, command_id, "command_id", REQ),
  F_MS     (StanokOrderException, at_ms,      "at_ms",      REQ),
};
static const StanokRecordType exception_type =
  STANOK_RECORD_TYPE ("OrderException", exception_fields,
                      (gpointer (*) (void)) stanok_order_exception_new,
                      (void (*) (gpointer)) stanok_order_exception_free, NULL);

static const StanokField order_fields[] = {
  F_ID      (StanokOrder, id,            "id",            REQ),
  F_STRING  (StanokOrder, epoch,         "epoch",         REQ),
  F_INT     (StanokOrder, rev,           "rev",           REQ, 0, G_MAXINT64),
  F_STRING  (StanokOrder, etag,          "etag",          REQ),
  F_ENUM    (StanokOrder, state,         "state",         REQ,
             (const char *(*) (int)) stanok_state_name, stanok_state_from_name),
  F_STRING  (StanokOrder, number,        "number",        REQ),
  F_STRING  (StanokOrder, title,         "title",         REQ),
  F_STRING  (StanokOrder, customer,      "customer",      REQ),
  F_STRING  (StanokOrder, source,        "source",        REQ),
  F_STRING  (StanokOrder, material,      "material",      REQ),
  F_GROUP   ("quantity", REQ, &quantity_type, -1),
  F_MS      (StanokOrder, due_ms,        "due_ms",        REQ),
  F_MS      (StanokOrder, created_ms,    "created_ms",    REQ),
  F_MS      (StanokOrder, available_ms,  "available_ms",  REQ),
  F_INT     (StanokOrder, priority,      "priority",      REQ, 0, 9),
  F_STRING  (StanokOrder, station,       "station",       NUL),
  F_GROUP   ("holder", NUL, &holder_type, O (StanokOrder, holder_operator)),
  F_ENUM    (StanokOrder, run,           "run",           REQ,
             (const char *(*) (int)) stanok_run_name, stanok_run_from_name),
  F_STRING  (StanokOrder, pause_reason,  "pause_reason",  NUL),
  F_MS      (StanokOrder, run_since_ms,  "run_since_ms",  NUL),
  F_INT     (StanokOrder, elapsed_ms,    "elapsed_ms",    REQ, 0, G_MAXINT64),
  F_GROUP   ("held", NUL, &held_type, O (StanokOrder, held_reason)),
  F_BOOL    (StanokOrder, cancelled,     "cancelled",     REQ),
  F_GROUP   ("lease", NUL, &lease_type, O (StanokOrder, lease_device)),
  F_GROUP   ("instructions", REQ, &instructions_type, -1),
  /* An order without a model is started to a revision of its instructions alone. */
  F_GROUP   ("started", OPT | STANOK_FIELD_OR_NUMBER, &started_type,
             O (StanokOrder, started_model)),
  F_RECORDS (StanokOrder, files,         "files",         REQ, &STANOK_RECORD_FILE),
  F_GROUP   ("price", NUL, &price_type, O (StanokOrder, price_currency)),
  F_GROUP   ("help", NUL, &help_type, O (StanokOrder, help_kind)),
  F_GROUP   ("last_effect", NUL, &last_type, O (StanokOrder, last_command)),
  F_RECORDS (StanokOrder, exceptions,    "exceptions",    REQ, &exception_type),
  F_MS      (StanokOrder, changed_ms,    "changed_ms",    REQ),
};

const StanokRecordType STANOK_RECORD_ORDER =
  STANOK_RECORD_TYPE ("Order", order_fields, (gpointer (*) (void)) stanok_order_new,
                      (void (*) (gpointer)) stanok_order_unref, NULL);

StanokOrder *
stanok_order_from_json (const char  *text,
                        gsize        length,
                        GError     **error)
{
  return stanok_record_from_json (&STANOK_RECORD_ORDER, text, length, &STANOK_JSON_ANSWER, error);
}

char *
stanok_order_to_json (const StanokOrder *order)
{
  return stanok_record_to_json (&STANOK_RECORD_ORDER, order);
}
