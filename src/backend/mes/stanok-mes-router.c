/* stanok-mes-router.c: which request means what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-router.h"

#include <string.h>

#include "mes/stanok-mes-handlers.h"

#define REVALIDATE "private, no-cache"
#define FOR_EVER   "private, max-age=31536000, immutable"
#define NO_STORE   "no-store"
#define JSON       "application/json"
#define BYTES      "application/octet-stream"

#define NONE   STANOK_MES_AUTH_NONE
#define SCOPED STANOK_MES_AUTH_SCOPED
#define DEVICE STANOK_MES_AUTH_DEVICE
#define OFFICE STANOK_MES_AUTH_OFFICE

const StanokMesRoute STANOK_MES_ROUTES[] = {
  { "GET", "/v1/meta", stanok_mes_handle_meta, DEVICE, FALSE, REVALIDATE, NULL, JSON, "Meta" },
  { "GET", "/v1/queues/floor/snapshot", stanok_mes_handle_snapshot, DEVICE, TRUE, REVALIDATE,
    NULL, JSON, "SnapshotPage" },
  { "GET", "/v1/queues/floor/changes", stanok_mes_handle_changes, DEVICE, TRUE, REVALIDATE,
    NULL, JSON, "Changes" },
  { "GET", "/v1/orders", stanok_mes_handle_orders, DEVICE, FALSE, REVALIDATE, NULL, JSON,
    "OrdersPage" },
  { "GET", "/v1/orders/{id}", stanok_mes_handle_order, DEVICE, FALSE, REVALIDATE, NULL, JSON,
    "Order" },
  { "GET", "/v1/orders/{id}/history", stanok_mes_handle_history, DEVICE, FALSE, REVALIDATE,
    NULL, JSON, "History" },
  { "POST", "/v1/orders/{id}/commands", stanok_mes_handle_command, DEVICE, FALSE, NO_STORE,
    JSON, JSON, "Reply" },
  { "GET", "/v1/commands/{command_id}", stanok_mes_handle_command_status, DEVICE, FALSE, NO_STORE,
    NULL, JSON, "CommandStatus" },
  { "GET", "/v1/devices/self/ledger", stanok_mes_handle_ledger, DEVICE, FALSE, NO_STORE, NULL,
    JSON, "Ledger" },
  { "GET", "/v1/operators", stanok_mes_handle_operators, DEVICE, FALSE, REVALIDATE, NULL, JSON,
    "Operators" },
  { "GET", "/v1/stations", stanok_mes_handle_stations, DEVICE, FALSE, REVALIDATE, NULL, JSON,
    "Stations" },
  { "GET", "/v1/reasons", stanok_mes_handle_reasons, DEVICE, FALSE, REVALIDATE, NULL, JSON,
    "Reasons" },
  { "GET", "/v1/roster", stanok_mes_handle_roster, DEVICE, FALSE, NO_STORE, NULL, JSON, "Roster" },
  { "GET", "/v1/blobs/{sha256}", stanok_mes_handle_get_blob, DEVICE, FALSE, FOR_EVER, NULL, BYTES,
    NULL },
  { "PUT", "/v1/blobs/{sha256}", stanok_mes_handle_put_blob, DEVICE, FALSE, NO_STORE, BYTES, NULL,
    NULL },
  { "POST", "/v1/office/orders", stanok_mes_handle_office_orders, OFFICE, FALSE, NO_STORE, JSON,
    JSON, "OfficeReply" },
  { "GET", "/v1/office/blobs/{sha256}", stanok_mes_handle_get_blob, OFFICE, FALSE, FOR_EVER, NULL,
    BYTES, NULL },
  { "PUT", "/v1/office/blobs/{sha256}", stanok_mes_handle_put_blob, OFFICE, FALSE, NO_STORE, BYTES,
    NULL, NULL },
  { "GET", "/health/live", stanok_mes_handle_live, NONE, FALSE, NO_STORE, NULL, JSON, NULL },
  { "GET", "/health/ready", stanok_mes_handle_ready, NONE, FALSE, NO_STORE, NULL, JSON, NULL },
  { "GET", "/metrics", stanok_mes_handle_metrics, SCOPED, FALSE, NO_STORE, NULL,
    "text/plain; version=0.0.4; charset=utf-8", NULL },
  { "GET", "/openapi.json", stanok_mes_handle_openapi, SCOPED, FALSE, REVALIDATE, NULL, JSON,
    NULL },
};

const gsize STANOK_MES_N_ROUTES = G_N_ELEMENTS (STANOK_MES_ROUTES);

/* Goes along both in steps of one segment; braces take one whole segment, but not an empty one. */
static gboolean
match (const char *pattern,
       const char *path,
       char       *params[STANOK_MES_PARAMS_MAX])
{
  guint n_params = 0;

  while (*pattern == '/' && *path == '/')
    {
      gsize n_pattern = strcspn (++pattern, "/");
      gsize n_path = strcspn (++path, "/");

      if (*pattern == '{' && n_path > 0)
        {
          g_free (params[n_params]);
          params[n_params] = g_uri_unescape_segment (path, path + n_path, "/");
          if (params[n_params] == NULL || !g_utf8_validate (params[n_params], -1, NULL))
            return FALSE;
          n_params++;
        }
      else if (n_pattern != n_path || strncmp (pattern, path, n_path) != 0)
        return FALSE;
      pattern += n_pattern;
      path += n_path;
    }
  return *pattern == '\0' && *path == '\0';
}

const StanokMesRoute *
stanok_mes_router_find (const char  *method,
                        const char  *path,
                        char        *params[STANOK_MES_PARAMS_MAX],
                        char       **allowed)
{
  const char *wanted = strcmp (method, "HEAD") == 0 ? "GET" : method;
  g_autoptr(GString) others = g_string_new (NULL);

  for (gsize i = 0; i < STANOK_MES_N_ROUTES; i++)
    {
      const StanokMesRoute *route = &STANOK_MES_ROUTES[i];

      if (!match (route->pattern, path, params))
        continue;
      if (strcmp (route->method, wanted) == 0)
        return route;
      g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "",
                              strcmp (route->method, "GET") == 0 ? "GET, HEAD" : route->method);
    }
  for (gsize i = 0; i < STANOK_MES_PARAMS_MAX; i++)
    g_clear_pointer (&params[i], g_free);
  if (others->len > 0)
    *allowed = g_strdup (others->str);
  return NULL;
}
