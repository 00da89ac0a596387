/* stanok-json-scan.c: refuses every JSON text that a strict reader would, before a parser sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-json-scan.h"

#include <math.h>
#include <string.h>

#include "domain/stanok-error.h"

const StanokJsonLimits STANOK_JSON_COMMAND = { 64 * 1024, 16, 64 };
const StanokJsonLimits STANOK_JSON_ANSWER = { 64 * 1024 * 1024, STANOK_JSON_DEPTH_MAX, 256 };

#define NUMBER_MAX_BYTES 64   /* no honest number is longer */

/* One open object or array. Names of an object lie in `names` from `first_name` on. */
typedef struct {
  char  close;              /* '}' or ']' */
  guint n_members;
  guint first_name;
} Level;

typedef struct {
  const char             *text;
  gsize                   length;
  gsize                   at;
  const StanokJsonLimits *limits;
  Level                   levels[STANOK_JSON_DEPTH_MAX];
  guint                   depth;
  GPtrArray              *names;    /* (element-type GString) of the open objects, unescaped */
  GError                **error;
} Scan;

static gboolean
refuse (Scan       *scan,
        const char *reason)
{
  g_set_error (scan->error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "JSON, byte %" G_GSIZE_FORMAT ": %s", scan->at, reason);
  return FALSE;
}

static gboolean
refuse_limit (Scan       *scan,
              const char *reason)
{
  g_set_error (scan->error, STANOK_ERROR, STANOK_ERROR_LIMIT,
               "JSON, byte %" G_GSIZE_FORMAT ": %s", scan->at, reason);
  return FALSE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->length && strchr (" \t\n\r", scan->text[scan->at]) != NULL &&
         scan->text[scan->at] != '\0')
    scan->at++;
}

/* The byte at the cursor, or -1 at the end. */
static int
peek (const Scan *scan)
{
  return scan->at < scan->length ? (guchar) scan->text[scan->at] : -1;
}

static gboolean
scan_hex4 (Scan    *scan,
           guint32 *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = peek (scan) < 0 ? -1 : g_ascii_xdigit_value (scan->text[scan->at]);

      if (digit < 0)
        return refuse (scan, "four hex digits expected after \\u");
      *value = *value * 16 + (guint32) digit;
      scan->at++;
    }
  return TRUE;
}

/* After "\u". JS5: a high surrogate needs its low one, and nothing is U+0000. */
static gboolean
scan_unicode_escape (Scan    *scan,
                     GString *out)
{
  guint32 high, low;

  if (!scan_hex4 (scan, &high))
    return FALSE;
  if (high == 0)
    return refuse (scan, "U+0000 is not text");
  if (high >= 0xdc00 && high <= 0xdfff)
    return refuse (scan, "low surrogate without its high one");
  if (high >= 0xd800 && high <= 0xdbff)
    {
      if (scan->at + 2 > scan->length || memcmp (scan->text + scan->at, "\\u", 2) != 0)
        return refuse (scan, "high surrogate without its low one");
      scan->at += 2;
      if (!scan_hex4 (scan, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return refuse (scan, "high surrogate without its low one");
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
  if (out != NULL)
    g_string_append_unichar (out, high);
  return TRUE;
}

static gboolean
scan_escape (Scan    *scan,
             GString *out)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  int c = peek (scan);
  const char *found;

  if (c == 'u')
    {
      scan->at++;
      return scan_unicode_escape (scan, out);
    }
  found = c > 0 ? strchr (from, c) : NULL;
  if (found == NULL)
    return refuse (scan, "unknown escape");
  scan->at++;
  if (out != NULL)
    g_string_append_c (out, to[found - from]);
  return TRUE;
}

/* At the opening quote. @out, if given, gets the text without escapes. The bytes' UTF-8 was
 * checked before. */
static gboolean
scan_string (Scan    *scan,
             GString *out)
{
  scan->at++;
  while (TRUE)
    {
      int c = peek (scan);

      if (c < 0)
        return refuse (scan, "the text ends inside a string");
      if (c < 0x20)
        return refuse (scan, "control character in a string");
      scan->at++;
      if (c == '"')
        return TRUE;
      if (c == '\\')
        {
          if (!scan_escape (scan, out))
            return FALSE;
        }
      else if (out != NULL)
        g_string_append_c (out, (char) c);
    }
}

static gboolean
scan_digits (Scan *scan)
{
  gsize start = scan->at;

  while (g_ascii_isdigit (peek (scan)))
    scan->at++;
  return scan->at > start || refuse (scan, "digit expected");
}

/* JS3 */
static gboolean
check_number (Scan     *scan,
              gsize     start,
              gboolean  is_integer)
{
  char digits[NUMBER_MAX_BYTES + 1];
  gsize n = scan->at - start;

  if (n > NUMBER_MAX_BYTES)
    return refuse_limit (scan, "number too long");
  memcpy (digits, scan->text + start, n);
  digits[n] = '\0';

  if (is_integer)
    {
      gint64 value;

      if (strcmp (digits, "-0") == 0)
        return TRUE;
      return g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &value, NULL) ||
             refuse (scan, "integer out of range");
    }
  return isfinite (g_ascii_strtod (digits, NULL)) || refuse (scan, "number out of range");
}

static gboolean
scan_number (Scan *scan)
{
  gsize start = scan->at;
  gboolean is_integer = TRUE;

  if (peek (scan) == '-')
    scan->at++;
  if (peek (scan) == '0')
    scan->at++;
  else if (!scan_digits (scan))
    return FALSE;
  if (g_ascii_isdigit (peek (scan)))
    return refuse (scan, "number with a leading zero");
  if (peek (scan) == '.')
    {
      is_integer = FALSE;
      scan->at++;
      if (!scan_digits (scan))
        return FALSE;
    }
  if (peek (scan) == 'e' || peek (scan) == 'E')
    {
      is_integer = FALSE;
      scan->at++;
      if (peek (scan) == '+' || peek (scan) == '-')
        scan->at++;
      if (!scan_digits (scan))
        return FALSE;
    }
  return check_number (scan, start, is_integer);
}

static gboolean
scan_word (Scan       *scan,
           const char *word)
{
  gsize n = strlen (word);

  if (scan->length - scan->at < n || memcmp (scan->text + scan->at, word, n) != 0)
    return refuse (scan, "value expected");
  scan->at += n;
  return TRUE;
}

static gboolean
open_level (Scan *scan)
{
  Level *level;

  if (scan->depth >= MIN (scan->limits->max_depth, STANOK_JSON_DEPTH_MAX))
    return refuse_limit (scan, "nested too deeply");
  level = &scan->levels[scan->depth++];
  level->close = scan->text[scan->at] == '{' ? '}' : ']';
  level->n_members = 0;
  level->first_name = scan->names->len;
  scan->at++;
  return TRUE;
}

static void
close_level (Scan *scan)
{
  g_ptr_array_set_size (scan->names, (int) scan->levels[--scan->depth].first_name);
  scan->at++;
}

/* JS4. Linear in the members of one object, which are limited. */
static gboolean
scan_name (Scan  *scan,
           Level *level)
{
  GString *name;

  if (peek (scan) != '"')
    return refuse (scan, "member name expected");
  name = g_string_new (NULL);
  if (!scan_string (scan, name))
    {
      g_string_free (name, TRUE);
      return FALSE;
    }
  for (guint i = level->first_name; i < scan->names->len; i++)
    if (g_string_equal (g_ptr_array_index (scan->names, i), name))
      {
        g_string_free (name, TRUE);
        return refuse (scan, "two members of the same name");
      }
  g_ptr_array_add (scan->names, name);
  skip_space (scan);
  if (peek (scan) != ':')
    return refuse (scan, "“:” expected");
  scan->at++;
  skip_space (scan);
  return TRUE;
}

/* A whole scalar, or the opening bracket of a container. */
static gboolean
scan_value (Scan *scan)
{
  int c = peek (scan);

  switch (c)
    {
    case '{':
    case '[':
      return open_level (scan);
    case '"':
      return scan_string (scan, NULL);
    case 't':
      return scan_word (scan, "true");
    case 'f':
      return scan_word (scan, "false");
    case 'n':
      return scan_word (scan, "null");
    default:
      if (c == '-' || g_ascii_isdigit (c))
        return scan_number (scan);
      return refuse (scan, c < 0 ? "the text ends where a value should stand" : "value expected");
    }
}

/* One step inside the innermost open container: its end, or one more member. */
static gboolean
scan_member (Scan *scan)
{
  Level *level = &scan->levels[scan->depth - 1];

  skip_space (scan);
  if (peek (scan) == level->close)
    {
      close_level (scan);
      return TRUE;
    }
  if (level->n_members > 0)
    {
      if (peek (scan) != ',')
        return refuse (scan, "“,” or the end of the list expected");
      scan->at++;
      skip_space (scan);
    }
  level->n_members++;
  if (level->close == '}')
    {
      if (level->n_members > scan->limits->max_members)
        return refuse_limit (scan, "too many members in one object");
      if (!scan_name (scan, level))
        return FALSE;
    }
  return scan_value (scan);
}

static gboolean
scan_document (Scan *scan)
{
  skip_space (scan);
  if (peek (scan) != '{' && peek (scan) != '[')
    return refuse (scan,
                   scan->at == scan->length ? "the text is empty" : "object or list expected");
  if (!open_level (scan))
    return FALSE;
  while (scan->depth > 0)
    if (!scan_member (scan))
      return FALSE;
  skip_space (scan);
  return scan->at == scan->length || refuse (scan, "text after the end of the document");
}

static void
free_name (gpointer name)
{
  g_string_free (name, TRUE);
}

gboolean
stanok_json_scan (const char              *text,
                  gsize                    length,
                  const StanokJsonLimits  *limits,
                  GError                 **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (free_name);
  Scan scan = { text, length, 0, limits, { { 0 } }, 0, names, error };
  const char *bad;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (length > limits->max_bytes)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                   "JSON of %" G_GSIZE_FORMAT " bytes, at most %" G_GSIZE_FORMAT " are accepted",
                   length, limits->max_bytes);
      return FALSE;
    }
  if (!g_utf8_validate_len (text, length, &bad))
    {
      scan.at = (gsize) (bad - text);
      return refuse (&scan, "not valid UTF-8");
    }
  return scan_document (&scan);
}
