/* stanok-queue-rows.h: the rows of the queue: what is chosen, and what came in above
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_QUEUE_ROWS (stanok_queue_rows_get_type ())

G_DECLARE_FINAL_TYPE (StanokQueueRows, stanok_queue_rows, STANOK, QUEUE_ROWS, GtkWidget)

/* Signals
 *   chosen (const char *order_id)    a person chose a row
 *   opened (const char *order_id)    Enter on a row
 *   read ()                          a row that was not there yet has come
 */
GtkWidget  *stanok_queue_rows_new        (StanokSession   *session,
                                          StanokOrderList *orders);
/* (nullable): kept although the order may have left the list. */
const char *stanok_queue_rows_get_chosen (StanokQueueRows *self);
void        stanok_queue_rows_choose     (StanokQueueRows *self,
                                          const char      *order_id);
/* The first order as the list is now, or NULL. */
const char *stanok_queue_rows_get_first  (StanokQueueRows *self);
/* Another question was asked: back to the top. @announces: rows that come in above are counted */
void        stanok_queue_rows_start_over (StanokQueueRows *self,
                                          gboolean         announces);

G_END_DECLS
