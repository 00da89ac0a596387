/* stanok-tall.h: as high as what it holds, and scrolls where there is less room
 *
 * A GtkScrolledWindow asks its child for a height without saying how wide it
 * will be, so that wrapped text makes it too low; this one says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_TALL (stanok_tall_get_type ())

G_DECLARE_FINAL_TYPE (StanokTall, stanok_tall, STANOK, TALL, GtkWidget)

GtkWidget *stanok_tall_new       (GtkWidget  *content);
GtkWidget *stanok_tall_get_child (StanokTall *self);

G_END_DECLS
