/* stanok-error-text.c: what the operator reads when something went wrong, and what he can do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-error-text.h"

#include <glib/gi18n.h>

#define WAIT       STANOK_OFFER_WAIT
#define UNDERSTOOD STANOK_OFFER_UNDERSTOOD
#define NEXT       STANOK_OFFER_NEXT_ORDER
#define SUPERVISOR STANOK_OFFER_SUPERVISOR
#define RETRY      STANOK_OFFER_RETRY
#define SIGN_IN    STANOK_OFFER_SIGN_IN
#define SUPPORT    STANOK_OFFER_SUPPORT

static const StanokErrorText errors[] = {
  [STANOK_ERROR_OFFLINE] = {
    N_("no connection"),
    N_("The server does not answer. Keep working: what you do is recorded here and goes out by "
       "itself."), WAIT },
  [STANOK_ERROR_REFUSED] = {
    N_("refused"), N_("This was declined. Nothing was changed."), UNDERSTOOD },
  [STANOK_ERROR_BAD_DATA] = {
    N_("cannot be read"),
    N_("The file or the message is damaged. Nothing was changed; tell support."), SUPPORT },
  [STANOK_ERROR_STORE] = {
    N_("NOT recorded"),
    N_("The disk of this terminal failed. Nothing was saved: try again, and call support if it "
       "stays so."), RETRY },
  [STANOK_ERROR_FULL] = {
    N_("NOT recorded: the disk is full"),
    N_("Nothing was saved. Room must be made on this terminal first: call support."), SUPPORT },
  [STANOK_ERROR_CORRUPT] = {
    N_("a damaged file was repaired"),
    N_("A file on this terminal was damaged. It was set aside and rebuilt from its second copy."),
    UNDERSTOOD },
  [STANOK_ERROR_AUTH] = {
    N_("not let in"),
    N_("The PIN or the badge is not right, or this person may not work here."), SIGN_IN },
  [STANOK_ERROR_NOT_FOUND] = {
    N_("not here"),
    N_("This terminal does not have it. It may arrive with the next connection."), RETRY },
  [STANOK_ERROR_BUSY] = {
    N_("already open"),
    N_("The program is already running on this terminal. Use the window that is open."),
    UNDERSTOOD },
  [STANOK_ERROR_LIMIT] = {
    N_("too large"),
    N_("This is larger than the terminal can take. Nothing was changed."), UNDERSTOOD },
};

G_STATIC_ASSERT (G_N_ELEMENTS (errors) == STANOK_N_ERRORS);

/* Said of every answer that means "our program and the server do not understand each other". */
#define NOT_UNDERSTOOD N_("not understood by the server")
#define KEPT_FOR_SUPPORT \
  N_("The server could not read this report. It is kept on this terminal, and support can send it.")
/* Said of everything that mends itself. */
#define LATER N_("waits for the server")
#define BY_ITSELF \
  N_("The server is busy with something else. Nothing is lost; it is tried again by itself.")

static const StanokErrorText problems[] = {
  [STANOK_PROBLEM_NONE] = {
    N_("declined"),
    N_("The server declined this without a reason."), SUPERVISOR },
  [STANOK_PROBLEM_ALREADY_CLAIMED] = {
    N_("not yours"), N_("You asked for it; somebody else had it first."), NEXT },
  [STANOK_PROBLEM_RESERVED] = {
    N_("reserved for another bench"),
    N_("Another bench has the first right to this order for now."), NEXT },
  [STANOK_PROBLEM_NOT_HOLDER] = {
    N_("no longer yours"), N_("Meanwhile the order went to somebody else."), SUPERVISOR },
  [STANOK_PROBLEM_ORDER_HELD] = {
    N_("on hold"),
    N_("The order was put on hold. It can be taken when the hold is lifted."), NEXT },
  [STANOK_PROBLEM_ORDER_CANCELLED] = {
    N_("cancelled"),
    N_("The order was cancelled. Do not start it, and stop if you did."), UNDERSTOOD },
  [STANOK_PROBLEM_ORDER_CLOSED] = {
    N_("already finished"), N_("The order was finished before your step arrived."), UNDERSTOOD },
  [STANOK_PROBLEM_OPERATOR_BUSY] = {
    N_("too many at once"),
    N_("You hold as many orders as you may. Finish one or put one back first."), UNDERSTOOD },
  [STANOK_PROBLEM_WRONG_STATE] = {
    N_("not possible now"),
    N_("The order had moved on, so this step no longer fits."), UNDERSTOOD },
  [STANOK_PROBLEM_CANNOT_REVERT] = {
    N_("could not be undone"),
    N_("The order had moved on, so the step stays as it was."), SUPERVISOR },
  [STANOK_PROBLEM_NOT_PERMITTED] = {
    N_("not permitted"), N_("This step needs a supervisor."), SUPERVISOR },
  [STANOK_PROBLEM_UNKNOWN_ORDER] = {
    N_("unknown to the server"), N_("The server has no order with this number."), SUPERVISOR },
  [STANOK_PROBLEM_STALE_ORDER] = {
    N_("changed meanwhile"),
    N_("The order was changed while you acted. Look at it and try again."), RETRY },
  [STANOK_PROBLEM_IF_MATCH_REQUIRED] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_IN_PROGRESS] = { LATER, BY_ITSELF, WAIT },
  [STANOK_PROBLEM_SEQUENCE_REUSED] = {
    N_("this terminal was restored"),
    N_("The terminal's disk is older than its last report. Nothing is sent until support has "
       "looked at it."), SUPPORT },
  [STANOK_PROBLEM_BLOB_MISSING] = {
    LATER,
    N_("A file is sent first. Nothing is lost; it goes on by itself."), WAIT },
  [STANOK_PROBLEM_IDEMPOTENCY_MISMATCH] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_INVALID_COMMAND] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_TOO_LARGE] = {
    N_("too large for the server"),
    N_("It is kept on this terminal, and support can send it."), SUPPORT },
  [STANOK_PROBLEM_DEVICE_REVOKED] = {
    N_("this terminal is locked out"),
    N_("The terminal may no longer report. Everything recorded is kept: call a supervisor."),
    SUPERVISOR },
  [STANOK_PROBLEM_TOKEN_EXPIRED] = {
    LATER,
    N_("The terminal signs in to the server again. Nothing is lost."), WAIT },
  [STANOK_PROBLEM_UNAUTHENTICATED] = {
    N_("this terminal is not known"),
    N_("The server does not let this terminal in. Everything recorded is kept: call a supervisor."),
    SUPERVISOR },
  [STANOK_PROBLEM_CURSOR_EXPIRED] = { LATER, N_("The list of orders is fetched anew."), WAIT },
  [STANOK_PROBLEM_EPOCH_CHANGED] = {
    N_("the server was restored"),
    N_("The server went back in time. What it lost is sent again by itself."), WAIT },
  [STANOK_PROBLEM_SNAPSHOT_EXPIRED] = { LATER, N_("The list of orders is fetched anew."), WAIT },
  [STANOK_PROBLEM_CLIENT_TOO_OLD] = {
    N_("this program is too old"),
    N_("The server needs a newer program here. Everything recorded is kept until then: call "
       "support."), SUPPORT },
  [STANOK_PROBLEM_RATE_LIMITED] = { LATER, BY_ITSELF, WAIT },
  [STANOK_PROBLEM_MAINTENANCE] = {
    N_("the server is being serviced"),
    N_("Keep working: what you do is recorded here and goes out by itself."), WAIT },
  [STANOK_PROBLEM_NOT_FOUND] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_METHOD_NOT_ALLOWED] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_BAD_REQUEST] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_LENGTH_REQUIRED] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_BLOB_EXISTS] = {
    LATER,
    N_("The file is there already. It goes on by itself."), WAIT },
  [STANOK_PROBLEM_HASH_MISMATCH] = {
    LATER,
    N_("A file was damaged on its way and is sent again."), WAIT },
  [STANOK_PROBLEM_RANGE_NOT_SATISFIABLE] = {
    LATER,
    N_("A file is fetched again from its start."), WAIT },
  [STANOK_PROBLEM_UNSUPPORTED_MEDIA_TYPE] = { NOT_UNDERSTOOD, KEPT_FOR_SUPPORT, SUPPORT },
  [STANOK_PROBLEM_INTERNAL] = {
    N_("trouble on the server"),
    N_("Something failed on the server. Nothing is lost; it is tried again by itself."), WAIT },
};

G_STATIC_ASSERT (G_N_ELEMENTS (problems) == STANOK_N_PROBLEMS);

static const StanokErrorText exceptions[] = {
  [STANOK_EXCEPTION_NONE] = { N_("accepted"), N_("The server took it as it was."), UNDERSTOOD },
  [STANOK_EXCEPTION_OVER_QUANTITY] = {
    N_("more than ordered"),
    N_("You made more parts than were ordered. All of them count for you; a supervisor looks "
       "at it."), UNDERSTOOD },
  [STANOK_EXCEPTION_SHORT_QUANTITY] = {
    N_("fewer than ordered"),
    N_("The order was completed with fewer parts than ordered. A supervisor looks at it."),
    UNDERSTOOD },
  [STANOK_EXCEPTION_OLD_REVISION] = {
    N_("the instructions had changed"),
    N_("You worked to older instructions. Your work counts; ask before you go on."), SUPERVISOR },
  [STANOK_EXCEPTION_BUILT_TO_OLD_REVISION] = {
    N_("the model had changed"),
    N_("The parts were made to an older model. They count for you; a supervisor decides about "
       "them."), SUPERVISOR },
  [STANOK_EXCEPTION_WORK_ON_CLOSED] = {
    N_("the order was stopped"),
    N_("It was held, cancelled or closed meanwhile. Your work is kept and counts for you: stop "
       "and ask."), SUPERVISOR },
  [STANOK_EXCEPTION_DOUBLE_WORK] = {
    N_("two people made it"),
    N_("Somebody else had the order. Your parts are safe and count for you in every case."),
    SUPERVISOR },
  [STANOK_EXCEPTION_LATE_REPORT] = {
    N_("reported after completion"),
    N_("The order was complete before your report arrived. Your parts are kept apart and count "
       "for you."), UNDERSTOOD },
  [STANOK_EXCEPTION_DUPLICATE_COMPLETION] = {
    N_("completed twice"),
    N_("The order had been completed before. Your report is kept apart and counts for you."),
    UNDERSTOOD },
  [STANOK_EXCEPTION_OUT_OF_ORDER] = {
    N_("out of order"),
    N_("A step before this one is missing. Yours is kept; a supervisor puts it right."),
    SUPERVISOR },
  [STANOK_EXCEPTION_ACTOR_REVOKED] = {
    N_("the person was locked out"),
    N_("The person who did this may no longer work here. The work is kept; a supervisor decides."),
    SUPERVISOR },
  [STANOK_EXCEPTION_UNKNOWN_ORDER] = {
    N_("unknown to the server"),
    N_("The server has no order with this number. Your work is kept; a supervisor decides."),
    SUPERVISOR },
  [STANOK_EXCEPTION_OUT_OF_SCOPE] = {
    N_("not an order of this bench"),
    N_("The order belongs elsewhere. Your work is kept and counts for you; a supervisor decides."),
    SUPERVISOR },
  [STANOK_EXCEPTION_RESERVED] = {
    N_("reserved for another bench"),
    N_("Another bench had the first right. Your work is kept and counts for you: stop and ask."),
    SUPERVISOR },
};

G_STATIC_ASSERT (G_N_ELEMENTS (exceptions) == STANOK_N_EXCEPTIONS);

static const char *const offers[] = {
  [STANOK_OFFER_WAIT]       = N_("Nothing to do"),
  [STANOK_OFFER_UNDERSTOOD] = N_("Understood"),
  [STANOK_OFFER_NEXT_ORDER] = N_("Take the next order"),
  [STANOK_OFFER_SUPERVISOR] = N_("Ask the supervisor"),
  [STANOK_OFFER_RETRY]      = N_("Try again"),
  [STANOK_OFFER_SIGN_IN]    = N_("Sign in again"),
  [STANOK_OFFER_SUPPORT]    = N_("Call support"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (offers) == STANOK_N_OFFERS);

/* A code from a newer server or a damaged journal still gets a sentence. */
static StanokErrorText
translate (const StanokErrorText *texts,
           gsize                  n,
           guint                  code)
{
  StanokErrorText text = texts[code < n ? code : 0];

  text.headline = _(text.headline);
  text.sentence = _(text.sentence);
  return text;
}

StanokErrorText
stanok_error_text_for_error (StanokError code)
{
  return translate (errors, G_N_ELEMENTS (errors), code);
}

StanokErrorText
stanok_error_text_for_problem (StanokProblemType type)
{
  return translate (problems, G_N_ELEMENTS (problems), type);
}

StanokErrorText
stanok_error_text_for_exception (StanokExceptionKind kind)
{
  return translate (exceptions, G_N_ELEMENTS (exceptions), kind);
}

const char *
stanok_error_text_get_offer (StanokOffer offer)
{
  g_return_val_if_fail (offer < STANOK_N_OFFERS, NULL);

  return _(offers[offer]);
}
