/* sim-rules.h: the table of commands once more, from the protocol's text and not from the code
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-names.h"

G_BEGIN_DECLS

#define SIM_NOBODY (-1)

/* What of an order can be predicted. */
typedef struct {
  gboolean    exists;
  StanokState state;
  StanokRun   run;
  int         holder;           /* number of an operator, or SIM_NOBODY */
  int         holder_kiosk;
  gboolean    held, cancelled;
  gint64      ordered, tolerance_pct, good, scrap;
  gint64      instructions_rev;
  gint64      started_rev;      /* of the instructions, when work began; 0 = never */
  gint64      priority;
  int         last;             /* number of the command that had the newest effect, or -1 */
} SimOrder;

/* What somebody did, in numbers. */
typedef struct {
  StanokCommandType type;
  int      kiosk, order, actor;
  gint64   good, scrap;
  gint64   saw_rev;             /* 0 = nothing */
  gboolean start;               /* claim */
  int      to;                  /* hand_over: an operator */
  int      target;              /* revert: a command, or -1 */
} SimAct;

typedef struct {
  StanokOutcome       outcome;
  StanokExceptionKind exception;
  StanokProblemType   problem;
  gboolean            is_effect;    /* the order differs, apart from its list of exceptions */
} SimVerdict;

/* What is known of the command that a revert takes back. */
typedef struct {
  gboolean  had_effect;         /* on the same order */
  gboolean  is_reverted;
  int       number;
  SimAct    act;
  SimOrder  before;
} SimTarget;

typedef struct {
  int       number;             /* of the command */
  gboolean  is_over_limit;      /* the actor has as many other orders as he may */
  SimTarget target;
} SimRulesContext;

/* @order: (inout): changed as the command changes it. */
SimVerdict sim_rules_apply (SimOrder *order, const SimAct *act, const SimRulesContext *context);

gboolean   sim_rules_is_intent (StanokCommandType type);

G_END_DECLS
