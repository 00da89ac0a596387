/* stanok-mes-orders.c: orders by pages and one by one, and what happened to them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes/stanok-mes-handlers.h"
#include "mes/stanok-mes-history.h"

#define STATES_ALL (~0u)

/* ---- pages ---------------------------------------------------------------------------------- */

typedef struct {
  guint      states;          /* bit set of StanokState */
  gint64     limit;
  gint64     created_ms;      /* the key to go on after */
  char      *id;              /* (owned) (nullable) */
  GPtrArray *entries;         /* (owned) (element-type StanokMesEntry) the page, in its order */
  gboolean   has_more;
} OrdersPage;

static void
orders_page_clear (OrdersPage *self)
{
  g_free (self->id);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrdersPage, orders_page_clear)

static gboolean
read_states (StanokMesExchange *exchange,
             OrdersPage        *page)
{
  g_autofree char *text = stanok_mes_exchange_dup_query (exchange, "state");
  g_auto(GStrv) names = g_strsplit (text != NULL ? text : "", ",", STANOK_N_STATES + 1);
  gboolean is_good = text == NULL || *text != '\0';

  page->states = text == NULL ? STATES_ALL : 0;
  for (gsize i = 0; names[i] != NULL && is_good; i++)
    {
      int state = stanok_state_from_name (names[i]);

      is_good = state >= 0;
      page->states |= is_good ? 1u << state : 0;
    }
  if (!is_good)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                  "“state” has to be states, with commas between them");
      return FALSE;
    }
  /* What the other applications are still busy with is not manufacturing's to see. */
  page->states &= STATES_ALL << STANOK_STATE_PRICE_CALCULATED;
  return TRUE;
}

/* CREATED.ID */
static gboolean
read_after (StanokMesExchange *exchange,
            OrdersPage        *page)
{
  g_autofree char *after = stanok_mes_exchange_dup_query (exchange, "after");
  g_auto(GStrv) parts = NULL;
  guint64 created;

  if (after == NULL || *after == '\0')
    return TRUE;
  parts = g_strsplit (after, ".", 2);
  if (g_strv_length (parts) != 2 || !stanok_mes_is_plain_id (parts[1]) ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64, &created, NULL))
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                  "“after” has to be “next_after” of the page before");
      return FALSE;
    }
  page->created_ms = (gint64) created;
  page->id = g_strdup (parts[1]);
  return TRUE;
}

static void
collect (StanokMesModel *model,
         OrdersPage     *page)
{
  guint place = stanok_mes_model_find_above (model, page->created_ms, page->id);

  for (; place < stanok_mes_model_get_n (model); place++)
    {
      StanokMesEntry *entry = stanok_mes_model_get_at (model, place);

      if ((page->states & (1u << entry->state)) == 0)
        continue;
      if (page->entries->len == page->limit)
        {
          page->has_more = TRUE;
          return;
        }
      g_ptr_array_add (page->entries, entry);
    }
}

/* Which orders, each in which state, and whether more follow: all that the page depends on. */
static char *
make_page_etag (StanokMes        *mes,
                const OrdersPage *page)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, (const guchar *) (page->has_more ? "+" : "."), 1);
  for (guint i = 0; i < page->entries->len; i++)
    {
      const StanokMesEntry *entry = page->entries->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s:%" G_GINT64_FORMAT ";", entry->id, entry->rev);

      g_checksum_update (sum, (const guchar *) text, -1);
    }
  return g_strdup_printf ("\"%s.o%.32s\"", mes->epoch, g_checksum_get_string (sum));
}

static gboolean
append_orders (StanokMes        *mes,
               const OrdersPage *page,
               GString          *json,
               GError          **error)
{
  for (guint i = 0; i < page->entries->len; i++)
    {
      const StanokMesEntry *entry = page->entries->pdata[i];
      g_autoptr(GBytes) order = stanok_mes_read_json (mes, entry->id, error);

      if (order == NULL)
        return FALSE;
      g_string_append (json, i > 0 ? "," : "");
      g_string_append_len (json, g_bytes_get_data (order, NULL), (gssize) g_bytes_get_size (order));
    }
  return TRUE;
}

void
stanok_mes_handle_orders (StanokMesExchange *exchange)
{
  StanokMes *mes = exchange->mes;
  g_auto(OrdersPage) page = { .entries = g_ptr_array_new () };
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) json = NULL;
  g_autofree char *etag = NULL;

  if (!read_states (exchange, &page) || !read_after (exchange, &page) ||
      !stanok_mes_exchange_get_count (exchange, "limit", mes->config.page_max,
                                      mes->config.page_max, &page.limit))
    return;
  page.limit = MAX (page.limit, 1);
  collect (mes->model, &page);
  etag = make_page_etag (mes, &page);
  if (stanok_mes_exchange_is_unchanged (exchange, etag))
    return;
  json = g_string_new ("{");
  stanok_mes_json_string (json, "epoch", mes->epoch);
  g_string_append (json, ",\"items\":[");
  if (!append_orders (mes, &page, json, &error))
    {
      stanok_mes_exchange_fail (exchange, error);
      return;
    }
  g_string_append_c (json, ']');
  if (page.has_more)
    {
      const StanokMesEntry *last = page.entries->pdata[page.entries->len - 1];
      g_autofree char *after = g_strdup_printf ("%" G_GINT64_FORMAT ".%s", last->created_ms,
                                                last->id);

      stanok_mes_json_string (json, "next_after", after);
    }
  g_string_append_c (json, '}');
  stanok_mes_exchange_reply_json (exchange, 200, etag, g_steal_pointer (&json));
}

/* ---- one ------------------------------------------------------------------------------------ */

/* (nullable): refused if there is none that manufacturing may see. */
static StanokMesEntry *
find_order (StanokMesExchange *exchange)
{
  StanokMesEntry *entry = stanok_mes_model_find (exchange->mes->model, exchange->param);

  if (entry != NULL && entry->exists && entry->state >= STANOK_STATE_PRICE_CALCULATED)
    return entry;
  stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_UNKNOWN_ORDER, "there is no order “%s”",
                              exchange->param);
  return NULL;
}

void
stanok_mes_handle_order (StanokMesExchange *exchange)
{
  const StanokMesEntry *entry = find_order (exchange);
  g_autofree char *etag = NULL;
  g_autoptr(GBytes) json = NULL;
  g_autoptr(GError) error = NULL;

  if (entry == NULL)
    return;
  etag = stanok_mes_make_etag (exchange->mes, entry->rev);
  if (stanok_mes_exchange_is_unchanged (exchange, etag))
    return;
  json = stanok_mes_read_json (exchange->mes, entry->id, &error);
  if (json == NULL)
    {
      stanok_mes_exchange_fail (exchange, error);
      return;
    }
  stanok_mes_exchange_set_header (exchange, "ETag", etag);
  stanok_mes_exchange_reply (exchange, 200, "application/json", json);
}

void
stanok_mes_handle_history (StanokMesExchange *exchange)
{
  StanokMes *mes = exchange->mes;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (STANOK_RECORD_HISTORY_ROW.destroy);
  g_autoptr(GError) error = NULL;
  g_autofree char *etag = NULL;
  StanokHistory history = { mes->epoch, rows };
  const StanokMesEntry *entry = find_order (exchange);
  gint64 n;
  GString *json;

  if (entry == NULL)
    return;
  /* Append-only, so the number of rows names the representation. */
  n = stanok_mes_history_count (mes, entry->id, &error);
  if (n >= 0)
    {
      etag = g_strdup_printf ("\"%s.h%" G_GINT64_FORMAT "\"", mes->epoch, n);
      if (stanok_mes_exchange_is_unchanged (exchange, etag))
        return;
    }
  if (n < 0 || !stanok_mes_history_read (mes, entry->id, rows, &error))
    {
      stanok_mes_exchange_fail (exchange, error);
      return;
    }
  json = g_string_new (NULL);
  stanok_record_append (&STANOK_RECORD_HISTORY, &history, json);
  stanok_mes_exchange_reply_json (exchange, 200, etag, json);
}
