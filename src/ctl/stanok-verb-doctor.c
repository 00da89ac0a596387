/* stanok-verb-doctor.c: stanokctl doctor: is everything that a terminal needs as it has to be?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"
#include "ctl/stanok-checkup.h"
#include "ctl/stanok-verb.h"

/* In a build tree the importer lies in a folder of its own; installed, in libexec. */
static char *
find_importer (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *built = here != NULL
                             ? g_build_filename (here, "..", "importer", "stanok-import", NULL)
                             : NULL;

  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_canonicalize_filename (built, NULL);
  return g_strdup (STANOK_LIBEXECDIR "/stanok-import");
}

static StanokVerbEnd
run (int    argc,
     char **argv)
{
  g_auto(StanokFolderArguments) arguments = { NULL };
  gboolean as_json = FALSE;
  g_autofree char *importer = find_importer ();
  const GOptionEntry entries[] = {
    STANOK_FOLDER_DATA_ENTRY (&arguments), STANOK_FOLDER_CONFIG_ENTRY (&arguments),
    STANOK_FOLDER_SERVER_ENTRIES (&arguments),
    { "importer", 0, 0, G_OPTION_ARG_FILENAME, &importer, "Where stanok-import is", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "One line of JSON for each check", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(StanokOptions) options = NULL;
  g_auto(StanokCheckup) checkup = { NULL };
  g_autoptr(GError) error = NULL;

  if (!stanok_verb_parse (&STANOK_VERB_DOCTOR, entries, argc, argv, NULL))
    return STANOK_VERB_MISUSED;
  options = stanok_folder_options (&arguments, &error);
  if (options == NULL)
    return stanok_verb_fail (&STANOK_VERB_DOCTOR, error);
  stanok_checkup_init (&checkup);
  stanok_checkup_storage (&checkup, options);
  stanok_checkup_importer (&checkup, importer);
  stanok_checkup_server (&checkup, options);
  if (!stanok_table_print (checkup.table, as_json))
    return STANOK_VERB_FAILED;
  return checkup.n_failed == 0 ? STANOK_VERB_DONE : STANOK_VERB_FAILED;
}

const StanokVerb STANOK_VERB_DOCTOR = {
  "doctor", "", "Is everything that a terminal needs as it has to be?",
  "One line for each check: ok, warning, or failed with what to do. Exit status 1 if one failed.\n"
  "Changes nothing, also beside a running terminal. Run it as the user that the terminal has.\n",
  0, run,
};
