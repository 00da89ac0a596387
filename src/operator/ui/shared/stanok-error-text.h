/* stanok-error-text.h: what the operator reads when something went wrong, and what he can do
 *
 * Three tables: our own errors, the server's problem types, and the kinds of
 * exception. Every code has a row (tested). Messages of GError are for the
 * log and are never shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-error.h"
#include "domain/stanok-names.h"

G_BEGIN_DECLS

/* The action that is offered beside the sentence. */
typedef enum {
  STANOK_OFFER_WAIT,         /* nothing to do: it goes on by itself */
  STANOK_OFFER_UNDERSTOOD,
  STANOK_OFFER_NEXT_ORDER,
  STANOK_OFFER_SUPERVISOR,
  STANOK_OFFER_RETRY,
  STANOK_OFFER_SIGN_IN,
  STANOK_OFFER_SUPPORT,
} StanokOffer;

#define STANOK_N_OFFERS (STANOK_OFFER_SUPPORT + 1)

/* All translated and static. */
typedef struct {
  const char  *headline;   /* a few words; reads well after "WO-1187: " */
  const char  *sentence;
  StanokOffer  offer;
} StanokErrorText;

StanokErrorText stanok_error_text_for_error     (StanokError         code);
StanokErrorText stanok_error_text_for_problem   (StanokProblemType   type);
StanokErrorText stanok_error_text_for_exception (StanokExceptionKind kind);
const char     *stanok_error_text_get_offer     (StanokOffer         offer);

G_END_DECLS
