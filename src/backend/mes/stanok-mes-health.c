/* stanok-mes-health.c: how the server is, for machines that watch it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes/stanok-mes-handlers.h"
#include "mes/stanok-mes-private.h"
#include "mes/stanok-mes-texts.h"

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

void
stanok_mes_handle_live (StanokMesExchange *exchange)
{
  stanok_mes_exchange_reply_json (exchange, 200, NULL, g_string_new ("{\"status\":\"live\"}"));
}

/* Not ready is a server whose last attempt to read or write its database failed. */
void
stanok_mes_handle_ready (StanokMesExchange *exchange)
{
  StanokMes *mes = exchange->mes;
  GString *json;

  if (mes->failure != NULL)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_MAINTENANCE, "%s", mes->failure);
      return;
    }
  json = g_string_new ("{\"status\":\"ready\"");
  stanok_mes_json_string (json, "epoch", mes->epoch);
  stanok_mes_json_int (json, "feed_head", mes->head);
  g_string_append_c (json, '}');
  stanok_mes_exchange_reply_json (exchange, 200, NULL, json);
}

/* ---- metrics (Prometheus text 0.0.4) -------------------------------------------------------- */

static void
append_head (GString    *out,
             const char *name,
             const char *type,
             const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
append_orders (StanokMes *mes,
               GString   *out)
{
  append_head (out, "stanok_orders", "gauge", "Orders by state.");
  for (int i = 0; i < STANOK_N_STATES; i++)
    g_string_append_printf (out, "stanok_orders{state=\"%s\"} %" G_GINT64_FORMAT "\n",
                            stanok_state_name ((StanokState) i),
                            stanok_mes_model_count (mes->model, (StanokState) i));
  append_head (out, "stanok_feed_head", "gauge", "Newest sequence of the feed.");
  g_string_append_printf (out, "stanok_feed_head %" G_GINT64_FORMAT "\n", mes->head);
  append_head (out, "stanok_queue_orders", "gauge", "Orders in the queue that terminals follow.");
  g_string_append_printf (out, "stanok_queue_orders %" G_GINT64_FORMAT "\n",
                          stanok_mes_model_get_digest (mes->model).count);
}

static void
append_commands (StanokMes *mes,
                 GString   *out)
{
  append_head (out, "stanok_commands_total", "counter",
               "Commands carried out since the start, by type and outcome.");
  for (int i = 0; i < STANOK_N_COMMANDS; i++)
    for (int j = 0; j < STANOK_N_OUTCOMES; j++)
      if (mes->n_outcomes[i][j] > 0)
        g_string_append_printf (out, "stanok_commands_total{type=\"%s\",outcome=\"%s\"} %"
                                G_GUINT64_FORMAT "\n", stanok_command_name ((StanokCommandType) i),
                                stanok_outcome_name ((StanokOutcome) j), mes->n_outcomes[i][j]);
  append_head (out, "stanok_commands_replayed_total", "counter",
               "Commands answered from the ledger since the start.");
  g_string_append_printf (out, "stanok_commands_replayed_total %" G_GUINT64_FORMAT "\n",
                          mes->n_replayed);
  append_head (out, "stanok_store_failures_total", "counter",
               "Requests since the start that the database failed.");
  g_string_append_printf (out, "stanok_store_failures_total %" G_GUINT64_FORMAT "\n",
                          mes->n_failures);
}

static void
append_devices (StanokMes *mes,
                GString   *out)
{
  gint64 now_ms = stanok_mes_now_ms (mes);
  StanokMesDevice *device;

  append_head (out, "stanok_device_unsent", "gauge", "Commands that a device has not sent yet.");
  for (guint i = 0; (device = stanok_mes_people_get_device (mes->people, i)) != NULL; i++)
    g_string_append_printf (out, "stanok_device_unsent{device=\"%s\"} %" G_GINT64_FORMAT "\n",
                            device->id, device->unsent.count);
  append_head (out, "stanok_device_unsent_oldest_seconds", "gauge",
               "Age of the oldest of them, by the device's clock.");
  for (guint i = 0; (device = stanok_mes_people_get_device (mes->people, i)) != NULL; i++)
    g_string_append_printf (out, "stanok_device_unsent_oldest_seconds{device=\"%s\"} %"
                            G_GINT64_FORMAT "\n", device->id, device->unsent.oldest_ms > 0
                            ? MAX (0, now_ms - device->unsent.oldest_ms) / 1000 : 0);
}

void
stanok_mes_handle_metrics (StanokMesExchange *exchange)
{
  StanokMes *mes = exchange->mes;
  GString *out = g_string_new (NULL);
  g_autoptr(GBytes) body = NULL;

  append_head (out, "stanok_epoch_info", "gauge", "The epoch, as a label.");
  g_string_append_printf (out, "stanok_epoch_info{epoch=\"%s\"} 1\n", mes->epoch);
  append_orders (mes, out);
  append_commands (mes, out);
  append_devices (mes, out);
  if (mes->ports.metrics != NULL)
    mes->ports.metrics (mes->ports.data, out);
  body = g_string_free_to_bytes (out);
  stanok_mes_exchange_reply (exchange, 200, METRICS_TYPE, body);
}

/* ---- the API document ----------------------------------------------------------------------- */

void
stanok_mes_handle_openapi (StanokMesExchange *exchange)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, stanok_mes_openapi, -1);
  g_autofree char *etag = g_strdup_printf ("\"api-%.32s\"", sum);
  g_autoptr(GBytes) body = g_bytes_new_static (stanok_mes_openapi, strlen (stanok_mes_openapi));

  if (stanok_mes_exchange_is_unchanged (exchange, etag))
    return;
  stanok_mes_exchange_set_header (exchange, "ETag", etag);
  stanok_mes_exchange_reply (exchange, 200, "application/json", body);
}
