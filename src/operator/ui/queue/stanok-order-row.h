/* stanok-order-row.h: one order in the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_ORDER_ROW (stanok_order_row_get_type ())

G_DECLARE_FINAL_TYPE (StanokOrderRow, stanok_order_row, STANOK, ORDER_ROW, GtkWidget)

GtkWidget  *stanok_order_row_new  (void);
/* @row: (nullable): NULL while it is being read: the shape of a row, hatched */
void        stanok_order_row_set  (StanokOrderRow  *self,
                                   const StanokRow *row,
                                   StanokSession   *session);

G_END_DECLS
