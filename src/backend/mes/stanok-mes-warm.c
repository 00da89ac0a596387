/* stanok-mes-warm.c: from a database to a server: schema, epoch, memory
 *
 * The epoch says which history a client's tags and cursors belong to. Each
 * commit raises a counter in the database; the shell keeps a copy of it
 * elsewhere. A database that is behind the copy is not the newest one that was
 * served: somebody restored it, and what happened since is not in it. Then all
 * tags and cursors have to go, and a new epoch is how clients are told (2.18).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes/stanok-mes-private.h"
#include "mes/stanok-mes-texts.h"

static const StanokSqlMigration migrations[] = {
  { "001-orders.sql", stanok_mes_sql_001_orders },
};

static gboolean
read_server (StanokMes *self,
             gboolean  *is_there,
             GError   **error)
{
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  query = stanok_sql_query (self->sql, "SELECT epoch, counter, head, expired_seq FROM server "
                                       "WHERE id = 1", error);
  if (query == NULL)
    return FALSE;
  *is_there = stanok_sql_step (query, &local_error);
  if (*is_there)
    {
      self->epoch = g_strdup (stanok_sql_text (query, "epoch"));
      self->counter = stanok_sql_int (query, "counter");
      self->head = stanok_sql_int (query, "head");
      self->expired_seq = stanok_sql_int (query, "expired_seq");
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The random part tells two servers apart that both began at 1. */
static void
make_epoch (StanokMes *self)
{
  guint8 bytes[3];

  self->ports.random (self->ports.data, bytes, sizeof bytes);
  g_free (self->epoch);
  self->epoch = g_strdup_printf ("e%" G_GINT64_FORMAT "-%02x%02x%02x", self->counter + 1,
                                 bytes[0], bytes[1], bytes[2]);
}

static gboolean
rewrite_document (StanokMes  *self,
                  const char *id,
                  const char *document,
                  GError    **error)
{
  g_autoptr(StanokOrder) order = stanok_order_from_json (document, strlen (document), error);
  g_autofree char *json = NULL;
  StanokSqlQuery *query;

  if (order == NULL)
    {
      g_prefix_error (error, "order %s: ", id);
      return FALSE;
    }
  g_free (order->epoch);
  order->epoch = g_strdup (self->epoch);
  g_free (order->etag);
  order->etag = stanok_mes_make_etag (self, order->rev);
  json = stanok_order_to_json (order);
  query = stanok_sql_query (self->sql, "UPDATE orders SET document = ?2 WHERE id = ?1", error);
  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, id);
  stanok_sql_bind_text (query, 2, json);
  return stanok_sql_run (query, error) >= 0;
}

/* Every representation names the epoch, so every one changes with it. */
static gboolean
rewrite_all (StanokMes *self,
             GError   **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (
      self->sql, "SELECT id FROM orders ORDER BY id", error);
  g_autoptr(GError) local_error = NULL;

  if (query == NULL)
    return FALSE;
  while (stanok_sql_step (query, &local_error))
    g_ptr_array_add (ids, g_strdup (stanok_sql_text (query, "id")));
  for (guint i = 0; i < ids->len && local_error == NULL; i++)
    {
      g_autoptr(StanokSqlQuery) row = stanok_sql_query (
          self->sql, "SELECT document FROM orders WHERE id = ?1", &local_error);

      if (row == NULL)
        break;
      stanok_sql_bind_text (row, 1, ids->pdata[i]);
      if (stanok_sql_step (row, &local_error))
        rewrite_document (self, ids->pdata[i], stanok_sql_text (row, "document"), &local_error);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
decide_epoch (StanokMes *self,
              gint64     outside_counter,
              GError   **error)
{
  gboolean is_there = FALSE, is_proven;

  if (!read_server (self, &is_there, error))
    return FALSE;
  is_proven = is_there && outside_counter > 0 && self->counter >= outside_counter;
  self->counter = MAX (self->counter, outside_counter);
  if (!is_proven)
    make_epoch (self);
  if (!stanok_mes_begin (self, error))
    return FALSE;
  if ((!is_there && !stanok_sql_script (self->sql, "INSERT INTO server (id, epoch, counter, head, "
                                                   "expired_seq) VALUES (1, '', 0, 0, 0)",
                                        error)) ||
      (is_there && !is_proven && !rewrite_all (self, error)))
    {
      stanok_mes_rollback (self);
      return FALSE;
    }
  return stanok_mes_commit (self, error);
}

/* ---- memory --------------------------------------------------------------------------------- */

static const char *
gone_name (const char *text)
{
  if (text == NULL)
    return NULL;
  return strcmp (text, "deleted") == 0 ? "deleted" : "left_scope";
}

static gboolean
load_orders (StanokMes *self,
             GError   **error)
{
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  query = stanok_sql_query (
      self->sql, "SELECT o.id AS id, o.created_ms AS created_ms, o.state AS state, o.rev AS rev, "
                 "CASE WHEN o.is_live = 1 THEN o.feed_seq ELSE coalesce (t.feed_seq, 0) END AS seq,"
                 "CASE WHEN o.is_live = 1 THEN o.document END AS document, t.gone AS gone "
                 "FROM orders o LEFT JOIN tombstones t ON t.order_id = o.id", error);
  if (query == NULL)
    return FALSE;
  while (stanok_sql_step (query, &local_error))
    {
      StanokMesUpdate *update = g_new0 (StanokMesUpdate, 1);
      const char *document = stanok_sql_text (query, "document");

      update->id = g_strdup (stanok_sql_text (query, "id"));
      update->created_ms = stanok_sql_int (query, "created_ms");
      update->rev = stanok_sql_int (query, "rev");
      update->seq = stanok_sql_int (query, "seq");
      update->state = (StanokState) MAX (0, stanok_state_from_name (stanok_sql_text (query,
                                                                                    "state")));
      update->exists = TRUE;
      update->gone = gone_name (stanok_sql_text (query, "gone"));
      if (document != NULL)
        update->json = g_bytes_new (document, strlen (document));
      stanok_mes_model_apply (self->model, update);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
load_deleted (StanokMes *self,
              GError   **error)
{
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  query = stanok_sql_query (self->sql, "SELECT order_id, rev, feed_seq FROM tombstones "
                                       "WHERE gone = 'deleted'", error);
  if (query == NULL)
    return FALSE;
  while (stanok_sql_step (query, &local_error))
    {
      StanokMesUpdate *update = g_new0 (StanokMesUpdate, 1);

      update->id = g_strdup (stanok_sql_text (query, "order_id"));
      update->rev = stanok_sql_int (query, "rev");
      update->seq = stanok_sql_int (query, "feed_seq");
      update->gone = "deleted";
      /* An order that came back, but not into the queue, keeps its old tombstone. */
      if (stanok_mes_model_find (self->model, update->id) == NULL)
        stanok_mes_model_apply (self->model, update);
      else
        stanok_mes_update_free (update);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
stanok_mes_warm (StanokMes *self,
                 gint64     outside_counter,
                 GError   **error)
{
  gboolean is_loaded;

  if (!stanok_sql_migrate (self->sql, migrations, G_N_ELEMENTS (migrations), error) ||
      !decide_epoch (self, outside_counter, error))
    return FALSE;
  self->people = stanok_mes_people_new (self->sql, error);
  if (self->people == NULL)
    return FALSE;
  stanok_mes_model_begin_loading (self->model);
  is_loaded = load_orders (self, error) && load_deleted (self, error);
  stanok_mes_model_end_loading (self->model);
  return is_loaded;
}
