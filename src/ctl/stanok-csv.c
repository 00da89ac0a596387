/* stanok-csv.c: comma-separated values (RFC 4180) into cells that know where they stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-csv.h"

#include <string.h>

#include "domain/stanok-error.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

const StanokCsvLimits STANOK_CSV_LIMITS = { 16 * 1024 * 1024, 5001, 64, 64 * 1024 };

typedef struct {
  const char            *at, *end;
  StanokPlace            here;       /* of @at */
  StanokPlace           *fault;      /* (out) */
  char                   separator;
  const StanokCsvLimits *limits;
  GPtrArray             *rows;
  GError               **error;
} Reader;

/* ---- places --------------------------------------------------------------------------------- */

void
stanok_place_advance (StanokPlace *place,
                      const char  *text,
                      gsize        n)
{
  for (gsize i = 0; i < n; i++)
    if (text[i] == '\n')
      {
        place->line++;
        place->column = 1;
      }
    else if (((guchar) text[i] & 0xc0) != 0x80)   /* not the inside of a character */
      place->column++;
}

static gboolean
refuse (Reader     *reader,
        StanokPlace place,
        StanokError code,
        const char *sentence)
{
  *reader->fault = place;
  g_set_error_literal (reader->error, STANOK_ERROR, (int) code, sentence);
  return FALSE;
}

static gboolean
refuse_here (Reader     *reader,
             const char *sentence)
{
  return refuse (reader, reader->here, STANOK_ERROR_BAD_DATA, sentence);
}

static void
step (Reader *reader)
{
  stanok_place_advance (&reader->here, reader->at, 1);
  reader->at++;
}

/* ---- before the first cell ------------------------------------------------------------------ */

/* The names in the first line have neither sign in them, so what stands there is the separator. */
static gboolean
find_separator (Reader *reader)
{
  const char *comma = NULL, *semicolon = NULL;

  for (const char *p = reader->at; p < reader->end && *p != '\n'; p++)
    if (*p == ',' && comma == NULL)
      comma = p;
    else if (*p == ';' && semicolon == NULL)
      semicolon = p;
  if (comma != NULL && semicolon != NULL)
    {
      stanok_place_advance (&reader->here, reader->at,
                            (gsize) (MAX (comma, semicolon) - reader->at));
      return refuse_here (reader, "the first line has commas and semicolons in it; separate the "
                                  "names of the columns by one of them");
    }
  reader->separator = semicolon != NULL ? ';' : ',';
  return TRUE;
}

static gboolean
check_text (Reader *reader)
{
  const char *valid;

  if ((gsize) (reader->end - reader->at) > reader->limits->max_bytes)
    return refuse (reader, reader->here, STANOK_ERROR_LIMIT,
                   "the file is larger than 16 MiB; cut it into several");
  if (!g_utf8_validate_len (reader->at, (gsize) (reader->end - reader->at), &valid))
    {
      stanok_place_advance (&reader->here, reader->at, (gsize) (valid - reader->at));
      return refuse_here (reader, *valid == '\0'
                                    ? "there is a zero byte; save the file as “CSV UTF-8”"
                                    : "this is not UTF-8; save the file as “CSV UTF-8”");
    }
  return TRUE;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static gboolean
is_line_end (const Reader *reader)
{
  return *reader->at == '\n' ||
         (*reader->at == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n');
}

static gboolean
is_cell_end (const Reader *reader)
{
  return reader->at == reader->end || *reader->at == reader->separator || is_line_end (reader);
}

static gboolean
take (Reader  *reader,
      GString *text)
{
  if (text->len >= reader->limits->max_cell_bytes)
    return refuse_here (reader, "the value is longer than 64 KiB; is a quote missing?");
  g_string_append_c (text, *reader->at);
  step (reader);
  return TRUE;
}

static gboolean
read_quoted (Reader  *reader,
             GString *text)
{
  StanokPlace begin = reader->here;

  step (reader);
  for (;;)
    {
      if (reader->at == reader->end)
        return refuse (reader, begin, STANOK_ERROR_BAD_DATA,
                       "the quote that is opened here is never closed");
      if (*reader->at == '"')
        {
          step (reader);
          if (reader->at == reader->end || *reader->at != '"')
            break;
        }
      if (!take (reader, text))
        return FALSE;
    }
  return is_cell_end (reader) ||
         refuse_here (reader, "something stands behind the closing quote; write a quote inside a "
                              "quoted value twice");
}

static gboolean
read_plain (Reader  *reader,
            GString *text)
{
  while (!is_cell_end (reader))
    {
      if (*reader->at == '"')
        return refuse_here (reader, "there is a quote inside a value without quotes; put the value "
                                    "in quotes and write the quote twice");
      if (*reader->at == '\r')
        return refuse_here (reader, "there is a carriage return without a line feed; end lines "
                                    "with CRLF or LF");
      if (!take (reader, text))
        return FALSE;
    }
  return TRUE;
}

static void
cell_free (gpointer data)
{
  StanokCsvCell *cell = data;

  g_free (cell->text);
  g_free (cell);
}

static gboolean
read_cell (Reader    *reader,
           GPtrArray *row)
{
  g_autoptr(GString) text = g_string_new (NULL);
  StanokPlace place = reader->here;
  StanokCsvCell *cell;

  if (row->len >= reader->limits->max_columns)
    return refuse (reader, place, STANOK_ERROR_LIMIT, "there are more than 64 columns");
  if (reader->at < reader->end && *reader->at == '"' ? !read_quoted (reader, text)
                                                     : !read_plain (reader, text))
    return FALSE;
  cell = g_new0 (StanokCsvCell, 1);
  cell->text = g_strdup (text->str);
  cell->place = place;
  g_ptr_array_add (row, cell);
  return TRUE;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void
skip_line_end (Reader *reader)
{
  if (reader->at < reader->end && *reader->at == '\r')
    step (reader);
  if (reader->at < reader->end)
    step (reader);
}

/* CV2 */
static gboolean
check_row (Reader    *reader,
           GPtrArray *row)
{
  const GPtrArray *first = reader->rows->len > 0 ? reader->rows->pdata[0] : row;
  g_autofree char *sentence = NULL;

  if (reader->rows->len >= reader->limits->max_rows)
    return refuse (reader, ((StanokCsvCell *) row->pdata[0])->place, STANOK_ERROR_LIMIT,
                   "there are more than 5000 rows; cut the file into several");
  if (row->len == first->len)
    return TRUE;
  sentence = g_strdup_printf ("this row has %u values and the first line %u; is a separator "
                              "missing, or a quote?", row->len, first->len);
  return refuse (reader, ((StanokCsvCell *) row->pdata[0])->place, STANOK_ERROR_BAD_DATA,
                 sentence);
}

static gboolean
read_row (Reader *reader)
{
  g_autoptr(GPtrArray) row = NULL;

  if (is_line_end (reader))
    {
      skip_line_end (reader);
      return TRUE;
    }
  row = g_ptr_array_new_with_free_func (cell_free);
  if (!read_cell (reader, row))
    return FALSE;
  while (reader->at < reader->end && *reader->at == reader->separator)
    {
      step (reader);
      if (!read_cell (reader, row))
        return FALSE;
    }
  if (!check_row (reader, row))
    return FALSE;
  skip_line_end (reader);
  g_ptr_array_add (reader->rows, g_steal_pointer (&row));
  return TRUE;
}

GPtrArray *
stanok_csv_read (const char            *text,
                 gsize                  n,
                 const StanokCsvLimits *limits,
                 StanokPlace           *place,
                 GError               **error)
{
  g_autoptr(GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  gboolean has_mark = n >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0;
  Reader reader = { text + (has_mark ? 3 : 0), text + n, { 1, 1 }, place, ',', limits, rows,
                    error };

  *place = reader.here;
  if (!check_text (&reader) || !find_separator (&reader))
    return NULL;
  while (reader.at < reader.end)
    if (!read_row (&reader))
      return NULL;
  return g_steal_pointer (&rows);
}
