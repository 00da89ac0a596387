/* stanok-verb.c: what stanokctl can be told to do, and how it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-verb.h"

static GOptionContext *
make_context (const StanokVerb   *self,
              const GOptionEntry *entries)
{
  g_autofree char *parameters = g_strconcat (self->words, *self->arguments != '\0' ? " " : "",
                                             self->arguments, NULL);
  GOptionContext *context = g_option_context_new (parameters);

  g_option_context_set_summary (context, self->summary);
  if (self->details != NULL)
    g_option_context_set_description (context, self->details);
  g_option_context_add_main_entries (context, entries, NULL);
  return context;
}

gboolean
stanok_verb_parse (const StanokVerb   *self,
                   const GOptionEntry *entries,
                   int                 argc,
                   char              **argv,
                   char             ***arguments)
{
  g_autoptr(GOptionContext) context = make_context (self, entries);
  g_autoptr(GError) error = NULL;
  g_autoptr(GStrvBuilder) rest = g_strv_builder_new ();
  g_autofree char *sentence = NULL;

  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      stanok_verb_misuse (self, error->message);
      return FALSE;
    }
  for (int i = 1; i < argc; i++)
    if (i != 1 || !g_str_equal (argv[i], "--"))
      g_strv_builder_add (rest, argv[i]);
  if (arguments != NULL)
    *arguments = g_strv_builder_end (rest);
  if ((arguments != NULL ? g_strv_length (*arguments) : (guint) argc - 1) == self->n_arguments)
    return TRUE;
  sentence = self->n_arguments == 0
    ? g_strdup_printf ("it takes options only, not “%s”", argv[1])
    : g_strdup_printf ("it takes %s after the options, exactly one", self->arguments);
  stanok_verb_misuse (self, sentence);
  return FALSE;
}

StanokVerbEnd
stanok_verb_fail (const StanokVerb *self,
                  const GError     *error)
{
  g_printerr ("stanokctl %s: %s\n", self->words, error->message);
  return STANOK_VERB_FAILED;
}

StanokVerbEnd
stanok_verb_misuse (const StanokVerb *self,
                    const char       *sentence)
{
  g_printerr ("stanokctl %s: %s; see stanokctl %s --help\n", self->words, sentence, self->words);
  return STANOK_VERB_MISUSED;
}
