/* stanok-verb.h: what stanokctl can be told to do, and how it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_VERB_DONE,      /* 0 */
  STANOK_VERB_FAILED,    /* 1: a sentence on standard error says why */
  STANOK_VERB_MISUSED,   /* 2: the arguments are wrong */
} StanokVerbEnd;

typedef struct {
  const char    *words;        /* "order import" */
  const char    *arguments;    /* "FILE", as the help has it; "" for none */
  const char    *summary;      /* one line */
  const char    *details;      /* (nullable) what the verb's own help says below its options */
  guint          n_arguments;  /* exactly so many beside the options */
  /* @argv: the program, then the verb's options and arguments */
  StanokVerbEnd (*run) (int argc, char **argv);
} StanokVerb;

extern const StanokVerb STANOK_VERB_ORDER_IMPORT, STANOK_VERB_QUEUE, STANOK_VERB_JOURNAL_LIST,
  STANOK_VERB_JOURNAL_EXPORT, STANOK_VERB_JOURNAL_VERIFY, STANOK_VERB_DOCTOR, STANOK_VERB_SYNC;

/* FALSE: said on standard error what is wrong; the verb ends MISUSED. --help ends the program.
 * @arguments: (out) (transfer full) (nullable): what is not an option */
gboolean      stanok_verb_parse (const StanokVerb   *self,
                                 const GOptionEntry *entries,
                                 int                 argc,
                                 char              **argv,
                                 char             ***arguments);
/* "stanokctl queue: …" on standard error. */
StanokVerbEnd stanok_verb_fail   (const StanokVerb *self, const GError *error);
StanokVerbEnd stanok_verb_misuse (const StanokVerb *self, const char *sentence);

G_END_DECLS
