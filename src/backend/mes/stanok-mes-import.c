/* stanok-mes-import.c: orders that an office brings: all of a request, or none
 *
 * An order is known by its id. What is brought again is unchanged; what is
 * brought differently replaces the order as long as nobody has touched it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "mes/stanok-mes-handlers.h"
#include "mes/stanok-mes-private.h"
#include "wire/stanok-office-wire.h"

#define DEPTH_MAX    8
#define MEMBERS_MAX 64

/* One order on its way in. */
typedef struct {
  StanokOrder        *before;   /* (owned) (nullable) as it is */
  StanokOrder        *after;    /* (owned) as it shall be */
  StanokOfficeOutcome outcome;
} Arrival;

static void
arrival_free (gpointer data)
{
  Arrival *self = data;

  g_clear_pointer (&self->before, stanok_order_unref);
  g_clear_pointer (&self->after, stanok_order_unref);
  g_free (self);
}

/* ---- 2: syntax ------------------------------------------------------------------------------ */

static gboolean
check_ids (StanokMesExchange *exchange,
           GPtrArray         *orders)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < orders->len; i++)
    {
      const StanokOrder *order = orders->pdata[i];

      if (!g_hash_table_add (ids, order->id))
        {
          stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                      "order %s is there twice", order->id);
          return FALSE;
        }
    }
  return TRUE;
}

/* (transfer full) (nullable): NULL: refused */
static StanokOfficeOrders *
read_orders (StanokMesExchange *exchange)
{
  const StanokJsonLimits limits = { (gsize) exchange->mes->config.office_body_max, DEPTH_MAX,
                                    MEMBERS_MAX };
  GBytes *body = exchange->request->body;
  g_autoptr(StanokOfficeOrders) orders = NULL;
  g_autoptr(GError) error = NULL;
  gsize n = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &n) : NULL;

  orders = stanok_record_from_json (&STANOK_RECORD_OFFICE_ORDERS, text != NULL ? text : "", n,
                                    &limits, &error);
  if (orders == NULL)
    stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST, "%s", error->message);
  else if (orders->items->len == 0 || orders->items->len > STANOK_OFFICE_ORDERS_MAX)
    stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                "1 to %d orders are taken at once", STANOK_OFFICE_ORDERS_MAX);
  else if (check_ids (exchange, orders->items))
    return g_steal_pointer (&orders);
  return NULL;
}

/* ---- what they refer to --------------------------------------------------------------------- */

static gboolean
check_files (StanokMesExchange *exchange,
             const StanokOrder *order)
{
  for (guint i = 0; i < order->files->len; i++)
    {
      const StanokFile *file = order->files->pdata[i];
      gint64 size = stanok_objects_size (exchange->mes->objects, file->sha256);

      if (size < 0)
        stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BLOB_MISSING,
                                    "order %s: send the file “%s” first: PUT "
                                    "/v1/office/blobs/%s", order->id, file->name, file->sha256);
      else if (size != file->size)
        stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                    "order %s: the file “%s” has %" G_GINT64_FORMAT
                                    " bytes, not %" G_GINT64_FORMAT, order->id, file->name, size,
                                    file->size);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/* ---- what becomes of them ------------------------------------------------------------------- */

/* Nobody has begun anything with it, and no price, lease or hold is there that a new order would
 * not have. */
static gboolean
is_untouched (const StanokOrder *order)
{
  return order->state == STANOK_STATE_MANUFACTURING_APPROVED && order->holder_operator == NULL &&
         order->last_command == NULL && stanok_order_is_open (order) &&
         order->good == 0 && order->scrap == 0 && order->elapsed_ms == 0 &&
         order->lease_device == NULL && order->help_kind == NULL && order->exceptions->len == 0;
}

static void
set_text (char      **to,
          const char *from)
{
  g_free (*to);
  *to = g_strdup (from);
}

static void
set_files (StanokOrder       *order,
           const StanokOrder *from)
{
  g_autoptr(StanokOrder) copy = stanok_order_copy (from);
  GPtrArray *files = order->files;

  order->files = copy->files;
  copy->files = files;
}

/* (transfer full): @before with all that the office decides as in @wanted; @before NULL: new */
static StanokOrder *
make_order (StanokMes         *self,
            const StanokOrder *before,
            const StanokOrder *wanted)
{
  gint64 now_ms = stanok_mes_now_ms (self);
  StanokOrder *order = before != NULL ? stanok_order_copy (before) : stanok_order_new ();
  gboolean is_news = g_strcmp0 (order->instructions, wanted->instructions) != 0;

  set_text (&order->id, wanted->id);
  set_text (&order->number, wanted->number);
  set_text (&order->title, wanted->title);
  set_text (&order->customer, wanted->customer);
  set_text (&order->source, wanted->source);
  set_text (&order->material, wanted->material);
  set_text (&order->station, wanted->station);
  set_text (&order->instructions, wanted->instructions);
  set_files (order, wanted);
  order->ordered = wanted->ordered;
  order->tolerance_pct = wanted->tolerance_pct;
  order->due_ms = wanted->due_ms;
  order->priority = wanted->priority;
  if (wanted->created_ms != 0)
    order->created_ms = wanted->created_ms;
  else if (before == NULL)
    order->created_ms = now_ms;
  if (is_news)
    order->instructions_rev++;
  if (before != NULL)
    return order;
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  order->run = STANOK_RUN_IDLE;
  order->available_ms = now_ms;
  order->price_minor = -1;
  return order;
}

/* The sentence for an order that somebody works with already. */
static void
refuse_touched (StanokMesExchange *exchange,
                const StanokOrder *before)
{
  g_autoptr(GBytes) json = stanok_mes_read_json (exchange->mes, before->id, NULL);
  StanokMesRefusal refusal = { .order = json, .by = before->holder_operator,
                               .since_ms = before->holder_since_ms };
  const char *how = before->cancelled ? ", cancelled" : before->held_reason != NULL ? ", on hold"
                                                                                    : "";

  refusal.detail = g_strdup_printf (
      "order %s is there already with other content, and somebody has begun something with it (%s"
      "%s); bring it as it is, or what is to change under an id of its own", before->id,
      stanok_state_name (before->state), how);
  stanok_mes_exchange_refuse_with (exchange, STANOK_PROBLEM_WRONG_STATE, &refusal);
}

static gboolean
add_arrival (StanokMesExchange *exchange,
             const StanokOrder *wanted,
             GPtrArray         *arrivals)
{
  Arrival *arrival = g_new0 (Arrival, 1);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (arrivals, arrival);
  arrival->before = stanok_mes_read_order (exchange->mes, wanted->id, &error);
  if (error != NULL)
    {
      stanok_mes_exchange_fail (exchange, error);
      return FALSE;
    }
  arrival->after = make_order (exchange->mes, arrival->before, wanted);
  if (!stanok_mes_check_order (arrival->after, &error))
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST, "%s", error->message);
      return FALSE;
    }
  if (!check_files (exchange, wanted))
    return FALSE;
  if (arrival->before == NULL)
    arrival->outcome = STANOK_OFFICE_CREATED;
  else if (stanok_order_equal (arrival->before, arrival->after))
    arrival->outcome = STANOK_OFFICE_UNCHANGED;
  else if (is_untouched (arrival->before))
    arrival->outcome = STANOK_OFFICE_REPLACED;
  else
    {
      refuse_touched (exchange, arrival->before);
      return FALSE;
    }
  return TRUE;
}

/* ---- 7: in ---------------------------------------------------------------------------------- */

/* Nothing is written if nothing changes: the feed stays where it is. */
static gboolean
write_arrivals (StanokMes *self,
                GPtrArray *arrivals,
                GError   **error)
{
  gboolean is_open = FALSE, done = TRUE;

  for (guint i = 0; i < arrivals->len && done; i++)
    {
      const Arrival *arrival = arrivals->pdata[i];

      if (arrival->outcome == STANOK_OFFICE_UNCHANGED)
        continue;
      if (!is_open && !stanok_mes_begin (self, error))
        return FALSE;
      is_open = TRUE;
      done = stanok_mes_write_noted (self, "office.import", arrival->before, arrival->after, error);
    }
  return !is_open || stanok_mes_end (self, done, error);
}

static void
reply (StanokMesExchange *exchange,
       GPtrArray         *arrivals)
{
  g_autoptr(StanokOfficeReply) answer = stanok_office_reply_new ();
  GString *json = g_string_new (NULL);

  answer->epoch = g_strdup (exchange->mes->epoch);
  for (guint i = 0; i < arrivals->len; i++)
    {
      const Arrival *arrival = arrivals->pdata[i];

      stanok_office_reply_add (answer, arrival->outcome, arrival->after);
    }
  stanok_record_append (&STANOK_RECORD_OFFICE_REPLY, answer, json);
  stanok_mes_exchange_reply_json (exchange, 200, NULL, json);
}

void
stanok_mes_handle_office_orders (StanokMesExchange *exchange)
{
  g_autoptr(StanokOfficeOrders) orders = read_orders (exchange);
  g_autoptr(GPtrArray) arrivals = g_ptr_array_new_with_free_func (arrival_free);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; orders != NULL && i < orders->items->len; i++)
    if (!add_arrival (exchange, orders->items->pdata[i], arrivals))
      return;
  if (orders == NULL)
    return;
  if (!write_arrivals (exchange->mes, arrivals, &error))
    stanok_mes_exchange_fail (exchange, error);
  else
    reply (exchange, arrivals);
}
