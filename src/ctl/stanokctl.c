/* stanokctl.c: the program: administration from a terminal or a script
 *
 * Exit status: 0 done; 1 it failed, and a sentence on standard error says why; 2 the arguments are
 * wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "ctl/stanok-verb.h"

static const StanokVerb * const verbs[] = {
  &STANOK_VERB_ORDER_IMPORT, &STANOK_VERB_QUEUE, &STANOK_VERB_JOURNAL_LIST,
  &STANOK_VERB_JOURNAL_EXPORT, &STANOK_VERB_JOURNAL_VERIFY, &STANOK_VERB_DOCTOR,
  &STANOK_VERB_SYNC,
};

/* ---- help ----------------------------------------------------------------------------------- */

static int
show_help (void)
{
  g_print ("usage: stanokctl VERB [OPTION…]\n\n");
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *line = g_strconcat (verbs[i]->words, " ", verbs[i]->arguments, NULL);

      g_print ("  %-33s %s\n", line, verbs[i]->summary);
    }
  g_print ("\nstanokctl VERB --help says more. Exit status: 0 done, 1 failed, 2 wrong "
           "arguments.\n");
  return STANOK_VERB_DONE;
}

static int
refuse (const char *given)
{
  if (given == NULL)
    g_printerr ("stanokctl: say what to do; see stanokctl --help\n");
  else
    g_printerr ("stanokctl: “%s” is nothing that can be done; see stanokctl --help\n", given);
  return STANOK_VERB_MISUSED;
}

/* ---- verbs ---------------------------------------------------------------------------------- */

/* How many of @argv the verb's words are; 0: it is another one. */
static int
match (const StanokVerb *verb,
       int               argc,
       char            **argv)
{
  g_auto(GStrv) words = g_strsplit (verb->words, " ", -1);
  int n = (int) g_strv_length (words);

  for (int i = 0; i < n; i++)
    if (i + 1 >= argc || strcmp (argv[i + 1], words[i]) != 0)
      return 0;
  return n;
}

int
main (int   argc,
      char *argv[])
{
  /* As the terminal does: `sync --once` writes into its folder. */
  umask (077);
  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_IGN);
  g_set_prgname ("stanokctl");
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
                   strcmp (argv[1], "help") == 0))
    return show_help ();
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      g_print ("stanokctl %s\n", STANOK_VERSION);
      return STANOK_VERB_DONE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      int n = match (verbs[i], argc, argv);

      if (n == 0)
        continue;
      argv[n] = argv[0];
      return (int) verbs[i]->run (argc - n, argv + n);
    }
  return refuse (argc > 1 ? argv[1] : NULL);
}
