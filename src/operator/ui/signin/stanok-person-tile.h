/* stanok-person-tile.h: a person to sign in as
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_PERSON_TILE (stanok_person_tile_get_type ())

G_DECLARE_FINAL_TYPE (StanokPersonTile, stanok_person_tile, STANOK, PERSON_TILE, GtkButton)

/* @caption: (nullable): a word about him */
GtkWidget  *stanok_person_tile_new    (const char       *operator_id,
                                       const char       *name,
                                       const char       *caption);
const char *stanok_person_tile_get_id (StanokPersonTile *self);
void        stanok_person_tile_set_on (StanokPersonTile *self,
                                       gboolean          is_on);

G_END_DECLS
