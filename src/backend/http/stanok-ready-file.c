/* stanok-ready-file.c: tells whoever started the server where it is, once it is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-ready-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/stanok-error.h"

gboolean
stanok_ready_file_write (const char        *path,
                         const StanokReady *ready,
                         GError           **error)
{
  g_autofree char *part = g_strdup_printf ("%s.part-%d", path, (int) getpid ());
  g_autoptr(GString) json = g_string_new (NULL);
  int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean is_written;

  stanok_record_append (&STANOK_RECORD_READY, ready, json);
  g_string_append_c (json, '\n');
  is_written = fd >= 0 && fchmod (fd, 0600) == 0 &&
               write (fd, json->str, json->len) == (gssize) json->len &&
               rename (part, path) == 0;
  if (!is_written)
    {
      g_set_error (error, STANOK_ERROR,
                   (int) (errno == ENOSPC ? STANOK_ERROR_FULL : STANOK_ERROR_STORE),
                   "writing %s: %s", path, g_strerror (errno));
      unlink (part);
    }
  if (fd >= 0)
    close (fd);
  return is_written;
}
