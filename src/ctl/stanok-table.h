/* stanok-table.h: rows for people, in columns, or for scripts, as JSON lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *name;       /* member of the JSON */
  const char *title;      /* head of the column; NULL: only in the JSON */
  guint       width_max;  /* longer texts are cut in the table; 0: not */
  gboolean    is_json;    /* the values are JSON already: numbers, lists */
} StanokTableColumn;

typedef struct _StanokTable StanokTable;

/* @columns: borrowed */
StanokTable *stanok_table_new   (const StanokTableColumn *columns,
                                 gsize                    n_columns) G_GNUC_WARN_UNUSED_RESULT;
void         stanok_table_free  (StanokTable *self);
/* As many values as there are columns, (nullable): nothing there. */
void         stanok_table_add   (StanokTable *self, const char * const *values);
guint        stanok_table_get_n (const StanokTable *self);

/* (transfer full): every line with its end. What would move a terminal's cursor is a “?”. */
char        *stanok_table_to_text (const StanokTable *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): one object a line */
char        *stanok_table_to_json (const StanokTable *self) G_GNUC_WARN_UNUSED_RESULT;
/* To standard output. FALSE: it cannot be written, and standard error says so. */
gboolean     stanok_table_print (const StanokTable *self, gboolean as_json);
gboolean     stanok_table_print_text (const char *text);

/* (transfer full): "2026-11-24 18:30", here; NULL for 0 */
char        *stanok_table_time (gint64 wall_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokTable, stanok_table_free)

G_END_DECLS
