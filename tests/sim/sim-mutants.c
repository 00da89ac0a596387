/* sim-mutants.c: mistakes on purpose, each of which has to be seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-mutants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/stanok-mutant.h"
#include "sim-world.h"

#ifdef STANOK_MUTANTS

StanokMutant stanok_mutant = STANOK_MUTANT_NONE;

#define SEEDS_MAX 8

typedef struct {
  StanokMutant  mutant;
  const char   *name;
  const char   *checks;                /* any of these may see it first */
  guint64       seeds[SEEDS_MAX];      /* chosen once; 0 = no more */
} Mutant;

#define MUTANT(name, checks, ...) { STANOK_MUTANT_##name, #name, checks, { __VA_ARGS__ } }

static const Mutant mutants[] = {
  MUTANT (IF_MATCH_FIRST,      "S10",         1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (LEDGER_APART,        "S2 S10",      1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (DEQUEUE_EARLY,       "S12 S3",      1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (NOT_REARMED,         "S20",         1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (CURSOR_APART,        "S8 L2",       1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (HTML_ACCEPTED,       "S12",         1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (NEW_ID_ON_RETRY,     "S2 S11",      1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (HEAD_OF_LINE,        "L1 S20",      1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (JOURNAL_NORMAL,      "S1 S3",       1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (JOURNAL_EMPTY,       "S1 S3",       1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (MERGED,              "S2 S12 L1",   1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (EPOCH_IGNORED,       "L2 S2",       1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (BASE_OVERWRITTEN,    "S9",          1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (REFUSED_ACCEPTED,    "S12",         1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (RETRY_AFTER_IGNORED, "S17",         1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (LANE_UNORDERED,      "S5 S4",       1, 2, 3, 4, 5, 6, 7, 8),
  MUTANT (FACT_REFUSED,        "S14",         1, 2, 3, 4, 5, 6, 7, 8),
};

gboolean
sim_mutants_choose (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mutants); i++)
    if (g_ascii_strcasecmp (mutants[i].name, name) == 0)
      {
        stanok_mutant = mutants[i].mutant;
        return TRUE;
      }
  fputs ("The mutants are:\n", stderr);
  for (gsize i = 0; i < G_N_ELEMENTS (mutants); i++)
    fprintf (stderr, "  %s\n", mutants[i].name);
  return FALSE;
}

static gboolean
is_among (const char *checks,
          const char *check)
{
  g_auto(GStrv) words = g_strsplit (checks, " ", -1);

  return g_strv_contains ((const char * const *) words, check);
}

/* TRUE: one of its seeds turned red, by a check that is made for it. */
static gboolean
is_seen (const Mutant *mutant,
         gsize         number)
{
  gboolean is_ok = FALSE;

  stanok_mutant = mutant->mutant;
  for (int i = 0; !is_ok && i < SEEDS_MAX && mutant->seeds[i] != 0; i++)
    {
      const SimRun run = { .seed = mutant->seeds[i] };
      SimWorld *world = sim_world_new (&run);

      sim_world_work (world);
      is_ok = sim_failed (world) && is_among (mutant->checks, world->log.failed_check);
      if (is_ok)
        printf ("ok %" G_GSIZE_FORMAT " %s: %s at seed %" G_GUINT64_FORMAT ": %s\n", number,
                mutant->name, world->log.failed_check, world->seed, world->log.failure);
      else if (sim_failed (world))
        printf ("# %s: seed %" G_GUINT64_FORMAT " is red by %s: %s\n", mutant->name, world->seed,
                world->log.failed_check, world->log.failure);
      sim_world_free (world);
    }
  stanok_mutant = STANOK_MUTANT_NONE;
  if (!is_ok)
    printf ("not ok %" G_GSIZE_FORMAT " %s: nobody sees it\n", number, mutant->name);
  fflush (stdout);
  return is_ok;
}

int
sim_mutants_run (void)
{
  gboolean is_ok = TRUE;

  printf ("1..%d\n", (int) G_N_ELEMENTS (mutants));
  for (gsize i = 0; i < G_N_ELEMENTS (mutants); i++)
    is_ok = is_seen (&mutants[i], i + 1) && is_ok;
  return is_ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

#else

gboolean
sim_mutants_choose (const char *name)
{
  fputs ("This build has no mutants: take stanok-sim-mutants.\n", stderr);
  return FALSE;
}

int
sim_mutants_run (void)
{
  sim_mutants_choose ("");
  return EXIT_FAILURE;
}

#endif
