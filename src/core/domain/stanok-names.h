/* stanok-names.h: the enumerations of the domain and their names on the wire
 *
 * One table an enumeration; a name that is not in it gives -1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-order.h"
#include "domain/stanok-problem.h"

G_BEGIN_DECLS

/* What an operator or a supervisor can do, in the order of the table in stanok-lifecycle.c. */
typedef enum {
  STANOK_COMMAND_CLAIM,
  STANOK_COMMAND_RELEASE,
  STANOK_COMMAND_HAND_OVER,
  STANOK_COMMAND_START,
  STANOK_COMMAND_PAUSE,
  STANOK_COMMAND_RESUME,
  STANOK_COMMAND_PROGRESS,
  STANOK_COMMAND_COMPLETE,
  STANOK_COMMAND_PACK,
  STANOK_COMMAND_SHIP,
  STANOK_COMMAND_HOLD,
  STANOK_COMMAND_UNHOLD,
  STANOK_COMMAND_PRIORITISE,
  STANOK_COMMAND_REASSIGN,
  STANOK_COMMAND_REOPEN,
  STANOK_COMMAND_RESOLVE,
  STANOK_COMMAND_HELP,
  STANOK_COMMAND_HELP_ACK,
  STANOK_COMMAND_NOTE,
  STANOK_COMMAND_ATTACH,
  STANOK_COMMAND_REVERT,
} StanokCommandType;

#define STANOK_N_COMMANDS (STANOK_COMMAND_REVERT + 1)

typedef enum {
  STANOK_OUTCOME_APPLIED,
  STANOK_OUTCOME_ALREADY,
  STANOK_OUTCOME_RECORDED,   /* "recorded_with_exception" */
  STANOK_OUTCOME_REFUSED,    /* never a stored success; goes out as a problem */
} StanokOutcome;

#define STANOK_N_OUTCOMES (STANOK_OUTCOME_REFUSED + 1)

/* Why a fact did not fit. NONE is the absence of one and has no name. */
typedef enum {
  STANOK_EXCEPTION_NONE,
  STANOK_EXCEPTION_OVER_QUANTITY,
  STANOK_EXCEPTION_SHORT_QUANTITY,
  STANOK_EXCEPTION_OLD_REVISION,
  STANOK_EXCEPTION_BUILT_TO_OLD_REVISION,
  STANOK_EXCEPTION_WORK_ON_CLOSED,
  STANOK_EXCEPTION_DOUBLE_WORK,
  STANOK_EXCEPTION_LATE_REPORT,
  STANOK_EXCEPTION_DUPLICATE_COMPLETION,
  STANOK_EXCEPTION_OUT_OF_ORDER,
  STANOK_EXCEPTION_ACTOR_REVOKED,
  STANOK_EXCEPTION_UNKNOWN_ORDER,
  STANOK_EXCEPTION_OUT_OF_SCOPE,
  STANOK_EXCEPTION_RESERVED,
} StanokExceptionKind;

#define STANOK_N_EXCEPTIONS (STANOK_EXCEPTION_RESERVED + 1)

/* Names are static strings. *_from_name(): the value, or -1. */
const char *stanok_state_name         (StanokState state);
int         stanok_state_from_name    (const char *name);
const char *stanok_run_name           (StanokRun run);
int         stanok_run_from_name      (const char *name);
const char *stanok_command_name       (StanokCommandType type);
int         stanok_command_from_name  (const char *name);
gboolean    stanok_command_is_intent  (StanokCommandType type);
gboolean    stanok_command_is_supervisors (StanokCommandType type);
const char *stanok_outcome_name       (StanokOutcome outcome);
int         stanok_outcome_from_name  (const char *name);
const char *stanok_exception_name     (StanokExceptionKind kind);
int         stanok_exception_from_name (const char *name);
gboolean    stanok_exception_has_effect (StanokExceptionKind kind);

G_END_DECLS
