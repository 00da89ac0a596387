/* stanok-import-task.c: one model file on its way to a mesh file
 *
 * Order matters: everything is opened and mapped, then the jail is entered, then the first byte is
 * looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-import-task.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/stanok-error.h"
#include "importer/stanok-import-report.h"
#include "importer/stanok-jail.h"
#include "importer/stanok-ply.h"
#include "importer/stanok-refuse.h"
#include "importer/stanok-scene.h"
#include "importer/stanok-stl.h"
#include "mesh/stanok-adjacency.h"
#include "mesh/stanok-measures.h"
#include "mesh/stanok-mesh-file.h"

#define MIB               ((guint64) 1 << 20)
#define MAX_MEMORY        (4096 * MIB)
#define MAX_OUTPUT        (4096 * MIB)
#define PIPE_BLOCK_BYTES  ((gsize) 1 << 20)

void
stanok_import_say (int         fd,
                   const char *name,
                   const char *sentence)
{
  g_autofree char *line = name != NULL ? g_strdup_printf ("%s: %s.\n", name, sentence)
                                       : g_strdup_printf ("%s.\n", sentence);
  gssize n G_GNUC_UNUSED = write (fd, line, strlen (line));
}

/* Standard error as it was given to us. Libraries find a hole in its place: what they say of
 * a damaged file helps nobody, and may be the file's own words. */
static int say_fd = STDERR_FILENO;

static void
silence_libraries (void)
{
  int hole = open ("/dev/null", O_WRONLY | O_CLOEXEC);
  int copy = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3);

  if (hole >= 0 && copy >= 0 && dup2 (hole, STDERR_FILENO) >= 0)
    say_fd = copy;
}

static StanokImportEnd
end_for (const GError *error)
{
  switch ((StanokError) error->code)
    {
    case STANOK_ERROR_LIMIT:
      return STANOK_IMPORT_TOO_LARGE;
    case STANOK_ERROR_FULL:
      return STANOK_IMPORT_DISK_FULL;
    case STANOK_ERROR_STORE:
    case STANOK_ERROR_NOT_FOUND:
      return STANOK_IMPORT_NO_FILE;
    case STANOK_ERROR_BAD_DATA:
    case STANOK_ERROR_OFFLINE:
    case STANOK_ERROR_REFUSED:
    case STANOK_ERROR_CORRUPT:
    case STANOK_ERROR_AUTH:
    case STANOK_ERROR_BUSY:
    default:
      return STANOK_IMPORT_BAD_FILE;
    }
}

/* Nothing is flushed or released on the way out: this process has no buffers and no future. */
static G_NORETURN void
end (const StanokImportTask *task,
     const GError           *error,
     StanokImportEnd         how)
{
  if (error != NULL)
    stanok_import_say (say_fd, task->name, error->message);
  _exit ((int) how);
}

static gboolean
refuse_size (GError **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
               "the file is larger than %u GiB; reduce the model",
               (guint) (STANOK_IMPORT_MAX_BYTES >> 30));
  return FALSE;
}

/* From a pipe there is nothing to map. */
static gboolean
read_pipe (int      fd,
           guint8 **bytes,
           gsize   *n_bytes,
           GError **error)
{
  g_autoptr(GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (PIPE_BLOCK_BYTES);
  gssize n;

  while ((n = read (fd, block, PIPE_BLOCK_BYTES)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "cannot be read: %s",
                       g_strerror (errno));
          return FALSE;
        }
      if (all->len + (guint64) n > G_MAXUINT / 2)
        return refuse_size (error);
      g_byte_array_append (all, block, (guint) n);
    }
  *n_bytes = all->len;
  *bytes = g_byte_array_free (g_steal_pointer (&all), FALSE);
  return TRUE;
}

static gboolean
load (int      fd,
      guint8 **bytes,
      gsize   *n_bytes,
      GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0 || S_ISDIR (status.st_mode))
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "cannot be read: %s",
                   g_strerror (S_ISDIR (status.st_mode) ? EISDIR : errno));
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    return read_pipe (fd, bytes, n_bytes, error);
  if ((guint64) status.st_size > STANOK_IMPORT_MAX_BYTES)
    return refuse_size (error);
  *n_bytes = (gsize) status.st_size;
  *bytes = NULL;
  if (*n_bytes == 0)
    return TRUE;
  *bytes = mmap (NULL, *n_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
  if (*bytes != MAP_FAILED)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "cannot be mapped: %s", g_strerror (errno));
  return FALSE;
}

static gboolean
is_read_by_us (const char *extension)
{
  return extension != NULL && (g_ascii_strcasecmp (extension, "stl") == 0 ||
                               g_ascii_strcasecmp (extension, "ply") == 0);
}

/* What our own readers and the mesh take is known by measuring; packed formats unfold. */
static gboolean
lock_in (const StanokImportTask *task,
         gsize                   n_bytes,
         GError                **error)
{
  guint64 memory = is_read_by_us (task->extension) ? 256 * MIB + 12 * (guint64) n_bytes
                                                   : 512 * MIB + 60 * (guint64) n_bytes;
  StanokJailLimits limits = {
    .writable = { task->out_fd, say_fd }, .memory_bytes = MIN (memory, MAX_MEMORY),
      .output_bytes = MAX_OUTPUT,
    .cpu_seconds = STANOK_IMPORT_CPU_SECONDS,
  };

  return stanok_jail_enter (&limits, error);
}

static StanokMesh *
read_model (const StanokImportTask  *task,
            const guint8            *bytes,
            gsize                    n_bytes,
            StanokImportReport      *report,
            GError                 **error)
{
  char *note = NULL;
  StanokMesh *mesh;

  if (n_bytes == 0)
    {
      stanok_refuse (error, "the file is empty; export it again");
      return NULL;
    }
  if (!stanok_format_find (task->extension, bytes, n_bytes, &report->format, error))
    return NULL;
  if (report->format == STANOK_FORMAT_STL)
    return stanok_stl_read (bytes, n_bytes, error);
  if (report->format == STANOK_FORMAT_PLY)
    return stanok_ply_read (bytes, n_bytes, error);
  mesh = stanok_scene_read (report->format, bytes, n_bytes, &note, error);
  report->notes[0] = note;
  return mesh;
}

/* A closed shape whose volume is negative has its inside outside. */
static StanokAdjacency *
measure (StanokMesh          *mesh,
         StanokImportReport  *report,
         GError             **error)
{
  StanokAdjacency *adjacency = stanok_adjacency_new (mesh, error);

  if (adjacency == NULL)
    return NULL;
  stanok_measure_shape (mesh, &report->measures);
  stanok_measure_topology (adjacency, &report->measures);
  if (!report->measures.watertight || report->measures.volume_mm3 >= 0)
    return adjacency;
  stanok_adjacency_free (adjacency);
  stanok_mesh_flip (mesh);
  report->measures.volume_mm3 = -report->measures.volume_mm3;
  report->notes[1] = "the model was inside out and has been turned";
  return stanok_adjacency_new (mesh, error);
}

static gboolean
say_report (const StanokImportTask    *task,
            const StanokImportReport  *report,
            GError                   **error)
{
  g_autofree char *line = task->as_json ? stanok_import_report_to_json (report)
                                        : stanok_import_report_to_text (report);
  const char *at = line;

  while (*at != '\0')
    {
      gssize n = write (STDOUT_FILENO, at, strlen (at));

      if (n <= 0)
        {
          g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "cannot write what was found: %s",
                       g_strerror (errno));
          return FALSE;
        }
      at += n;
    }
  return TRUE;
}

void
stanok_import_task_run (const StanokImportTask *task)
{
  StanokImportReport report = { .name = task->name };
  g_autoptr(GError) error = NULL;
  StanokAdjacency *adjacency;
  StanokMesh *mesh;
  guint8 *bytes;
  gsize n_bytes;

  silence_libraries ();
  if (!load (task->in_fd, &bytes, &n_bytes, &error))
    end (task, error, end_for (error));
  if (!lock_in (task, n_bytes, &error))
    end (task, error, STANOK_IMPORT_NO_JAIL);
  mesh = read_model (task, bytes, n_bytes, &report, &error);
  if (mesh == NULL)
    end (task, error, end_for (error));
  munmap (bytes, n_bytes);
  adjacency = measure (mesh, &report, &error);
  if (adjacency == NULL)
    end (task, error, end_for (error));
  report.n_triangles = mesh->n_triangles;
  report.n_vertices = mesh->n_vertices;
  if (task->out_fd >= 0 && !stanok_mesh_file_write_measured (mesh, adjacency, &report.measures,
                                                             task->out_fd, &error))
    end (task, error, end_for (error));
  if (!say_report (task, &report, &error))
    end (task, error, end_for (error));
  end (task, NULL, STANOK_IMPORT_DONE);
}
