/* stanok-shelf.h: the shelf along the lower edge that carries the keys
 *
 * Soft keys stand at the left, in the width of the page's left column; the
 * next step at the right. Soft keys that would have to cut their word give way
 * by rank. On an upright screen the soft keys stand above the next step.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-key.h"

G_BEGIN_DECLS

#define STANOK_TYPE_SHELF (stanok_shelf_get_type ())

G_DECLARE_FINAL_TYPE (StanokShelf, stanok_shelf, STANOK, SHELF, GtkWidget)

GtkWidget *stanok_shelf_new      (StanokGrid   grid);
/* @rank: 0 stays; of the others the highest gives way first */
void       stanok_shelf_add_soft (StanokShelf *self,
                                  StanokKey   *key,
                                  guint        rank);
/* The next step. More than one: ordinary keys on a screen that has no next step. */
void       stanok_shelf_add_step (StanokShelf *self,
                                  GtkWidget   *step);

G_END_DECLS
