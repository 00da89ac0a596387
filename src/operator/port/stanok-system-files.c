/* stanok-system-files.c: the files port over POSIX, below one directory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-system-files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "domain/stanok-error.h"

#define LOCK_NAME  "lock"
#define DIR_MODE   0700
#define FILE_MODE  0600

/* The folders a name may begin with. */
static const char * const folders[] = { "blob", "mesh", "part" };

struct _StanokSystemFiles {
  char     *directory;
  gboolean  writable;
  int       dir_fd;
  int       lock_fd;                            /* -1 of a reader */
  int       folder_fds[G_N_ELEMENTS (folders)]; /* -1 if a reader found no such folder */
};

struct _StanokFileHandle {
  char     *name;
  int       fd;
  gboolean  writable;
  gboolean  failed;    /* a sync failed: what the kernel has dropped since, nobody can tell */
};

static gboolean
fail (GError     **error,
      int          code,
      const char  *action,
      const char  *name)
{
  StanokError kind = STANOK_ERROR_STORE;

  if (code == ENOSPC || code == EDQUOT)
    kind = STANOK_ERROR_FULL;
  else if (code == ENOENT)
    kind = STANOK_ERROR_NOT_FOUND;
  g_set_error (error, STANOK_ERROR, kind, "%s %s: %s", action, name, g_strerror (code));
  return FALSE;
}

static gboolean
is_plain_name (const char *name)
{
  return *name != '\0' && strchr (name, '/') == NULL && !g_str_equal (name, ".") &&
         !g_str_equal (name, "..");
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  const char *slash = strchr (name, '/');

  if (slash == NULL && is_plain_name (name))
    return TRUE;
  for (gsize i = 0; slash != NULL && i < G_N_ELEMENTS (folders); i++)
    if (strlen (folders[i]) == (gsize) (slash - name) &&
        strncmp (folders[i], name, slash - name) == 0 && is_plain_name (slash + 1))
      return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
               "\"%s\" is no name of a file below the terminal's directory", name);
  return FALSE;
}

static gboolean
check_writable (gboolean     writable,
                const char  *name,
                GError     **error)
{
  return writable || fail (error, EROFS, "changing", name);
}

static void
file_close (gpointer          data,
            StanokFileHandle *file)
{
  if (file == NULL)
    return;
  close (file->fd);
  g_free (file->name);
  g_free (file);
}

static StanokFileHandle *
file_open (gpointer     data,
           const char  *name,
           gboolean     create,
           GError     **error)
{
  StanokSystemFiles *self = data;
  StanokFileHandle *file;
  int flags = (self->writable ? O_RDWR : O_RDONLY) | O_CLOEXEC;
  int fd;

  if (!check_name (name, error) ||
      (create && !check_writable (self->writable, name, error)))
    return NULL;
  do
    fd = openat (self->dir_fd, name, flags | (create ? O_CREAT : 0), FILE_MODE);
  while (fd < 0 && errno == EINTR);
  if (fd < 0)
    {
      fail (error, errno, "opening", name);
      return NULL;
    }
  file = g_new0 (StanokFileHandle, 1);
  file->name = g_strdup (name);
  file->fd = fd;
  file->writable = self->writable;
  return file;
}

/* Fewer bytes than asked for means the end of the file. */
static gssize
file_pread (gpointer          data,
            StanokFileHandle *file,
            guint8           *bytes,
            gsize             n,
            gint64            offset,
            GError          **error)
{
  gsize done = 0;

  while (done < n)
    {
      gssize got = pread (file->fd, bytes + done, n - done, offset + (gint64) done);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          fail (error, errno, "reading", file->name);
          return -1;
        }
      if (got == 0)
        break;
      done += (gsize) got;
    }
  return (gssize) done;
}

static gboolean
check_handle (StanokFileHandle  *file,
              GError           **error)
{
  if (file->failed)
    return fail (error, EIO, "using after a failed sync", file->name);
  return check_writable (file->writable, file->name, error);
}

static gboolean
file_pwrite (gpointer          data,
             StanokFileHandle *file,
             const guint8     *bytes,
             gsize             n,
             gint64            offset,
             GError          **error)
{
  gsize done = 0;

  if (!check_handle (file, error))
    return FALSE;
  while (done < n)
    {
      gssize put = pwrite (file->fd, bytes + done, n - done, offset + (gint64) done);

      if (put < 0 && errno == EINTR)
        continue;
      if (put <= 0)
        return fail (error, put < 0 ? errno : ENOSPC, "writing to", file->name);
      done += (gsize) put;
    }
  return TRUE;
}

static gboolean
file_datasync (gpointer          data,
               StanokFileHandle *file,
               GError          **error)
{
  if (!check_handle (file, error))
    return FALSE;
  if (fdatasync (file->fd) < 0)
    {
      file->failed = TRUE;
      return fail (error, errno, "syncing", file->name);
    }
  return TRUE;
}

static gboolean
file_truncate (gpointer          data,
               StanokFileHandle *file,
               gint64            size,
               GError          **error)
{
  if (!check_handle (file, error))
    return FALSE;
  if (ftruncate (file->fd, size) < 0)
    return fail (error, errno, "cutting", file->name);
  return TRUE;
}

static gint64
file_size (gpointer          data,
           StanokFileHandle *file,
           GError          **error)
{
  struct stat info;

  if (fstat (file->fd, &info) < 0)
    {
      fail (error, errno, "measuring", file->name);
      return -1;
    }
  return info.st_size;
}

/* After it, writes below @size cannot run out of room; the file is at least that long. */
static gboolean
file_allocate (gpointer          data,
               StanokFileHandle *file,
               gint64            size,
               GError          **error)
{
  int code;

  if (!check_handle (file, error))
    return FALSE;
  do
    code = posix_fallocate (file->fd, 0, size);
  while (code == EINTR);
  return code == 0 || fail (error, code, "reserving room for", file->name);
}

static gboolean
file_rename (gpointer     data,
             const char  *from,
             const char  *to,
             GError     **error)
{
  StanokSystemFiles *self = data;

  if (!check_name (from, error) || !check_name (to, error) ||
      !check_writable (self->writable, from, error))
    return FALSE;
  if (renameat (self->dir_fd, from, self->dir_fd, to) < 0)
    return fail (error, errno, "renaming", from);
  return TRUE;
}

static gboolean
file_unlink (gpointer     data,
             const char  *name,
             GError     **error)
{
  StanokSystemFiles *self = data;

  if (!check_name (name, error) || !check_writable (self->writable, name, error))
    return FALSE;
  if (unlinkat (self->dir_fd, name, 0) < 0)
    return fail (error, errno, "deleting", name);
  return TRUE;
}

/* A rename may cross folders, so all of them are synced: four calls, of which only the changed
 * ones cost. */
static gboolean
file_sync_dir (gpointer   data,
               GError   **error)
{
  StanokSystemFiles *self = data;

  if (!check_writable (self->writable, self->directory, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    if (fsync (self->folder_fds[i]) < 0)
      return fail (error, errno, "syncing the folder", folders[i]);
  if (fsync (self->dir_fd) < 0)
    return fail (error, errno, "syncing the folder", self->directory);
  return TRUE;
}

static gboolean
file_exists (gpointer    data,
             const char *name)
{
  StanokSystemFiles *self = data;

  return check_name (name, NULL) && faccessat (self->dir_fd, name, F_OK, 0) == 0;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* @folder: "blob", "mesh", "part", or "" for the directory itself */
static GPtrArray *
file_list (gpointer     data,
           const char  *folder,
           GError     **error)
{
  StanokSystemFiles *self = data;
  GPtrArray *names;
  struct dirent *entry;
  DIR *stream = NULL;
  int fd;

  if (*folder != '\0' && !check_name (folder, error))
    return NULL;
  fd = openat (self->dir_fd, *folder != '\0' ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || (stream = fdopendir (fd)) == NULL)
    {
      fail (error, errno, "listing", *folder != '\0' ? folder : self->directory);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((entry = readdir (stream)) != NULL)
    if (is_plain_name (entry->d_name))
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (stream);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gint64
file_free_bytes (gpointer data)
{
  StanokSystemFiles *self = data;
  struct statvfs info;

  if (fstatvfs (self->dir_fd, &info) < 0)
    return -1;
  return (gint64) (info.f_bavail * info.f_frsize);
}

static gboolean
take_lock (StanokSystemFiles  *self,
           GError            **error)
{
  self->lock_fd = openat (self->dir_fd, LOCK_NAME, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
  if (self->lock_fd < 0)
    return fail (error, errno, "opening", LOCK_NAME);
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (errno != EWOULDBLOCK)
    return fail (error, errno, "locking", LOCK_NAME);
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BUSY,
               "another Stanok already works with %s; use that one", self->directory);
  return FALSE;
}

static gboolean
open_folders (StanokSystemFiles  *self,
              GError            **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      if (self->writable && mkdirat (self->dir_fd, folders[i], DIR_MODE) < 0 && errno != EEXIST)
        return fail (error, errno, "making the folder", folders[i]);
      self->folder_fds[i] = openat (self->dir_fd, folders[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      if (self->folder_fds[i] < 0 && (self->writable || errno != ENOENT))
        return fail (error, errno, "opening the folder", folders[i]);
    }
  return TRUE;
}

StanokSystemFiles *
stanok_system_files_new (const char  *directory,
                         gboolean     writable,
                         GError     **error)
{
  g_autoptr(StanokSystemFiles) self = g_new0 (StanokSystemFiles, 1);

  self->directory = g_canonicalize_filename (directory, NULL);
  self->writable = writable;
  self->lock_fd = -1;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    self->folder_fds[i] = -1;
  self->dir_fd = -1;

  if (writable && g_mkdir_with_parents (self->directory, DIR_MODE) < 0)
    {
      fail (error, errno, "making the directory", self->directory);
      return NULL;
    }
  self->dir_fd = open (self->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->dir_fd < 0)
    {
      fail (error, errno, "opening the directory", self->directory);
      return NULL;
    }
  if ((writable && !take_lock (self, error)) || !open_folders (self, error) ||
      (writable && !file_sync_dir (self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/* Closing the lock's descriptor gives the lock back. */
void
stanok_system_files_free (StanokSystemFiles *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    if (self->folder_fds[i] >= 0)
      close (self->folder_fds[i]);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  if (self->dir_fd >= 0)
    close (self->dir_fd);
  g_free (self->directory);
  g_free (self);
}

void
stanok_system_files_fill (StanokSystemFiles *self,
                          StanokFiles       *out)
{
  out->open = file_open;
  out->close = file_close;
  out->pread = file_pread;
  out->pwrite = file_pwrite;
  out->datasync = file_datasync;
  out->truncate = file_truncate;
  out->size = file_size;
  out->allocate = file_allocate;
  out->rename = file_rename;
  out->unlink = file_unlink;
  out->sync_dir = file_sync_dir;
  out->exists = file_exists;
  out->list = file_list;
  out->free_bytes = file_free_bytes;
  out->directory = self->directory;
  out->vfs = NULL;
  out->data = self;
}
