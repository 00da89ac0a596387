/* stanok-renderer.h: draws a mesh with GL 3.3 core or GLES 3.0
 *
 * Every function needs the context to be current that was current in stanok_renderer_new(), free
 * too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh-file.h"
#include "view3d/stanok-camera.h"

G_BEGIN_DECLS

#define STANOK_MAX_MOVING_TRIANGLES           100000u   /* without a graphics processor */
#define STANOK_MAX_MOVING_TRIANGLES_HARDWARE 3000000u

/* One picture. */
typedef struct {
  StanokCameraMatrices matrices;
  float                centre_mm[3];
  float                colour[3];         /* of the material, sRGB */
  float                ink[3];            /* of edges and outline */
  float                edge_width_px;
  gboolean             has_edges;
  int                  width_px;          /* device pixels */
  int                  height_px;
} StanokFrame;

typedef struct _StanokRenderer StanokRenderer;

StanokRenderer *stanok_renderer_new             (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            stanok_renderer_free            (StanokRenderer *self);
gboolean        stanok_renderer_is_fast         (StanokRenderer *self);

/* The mesh. Upload begins, and continues with every call that returns TRUE; @sections must live
 * until then. */
gboolean        stanok_renderer_begin_upload    (StanokRenderer *self,
                                                 const StanokMeshSections *sections,
                                                 GError **error);
gboolean        stanok_renderer_continue_upload (StanokRenderer *self, gsize max_bytes);
void            stanok_renderer_forget_mesh     (StanokRenderer *self);

/* The quick picture, into the framebuffer that is bound. */
void            stanok_renderer_draw_moving     (StanokRenderer *self, const StanokFrame *frame);

/* The good picture, drawn aside in portions. */
gboolean        stanok_renderer_begin_still     (StanokRenderer *self, const StanokFrame *frame,
                                                 GError **error);
gboolean        stanok_renderer_continue_still  (StanokRenderer *self, gint64 budget_us);
void            stanok_renderer_show_still      (StanokRenderer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokRenderer, stanok_renderer_free)

G_END_DECLS
