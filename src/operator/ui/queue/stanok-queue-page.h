/* stanok-queue-page.h: the queue: the list of orders, the chosen one, and the key that takes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_QUEUE_PAGE (stanok_queue_page_get_type ())

G_DECLARE_FINAL_TYPE (StanokQueuePage, stanok_queue_page, STANOK, QUEUE_PAGE, GtkWidget)

GtkWidget *stanok_queue_page_new       (StanokSession   *session);
/* The queue was asked for again: on a screen with one column, back to the list. */
void       stanok_queue_page_come_back (StanokQueuePage *self);
void       stanok_queue_page_search    (StanokQueuePage *self);

G_END_DECLS
