/* main.c: the terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/stat.h>

#include "app/stanok-application.h"
#include "config.h"

/* In a build tree the catalogues lie beside the program's room; installed, where they belong. */
static char *
find_locale_dir (const char *program)
{
  g_autofree char *here = g_path_get_dirname (program);
  g_autofree char *built = g_build_filename (here, "..", "..", "..", "po", NULL);
  g_autofree char *probe = g_build_filename (built, "ru", "LC_MESSAGES", GETTEXT_PACKAGE ".mo",
                                             NULL);

  return g_strdup (g_file_test (probe, G_FILE_TEST_EXISTS) ? built : STANOK_LOCALEDIR);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(StanokApplication) application = NULL;
  g_autofree char *locale_dir = find_locale_dir (argv[0]);

  /* Names, PIN verifiers and customers' models are nobody else's business on this machine. */
  umask (077);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("stanok");

  application = stanok_application_new (argv[0]);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
