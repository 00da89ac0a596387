/* stanok-people-grid.h: the people who may work here, those who were here last first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_PEOPLE_GRID (stanok_people_grid_get_type ())

G_DECLARE_FINAL_TYPE (StanokPeopleGrid, stanok_people_grid, STANOK, PEOPLE_GRID, GtkWidget)

/* Signals
 *   chosen (const char *operator_id)
 */
GtkWidget  *stanok_people_grid_new      (StanokSession    *session);
/* NULL: nobody */
void        stanok_people_grid_choose   (StanokPeopleGrid *self,
                                         const char       *operator_id);
/* Borrowed until the roster changes; the id itself if nobody knows it. */
const char *stanok_people_grid_get_name (StanokPeopleGrid *self,
                                         const char       *operator_id);

G_END_DECLS
