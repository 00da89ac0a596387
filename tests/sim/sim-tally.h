/* sim-tally.h: what the seeds have met, and what was looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "sim-tally-lists.h"

G_BEGIN_DECLS

typedef enum {
#define X(name, words) SIM_##name,
  SIM_SOMETIMES (X)
#undef X
  SIM_N_SOMETIMES
} SimSometimes;

typedef enum {
#define X(name, file, words) SIM_CHECKED_##name,
  SIM_INVARIANTS (X)
#undef X
  SIM_N_CHECKED
} SimChecked;

typedef struct {
  guint64 counts[SIM_N_SOMETIMES];
  guint64 checked[SIM_N_CHECKED];
} SimTally;

void sim_tally_add   (SimTally *self, const SimTally *other);
void sim_tally_print (const SimTally *self);
/* Says what never happened; returns how many such things there are. */
guint sim_tally_miss (const SimTally *self);

#define SOMETIMES(log, name) ((log)->tally.counts[SIM_##name]++)
#define CHECKED(log, name)   ((log)->tally.checked[SIM_CHECKED_##name]++)

G_END_DECLS
