/* stanok-order-list.h: the orders of a query as a list model that never waits
 *
 * The sync thread keeps the array of keys and pages of 128 rows; get_item()
 * answers from what is here. A row once shown never turns into a placeholder:
 * while a new version is read, the old one stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-store.h"

G_BEGIN_DECLS

#define STANOK_TYPE_ORDER_ITEM (stanok_order_item_get_type ())
G_DECLARE_FINAL_TYPE (StanokOrderItem, stanok_order_item, STANOK, ORDER_ITEM, GObject)

/* Emits "changed" when its row arrives or changes. */
const StanokRow *stanok_order_item_get_row (StanokOrderItem *self);   /* (nullable) NULL while it is being read the first time */

#define STANOK_TYPE_ORDER_LIST (stanok_order_list_get_type ())
G_DECLARE_FINAL_TYPE (StanokOrderList, stanok_order_list, STANOK, ORDER_LIST, GObject)

StanokOrderList *stanok_order_list_new       (StanokStore *store);
/* Copies @query. The old rows stay until the new ones are there. */
void             stanok_order_list_set_query (StanokOrderList *self, const StanokQuery *query);
/* TRUE while the very first answer is awaited. */
gboolean         stanok_order_list_is_loading (StanokOrderList *self);
/* Position of an order in the list as it is now, or -1. Searches the pages that are here, then asks; never waits. */
gint64           stanok_order_list_find      (StanokOrderList *self, const char *order_id);

/* One order, wherever it stands. Emits "changed" on the main thread. */
#define STANOK_TYPE_ORDER_WATCH (stanok_order_watch_get_type ())
G_DECLARE_FINAL_TYPE (StanokOrderWatch, stanok_order_watch, STANOK, ORDER_WATCH, GObject)

StanokOrderWatch *stanok_order_watch_new     (StanokStore *store, const char *order_id);
const char       *stanok_order_watch_get_id  (StanokOrderWatch *self);
const StanokRow  *stanok_order_watch_get_row (StanokOrderWatch *self);   /* (nullable) */

/* An entry of the journal in a list model. */
#define STANOK_TYPE_ENTRY_ITEM (stanok_entry_item_get_type ())
G_DECLARE_FINAL_TYPE (StanokEntryItem, stanok_entry_item, STANOK, ENTRY_ITEM, GObject)

StanokEntryItem   *stanok_entry_item_new (const StanokEntry *entry);
const StanokEntry *stanok_entry_item_get (StanokEntryItem *self);

G_END_DECLS
