/* stanok-order-item.c: an order, or an entry of the journal, as an item of a list model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-order-item.h"

struct _StanokOrderItem
{
  GObject    parent_instance;

  StanokRow *row;      /* (nullable) */
  gboolean   stale;    /* the row may be an old one */
};

enum {
  ITEM_CHANGED,
  N_ITEM_SIGNALS,
};

static guint item_signals[N_ITEM_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokOrderItem, stanok_order_item, G_TYPE_OBJECT)

static void
stanok_order_item_finalize (GObject *object)
{
  g_clear_pointer (&STANOK_ORDER_ITEM (object)->row, stanok_row_unref);
  G_OBJECT_CLASS (stanok_order_item_parent_class)->finalize (object);
}

static void
stanok_order_item_class_init (StanokOrderItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_order_item_finalize;

  item_signals[ITEM_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
stanok_order_item_init (StanokOrderItem *self)
{
}

StanokOrderItem *
stanok_order_item_new (void)
{
  return g_object_new (STANOK_TYPE_ORDER_ITEM, NULL);
}

const StanokRow *
stanok_order_item_get_row (StanokOrderItem *self)
{
  g_return_val_if_fail (STANOK_IS_ORDER_ITEM (self), NULL);

  return self->row;
}

gboolean
stanok_row_same (const StanokRow *a,
                 const StanokRow *b)
{
  return a->key == b->key && a->n_unsettled == b->n_unsettled && a->asked == b->asked &&
         a->needs_person == b->needs_person && a->is_stub == b->is_stub &&
         (a->order == b->order ||
          (a->order != NULL && b->order != NULL && stanok_order_equal (a->order, b->order)));
}

/* Also without a row. */
gboolean
stanok_order_item_is_stale (StanokOrderItem *self)
{
  return self->row == NULL || self->stale;
}

void
stanok_order_item_set_stale (StanokOrderItem *self)
{
  self->stale = TRUE;
}

void
stanok_order_item_take_row (StanokOrderItem *self,
                            const StanokRow *row)
{
  self->stale = FALSE;
  if (self->row != NULL && stanok_row_same (self->row, row))
    return;
  g_clear_pointer (&self->row, stanok_row_unref);
  self->row = stanok_row_ref (row);
  g_signal_emit (self, item_signals[ITEM_CHANGED], 0);
}

/* ---- an entry -------------------------------------------------------------------------- */

struct _StanokEntryItem
{
  GObject      parent_instance;

  StanokEntry *entry;
};

G_DEFINE_FINAL_TYPE (StanokEntryItem, stanok_entry_item, G_TYPE_OBJECT)

static void
stanok_entry_item_finalize (GObject *object)
{
  g_clear_pointer (&STANOK_ENTRY_ITEM (object)->entry, stanok_entry_unref);
  G_OBJECT_CLASS (stanok_entry_item_parent_class)->finalize (object);
}

static void
stanok_entry_item_class_init (StanokEntryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_entry_item_finalize;
}

static void
stanok_entry_item_init (StanokEntryItem *self)
{
}

StanokEntryItem *
stanok_entry_item_new (const StanokEntry *entry)
{
  StanokEntryItem *self = g_object_new (STANOK_TYPE_ENTRY_ITEM, NULL);

  self->entry = stanok_entry_ref (entry);
  return self;
}

const StanokEntry *
stanok_entry_item_get (StanokEntryItem *self)
{
  g_return_val_if_fail (STANOK_IS_ENTRY_ITEM (self), NULL);

  return self->entry;
}
