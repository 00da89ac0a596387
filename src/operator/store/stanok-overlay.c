/* stanok-overlay.c: view = base (+) fold(unsettled): in memory, and in a small table for lists
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-mutant.h"
#include "store/stanok-cache-private.h"
#include "wire/stanok-order-wire.h"

void
stanok_overlay_free_order (gpointer data)
{
  StanokOverlayOrder *order = data;

  g_free (order->order_id);
  g_ptr_array_unref (order->entries);
  g_ptr_array_unref (order->cards);
  g_free (order);
}

static StanokOverlayOrder *
overlay_order_new (const char *order_id)
{
  StanokOverlayOrder *order = g_new0 (StanokOverlayOrder, 1);

  order->order_id = g_strdup (order_id);
  order->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_entry_unref);
  order->cards = g_ptr_array_new_with_free_func (g_free);
  return order;
}

StanokOverlayOrder *
stanok_overlay_lookup (StanokCache *self,
                       const char  *order_id)
{
  return g_tree_lookup (self->overlay, order_id);
}

gboolean
stanok_overlay_has (StanokCache *self,
                    const char  *order_id)
{
  const StanokOverlayOrder *order = stanok_overlay_lookup (self, order_id);

  return order != NULL && order->entries->len > 0;
}

/* ---- base and stub ------------------------------------------------------------------------- */

/* A row that cannot be read, or does not hold an order, is damage. */
static StanokOrder *
parse_body (StanokCache   *self,
            sqlite3_stmt  *statement)
{
  g_autoptr(GError) error = NULL;
  StanokOrder *order = NULL;

  if (statement == NULL)
    return NULL;
  if (stanok_db_next (statement, &error))
    {
      const char *body = stanok_db_text (statement, 0);

      order = body != NULL ? stanok_order_from_json (body, strlen (body), NULL) : NULL;
      self->damaged |= order == NULL;
      stanok_db_done (statement);
    }
  stanok_cache_note_error (self, error);
  return order;
}

StanokOrder *
stanok_cache_get_base (StanokCache *self,
                       const char  *order_id)
{
  g_autoptr(GError) error = NULL;
  gint64 row, key;

  stanok_cache_heal (self);
  if (!stanok_cache_find (self, self->generation, order_id, &row, &key, &error))
    {
      stanok_cache_note_error (self, error);
      return NULL;
    }
  return parse_body (self, stanok_db_select (self->db, NULL, "SELECT body FROM base WHERE row=?",
                                             "i", row));
}

static StanokOrder *
get_stub (StanokCache *self,
          const char  *order_id)
{
  return parse_body (self, stanok_db_select (self->db, NULL, "SELECT body FROM stub WHERE id=?",
                                             "s", order_id));
}

/* ---- the fold ------------------------------------------------------------------------------ */

static StanokView
fold_over (StanokCache              *self,
           const StanokOrder        *base,
           const StanokOverlayOrder *overlay)
{
  guint n = overlay != NULL ? overlay->entries->len : 0;
  g_autofree StanokPending *pending = g_new0 (StanokPending, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      const StanokEntry *entry = g_ptr_array_index (overlay->entries, i);

      pending[i].command = entry->command;
      pending[i].device_id = self->device_id != NULL ? self->device_id : "";
      pending[i].at_ms = entry->command->wall_ms + self->clock_offset_ms;
    }
  return stanok_fold (base, pending, STANOK_MUTANT (VIEW_OF_BASE) ? 0 : n);
}

StanokView
stanok_cache_get_view (StanokCache *self,
                       const char  *order_id)
{
  g_autoptr(StanokOrder) base = stanok_cache_get_base (self, order_id);

  return fold_over (self, base, stanok_overlay_lookup (self, order_id));
}

static StanokRow *
row_new (gint64      key,
         const char *order_id)
{
  StanokRow *row = g_atomic_rc_box_new0 (StanokRow);

  row->key = key;
  row->order_id = g_strdup (order_id);
  return row;
}

StanokRow *
stanok_row_ref (const StanokRow *self)
{
  return g_atomic_rc_box_acquire ((StanokRow *) self);
}

static void
row_clear (gpointer data)
{
  StanokRow *row = data;

  g_free (row->order_id);
  g_clear_pointer (&row->order, stanok_order_unref);
}

void
stanok_row_unref (StanokRow *self)
{
  g_atomic_rc_box_release_full (self, row_clear);
}

StanokRow *
stanok_cache_get_row (StanokCache *self,
                      const char  *order_id)
{
  const StanokOverlayOrder *overlay = stanok_overlay_lookup (self, order_id);
  g_autoptr(StanokOrder) base = stanok_cache_get_base (self, order_id);
  g_auto(StanokView) view = { 0 };
  gboolean is_stub = base == NULL;
  gint64 key, ignored;
  StanokRow *row;

  if (base == NULL && !stanok_overlay_has (self, order_id))
    return NULL;
  if (is_stub)
    base = get_stub (self, order_id);
  view = fold_over (self, base, overlay);
  stanok_cache_find (self, self->generation, order_id, &ignored, &key, NULL);
  row = row_new (key, order_id);
  row->order = g_steal_pointer (&view.order);
  row->asked = view.asked;
  row->is_stub = is_stub;
  row->n_unsettled = overlay != NULL ? overlay->entries->len : 0;
  row->needs_person = overlay != NULL && overlay->cards->len > 0;
  return row;
}

/* ---- the small table: what a list sees instead of the base's row --------------------------- */

static void
refresh_order (StanokCache        *self,
               StanokOverlayOrder *overlay)
{
  g_autoptr(StanokRow) row = NULL;
  const StanokOrder *order;
  gint64 base_row = 0, key;

  stanok_db_run (self->db, NULL, "DELETE FROM temp.overlay WHERE key=?", "i", overlay->key);
  if (overlay->entries->len == 0)
    return;
  /* D10: what left the queue is in no list; its unsent work is found under "My unsent work". */
  if (!stanok_cache_find (self, self->generation, overlay->order_id, &base_row, &key, NULL))
    {
      overlay->key = key;
      return;
    }
  overlay->key = key;
  row = stanok_cache_get_row (self, overlay->order_id);
  order = row->order;
  stanok_db_run (self->db, NULL, "INSERT OR REPLACE INTO temp.overlay VALUES (?,?,?,?,?,?,?,?)",
                 "iiiiiiss", key, base_row,
                 (gint64) (order != NULL ? stanok_cache_group_of (order) : STANOK_GROUP_OTHER),
                 order != NULL ? order->available_ms : (gint64) 0,
                 order != NULL ? order->due_ms : (gint64) 0,
                 order != NULL ? order->priority : (gint64) 0,
                 order != NULL ? order->holder_operator : NULL,
                 order != NULL ? order->station : NULL);
}

static gboolean
refresh_each (gpointer key,
              gpointer value,
              gpointer data)
{
  refresh_order (data, value);
  return FALSE;
}

void
stanok_overlay_refresh (StanokCache *self,
                        const char  *order_id)
{
  StanokOverlayOrder *overlay;

  if (order_id == NULL)
    {
      g_tree_foreach (self->overlay, refresh_each, self);
      return;
    }
  overlay = stanok_overlay_lookup (self, order_id);
  if (overlay != NULL)
    refresh_order (self, overlay);
}

/* ---- entries ------------------------------------------------------------------------------- */

static void
forget_entry (StanokOverlayOrder *overlay,
              const char         *command_id)
{
  guint at;

  for (guint i = 0; i < overlay->entries->len; i++)
    {
      const StanokEntry *old = g_ptr_array_index (overlay->entries, i);

      if (g_str_equal (old->command->command_id, command_id))
        {
          g_ptr_array_remove_index (overlay->entries, i);
          break;
        }
    }
  if (g_ptr_array_find_with_equal_func (overlay->cards, command_id, g_str_equal, &at))
    g_ptr_array_remove_index (overlay->cards, at);
}

/* In the order of recording: an incarnation's entries by seq; a later incarnation comes after. */
static void
insert_entry (StanokOverlayOrder *overlay,
              const StanokEntry  *entry)
{
  guint at = overlay->entries->len;

  for (; at > 0; at--)
    {
      const StanokEntry *before = g_ptr_array_index (overlay->entries, at - 1);

      if (!g_str_equal (before->incarnation, entry->incarnation) || before->seq < entry->seq)
        break;
    }
  g_ptr_array_insert (overlay->entries, (int) at, stanok_entry_ref (entry));
}

static void
put_entry (StanokCache       *self,
           const StanokEntry *entry)
{
  const char *order_id = entry->command->order_id;
  StanokOverlayOrder *overlay = stanok_overlay_lookup (self, order_id);

  if (overlay == NULL)
    {
      overlay = overlay_order_new (order_id);
      g_tree_insert (self->overlay, overlay->order_id, overlay);
    }
  forget_entry (overlay, entry->command->command_id);
  if (stanok_entry_is_unsettled (entry))
    insert_entry (overlay, entry);
  if (stanok_entry_needs_person (entry))
    g_ptr_array_add (overlay->cards, g_strdup (entry->command->command_id));
  refresh_order (self, overlay);
  if (overlay->entries->len == 0)
    stanok_db_run (self->db, NULL, "DELETE FROM stub WHERE id=?", "s", order_id);
  if (overlay->entries->len == 0 && overlay->cards->len == 0)
    g_tree_remove (self->overlay, order_id);
}

void
stanok_cache_put_entry (StanokCache       *self,
                        const StanokEntry *entry)
{
  put_entry (self, entry);
  self->version++;
}

void
stanok_cache_set_unsettled (StanokCache *self,
                            GPtrArray   *entries)
{
  g_tree_remove_all (self->overlay);
  stanok_db_run (self->db, NULL, "DELETE FROM temp.overlay", "");
  for (guint i = 0; i < entries->len; i++)
    put_entry (self, g_ptr_array_index (entries, i));
  self->version++;
}

void
stanok_cache_set_clock_offset (StanokCache *self,
                               gint64       server_minus_wall_ms)
{
  if (self->clock_offset_ms == server_minus_wall_ms)
    return;
  self->clock_offset_ms = server_minus_wall_ms;
  stanok_overlay_refresh (self, NULL);
  self->version++;
}

void
stanok_cache_set_device (StanokCache *self,
                         const char  *device_id)
{
  if (g_strcmp0 (self->device_id, device_id) == 0)
    return;
  g_free (self->device_id);
  self->device_id = g_strdup (device_id);
  stanok_cache_set_setting (self, "device", device_id, NULL);
  stanok_overlay_refresh (self, NULL);
  self->version++;
}
