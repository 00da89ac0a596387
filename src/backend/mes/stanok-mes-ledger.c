/* stanok-mes-ledger.c: a command has one outcome, for ever
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-ledger.h"

void
stanok_mes_ledger_row_free (StanokMesLedgerRow *self)
{
  if (self == NULL)
    return;
  g_free (self->command_id);
  g_free (self->device_id);
  g_free (self->order_id);
  g_free (self->type);
  g_free (self->operator_id);
  g_free (self->fingerprint);
  g_free (self->outcome);
  g_free (self->problem);
  g_free (self->by);
  g_free (self->exception_id);
  g_free (self->exception);
  g_free (self->reverted_by);
  g_free (self->clock);
  g_free (self->body);
  g_free (self);
}

static StanokMesLedgerRow *
read_row (StanokSqlQuery *query)
{
  StanokMesLedgerRow *row = g_new0 (StanokMesLedgerRow, 1);

  row->command_id = g_strdup (stanok_sql_text (query, "command_id"));
  row->device_id = g_strdup (stanok_sql_text (query, "device_id"));
  row->order_id = g_strdup (stanok_sql_text (query, "order_id"));
  row->type = g_strdup (stanok_sql_text (query, "type"));
  row->operator_id = g_strdup (stanok_sql_text (query, "operator_id"));
  row->fingerprint = g_strdup (stanok_sql_text (query, "fingerprint"));
  row->received_ms = stanok_sql_int (query, "received_ms");
  row->at_ms = stanok_sql_int (query, "at_ms");
  row->status = stanok_sql_int (query, "status");
  row->outcome = g_strdup (stanok_sql_text (query, "outcome"));
  row->problem = g_strdup (stanok_sql_text (query, "problem"));
  row->by = g_strdup (stanok_sql_text (query, "by_id"));
  row->since_ms = stanok_sql_int (query, "since_ms");
  row->exception_id = g_strdup (stanok_sql_text (query, "exception_id"));
  row->exception = g_strdup (stanok_sql_text (query, "exception"));
  row->feed_seq = stanok_sql_int (query, "feed_seq");
  row->has_effect = stanok_sql_int (query, "has_effect") != 0;
  row->good = stanok_sql_int (query, "good");
  row->scrap = stanok_sql_int (query, "scrap");
  row->reverted_by = g_strdup (stanok_sql_text (query, "reverted_by"));
  return row;
}

StanokMesLedgerRow *
stanok_mes_ledger_find (StanokMes  *mes,
                        const char *command_id,
                        GError    **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT command_id, device_id, order_id, type, operator_id, fingerprint, "
                "received_ms, at_ms, status, outcome, problem, by_id, since_ms, exception_id, "
                "exception, feed_seq, has_effect, good, scrap, reverted_by "
                "FROM ledger WHERE command_id = ?1", error);

  if (query == NULL)
    return NULL;
  stanok_sql_bind_text (query, 1, command_id);
  return stanok_sql_step (query, error) ? read_row (query) : NULL;
}

char *
stanok_mes_ledger_find_sequence (StanokMes  *mes,
                                 const char *device_id,
                                 const char *incarnation,
                                 gint64      seq,
                                 GError    **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT command_id FROM sequences WHERE device_id = ?1 AND incarnation = ?2 "
                "AND seq = ?3", error);

  if (query == NULL)
    return NULL;
  stanok_sql_bind_text (query, 1, device_id);
  stanok_sql_bind_text (query, 2, incarnation);
  stanok_sql_bind_int (query, 3, seq);
  return stanok_sql_step (query, error) ? g_strdup (stanok_sql_text (query, "command_id")) : NULL;
}

gint64
stanok_mes_ledger_find_lane_time (StanokMes  *mes,
                                  const char *device_id,
                                  const char *order_id,
                                  GError    **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT coalesce (max (at_ms), 0) AS at_ms FROM ledger WHERE device_id = ?1 "
                "AND order_id = ?2", error);

  if (query == NULL)
    return -1;
  stanok_sql_bind_text (query, 1, device_id);
  stanok_sql_bind_text (query, 2, order_id);
  return stanok_sql_step (query, error) ? stanok_sql_int (query, "at_ms") : -1;
}

/* Within a run of dense numbers the difference to their place stays the same. */
gboolean
stanok_mes_ledger_read_ranges (StanokMes  *mes,
                               const char *device_id,
                               const char *incarnation,
                               GArray     *ranges,
                               GError    **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      mes->sql, "SELECT min (seq) AS first, max (seq) AS last FROM ("
                "SELECT seq, seq - row_number () OVER (ORDER BY seq) AS run FROM sequences "
                "WHERE device_id = ?1 AND incarnation = ?2) AS places "
                "GROUP BY run ORDER BY first", error);
  g_autoptr(GError) local_error = NULL;

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, device_id);
  stanok_sql_bind_text (query, 2, incarnation);
  while (stanok_sql_step (query, &local_error))
    {
      StanokRange range = { stanok_sql_int (query, "first"), stanok_sql_int (query, "last") };

      g_array_append_val (ranges, range);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
stanok_mes_ledger_append (StanokMes                *mes,
                          const StanokMesLedgerRow *row,
                          GError                  **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      mes->sql, "INSERT INTO ledger (command_id, position, device_id, order_id, type, operator_id, "
                "fingerprint, received_ms, at_ms, status, outcome, problem, by_id, since_ms, "
                "exception_id, exception, feed_seq, has_effect, good, scrap, clock, body) VALUES "
                "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
                "?19, ?20, ?21, ?22)", error);
  const char *texts[] = { row->command_id, NULL, row->device_id, row->order_id, row->type,
                          row->operator_id, row->fingerprint, NULL, NULL, NULL, row->outcome,
                          row->problem, row->by, NULL, row->exception_id, row->exception, NULL,
                          NULL, NULL, NULL, row->clock, row->body };

  if (query == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    stanok_sql_bind_text (query, (int) i + 1, texts[i]);
  /* Commits are in order, so their counter is the position. */
  stanok_sql_bind_int (query, 2, mes->counter + 1);
  stanok_sql_bind_int (query, 8, row->received_ms);
  stanok_sql_bind_int (query, 9, row->at_ms);
  stanok_sql_bind_int (query, 10, row->status);
  stanok_sql_bind_int (query, 14, row->since_ms);
  stanok_sql_bind_int (query, 17, row->feed_seq);
  stanok_sql_bind_int (query, 18, row->has_effect ? 1 : 0);
  stanok_sql_bind_int (query, 19, row->good);
  stanok_sql_bind_int (query, 20, row->scrap);
  return stanok_sql_run (query, error) >= 0;
}

gboolean
stanok_mes_ledger_append_sequence (StanokMes                *mes,
                                   const StanokDeviceHeader *place,
                                   const char               *command_id,
                                   GError                  **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      mes->sql, "INSERT INTO sequences (device_id, incarnation, seq, command_id) "
                "VALUES (?1, ?2, ?3, ?4)", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, place->device);
  stanok_sql_bind_text (query, 2, place->incarnation);
  stanok_sql_bind_int (query, 3, place->seq);
  stanok_sql_bind_text (query, 4, command_id);
  return stanok_sql_run (query, error) >= 0;
}

gboolean
stanok_mes_ledger_mark_reverted (StanokMes  *mes,
                                 const char *command_id,
                                 const char *by_command,
                                 GError    **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      mes->sql, "UPDATE ledger SET reverted_by = ?2 WHERE command_id = ?1", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, command_id);
  stanok_sql_bind_text (query, 2, by_command);
  return stanok_sql_run (query, error) >= 0;
}
