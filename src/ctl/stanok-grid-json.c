/* stanok-grid-json.c: the rows of a JSON file, with the place of each value
 *
 * The strict scanner has passed the text before the first byte is looked at here, so only what a
 * correct document can be is told apart. A parser would not say where a value stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-grid.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "wire/stanok-json-scan.h"

#define SCAN_WORDS "JSON, byte "
#define ROWS_MAX   5000

static const StanokJsonLimits limits = { 16 * 1024 * 1024, 8, 64 };

typedef struct {
  const char            *at;
  const char            *counted;   /* @here is the place of it */
  StanokPlace            here;
  const StanokGridKind *kind;
  GPtrArray             *grid;
  StanokPlace           *fault;     /* (out) */
  GError               **error;
} Reader;

/* ---- places --------------------------------------------------------------------------------- */

static StanokPlace
get_place (Reader *reader)
{
  stanok_place_advance (&reader->here, reader->counted, (gsize) (reader->at - reader->counted));
  reader->counted = reader->at;
  return reader->here;
}

static gboolean
refuse (Reader     *reader,
        StanokPlace place,
        const char *sentence)
{
  *reader->fault = place;
  g_set_error_literal (reader->error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, sentence);
  return FALSE;
}

/* "JSON, byte 17: a comma is missing" -> the place of that byte, and what is missing. */
static void
refuse_scan (Reader       *reader,
             const GError *reason,
             const char   *text,
             gsize         n)
{
  const char *words = reason->message;

  if (g_str_has_prefix (words, SCAN_WORDS))
    {
      char *rest;
      guint64 offset = g_ascii_strtoull (words + strlen (SCAN_WORDS), &rest, 10);

      reader->at = text + MIN (offset, n);
      words = g_str_has_prefix (rest, ": ") ? rest + 2 : rest;
    }
  *reader->fault = get_place (reader);
  g_set_error (reader->error, STANOK_ERROR, reason->code, "this is not JSON as it has to be: %s",
               words);
}

/* ---- values --------------------------------------------------------------------------------- */

static void
skip_space (Reader *reader)
{
  while (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\n' || *reader->at == '\r')
    reader->at++;
}

/* Passes @sign if it stands here. */
static gboolean
take (Reader *reader,
      char    sign)
{
  skip_space (reader);
  if (*reader->at != sign)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gunichar
read_hex4 (Reader *reader)
{
  gunichar value = 0;

  for (int i = 0; i < 4; i++)
    value = value * 16 + (gunichar) g_ascii_xdigit_value (*reader->at++);
  return value;
}

static void
read_escape (Reader  *reader,
             GString *text)
{
  static const char signs[] = "bfnrt", values[] = "\b\f\n\r\t";
  char sign = *reader->at++;
  gunichar value;

  if (sign != 'u')
    {
      const char *found = strchr (signs, sign);

      g_string_append_c (text, found != NULL ? values[found - signs] : sign);
      return;
    }
  value = read_hex4 (reader);
  if (value >= 0xd800 && value < 0xdc00)
    {
      reader->at += 2;   /* the scanner has seen the other half */
      value = 0x10000 + ((value - 0xd800) << 10) + (read_hex4 (reader) - 0xdc00);
    }
  g_string_append_unichar (text, value);
}

/* (transfer full): a string begins here */
static char *
read_string (Reader *reader)
{
  GString *text = g_string_new (NULL);

  reader->at++;
  while (*reader->at != '"')
    if (*reader->at == '\\')
      {
        reader->at++;
        read_escape (reader, text);
      }
    else
      g_string_append_c (text, *reader->at++);
  reader->at++;
  return g_string_free (text, FALSE);
}

/* A text, a number, or null, which is nothing. */
static gboolean
read_value (Reader             *reader,
            StanokGridRow      *row,
            const StanokColumn *column)
{
  StanokPlace place;
  g_autofree char *text = NULL, *sentence = NULL;
  gsize n;

  skip_space (reader);
  place = get_place (reader);
  if (*reader->at == '"')
    text = read_string (reader);
  else if (*reader->at == '-' || g_ascii_isdigit (*reader->at))
    {
      n = strspn (reader->at, "+-.0123456789eE");
      text = g_strndup (reader->at, n);
      reader->at += n;
    }
  else if (g_str_has_prefix (reader->at, "null"))
    {
      reader->at += 4;
      return TRUE;
    }
  else
    {
      sentence = g_strdup_printf ("%s: neither a text nor a number; write for example \"%s\"",
                                  column->name, column->example);
      return refuse (reader, place, sentence);
    }
  stanok_grid_row_add (row, column, text, place);
  return TRUE;
}

static gboolean
read_values (Reader             *reader,
             StanokGridRow      *row,
             const StanokColumn *column)
{
  skip_space (reader);
  if (*reader->at != '[' || !column->may_repeat)
    return read_value (reader, row, column);
  reader->at++;
  if (take (reader, ']'))
    return TRUE;
  do
    if (!read_value (reader, row, column))
      return FALSE;
  while (take (reader, ','));
  return take (reader, ']');
}

/* ---- rows ----------------------------------------------------------------------------------- */

static gboolean
read_member (Reader        *reader,
             StanokGridRow *row)
{
  g_autofree char *name = NULL;
  const StanokColumn *column;
  StanokPlace place;

  skip_space (reader);
  place = get_place (reader);
  name = read_string (reader);
  column = stanok_grid_find_column (reader->kind, name, reader->error);
  if (column == NULL)
    {
      *reader->fault = place;
      return FALSE;
    }
  return take (reader, ':') && read_values (reader, row, column);
}

static gboolean
read_row (Reader *reader)
{
  StanokGridRow *row;
  StanokPlace place;

  skip_space (reader);
  place = get_place (reader);
  if (*reader->at != '{')
    return refuse (reader, place, "every element of the list has to be an object: {\"id\": …}");
  if (reader->grid->len >= ROWS_MAX)
    return refuse (reader, place, "there are more than 5000 rows; cut the file into several");
  row = stanok_grid_add_row (reader->grid, place);
  reader->at++;
  if (take (reader, '}'))
    return TRUE;
  do
    if (!read_member (reader, row))
      return FALSE;
  while (take (reader, ','));
  return take (reader, '}');
}

static gboolean
read_list (Reader *reader)
{
  g_autofree char *sentence = NULL;

  skip_space (reader);
  if (*reader->at != '[')
    {
      sentence = g_strdup_printf ("“%s” has to be a list: [{\"id\": …}, …]", reader->kind->list);
      return refuse (reader, get_place (reader), sentence);
    }
  reader->at++;
  if (take (reader, ']'))
    return TRUE;
  do
    if (!read_row (reader))
      return FALSE;
  while (take (reader, ','));
  return take (reader, ']');
}

/* {"orders": [ … ]} and nothing else. */
static gboolean
read_root (Reader *reader)
{
  g_autofree char *name = NULL, *sentence = NULL;
  StanokPlace place;

  skip_space (reader);
  if (*reader->at != '{')
    return read_list (reader);
  reader->at++;
  skip_space (reader);
  place = get_place (reader);
  name = *reader->at == '"' ? read_string (reader) : g_strdup ("");
  if (strcmp (name, reader->kind->list) == 0)
    {
      if (!take (reader, ':') || !read_list (reader))
        return FALSE;
      skip_space (reader);
      place = get_place (reader);
      if (take (reader, '}'))
        return TRUE;
    }
  sentence = g_strdup_printf ("the file has to be {\"%s\": [ … ]} and nothing else",
                              reader->kind->list);
  return refuse (reader, place, sentence);
}

GPtrArray *
stanok_grid_read_json (const StanokGridKind *kind,
                       const char           *text,
                       gsize                 n,
                       StanokPlace          *place,
                       GError              **error)
{
  /* A byte behind the end that is none of JSON's: nothing below has to count. */
  g_autofree char *copy = g_malloc0 (n + 1);
  g_autoptr(GPtrArray) grid = stanok_grid_new ();
  Reader reader = { copy, copy, { 1, 1 }, kind, grid, place, error };
  g_autoptr(GError) reason = NULL;

  memcpy (copy, text, n);
  *place = reader.here;
  if (!stanok_json_scan (copy, n, &limits, &reason))
    {
      refuse_scan (&reader, reason, copy, n);
      return NULL;
    }
  return read_root (&reader) ? g_steal_pointer (&grid) : NULL;
}
