/* stanok-mes-reference.c: the server itself, and the lists that screens speak with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes/stanok-mes-handlers.h"
#include "mes/stanok-mes-private.h"

#define OFFLINE_SIGNIN_DAYS 10

/* ---- lists ---------------------------------------------------------------------------------- */

/* Each fills @items with borrowed or owned elements, as the array's free function says. */
typedef gboolean (*Collect) (StanokMes *mes, GPtrArray *items, GError **error);

static gboolean
collect_operators (StanokMes *mes,
                   GPtrArray *items,
                   GError   **error)
{
  StanokMesPerson *person;

  for (guint i = 0; (person = stanok_mes_people_get_person (mes->people, i)) != NULL; i++)
    {
      StanokOperator *op = STANOK_RECORD_OPERATOR.create ();

      op->id = g_strdup (person->op.id);
      op->name.en = g_strdup (person->op.name.en);
      op->name.ru = g_strdup (person->op.name.ru);
      op->role = g_strdup (person->op.role);
      op->active = person->op.active && person->revoked_ms == 0;
      g_ptr_array_add (items, op);
    }
  return TRUE;
}

/* Only who may sign in, and has something to do it with. */
static gboolean
collect_roster (StanokMes *mes,
                GPtrArray *items,
                GError   **error)
{
  StanokMesPerson *person;

  for (guint i = 0; (person = stanok_mes_people_get_person (mes->people, i)) != NULL; i++)
    {
      StanokRosterEntry *entry;

      if (!person->op.active || person->revoked_ms != 0 || person->pin == NULL)
        continue;
      entry = STANOK_RECORD_ROSTER_ENTRY.create ();
      entry->operator_id = g_strdup (person->op.id);
      entry->name.en = g_strdup (person->op.name.en);
      entry->name.ru = g_strdup (person->op.name.ru);
      entry->role = g_strdup (person->op.role);
      entry->pin = g_strdup (person->pin);
      entry->badge = g_strdup (person->badge);
      g_ptr_array_add (items, entry);
    }
  return TRUE;
}

static gboolean
collect_stations (StanokMes *mes,
                  GPtrArray *items,
                  GError   **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT id, name_en, name_ru FROM stations ORDER BY id", error);
  g_autoptr(GError) local_error = NULL;

  if (query == NULL)
    return FALSE;
  while (stanok_sql_step (query, &local_error))
    {
      StanokStation *station = STANOK_RECORD_STATION.create ();

      station->id = g_strdup (stanok_sql_text (query, "id"));
      station->name.en = g_strdup (stanok_sql_text (query, "name_en"));
      station->name.ru = g_strdup (stanok_sql_text (query, "name_ru"));
      g_ptr_array_add (items, station);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
collect_reasons (StanokMes *mes,
                 GPtrArray *items,
                 GError   **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT id, kind, name_en, name_ru, icon FROM reasons ORDER BY kind, id", error);
  g_autoptr(GError) local_error = NULL;

  if (query == NULL)
    return FALSE;
  while (stanok_sql_step (query, &local_error))
    {
      StanokReason *reason = STANOK_RECORD_REASON.create ();

      reason->id = g_strdup (stanok_sql_text (query, "id"));
      reason->kind = g_strdup (stanok_sql_text (query, "kind"));
      reason->name.en = g_strdup (stanok_sql_text (query, "name_en"));
      reason->name.ru = g_strdup (stanok_sql_text (query, "name_ru"));
      reason->icon = g_strdup (stanok_sql_text (query, "icon"));
      g_ptr_array_add (items, reason);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static const struct {
  Collect                 collect;
  const StanokRecordType *element;
  const StanokRecordType *record;
} lists[STANOK_MES_N_LISTS] = {
  [STANOK_MES_LIST_OPERATORS] = { collect_operators, &STANOK_RECORD_OPERATOR,
                                  &STANOK_RECORD_OPERATORS },
  [STANOK_MES_LIST_STATIONS]  = { collect_stations, &STANOK_RECORD_STATION,
                                  &STANOK_RECORD_STATIONS },
  [STANOK_MES_LIST_REASONS]   = { collect_reasons, &STANOK_RECORD_REASON, &STANOK_RECORD_REASONS },
  [STANOK_MES_LIST_ROSTER]    = { collect_roster, &STANOK_RECORD_ROSTER_ENTRY,
                                  &STANOK_RECORD_ROSTER },
};

static char *
make_etag (StanokMes *mes,
           GBytes    *body)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);

  return g_strdup_printf ("\"%s.c%.32s\"", mes->epoch, sum);
}

static gboolean
make_list (StanokMes    *mes,
           StanokMesList list,
           GError      **error)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (lists[list].element->destroy);
  StanokOperators record = { mes->epoch, items };
  GString *json;

  if (mes->lists[list] != NULL)
    return TRUE;
  if (!lists[list].collect (mes, items, error))
    return FALSE;
  json = g_string_new (NULL);
  stanok_record_append (lists[list].record, &record, json);
  mes->lists[list] = g_string_free_to_bytes (json);
  mes->list_etags[list] = make_etag (mes, mes->lists[list]);
  return TRUE;
}

static void
reply_list (StanokMesExchange *exchange,
            StanokMesList      list)
{
  StanokMes *mes = exchange->mes;
  g_autoptr(GError) error = NULL;

  if (!make_list (mes, list, &error))
    {
      stanok_mes_exchange_fail (exchange, error);
      return;
    }
  if (stanok_mes_exchange_is_unchanged (exchange, mes->list_etags[list]))
    return;
  stanok_mes_exchange_set_header (exchange, "ETag", mes->list_etags[list]);
  stanok_mes_exchange_reply (exchange, 200, "application/json", mes->lists[list]);
}

void
stanok_mes_handle_operators (StanokMesExchange *exchange)
{
  reply_list (exchange, STANOK_MES_LIST_OPERATORS);
}

void
stanok_mes_handle_stations (StanokMesExchange *exchange)
{
  reply_list (exchange, STANOK_MES_LIST_STATIONS);
}

void
stanok_mes_handle_reasons (StanokMesExchange *exchange)
{
  reply_list (exchange, STANOK_MES_LIST_REASONS);
}

void
stanok_mes_handle_roster (StanokMesExchange *exchange)
{
  reply_list (exchange, STANOK_MES_LIST_ROSTER);
}

/* ---- the server ----------------------------------------------------------------------------- */

/* The time stands outside the representation that the tag names. */
void
stanok_mes_handle_meta (StanokMesExchange *exchange)
{
  StanokMes *mes = exchange->mes;
  g_autoptr(GPtrArray) features = g_ptr_array_new ();
  StanokMeta meta = {
    .epoch = mes->epoch, .features = features, .min_client = (char *) mes->config.min_client,
    .page_max = mes->config.page_max, .wait_max_s = mes->config.wait_max_s,
    .body_max = mes->config.body_max, .blob_max = mes->config.blob_max,
    .leases_max = 0, .offline_signin_days = OFFLINE_SIGNIN_DAYS,
  };
  g_autofree char *timeless = NULL, *etag = NULL;
  g_autoptr(GBytes) named = NULL;
  GString *json;

  if (!mes->config.plain_only)
    {
      g_ptr_array_add (features, (gpointer) "feed");
      g_ptr_array_add (features, (gpointer) "long-poll");
    }
  if (meta.min_client == NULL)
    meta.min_client = (char *) "0";
  timeless = stanok_record_to_json (&STANOK_RECORD_META, &meta);
  named = g_bytes_new_static (timeless, strlen (timeless));
  etag = make_etag (mes, named);
  if (stanok_mes_exchange_is_unchanged (exchange, etag))
    return;
  meta.server_time_ms = exchange->now_ms;
  json = g_string_new (NULL);
  stanok_record_append (&STANOK_RECORD_META, &meta, json);
  stanok_mes_exchange_reply_json (exchange, 200, etag, json);
}
