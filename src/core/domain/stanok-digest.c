/* stanok-digest.c: a sum over a queue that tells whether both sides have the same one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-digest.h"

#include <string.h>

#define SUM_DIGITS 16

static guint64
hash_row (const char *id,
          gint64      rev)
{
  g_autofree char *text = g_strdup_printf ("%s:%" G_GINT64_FORMAT, id, rev);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize n_bytes = sizeof bytes;
  guint64 hash = 0;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, bytes, &n_bytes);
  for (int i = 0; i < 8; i++)
    hash = hash << 8 | bytes[i];
  return hash;
}

void
stanok_digest_add (StanokDigest *self,
                   const char   *id,
                   gint64        rev)
{
  self->count++;
  self->sum64 += hash_row (id, rev);
}

void
stanok_digest_remove (StanokDigest *self,
                      const char   *id,
                      gint64        rev)
{
  self->count--;
  self->sum64 -= hash_row (id, rev);
}

gboolean
stanok_digest_equal (const StanokDigest *a,
                     const StanokDigest *b)
{
  return a->count == b->count && a->sum64 == b->sum64;
}

char *
stanok_digest_format (const StanokDigest *self)
{
  return g_strdup_printf ("count=%" G_GINT64_FORMAT ";sum64=%016" G_GINT64_MODIFIER "x",
                          self->count, self->sum64);
}

static gboolean
parse_sum (const char *text,
           guint64    *out)
{
  guint64 sum = 0;

  for (int i = 0; i < SUM_DIGITS; i++)
    {
      if (!g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
        return FALSE;
      sum = sum << 4 | (guint64) g_ascii_xdigit_value (text[i]);
    }
  *out = sum;
  return text[SUM_DIGITS] == '\0';
}

/**
 * stanok_digest_parse:
 * @text: (nullable): what came in the header
 * @out: untouched unless the result is %TRUE
 *
 * Returns: %TRUE if @text is exactly what stanok_digest_format() writes for some digest
 */
gboolean
stanok_digest_parse (const char   *text,
                     StanokDigest *out)
{
  const char *semicolon = text != NULL ? strchr (text, ';') : NULL;
  g_autofree char *digits = NULL;
  guint64 count, sum;

  if (semicolon == NULL || !g_str_has_prefix (text, "count="))
    return FALSE;
  digits = g_strndup (text + strlen ("count="), semicolon - text - strlen ("count="));
  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &count, NULL) ||
      (digits[0] == '0' && digits[1] != '\0') ||
      !g_str_has_prefix (semicolon, ";sum64=") ||
      !parse_sum (semicolon + strlen (";sum64="), &sum))
    return FALSE;
  out->count = (gint64) count;
  out->sum64 = sum;
  return TRUE;
}
