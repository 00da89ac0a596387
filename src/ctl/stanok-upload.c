/* stanok-upload.c: the files that orders refer to, found, measured and hashed once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-upload.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES (256 * 1024)

static void
upload_free (gpointer data)
{
  StanokUpload *self = data;

  g_free (self->path);
  g_free (self->sha256);
  g_free (self);
}

/* NULL: it can be sent; otherwise what is in the way of it. */
static const char *
check_status (const struct stat *status)
{
  if (!S_ISREG (status->st_mode))
    return "it is not a file";
  if (status->st_size == 0)
    return "it is empty; export it again";
  if (status->st_size > STANOK_UPLOAD_MAX_BYTES)
    return "it is larger than 256 MiB; reduce the model and export it again";
  return NULL;
}

/* (nullable): NULL with errno set */
static char *
hash_file (int     fd,
           gint64 *size)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);

  for (*size = 0;;)
    {
      gssize n = read (fd, piece, PIECE_BYTES);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        return g_strdup (g_checksum_get_string (sum));
      *size += n;
      g_checksum_update (sum, piece, n);
    }
}

/* (nullable): complained about */
static StanokUpload *
look_at (const StanokDraftFile *draft,
         const char            *path,
         StanokComplaints      *complaints)
{
  /* Not to wait for somebody to write into a pipe. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status;
  const char *obstacle = fd < 0 || fstat (fd, &status) < 0 ? g_strerror (errno)
                                                           : check_status (&status);
  g_autofree char *sha256 = NULL;
  StanokUpload *self;
  gint64 size = 0;

  if (obstacle == NULL)
    {
      sha256 = hash_file (fd, &size);
      if (sha256 == NULL)
        obstacle = g_strerror (errno);
    }
  if (fd >= 0)
    close (fd);
  if (obstacle != NULL)
    {
      stanok_complain (complaints, draft->place, "%s: the file “%s” cannot be sent: %s",
                       draft->file->role, path, obstacle);
      return NULL;
    }
  self = g_new0 (StanokUpload, 1);
  self->path = g_strdup (path);
  self->sha256 = g_steal_pointer (&sha256);
  self->size = size;
  return self;
}

static StanokUpload *
find (GPtrArray  *uploads,
      GHashTable *by_path,
      const char *path)
{
  const char *sha256 = g_hash_table_lookup (by_path, path);

  for (guint i = 0; sha256 != NULL && i < uploads->len; i++)
    {
      StanokUpload *upload = uploads->pdata[i];

      if (strcmp (upload->sha256, sha256) == 0)
        return upload;
    }
  return NULL;
}

/* Two names of one content are sent once. */
static const StanokUpload *
add (GPtrArray             *uploads,
     GHashTable            *by_path,
     const StanokDraftFile *draft,
     const char            *path,
     StanokComplaints      *complaints)
{
  StanokUpload *upload = find (uploads, by_path, path), *same;

  if (upload != NULL)
    return upload;
  upload = look_at (draft, path, complaints);
  if (upload == NULL)
    return NULL;
  g_hash_table_insert (by_path, g_strdup (path), g_strdup (upload->sha256));
  same = find (uploads, by_path, path);
  if (same == NULL)
    {
      g_ptr_array_add (uploads, upload);
      return upload;
    }
  upload_free (upload);
  return same;
}

GPtrArray *
stanok_uploads_new (GPtrArray        *drafts,
                    const char       *folder,
                    StanokComplaints *complaints)
{
  GPtrArray *uploads = g_ptr_array_new_with_free_func (upload_free);
  g_autoptr(GHashTable) by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < drafts->len; i++)
    {
      const StanokDraft *draft = drafts->pdata[i];

      for (guint j = 0; j < draft->files->len; j++)
        {
          const StanokDraftFile *file = draft->files->pdata[j];
          g_autofree char *path = g_build_filename (folder, file->path, NULL);
          const StanokUpload *upload = add (uploads, by_path, file, path, complaints);

          if (upload == NULL)
            continue;
          file->file->sha256 = g_strdup (upload->sha256);
          file->file->size = upload->size;
        }
    }
  return uploads;
}
