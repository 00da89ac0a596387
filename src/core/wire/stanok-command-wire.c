/* stanok-command-wire.c: a command on the wire, its arguments checked by its type
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-error.h"
#include "wire/stanok-headers.h"
#include "wire/stanok-order-wire.h"
#include "wire/stanok-record-private.h"

#define REQ STANOK_FIELD_REQUIRED
#define OPT STANOK_FIELD_OPTIONAL
#define NUL STANOK_FIELD_NULLABLE

#define GROUP(wire_name, table) { wire_name, table, G_N_ELEMENTS (table), NULL, NULL, NULL }

static gpointer
make_scrap (void)
{
  return stanok_scrap_new (NULL, 0);
}

static const StanokField scrap_fields[] = {
  F_ID  (StanokScrap, reason, "reason", REQ),
  F_INT (StanokScrap, count,  "count",  REQ, 1, STANOK_COUNT_MAX),
};
static const StanokRecordType scrap_type =
  STANOK_RECORD_TYPE ("Scrap", scrap_fields, make_scrap, (void (*) (gpointer)) stanok_scrap_free,
                      NULL);

/* ---- arguments, one table a shape ------------------------------------------------------ */

static const StanokField start_args[]    = { F_BOOL (StanokCommand, args.start, "start", REQ) };
static const StanokField to_args[]       = { F_ID (StanokCommand, args.to, "to", REQ) };
static const StanokField reason_args[]   = { F_ID (StanokCommand, args.reason, "reason", REQ) };
static const StanokField why_args[]      = { F_STRING (StanokCommand, args.reason, "reason", REQ) };
static const StanokField kind_args[]     = { F_ID (StanokCommand, args.kind, "kind", REQ) };
static const StanokField text_args[]     = { F_TEXT (StanokCommand, args.text, "text", REQ) };
static const StanokField target_args[]   =
  { F_ID (StanokCommand, args.command_id, "command_id", REQ) };
static const StanokField tracking_args[] =
  { F_STRING (StanokCommand, args.tracking, "tracking", OPT) };
static const StanokField priority_args[] =
  { F_INT (StanokCommand, args.priority, "priority", REQ, 0, 9) };

static const StanokField quantity_args[] = {
  F_INT     (StanokCommand, args.good,  "good",  REQ, 0, STANOK_COUNT_MAX),
  F_RECORDS (StanokCommand, args.scrap, "scrap", REQ, &scrap_type),
};
static const StanokField resolve_args[] = {
  F_ID (StanokCommand, args.exception_id, "exception_id", REQ),
  F_ID (StanokCommand, args.decision,     "decision",     REQ),
};
static const StanokField attach_args[] = {
  F_STRING (StanokCommand, args.sha256,     "sha256",     REQ),
  F_STRING (StanokCommand, args.media_type, "media_type", REQ),
  F_STRING (StanokCommand, args.name,       "name",       REQ),
};

static const StanokRecordType no_args = { "NoArgs", NULL, 0, NULL, NULL, NULL };
static const StanokRecordType start_type = GROUP ("ClaimArgs", start_args);
static const StanokRecordType to_type = GROUP ("ToArgs", to_args);
static const StanokRecordType reason_type = GROUP ("PauseArgs", reason_args);
static const StanokRecordType why_type = GROUP ("WhyArgs", why_args);
static const StanokRecordType kind_type = GROUP ("HelpArgs", kind_args);
static const StanokRecordType text_type = GROUP ("NoteArgs", text_args);
static const StanokRecordType target_type = GROUP ("TargetArgs", target_args);
static const StanokRecordType tracking_type = GROUP ("ShipArgs", tracking_args);
static const StanokRecordType priority_type = GROUP ("PriorityArgs", priority_args);
static const StanokRecordType quantity_type = GROUP ("QuantityArgs", quantity_args);
static const StanokRecordType resolve_type = GROUP ("ResolveArgs", resolve_args);
static const StanokRecordType attach_type = GROUP ("AttachArgs", attach_args);

static const StanokRecordType *const args_types[STANOK_N_COMMANDS] = {
  [STANOK_COMMAND_CLAIM]      = &start_type,
  [STANOK_COMMAND_RELEASE]    = &no_args,
  [STANOK_COMMAND_HAND_OVER]  = &to_type,
  [STANOK_COMMAND_START]      = &no_args,
  [STANOK_COMMAND_PAUSE]      = &reason_type,
  [STANOK_COMMAND_RESUME]     = &no_args,
  [STANOK_COMMAND_PROGRESS]   = &quantity_type,
  [STANOK_COMMAND_COMPLETE]   = &quantity_type,
  [STANOK_COMMAND_PACK]       = &no_args,
  [STANOK_COMMAND_SHIP]       = &tracking_type,
  [STANOK_COMMAND_HOLD]       = &why_type,
  [STANOK_COMMAND_UNHOLD]     = &no_args,
  [STANOK_COMMAND_PRIORITISE] = &priority_type,
  [STANOK_COMMAND_REASSIGN]   = &to_type,
  [STANOK_COMMAND_REOPEN]     = &why_type,
  [STANOK_COMMAND_RESOLVE]    = &resolve_type,
  [STANOK_COMMAND_HELP]       = &kind_type,
  [STANOK_COMMAND_HELP_ACK]   = &target_type,
  [STANOK_COMMAND_NOTE]       = &text_type,
  [STANOK_COMMAND_ATTACH]     = &attach_type,
  [STANOK_COMMAND_REVERT]     = &target_type,
};

/* "type" stands before "args" in the table, so it is known here. */
static gboolean
decode_args (gpointer   record,
             gpointer   json_node,
             GError   **error)
{
  const StanokCommand *command = record;

  return stanok_record_decode_node (args_types[command->type], json_node, record, error);
}

static void
encode_args (gconstpointer  record,
             GString       *out)
{
  const StanokCommand *command = record;

  stanok_record_append (args_types[command->type], record, out);
}

/* ---- the command ----------------------------------------------------------------------- */

static const StanokField actor_fields[] = {
  F_ID (StanokCommand, operator_id, "operator_id", REQ),
  F_ID (StanokCommand, login_id,    "login_id",    REQ),
  F_ID (StanokCommand, auth,        "auth",        REQ),
};
static const StanokRecordType actor_type = GROUP ("Actor", actor_fields);

static const StanokField occurred_fields[] = {
  F_MS  (StanokCommand, wall_ms, "wall_ms", REQ),
  F_INT (StanokCommand, boot_ms, "boot_ms", REQ, 0, STANOK_MS_MAX),
  F_ID  (StanokCommand, boot_id, "boot_id", REQ),
};
static const StanokRecordType occurred_type = GROUP ("Occurred", occurred_fields);

static const StanokField saw_fields[] = {
  F_INT    (StanokCommand, saw_instructions_rev, "instructions_rev", REQ, 0, G_MAXINT32),
  F_STRING (StanokCommand, saw_model,            "model_sha256",     NUL),
};
static const StanokRecordType saw_type = GROUP ("Saw", saw_fields);

static const StanokField command_fields[] = {
  F_ID     (StanokCommand, command_id, "command_id", REQ),
  F_ENUM   (StanokCommand, type,       "type",       REQ,
            (const char *(*) (int)) stanok_command_name, stanok_command_from_name),
  F_ID     (StanokCommand, order_id,   "order_id",   REQ),
  F_GROUP  ("actor", REQ, &actor_type, -1),
  F_GROUP  ("occurred", REQ, &occurred_type, -1),
  F_INT    (StanokCommand, base_rev,   "base_rev",   REQ, 0, G_MAXINT64),
  F_GROUP  ("saw", OPT, &saw_type, -1),
  F_STRING (StanokCommand, depends_on, "depends_on", NUL),
  F_CUSTOM ("args", REQ, decode_args, encode_args),
};

/* Ids travel in paths and become keys: letters, digits, dot, dash and underscore. */
static gboolean
is_plain_id (const char *id)
{
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_' && *p != '.')
      return FALSE;
  return TRUE;
}

static gboolean
check_command (gconstpointer   record,
               GError        **error)
{
  const StanokCommand *command = record;

  if (!stanok_uuid_is_valid (command->command_id))
    return stanok_record_refuse (error, "command_id is not a UUID in lower case");
  if (!is_plain_id (command->order_id))
    return stanok_record_refuse (error, "order_id has characters that an id may not have");
  if (stanok_command_get_scrap_count (command) > STANOK_COUNT_MAX)
    return stanok_record_refuse (error, "more scrap than one report may hold");
  if (command->args.sha256 != NULL && !stanok_sha256_is_valid (command->args.sha256))
    return stanok_record_refuse (error, "sha256 is not 64 lower-case hex digits");
  if (command->type == STANOK_COMMAND_RESOLVE &&
      g_strcmp0 (command->args.decision, "keep") != 0 &&
      g_strcmp0 (command->args.decision, "apply") != 0)
    return stanok_record_refuse (error, "decision is neither “keep” nor “apply”");
  return TRUE;
}

const StanokRecordType STANOK_RECORD_COMMAND =
  STANOK_RECORD_TYPE ("Command", command_fields, (gpointer (*) (void)) stanok_command_new,
                      (void (*) (gpointer)) stanok_command_free, check_command);

StanokCommand *
stanok_command_from_json (const char  *text,
                          gsize        length,
                          GError     **error)
{
  return stanok_record_from_json (&STANOK_RECORD_COMMAND, text, length, &STANOK_JSON_COMMAND,
                                  error);
}

char *
stanok_command_to_json (const StanokCommand *command)
{
  return stanok_record_to_json (&STANOK_RECORD_COMMAND, command);
}

char *
stanok_command_args_to_json (const StanokCommand *command)
{
  GString *out = g_string_new (NULL);

  encode_args (command, out);
  return g_string_free (out, FALSE);
}
