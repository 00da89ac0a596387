/* stanok-db-schema.c: are the tables of a file those that its migrations make?
 *
 * SQLite takes the words of a definition as they stand in the file. Bits that turn over in them
 * give another default, another column of an index or none: rows are lost or found in the wrong
 * place, and no check of SQLite's says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-db.h"

#include <string.h>

#include "domain/stanok-error.h"

/* Every definition, word for word; a hash in one line. */
static char *
sum_up (StanokDb  *db,
        GError   **error)
{
  sqlite3_stmt *statement =
    stanok_db_select (db, error, "SELECT type, name, tbl_name, sql FROM sqlite_schema"
                                 " ORDER BY name, type", "");
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (stanok_db_next (statement, &local_error))
    for (int i = 0; i < 4; i++)
      {
        const char *text = stanok_db_text (statement, i);

        if (text != NULL)
          g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
        g_checksum_update (sum, (const guchar *) "", 1);
      }
  if (local_error == NULL)
    return g_strdup (g_checksum_get_string (sum));
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
stanok_db_check_schema (StanokDb            *self,
                        const StanokDbKind  *kind,
                        GError             **error)
{
  g_autoptr(StanokDb) model = stanok_db_open_in_memory (kind, error);
  g_autofree char *wanted = model != NULL ? sum_up (model, error) : NULL;
  g_autofree char *found = wanted != NULL ? sum_up (self, error) : NULL;

  if (found == NULL)
    return FALSE;
  if (strcmp (wanted, found) == 0)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
               "%s: the definitions of its tables are damaged", kind->name);
  return FALSE;
}
