/* fuzz_csv.c: any bytes as a file of orders, as CSV and as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "ctl/stanok-order-grid.h"
#include "fuzz.h"

typedef GPtrArray *(*Reader) (const StanokGridKind *kind, const char *text, gsize n,
                              StanokPlace *place, GError **error);

/* SH1, SH2, CV3: whatever was taken is named, not empty, and stands inside of the text. */
static void
check_row (const StanokGridRow *row,
           guint                 n_lines)
{
  g_assert (row->place.line >= 1 && row->place.line <= n_lines && row->place.column >= 1);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const StanokGridCell *cell = row->cells->pdata[i];

      g_assert (*cell->text != '\0' && g_utf8_validate (cell->text, -1, NULL));
      g_assert (cell->place.line >= row->place.line && cell->place.line <= n_lines);
      for (guint j = 0; j < i; j++)
        g_assert (((StanokGridCell *) row->cells->pdata[j])->column != cell->column ||
                  cell->column->may_repeat);
    }
}

static void
check (Reader      read,
       const char *text,
       gsize       n)
{
  g_autoptr(GPtrArray) grid = NULL, drafts = NULL;
  g_auto(StanokComplaints) complaints = { NULL };
  GError *error = NULL;
  StanokPlace place = { 0, 0 };
  guint n_lines = 1;

  for (gsize i = 0; i < n; i++)
    n_lines += text[i] == '\n';
  grid = read (&STANOK_ORDER_GRID, text, n, &place, &error);
  g_assert ((grid == NULL) == (error != NULL));
  g_assert (place.line >= 1 && place.line <= n_lines && place.column >= 1);
  g_clear_error (&error);
  if (grid == NULL)
    return;
  for (guint i = 0; i < grid->len; i++)
    check_row (grid->pdata[i], n_lines);
  stanok_complaints_init (&complaints, "f");
  drafts = stanok_drafts_new (grid, &complaints);
  g_assert (drafts->len == grid->len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  check (stanok_grid_read_csv, (const char *) data, size);
  check (stanok_grid_read_json, (const char *) data, size);
  return 0;
}
