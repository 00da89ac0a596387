/* ui-ring.h: a picture of a ring, so that galleries need no model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Luminance and alpha, @side_px squared, as a mesh file keeps them. */
GBytes     *ui_ring_render  (int side_px);
GdkTexture *ui_ring_texture (int         side_px,
                             const char *material);

G_END_DECLS
