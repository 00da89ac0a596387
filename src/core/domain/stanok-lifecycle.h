/* stanok-lifecycle.h: the one function that decides what a command does to an order
 *
 * The server decides with it, the screen shows with it, the simulator checks
 * with it. Pure and total: same arguments, same result; no clock, no I/O.
 *
 * Invariants (tests quote the numbers)
 *   LC1  A fact is never refused.
 *   LC2  A refusal and an `already` change nothing of the order.
 *   LC3  Exceptions over-quantity, short-quantity, old-revision and
 *        built-to-old-revision apply the effect; all others leave the order as
 *        it is apart from its list of exceptions.
 *   LC4  Only APPROVED and STARTED orders have a holder.
 *   LC5  run is RUNNING or PAUSED only in MANUFACTURING_STARTED.
 *   LC6  The first matching clause of a command's row wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-command.h"

G_BEGIN_DECLS

/* What a revert needs to know of the command it takes back. */
typedef struct {
  gboolean          known;            /* the command exists and had an effect */
  gboolean          reverted;         /* it was taken back before */
  gboolean          within_policy;    /* recent enough */
  StanokCommandType type;
  const char       *operator_id;
  gint64            good;             /* what it added */
  gint64            scrap;
  const StanokOrder *before;          /* (nullable) the order just before it; without it only
                                       * progress can be taken back */
} StanokRevertTarget;

/* What the order itself does not know. */
typedef struct {
  const char *device_id;         /* the device that acts */
  gint64      at_ms;             /* effective server time of the act */
  gboolean    actor_revoked;
  gboolean    actor_unknown;     /* nobody by that id */
  gboolean    is_supervisor;     /* with a session that the server itself checked */
  gboolean    is_over_limit;     /* the actor holds as many orders as he may */
  gboolean    is_out_of_scope;   /* the order is not the device's to touch */
  gboolean    is_to_active;      /* hand_over, reassign: @to exists and is not revoked */
  gboolean    is_at_holders_device; /* hand_over: acting on the device that the holder used */
  StanokRevertTarget revert;
} StanokContext;

typedef struct {
  StanokOutcome       outcome;
  StanokExceptionKind exception;  /* unless RECORDED: NONE. APPLIED never carries one. */
  StanokProblemType   problem;    /* unless REFUSED: NONE */
  gboolean            effect;     /* @order differs from the order that was given */
  StanokOrder        *order;      /* (owned) (nullable) as it stands after; NULL only if it was
                                   * unknown. Without effect the same object, with one more
                                   * reference. rev, etag, changed_ms and the list of exceptions
                                   * are the caller's to set. */
} StanokResult;

void stanok_result_clear (StanokResult *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokResult, stanok_result_clear)

/**
 * stanok_lifecycle_apply:
 * @order: (nullable): as it stands; %NULL if nobody knows it
 * @command: what was done or is wanted
 * @context: what the order does not know
 *
 * Some answers that the protocol's table leaves to sense:
 *  - before its approval an order is wrong-state to intents and work-on-closed to facts,
 *    whatever else would match; help, notes, attachments and decisions are always possible;
 *  - who may report comes before how much: nobody's pieces but the holder's are added;
 *  - a claim with start of what is mine, but held or cancelled, is refused: both or neither;
 *  - a lease elsewhere also blocks a hand-over of an order that nobody holds;
 *  - started_* is what the operator saw, if he said so, else what was true;
 *  - a revert cannot be taken back, and nothing on a closed order can; it never undoes what
 *    another application did meanwhile (cancelling, priority);
 *  - resolve never has an effect here: the caller, who has the command that raised the exception,
 *    closes and applies it; of an unknown order the answer is applied.
 *
 * Returns: what happens. Clear it with stanok_result_clear().
 */
StanokResult stanok_lifecycle_apply (const StanokOrder   *order,
                                     const StanokCommand *command,
                                     const StanokContext *context);

/**
 * stanok_lifecycle_cancel:
 *
 * What happens to an order that another application cancels: work on it pauses,
 * and its holder keeps it until he lets go.
 *
 * Returns: (transfer full): a changed copy; rev, etag and changed_ms are the caller's to set
 */
StanokOrder *stanok_lifecycle_cancel (const StanokOrder *order,
                                      gint64             at_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
