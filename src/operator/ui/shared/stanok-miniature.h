/* stanok-miniature.h: a small picture of a model, tinted by the material of the part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Two bytes a pixel, luminance and alpha, @side_px squared, become a picture in the colour of the
 * part: luminance times colour. NULL if @bytes is too short. */
GdkTexture *stanok_miniature_tint (const guint8  *bytes,
                                   gsize          n_bytes,
                                   int            side_px,
                                   const GdkRGBA *color) G_GNUC_WARN_UNUSED_RESULT;

#define STANOK_TYPE_MINIATURE (stanok_miniature_get_type ())

G_DECLARE_FINAL_TYPE (StanokMiniature, stanok_miniature, STANOK, MINIATURE, GtkWidget)

/* @side_px: of the frame; 76 in a row. -1: as large as it is given room. */
GtkWidget *stanok_miniature_new (int              side_px);
/* NULL: no picture here yet; a plain cube stands for it */
void       stanok_miniature_set (StanokMiniature *self,
                                 GdkTexture      *texture);

G_END_DECLS
