/* stanok-ballast.c: room kept back for the hour when the disk is full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-private.h"

#define BALLAST_NAME   "ballast"
#define BALLAST_BYTES  (32 * 1024 * 1024)

/* Takes no more than an eighth of what is free: a ballast must not be what fills the disk. */
void
stanok_ballast_make (const StanokPorts *ports)
{
  const StanokFiles *files = &ports->files;
  StanokFileHandle *file;
  gboolean done;

  if (files->exists (files->data, BALLAST_NAME) ||
      files->free_bytes (files->data) / 8 < BALLAST_BYTES)
    return;
  file = files->open (files->data, BALLAST_NAME, TRUE, NULL);
  if (file == NULL)
    return;
  done = files->allocate (files->data, file, BALLAST_BYTES, NULL);
  files->close (files->data, file);
  if (!done)
    files->unlink (files->data, BALLAST_NAME, NULL);
}

gboolean
stanok_ballast_free (const StanokPorts *ports)
{
  const StanokFiles *files = &ports->files;

  return files->exists (files->data, BALLAST_NAME) &&
         files->unlink (files->data, BALLAST_NAME, NULL) && files->sync_dir (files->data, NULL);
}
