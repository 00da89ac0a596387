/* stanok-grid.c: a list of things in a file, as named values that know where they stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-grid.h"

#include <string.h>

#include "domain/stanok-error.h"

/* ---- rows and cells ------------------------------------------------------------------------- */

static void
cell_free (gpointer data)
{
  StanokGridCell *self = data;

  g_free (self->text);
  g_free (self);
}

static void
row_free (gpointer data)
{
  StanokGridRow *self = data;

  g_ptr_array_unref (self->cells);
  g_free (self);
}

GPtrArray *
stanok_grid_new (void)
{
  return g_ptr_array_new_with_free_func (row_free);
}

StanokGridRow *
stanok_grid_add_row (GPtrArray  *grid,
                     StanokPlace place)
{
  StanokGridRow *self = g_new0 (StanokGridRow, 1);

  self->place = place;
  self->cells = g_ptr_array_new_with_free_func (cell_free);
  g_ptr_array_add (grid, self);
  return self;
}

void
stanok_grid_row_add (StanokGridRow      *self,
                     const StanokColumn *column,
                     const char         *text,
                     StanokPlace         place)
{
  StanokGridCell *cell;

  if (*text == '\0')
    return;
  cell = g_new0 (StanokGridCell, 1);
  cell->column = column;
  cell->text = g_strdup (text);
  cell->place = place;
  g_ptr_array_add (self->cells, cell);
}

const StanokGridCell *
stanok_grid_row_find (const StanokGridRow *self,
                      const char          *name)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      const StanokGridCell *cell = self->cells->pdata[i];

      if (strcmp (cell->column->name, name) == 0)
        return cell;
    }
  return NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

const StanokColumn *
stanok_grid_find_column (const StanokGridKind *kind,
                         const char           *name,
                         GError              **error)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *shown = NULL;

  for (gsize i = 0; i < kind->n_columns; i++)
    {
      if (strcmp (kind->columns[i].name, name) == 0)
        return &kind->columns[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", kind->columns[i].name);
    }
  shown = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 40));
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "there is no column “%s”; known are %s", shown, names->str);
  return NULL;
}

/* ---- CSV ------------------------------------------------------------------------------------ */

static gboolean
refuse (StanokPlace *place,
        StanokPlace  where,
        GError     **error,
        const char  *sentence)
{
  *place = where;
  g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, sentence);
  return FALSE;
}

static gboolean
check_repeated (GPtrArray   *columns,
                StanokPlace  where,
                StanokPlace *place,
                GError     **error)
{
  const StanokColumn *column = columns->pdata[columns->len - 1];
  g_autofree char *sentence = NULL;

  for (guint i = 0; i + 1 < columns->len; i++)
    if (columns->pdata[i] == column && !column->may_repeat)
      {
        sentence = g_strdup_printf ("the column “%s” is there twice; remove one", column->name);
        return refuse (place, where, error, sentence);
      }
  return TRUE;
}

/* (element-type StanokColumn): SH1 */
static GPtrArray *
read_header (const StanokGridKind *kind,
             const GPtrArray      *header,
             StanokPlace          *place,
             GError              **error)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < header->len; i++)
    {
      const StanokCsvCell *cell = header->pdata[i];
      g_autofree char *name = g_strstrip (g_strdup (cell->text));
      const StanokColumn *column = stanok_grid_find_column (kind, name, error);

      *place = cell->place;
      if (column == NULL)
        return NULL;
      g_ptr_array_add (columns, (gpointer) column);
      if (!check_repeated (columns, cell->place, place, error))
        return NULL;
    }
  return g_steal_pointer (&columns);
}

static void
take_row (GPtrArray       *grid,
          const GPtrArray *columns,
          const GPtrArray *cells)
{
  StanokGridRow *row = stanok_grid_add_row (grid, ((StanokCsvCell *) cells->pdata[0])->place);

  for (guint i = 0; i < cells->len; i++)
    {
      const StanokCsvCell *cell = cells->pdata[i];

      stanok_grid_row_add (row, columns->pdata[i], cell->text, cell->place);
    }
  /* SH2: spreadsheets leave such rows behind. */
  if (row->cells->len == 0)
    g_ptr_array_remove_index (grid, grid->len - 1);
}

GPtrArray *
stanok_grid_read_csv (const StanokGridKind *kind,
                      const char           *text,
                      gsize                 n,
                      StanokPlace          *place,
                      GError              **error)
{
  g_autoptr(GPtrArray) rows = stanok_csv_read (text, n, &STANOK_CSV_LIMITS, place, error);
  g_autoptr(GPtrArray) columns = NULL;
  GPtrArray *grid;

  if (rows == NULL)
    return NULL;
  if (rows->len == 0)
    {
      refuse (place, (StanokPlace) { 1, 1 }, error,
              "the file is empty; its first line has to name the columns");
      return NULL;
    }
  columns = read_header (kind, rows->pdata[0], place, error);
  if (columns == NULL)
    return NULL;
  grid = stanok_grid_new ();
  for (guint i = 1; i < rows->len; i++)
    take_row (grid, columns, rows->pdata[i]);
  return grid;
}
