/* stanok-mes-read.c: one order, from memory or, if no queue shows it any more, from the database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "mes/stanok-mes-private.h"

#define ID_MAX 64

gint64
stanok_mes_now_ms (StanokMes *self)
{
  return self->ports.now_ms (self->ports.data);
}

char *
stanok_mes_make_etag (StanokMes *self,
                      gint64     rev)
{
  return g_strdup_printf ("\"%s.r%" G_GINT64_FORMAT "\"", self->epoch, rev);
}

/* Ids stand in paths, cursors and page tokens. */
gboolean
stanok_mes_is_plain_id (const char *text)
{
  gsize n = text != NULL ? strlen (text) : 0;

  if (n == 0 || n > ID_MAX)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (text[i]) && (strchr ("._-", text[i]) == NULL))
      return FALSE;
  return TRUE;
}

static GBytes *
read_document (StanokMes  *self,
               const char *order_id,
               GError    **error)
{
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) json = NULL;

  query = stanok_sql_query (self->sql, "SELECT document FROM orders WHERE id = ?1", error);
  if (query == NULL)
    return NULL;
  stanok_sql_bind_text (query, 1, order_id);
  if (stanok_sql_step (query, &local_error))
    {
      const char *text = stanok_sql_text (query, "document");

      json = g_bytes_new (text, strlen (text));
    }
  else if (local_error == NULL)
    g_set_error (&local_error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
                 "order %s is in memory but not in the database", order_id);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return g_steal_pointer (&json);
}

GBytes *
stanok_mes_read_json (StanokMes  *self,
                      const char *order_id,
                      GError    **error)
{
  const StanokMesEntry *entry = stanok_mes_model_find (self->model, order_id);

  if (entry == NULL || !entry->exists)
    return NULL;
  if (entry->json != NULL)
    return g_bytes_ref (entry->json);
  return read_document (self, order_id, error);
}

StanokOrder *
stanok_mes_read_order (StanokMes  *self,
                       const char *order_id,
                       GError    **error)
{
  g_autoptr(GBytes) json = stanok_mes_read_json (self, order_id, error);

  if (json == NULL)
    return NULL;
  return stanok_order_from_json (g_bytes_get_data (json, NULL), g_bytes_get_size (json), error);
}
