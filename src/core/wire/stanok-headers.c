/* stanok-headers.c: the protocol's header fields, parsed and written in one place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-headers.h"

#include <string.h>

/* ---- small pieces ---------------------------------------------------------------------- */

/* Takes decimal digits (with a minus if @is_signed) off the front of @text. */
static gboolean
take_int (const char **text,
          gboolean     is_signed,
          gint64      *value)
{
  const char *p = *text;
  g_autofree char *digits = NULL;

  if (is_signed && *p == '-')
    p++;
  while (g_ascii_isdigit (*p))
    p++;
  digits = g_strndup (*text, (gsize) (p - *text));
  if (!g_ascii_string_to_signed (digits, 10, is_signed ? G_MININT64 : 0, G_MAXINT64, value, NULL))
    return FALSE;
  *text = p;
  return TRUE;
}

static gboolean
take (const char **text,
      const char  *expected)
{
  if (!g_str_has_prefix (*text, expected))
    return FALSE;
  *text += strlen (expected);
  return TRUE;
}

static gboolean
is_lower_hex (const char *text,
              gsize       n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isdigit (text[i]) && !(text[i] >= 'a' && text[i] <= 'f'))
      return FALSE;
  return TRUE;
}

gboolean
stanok_uuid_is_valid (const char *text)
{
  if (text == NULL || strlen (text) != 36)
    return FALSE;
  return is_lower_hex (text, 8) && text[8] == '-' &&
         is_lower_hex (text + 9, 4) && text[13] == '-' &&
         is_lower_hex (text + 14, 4) && text[18] == '-' &&
         is_lower_hex (text + 19, 4) && text[23] == '-' &&
         is_lower_hex (text + 24, 12);
}

gboolean
stanok_sha256_is_valid (const char *text)
{
  return text != NULL && strlen (text) == 64 && is_lower_hex (text, 64);
}

/* ---- Stanok-Device --------------------------------------------------------------------- */

gboolean
stanok_device_header_parse (const char         *text,
                            StanokDeviceHeader *out)
{
  StanokDeviceHeader header = { "", "", 0 };
  gsize n;

  if (text == NULL)
    return FALSE;
  n = strcspn (text, ";");
  if (n == 0 || n >= sizeof header.device)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("-_.", text[i]) == NULL)
      return FALSE;
  memcpy (header.device, text, n);
  text += n;

  if (take (&text, ";inc="))
    {
      if (strlen (text) < 32 || !is_lower_hex (text, 32))
        return FALSE;
      memcpy (header.incarnation, text, 32);
      text += 32;
      if (take (&text, ";seq=") && (!take_int (&text, FALSE, &header.seq) || header.seq == 0))
        return FALSE;
    }
  if (*text != '\0')
    return FALSE;
  *out = header;
  return TRUE;
}

char *
stanok_device_header_format (const StanokDeviceHeader *self)
{
  if (self->incarnation[0] == '\0')
    return g_strdup (self->device);
  if (self->seq == 0)
    return g_strdup_printf ("%s;inc=%s", self->device, self->incarnation);
  return g_strdup_printf ("%s;inc=%s;seq=%" G_GINT64_FORMAT, self->device, self->incarnation,
                          self->seq);
}

/* ---- Stanok-Clock, Stanok-Unsent ------------------------------------------------------- */

gboolean
stanok_clock_header_parse (const char        *text,
                           StanokClockHeader *out)
{
  StanokClockHeader header = { 0, FALSE, 0 };

  if (text == NULL || !take (&text, "offset=") || !take_int (&text, TRUE, &header.offset_ms))
    return FALSE;
  if (take (&text, ";quality=measured"))
    header.measured = TRUE;
  else if (!take (&text, ";quality=unknown"))
    return FALSE;
  if (!take (&text, ";age=") || !take_int (&text, FALSE, &header.age_ms) || *text != '\0')
    return FALSE;
  *out = header;
  return TRUE;
}

char *
stanok_clock_header_format (const StanokClockHeader *self)
{
  return g_strdup_printf ("offset=%" G_GINT64_FORMAT ";quality=%s;age=%" G_GINT64_FORMAT,
                          self->offset_ms, self->measured ? "measured" : "unknown", self->age_ms);
}

gboolean
stanok_unsent_header_parse (const char         *text,
                            StanokUnsentHeader *out)
{
  StanokUnsentHeader header = { 0, 0 };

  if (text == NULL || !take_int (&text, FALSE, &header.count))
    return FALSE;
  if (*text != '\0' &&
      (!take (&text, ";oldest_ms=") || !take_int (&text, FALSE, &header.oldest_ms)
       || *text != '\0'))
    return FALSE;
  *out = header;
  return TRUE;
}

char *
stanok_unsent_header_format (const StanokUnsentHeader *self)
{
  if (self->count == 0)
    return g_strdup ("0");
  return g_strdup_printf ("%" G_GINT64_FORMAT ";oldest_ms=%" G_GINT64_FORMAT, self->count,
                          self->oldest_ms);
}

/* ---- ranges (RFC 9110, 14) ------------------------------------------------------------- */

gboolean
stanok_content_range_parse (const char         *text,
                            StanokContentRange *out)
{
  StanokContentRange range = { -1, -1, -1 };

  if (text == NULL || !take (&text, "bytes "))
    return FALSE;
  if (!take (&text, "*"))
    {
      if (!take_int (&text, FALSE, &range.first) || !take (&text, "-") ||
          !take_int (&text, FALSE, &range.last) || range.last < range.first)
        return FALSE;
    }
  if (!take (&text, "/"))
    return FALSE;
  if (!take (&text, "*") && !take_int (&text, FALSE, &range.size))
    return FALSE;
  if (*text != '\0' || (range.size >= 0 && range.last >= range.size))
    return FALSE;
  *out = range;
  return TRUE;
}

gboolean
stanok_range_parse (const char *text,
                    gint64      size,
                    gint64     *first,
                    gint64     *last)
{
  gint64 from, to = size - 1;

  if (text == NULL || !take (&text, "bytes="))
    return FALSE;
  if (take (&text, "-"))
    {
      if (!take_int (&text, FALSE, &to) || *text != '\0')
        return FALSE;
      *first = MAX (0, size - to);
      *last = size - 1;
      return TRUE;
    }
  if (!take_int (&text, FALSE, &from) || !take (&text, "-"))
    return FALSE;
  if (*text != '\0' && (!take_int (&text, FALSE, &to) || *text != '\0' || to < from))
    return FALSE;
  *first = from;
  *last = MIN (to, size - 1);
  return TRUE;
}

/* ---- tags, keys, times ----------------------------------------------------------------- */

gboolean
stanok_etag_list_contains (const char *list,
                           const char *etag)
{
  g_auto(GStrv) tags = NULL;

  if (list == NULL || etag == NULL)
    return FALSE;
  /* Our tags never hold a comma, so the list may be cut at each. */
  tags = g_strsplit (list, ",", 64);
  for (gsize i = 0; tags[i] != NULL; i++)
    if (strcmp (g_strstrip (tags[i]), "*") == 0 || strcmp (tags[i], etag) == 0)
      return TRUE;
  return FALSE;
}

gboolean
stanok_key_header_parse (const char *text,
                         char        out[37])
{
  g_autofree char *inner = NULL;
  gsize n = text == NULL ? 0 : strlen (text);

  if (n != 38 || text[0] != '"' || text[37] != '"')
    return FALSE;
  inner = g_strndup (text + 1, 36);
  if (!stanok_uuid_is_valid (inner))
    return FALSE;
  memcpy (out, inner, 37);
  return TRUE;
}

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

/* IMF-fixdate (RFC 9110, 5.6.7): names are English whatever the locale. */
char *
stanok_http_date_format (gint64 wall_ms)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (wall_ms / 1000);

  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT",
                          weekdays[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time),
                          months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time));
}

/* "Tue, 24 Nov 2026 10:32:07 GMT" in ms, or -1. */
static gint64
parse_http_date (const char *text)
{
  g_autoptr(GDateTime) time = NULL;
  gint64 day, year, hour, minute, second;
  int month = -1;

  if (strlen (text) != 29 || text[3] != ',' || text[4] != ' ')
    return -1;
  text += 5;
  if (!take_int (&text, FALSE, &day) || !take (&text, " "))
    return -1;
  for (int i = 0; i < 12; i++)
    if (g_str_has_prefix (text, months[i]))
      month = i + 1;
  if (month < 0)
    return -1;
  text += 3;
  if (!take (&text, " ") || !take_int (&text, FALSE, &year) || !take (&text, " ") ||
      !take_int (&text, FALSE, &hour) || !take (&text, ":") ||
      !take_int (&text, FALSE, &minute) || !take (&text, ":") ||
      !take_int (&text, FALSE, &second) || strcmp (text, " GMT") != 0)
    return -1;
  time = g_date_time_new_utc ((int) year, month, (int) day, (int) hour, (int) minute,
                              (double) second);
  return time == NULL ? -1 : g_date_time_to_unix (time) * 1000;
}

gint64
stanok_retry_after_parse (const char *text,
                          gint64      now_ms)
{
  gint64 value;

  if (text == NULL)
    return -1;
  if (g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &value, NULL))
    return value * 1000;
  value = parse_http_date (text);
  return value < 0 ? -1 : MAX (0, value - now_ms);
}

char *
stanok_fingerprint (const char *method,
                    const char *path,
                    GBytes     *body)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n;
  const guint8 *bytes = g_bytes_get_data (body, &n);

  /* The line feeds keep ("GET", "/a") apart from ("GE", "T/a"). */
  g_checksum_update (sum, (const guchar *) method, -1);
  g_checksum_update (sum, (const guchar *) "\n", 1);
  g_checksum_update (sum, (const guchar *) path, -1);
  g_checksum_update (sum, (const guchar *) "\n", 1);
  g_checksum_update (sum, bytes, (gssize) n);
  return g_strdup (g_checksum_get_string (sum));
}
