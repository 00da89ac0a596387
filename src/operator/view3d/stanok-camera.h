/* stanok-camera.h: where the eye stands, and what a finger does to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STANOK_CAMERA_MAX_POINTS 64

typedef enum {
  STANOK_SIDE_ISO,
  STANOK_SIDE_FRONT,
  STANOK_SIDE_TOP,
  STANOK_SIDE_RIGHT,
} StanokSide;

#define STANOK_N_SIDES (STANOK_SIDE_RIGHT + 1)

/* Numbered, because the tests quote them:
 *
 * 1. The eye is always outside the ball around the model, so that nothing is ever cut open by the
 *    near plane.
 * 2. Some of the ball is always near the middle: a model cannot be lost.
 * 3. Panning and zooming move the picture as a sheet of paper: what is under the pointer stays
 *    there, at any depth.
 * 4. Turning keeps the point in the middle of the picture where it is, and Z upright.
 *
 * A plain value: copy it, compare it, keep it. Fields are read by the renderer's callers and
 * written only here.
 */
typedef struct {
  double   centre_mm[3];        /* the ball around the model */
  double   radius_mm;
  double   points_mm[STANOK_CAMERA_MAX_POINTS][3];   /* what fit() has to show */
  guint    n_points;

  double   target_mm[3];        /* the point in the middle of the picture, about which it turns */
  double   shift_mm[2];         /* of the lens: how far the target is off the optical axis */
  double   azimuth_rad;         /* of the eye, about Z; 0 is on +X */
  double   elevation_rad;       /* of the eye, above the XY plane */
  double   half_height_mm;      /* of the picture, at the target */

  int      width_px;
  int      height_px;
  gboolean is_fitted;           /* nothing but turned since; then a new size fits again */
} StanokCamera;

/* Column-major, as GL takes them; for positions that have @centre_mm subtracted. */
typedef struct {
  float view[16];
  float clip[16];               /* projection times view */
} StanokCameraMatrices;

void stanok_camera_init         (StanokCamera *self);
void stanok_camera_set_bounds   (StanokCamera *self, const double min_mm[3],
                                 const double max_mm[3]);
void stanok_camera_set_points   (StanokCamera *self, const float *first, gsize stride_bytes,
                                 gsize n);
void stanok_camera_set_viewport (StanokCamera *self, int width_px, int height_px);

void stanok_camera_set_view     (StanokCamera *self, StanokSide view);
void stanok_camera_fit          (StanokCamera *self);
void stanok_camera_orbit        (StanokCamera *self, double dx_px, double dy_px);
void stanok_camera_pan          (StanokCamera *self, double dx_px, double dy_px);
void stanok_camera_zoom         (StanokCamera *self, double factor, double x_px, double y_px);

void stanok_camera_get_matrices (const StanokCamera *self, StanokCameraMatrices *out);
void stanok_camera_get_axes     (const StanokCamera *self, double right[3], double up[3],
                                 double back[3]);
void stanok_camera_project      (const StanokCamera *self, const double point_mm[3],
                                 double out_px[2]);

G_END_DECLS
