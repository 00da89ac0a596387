/* stanok-order-detail.h: the chosen order beside the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_ORDER_DETAIL (stanok_order_detail_get_type ())

G_DECLARE_FINAL_TYPE (StanokOrderDetail, stanok_order_detail, STANOK, ORDER_DETAIL, GtkWidget)

/* Signals
 *   changed ()   the order, or what is known of it, changed: ask stanok_order_detail_get_row()
 */
GtkWidget       *stanok_order_detail_new       (StanokSession     *session);
/* NULL: nothing is chosen; @headline and @sentence of stanok_order_detail_set_empty() stand there */
void             stanok_order_detail_set_order (StanokOrderDetail *self,
                                                const char        *order_id);
const StanokRow *stanok_order_detail_get_row   (StanokOrderDetail *self);   /* (nullable) */
void             stanok_order_detail_set_empty (StanokOrderDetail *self,
                                                const char        *headline,
                                                const char        *sentence);
/* A caution under the facts; NULL: none. */
void             stanok_order_detail_set_care  (StanokOrderDetail *self,
                                                const char        *sentence);

G_END_DECLS
