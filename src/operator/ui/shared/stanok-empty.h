/* stanok-empty.h: a page with nothing to show: a drawing, what it means, what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_EMPTY (stanok_empty_get_type ())

G_DECLARE_FINAL_TYPE (StanokEmpty, stanok_empty, STANOK, EMPTY, GtkWidget)

/* @has_drawing: the caliper over the headline */
GtkWidget *stanok_empty_new (gboolean     has_drawing);
void       stanok_empty_set (StanokEmpty *self,
                             const char  *headline,
                             const char  *sentence);

G_END_DECLS
