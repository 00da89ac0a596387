/* stanok-queue-waiting.h: the shape of rows, hatched, while nothing is cached
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *stanok_queue_waiting_new (void);

G_END_DECLS
