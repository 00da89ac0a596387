/* stanok-queue-list.h: the list of orders: search, order, segments, what is new
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_QUEUE_LIST (stanok_queue_list_get_type ())

G_DECLARE_FINAL_TYPE (StanokQueueList, stanok_queue_list, STANOK, QUEUE_LIST, GtkWidget)

/* Signals
 *   chosen (const char *order_id)    (nullable) a person chose a row, or asked for other rows
 *   opened (const char *order_id)    Enter on a row
 *   filled ()                        the first rows are there, or there are none
 */
GtkWidget  *stanok_queue_list_new          (StanokSession   *session);
/* (nullable): kept although the order may have left the list. */
const char *stanok_queue_list_get_chosen   (StanokQueueList *self);
void        stanok_queue_list_choose       (StanokQueueList *self,
                                            const char      *order_id);
/* The first order of the list as it is, or NULL. */
const char *stanok_queue_list_get_first    (StanokQueueList *self);
gboolean    stanok_queue_list_is_loading   (StanokQueueList *self);
void        stanok_queue_list_set_segment  (StanokQueueList *self,
                                            StanokSegment    segment);
void        stanok_queue_list_focus_search (StanokQueueList *self);

G_END_DECLS
