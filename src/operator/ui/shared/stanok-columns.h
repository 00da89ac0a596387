/* stanok-columns.h: the two columns of a screen, and how wide the left one is
 *
 * One table for pages and shelves, so that both share their edges at every
 * size. Where two columns have no room (upright screens, 200 % text) the page
 * becomes single: either both below each other, or one of them at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_GRID_LIST,     /* list and detail; folds to one of them at a time */
  STANOK_GRID_WORK,     /* stage and facts; folds to both below each other */
  STANOK_GRID_STORY,    /* narrow list and story; folds as LIST */
  STANOK_GRID_STATUS,   /* wide list and facts; folds as WORK */
} StanokGrid;

#define STANOK_GRID_MARGIN_PX 12
#define STANOK_GRID_GUTTER_PX 12

/* Pixels of the left column on a screen @width_px wide, or -1 if there is room for one column only.
 * @text_scale: 1.0 at 100 %. */
int stanok_grid_get_left_px (StanokGrid grid,
                             int        width_px,
                             double     text_scale);

#define STANOK_TYPE_COLUMNS (stanok_columns_get_type ())

G_DECLARE_FINAL_TYPE (StanokColumns, stanok_columns, STANOK, COLUMNS, GtkWidget)

/* Signals
 *   folded ()   stanok_columns_is_single() has changed; comes outside of the layout
 */
GtkWidget *stanok_columns_new        (StanokGrid     grid);
void       stanok_columns_set_left   (StanokColumns *self,
                                      GtkWidget     *child);
void       stanok_columns_set_right  (StanokColumns *self,
                                      GtkWidget     *child);
gboolean   stanok_columns_is_single  (StanokColumns *self);
/* Which of the two is shown while there is room for one; the left one at first. */
void       stanok_columns_show_right (StanokColumns *self,
                                      gboolean       shows_right);
gboolean   stanok_columns_shows_right (StanokColumns *self);

G_END_DECLS
