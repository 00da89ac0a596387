/* stanok-office-key.c: the key with which an office brings orders, made once and kept in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-office-key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/stanok-error.h"

#define KEY_BYTES      32
#define KEY_MIN_CHARS  16
#define KEY_MAX_CHARS  256

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

/* Whole or not at all, and never over one that is there. */
static gboolean
write_key (const char *path,
           const char *key,
           GError    **error)
{
  g_autofree char *part = g_strdup_printf ("%s.part-%d", path, (int) getpid ());
  int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean is_written;

  if (fd < 0)
    return fail ("making", part, error);
  is_written = fchmod (fd, 0600) == 0 && write (fd, key, strlen (key)) == (gssize) strlen (key) &&
               fsync (fd) == 0 && rename (part, path) == 0;
  if (!is_written)
    {
      fail ("writing", path, error);
      unlink (part);
    }
  close (fd);
  return is_written;
}

static char *
make_key (const char *path,
          GError    **error)
{
  guint8 bytes[KEY_BYTES];
  g_autoptr(GString) key = g_string_new ("sok_");
  g_autofree char *line = NULL;

  randombytes_buf (bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (key, "%02x", bytes[i]);
  line = g_strdup_printf ("%s\n", key->str);
  return write_key (path, line, error) ? g_strdup (key->str) : NULL;
}

char *
stanok_office_key_load (const char *path,
                        GError    **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *key = NULL;
  gsize n;

  if (!g_file_get_contents (path, &key, NULL, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return make_key (path, error);
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "%s", local_error->message);
      return NULL;
    }
  g_strstrip (key);
  n = strlen (key);
  for (gsize i = 0; i < n; i++)
    if (key[i] <= ' ' || key[i] > '~')
      n = 0;
  if (n >= KEY_MIN_CHARS && n <= KEY_MAX_CHARS)
    return g_steal_pointer (&key);
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "%s has to hold one key of %d to %d letters and digits; remove the file, and a new "
               "one is made at the next start", path, KEY_MIN_CHARS, KEY_MAX_CHARS);
  return NULL;
}
