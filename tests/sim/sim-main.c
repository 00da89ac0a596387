/* sim-main.c: runs seeds of the simulation, and tells what came of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-bounded.h"
#include "sim-mutants.h"
#include "sim-world.h"

#define TWICE_EVERY 100      /* one seed in so many runs twice and must do the same */

/* Over so many seeds none of these may stay at zero: then the simulation would be blind. */
#define IMPORTANT_FROM 500

static const SimSometimes important[] = {
  SIM_COMMAND_APPLIED, SIM_COMMAND_ALREADY, SIM_EXCEPTION_RECORDED, SIM_CONFLICT_CARD,
  SIM_CARD_ACKNOWLEDGED, SIM_INTENT_WITHDRAWN, SIM_FACT_AFTER_CONFLICT, SIM_REBASED, SIM_REPLAYED,
  SIM_OLD_TAG_REPLAYED, SIM_LATE_DUPLICATE, SIM_SNAPSHOT_FIRST, SIM_SNAPSHOT_AGAIN,
  SIM_CURSOR_EXPIRED, SIM_EPOCH_CHANGED, SIM_REOFFERED, SIM_SILENT_RESTORE, SIM_SERVER_RESTARTED,
  SIM_SERVER_CUT, SIM_OUTCOME_UNKNOWN, SIM_KIOSK_KILLED, SIM_KIOSK_KILLED_RECORDING,
  SIM_KIOSK_POWER_CUT, SIM_MORE_THAN_PROMISED, SIM_NOT_RECORDED, SIM_LOG_REPAIRED, SIM_DB_REBUILT,
  SIM_LOG_REBUILT, SIM_CACHE_REBUILT, SIM_HTML_SEEN, SIM_TRUNCATED, SIM_STALE_REPLAYED,
  SIM_RETRY_AFTER, SIM_PARKED, SIM_UNPARKED, SIM_POISONED_LANE, SIM_DOUBLE_TAP,
  SIM_SAME_ORDER_TWICE, SIM_NO_FAULTS,
};

typedef struct {
  guint64  first, last;
  gboolean is_traced, is_quiet, is_bounded;
  guint64  break_at;
  char    *mutant;
  guint64  counts[SIM_N_SOMETIMES];
  guint64  n_events;
  guint64  outcome;             /* a hash over the hashes */
  guint    n_red;
} Session;

/* ---- seeds --------------------------------------------------------------------------- */

static void
tell_failure (const SimWorld *world)
{
  printf ("RED seed %" G_GUINT64_FORMAT ": %s: %s (event %" G_GUINT64_FORMAT ")\n", world->seed,
          world->log.failed_check, world->log.failure, world->log.n_events);
}

/* Returns: the hash of what happened. */
static guint64
run_seed (Session *session,
          guint64  seed,
          gboolean is_counted)
{
  const SimRun run = { seed, NULL, session->is_traced, session->break_at };
  SimWorld *world = sim_world_new (&run);
  guint64 hash;

  sim_world_work (world);
  hash = world->log.hash;
  if (is_counted)
    {
      for (int i = 0; i < SIM_N_SOMETIMES; i++)
        session->counts[i] += world->log.counts[i];
      session->n_events += world->log.n_events;
      if (!session->is_quiet)
        printf ("seed %" G_GUINT64_FORMAT " %016" G_GINT64_MODIFIER "x %" G_GUINT64_FORMAT
                " events\n", seed, hash, world->log.n_events);
      if (sim_failed (world))
        {
          session->n_red++;
          if (!session->is_traced && session->first == session->last)
            sim_log_print_last (&world->log);
          tell_failure (world);
        }
    }
  sim_world_free (world);
  return hash;
}

static void
run_seeds (Session *session)
{
  for (guint64 seed = session->first; seed <= session->last; seed++)
    {
      guint64 hash = run_seed (session, seed, TRUE);

      session->outcome = (session->outcome ^ hash) * G_GUINT64_CONSTANT (0x100000001b3);
      if (seed % TWICE_EVERY == 0 && !session->is_traced && run_seed (session, seed, FALSE) != hash)
        {
          printf ("RED seed %" G_GUINT64_FORMAT ": the second run went another way\n", seed);
          session->n_red++;
        }
      fflush (stdout);
    }
}

/* ---- what was seen ------------------------------------------------------------------- */

static void
tell_counts (Session *session)
{
  guint64 n = session->last - session->first + 1;

  for (int i = 0; i < SIM_N_SOMETIMES; i++)
    printf ("%8" G_GUINT64_FORMAT "  %s\n", session->counts[i],
            sim_sometimes_words ((SimSometimes) i));
  for (gsize i = 0; n >= IMPORTANT_FROM && i < G_N_ELEMENTS (important); i++)
    if (session->counts[important[i]] == 0)
      {
        printf ("RED: over %" G_GUINT64_FORMAT " seeds it never happened that %s\n", n,
                sim_sometimes_words (important[i]));
        session->n_red++;
      }
  printf ("%" G_GUINT64_FORMAT " seeds, %" G_GUINT64_FORMAT " events, outcome %016"
          G_GINT64_MODIFIER "x, %u red\n", n, session->n_events, session->outcome,
          session->n_red);
}

/* ---- the command line ---------------------------------------------------------------- */

static int
usage (void)
{
  fputs ("usage: stanok-sim --seeds A..B [--quiet]\n"
         "       stanok-sim --seed N [--trace] [--break-at EVENT]\n"
         "       stanok-sim --bounded\n"
         "       with mutants also: --mutant NAME, --mutants (all, over their seeds)\n", stderr);
  return 2;
}

static gboolean
parse_range (const char *text,
             guint64    *first,
             guint64    *last)
{
  g_auto(GStrv) parts = g_strsplit (text, "..", 2);

  return g_strv_length (parts) == 2 &&
         g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64, first, NULL) &&
         g_ascii_string_to_unsigned (parts[1], 10, *first, G_MAXINT64, last, NULL);
}

/* FALSE: it is not understood. Takes a value if there is one to take. */
static gboolean
parse_option (Session    *session,
              const char *name,
              const char *value,
              int        *n_used)
{
  *n_used = 1;
  if (strcmp (name, "--trace") == 0)
    return session->is_traced = TRUE;
  if (strcmp (name, "--quiet") == 0)
    return session->is_quiet = TRUE;
  if (strcmp (name, "--bounded") == 0)
    return session->is_bounded = TRUE;
  *n_used = 2;
  if (value == NULL)
    return FALSE;
  if (strcmp (name, "--seeds") == 0)
    return parse_range (value, &session->first, &session->last);
  if (strcmp (name, "--mutant") == 0)
    return sim_mutants_choose (value);
  if (strcmp (name, "--break-at") == 0)
    return g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &session->break_at, NULL);
  if (strcmp (name, "--seed") == 0 &&
      g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &session->first, NULL))
    {
      session->last = session->first;
      return TRUE;
    }
  return FALSE;
}

/* Messages of the product would drown what the simulation says. */
static GLogWriterOutput
swallow (GLogLevelFlags   level,
         const GLogField *fields,
         gsize            n_fields,
         gpointer         data)
{
  if ((level & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)) != 0)
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

int
main (int    argc,
      char **argv)
{
  Session session = { .first = 1, .last = 0 };
  int n_used;

  g_log_set_writer_func (swallow, NULL, NULL);
  /* Disks that grow and vanish would spend half the time in the kernel's pages. */
  mallopt (M_MMAP_THRESHOLD, 1 << 30);
  mallopt (M_TRIM_THRESHOLD, 1 << 30);
  if (argc == 2 && strcmp (argv[1], "--mutants") == 0)
    return sim_mutants_run ();
  for (int i = 1; i < argc; i += n_used)
    if (!parse_option (&session, argv[i], i + 1 < argc ? argv[i + 1] : NULL, &n_used))
      return usage ();
  if (session.is_bounded)
    return sim_bounded_run ();
  if (session.last < session.first)
    return usage ();
  run_seeds (&session);
  if (session.first < session.last)
    tell_counts (&session);
  return session.n_red > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
