/* stanok-mes-history.c: what happened to an order, append-only
 *
 * Both sides of a change are kept as the part of an order that commands can
 * move: names, drawings and the like would only be repeated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-history.h"

#include <string.h>

#define AT(member) G_STRUCT_OFFSET (StanokOrder, member)
#define TEXT(member) \
  { #member, STANOK_FIELD_STRING, STANOK_FIELD_OPTIONAL, AT (member), 0, 1024, NULL, -1, \
    NULL, NULL, NULL, NULL }
#define NUMBER(member) \
  { #member, STANOK_FIELD_INT64, STANOK_FIELD_OPTIONAL, AT (member), G_MININT64, G_MAXINT64, NULL, \
    -1, NULL, NULL, NULL, NULL }
#define NAME(member, to, from) \
  { #member, STANOK_FIELD_ENUM, STANOK_FIELD_REQUIRED, AT (member), 0, 0, NULL, -1, \
    (const char *(*) (int)) (to), (from), NULL, NULL }
#define FLAG(member) \
  { #member, STANOK_FIELD_BOOL, STANOK_FIELD_OPTIONAL, AT (member), 0, 0, NULL, -1, \
    NULL, NULL, NULL, NULL }

static const StanokField standing_fields[] = {
  NAME   (state, stanok_state_name, stanok_state_from_name),
  NAME   (run, stanok_run_name, stanok_run_from_name),
  TEXT   (pause_reason),
  NUMBER (run_since_ms),
  NUMBER (elapsed_ms),
  NUMBER (good),
  NUMBER (scrap),
  TEXT   (holder_operator),
  TEXT   (holder_device),
  NUMBER (holder_since_ms),
  TEXT   (held_reason),
  TEXT   (held_by),
  NUMBER (held_since_ms),
  FLAG   (cancelled),
  NUMBER (priority),
  TEXT   (started_model),
  NUMBER (started_instructions_rev),
};

const StanokRecordType STANOK_MES_RECORD_STANDING = {
  "Standing", standing_fields, G_N_ELEMENTS (standing_fields),
  (gpointer (*) (void)) stanok_order_new, (void (*) (gpointer)) stanok_order_unref, NULL,
};

/* -1 on failure; @value_sql selects one “value” by one text. */
static gint64
ask (StanokMes  *mes,
     const char *value_sql,
     const char *key,
     GError    **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (mes->sql, value_sql, error);

  if (query == NULL)
    return -1;
  stanok_sql_bind_text (query, 1, key);
  return stanok_sql_step (query, error) ? stanok_sql_int (query, "value") : -1;
}

gint64
stanok_mes_history_count (StanokMes  *mes,
                          const char *order_id,
                          GError    **error)
{
  return ask (mes, "SELECT coalesce (max (seq), 0) AS value FROM history WHERE order_id = ?1",
              order_id, error);
}

gint64
stanok_mes_history_count_effects (StanokMes  *mes,
                                  const char *command_id,
                                  GError    **error)
{
  return ask (mes, "SELECT count(*) AS value FROM history WHERE command_id = ?1 "
                   "AND outcome IN ('applied', 'recorded_with_exception')", command_id, error);
}

gboolean
stanok_mes_history_append (StanokMes                *mes,
                           const StanokMesHappening *happening,
                           GError                  **error)
{
  gint64 n = stanok_mes_history_count (mes, happening->order_id, error);
  StanokSqlQuery *query = n >= 0 ? stanok_sql_query (
      mes->sql, "INSERT INTO history (order_id, seq, at_ms, received_ms, command_id, type, "
                "operator_id, device_id, outcome, before, after, args) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", error) : NULL;
  g_autofree char *before = NULL, *after = NULL;

  if (query == NULL)
    return FALSE;
  if (happening->before != NULL)
    before = stanok_record_to_json (&STANOK_MES_RECORD_STANDING, happening->before);
  if (happening->after != NULL)
    after = stanok_record_to_json (&STANOK_MES_RECORD_STANDING, happening->after);
  stanok_sql_bind_text (query, 1, happening->order_id);
  stanok_sql_bind_int (query, 2, n + 1);
  stanok_sql_bind_int (query, 3, happening->at_ms);
  stanok_sql_bind_int (query, 4, happening->received_ms);
  stanok_sql_bind_text (query, 5, happening->command_id);
  stanok_sql_bind_text (query, 6, happening->type);
  stanok_sql_bind_text (query, 7, happening->operator_id);
  stanok_sql_bind_text (query, 8, happening->device_id);
  stanok_sql_bind_text (query, 9, happening->outcome);
  stanok_sql_bind_text (query, 10, before);
  stanok_sql_bind_text (query, 11, after);
  stanok_sql_bind_text (query, 12, happening->args);
  return stanok_sql_run (query, error) >= 0;
}

static StanokHistoryRow *
read_row (StanokSqlQuery *query)
{
  StanokHistoryRow *row = STANOK_RECORD_HISTORY_ROW.create ();

  row->seq = stanok_sql_int (query, "seq");
  row->at_ms = stanok_sql_int (query, "at_ms");
  row->received_ms = stanok_sql_int (query, "received_ms");
  row->command_id = g_strdup (stanok_sql_text (query, "command_id"));
  row->type = g_strdup (stanok_sql_text (query, "type"));
  row->operator_id = g_strdup (stanok_sql_text (query, "operator_id"));
  row->device_id = g_strdup (stanok_sql_text (query, "device_id"));
  row->outcome = g_strdup (stanok_sql_text (query, "outcome"));
  row->before = g_strdup (stanok_sql_text (query, "before"));
  row->after = g_strdup (stanok_sql_text (query, "after"));
  row->args = g_strdup (stanok_sql_text (query, "args"));
  return row;
}

gboolean
stanok_mes_history_read (StanokMes  *mes,
                         const char *order_id,
                         GPtrArray  *rows,
                         GError    **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT seq, at_ms, received_ms, command_id, type, operator_id, device_id, "
                "outcome, before, after, args FROM history WHERE order_id = ?1 "
                "ORDER BY seq", error);
  g_autoptr(GError) local_error = NULL;

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, order_id);
  while (stanok_sql_step (query, &local_error))
    g_ptr_array_add (rows, read_row (query));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
copy_standing (StanokOrder       *to,
               const StanokOrder *from)
{
  for (gsize i = 0; i < G_N_ELEMENTS (standing_fields); i++)
    {
      const StanokField *field = &standing_fields[i];
      char *target = (char *) to + field->offset;
      const char *source = (const char *) from + field->offset;

      if (field->kind == STANOK_FIELD_STRING)
        {
          g_free (*(char **) (gpointer) target);
          *(char **) (gpointer) target = g_strdup (*(char * const *) (gconstpointer) source);
        }
      else
        memcpy (target, source, field->kind == STANOK_FIELD_INT64 ? sizeof (gint64) : sizeof (int));
    }
}

StanokOrder *
stanok_mes_history_rewind (StanokMes         *mes,
                           const StanokOrder *now,
                           const char        *command_id,
                           GError           **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT before FROM history WHERE command_id = ?1 AND before IS NOT NULL "
                "ORDER BY seq", error);
  g_autoptr(StanokOrder) standing = NULL;
  StanokOrder *before;
  const char *json;

  if (query == NULL)
    return NULL;
  stanok_sql_bind_text (query, 1, command_id);
  if (!stanok_sql_step (query, error))
    return NULL;
  json = stanok_sql_text (query, "before");
  standing = stanok_record_from_json (&STANOK_MES_RECORD_STANDING, json, strlen (json),
                                      &STANOK_JSON_COMMAND, error);
  if (standing == NULL)
    return NULL;
  before = stanok_order_copy (now);
  copy_standing (before, standing);
  return before;
}
