/* stanok-table.c: rows for people, in columns, or for scripts, as JSON lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-table.h"

#include <errno.h>
#include <stdio.h>

#include "wire/stanok-record.h"

struct _StanokTable {
  const StanokTableColumn *columns;
  gsize                    n_columns;
  GPtrArray               *rows;        /* (element-type GPtrArray of nullable utf8) */
};

StanokTable *
stanok_table_new (const StanokTableColumn *columns,
                  gsize                    n_columns)
{
  StanokTable *self = g_new0 (StanokTable, 1);

  self->columns = columns;
  self->n_columns = n_columns;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
stanok_table_free (StanokTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

void
stanok_table_add (StanokTable        *self,
                  const char * const *values)
{
  GPtrArray *row = g_ptr_array_new_full ((guint) self->n_columns, g_free);

  for (gsize i = 0; i < self->n_columns; i++)
    g_ptr_array_add (row, g_strdup (values[i]));
  g_ptr_array_add (self->rows, row);
}

guint
stanok_table_get_n (const StanokTable *self)
{
  return self->rows->len;
}

/* ---- for people ----------------------------------------------------------------------------- */

/* Titles come from elsewhere: none may clear the screen, or be longer than it. */
static char *
make_shown (const StanokTableColumn *column,
            const char              *value)
{
  g_autoptr(GString) shown = g_string_new (NULL);
  guint n = 0;

  for (const char *p = value != NULL && *value != '\0' ? value : "-"; *p != '\0';
       p = g_utf8_next_char (p))
    {
      gunichar sign = g_utf8_get_char (p);

      if (column->width_max > 0 && ++n > column->width_max)
        {
          g_string_append (shown, "…");
          break;
        }
      g_string_append_unichar (shown, g_unichar_isprint (sign) ? sign : '?');
    }
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static gboolean
is_last (const StanokTable *self,
         gsize              i)
{
  for (gsize j = i + 1; j < self->n_columns; j++)
    if (self->columns[j].title != NULL)
      return FALSE;
  return TRUE;
}

static void
append_cell (const StanokTable *self,
             gsize              i,
             long               width,
             const char        *shown,
             GString           *out)
{
  g_string_append (out, shown);
  if (is_last (self, i))
    g_string_append_c (out, '\n');
  else
    g_string_append_printf (out, "%*s", (int) (width - g_utf8_strlen (shown, -1) + 2), "");
}

char *
stanok_table_to_text (const StanokTable *self)
{
  g_autofree long *widths = g_new0 (long, self->n_columns);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < self->n_columns; i++)
    {
      widths[i] = self->columns[i].title != NULL ? g_utf8_strlen (self->columns[i].title, -1) : 0;
      for (guint j = 0; j < self->rows->len; j++)
        {
          g_autofree char *shown = make_shown (&self->columns[i],
                                               ((GPtrArray *) self->rows->pdata[j])->pdata[i]);

          widths[i] = MAX (widths[i], g_utf8_strlen (shown, -1));
        }
    }
  for (gsize i = 0; i < self->n_columns; i++)
    if (self->columns[i].title != NULL)
      append_cell (self, i, widths[i], self->columns[i].title, out);
  for (guint j = 0; j < self->rows->len; j++)
    for (gsize i = 0; i < self->n_columns; i++)
      if (self->columns[i].title != NULL)
        {
          g_autofree char *shown = make_shown (&self->columns[i],
                                               ((GPtrArray *) self->rows->pdata[j])->pdata[i]);

          append_cell (self, i, widths[i], shown, out);
        }
  return g_string_free (out, FALSE);
}

/* ---- for scripts ---------------------------------------------------------------------------- */

char *
stanok_table_to_json (const StanokTable *self)
{
  GString *out = g_string_new (NULL);

  for (guint j = 0; j < self->rows->len; j++)
    {
      const GPtrArray *row = self->rows->pdata[j];

      for (gsize i = 0; i < self->n_columns; i++)
        {
          g_string_append (out, i == 0 ? "{" : ",");
          stanok_json_append_string (out, self->columns[i].name);
          g_string_append_c (out, ':');
          if (row->pdata[i] == NULL)
            g_string_append (out, "null");
          else if (self->columns[i].is_json)
            g_string_append (out, row->pdata[i]);
          else
            stanok_json_append_string (out, row->pdata[i]);
        }
      g_string_append (out, "}\n");
    }
  return g_string_free (out, FALSE);
}

gboolean
stanok_table_print_text (const char *text)
{
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return TRUE;
  /* Whoever reads only the beginning knows that he does. */
  if (errno != EPIPE)
    g_printerr ("stanokctl: standard output cannot be written: %s\n", g_strerror (errno));
  return FALSE;
}

gboolean
stanok_table_print (const StanokTable *self,
                    gboolean           as_json)
{
  g_autofree char *text = as_json ? stanok_table_to_json (self) : stanok_table_to_text (self);

  return stanok_table_print_text (text);
}

char *
stanok_table_time (gint64 wall_ms)
{
  g_autoptr(GDateTime) time = wall_ms > 0 ? g_date_time_new_from_unix_local (wall_ms / 1000)
                                          : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : NULL;
}
