/* stanok-grid.h: a list of things in a file, as named values that know where they stand
 *
 * From CSV: the first line has the names. From JSON: a list of objects, or an
 * object whose one member is such a list; numbers and texts are both texts here,
 * null is a value left out, and a list of texts is a value that repeats.
 *
 * Invariants (tests quote the numbers)
 *   SH1  Every name is one of the columns; only what may repeat does.
 *   SH2  An empty value is a value left out: no cell. A line of CSV without any is no row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ctl/stanok-csv.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;
  gboolean    may_repeat;
  const char *example;       /* what to write, for sentences */
} StanokColumn;

typedef struct {
  const StanokColumn *column;
  char               *text;      /* (owned) never empty */
  StanokPlace         place;
} StanokGridCell;

typedef struct {
  StanokPlace  place;
  GPtrArray   *cells;            /* (element-type StanokGridCell) */
} StanokGridRow;

typedef struct {
  const char         *list;      /* name of the list in a JSON file: "orders" */
  const StanokColumn *columns;
  gsize               n_columns;
} StanokGridKind;

/* Both: (element-type StanokGridRow). Errors: BAD_DATA, LIMIT with a sentence;
 * @place: (out): where. */
GPtrArray *stanok_grid_read_csv  (const StanokGridKind *kind,
                                  const char           *text,
                                  gsize                 n,
                                  StanokPlace          *place,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *stanok_grid_read_json (const StanokGridKind *kind,
                                  const char           *text,
                                  gsize                 n,
                                  StanokPlace          *place,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the readers. */
GPtrArray            *stanok_grid_new         (void) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): BAD_DATA that lists the names that are known */
const StanokColumn   *stanok_grid_find_column (const StanokGridKind *kind,
                                               const char           *name,
                                               GError              **error);
StanokGridRow        *stanok_grid_add_row     (GPtrArray *grid, StanokPlace place);
/* An empty @text adds nothing. */
void                  stanok_grid_row_add     (StanokGridRow      *self,
                                               const StanokColumn *column,
                                               const char         *text,
                                               StanokPlace         place);
/* (nullable): the first cell of that name */
const StanokGridCell *stanok_grid_row_find    (const StanokGridRow *self, const char *name);

G_END_DECLS
