/* stanok-counter-file.c: a counter outside the database, which tells a restored copy
 *
 * One line of fixed length, so that a new value replaces the old one whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-counter-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "domain/stanok-error.h"

#define LINE_BYTES 21      /* 20 digits and a line feed */

struct _StanokCounterFile {
  char *path;
  int   fd;
};

static gboolean
fail (const char *doing,
      const char *path,
      GError    **error)
{
  int code = errno;

  g_set_error (error, STANOK_ERROR,
               (int) (code == ENOSPC || code == EDQUOT ? STANOK_ERROR_FULL : STANOK_ERROR_STORE),
               "%s %s: %s", doing, path, g_strerror (code));
  return FALSE;
}

static gint64
read_counter (int fd)
{
  char line[LINE_BYTES + 1] = "";
  guint64 value;

  if (pread (fd, line, LINE_BYTES, 0) != LINE_BYTES || line[LINE_BYTES - 1] != '\n')
    return 0;
  line[LINE_BYTES - 1] = '\0';
  return g_ascii_string_to_unsigned (line, 10, 0, G_MAXINT64, &value, NULL) ? (gint64) value : 0;
}

/* The name has to survive a power cut too. */
static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return is_synced;
}

StanokCounterFile *
stanok_counter_file_open (const char *path,
                          gint64     *counter,
                          GError    **error)
{
  StanokCounterFile *self;
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0 || !sync_folder (path))
    {
      fail ("opening", path, error);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  self = g_new0 (StanokCounterFile, 1);
  self->path = g_strdup (path);
  self->fd = fd;
  *counter = read_counter (fd);
  return self;
}

void
stanok_counter_file_free (StanokCounterFile *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

static gboolean
write_counter (StanokCounterFile *self,
               gint64             counter)
{
  char line[LINE_BYTES + 1];

  g_snprintf (line, sizeof line, "%020" G_GINT64_FORMAT "\n", counter);
  return pwrite (self->fd, line, LINE_BYTES, 0) == LINE_BYTES;
}

gboolean
stanok_counter_file_store (StanokCounterFile *self,
                           gint64             counter,
                           GError           **error)
{
  return (write_counter (self, counter) && fdatasync (self->fd) == 0) ||
         fail ("writing", self->path, error);
}

/* If it fails, a restore of this moment's database goes unnoticed here and is found by the daily
 * comparison of the ledger. */
void
stanok_counter_file_note (StanokCounterFile *self,
                          gint64             counter)
{
  write_counter (self, counter);
}
