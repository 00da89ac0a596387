/* stanok-demo.c: a factory at work, for whoever wants to see the real thing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-demo.h"

#include "demo/stanok-demo-orders.h"
#include "demo/stanok-demo-people.h"
#include "domain/stanok-error.h"

/* ---- what is kept from one start to the next ------------------------------------------------ */

static gboolean
write_secrets (const StanokDemoOptions *options,
               const StanokReady       *ready,
               GError                 **error)
{
  g_autofree char *json = stanok_record_to_json (&STANOK_RECORD_READY, ready);
  g_autoptr(GError) local_error = NULL;

  if (g_file_set_contents_full (options->secrets_path, json, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                0600, &local_error))
    return TRUE;
  g_set_error_literal (error, STANOK_ERROR,
                       (int) (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC)
                                ? STANOK_ERROR_FULL : STANOK_ERROR_STORE), local_error->message);
  return FALSE;
}

/* (nullable): without the file, or with another's, new secrets are made. */
static StanokReady *
read_secrets (const StanokDemoOptions *options)
{
  g_autofree char *json = NULL;
  gsize n;

  if (!g_file_get_contents (options->secrets_path, &json, &n, NULL))
    return NULL;
  return stanok_record_from_json (&STANOK_RECORD_READY, json, n, &STANOK_JSON_ANSWER, NULL);
}

static gboolean
is_token_good (StanokMes               *mes,
               const StanokReadyDevice *device)
{
  g_autofree char *bearer = g_strconcat ("Bearer ", device->token, NULL);
  g_autoptr(GPtrArray) headers = g_ptr_array_new ();
  const StanokMesRequest request = { .method = "GET", .path = "/v1/meta", .headers = headers };
  g_autoptr(StanokMesResponse) response = NULL;

  g_ptr_array_add (headers, (gpointer) "authorization");
  g_ptr_array_add (headers, bearer);
  response = stanok_mes_handle (mes, &request);
  return response->status == 200;
}

static gboolean
are_secrets_good (StanokMes         *mes,
                  const StanokReady *secrets)
{
  if (secrets == NULL || secrets->devices->len == 0)
    return FALSE;
  for (guint i = 0; i < secrets->devices->len; i++)
    if (!is_token_good (mes, secrets->devices->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
make_secrets (StanokMes               *mes,
              const StanokDemoOptions *options,
              StanokReady             *ready,
              GError                 **error)
{
  g_autofree char *url = g_steal_pointer (&ready->url);
  gboolean is_written;

  if (!stanok_demo_people_put_operators (mes, options->seed, ready, error) ||
      !stanok_demo_people_enrol (mes, ready, error))
    return FALSE;
  ready->url = g_strdup ("");
  ready->epoch = g_strdup (stanok_mes_get_epoch (mes));
  is_written = write_secrets (options, ready, error);
  g_free (ready->url);
  ready->url = g_steal_pointer (&url);
  g_clear_pointer (&ready->epoch, g_free);
  return is_written;
}

static void
take_secrets (StanokReady *ready,
              StanokReady *secrets)
{
  GPtrArray *devices = ready->devices, *operators = ready->operators;

  ready->devices = secrets->devices;
  ready->operators = secrets->operators;
  secrets->devices = devices;
  secrets->operators = operators;
}

/* ---- filling -------------------------------------------------------------------------------- */

static gboolean
put_orders (StanokMes               *mes,
            StanokObjects           *objects,
            const StanokDemoOptions *options,
            GError                 **error)
{
  g_autoptr(GPtrArray) models = stanok_demo_models_put (objects, options->models_directory, error);
  g_autoptr(GPtrArray) orders = g_ptr_array_new_with_free_func (
      (GDestroyNotify) stanok_order_unref);
  const StanokDemoOrders plan = { options->seed, options->now_ms, options->n_orders, models };

  if (models == NULL)
    return FALSE;
  for (gint64 i = 0; i < options->n_orders; i++)
    g_ptr_array_add (orders, stanok_demo_orders_make (&plan, i));
  return stanok_mes_put_orders (mes, orders, error);
}

gboolean
stanok_demo_fill (StanokMes               *mes,
                  StanokObjects           *objects,
                  const StanokDemoOptions *options,
                  StanokReady             *ready,
                  GError                 **error)
{
  g_autoptr(StanokReady) secrets = read_secrets (options);

  if (are_secrets_good (mes, secrets))
    take_secrets (ready, secrets);
  else if (!make_secrets (mes, options, ready, error))
    return FALSE;
  /* The orders come last and in one transaction: a start that was interrupted begins again. */
  return stanok_mes_count_orders (mes) > 0 ||
         (stanok_demo_people_put_places (mes, error) && put_orders (mes, objects, options, error));
}
