/* stanok-materials.h: what a material is called, and the colour of a part made of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Translated, static. A material nobody knows is called by its id. */
const char *stanok_materials_get_name  (const char *id);
/* Opaque. A material nobody knows has the colour of steel. */
void        stanok_materials_get_color (const char *id,
                                        GdkRGBA    *color);

G_END_DECLS
