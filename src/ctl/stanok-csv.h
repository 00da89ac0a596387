/* stanok-csv.h: comma-separated values (RFC 4180) into cells that know where they stand
 *
 * Values are separated by commas, or by semicolons if the first line has
 * semicolons and no comma: spreadsheets write that where the comma belongs to
 * numbers, and call it CSV, too. Lines end with CRLF or LF; a byte order mark is
 * passed over.
 *
 * Invariants (tests quote the numbers)
 *   CV1  No recursion; nothing grows beyond the limits.
 *   CV2  Every row has as many cells as the first one. Empty lines are no rows.
 *   CV3  Lines and columns are those that an editor shows: characters, from 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gsize max_bytes;       /* of all */
  guint max_rows;        /* the first one included */
  guint max_columns;
  gsize max_cell_bytes;
} StanokCsvLimits;

extern const StanokCsvLimits STANOK_CSV_LIMITS;

/* Where something stands in a text. */
typedef struct {
  guint line, column;
} StanokPlace;

typedef struct {
  char       *text;      /* (owned) without its quotes */
  StanokPlace place;
} StanokCsvCell;

/* (element-type GPtrArray of StanokCsvCell): rows.
 * Errors: BAD_DATA, LIMIT with a sentence; @place: (out): where. */
GPtrArray *stanok_csv_read (const char            *text,
                            gsize                  n,
                            const StanokCsvLimits *limits,
                            StanokPlace           *place,
                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* Moves @place over the @n bytes of valid UTF-8 at @text. */
void       stanok_place_advance (StanokPlace *place, const char *text, gsize n);

G_END_DECLS
