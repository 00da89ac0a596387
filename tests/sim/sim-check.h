/* sim-check.h: what must always hold at a terminal, looked at after every event
 *
 * The names of the checks are those of the protocol's invariants.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-kiosk.h"
#include "sim-net.h"

G_BEGIN_DECLS

/* S1, S3, S15: everything that was ever promised is there after a start. */
void sim_check_started      (SimKiosk *kiosk);
/* S7, S8, S9, S20. @command: (nullable): that the event was about */
void sim_check_event        (SimKiosk *kiosk, const SimCommand *command);
/* S5, S13, S17, and the bytes (C1). */
void sim_check_sent         (SimKiosk *kiosk, const SimExchange *exchange);
void sim_check_answered     (SimKiosk *kiosk, const StanokHttpAnswer *answer);
/* @entry: (nullable): NOT recorded */
void sim_check_recorded     (SimKiosk *kiosk, SimCommand *command, const StanokEntry *entry);
/* S3, S12, S14. @entry: (nullable): not written */
void sim_check_settled      (SimKiosk *kiosk, const StanokSettlement *settlement,
                             const StanokEntry *entry);
/* Nobody knows whether its fate was written: harmless either way. */
void sim_check_doubted      (SimKiosk *kiosk, SimCommand *command);
void sim_check_acknowledged (SimKiosk *kiosk, const StanokEntry *entry);

/* In sim-check-base.c: the base against the feed at the cursor, the view against the fold. */
void sim_check_base         (SimKiosk *kiosk, const SimCommand *command);
/* @is_new: nothing that was seen before counts (a start, another epoch) */
void sim_check_whole_base   (SimKiosk *kiosk, gboolean is_new);
void sim_check_view         (SimKiosk *kiosk, int order);

/* In sim-check-end.c: L1, L2, L3, S2 when the faults have stopped. @all: the poisoned lane, too */
void sim_check_recovered    (SimWorld *world, gboolean all);
/* Would it find nothing now? */
gboolean sim_check_is_recovered (SimWorld *world, gboolean all);

static inline gboolean
sim_command_is_unsettled (const SimCommand *command)
{
  return command->entry != NULL && stanok_entry_is_unsettled (command->entry);
}

G_END_DECLS
