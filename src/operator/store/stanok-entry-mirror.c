/* stanok-entry-mirror.c: what waits and what needs a person, kept in memory on the main thread
 *
 * A handful of entries on a normal day, some thousands after a week without
 * the server: arrays in seq order are enough.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-entry-mirror.h"

#include "store/stanok-order-list.h"

struct _StanokEntryMirror
{
  GPtrArray  *unsent;    /* (element-type StanokEntry) in seq order */
  GListStore *cards;     /* of StanokEntryItem, newest first */
};

StanokEntryMirror *
stanok_entry_mirror_new (void)
{
  StanokEntryMirror *self = g_new0 (StanokEntryMirror, 1);

  self->unsent = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_entry_unref);
  self->cards = g_list_store_new (STANOK_TYPE_ENTRY_ITEM);
  return self;
}

void
stanok_entry_mirror_free (StanokEntryMirror *self)
{
  g_ptr_array_unref (self->unsent);
  g_object_unref (self->cards);
  g_free (self);
}

/* seq grows within an incarnation, and a later incarnation starts with what the earlier one
 * left. */
static gboolean
is_before (const StanokEntry *a,
           const StanokEntry *b)
{
  if (g_str_equal (a->incarnation, b->incarnation))
    return a->seq < b->seq;
  return a->recorded_ms < b->recorded_ms;
}

static void
put_unsent (StanokEntryMirror *self,
            const StanokEntry *entry)
{
  guint at;

  for (guint i = 0; i < self->unsent->len; i++)
    {
      const StanokEntry *old = g_ptr_array_index (self->unsent, i);

      if (g_str_equal (old->command->command_id, entry->command->command_id))
        {
          g_ptr_array_remove_index (self->unsent, i);
          break;
        }
    }
  if (!stanok_entry_is_unsettled (entry))
    return;
  for (at = self->unsent->len; at > 0; at--)
    if (is_before (g_ptr_array_index (self->unsent, at - 1), entry))
      break;
  g_ptr_array_insert (self->unsent, (int) at, stanok_entry_ref (entry));
}

static void
put_card (StanokEntryMirror *self,
          const StanokEntry *entry)
{
  GListModel *model = G_LIST_MODEL (self->cards);
  g_autoptr(StanokEntryItem) card = NULL;
  guint at = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(StanokEntryItem) item = g_list_model_get_item (model, i);

      if (g_str_equal (stanok_entry_item_get (item)->command->command_id,
                       entry->command->command_id))
        {
          g_list_store_remove (self->cards, i);
          break;
        }
    }
  if (!stanok_entry_needs_person (entry))
    return;
  for (; at < g_list_model_get_n_items (model); at++)
    {
      g_autoptr(StanokEntryItem) item = g_list_model_get_item (model, at);

      if (is_before (stanok_entry_item_get (item), entry))
        break;
    }
  card = stanok_entry_item_new (entry);
  g_list_store_insert (self->cards, at, card);
}

/* New or changed; an entry that neither waits nor needs anybody leaves the mirror. */
void
stanok_entry_mirror_put (StanokEntryMirror *self,
                         const StanokEntry *entry)
{
  put_unsent (self, entry);
  put_card (self, entry);
}

guint
stanok_entry_mirror_n_unsent (StanokEntryMirror *self,
                              gint64            *oldest_wall_ms)
{
  if (oldest_wall_ms != NULL)
    *oldest_wall_ms = self->unsent->len > 0 ?
      ((const StanokEntry *) g_ptr_array_index (self->unsent, 0))->recorded_ms : 0;
  return self->unsent->len;
}

static gpointer
ref_entry (gconstpointer entry,
           gpointer      user_data)
{
  return stanok_entry_ref (entry);
}

GPtrArray *
stanok_entry_mirror_dup_unsent (StanokEntryMirror *self)
{
  return g_ptr_array_copy (self->unsent, ref_entry, NULL);
}

gboolean
stanok_entry_mirror_has_unsent_of (StanokEntryMirror *self,
                                   const char        *operator_id)
{
  for (guint i = 0; i < self->unsent->len; i++)
    {
      const StanokEntry *entry = g_ptr_array_index (self->unsent, i);

      if (g_strcmp0 (entry->command->operator_id, operator_id) == 0)
        return TRUE;
    }
  return FALSE;
}

GListModel *
stanok_entry_mirror_get_cards (StanokEntryMirror *self)
{
  return G_LIST_MODEL (self->cards);
}
