/* stanok-powerloss-vfs.c: the disk as a file system of SQLite
 *
 * No shared memory: WAL needs locking_mode=EXCLUSIVE, as everywhere in this house.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-powerloss-private.h"

#include <string.h>

#define DAY_OF_TESTS G_GINT64_CONSTANT (212000000000000)   /* Julian day in ms */
#define SECTOR_BYTES 4096

typedef struct {
  sqlite3_file  base;
  StanokDisk   *disk;
  DiskNode     *node;
  char         *name;              /* (nullable) */
  gboolean      delete_on_close;
  gboolean      sync_names;        /* new journal or WAL: its first sync makes its name safe */
} VfsFile;

static int
map (DiskResult result,
     int        io_code)
{
  switch (result)
    {
    case DISK_OK:
      return SQLITE_OK;
    case DISK_FULL:
      return SQLITE_FULL;
    case DISK_MISSING:
      return SQLITE_CANTOPEN;
    case DISK_IO:
    default:
      return io_code;
    }
}

static int
file_close (sqlite3_file *base)
{
  VfsFile *self = (VfsFile *) base;

  if (self->delete_on_close && self->name != NULL)
    disk_unlink (self->disk, self->name);
  disk_close (self->disk, self->node);
  g_clear_pointer (&self->name, g_free);
  return SQLITE_OK;
}

static int
file_read (sqlite3_file  *base,
           void          *bytes,
           int            n,
           sqlite3_int64  offset)
{
  VfsFile *self = (VfsFile *) base;
  gsize got;
  DiskResult result = disk_pread (self->disk, self->node, bytes, (gsize) n, offset, &got);

  if (result != DISK_OK)
    return map (result, SQLITE_IOERR_READ);
  if (got == (gsize) n)
    return SQLITE_OK;
  memset ((guint8 *) bytes + got, 0, (gsize) n - got);
  return SQLITE_IOERR_SHORT_READ;
}

static int
file_write (sqlite3_file  *base,
            const void    *bytes,
            int            n,
            sqlite3_int64  offset)
{
  VfsFile *self = (VfsFile *) base;

  return map (disk_pwrite (self->disk, self->node, bytes, (gsize) n, offset), SQLITE_IOERR_WRITE);
}

static int
file_truncate (sqlite3_file  *base,
               sqlite3_int64  size)
{
  VfsFile *self = (VfsFile *) base;

  return map (disk_resize (self->disk, self->node, size), SQLITE_IOERR_TRUNCATE);
}

static int
file_sync (sqlite3_file *base,
           int           flags)
{
  VfsFile *self = (VfsFile *) base;
  DiskResult result = disk_sync (self->disk, self->node);

  if (result == DISK_OK && self->sync_names)
    {
      result = disk_sync_names (self->disk);
      self->sync_names = result != DISK_OK;
    }
  return map (result, SQLITE_IOERR_FSYNC);
}

static int
file_size (sqlite3_file  *base,
           sqlite3_int64 *size)
{
  VfsFile *self = (VfsFile *) base;

  *size = (sqlite3_int64) self->node->now.n;
  return map (disk_access (self->disk, DISK_READ), SQLITE_IOERR_FSTAT);
}

static int
file_lock (sqlite3_file *base,
           int           level)
{
  return SQLITE_OK;
}

static int
file_check_lock (sqlite3_file *base,
                 int          *is_reserved)
{
  *is_reserved = 0;
  return SQLITE_OK;
}

static int
file_control (sqlite3_file *base,
              int           operation,
              void         *argument)
{
  return SQLITE_NOTFOUND;
}

static int
file_sector_size (sqlite3_file *base)
{
  return SECTOR_BYTES;
}

static int
file_characteristics (sqlite3_file *base)
{
  return 0;
}

static const sqlite3_io_methods methods = {
  1, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_lock,
  file_check_lock, file_control, file_sector_size, file_characteristics,
};

static int
vfs_open (sqlite3_vfs  *vfs,
          const char   *name,
          sqlite3_file *base,
          int           flags,
          int          *out_flags)
{
  VfsFile *self = (VfsFile *) base;
  gboolean created;
  DiskResult result;

  memset (self, 0, sizeof *self);
  self->disk = vfs->pAppData;
  result = disk_open (self->disk, name, (flags & SQLITE_OPEN_CREATE) != 0, &created, &self->node);
  if (result != DISK_OK)
    return map (result, SQLITE_CANTOPEN);
  self->base.pMethods = &methods;
  self->name = g_strdup (name);
  self->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  self->sync_names = created && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs,
            const char  *name,
            int          sync_names)
{
  DiskResult result = disk_unlink (vfs->pAppData, name);

  if (result == DISK_MISSING)
    return SQLITE_IOERR_DELETE_NOENT;
  if (result == DISK_OK && sync_names)
    result = disk_sync_names (vfs->pAppData);
  return map (result, SQLITE_IOERR_DELETE);
}

static int
vfs_access (sqlite3_vfs *vfs,
            const char  *name,
            int          flags,
            int         *is_there)
{
  StanokDisk *disk = vfs->pAppData;
  DiskNode *node = g_tree_lookup (disk->names, name);

  /* As the real one: an empty file does not count as a hot journal. */
  *is_there = node != NULL && (flags != SQLITE_ACCESS_EXISTS || node->now.n > 0);
  return map (disk_access (disk, DISK_READ), SQLITE_IOERR_ACCESS);
}

static int
vfs_full_path (sqlite3_vfs *vfs,
               const char  *name,
               int          n,
               char        *out)
{
  return g_strlcpy (out, name, (gsize) n) < (gsize) n ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int
vfs_randomness (sqlite3_vfs *vfs,
                int          n,
                char        *out)
{
  for (int i = 0; i < n; i++)
    out[i] = (char) disk_random (vfs->pAppData);
  return n;
}

static int
vfs_sleep (sqlite3_vfs *vfs,
           int          us)
{
  return us;
}

static int
vfs_time (sqlite3_vfs   *vfs,
          sqlite3_int64 *ms)
{
  *ms = DAY_OF_TESTS;
  return SQLITE_OK;
}

static int
vfs_last_error (sqlite3_vfs *vfs,
                int          n,
                char        *out)
{
  return 0;
}

void
disk_register_vfs (StanokDisk *self)
{
  static guint last;

  g_snprintf (self->vfs_name, sizeof self->vfs_name, "powerloss-%u", ++last);
  self->vfs = (sqlite3_vfs) {
    .iVersion = 2,
    .szOsFile = sizeof (VfsFile),
    .mxPathname = 256,
    .zName = self->vfs_name,
    .pAppData = self,
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_time,
  };
  g_assert_cmpint (sqlite3_vfs_register (&self->vfs, 0), ==, SQLITE_OK);
}

void
disk_unregister_vfs (StanokDisk *self)
{
  sqlite3_vfs_unregister (&self->vfs);
}
