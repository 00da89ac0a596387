/* stanok-mes-exchange.c: one request on its way to its response
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-exchange.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "mes/stanok-mes-private.h"
#include "mes/stanok-mes-router.h"
#include "wire/stanok-headers.h"
#include "wire/stanok-record.h"

#define RETRY_AFTER_FAILURE_MS 5000
#define DIGITS_MAX 18             /* whatever has as many fits into a gint64 */

static const char * const titles[STANOK_N_PROBLEMS] = {
  [STANOK_PROBLEM_ALREADY_CLAIMED]        = "Somebody else has this order",
  [STANOK_PROBLEM_RESERVED]               = "The order is reserved for another device",
  [STANOK_PROBLEM_NOT_HOLDER]             = "Only who holds the order can do this",
  [STANOK_PROBLEM_ORDER_HELD]             = "The order is on hold",
  [STANOK_PROBLEM_ORDER_CANCELLED]        = "The order was cancelled",
  [STANOK_PROBLEM_ORDER_CLOSED]           = "Work on the order is over",
  [STANOK_PROBLEM_OPERATOR_BUSY]          = "The operator holds as many orders as he may",
  [STANOK_PROBLEM_WRONG_STATE]            = "The order is not in a state for this",
  [STANOK_PROBLEM_CANNOT_REVERT]          = "This can no longer be taken back",
  [STANOK_PROBLEM_NOT_PERMITTED]          = "Not permitted",
  [STANOK_PROBLEM_UNKNOWN_ORDER]          = "There is no such order",
  [STANOK_PROBLEM_STALE_ORDER]            = "The order has changed since it was read",
  [STANOK_PROBLEM_IF_MATCH_REQUIRED]      = "The request needs a condition",
  [STANOK_PROBLEM_IN_PROGRESS]            = "The command is being carried out",
  [STANOK_PROBLEM_SEQUENCE_REUSED]        = "This place in the journal belongs to another command",
  [STANOK_PROBLEM_BLOB_MISSING]           = "The file has to be uploaded first",
  [STANOK_PROBLEM_IDEMPOTENCY_MISMATCH]   = "The key belongs to another request",
  [STANOK_PROBLEM_INVALID_COMMAND]        = "The command is not well-formed",
  [STANOK_PROBLEM_TOO_LARGE]              = "The body is too large",
  [STANOK_PROBLEM_DEVICE_REVOKED]         = "The device was revoked",
  [STANOK_PROBLEM_TOKEN_EXPIRED]          = "The token has expired",
  [STANOK_PROBLEM_UNAUTHENTICATED]        = "An enrolled device's token is needed",
  [STANOK_PROBLEM_CURSOR_EXPIRED]         = "The cursor is of no use here; read a snapshot",
  [STANOK_PROBLEM_EPOCH_CHANGED]          = "The server was restored; read a snapshot",
  [STANOK_PROBLEM_SNAPSHOT_EXPIRED]       = "The snapshot is too old; begin again",
  [STANOK_PROBLEM_CLIENT_TOO_OLD]         = "The client is too old",
  [STANOK_PROBLEM_RATE_LIMITED]           = "Too much for now",
  [STANOK_PROBLEM_MAINTENANCE]            = "The server cannot store anything at the moment",
  [STANOK_PROBLEM_NOT_FOUND]              = "There is nothing here",
  [STANOK_PROBLEM_METHOD_NOT_ALLOWED]     = "The method is not allowed here",
  [STANOK_PROBLEM_BAD_REQUEST]            = "The request is not well-formed",
  [STANOK_PROBLEM_LENGTH_REQUIRED]        = "The body's length has to be said beforehand",
  [STANOK_PROBLEM_BLOB_EXISTS]            = "The file is here already",
  [STANOK_PROBLEM_HASH_MISMATCH]          = "The body does not hash to its name",
  [STANOK_PROBLEM_RANGE_NOT_SATISFIABLE]  = "The file has no such range",
  [STANOK_PROBLEM_UNSUPPORTED_MEDIA_TYPE] = "The body's media type is not taken here",
  [STANOK_PROBLEM_INTERNAL]               = "The server failed",
};

/* ---- what was asked ------------------------------------------------------------------------- */

const char *
stanok_mes_exchange_get_header (const StanokMesExchange *self,
                                const char              *lower_case_name)
{
  const GPtrArray *headers = self->request->headers;

  for (guint i = 0; headers != NULL && i + 1 < headers->len; i += 2)
    if (strcmp (headers->pdata[i], lower_case_name) == 0)
      return headers->pdata[i + 1];
  return NULL;
}

char *
stanok_mes_exchange_dup_query (const StanokMesExchange *self,
                               const char              *name)
{
  g_auto(GStrv) pairs = g_strsplit (self->request->query != NULL ? self->request->query : "",
                                    "&", 64);
  gsize n_name = strlen (name);

  for (gsize i = 0; pairs[i] != NULL; i++)
    if (strncmp (pairs[i], name, n_name) == 0 && pairs[i][n_name] == '=')
      {
        g_autofree char *value = g_uri_unescape_string (pairs[i] + n_name + 1, NULL);

        return value != NULL && g_utf8_validate (value, -1, NULL) ? g_steal_pointer (&value)
                                                                  : NULL;
      }
  return NULL;
}

gboolean
stanok_mes_exchange_get_count (StanokMesExchange *self,
                               const char        *name,
                               gint64             absent,
                               gint64             max,
                               gint64            *value)
{
  g_autofree char *text = stanok_mes_exchange_dup_query (self, name);
  gsize n_digits = 0;

  if (text == NULL)
    {
      *value = absent;
      return TRUE;
    }
  while (g_ascii_isdigit (text[n_digits]))
    n_digits++;
  if (n_digits == 0 || text[n_digits] != '\0')
    {
      stanok_mes_exchange_refuse (self, STANOK_PROBLEM_BAD_REQUEST,
                                  "“%s” has to be a whole number", name);
      return FALSE;
    }
  *value = n_digits > DIGITS_MAX ? max : MIN (g_ascii_strtoll (text, NULL, 10), max);
  return TRUE;
}

/* ---- what is answered ----------------------------------------------------------------------- */

void
stanok_mes_exchange_set_header (StanokMesExchange *self,
                                const char        *name,
                                const char        *value)
{
  g_ptr_array_add (self->response->headers, g_strdup (name));
  g_ptr_array_add (self->response->headers, g_strdup (value));
}

gboolean
stanok_mes_exchange_is_unchanged (StanokMesExchange *self,
                                  const char        *etag)
{
  if (!stanok_etag_list_contains (stanok_mes_exchange_get_header (self, "if-none-match"), etag))
    return FALSE;
  self->response->status = 304;
  stanok_mes_exchange_set_header (self, "ETag", etag);
  return TRUE;
}

void
stanok_mes_exchange_reply (StanokMesExchange *self,
                           guint              status,
                           const char        *media_type,
                           GBytes            *body)
{
  self->response->status = status;
  self->response->body = g_bytes_ref (body);
  stanok_mes_exchange_set_header (self, "Content-Type", media_type);
}

void
stanok_mes_exchange_reply_json (StanokMesExchange *self,
                                guint              status,
                                const char        *etag,
                                GString           *json)
{
  g_autoptr(GBytes) body = g_string_free_to_bytes (json);

  if (etag != NULL)
    stanok_mes_exchange_set_header (self, "ETag", etag);
  stanok_mes_exchange_reply (self, status, "application/json", body);
}

static void
set_retry_after (StanokMesExchange *self,
                 gint64             ms)
{
  char seconds[32];

  g_snprintf (seconds, sizeof seconds, "%" G_GINT64_FORMAT, (ms + 999) / 1000);
  stanok_mes_exchange_set_header (self, "Retry-After", seconds);
}

void
stanok_mes_exchange_refuse_with (StanokMesExchange *self,
                                 StanokProblemType  type,
                                 StanokMesRefusal  *refusal)
{
  g_autoptr(GBytes) body = NULL;
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"type\":\"urn:stanok:problem:%s\"", stanok_problem_name (type));
  stanok_mes_json_string (json, "title", titles[type]);
  stanok_mes_json_int (json, "status", stanok_problem_status (type));
  if (refusal->detail != NULL)
    stanok_mes_json_string (json, "detail", refusal->detail);
  g_string_append (json, ",\"instance\":\"urn:stanok:request:");
  g_string_append (json, self->request_id);
  g_string_append_c (json, '"');
  if (refusal->command_id != NULL)
    stanok_mes_json_string (json, "command_id", refusal->command_id);
  if (refusal->order != NULL)
    stanok_mes_json_raw (json, "order", refusal->order);
  if (refusal->by != NULL)
    stanok_mes_json_string (json, "by", refusal->by);
  if (refusal->since_ms > 0)
    stanok_mes_json_int (json, "since_ms", refusal->since_ms);
  if (refusal->retry_after_ms > 0)
    {
      stanok_mes_json_int (json, "retry_after_ms", refusal->retry_after_ms);
      set_retry_after (self, refusal->retry_after_ms);
    }
  g_string_append_c (json, '}');
  if (type == STANOK_PROBLEM_UNAUTHENTICATED)
    stanok_mes_exchange_set_header (self, "WWW-Authenticate", "Bearer");
  g_clear_pointer (&refusal->detail, g_free);
  body = g_string_free_to_bytes (json);
  stanok_mes_exchange_reply (self, (guint) stanok_problem_status (type),
                             "application/problem+json", body);
}

void
stanok_mes_exchange_refuse (StanokMesExchange *self,
                            StanokProblemType  type,
                            const char        *format,
                            ...)
{
  StanokMesRefusal refusal = { NULL };
  va_list args;

  va_start (args, format);
  refusal.detail = g_strdup_vprintf (format, args);
  va_end (args);
  stanok_mes_exchange_refuse_with (self, type, &refusal);
}

void
stanok_mes_exchange_fail (StanokMesExchange *self,
                          const GError      *error)
{
  StanokMesRefusal refusal = { NULL };

  self->mes->n_failures++;
  g_free (self->mes->failure);
  self->mes->failure = g_strdup (error->message);
  g_info ("%s %s: %s", self->request->method, self->request->path, error->message);
  /* What went wrong inside is for the log; the client only needs to know whether to come back. */
  if (g_error_matches (error, STANOK_ERROR, STANOK_ERROR_CORRUPT) ||
      g_error_matches (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA))
    {
      refusal.detail = g_strdup ("the server's data are damaged; nothing was stored");
      stanok_mes_exchange_refuse_with (self, STANOK_PROBLEM_INTERNAL, &refusal);
      return;
    }
  refusal.detail = g_strdup ("nothing was stored; try again");
  refusal.retry_after_ms = RETRY_AFTER_FAILURE_MS;
  stanok_mes_exchange_refuse_with (self, STANOK_PROBLEM_MAINTENANCE, &refusal);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
append_name (GString    *out,
             const char *name)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  stanok_json_append_string (out, name);
  g_string_append_c (out, ':');
}

void
stanok_mes_json_string (GString    *out,
                        const char *name,
                        const char *value)
{
  append_name (out, name);
  if (value != NULL)
    stanok_json_append_string (out, value);
  else
    g_string_append (out, "null");
}

void
stanok_mes_json_int (GString    *out,
                     const char *name,
                     gint64      value)
{
  append_name (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

void
stanok_mes_json_raw (GString    *out,
                     const char *name,
                     GBytes     *json)
{
  append_name (out, name);
  if (json != NULL)
    g_string_append_len (out, g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json));
  else
    g_string_append (out, "null");
}
