/* stanok-mes-decide.h: what the lifecycle has to know, and what its answer does to the database
 *
 * Steps 6 and 7 of the evaluation order (KSP/1 2.6).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-lifecycle.h"
#include "mes/stanok-mes-ledger.h"

G_BEGIN_DECLS

/* One command on its way into the ledger. Everything is borrowed. */
typedef struct {
  const StanokCommand      *command;
  const StanokOrder        *order;        /* (nullable) */
  const StanokDeviceHeader *place;
  const char               *fingerprint;
  const char               *clock;        /* (nullable) raw header */
  GBytes                   *body;
  gint64                    received_ms;
} StanokMesDelivery;

/* Decides and stores the outcome, all in one transaction (M1); the row is what any repetition
 * will be answered with. NULL: nothing was stored. */
StanokMesLedgerRow *stanok_mes_decide (StanokMes               *mes,
                                       const StanokMesDelivery *delivery,
                                       GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
