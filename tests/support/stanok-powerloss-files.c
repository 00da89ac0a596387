/* stanok-powerloss-files.c: the disk as StanokFiles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-powerloss-private.h"

#include <string.h>

#include "domain/stanok-error.h"

struct _StanokFileHandle {
  char     *name;
  DiskNode *node;
  gboolean  failed;    /* a sync failed */
};

static gboolean
check (DiskResult   result,
       const char  *action,
       const char  *name,
       GError     **error)
{
  static const struct { StanokError code; const char *words; } failures[] = {
    [DISK_IO] = { STANOK_ERROR_STORE, "the disk answers with an error" },
    [DISK_FULL] = { STANOK_ERROR_FULL, "the disk is full" },
    [DISK_MISSING] = { STANOK_ERROR_NOT_FOUND, "there is no such file" },
  };

  if (result == DISK_OK)
    return TRUE;
  g_set_error (error, STANOK_ERROR, (int) failures[result].code, "%s %s: %s", action, name,
               failures[result].words);
  return FALSE;
}

static StanokFileHandle *
file_open (gpointer     data,
           const char  *name,
           gboolean     create,
           GError     **error)
{
  StanokFileHandle *file;
  gboolean created;
  DiskNode *node;

  if (!check (disk_open (data, name, create, &created, &node), "opening", name, error))
    return NULL;
  file = g_new0 (StanokFileHandle, 1);
  file->name = g_strdup (name);
  file->node = node;
  return file;
}

static void
file_close (gpointer          data,
            StanokFileHandle *file)
{
  if (file == NULL)
    return;
  disk_close (data, file->node);
  g_free (file->name);
  g_free (file);
}

static gssize
file_pread (gpointer          data,
            StanokFileHandle *file,
            guint8           *bytes,
            gsize             n,
            gint64            offset,
            GError          **error)
{
  gsize got;

  if (!check (disk_pread (data, file->node, bytes, n, offset, &got), "reading", file->name, error))
    return -1;
  return (gssize) got;
}

static gboolean
check_handle (StanokFileHandle  *file,
              GError           **error)
{
  return check (file->failed ? DISK_IO : DISK_OK, "using after a failed sync", file->name, error);
}

static gboolean
file_pwrite (gpointer          data,
             StanokFileHandle *file,
             const guint8     *bytes,
             gsize             n,
             gint64            offset,
             GError          **error)
{
  return check_handle (file, error) &&
         check (disk_pwrite (data, file->node, bytes, n, offset), "writing to", file->name, error);
}

static gboolean
file_datasync (gpointer          data,
               StanokFileHandle *file,
               GError          **error)
{
  if (!check_handle (file, error))
    return FALSE;
  file->failed = !check (disk_sync (data, file->node), "syncing", file->name, error);
  return !file->failed;
}

static gboolean
file_truncate (gpointer          data,
               StanokFileHandle *file,
               gint64            size,
               GError          **error)
{
  return check_handle (file, error) &&
         check (disk_resize (data, file->node, size), "cutting", file->name, error);
}

static gint64
file_size (gpointer          data,
           StanokFileHandle *file,
           GError          **error)
{
  if (!check (disk_access (data, DISK_READ), "measuring", file->name, error))
    return -1;
  return (gint64) file->node->now.n;
}

static gboolean
file_allocate (gpointer          data,
               StanokFileHandle *file,
               gint64            size,
               GError          **error)
{
  if (!check_handle (file, error))
    return FALSE;
  return check (disk_resize (data, file->node, MAX (size, (gint64) file->node->now.n)),
                "reserving room for", file->name, error);
}

static gboolean
file_rename (gpointer     data,
             const char  *from,
             const char  *to,
             GError     **error)
{
  return check (disk_rename (data, from, to), "renaming", from, error);
}

static gboolean
file_unlink (gpointer     data,
             const char  *name,
             GError     **error)
{
  return check (disk_unlink (data, name), "deleting", name, error);
}

static gboolean
file_sync_dir (gpointer   data,
               GError   **error)
{
  return check (disk_sync_names (data), "syncing", "the directory", error);
}

static gboolean
file_exists (gpointer    data,
             const char *name)
{
  StanokDisk *self = data;

  return g_tree_lookup (self->names, name) != NULL;
}

typedef struct {
  const char *folder;
  GPtrArray  *names;
} Listing;

static gboolean
add_name (gpointer key,
          gpointer value,
          gpointer data)
{
  Listing *listing = data;
  const char *slash = strchr (key, '/');
  gsize n = slash != NULL ? (gsize) (slash - (const char *) key) : 0;

  if (n == strlen (listing->folder) && strncmp (key, listing->folder, n) == 0)
    g_ptr_array_add (listing->names, g_strdup (slash != NULL ? slash + 1 : key));
  return FALSE;
}

/* A GTree is walked in the order of its keys, so the names come sorted. */
static GPtrArray *
file_list (gpointer     data,
           const char  *folder,
           GError     **error)
{
  StanokDisk *self = data;
  Listing listing = { folder, NULL };

  if (!check (disk_access (self, DISK_READ), "listing", folder, error))
    return NULL;
  listing.names = g_ptr_array_new_with_free_func (g_free);
  g_tree_foreach (self->names, add_name, &listing);
  return listing.names;
}

static gint64
file_free_bytes (gpointer data)
{
  StanokDisk *self = data;

  return self->room < 0 ? G_MAXINT64 : MAX (self->room - self->used, 0);
}

void
stanok_disk_fill_files (StanokDisk  *self,
                        StanokFiles *out)
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
  out->directory = "";
  out->vfs = self->vfs_name;
  out->data = self;
}
