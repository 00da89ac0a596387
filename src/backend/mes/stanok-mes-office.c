/* stanok-mes-office.c: what the rest of the factory does to orders, people and devices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-office.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "domain/stanok-lifecycle.h"
#include "mes/stanok-mes-history.h"

#define TOKEN_BYTES 32

static gboolean
refuse (const char *id,
        GError    **error,
        const char *what)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, "order %s: %s",
               id != NULL ? id : "without id", what);
  return FALSE;
}

gboolean
stanok_mes_check_order (const StanokOrder *order,
                        GError           **error)
{
  const char *texts[] = { order->number, order->title, order->customer, order->source,
                          order->material, order->instructions };

  if (!stanok_mes_is_plain_id (order->id))
    return refuse (order->id, error, "the id has to be 1 to 64 letters, digits, dots, dashes "
                                     "or underscores");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] == NULL || !g_utf8_validate (texts[i], -1, NULL))
      return refuse (order->id, error, "number, title, customer, source, material and "
                                       "instructions have to be text");
  if (order->ordered < 1 || order->ordered > STANOK_COUNT_MAX ||
      order->tolerance_pct < 0 || order->tolerance_pct > 100)
    return refuse (order->id, error, "quantity or tolerance is out of range");
  if (order->priority < 0 || order->priority > 9)
    return refuse (order->id, error, "priority is 0 to 9");
  if (order->due_ms < 0 || order->created_ms < 0 || order->available_ms < 0)
    return refuse (order->id, error, "a time is before 1970");
  if (order->holder_operator != NULL && order->state != STANOK_STATE_MANUFACTURING_APPROVED &&
      order->state != STANOK_STATE_MANUFACTURING_STARTED)
    return refuse (order->id, error, "only approved and started orders have a holder");
  if (order->run != STANOK_RUN_IDLE && order->state != STANOK_STATE_MANUFACTURING_STARTED)
    return refuse (order->id, error, "only started orders run or pause");
  return TRUE;
}

gboolean
stanok_mes_write_noted (StanokMes         *self,
                        const char        *what,
                        const StanokOrder *before,
                        StanokOrder       *order,
                        GError           **error)
{
  gint64 now_ms = stanok_mes_now_ms (self);
  const StanokMesHappening happening = {
    .order_id = order->id, .at_ms = now_ms, .received_ms = now_ms, .type = what,
    .outcome = stanok_outcome_name (STANOK_OUTCOME_APPLIED), .before = before, .after = order,
  };

  return stanok_mes_write_order (self, order, NULL, error) &&
         stanok_mes_history_append (self, &happening, error);
}

gboolean
stanok_mes_end (StanokMes *self,
                gboolean   done,
                GError   **error)
{
  if (done)
    return stanok_mes_commit (self, error);
  stanok_mes_rollback (self);
  return FALSE;
}

gboolean
stanok_mes_put_orders (StanokMes *self,
                       GPtrArray *orders,
                       GError   **error)
{
  gboolean done = TRUE;

  for (guint i = 0; i < orders->len; i++)
    if (!stanok_mes_check_order (orders->pdata[i], error))
      return FALSE;
  if (!stanok_mes_begin (self, error))
    return FALSE;
  for (guint i = 0; i < orders->len && done; i++)
    {
      g_autoptr(StanokOrder) copy = stanok_order_copy (orders->pdata[i]);

      done = stanok_mes_write_noted (self, "office.put", NULL, copy, error);
    }
  return stanok_mes_end (self, done, error);
}

gboolean
stanok_mes_put_order (StanokMes         *self,
                      const StanokOrder *order,
                      GError           **error)
{
  g_autoptr(GPtrArray) orders = g_ptr_array_new ();

  g_ptr_array_add (orders, (gpointer) order);
  return stanok_mes_put_orders (self, orders, error);
}

gboolean
stanok_mes_delete_order (StanokMes  *self,
                         const char *order_id,
                         GError    **error)
{
  return stanok_mes_begin (self, error) &&
         stanok_mes_end (self, stanok_mes_write_absence (self, order_id, error), error);
}

StanokOrder *
stanok_mes_dup_order (StanokMes  *self,
                      const char *order_id)
{
  g_autoptr(StanokOrder) order = stanok_mes_read_order (self, order_id, NULL);

  return order != NULL ? stanok_order_copy (order) : NULL;
}

/* Cancelling and holding also stop the clock of whoever is at work, whichever way they come. */
static StanokOrder *
interrupt (StanokMes         *self,
           const StanokOrder *before,
           StanokOrder       *after)
{
  g_autoptr(StanokOrder) owned = after;
  StanokOrder *stopped;

  if (stanok_order_is_open (after) || !stanok_order_is_open (before) ||
      after->run != STANOK_RUN_RUNNING)
    return g_steal_pointer (&owned);
  stopped = stanok_lifecycle_cancel (after, stanok_mes_now_ms (self));
  stopped->cancelled = after->cancelled;
  return stopped;
}

gboolean
stanok_mes_edit_order (StanokMes      *self,
                       const char     *order_id,
                       StanokOrderEdit edit,
                       gpointer        data,
                       GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(StanokOrder) before = stanok_mes_read_order (self, order_id, &local_error);
  g_autoptr(StanokOrder) after = NULL;

  if (before == NULL && local_error == NULL)
    g_set_error (&local_error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND, "there is no order “%s”",
                 order_id);
  if (before == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  after = stanok_order_copy (before);
  edit (after, data);
  after = interrupt (self, before, g_steal_pointer (&after));
  if (strcmp (after->id, before->id) != 0)
    return refuse (before->id, error, "an order keeps its id");
  if (!stanok_mes_check_order (after, error))
    return FALSE;
  if (stanok_order_equal (before, after))
    return TRUE;
  return stanok_mes_begin (self, error) &&
         stanok_mes_end (self, stanok_mes_write_noted (self, "office.edit", before, after, error),
                         error);
}

/* ---- people, places, reasons ---------------------------------------------------------------- */

void
stanok_mes_forget_list (StanokMes    *self,
                        StanokMesList list)
{
  g_clear_pointer (&self->lists[list], g_bytes_unref);
  g_clear_pointer (&self->list_etags[list], g_free);
}

static gboolean
end_people (StanokMes *self,
            gboolean   done,
            GError   **error)
{
  stanok_mes_forget_list (self, STANOK_MES_LIST_OPERATORS);
  stanok_mes_forget_list (self, STANOK_MES_LIST_ROSTER);
  return stanok_mes_end (self, done, error) && stanok_mes_people_load (self->people, error);
}

gboolean
stanok_mes_put_operator (StanokMes            *self,
                         const StanokOperator *op,
                         const char           *pin_verifier,
                         const char           *badge_sha256,
                         GError              **error)
{
  return stanok_mes_begin (self, error) &&
         end_people (self, stanok_mes_people_put_person (self->people, op, pin_verifier,
                                                         badge_sha256, error), error);
}

gboolean
stanok_mes_revoke_operator (StanokMes  *self,
                            const char *operator_id,
                            gint64      since_ms,
                            GError    **error)
{
  return stanok_mes_begin (self, error) &&
         end_people (self, stanok_mes_people_revoke_person (self->people, operator_id, since_ms,
                                                            error), error);
}

gboolean
stanok_mes_put_station (StanokMes           *self,
                        const StanokStation *station,
                        GError             **error)
{
  StanokSqlQuery *query;

  if (!stanok_mes_begin (self, error))
    return FALSE;
  stanok_mes_forget_list (self, STANOK_MES_LIST_STATIONS);
  query = stanok_sql_query (
      self->sql, "INSERT INTO stations (id, name_en, name_ru) VALUES (?1, ?2, ?3) ON CONFLICT (id) "
                 "DO UPDATE SET name_en = excluded.name_en, name_ru = excluded.name_ru", error);
  if (query != NULL)
    {
      stanok_sql_bind_text (query, 1, station->id);
      stanok_sql_bind_text (query, 2, station->name.en);
      stanok_sql_bind_text (query, 3, station->name.ru);
    }
  return stanok_mes_end (self, query != NULL && stanok_sql_run (query, error) >= 0, error);
}

gboolean
stanok_mes_put_reason (StanokMes          *self,
                       const StanokReason *reason,
                       GError            **error)
{
  StanokSqlQuery *query;

  if (!stanok_mes_begin (self, error))
    return FALSE;
  stanok_mes_forget_list (self, STANOK_MES_LIST_REASONS);
  query = stanok_sql_query (
      self->sql, "INSERT INTO reasons (id, kind, name_en, name_ru, icon) VALUES (?1, ?2, ?3, ?4, "
                 "?5) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name_en = "
                 "excluded.name_en, name_ru = excluded.name_ru, icon = excluded.icon", error);
  if (query != NULL)
    {
      stanok_sql_bind_text (query, 1, reason->id);
      stanok_sql_bind_text (query, 2, reason->kind);
      stanok_sql_bind_text (query, 3, reason->name.en);
      stanok_sql_bind_text (query, 4, reason->name.ru);
      stanok_sql_bind_text (query, 5, reason->icon);
    }
  return stanok_mes_end (self, query != NULL && stanok_sql_run (query, error) >= 0, error);
}

/* ---- devices -------------------------------------------------------------------------------- */

char *
stanok_mes_enrol_device (StanokMes  *self,
                         const char *device_id,
                         const char *station,
                         GError    **error)
{
  guint8 bytes[TOKEN_BYTES];
  g_autoptr(GString) token = g_string_new ("stk_");

  if (!stanok_mes_is_plain_id (device_id))
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, "“%s” cannot be a device's id",
                   device_id);
      return NULL;
    }
  self->ports.random (self->ports.data, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (token, "%02x", bytes[i]);
  if (!stanok_mes_begin (self, error) ||
      !end_people (self, stanok_mes_people_put_device (self->people, device_id, station, token->str,
                                                       stanok_mes_now_ms (self), error), error))
    return NULL;
  return g_strdup (token->str);
}

gboolean
stanok_mes_revoke_device (StanokMes  *self,
                          const char *device_id,
                          GError    **error)
{
  return stanok_mes_begin (self, error) &&
         end_people (self, stanok_mes_people_revoke_device (self->people, device_id,
                                                            stanok_mes_now_ms (self), error),
                     error);
}

gint64
stanok_mes_count_effects (StanokMes  *self,
                          const char *command_id)
{
  return stanok_mes_history_count_effects (self, command_id, NULL);
}

gint64
stanok_mes_count_orders (StanokMes *self)
{
  return stanok_mes_model_get_n (self->model);
}
