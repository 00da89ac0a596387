/* stanok-triad.h: three little axes that turn with the model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "view3d/stanok-camera.h"

G_BEGIN_DECLS

#define STANOK_TRIAD_PX 92

/* A paintable for a GtkImage, which hands it the colours of the sheets: letters in its color; X, Y
 * and Z in "error", "success" and "warning" of its -gtk-icon-palette. */
#define STANOK_TYPE_TRIAD (stanok_triad_get_type ())
G_DECLARE_FINAL_TYPE (StanokTriad, stanok_triad, STANOK, TRIAD, GObject)

StanokTriad *stanok_triad_new        (void);
void         stanok_triad_set_camera (StanokTriad *self, const StanokCamera *camera);

G_END_DECLS
