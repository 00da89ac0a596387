/* stanok-demo-orders.h: orders as a factory would have them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "demo/stanok-demo-models.h"
#include "demo/stanok-demo-random.h"

G_BEGIN_DECLS

typedef struct {
  guint32    seed;
  gint64     now_ms;
  gint64     n_orders;
  GPtrArray *models;       /* (element-type StanokDemoModel), at least one */
} StanokDemoOrders;

/* (transfer full): the @place-th of all, oldest first: the older, the further on its way. */
StanokOrder *stanok_demo_orders_make     (const StanokDemoOrders *self,
                                          gint64                  place) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
