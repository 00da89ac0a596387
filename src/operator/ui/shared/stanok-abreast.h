/* stanok-abreast.h: two things side by side, or below each other where there is no room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_ABREAST (stanok_abreast_get_type ())

G_DECLARE_FINAL_TYPE (StanokAbreast, stanok_abreast, STANOK, ABREAST, GtkWidget)

/* @first stands at the start, @second at the end of the line. */
GtkWidget *stanok_abreast_new (GtkWidget *first,
                               GtkWidget *second);

G_END_DECLS
