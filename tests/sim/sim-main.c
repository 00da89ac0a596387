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
#define ALL_FROM    500      /* over so many seeds everything has to happen */

typedef struct {
  guint64     first, last;
  gboolean    is_traced, is_quiet, is_bounded, is_thorough;
  const char *corpus;           /* (nullable) name of a file */
  guint64     break_at;
  SimTally    tally;
  guint64     n_events;
  guint64     outcome;          /* a hash over the hashes */
  guint       n_red;
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
      sim_tally_add (&session->tally, &world->log.tally);
      session->n_events += world->log.n_events;
      if (!session->is_quiet)
        printf ("seed %" G_GUINT64_FORMAT " %016" G_GINT64_MODIFIER "x %" G_GUINT64_FORMAT
                " events\n", seed, hash, world->log.n_events);
      if (sim_failed (world))
        {
          session->n_red++;
          /* Of many red seeds the first is told at length. */
          if (!session->is_traced && session->n_red == 1)
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

/* Lines of seed, check and story. */
static int
run_corpus (Session *session)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  guint n = 0;

  if (!g_file_get_contents (session->corpus, &text, NULL, &error))
    {
      fprintf (stderr, "The corpus cannot be read: %s\n", error->message);
      return EXIT_FAILURE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      guint64 seed = g_ascii_strtoull (lines[i], NULL, 10);

      if (seed == 0)
        continue;
      run_seed (session, seed, TRUE);
      n++;
    }
  printf ("%u seeds of the corpus, %u red\n", n, session->n_red);
  return session->n_red > 0 || n == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* ---- what was seen ------------------------------------------------------------------- */

static void
tell_tally (Session *session)
{
  guint64 n = session->last - session->first + 1;

  sim_tally_print (&session->tally);
  if (n >= ALL_FROM)
    session->n_red += sim_tally_miss (&session->tally);
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
         "       stanok-sim --corpus FILE\n"
         "       stanok-sim --bounded | --bounded-all\n"
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
  if (strcmp (name, "--bounded-all") == 0)
    return session->is_bounded = session->is_thorough = TRUE;
  *n_used = 2;
  if (value == NULL)
    return FALSE;
  if (strcmp (name, "--seeds") == 0)
    return parse_range (value, &session->first, &session->last);
  if (strcmp (name, "--corpus") == 0)
    return (session->corpus = value) != NULL;
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
    return sim_bounded_run (session.is_thorough);
  if (session.corpus != NULL)
    return run_corpus (&session);
  if (session.last < session.first)
    return usage ();
  run_seeds (&session);
  if (session.first < session.last)
    tell_tally (&session);
  return session.n_red > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
