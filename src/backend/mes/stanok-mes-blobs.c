/* stanok-mes-blobs.c: models, drawings and photos over the wire
 *
 * The core only says which bytes of which object; the shell sends them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "mes/stanok-mes-handlers.h"
#include "mes/stanok-mes-private.h"

#define OFFICE ""   /* instead of a device's id, which is never empty */

/* ---- GET ------------------------------------------------------------------------------------ */

static void
reply_range (StanokMesExchange *exchange,
             gint64             first,
             gint64             last,
             gint64             size)
{
  StanokMesResponse *response = exchange->response;

  response->status = last - first + 1 == size ? 200 : 206;
  response->body_object = g_strdup (exchange->param);
  response->body_first = first;
  response->body_length = last - first + 1;
  stanok_mes_exchange_set_header (exchange, "Content-Type", "application/octet-stream");
}

/* A range is taken only of what the client began with; otherwise it gets the whole anew. */
static gboolean
wants_range (StanokMesExchange *exchange,
             const char        *etag,
             gint64             size,
             gint64            *first,
             gint64            *last)
{
  const char *range = stanok_mes_exchange_get_header (exchange, "range");
  const char *condition = stanok_mes_exchange_get_header (exchange, "if-range");

  return range != NULL && (condition == NULL || strcmp (condition, etag) == 0) &&
         stanok_range_parse (range, size, first, last);
}

static void
refuse_range (StanokMesExchange *exchange,
              gint64             size)
{
  g_autofree char *text = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);

  stanok_mes_exchange_set_header (exchange, "Content-Range", text);
  stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_RANGE_NOT_SATISFIABLE,
                              "the file has %" G_GINT64_FORMAT " bytes", size);
}

void
stanok_mes_handle_get_blob (StanokMesExchange *exchange)
{
  gint64 size = stanok_sha256_is_valid (exchange->param)
                  ? stanok_objects_size (exchange->mes->objects, exchange->param) : -1;
  g_autofree char *etag = g_strdup_printf ("\"sha256-%s\"", exchange->param);
  g_autofree char *text = NULL;
  gint64 first = 0, last = size - 1;

  if (size < 0)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_NOT_FOUND, "there is no such file");
      return;
    }
  if (stanok_mes_exchange_is_unchanged (exchange, etag))
    return;
  if (!wants_range (exchange, etag, size, &first, &last))
    {
      reply_range (exchange, 0, size - 1, size);
      stanok_mes_exchange_set_header (exchange, "Accept-Ranges", "bytes");
      stanok_mes_exchange_set_header (exchange, "ETag", etag);
      return;
    }
  if (first >= size || last < first)
    {
      refuse_range (exchange, size);
      return;
    }
  reply_range (exchange, first, last, size);
  exchange->response->status = 206;
  text = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                          first, last, size);
  stanok_mes_exchange_set_header (exchange, "Content-Range", text);
  stanok_mes_exchange_set_header (exchange, "Accept-Ranges", "bytes");
  stanok_mes_exchange_set_header (exchange, "ETag", etag);
}

/* ---- PUT ------------------------------------------------------------------------------------ */

static gboolean
read_used (StanokMesExchange *exchange,
           gint64            *used,
           GError           **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      exchange->mes->sql, "SELECT coalesce (sum (size), 0) AS used FROM blobs "
                          "WHERE device_id = ?1 AND at_ms > ?2", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, exchange->device->id);
  stanok_sql_bind_int (query, 2, exchange->now_ms - STANOK_MES_DAY_MS);
  if (!stanok_sql_step (query, error))
    return FALSE;
  *used = stanok_sql_int (query, "used");
  return TRUE;
}

static gboolean
note_blob (StanokMesExchange *exchange,
           gint64             size,
           GError           **error)
{
  StanokMes *mes = exchange->mes;
  StanokSqlQuery *query;

  if (!stanok_mes_begin (mes, error))
    return FALSE;
  query = stanok_sql_query (mes->sql, "INSERT INTO blobs (sha256, size, device_id, at_ms) "
                                      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (sha256) DO NOTHING",
                            error);
  if (query != NULL)
    {
      stanok_sql_bind_text (query, 1, exchange->param);
      stanok_sql_bind_int (query, 2, size);
      stanok_sql_bind_text (query, 3, exchange->device != NULL ? exchange->device->id : OFFICE);
      stanok_sql_bind_int (query, 4, exchange->now_ms);
    }
  if (query == NULL || stanok_sql_run (query, error) < 0)
    {
      stanok_mes_rollback (mes);
      return FALSE;
    }
  return stanok_mes_commit (mes, error);
}

static gboolean
check_put (StanokMesExchange *exchange)
{
  const char *condition = stanok_mes_exchange_get_header (exchange, "if-none-match");

  if (!stanok_sha256_is_valid (exchange->param))
    stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                "a file's name is the SHA-256 of its bytes in lower-case hex");
  else if (g_strcmp0 (condition, "*") != 0)
    stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_IF_MATCH_REQUIRED,
                                "files never change: say If-None-Match: *");
  else if (stanok_objects_size (exchange->mes->objects, exchange->param) >= 0)
    stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BLOB_EXISTS,
                                "nothing needs to be sent");
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_quota (StanokMesExchange *exchange,
             gint64             size)
{
  StanokMesRefusal refusal = { NULL, .retry_after_ms = 60 * 60 * 1000 };
  g_autoptr(GError) error = NULL;
  gint64 used = 0;

  /* Whoever has the office's key may bring what he likes. */
  if (exchange->device == NULL)
    return TRUE;
  if (!read_used (exchange, &used, &error))
    stanok_mes_exchange_fail (exchange, error);
  else if (used + size > exchange->mes->config.quota_max)
    {
      refusal.detail = g_strdup ("this device has left as many photos as it may in a day");
      stanok_mes_exchange_refuse_with (exchange, STANOK_PROBLEM_RATE_LIMITED, &refusal);
    }
  else
    return TRUE;
  return FALSE;
}

void
stanok_mes_handle_put_blob (StanokMesExchange *exchange)
{
  g_autoptr(GBytes) body = exchange->request->body != NULL ? g_bytes_ref (exchange->request->body)
                                                           : g_bytes_new_static ("", 0);
  gint64 size = (gint64) g_bytes_get_size (body);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;

  if (!check_put (exchange) || !check_quota (exchange, size))
    return;
  name = stanok_objects_put (exchange->mes->objects, exchange->param, body, NULL, &error);
  if (g_error_matches (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA))
    stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_HASH_MISMATCH,
                                "the body does not hash to the name it was sent under");
  else if (name == NULL || !note_blob (exchange, size, &error))
    stanok_mes_exchange_fail (exchange, error);
  else
    exchange->response->status = 201;
}
