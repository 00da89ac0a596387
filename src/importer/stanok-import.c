/* stanok-import.c: program: a model file to a mesh file, and its measures
 *
 *   stanok-import FILE [--json] [--output MESHFILE]
 *   stanok-import --fd-in N [--fd-out M] [--format EXTENSION] [--name NAME]
 *
 * The first form is for people and scripts; MESHFILE appears whole or not at all. The second is
 * for the terminal: the model comes through descriptor N (a file, a memfd or a pipe), the mesh goes
 * to M, and standard output gets one line of JSON.
 *
 * The work is done by a child that has given up every privilege before it looks at the first byte.
 * The parent looks at no byte of the model; it waits, puts an end to what lasts too long, and finds
 * words for a child that died.
 *
 * Exit status: 0 done; 2 wrong arguments; 3 the file is bad, and a sentence on standard error says
 * how; 4 over a limit of size, memory or time; 5 something cannot be opened, read or written; 6 the
 * disk is full; 7 this system does not let the reader be locked in, so nothing was read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "importer/stanok-import-task.h"

typedef struct
{
  char *path;       /* (nullable) */
  char *output;     /* (nullable) */
  char *format;     /* (nullable) */
  char *name;       /* (nullable) */
  int   in_fd;
  int   out_fd;
  gboolean as_json;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->path);
  g_free (self->output);
  g_free (self->format);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (int         argc,
                 char       *argv[],
                 Arguments  *self,
                 GError    **error)
{
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "One line of JSON on standard output",
      NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, "Write the mesh to this file",
      "MESHFILE" },
    { "fd-in", 0, 0, G_OPTION_ARG_INT, &self->in_fd, "Read the model from this descriptor", "N" },
    { "fd-out", 0, 0, G_OPTION_ARG_INT, &self->out_fd, "Write the mesh to this descriptor", "M" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format, "Kind of the model: stl, ply, 3mf …",
      "EXTENSION" },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &self->name, "What the model is called, for sentences",
      "NAME" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                "Reads a model file, measures it and makes a mesh file of it.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (rest != NULL && rest[0] != NULL && rest[1] == NULL)
    self->path = g_strdup (rest[0]);
  if ((self->path != NULL) == (self->in_fd >= 0) || (rest != NULL && self->path == NULL) ||
      (self->output != NULL && self->path == NULL) || (self->out_fd >= 0 && self->path != NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           "give one FILE, or --fd-in; see --help");
      return FALSE;
    }
  return TRUE;
}

static const char *
words_for_signal (int               signal_number,
                  StanokImportEnd  *end)
{
  *end = STANOK_IMPORT_BAD_FILE;
  switch (signal_number)
    {
    case SIGXCPU:
    case SIGKILL:
      *end = STANOK_IMPORT_TOO_LARGE;
      return "reading the file takes too long or too much memory; "
             "reduce the model and export it again";
    case SIGXFSZ:
      *end = STANOK_IMPORT_TOO_LARGE;
      return "the model is too large to be shown; reduce it and export it again";
    case SIGSYS:
      return "the file makes its reader do what it may not; "
             "do not use it, and ask where it came from";
    case SIGTRAP:
      *end = STANOK_IMPORT_TOO_LARGE;
      return "the model needs more memory than it may have; "
             "reduce its triangles and export it again";
    case SIGBUS:
      return "the file became shorter while it was read; copy it again";
    default:
      return "the file is damaged so that its reader died of it; export it again";
    }
}

/* Waits for the child, but not for ever. SIGCHLD is blocked, so that it is not missed. */
static int
wait_for (pid_t           child,
          const sigset_t *child_ends)
{
  const struct timespec limit = { STANOK_IMPORT_WALL_SECONDS, 0 };
  int status = 0;

  while (sigtimedwait (child_ends, NULL, &limit) < 0)
    {
      if (errno == EINTR)
        continue;
      kill (child, SIGKILL);
      break;
    }
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;
  return status;
}

static StanokImportEnd
run_in_child (const StanokImportTask *task)
{
  StanokImportEnd end;
  sigset_t child_ends;
  pid_t parent = getpid ();
  pid_t child;
  int status;

  sigemptyset (&child_ends);
  sigaddset (&child_ends, SIGCHLD);
  sigprocmask (SIG_BLOCK, &child_ends, NULL);
  child = fork ();
  if (child < 0)
    {
      stanok_import_say (STDERR_FILENO, task->name,
                         "cannot start the reader; close other programs and try again");
      return STANOK_IMPORT_NO_FILE;
    }
  if (child == 0)
    {
      /* Who stops the parent stops the child, too. */
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (getppid () != parent)
        _exit (STANOK_IMPORT_NO_FILE);
      stanok_import_task_run (task);
    }
  status = wait_for (child, &child_ends);
  if (WIFEXITED (status))
    return (StanokImportEnd) WEXITSTATUS (status);
  stanok_import_say (STDERR_FILENO, task->name, words_for_signal (WTERMSIG (status), &end));
  return end;
}

static int
open_for (const char *path,
          int         flags,
          const char *name)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0666);

  if (fd < 0)
    {
      g_autofree char *sentence = g_strdup_printf ("cannot be opened: %s", g_strerror (errno));

      stanok_import_say (STDERR_FILENO, name, sentence);
    }
  return fd;
}

static const char *
find_extension (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? dot + 1 : NULL;
}

/* The mesh is written beside its place and moved there when it is whole. */
static StanokImportEnd
import_to_path (StanokImportTask *task,
                const char       *output)
{
  g_autofree char *part = g_strdup_printf ("%s.%d.part", output, (int) getpid ());
  StanokImportEnd end;

  task->out_fd = open_for (part, O_WRONLY | O_CREAT | O_EXCL, part);
  if (task->out_fd < 0)
    return STANOK_IMPORT_NO_FILE;
  end = run_in_child (task);
  if (close (task->out_fd) != 0 && end == STANOK_IMPORT_DONE)
    end = STANOK_IMPORT_DISK_FULL;
  if (end == STANOK_IMPORT_DONE && g_rename (part, output) == 0)
    return end;
  if (end == STANOK_IMPORT_DONE)
    {
      stanok_import_say (STDERR_FILENO, output, "cannot be put in its place");
      end = STANOK_IMPORT_NO_FILE;
    }
  g_unlink (part);
  return end;
}

static StanokImportEnd
import_path (const Arguments *arguments)
{
  g_autofree char *base = g_path_get_basename (arguments->path);
  g_autofree char *name = g_utf8_make_valid (base, -1);
  StanokImportTask task = {
    .name = name, .out_fd = -1, .as_json = arguments->as_json,
    .extension = arguments->format != NULL ? arguments->format : find_extension (base),
  };

  task.in_fd = open_for (arguments->path, O_RDONLY | O_NONBLOCK, name);
  if (task.in_fd < 0)
    return STANOK_IMPORT_NO_FILE;
  return arguments->output != NULL ? import_to_path (&task, arguments->output)
                                   : run_in_child (&task);
}

static StanokImportEnd
import_descriptor (const Arguments *arguments)
{
  g_autofree char *name = arguments->name != NULL ? g_utf8_make_valid (arguments->name, -1) : NULL;
  StanokImportTask task = {
    .name = name, .extension = arguments->format,
    .in_fd = arguments->in_fd, .out_fd = arguments->out_fd, .as_json = TRUE,
  };

  if (task.extension == NULL && name != NULL)
    task.extension = find_extension (name);
  return run_in_child (&task);
}

int
main (int   argc,
      char *argv[])
{
  g_auto(Arguments) arguments = { .in_fd = -1, .out_fd = -1 };
  g_autoptr(GError) error = NULL;

  if (!parse_arguments (argc, argv, &arguments, &error))
    {
      fprintf (stderr, "stanok-import: %s\n", error->message);
      return STANOK_IMPORT_WRONG_USE;
    }
  if (arguments.path != NULL)
    return (int) import_path (&arguments);
  return (int) import_descriptor (&arguments);
}
