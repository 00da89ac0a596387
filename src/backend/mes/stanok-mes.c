/* stanok-mes.c: the MES API as a pure function: request in, response out, over ports
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes.h"

#include <string.h>

#include "mes/stanok-mes-private.h"
#include "mes/stanok-mes-router.h"

const StanokMesConfig STANOK_MES_DEFAULTS = {
  .min_client = NULL,
  .page_max = 500,
  .wait_max_s = 60,
  .body_max = 64 * 1024,
  .blob_max = 10 * 1024 * 1024,
  .orders_per_operator = 5,
  .plain_only = FALSE,
  .metrics_key = NULL,
  .quota_max = 200 * 1024 * 1024,
  .office_key = NULL,
  .office_body_max = 8 * 1024 * 1024,
  .office_blob_max = 256 * 1024 * 1024,
};

/* ---- life ----------------------------------------------------------------------------------- */

StanokMes *
stanok_mes_new (const StanokMesPorts  *ports,
                StanokSql             *sql,
                StanokObjects         *objects,
                const StanokMesConfig *config,
                gint64                *counter,
                GError               **error)
{
  g_autoptr(StanokMes) self = g_new0 (StanokMes, 1);

  self->ports = *ports;
  self->config = *config;
  self->config.min_client = g_strdup (config->min_client);
  self->config.metrics_key = g_strdup (config->metrics_key);
  self->config.office_key = g_strdup (config->office_key);
  self->sql = sql;
  self->objects = objects;
  self->model = stanok_mes_model_new ();
  if (!stanok_mes_warm (self, *counter, error))
    return NULL;
  *counter = self->counter;
  return g_steal_pointer (&self);
}

void
stanok_mes_free (StanokMes *self)
{
  if (self == NULL)
    return;
  if (self->updates != NULL)
    stanok_mes_rollback (self);
  for (int i = 0; i < STANOK_MES_N_LISTS; i++)
    stanok_mes_forget_list (self, (StanokMesList) i);
  g_clear_pointer (&self->people, stanok_mes_people_free);
  stanok_mes_model_free (self->model);
  g_free ((char *) self->config.min_client);
  g_free ((char *) self->config.metrics_key);
  g_free ((char *) self->config.office_key);
  g_free (self->epoch);
  g_free (self->failure);
  g_free (self);
}

const char *
stanok_mes_get_epoch (StanokMes *self)
{
  return self->epoch;
}

gint64
stanok_mes_get_counter (StanokMes *self)
{
  return self->counter;
}

gint64
stanok_mes_get_head (StanokMes *self)
{
  return self->head;
}

/* ---- responses ------------------------------------------------------------------------------ */

static StanokMesResponse *
response_new (void)
{
  StanokMesResponse *self = g_new0 (StanokMesResponse, 1);

  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->route = "other";
  return self;
}

void
stanok_mes_response_free (StanokMesResponse *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->body_object);
  g_free (self);
}

const char *
stanok_mes_response_get (const StanokMesResponse *self,
                         const char              *name)
{
  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    if (g_ascii_strcasecmp (self->headers->pdata[i], name) == 0)
      return self->headers->pdata[i + 1];
  return NULL;
}

/* ---- 1: who --------------------------------------------------------------------------------- */

/* (transfer full) (nullable) @authorization: (nullable) */
static char *
dup_bearer (const char *authorization)
{
  if (authorization == NULL || g_ascii_strncasecmp (authorization, "bearer ", 7) != 0)
    return NULL;
  return g_strstrip (g_strdup (authorization + 7));
}

/* Takes as long for a key that is nearly right as for one that is all wrong. */
static gboolean
is_key (const char *wanted,
        const char *given)
{
  gsize n = wanted != NULL ? strlen (wanted) : 0;
  guint8 difference = 0;

  if (n == 0 || given == NULL || strlen (given) != n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    difference |= (guint8) (wanted[i] ^ given[i]);
  return difference == 0;
}

static gboolean
authenticate_device (StanokMesExchange *exchange)
{
  g_autofree char *token =
    dup_bearer (stanok_mes_exchange_get_header (exchange, "authorization"));
  StanokMes *mes = exchange->mes;

  if (token != NULL)
    exchange->device = stanok_mes_people_find_device (mes->people, token);
  if (exchange->device == NULL)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_UNAUTHENTICATED,
                                  "send “Authorization: Bearer” with an enrolled device's token");
      return FALSE;
    }
  if (exchange->device->revoked_ms != 0)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_DEVICE_REVOKED,
                                  "device %s was revoked; keep its journal and tell a supervisor",
                                  exchange->device->id);
      return FALSE;
    }
  stanok_unsent_header_parse (stanok_mes_exchange_get_header (exchange, "stanok-unsent"),
                              &exchange->device->unsent);
  return TRUE;
}

static gboolean
authenticate_scoped (StanokMesExchange *exchange)
{
  g_autofree char *key = dup_bearer (stanok_mes_exchange_get_header (exchange, "authorization"));

  if (exchange->request->is_loopback || is_key (exchange->mes->config.metrics_key, key))
    return TRUE;
  stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_UNAUTHENTICATED,
                              "this is for the server's own machine, or for who has the key");
  return FALSE;
}

static gboolean
authenticate_office (StanokMesExchange *exchange)
{
  g_autofree char *key = dup_bearer (stanok_mes_exchange_get_header (exchange, "authorization"));

  if (is_key (exchange->mes->config.office_key, key))
    return TRUE;
  stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_UNAUTHENTICATED,
                              "send “Authorization: Bearer” with the office's key, which lies in "
                              "the server's data as office.key");
  return FALSE;
}

static gboolean
authenticate (StanokMesExchange *exchange)
{
  switch (exchange->route->auth)
    {
    case STANOK_MES_AUTH_DEVICE:
      return authenticate_device (exchange);
    case STANOK_MES_AUTH_SCOPED:
      return authenticate_scoped (exchange);
    case STANOK_MES_AUTH_OFFICE:
      return authenticate_office (exchange);
    case STANOK_MES_AUTH_NONE:
    default:
      return TRUE;
    }
}

/* ---- 2: version and size -------------------------------------------------------------------- */

/* "1.10" is newer than "1.9"; what is not a number is old. */
static int
compare_versions (const char *a,
                  const char *b)
{
  while (*a != '\0' || *b != '\0')
    {
      char *end_a, *end_b;
      guint64 number_a = g_ascii_strtoull (a, &end_a, 10);
      guint64 number_b = g_ascii_strtoull (b, &end_b, 10);

      if (number_a != number_b)
        return number_a < number_b ? -1 : 1;
      if (end_a == a && end_b == b)
        return 0;
      a = *end_a == '.' ? end_a + 1 : end_a + strlen (end_a);
      b = *end_b == '.' ? end_b + 1 : end_b + strlen (end_b);
    }
  return 0;
}

static gboolean
check_version (StanokMesExchange *exchange)
{
  const char *client = stanok_mes_exchange_get_header (exchange, "stanok-client");
  const char *least = exchange->mes->config.min_client;
  const char *slash = client != NULL ? strchr (client, '/') : NULL;

  if (least == NULL || exchange->route->auth != STANOK_MES_AUTH_DEVICE ||
      (slash != NULL && compare_versions (slash + 1, least) >= 0))
    return TRUE;
  stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_CLIENT_TOO_OLD,
                              "version %s is the oldest that is served", least);
  return FALSE;
}

static gint64
get_body_max (StanokMes            *self,
              const StanokMesRoute *route)
{
  gboolean is_json = strcmp (route->takes, "application/json") == 0;

  if (route->auth == STANOK_MES_AUTH_OFFICE)
    return is_json ? self->config.office_body_max : self->config.office_blob_max;
  return is_json ? self->config.body_max : self->config.blob_max;
}

static gboolean
check_body (StanokMesExchange *exchange)
{
  const StanokMesRequest *request = exchange->request;
  const StanokMesRoute *route = exchange->route;
  const char *type = stanok_mes_exchange_get_header (exchange, "content-type");
  gint64 max;
  gsize n_type;

  if (route->takes == NULL)
    return TRUE;
  max = get_body_max (exchange->mes, route);
  if (stanok_mes_exchange_get_header (exchange, "transfer-encoding") != NULL)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_LENGTH_REQUIRED, "send Content-Length");
      return FALSE;
    }
  if (request->is_too_large ||
      (request->body != NULL && (gint64) g_bytes_get_size (request->body) > max))
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_TOO_LARGE,
                                  "at most %" G_GINT64_FORMAT " bytes are taken here", max);
      return FALSE;
    }
  n_type = type != NULL ? strcspn (type, "; \t") : 0;
  if (strcmp (route->takes, "application/json") != 0 ||
      (n_type == strlen (route->takes) && g_ascii_strncasecmp (type, route->takes, n_type) == 0))
    return TRUE;
  stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                              "the body has to be %s", route->takes);
  return FALSE;
}

gint64
stanok_mes_get_body_max (StanokMes  *self,
                         const char *method,
                         const char *path,
                         const char *authorization)
{
  char *params[STANOK_MES_PARAMS_MAX] = { NULL };
  g_autofree char *allowed = NULL;
  const StanokMesRoute *route = stanok_mes_router_find (method, path, params, &allowed);

  for (gsize i = 0; i < STANOK_MES_PARAMS_MAX; i++)
    g_free (params[i]);
  if (route == NULL || route->takes == NULL)
    return 0;
  /* A stranger's model is not even read. Devices' tokens are under the lock, and little can be sent
   * without one. */
  if (route->auth == STANOK_MES_AUTH_OFFICE)
    {
      g_autofree char *key = dup_bearer (authorization);

      if (!is_key (self->config.office_key, key))
        return 0;
    }
  return get_body_max (self, route);
}

/* ---- handling ------------------------------------------------------------------------------- */

static void
dispatch (StanokMesExchange *exchange)
{
  const StanokMesRequest *request = exchange->request;
  char *params[STANOK_MES_PARAMS_MAX] = { NULL };
  g_autofree char *allowed = NULL;

  exchange->route = stanok_mes_router_find (request->method, request->path, params, &allowed);
  exchange->param = params[0];
  if (exchange->route == NULL && allowed != NULL)
    {
      stanok_mes_exchange_set_header (exchange, "Allow", allowed);
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_METHOD_NOT_ALLOWED,
                                  "allowed are %s", allowed);
      return;
    }
  if (exchange->route == NULL || (exchange->route->is_feed && exchange->mes->config.plain_only))
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_NOT_FOUND, "no such path");
      return;
    }
  exchange->response->route = exchange->route->pattern;
  if (authenticate (exchange) && check_version (exchange) && check_body (exchange))
    exchange->route->handle (exchange);
}

/* What every response carries, whatever became of the request. */
static void
finish (StanokMesExchange *exchange)
{
  StanokMesResponse *response = exchange->response;
  g_autofree char *date = stanok_http_date_format (exchange->now_ms);
  gboolean is_success = response->status < 400;

  stanok_mes_exchange_set_header (exchange, "Stanok-Epoch", exchange->mes->epoch);
  stanok_mes_exchange_set_header (exchange, "Stanok-Request-Id", exchange->request_id);
  stanok_mes_exchange_set_header (exchange, "Date", date);
  stanok_mes_exchange_set_header (exchange, "Cache-Control",
                                  is_success && exchange->route != NULL
                                    ? exchange->route->cache_control : "no-store");
}

StanokMesResponse *
stanok_mes_handle (StanokMes              *self,
                   const StanokMesRequest *request)
{
  StanokMesExchange exchange = { .mes = self, .request = request };
  g_autoptr(GError) error = NULL;
  guint8 bytes[8];

  self->ports.random (self->ports.data, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_snprintf (exchange.request_id + 2 * i, 3, "%02x", bytes[i]);
  exchange.now_ms = stanok_mes_now_ms (self);
  exchange.response = response_new ();
  /* Housekeeping that fails is tried again in a minute; it must not fail who only asks. */
  if (!stanok_mes_sweep (self, &error))
    g_info ("sweeping: %s", error->message);
  dispatch (&exchange);
  if (exchange.response->status != 0)
    finish (&exchange);
  g_free (exchange.param);
  return exchange.response;
}
