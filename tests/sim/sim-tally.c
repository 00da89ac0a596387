/* sim-tally.c: what the seeds have met, and what was looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-tally.h"

#include <stdio.h>

static const char *const words[SIM_N_SOMETIMES] = {
#define X(name, text) text,
  SIM_SOMETIMES (X)
#undef X
};

static const struct { const char *name, *file, *words; } invariants[SIM_N_CHECKED] = {
#define X(name, file, text) { #name, file, text },
  SIM_INVARIANTS (X)
#undef X
};

void
sim_tally_add (SimTally       *self,
               const SimTally *other)
{
  for (int i = 0; i < SIM_N_SOMETIMES; i++)
    self->counts[i] += other->counts[i];
  for (int i = 0; i < SIM_N_CHECKED; i++)
    self->checked[i] += other->checked[i];
}

void
sim_tally_print (const SimTally *self)
{
  puts ("What happened:");
  for (int i = 0; i < SIM_N_SOMETIMES; i++)
    printf ("%10" G_GUINT64_FORMAT "  %s\n", self->counts[i], words[i]);
  puts ("What was looked at:");
  for (int i = 0; i < SIM_N_CHECKED; i++)
    printf ("%10" G_GUINT64_FORMAT "  %-3s %s (%s)\n", self->checked[i], invariants[i].name,
            invariants[i].words, invariants[i].file);
}

guint
sim_tally_miss (const SimTally *self)
{
  guint n = 0;

  for (int i = 0; i < SIM_N_SOMETIMES; i++)
    if (self->counts[i] == 0)
      {
        printf ("RED: it never happened that %s\n", words[i]);
        n++;
      }
  for (int i = 0; i < SIM_N_CHECKED; i++)
    if (self->checked[i] == 0)
      {
        printf ("RED: nobody looked at %s: %s\n", invariants[i].name, invariants[i].words);
        n++;
      }
  return n;
}
