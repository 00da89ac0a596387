/* stanok-objects.c: objects in a directory, or in memory
 *
 * DIRECTORY/ab/abcd…: 256 folders keep each of them small. An object is written
 * under another name, flushed and renamed, so a crash leaves at worst a file
 * that nobody asks for; what stands in DIRECTORY/part is removed at the start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "objects/stanok-objects.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/stanok-error.h"

#define NAME_DIGITS 64

struct _StanokObjects {
  char       *directory;   /* (owned) (nullable) NULL: in memory */
  GHashTable *memory;      /* (owned) (nullable) name -> GBytes */
};

static gboolean
fail (const char *doing,
      const char *path,
      GError    **error)
{
  int code = errno;

  g_set_error (error, STANOK_ERROR,
               (int) (code == ENOSPC || code == EDQUOT ? STANOK_ERROR_FULL : STANOK_ERROR_STORE),
               "objects: %s %s: %s", doing, path, g_strerror (code));
  return FALSE;
}

/* Whatever came over the wire becomes part of a path only after this. */
static gboolean
is_name (const char *text)
{
  for (int i = 0; i < NAME_DIGITS; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;
  return text[NAME_DIGITS] == '\0';
}

static char *
folder_of (StanokObjects *self,
           const char    *name)
{
  char digits[3] = { name[0], name[1], '\0' };

  return g_build_filename (self->directory, digits, NULL);
}

static char *
path_of (StanokObjects *self,
         const char    *name)
{
  g_autofree char *folder = folder_of (self, name);

  return g_build_filename (folder, name, NULL);
}

static void
remove_parts (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      unlink (path);
    }
}

StanokObjects *
stanok_objects_new_directory (const char *directory,
                              GError    **error)
{
  g_autoptr(StanokObjects) self = g_new0 (StanokObjects, 1);
  g_autofree char *parts = g_build_filename (directory, "part", NULL);

  self->directory = g_strdup (directory);
  if (g_mkdir_with_parents (parts, 0700) != 0)
    {
      fail ("making", parts, error);
      return NULL;
    }
  remove_parts (parts);
  return g_steal_pointer (&self);
}

StanokObjects *
stanok_objects_new_memory (void)
{
  StanokObjects *self = g_new0 (StanokObjects, 1);

  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_bytes_unref);
  return self;
}

void
stanok_objects_free (StanokObjects *self)
{
  if (self == NULL)
    return;
  g_free (self->directory);
  g_clear_pointer (&self->memory, g_hash_table_unref);
  g_free (self);
}

static gboolean
write_all (int           fd,
           const guint8 *bytes,
           gsize         n)
{
  while (n > 0)
    {
      gssize n_written = write (fd, bytes, n);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return FALSE;
      bytes += n_written;
      n -= (gsize) n_written;
    }
  return TRUE;
}

/* Without this a new name could be gone after a power cut although its bytes are there. */
static gboolean
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return is_synced;
}

static gboolean
write_part (const char *part,
            GBytes     *bytes,
            GError    **error)
{
  int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean is_written;

  if (fd < 0)
    return fail ("making", part, error);
  is_written = write_all (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) &&
               fdatasync (fd) == 0;
  if (!is_written)
    fail ("writing", part, error);
  close (fd);
  if (!is_written)
    unlink (part);
  return is_written;
}

static gboolean
put_file (StanokObjects *self,
          const char    *name,
          GBytes        *bytes,
          GError       **error)
{
  g_autofree char *folder = folder_of (self, name);
  g_autofree char *path = path_of (self, name);
  g_autofree char *part = g_build_filename (self->directory, "part", name, NULL);

  if (mkdir (folder, 0700) == 0)
    sync_folder (self->directory);
  else if (errno != EEXIST)
    return fail ("making", folder, error);
  if (!write_part (part, bytes, error))
    return FALSE;
  if (rename (part, path) != 0 || !sync_folder (folder))
    {
      fail ("keeping", path, error);
      unlink (part);
      return FALSE;
    }
  return TRUE;
}

char *
stanok_objects_put (StanokObjects *self,
                    const char    *sha256,
                    GBytes        *bytes,
                    gboolean      *existed,
                    GError       **error)
{
  g_autofree char *name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gboolean is_there;

  if (sha256 != NULL && strcmp (sha256, name) != 0)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                   "objects: the bytes hash to %s, not to %s", name, sha256);
      return NULL;
    }
  is_there = stanok_objects_size (self, name) >= 0;
  if (existed != NULL)
    *existed = is_there;
  if (is_there)
    return g_steal_pointer (&name);
  if (self->memory != NULL)
    g_hash_table_insert (self->memory, g_strdup (name), g_bytes_ref (bytes));
  else if (!put_file (self, name, bytes, error))
    return NULL;
  return g_steal_pointer (&name);
}

gint64
stanok_objects_size (StanokObjects *self,
                     const char    *sha256)
{
  g_autofree char *path = NULL;
  GBytes *bytes;
  struct stat status;

  if (!is_name (sha256))
    return -1;
  if (self->memory != NULL)
    {
      bytes = g_hash_table_lookup (self->memory, sha256);
      return bytes != NULL ? (gint64) g_bytes_get_size (bytes) : -1;
    }
  path = path_of (self, sha256);
  return stat (path, &status) == 0 && S_ISREG (status.st_mode) ? (gint64) status.st_size : -1;
}

static GBytes *
read_file (StanokObjects *self,
           const char    *sha256,
           gint64         first,
           gint64         length,
           GError       **error)
{
  g_autofree guint8 *bytes = g_malloc ((gsize) MAX (length, 1));
  int fd = stanok_objects_open (self, sha256);
  gint64 n_read = 0;
  gssize n = fd >= 0 ? 0 : -1;

  while (n >= 0 && n_read < length)
    {
      n = pread (fd, bytes + n_read, (gsize) (length - n_read), first + n_read);
      if (n < 0 && errno == EINTR)
        n = 0;
      else if (n == 0)
        {
          errno = EIO;
          n = -1;
        }
      else
        n_read += MAX (n, 0);
    }
  if (n < 0)
    fail ("reading", sha256, error);
  if (fd >= 0)
    close (fd);
  return n < 0 ? NULL : g_bytes_new_take (g_steal_pointer (&bytes), (gsize) length);
}

GBytes *
stanok_objects_read (StanokObjects *self,
                     const char    *sha256,
                     gint64         first,
                     gint64         length,
                     GError       **error)
{
  gint64 size = stanok_objects_size (self, sha256);

  if (size < 0)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND, "objects: there is no %s", sha256);
      return NULL;
    }
  if (first < 0 || length < 0 || first > size || length > size - first)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                   "objects: %s has %" G_GINT64_FORMAT " bytes; asked for %" G_GINT64_FORMAT
                   " from %" G_GINT64_FORMAT, sha256, size, length, first);
      return NULL;
    }
  if (self->memory != NULL)
    return g_bytes_new_from_bytes (g_hash_table_lookup (self->memory, sha256), (gsize) first,
                                   (gsize) length);
  return read_file (self, sha256, first, length, error);
}

int
stanok_objects_open (StanokObjects *self,
                     const char    *sha256)
{
  g_autofree char *path = NULL;

  if (self->memory != NULL || !is_name (sha256))
    return -1;
  path = path_of (self, sha256);
  return open (path, O_RDONLY | O_CLOEXEC);
}
