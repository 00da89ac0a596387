/* stanok-mine.c: the orders of the person who works here, with what is in them
 *
 * A list reads the rows of those items only that somebody holds. These are
 * held, so that "my job" is known before it is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-mine.h"

#include "store/stanok-order-list.h"

#define HELD_AT_MOST 64   /* nobody works on more at a time */

struct _StanokMine
{
  GObject     parent_instance;

  GListModel *orders;   /* (owned) */
  GPtrArray  *items;    /* (owned) (element-type StanokOrderItem) */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokMine, stanok_mine, G_TYPE_OBJECT)

static void
item_changed_cb (StanokMine *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
let_go (StanokMine *self)
{
  guint i;

  for (i = 0; i < self->items->len; i++)
    g_signal_handlers_disconnect_by_func (self->items->pdata[i], item_changed_cb, self);
}

static void
hold_items (StanokMine *self)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = MIN (g_list_model_get_n_items (self->orders), HELD_AT_MOST);
  guint i;

  let_go (self);
  for (i = 0; i < n; i++)
    {
      StanokOrderItem *item = g_list_model_get_item (self->orders, i);

      g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_add (items, item);
    }
  /* The old ones last: what is in both lists is never let go in between. */
  g_ptr_array_unref (self->items);
  self->items = g_steal_pointer (&items);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static const StanokOrder *
get_order (StanokMine *self,
           guint       i)
{
  const StanokRow *row = stanok_order_item_get_row (self->items->pdata[i]);

  return row != NULL ? row->order : NULL;
}

gboolean
stanok_mine_has (StanokMine *self,
                 const char *order_id)
{
  guint i;

  g_return_val_if_fail (STANOK_IS_MINE (self), FALSE);

  for (i = 0; order_id != NULL && i < self->items->len; i++)
    {
      const StanokOrder *order = get_order (self, i);

      if (order != NULL && g_str_equal (order->id, order_id))
        return TRUE;
    }
  return FALSE;
}

const char *
stanok_mine_get_first (StanokMine *self)
{
  const char *first = NULL;
  guint i;

  g_return_val_if_fail (STANOK_IS_MINE (self), NULL);

  for (i = 0; i < self->items->len; i++)
    {
      const StanokOrder *order = get_order (self, i);

      if (order != NULL && order->run == STANOK_RUN_RUNNING)
        return order->id;
      if (order != NULL && first == NULL)
        first = order->id;
    }
  return first;
}

static void
stanok_mine_dispose (GObject *object)
{
  StanokMine *self = STANOK_MINE (object);

  let_go (self);
  g_ptr_array_set_size (self->items, 0);
  g_clear_object (&self->orders);

  G_OBJECT_CLASS (stanok_mine_parent_class)->dispose (object);
}

static void
stanok_mine_finalize (GObject *object)
{
  g_ptr_array_unref (STANOK_MINE (object)->items);

  G_OBJECT_CLASS (stanok_mine_parent_class)->finalize (object);
}

static void
stanok_mine_class_init (StanokMineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_mine_dispose;
  G_OBJECT_CLASS (klass)->finalize = stanok_mine_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
stanok_mine_init (StanokMine *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

StanokMine *
stanok_mine_new (GListModel *orders)
{
  StanokMine *self = g_object_new (STANOK_TYPE_MINE, NULL);

  self->orders = g_object_ref (orders);
  g_signal_connect_object (orders, "items-changed", G_CALLBACK (hold_items), self,
                           G_CONNECT_SWAPPED);
  hold_items (self);
  return self;
}
