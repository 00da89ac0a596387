/* stanok-mutant.h: mistakes on purpose, by which tests/sim proves that it would see them
 *
 * Only the simulator's second build has STANOK_MUTANTS. In the product every
 * STANOK_MUTANT() is 0 and what stands behind it is not compiled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#ifdef STANOK_MUTANTS

typedef enum {
  STANOK_MUTANT_NONE,
  STANOK_MUTANT_IF_MATCH_FIRST,       /* the condition is looked at before the ledger */
  STANOK_MUTANT_LEDGER_APART,         /* the ledger's row is a transaction of its own */
  STANOK_MUTANT_DEQUEUE_EARLY,        /* a command leaves the queue when it is sent */
  STANOK_MUTANT_NOT_REARMED,          /* a round that failed is not tried again */
  STANOK_MUTANT_CURSOR_APART,         /* the cursor is stored before the page that belongs to it */
  STANOK_MUTANT_HTML_ACCEPTED,        /* any 2xx is a success */
  STANOK_MUTANT_NEW_ID_ON_RETRY,      /* another try is another command (by the carrier) */
  STANOK_MUTANT_HEAD_OF_LINE,         /* a lane that fails holds up all others */
  STANOK_MUTANT_JOURNAL_NORMAL,       /* synchronous=NORMAL */
  STANOK_MUTANT_JOURNAL_EMPTY,        /* an unreadable journal begins anew, without the log */
  STANOK_MUTANT_MERGED,               /* of two reports on one order only the last is sent */
  STANOK_MUTANT_EPOCH_IGNORED,        /* a restored server is not given again what it lost */
  STANOK_MUTANT_BASE_OVERWRITTEN,     /* a late answer takes the base back */
  STANOK_MUTANT_REFUSED_ACCEPTED,     /* a refusal counts as done */
  STANOK_MUTANT_RETRY_AFTER_IGNORED,  /* 503 and 429 are asked again at once */
  STANOK_MUTANT_LANE_UNORDERED,       /* the newest command of an order goes first */
  STANOK_MUTANT_FORGOTTEN_AT_BOOT,    /* what was under way stays so for ever after a restart */
  STANOK_MUTANT_VIEW_OF_BASE,         /* a screen shows the server's word, whatever is unsettled */
  STANOK_MUTANT_SINGLE_COPY,          /* the journal's second copy is not written */
  STANOK_N_MUTANTS
} StanokMutant;

extern StanokMutant stanok_mutant;

#define STANOK_MUTANT(name) (stanok_mutant == STANOK_MUTANT_##name)

#else

#define STANOK_MUTANT(name) FALSE

#endif

G_END_DECLS
