/* stanok-order-wire.h: orders and commands on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-command.h"
#include "wire/stanok-record.h"

G_BEGIN_DECLS

extern const StanokRecordType STANOK_RECORD_ORDER;      /* StanokOrder */
extern const StanokRecordType STANOK_RECORD_FILE;       /* StanokFile */
extern const StanokRecordType STANOK_RECORD_COMMAND;    /* StanokCommand, its arguments checked by its type */

StanokOrder   *stanok_order_from_json   (const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char          *stanok_order_to_json     (const StanokOrder *order) G_GNUC_WARN_UNUSED_RESULT;
StanokCommand *stanok_command_from_json (const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char          *stanok_command_to_json   (const StanokCommand *command) G_GNUC_WARN_UNUSED_RESULT;
/* The arguments alone, as an object: what the history keeps. */
char          *stanok_command_args_to_json (const StanokCommand *command) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
