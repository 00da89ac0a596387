/* stanok-checkup-importer.c: what may be wrong with a terminal: the jail in which models are read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <linux/landlock.h>

#include "ctl/stanok-checkup.h"

#define EXIT_NO_JAIL 7   /* of stanok-import */

/* A tetrahedron: the least that is a body. */
static const char model[] =
  "solid t\n"
  "facet normal 0 0 0\nouter loop\nvertex 0 0 0\nvertex 0 1 0\nvertex 1 0 0\nendloop\nendfacet\n"
  "facet normal 0 0 0\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 0 1\nendloop\nendfacet\n"
  "facet normal 0 0 0\nouter loop\nvertex 0 0 0\nvertex 0 0 1\nvertex 0 1 0\nendloop\nendfacet\n"
  "facet normal 0 0 0\nouter loop\nvertex 1 0 0\nvertex 0 1 0\nvertex 0 0 1\nendloop\nendfacet\n"
  "endsolid t\n";

/* (transfer full): its exit status, and what it said on standard error. -1: it did not start or
 * end by itself. */
static int
run_importer (const char *importer,
              const char *path,
              char      **said)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, importer, path,
      "--json", NULL);

  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, said, &error))
    {
      *said = g_strdup (error->message);
      return -1;
    }
  g_strchomp (*said);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

static void
check_importer (StanokCheckup *self,
                const char    *importer,
                const char    *path)
{
  g_autofree char *said = NULL;
  int status = run_importer (importer, path, &said);

  if (status == 0)
    stanok_checkup_note (self, "importer", STANOK_CHECK_OK, "%s reads a model in its jail",
                         importer);
  else if (status == EXIT_NO_JAIL)
    stanok_checkup_note (self, "importer", STANOK_CHECK_FAILED,
                         "%s: this system does not let it be locked in, so it reads nothing; run a "
                         "kernel with seccomp, outside of containers that forbid it", said);
  else
    stanok_checkup_note (self, "importer", STANOK_CHECK_FAILED,
                         "%s does not read the simplest model (%s); install Stanok again",
                         importer, said);
}

static gboolean
has_seccomp (void)
{
  g_autofree char *text = NULL;

  return g_file_get_contents ("/proc/self/status", &text, NULL, NULL) &&
         strstr (text, "\nSeccomp:") != NULL;
}

/* The version that the kernel has; below 1: none. */
static long
get_landlock (void)
{
  return syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static void
check_jail (StanokCheckup *self)
{
  long landlock = get_landlock ();

  if (!has_seccomp ())
    stanok_checkup_note (self, "jail", STANOK_CHECK_FAILED,
                         "the kernel has no seccomp: no model can be read; run a kernel with it");
  else if (landlock < 1)
    stanok_checkup_note (self, "jail", STANOK_CHECK_WARNING,
                         "seccomp is there, landlock is not: models are read behind one wall "
                         "instead of two; boot with lsm=landlock,… to have both");
  else
    stanok_checkup_note (self, "jail", STANOK_CHECK_OK, "seccomp and landlock (version %ld)",
                         landlock);
}

void
stanok_checkup_importer (StanokCheckup *self,
                         const char    *importer)
{
  g_autofree char *folder = NULL, *path = NULL;
  g_autoptr(GError) error = NULL;

  check_jail (self);
  if (!g_file_test (importer, G_FILE_TEST_IS_EXECUTABLE))
    {
      stanok_checkup_note (self, "importer", STANOK_CHECK_FAILED,
                           "there is no %s, so no model is shown; install Stanok whole", importer);
      return;
    }
  folder = g_dir_make_tmp ("stanokctl-XXXXXX", &error);
  path = folder != NULL ? g_build_filename (folder, "tetrahedron.stl", NULL) : NULL;
  if (path == NULL || !g_file_set_contents (path, model, -1, &error))
    stanok_checkup_note (self, "importer", STANOK_CHECK_WARNING, "it cannot be tried: %s",
                         error->message);
  else
    check_importer (self, importer, path);
  if (path != NULL)
    g_unlink (path);
  if (folder != NULL)
    g_rmdir (folder);
}
