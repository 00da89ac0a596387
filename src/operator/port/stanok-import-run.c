/* stanok-import-run.c: has the jailed importer make a mesh file of a model
 *
 * The importer is not believed: what it says is cut and cleaned, what it writes is checked after it
 * has ended, when nobody can change it any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-import-run.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "domain/stanok-error.h"
#include "mesh/stanok-mesh-file.h"

#define MAX_SAID_BYTES      ((gsize) 4096)
#define MAX_SENTENCE_BYTES  400u
#define MODEL_FD            3
#define MESH_FD             4

/* How stanok-import ends; 0 is good. */
enum {
  END_TOO_LARGE = 4,
  END_NO_FILE = 5,
  END_DISK_FULL = 6,
  END_NO_JAIL = 7,
  END_BAD_FILE = 3,
};

typedef struct
{
  char *program;
  char *model_path;
  char *name;         /* (nullable) */
  char *mesh_path;
} Job;

static void
job_free (Job *self)
{
  g_free (self->program);
  g_free (self->model_path);
  g_free (self->name);
  g_free (self->mesh_path);
  g_free (self);
}

static GSubprocess *
start (const Job  *job,
       int         model_fd,
       int         mesh_fd,
       GError    **error)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) cause = NULL;
  GSubprocess *process;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_take_fd (launcher, model_fd, MODEL_FD);
  g_subprocess_launcher_take_fd (launcher, mesh_fd, MESH_FD);
  g_ptr_array_add (arguments, g_strdup (job->program));
  g_ptr_array_add (arguments, g_strdup_printf ("--fd-in=%d", MODEL_FD));
  g_ptr_array_add (arguments, g_strdup_printf ("--fd-out=%d", MESH_FD));
  if (job->name != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--name=%s", job->name));
  g_ptr_array_add (arguments, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) arguments->pdata,
                                          &cause);
  if (process == NULL)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND,
                 "the reader of models does not start (%s); install Stanok again", cause->message);
  return process;
}

/* The last line of what was said, as a message: no control characters, no full stop. */
static char *
find_sentence (const char *said,
               gsize       n_bytes)
{
  g_autofree char *text = g_strndup (said, n_bytes);
  g_autofree char *cut = NULL;
  char *valid, *line;

  g_strchomp (text);
  line = strrchr (text, '\n') != NULL ? strrchr (text, '\n') + 1 : text;
  cut = g_strndup (line, MAX_SENTENCE_BYTES);
  valid = g_utf8_make_valid (cut, -1);
  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  if (g_str_has_suffix (valid, "."))
    valid[strlen (valid) - 1] = '\0';
  return valid;
}

static int
code_for_end (int status)
{
  switch (status)
    {
    case END_TOO_LARGE:
      return STANOK_ERROR_LIMIT;
    case END_DISK_FULL:
      return STANOK_ERROR_FULL;
    case END_NO_FILE:
    case END_NO_JAIL:
      return STANOK_ERROR_STORE;
    case END_BAD_FILE:
    default:
      return STANOK_ERROR_BAD_DATA;
    }
}

static gboolean
judge (GSubprocess  *process,
       const char   *said,
       gsize         n_bytes,
       GError      **error)
{
  g_autofree char *sentence = NULL;

  if (g_subprocess_get_successful (process))
    return TRUE;
  if (!g_subprocess_get_if_exited (process))
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                   "the reader of models was stopped from outside (signal %d); try again",
                   g_subprocess_get_term_sig (process));
      return FALSE;
    }
  sentence = find_sentence (said, n_bytes);
  g_set_error_literal (error, STANOK_ERROR, code_for_end (g_subprocess_get_exit_status (process)),
                       *sentence != '\0' ? sentence : "the model cannot be read; export it again");
  return FALSE;
}

/* Listens and waits. Whoever says more than a few sentences is not the importer that we know. */
static gboolean
follow (GSubprocess   *process,
        GCancellable  *cancellable,
        GError       **error)
{
  GInputStream *pipe = g_subprocess_get_stderr_pipe (process);
  char said[MAX_SAID_BYTES];
  gsize n_bytes = 0;

  if (!g_input_stream_read_all (pipe, said, sizeof said, &n_bytes, cancellable, NULL) ||
      n_bytes == sizeof said || !g_subprocess_wait (process, cancellable, NULL))
    {
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return judge (process, said, n_bytes, error);
}

static gboolean
check_and_move (const char  *part,
                const char  *mesh_path,
                GError     **error)
{
  g_autoptr(StanokMeshFile) mesh = stanok_mesh_file_open (part, error);

  if (mesh == NULL)
    return FALSE;
  if (g_rename (part, mesh_path) == 0)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "cannot put the mesh in its place: %s",
               g_strerror (errno));
  return FALSE;
}

static gboolean
run (const Job     *job,
     const char    *part,
     int            mesh_fd,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr(GSubprocess) process = NULL;
  int model_fd = g_open (job->model_path, O_RDONLY | O_CLOEXEC, 0);

  if (model_fd < 0)
    {
      g_set_error (error, STANOK_ERROR,
                   errno == ENOENT ? STANOK_ERROR_NOT_FOUND : STANOK_ERROR_STORE,
                   "cannot open the model: %s", g_strerror (errno));
      close (mesh_fd);
      return FALSE;
    }
  process = start (job, model_fd, mesh_fd, error);
  return process != NULL && follow (process, cancellable, error) &&
         check_and_move (part, job->mesh_path, error);
}

static gboolean
run_job (const Job     *job,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autofree char *part = g_strconcat (job->mesh_path, ".XXXXXX", NULL);
  int mesh_fd = g_mkstemp_full (part, O_RDWR | O_CLOEXEC, 0600);

  if (mesh_fd < 0)
    {
      g_set_error (error, STANOK_ERROR, errno == ENOSPC ? STANOK_ERROR_FULL : STANOK_ERROR_STORE,
                   "cannot make a file for the mesh: %s", g_strerror (errno));
      return FALSE;
    }
  if (run (job, part, mesh_fd, cancellable, error))
    return TRUE;
  g_unlink (part);
  return FALSE;
}

gboolean
stanok_import_run_sync (const char    *program,
                        const char    *model_path,
                        const char    *name,
                        const char    *mesh_path,
                        GCancellable  *cancellable,
                        GError       **error)
{
  const Job job = { (char *) program, (char *) model_path, (char *) name, (char *) mesh_path };

  return run_job (&job, cancellable, error);
}

static void
run_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (run_job (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
stanok_import_run_async (const char          *program,
                         const char          *model_path,
                         const char          *name,
                         const char          *mesh_path,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->program = g_strdup (program);
  job->model_path = g_strdup (model_path);
  job->name = g_strdup (name);
  job->mesh_path = g_strdup (mesh_path);
  g_task_set_source_tag (task, stanok_import_run_async);
  g_task_set_name (task, "import a model");
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, run_in_thread);
}

gboolean
stanok_import_run_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
