/* stanok-folder-copy.c: a database as it is at one moment, also while somebody writes to it
 *
 * The terminal's connection keeps all others away (locking_mode=EXCLUSIVE), and a tool must not
 * change anything. So the file and its write-ahead log are copied, and SQLite does with the copies
 * what it does after a crash: every transaction in the log counts if it is there whole.
 *
 * That holds as long as the log was not begun anew meanwhile: whatever a checkpoint has moved into
 * the file while it was copied is in the log, too. The head of the log has a number that changes
 * with each beginning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ctl/stanok-folder.h"
#include "domain/stanok-error.h"
#include "port/stanok-system-ports.h"

#define TRIES       20
#define HEAD_BYTES  32
#define PIECE_BYTES (1024 * 1024)

/* What tells whether the copies belong together. */
typedef struct {
  gboolean        has_log;
  guint8          head[HEAD_BYTES];   /* of the log */
  gint64          size;               /* of the file, which only counts without a log */
  struct timespec time;
} Moment;

static gboolean
fail (const char *doing,
      const char *path,
      GError    **error)
{
  int code = errno;
  StanokError kind = code == ENOSPC || code == EDQUOT ? STANOK_ERROR_FULL
                     : code == ENOENT ? STANOK_ERROR_NOT_FOUND : STANOK_ERROR_STORE;

  g_set_error (error, STANOK_ERROR, (int) kind, "%s %s: %s", doing, path, g_strerror (code));
  return FALSE;
}

static gboolean
look (const char *file,
      const char *log,
      Moment     *out,
      GError    **error)
{
  int fd = open (log, O_RDONLY | O_CLOEXEC);
  struct stat status;

  memset (out, 0, sizeof *out);
  out->has_log = fd >= 0 && read (fd, out->head, HEAD_BYTES) == HEAD_BYTES;
  if (fd >= 0)
    close (fd);
  if (stat (file, &status) < 0)
    return fail ("reading", file, error);
  out->size = out->has_log ? 0 : status.st_size;
  out->time = out->has_log ? (struct timespec) { 0 } : status.st_mtim;
  return TRUE;
}

/* ---- bytes ---------------------------------------------------------------------------------- */

static gboolean
pump (int         from,
      int         to,
      const char *path,
      GError    **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);
  gssize n;

  while ((n = read (from, piece, PIECE_BYTES)) > 0)
    for (gssize done = 0; done < n;)
      {
        gssize written = write (to, piece + done, (gsize) (n - done));

        if (written < 0)
          return fail ("copying", path, error);
        done += written;
      }
  return n == 0 || fail ("copying", path, error);
}

/* A file that is not there is not there in the copy either. */
static gboolean
copy_file (const char *from,
           const char *to,
           GError    **error)
{
  int source = open (from, O_RDONLY | O_CLOEXEC), target;
  gboolean done;

  if (source < 0)
    return errno == ENOENT ? g_unlink (to) == 0 || errno == ENOENT
                           : fail ("reading", from, error);
  target = open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  done = target >= 0 ? pump (source, target, from, error) : fail ("making", to, error);
  close (source);
  if (target >= 0)
    close (target);
  return done;
}

/* ---- both files ----------------------------------------------------------------------------- */

static gboolean
copy_moment (const char *from,
             const char *to,
             GError    **error)
{
  g_autofree char *from_log = g_strconcat (from, "-wal", NULL);
  g_autofree char *to_log = g_strconcat (to, "-wal", NULL);

  for (guint i = 0; i < TRIES; i++)
    {
      Moment before, after;

      /* The log after the file: what moves from the one to the other is in both. */
      if (!look (from, from_log, &before, error) || !copy_file (from, to, error) ||
          !copy_file (from_log, to_log, error) || !look (from, from_log, &after, error))
        return FALSE;
      if (memcmp (&before, &after, sizeof before) == 0)
        return TRUE;
    }
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BUSY,
               "%s changes faster than it can be copied; try again", from);
  return FALSE;
}

gboolean
stanok_folder_copy (const StanokFolder *self,
                    const char         *name,
                    StanokFolderCopy   *out,
                    GError            **error)
{
  g_autofree char *from = g_build_filename (self->path, name, NULL);
  g_autofree char *to = NULL;
  g_autoptr(GError) reason = NULL;

  out->path = g_dir_make_tmp ("stanokctl-XXXXXX", &reason);
  if (out->path == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "%s", reason->message);
      return FALSE;
    }
  to = g_build_filename (out->path, name, NULL);
  if (!copy_moment (from, to, error))
    return FALSE;
  out->ports = stanok_system_ports_new (out->path, error);
  return out->ports != NULL;
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      /* A folder of the files port has no folders in it. */
      if (g_unlink (child) < 0)
        g_rmdir (child);
    }
  g_rmdir (path);
}

void
stanok_folder_copy_clear (StanokFolderCopy *self)
{
  g_clear_pointer (&self->ports, stanok_system_ports_free);
  if (self->path != NULL)
    remove_folder (self->path);
  g_clear_pointer (&self->path, g_free);
}
