/* stanok-names.c: the enumerations of the domain and their names on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-names.h"

static const char * const state_names[STANOK_N_STATES] = {
  [STANOK_STATE_INITIATED]               = "INITIATED",
  [STANOK_STATE_FILE_UPLOADED]           = "FILE_UPLOADED",
  [STANOK_STATE_SUBMITTED]               = "SUBMITTED",
  [STANOK_STATE_PRICE_CALCULATED]        = "PRICE_CALCULATED",
  [STANOK_STATE_MANUFACTURING_APPROVED]  = "MANUFACTURING_APPROVED",
  [STANOK_STATE_MANUFACTURING_STARTED]   = "MANUFACTURING_STARTED",
  [STANOK_STATE_MANUFACTURING_COMPLETED] = "MANUFACTURING_COMPLETED",
  [STANOK_STATE_PACKAGING]               = "PACKAGING",
  [STANOK_STATE_SHIPPED]                 = "SHIPPED",
  [STANOK_STATE_CLOSED]                  = "CLOSED",
};

static const char * const run_names[STANOK_N_RUNS] = {
  [STANOK_RUN_IDLE]    = "idle",
  [STANOK_RUN_RUNNING] = "running",
  [STANOK_RUN_PAUSED]  = "paused",
};

/* An intent is a wish and may be refused; a fact happened and never is. */
typedef enum {
  FACT,
  INTENT,
  SUPERVISORS_INTENT,
} Kind;

static const struct {
  const char *name;
  Kind        kind;
} commands[STANOK_N_COMMANDS] = {
  [STANOK_COMMAND_CLAIM]        = { "claim",      INTENT },
  [STANOK_COMMAND_RELEASE]      = { "release",    INTENT },
  [STANOK_COMMAND_HAND_OVER]    = { "hand_over",  INTENT },
  [STANOK_COMMAND_START]        = { "start",      FACT },
  [STANOK_COMMAND_PAUSE]        = { "pause",      FACT },
  [STANOK_COMMAND_RESUME]       = { "resume",     FACT },
  [STANOK_COMMAND_PROGRESS]     = { "progress",   FACT },
  [STANOK_COMMAND_COMPLETE]     = { "complete",   FACT },
  [STANOK_COMMAND_PACK]         = { "pack",       FACT },
  [STANOK_COMMAND_SHIP]         = { "ship",       FACT },
  [STANOK_COMMAND_HOLD]         = { "hold",       SUPERVISORS_INTENT },
  [STANOK_COMMAND_UNHOLD]       = { "unhold",     SUPERVISORS_INTENT },
  [STANOK_COMMAND_PRIORITISE]   = { "prioritise", SUPERVISORS_INTENT },
  [STANOK_COMMAND_REASSIGN]     = { "reassign",   SUPERVISORS_INTENT },
  [STANOK_COMMAND_REOPEN]       = { "reopen",     SUPERVISORS_INTENT },
  [STANOK_COMMAND_RESOLVE]      = { "resolve",    SUPERVISORS_INTENT },
  [STANOK_COMMAND_HELP]         = { "help",       FACT },
  [STANOK_COMMAND_HELP_ACK]     = { "help_ack",   FACT },
  [STANOK_COMMAND_NOTE]         = { "note",       FACT },
  [STANOK_COMMAND_ATTACH]       = { "attach",     FACT },
  [STANOK_COMMAND_REVERT]       = { "revert",     INTENT },
};

static const char * const outcome_names[STANOK_N_OUTCOMES] = {
  [STANOK_OUTCOME_APPLIED]  = "applied",
  [STANOK_OUTCOME_ALREADY]  = "already",
  [STANOK_OUTCOME_RECORDED] = "recorded_with_exception",
  [STANOK_OUTCOME_REFUSED]  = "refused",
};

static const char * const exception_names[STANOK_N_EXCEPTIONS] = {
  [STANOK_EXCEPTION_OVER_QUANTITY]         = "over-quantity",
  [STANOK_EXCEPTION_SHORT_QUANTITY]        = "short-quantity",
  [STANOK_EXCEPTION_OLD_REVISION]          = "old-revision",
  [STANOK_EXCEPTION_BUILT_TO_OLD_REVISION] = "built-to-old-revision",
  [STANOK_EXCEPTION_WORK_ON_CLOSED]        = "work-on-closed",
  [STANOK_EXCEPTION_DOUBLE_WORK]           = "double-work",
  [STANOK_EXCEPTION_LATE_REPORT]           = "late-report",
  [STANOK_EXCEPTION_DUPLICATE_COMPLETION]  = "duplicate-completion",
  [STANOK_EXCEPTION_OUT_OF_ORDER]          = "out-of-order",
  [STANOK_EXCEPTION_ACTOR_REVOKED]         = "actor-revoked",
  [STANOK_EXCEPTION_UNKNOWN_ORDER]         = "unknown-order",
  [STANOK_EXCEPTION_OUT_OF_SCOPE]          = "out-of-scope",
  [STANOK_EXCEPTION_RESERVED]              = "reserved",
};

/* The nameless NONE is no name at all, so it is never found. */
static int
find_name (const char * const *names,
           int                 n_names,
           const char         *name)
{
  for (int i = 0; name != NULL && i < n_names; i++)
    if (names[i] != NULL && g_str_equal (names[i], name))
      return i;
  return -1;
}

const char *
stanok_state_name (StanokState state)
{
  g_return_val_if_fail (state < STANOK_N_STATES, NULL);

  return state_names[state];
}

int
stanok_state_from_name (const char *name)
{
  return find_name (state_names, STANOK_N_STATES, name);
}

const char *
stanok_run_name (StanokRun run)
{
  g_return_val_if_fail (run < STANOK_N_RUNS, NULL);

  return run_names[run];
}

int
stanok_run_from_name (const char *name)
{
  return find_name (run_names, STANOK_N_RUNS, name);
}

const char *
stanok_command_name (StanokCommandType type)
{
  g_return_val_if_fail (type < STANOK_N_COMMANDS, NULL);

  return commands[type].name;
}

int
stanok_command_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < STANOK_N_COMMANDS; i++)
    if (g_str_equal (commands[i].name, name))
      return i;
  return -1;
}

/* Returns: %TRUE for a wish about the future, %FALSE for a fact */
gboolean
stanok_command_is_intent (StanokCommandType type)
{
  g_return_val_if_fail (type < STANOK_N_COMMANDS, FALSE);

  return commands[type].kind != FACT;
}

/* Returns: %TRUE if the command needs a supervisor's session */
gboolean
stanok_command_is_supervisors (StanokCommandType type)
{
  g_return_val_if_fail (type < STANOK_N_COMMANDS, FALSE);

  return commands[type].kind == SUPERVISORS_INTENT;
}

const char *
stanok_outcome_name (StanokOutcome outcome)
{
  g_return_val_if_fail (outcome < STANOK_N_OUTCOMES, NULL);

  return outcome_names[outcome];
}

int
stanok_outcome_from_name (const char *name)
{
  return find_name (outcome_names, STANOK_N_OUTCOMES, name);
}

/* Returns: (nullable): %NULL for NONE */
const char *
stanok_exception_name (StanokExceptionKind kind)
{
  g_return_val_if_fail (kind < STANOK_N_EXCEPTIONS, NULL);

  return exception_names[kind];
}

int
stanok_exception_from_name (const char *name)
{
  return find_name (exception_names, STANOK_N_EXCEPTIONS, name);
}

/* Returns: %TRUE if the fact changed the order although it did not quite fit (LC3) */
gboolean
stanok_exception_has_effect (StanokExceptionKind kind)
{
  return kind == STANOK_EXCEPTION_OVER_QUANTITY ||
         kind == STANOK_EXCEPTION_SHORT_QUANTITY ||
         kind == STANOK_EXCEPTION_OLD_REVISION ||
         kind == STANOK_EXCEPTION_BUILT_TO_OLD_REVISION;
}
