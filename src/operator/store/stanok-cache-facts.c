/* stanok-cache-facts.c: what the server said goes in: changes, single orders, snapshots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "domain/stanok-mutant.h"
#include "store/stanok-cache-private.h"

/* What one transaction does to the rows, and to the state in memory that belongs to them. */
typedef gboolean (*FactsWork) (StanokCache *self, gconstpointer facts, GError **error);

static void
set_text (char       **text,
          const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*text);
  *text = copy;
}

static gboolean
run_work (StanokCache    *self,
          FactsWork       work,
          gconstpointer   facts,
          GError        **error)
{
  if (!stanok_db_begin (self->db, error))
    return FALSE;
  if (work (self, facts, error) && stanok_cache_save_base_state (self, error))
    return stanok_db_commit (self->db, error);
  stanok_db_rollback (self->db);
  return FALSE;
}

/* C1: whatever was written, and the state that belongs to it, or nothing. After a failure the state
 * in memory is again what the file says. */
static gboolean
transact (StanokCache    *self,
          FactsWork       work,
          gconstpointer   facts,
          GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  g_auto(StanokBaseState) before = { 0 };
  gint64 generation = self->generation;
  StanokDigest shadow_digest = self->shadow_digest;

  stanok_cache_get_base_state (self, &before);
  if (run_work (self, work, facts, &local_error))
    {
      self->version++;
      return TRUE;
    }
  stanok_base_state_clear (&self->base);
  self->base = before;
  before = (StanokBaseState) { 0 };
  self->generation = generation;
  self->shadow_digest = shadow_digest;
  stanok_cache_note_error (self, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* ---- leaving the queue --------------------------------------------------------------------- */

/* D9, D10: what has unsettled work on it keeps its last face. */
static gboolean
keep_stub (StanokCache  *self,
           const char   *order_id,
           gint64        row,
           GError      **error)
{
  if (!stanok_overlay_has (self, order_id))
    return TRUE;
  return stanok_db_run (self->db, error,
                        "INSERT OR REPLACE INTO stub SELECT id, body FROM base WHERE row=?",
                        "i", row);
}

static gboolean
remove_order (StanokCache         *self,
              const StanokChange  *change,
              GError             **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 row, key, rev;
  sqlite3_stmt *statement;

  if (!stanok_cache_find (self, self->generation, change->id, &row, &key, &local_error))
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  statement = stanok_db_select (self->db, error, "SELECT rev FROM base WHERE row=?", "i", row);
  if (statement == NULL || !stanok_db_next (statement, error))
    return FALSE;
  rev = sqlite3_column_int64 (statement, 0);
  stanok_db_done (statement);
  /* E5: a tombstone that is older than what we have is a late answer. */
  if (change->rev < rev)
    return TRUE;
  if (!keep_stub (self, change->id, row, error) ||
      !stanok_db_run (self->db, error, "DELETE FROM words WHERE row=?", "i", row) ||
      !stanok_db_run (self->db, error, "DELETE FROM base WHERE row=?", "i", row))
    return FALSE;
  stanok_digest_remove (&self->base.digest, change->id, rev);
  return TRUE;
}

/* ---- changes, single orders ---------------------------------------------------------------- */

static gboolean
apply_change (StanokCache         *self,
              const StanokChange  *change,
              GError             **error)
{
  if (change->order == NULL)
    return remove_order (self, change, error);
  return stanok_cache_write_order (self, self->generation, change->order, &self->base.digest,
                                   error) &&
         stanok_db_run (self->db, error, "DELETE FROM stub WHERE id=?", "s", change->id);
}

static gboolean
changes_work (StanokCache    *self,
              gconstpointer   facts,
              GError        **error)
{
  const StanokChanges *changes = facts;

  stanok_cache_trim (self);
  if (STANOK_MUTANT (CURSOR_APART))
    {
      set_text (&self->base.cursor, changes->to);
      if (!stanok_cache_save_base_state (self, error) || !stanok_db_commit (self->db, error) ||
          !stanok_db_begin (self->db, error))
        return FALSE;
    }
  for (guint i = 0; i < changes->items->len; i++)
    if (!apply_change (self, g_ptr_array_index (changes->items, i), error))
      return FALSE;
  set_text (&self->base.epoch, changes->epoch);
  set_text (&self->base.cursor, changes->to);
  return TRUE;
}

gboolean
stanok_cache_apply_changes (StanokCache          *self,
                            const StanokChanges  *changes,
                            GError              **error)
{
  if (!transact (self, changes_work, changes, error))
    return FALSE;
  for (guint i = 0; i < changes->items->len; i++)
    stanok_overlay_refresh (self, ((StanokChange *) g_ptr_array_index (changes->items, i))->id);
  return TRUE;
}

/* The states that the queue holds; an order in another is the feed's to take away. */
static gboolean
is_in_queue (const StanokOrder *order)
{
  return order->state >= STANOK_STATE_MANUFACTURING_APPROVED &&
         order->state <= STANOK_STATE_SHIPPED;
}

/* S9: a snapshot that is being loaded may have been read before this answer: it goes there, too. */
static gboolean
order_work (StanokCache    *self,
            gconstpointer   facts,
            GError        **error)
{
  const StanokOrder *order = facts;

  if (self->shadow != 0 && g_strcmp0 (self->shadow_epoch, order->epoch) == 0 &&
      !stanok_cache_write_order (self, self->shadow, order, &self->shadow_digest, error))
    return FALSE;
  return stanok_cache_write_order (self, self->generation, order, &self->base.digest, error);
}

gboolean
stanok_cache_apply_order (StanokCache        *self,
                          const StanokOrder  *order,
                          GError            **error)
{
  gint64 row, key;

  stanok_cache_heal (self);
  /* Without a base there is nothing to be newer than: the snapshot will bring it. */
  if (self->base.epoch == NULL || g_strcmp0 (self->base.epoch, order->epoch) != 0)
    return TRUE;
  if (!is_in_queue (order) &&
      !stanok_cache_find (self, self->generation, order->id, &row, &key, NULL))
    return TRUE;
  if (!transact (self, order_work, order, error))
    return FALSE;
  stanok_overlay_refresh (self, order->id);
  return TRUE;
}

/* ---- snapshots ----------------------------------------------------------------------------- */

void
stanok_cache_snapshot_abandon (StanokCache *self)
{
  self->shadow = 0;
  g_clear_pointer (&self->shadow_epoch, g_free);
  g_clear_pointer (&self->shadow_cursor, g_free);
}

gboolean
stanok_cache_snapshot_begin (StanokCache  *self,
                             const char   *epoch,
                             const char   *cursor,
                             GError      **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 newest;

  stanok_cache_heal (self);
  stanok_cache_snapshot_abandon (self);
  if (!stanok_db_get_int (self->db, &local_error, 0, &newest, "SELECT max(generation) FROM base"))
    {
      stanok_cache_note_error (self, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->shadow = MAX (newest, self->generation) + 1;
  self->shadow_epoch = g_strdup (epoch);
  self->shadow_cursor = g_strdup (cursor);
  self->shadow_digest = (StanokDigest) { 0, 0 };
  return TRUE;
}

static gboolean
page_work (StanokCache    *self,
           gconstpointer   facts,
           GError        **error)
{
  const StanokSnapshotPage *page = facts;

  stanok_cache_trim (self);
  for (guint i = 0; i < page->items->len; i++)
    if (!stanok_cache_write_order (self, self->shadow, g_ptr_array_index (page->items, i),
                                   &self->shadow_digest, error))
      return FALSE;
  return TRUE;
}

/* Damage ends a snapshot: what was loaded of it is gone with the file. */
static gboolean
check_shadow (StanokCache  *self,
              GError      **error)
{
  stanok_cache_heal (self);
  if (self->shadow != 0)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
               "no snapshot is being loaded; begin it again");
  return FALSE;
}

gboolean
stanok_cache_snapshot_page (StanokCache               *self,
                            const StanokSnapshotPage  *page,
                            GError                   **error)
{
  return check_shadow (self, error) && transact (self, page_work, page, error);
}

/* Stubs of orders that the new base lacks. Only orders of the overlay can become one: few. */
typedef struct {
  StanokCache  *cache;
  GError      **error;
  gboolean      good;
} Stubs;

static gboolean
stub_if_absent (gpointer key,
                gpointer value,
                gpointer data)
{
  Stubs *stubs = data;
  StanokCache *self = stubs->cache;
  gint64 row, shadow_row, row_key;

  if (stanok_cache_find (self, self->shadow, key, &shadow_row, &row_key, NULL))
    stubs->good = stanok_db_run (self->db, stubs->error, "DELETE FROM stub WHERE id=?", "s", key);
  else if (stanok_cache_find (self, self->generation, key, &row, &row_key, NULL))
    stubs->good = keep_stub (self, key, row, stubs->error);
  return !stubs->good;
}

static gboolean
finish_work (StanokCache    *self,
             gconstpointer   facts,
             GError        **error)
{
  Stubs stubs = { self, error, TRUE };

  g_tree_foreach (self->overlay, stub_if_absent, &stubs);
  if (!stubs.good)
    return FALSE;
  self->generation = self->shadow;
  set_text (&self->base.epoch, self->shadow_epoch);
  set_text (&self->base.cursor, self->shadow_cursor);
  self->base.digest = self->shadow_digest;
  return TRUE;
}

gboolean
stanok_cache_snapshot_finish (StanokCache  *self,
                              GError      **error)
{
  if (!check_shadow (self, error) || !transact (self, finish_work, NULL, error))
    return FALSE;
  stanok_cache_snapshot_abandon (self);
  stanok_overlay_refresh (self, NULL);
  return TRUE;
}

/* ---- state --------------------------------------------------------------------------------- */

static gboolean
validated_work (StanokCache    *self,
                gconstpointer   facts,
                GError        **error)
{
  const StanokClock *clock = &self->ports->clock;
  const gint64 *ago_ms = facts;

  self->base.validated_wall_ms = clock->wall_ms (clock->data) - *ago_ms;
  self->base.validated_boot_ms = clock->boot_ms (clock->data) - *ago_ms;
  set_text (&self->base.validated_boot_id, clock->boot_id (clock->data));
  stanok_cache_trim (self);
  return TRUE;
}

gboolean
stanok_cache_set_validated_ago (StanokCache  *self,
                                gint64        ago_ms,
                                GError      **error)
{
  return transact (self, validated_work, &ago_ms, error);
}

gboolean
stanok_cache_set_validated (StanokCache  *self,
                            GError      **error)
{
  return stanok_cache_set_validated_ago (self, 0, error);
}

/* The rows of the old generation are trimmed little by little. */
static gboolean
clear_work (StanokCache    *self,
            gconstpointer   facts,
            GError        **error)
{
  self->generation++;
  stanok_base_state_clear (&self->base);
  self->base = (StanokBaseState) { 0 };
  return TRUE;
}

gboolean
stanok_cache_clear_base (StanokCache  *self,
                         GError      **error)
{
  stanok_cache_snapshot_abandon (self);
  if (!transact (self, clear_work, NULL, error))
    return FALSE;
  stanok_overlay_refresh (self, NULL);
  return TRUE;
}
