/* stanok-mes-write.c: one transaction: rows, feed sequences, and then memory
 *
 * Everything that a commit changes is written under one BEGIN; memory follows
 * only after the commit has returned (M1). There is one writer, so sequences
 * that are given in the transaction are in commit order (M2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "domain/stanok-mutant.h"
#include "mes/stanok-mes-private.h"

#define SWEEP_EVERY_MS (60 * 1000)

gboolean
stanok_mes_begin (StanokMes *self,
                  GError   **error)
{
  g_return_val_if_fail (self->updates == NULL, FALSE);

  if (!stanok_sql_begin (self->sql, error))
    return FALSE;
  self->updates = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_mes_update_free);
  self->written = g_hash_table_new (g_str_hash, g_str_equal);
  self->forgotten = g_ptr_array_new_with_free_func (g_free);
  self->new_head = self->head;
  self->new_expired_seq = self->expired_seq;
  return TRUE;
}

static void
end_transaction (StanokMes *self)
{
  g_clear_pointer (&self->updates, g_ptr_array_unref);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
}

void
stanok_mes_rollback (StanokMes *self)
{
  if (STANOK_MUTANT (LEDGER_APART) && self->updates == NULL)
    return;
  g_return_if_fail (self->updates != NULL);

  stanok_sql_rollback (self->sql);
  end_transaction (self);
}

static gboolean
write_server (StanokMes *self,
              GError   **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      self->sql, "UPDATE server SET epoch = ?1, counter = ?2, head = ?3, expired_seq = ?4 "
                 "WHERE id = 1", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, self->epoch);
  stanok_sql_bind_int (query, 2, self->counter + 1);
  stanok_sql_bind_int (query, 3, self->new_head);
  stanok_sql_bind_int (query, 4, self->new_expired_seq);
  return stanok_sql_run (query, error) >= 0;
}

gboolean
stanok_mes_commit (StanokMes *self,
                   GError   **error)
{
  g_return_val_if_fail (self->updates != NULL, FALSE);

  if (!write_server (self, error))
    {
      stanok_mes_rollback (self);
      return FALSE;
    }
  if (!stanok_sql_commit (self->sql, error))
    {
      end_transaction (self);
      return FALSE;
    }
  self->counter++;
  self->head = self->new_head;
  self->expired_seq = self->new_expired_seq;
  g_ptr_array_set_free_func (self->updates, NULL);
  for (guint i = 0; i < self->updates->len; i++)
    stanok_mes_model_apply (self->model, self->updates->pdata[i]);
  for (guint i = 0; i < self->forgotten->len; i++)
    stanok_mes_model_forget (self->model, self->forgotten->pdata[i]);
  end_transaction (self);
  g_clear_pointer (&self->failure, g_free);
  return TRUE;
}

/* ---- orders --------------------------------------------------------------------------------- */

/* How an order stood before this write: as committed, or as written before in the transaction. */
typedef struct {
  gboolean    exists, is_live;
  gint64      rev;
  StanokState state;
  const char *gone;
} Before;

static Before
look_before (StanokMes  *self,
             const char *id)
{
  const StanokMesUpdate *update = g_hash_table_lookup (self->written, id);
  const StanokMesEntry *entry = stanok_mes_model_find (self->model, id);
  Before before = { FALSE, FALSE, 0, STANOK_STATE_INITIATED, NULL };

  if (update != NULL)
    before = (Before) { update->exists, update->json != NULL, update->rev, update->state,
                        update->gone };
  else if (entry != NULL)
    before = (Before) { entry->exists, entry->json != NULL, entry->rev, entry->state,
                        entry->gone };
  return before;
}

static void
note_update (StanokMes       *self,
             StanokMesUpdate *update)
{
  g_ptr_array_add (self->updates, update);
  g_hash_table_insert (self->written, update->id, update);
}

static gboolean
read_shipped_ms (StanokMes  *self,
                 const char *id,
                 gint64     *shipped_ms,
                 GError    **error)
{
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  query = stanok_sql_query (self->sql, "SELECT shipped_ms FROM orders WHERE id = ?1", error);
  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, id);
  if (stanok_sql_step (query, &local_error))
    *shipped_ms = stanok_sql_int (query, "shipped_ms");
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A queue shows what can be made, is being made, or was sent off lately. */
static gboolean
is_live (const StanokOrder *order,
         gint64             shipped_ms,
         gint64             now_ms)
{
  return order->state >= STANOK_STATE_MANUFACTURING_APPROVED &&
         order->state <= STANOK_STATE_SHIPPED &&
         (order->state != STANOK_STATE_SHIPPED || shipped_ms > now_ms - STANOK_MES_SCOPE_MS);
}

static gboolean
write_row (StanokMes         *self,
           const StanokOrder *order,
           gint64             seq,
           gint64             shipped_ms,
           const char        *json,
           gboolean           live,
           GError           **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      self->sql, "INSERT INTO orders (id, created_ms, state, rev, feed_seq, is_live, holder, "
                 "shipped_ms, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                 "ON CONFLICT (id) DO UPDATE SET created_ms = excluded.created_ms, "
                 "state = excluded.state, rev = excluded.rev, feed_seq = excluded.feed_seq, "
                 "is_live = excluded.is_live, holder = excluded.holder, "
                 "shipped_ms = excluded.shipped_ms, document = excluded.document", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, order->id);
  stanok_sql_bind_int (query, 2, order->created_ms);
  stanok_sql_bind_text (query, 3, stanok_state_name (order->state));
  stanok_sql_bind_int (query, 4, order->rev);
  stanok_sql_bind_int (query, 5, seq);
  stanok_sql_bind_int (query, 6, live ? 1 : 0);
  stanok_sql_bind_text (query, 7, order->holder_operator);
  stanok_sql_bind_int (query, 8, shipped_ms);
  stanok_sql_bind_text (query, 9, json);
  return stanok_sql_run (query, error) >= 0;
}

static gboolean
write_tombstone (StanokMes  *self,
                 const char *id,
                 gint64      rev,
                 const char *gone,
                 gint64      seq,
                 GError    **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      self->sql, "INSERT INTO tombstones (order_id, rev, gone, feed_seq, at_ms) "
                 "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (order_id) DO UPDATE SET "
                 "rev = excluded.rev, gone = excluded.gone, feed_seq = excluded.feed_seq, "
                 "at_ms = excluded.at_ms", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, id);
  stanok_sql_bind_int (query, 2, rev);
  stanok_sql_bind_text (query, 3, gone);
  stanok_sql_bind_int (query, 4, seq);
  stanok_sql_bind_int (query, 5, stanok_mes_now_ms (self));
  return stanok_sql_run (query, error) >= 0;
}

static gboolean
delete_row (StanokMes  *self,
            const char *sql,
            const char *id,
            GError    **error)
{
  StanokSqlQuery *query = stanok_sql_query (self->sql, sql, error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, id);
  return stanok_sql_run (query, error) >= 0;
}

static void
stamp (StanokMes   *self,
       StanokOrder *order,
       gint64       rev)
{
  order->rev = rev;
  g_free (order->epoch);
  order->epoch = g_strdup (self->epoch);
  g_free (order->etag);
  order->etag = stanok_mes_make_etag (self, rev);
  order->changed_ms = stanok_mes_now_ms (self);
}

gboolean
stanok_mes_write_order (StanokMes   *self,
                        StanokOrder *order,
                        gint64      *seq_out,
                        GError     **error)
{
  Before before = look_before (self, order->id);
  gint64 now_ms = stanok_mes_now_ms (self), shipped_ms = now_ms, seq = 0;
  StanokMesUpdate *update;
  g_autofree char *json = NULL;
  gboolean live;

  if (before.exists && before.state == STANOK_STATE_SHIPPED &&
      !read_shipped_ms (self, order->id, &shipped_ms, error))
    return FALSE;
  if (order->state != STANOK_STATE_SHIPPED)
    shipped_ms = 0;
  live = is_live (order, shipped_ms, now_ms);
  if (live || before.is_live)
    seq = ++self->new_head;
  stamp (self, order, before.rev + 1);
  json = stanok_order_to_json (order);
  if (!write_row (self, order, seq, shipped_ms, json, live, error) ||
      (before.is_live && !live &&
       !write_tombstone (self, order->id, order->rev, "left_scope", seq, error)) ||
      (live && before.gone != NULL &&
       !delete_row (self, "DELETE FROM tombstones WHERE order_id = ?1", order->id, error)))
    return FALSE;
  update = g_new0 (StanokMesUpdate, 1);
  update->id = g_strdup (order->id);
  update->created_ms = order->created_ms;
  update->rev = order->rev;
  update->seq = seq;
  update->state = order->state;
  update->exists = TRUE;
  update->gone = live ? NULL : before.is_live ? "left_scope" : before.gone;
  if (live)
    update->json = g_bytes_new (json, strlen (json));
  note_update (self, update);
  if (seq_out != NULL)
    *seq_out = seq;
  return TRUE;
}

gboolean
stanok_mes_write_absence (StanokMes  *self,
                          const char *order_id,
                          GError    **error)
{
  Before before = look_before (self, order_id);
  StanokMesUpdate *update;
  gint64 seq;

  if (!before.exists)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND, "there is no order “%s”", order_id);
      return FALSE;
    }
  /* Also of an order that no queue showed: its rev must not begin anew if it comes back. */
  seq = ++self->new_head;
  if (!delete_row (self, "DELETE FROM orders WHERE id = ?1", order_id, error) ||
      !write_tombstone (self, order_id, before.rev + 1, "deleted", seq, error))
    return FALSE;
  update = g_new0 (StanokMesUpdate, 1);
  update->id = g_strdup (order_id);
  update->rev = before.rev + 1;
  update->seq = seq;
  update->gone = "deleted";
  note_update (self, update);
  return TRUE;
}

/* ---- what time does ------------------------------------------------------------------------- */

static gboolean
collect (StanokMes  *self,
         const char *sql,
         gint64      before_ms,
         GPtrArray  *ids,
         GError    **error)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (self->sql, sql, error);
  g_autoptr(GError) local_error = NULL;

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_int (query, 1, before_ms);
  while (stanok_sql_step (query, &local_error))
    g_ptr_array_add (ids, g_strdup (stanok_sql_text (query, "id")));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
sweep (StanokMes *self,
       GPtrArray *old,
       GPtrArray *shipped,
       GError   **error)
{
  for (guint i = 0; i < old->len; i++)
    {
      const StanokMesEntry *entry = stanok_mes_model_find (self->model, old->pdata[i]);

      if (!delete_row (self, "DELETE FROM tombstones WHERE order_id = ?1", old->pdata[i], error))
        return FALSE;
      /* Whoever has not read up to here has missed that the order went. */
      self->new_expired_seq = MAX (self->new_expired_seq, entry != NULL ? entry->seq : 0);
      g_ptr_array_add (self->forgotten, g_strdup (old->pdata[i]));
    }
  for (guint i = 0; i < shipped->len; i++)
    {
      g_autoptr(StanokOrder) order = stanok_mes_read_order (self, shipped->pdata[i], error);
      g_autoptr(StanokOrder) copy = order != NULL ? stanok_order_copy (order) : NULL;

      if (copy == NULL || !stanok_mes_write_order (self, copy, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
stanok_mes_sweep (StanokMes *self,
                  GError   **error)
{
  g_autoptr(GPtrArray) old = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) shipped = g_ptr_array_new_with_free_func (g_free);
  gint64 now_ms = stanok_mes_now_ms (self);

  if (now_ms < self->next_sweep_ms)
    return TRUE;
  self->next_sweep_ms = now_ms + SWEEP_EVERY_MS;
  if (!collect (self, "SELECT order_id AS id FROM tombstones WHERE at_ms <= ?1",
                now_ms - STANOK_MES_TOMBSTONE_MS, old, error) ||
      !collect (self, "SELECT id FROM orders WHERE is_live = 1 AND state = 'SHIPPED' "
                      "AND shipped_ms > 0 AND shipped_ms <= ?1", now_ms - STANOK_MES_SCOPE_MS,
                shipped, error))
    return FALSE;
  if (old->len == 0 && shipped->len == 0)
    return TRUE;
  if (!stanok_mes_begin (self, error))
    return FALSE;
  if (!sweep (self, old, shipped, error))
    {
      stanok_mes_rollback (self);
      return FALSE;
    }
  return stanok_mes_commit (self, error);
}
