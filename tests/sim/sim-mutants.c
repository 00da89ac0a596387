/* sim-mutants.c: mistakes on purpose, each of which has to be seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-mutants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/stanok-mutant.h"
#include "sim-net.h"
#include "sim-world.h"

#ifdef STANOK_MUTANTS

StanokMutant stanok_mutant = STANOK_MUTANT_NONE;

#define SEEDS_MAX 100    /* the same seeds for all, from 1 on, until one is red */

typedef struct {
  StanokMutant  mutant;
  const char   *name;
  const char   *checks;      /* one of these has to see it */
} Mutant;

#define MUTANT(name, checks) { STANOK_MUTANT_##name, #name, checks }

static const Mutant mutants[] = {
  MUTANT (IF_MATCH_FIRST,      "S10"),
  MUTANT (LEDGER_APART,        "S2 S10"),
  MUTANT (DEQUEUE_EARLY,       "S12 S3"),
  MUTANT (NOT_REARMED,         "S20"),
  MUTANT (CURSOR_APART,        "S8 L2"),
  MUTANT (HTML_ACCEPTED,       "S12"),
  MUTANT (NEW_ID_ON_RETRY,     "S2 S11"),
  MUTANT (HEAD_OF_LINE,        "L1 S20"),
  MUTANT (JOURNAL_NORMAL,      "S1 S3"),
  MUTANT (JOURNAL_EMPTY,       "S1 S3"),
  MUTANT (MERGED,              "S2 S12 L1"),
  MUTANT (EPOCH_IGNORED,       "L2 S2"),
  MUTANT (BASE_OVERWRITTEN,    "S9"),
  MUTANT (REFUSED_ACCEPTED,    "S12"),
  MUTANT (RETRY_AFTER_IGNORED, "S17"),
  MUTANT (LANE_UNORDERED,      "S5 S4"),
  MUTANT (FORGOTTEN_AT_BOOT,   "S20 L1"),
  MUTANT (VIEW_OF_BASE,        "S7"),
  MUTANT (SINGLE_COPY,         "S1 S3"),
};

/* The carrier gives every further try an id of its own. */
void
sim_mutants_carry (SimExchange *exchange)
{
  SimCommand *command = exchange->command;
  g_auto(GStrv) parts = NULL;
  g_autofree char *id = NULL;
  char *body;

  if (!STANOK_MUTANT (NEW_ID_ON_RETRY) || command == NULL || command->n_sent++ == 0)
    return;
  id = g_strdup (command->id);
  id[35] = id[35] == '0' ? '1' : '0';
  body = g_strndup (g_bytes_get_data (exchange->body, NULL), g_bytes_get_size (exchange->body));
  parts = g_strsplit (body, command->id, -1);
  g_free (body);
  body = g_strjoinv (id, parts);
  g_bytes_unref (exchange->body);
  exchange->body = g_bytes_new_take (body, strlen (body));
  for (guint i = 0; i + 1 < exchange->headers->len; i += 2)
    if (strcmp (exchange->headers->pdata[i], "idempotency-key") == 0)
      {
        g_free (exchange->headers->pdata[i + 1]);
        exchange->headers->pdata[i + 1] = g_strdup_printf ("\"%s\"", id);
      }
  exchange->command = NULL;
}

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

/* TRUE: red, and by a check that is made for it. */
static gboolean
is_red (const Mutant *mutant,
        guint64       seed,
        gsize         number)
{
  const SimRun run = { .seed = seed };
  SimWorld *world = sim_world_new (&run);
  gboolean is_seen;

  sim_world_work (world);
  is_seen = sim_failed (world) && is_among (mutant->checks, world->log.failed_check);
  if (is_seen)
    printf ("ok %" G_GSIZE_FORMAT " - %s is seen by %s after %" G_GUINT64_FORMAT " seeds: %s\n",
            number, mutant->name, world->log.failed_check, seed, world->log.failure);
  else if (sim_failed (world))
    printf ("# %s: seed %" G_GUINT64_FORMAT " is red by %s: %s\n", mutant->name, seed,
            world->log.failed_check, world->log.failure);
  sim_world_free (world);
  return is_seen;
}

static gboolean
is_seen (const Mutant *mutant,
         gsize         number)
{
  gboolean is_ok = FALSE;

  stanok_mutant = mutant->mutant;
  for (guint64 seed = 1; !is_ok && seed <= SEEDS_MAX; seed++)
    is_ok = is_red (mutant, seed, number);
  stanok_mutant = STANOK_MUTANT_NONE;
  if (!is_ok)
    printf ("not ok %" G_GSIZE_FORMAT " - %s: nobody sees it\n", number, mutant->name);
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

void
sim_mutants_carry (SimExchange *exchange)
{
}

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
