/* stanok-order-item.h: how the lists of this room fill their items
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-order-list.h"

G_BEGIN_DECLS

StanokOrderItem *stanok_order_item_new      (void) G_GNUC_WARN_UNUSED_RESULT;
/* Emits "changed" if a screen would show a difference. */
/* A row that nobody shows is not read again with every change; it is when somebody asks for it. */
void             stanok_order_item_set_stale (StanokOrderItem *self);
gboolean         stanok_order_item_is_stale  (StanokOrderItem *self);
void             stanok_order_item_take_row (StanokOrderItem *self, const StanokRow *row);
gboolean         stanok_row_same            (const StanokRow *a, const StanokRow *b);

G_END_DECLS
