/* stanok-mes-model.c: every order in memory, live ones as the bytes that are served
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-model.h"

#include <string.h>

#define HOLES_MIN 1024       /* fewer are not worth a walk over all slots */

typedef struct {
  gint64          seq;
  StanokMesEntry *entry;     /* (nullable) NULL: a newer change took its place */
} Slot;

struct _StanokMesModel {
  GHashTable  *by_id;        /* (owned) id -> StanokMesEntry, owned by the table */
  GPtrArray   *by_key;       /* (owned) existing orders by (created, id) */
  GArray      *feed;         /* (owned) of Slot, ascending */
  guint        n_holes;
  gboolean     is_loading;   /* places are put in order at the end */
  StanokDigest digest;
  gint64       n_by_state[STANOK_N_STATES];
};

static void
entry_free (gpointer data)
{
  StanokMesEntry *entry = data;

  g_free (entry->id);
  g_clear_pointer (&entry->json, g_bytes_unref);
  g_free (entry);
}

void
stanok_mes_update_free (StanokMesUpdate *update)
{
  if (update == NULL)
    return;
  g_free (update->id);
  g_clear_pointer (&update->json, g_bytes_unref);
  g_free (update);
}

StanokMesModel *
stanok_mes_model_new (void)
{
  StanokMesModel *self = g_new0 (StanokMesModel, 1);

  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->by_key = g_ptr_array_new ();
  self->feed = g_array_new (FALSE, FALSE, sizeof (Slot));
  return self;
}

void
stanok_mes_model_free (StanokMesModel *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->feed);
  g_ptr_array_unref (self->by_key);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

/* ---- places --------------------------------------------------------------------------------- */

/* The first slot above @seq. */
static guint
find_slot_above (StanokMesModel *self,
                 gint64          seq)
{
  guint low = 0, high = self->feed->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->feed, Slot, middle).seq > seq)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

guint
stanok_mes_model_find_above (StanokMesModel *self,
                             gint64          created_ms,
                             const char     *id)
{
  guint low = 0, high = self->by_key->len;

  while (id != NULL && low < high)
    {
      guint middle = low + (high - low) / 2;
      const StanokMesEntry *entry = self->by_key->pdata[middle];

      if (entry->created_ms > created_ms ||
          (entry->created_ms == created_ms && strcmp (entry->id, id) > 0))
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* ---- changes -------------------------------------------------------------------------------- */

static void
fill_holes (StanokMesModel *self)
{
  guint n_kept = 0;

  for (guint i = 0; i < self->feed->len; i++)
    if (g_array_index (self->feed, Slot, i).entry != NULL)
      g_array_index (self->feed, Slot, n_kept++) = g_array_index (self->feed, Slot, i);
  g_array_set_size (self->feed, n_kept);
  self->n_holes = 0;
}

static void
leave_feed (StanokMesModel *self,
            StanokMesEntry *entry)
{
  if (entry->seq == 0)
    return;
  g_array_index (self->feed, Slot, find_slot_above (self, entry->seq) - 1).entry = NULL;
  self->n_holes++;
  entry->seq = 0;
  if (self->n_holes > HOLES_MIN && self->n_holes > self->feed->len / 2)
    fill_holes (self);
}

static void
enter_feed (StanokMesModel *self,
            StanokMesEntry *entry,
            gint64          seq)
{
  Slot slot = { seq, entry };

  if (seq == 0)
    return;
  g_assert (self->is_loading || self->feed->len == 0 ||
            g_array_index (self->feed, Slot, self->feed->len - 1).seq < seq);
  entry->seq = seq;
  g_array_append_val (self->feed, slot);
}

/* Takes the entry out of everything that counts or orders it. */
static void
uncount (StanokMesModel *self,
         StanokMesEntry *entry)
{
  if (entry->exists)
    {
      g_ptr_array_remove_index (self->by_key, stanok_mes_model_find_above (self, entry->created_ms,
                                                                           entry->id) - 1);
      self->n_by_state[entry->state]--;
    }
  if (entry->json != NULL)
    stanok_digest_remove (&self->digest, entry->id, entry->rev);
}

static void
count (StanokMesModel *self,
       StanokMesEntry *entry)
{
  if (entry->exists)
    {
      guint place = self->is_loading ? self->by_key->len
                                     : stanok_mes_model_find_above (self, entry->created_ms,
                                                                    entry->id);

      g_ptr_array_insert (self->by_key, (int) place, entry);
      self->n_by_state[entry->state]++;
    }
  if (entry->json != NULL)
    stanok_digest_add (&self->digest, entry->id, entry->rev);
}

void
stanok_mes_model_apply (StanokMesModel  *self,
                        StanokMesUpdate *update)
{
  StanokMesEntry *entry = g_hash_table_lookup (self->by_id, update->id);

  if (entry == NULL)
    {
      entry = g_new0 (StanokMesEntry, 1);
      entry->id = g_steal_pointer (&update->id);
      g_hash_table_insert (self->by_id, entry->id, entry);
    }
  else
    uncount (self, entry);
  if (update->seq != 0)
    leave_feed (self, entry);
  entry->created_ms = update->created_ms;
  entry->rev = update->rev;
  entry->state = update->state;
  entry->exists = update->exists;
  entry->gone = update->gone;
  g_clear_pointer (&entry->json, g_bytes_unref);
  entry->json = g_steal_pointer (&update->json);
  count (self, entry);
  enter_feed (self, entry, update->seq);
  stanok_mes_update_free (update);
}

void
stanok_mes_model_begin_loading (StanokMesModel *self)
{
  self->is_loading = TRUE;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const StanokMesEntry *left = *(StanokMesEntry * const *) a;
  const StanokMesEntry *right = *(StanokMesEntry * const *) b;

  if (left->created_ms != right->created_ms)
    return left->created_ms < right->created_ms ? -1 : 1;
  return strcmp (left->id, right->id);
}

static int
compare_slots (gconstpointer a,
               gconstpointer b)
{
  const Slot *left = a, *right = b;

  return left->seq < right->seq ? -1 : left->seq > right->seq;
}

void
stanok_mes_model_end_loading (StanokMesModel *self)
{
  self->is_loading = FALSE;
  g_ptr_array_sort (self->by_key, compare_keys);
  g_array_sort (self->feed, compare_slots);
}

void
stanok_mes_model_forget (StanokMesModel *self,
                         const char     *id)
{
  StanokMesEntry *entry = g_hash_table_lookup (self->by_id, id);

  if (entry == NULL || entry->gone == NULL)
    return;
  leave_feed (self, entry);
  entry->gone = NULL;
  if (!entry->exists)
    g_hash_table_remove (self->by_id, id);
}

/* ---- reading -------------------------------------------------------------------------------- */

StanokMesEntry *
stanok_mes_model_find (StanokMesModel *self,
                       const char     *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

StanokDigest
stanok_mes_model_get_digest (StanokMesModel *self)
{
  return self->digest;
}

gint64
stanok_mes_model_count (StanokMesModel *self,
                        StanokState     state)
{
  return self->n_by_state[state];
}

guint
stanok_mes_model_get_n (StanokMesModel *self)
{
  return self->by_key->len;
}

StanokMesEntry *
stanok_mes_model_get_at (StanokMesModel *self,
                         guint           place)
{
  return self->by_key->pdata[place];
}

StanokMesEntry *
stanok_mes_model_next_change (StanokMesModel *self,
                              gint64          seq)
{
  for (guint i = find_slot_above (self, seq); i < self->feed->len; i++)
    {
      Slot *slot = &g_array_index (self->feed, Slot, i);

      if (slot->entry != NULL)
        return slot->entry;
    }
  return NULL;
}
