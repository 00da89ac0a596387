/* stanok-model-area.h: draws a mesh when it is moved, and better when it rests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "mesh/stanok-mesh-file.h"
#include "view3d/stanok-camera.h"

G_BEGIN_DECLS

/* Signal "unable" (GError *): there is no GL that could be used, or the mesh is too large for it.
 * */
#define STANOK_TYPE_MODEL_AREA (stanok_model_area_get_type ())
G_DECLARE_FINAL_TYPE (StanokModelArea, stanok_model_area, STANOK, MODEL_AREA, GtkGLArea)

GtkWidget    *stanok_model_area_new        (void);
void          stanok_model_area_set_mesh   (StanokModelArea *self, StanokMeshFile *mesh);
void          stanok_model_area_set_colour (StanokModelArea *self, const float colour[3]);
void          stanok_model_area_set_edges  (StanokModelArea *self, gboolean has_edges);

/* Whoever moves the camera says so. */
StanokCamera *stanok_model_area_get_camera (StanokModelArea *self);
void          stanok_model_area_moved      (StanokModelArea *self);

/* For tests: whether the good picture is what is seen. */
gboolean      stanok_model_area_is_at_rest (StanokModelArea *self);

G_END_DECLS
