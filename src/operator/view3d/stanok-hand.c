/* stanok-hand.c: what a person does at the model, as moves of the camera
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-hand.h"

#include <math.h>

#define WHEEL_FACTOR      1.2     /* a click of the wheel */
#define MAX_WHEEL_CLICKS  5.0     /* at once; a free-spinning wheel can send dozens */
#define STEP_SHARE        (1 / 12.0)   /* of the shorter side: 15 degrees, or as far a pan */
#define STEP_FACTOR       1.25
#define MIN_SCALE         1e-3

void
stanok_hand_press (StanokHand     *self,
                   StanokHandMode  mode,
                   double          x_px,
                   double          y_px)
{
  if (self->mode == STANOK_HAND_PINCH)
    return;

  self->mode = mode;
  self->x_px = x_px;
  self->y_px = y_px;
}

gboolean
stanok_hand_drag (StanokHand   *self,
                  StanokCamera *camera,
                  double        x_px,
                  double        y_px)
{
  double dx_px = x_px - self->x_px, dy_px = y_px - self->y_px;

  if (self->mode != STANOK_HAND_ORBIT && self->mode != STANOK_HAND_PAN)
    return FALSE;

  self->x_px = x_px;
  self->y_px = y_px;
  if (dx_px == 0 && dy_px == 0)
    return FALSE;

  if (self->mode == STANOK_HAND_ORBIT)
    stanok_camera_orbit (camera, dx_px, dy_px);
  else
    stanok_camera_pan (camera, dx_px, dy_px);
  return TRUE;
}

/* The two fingers, by the point in the middle between them. */
void
stanok_hand_pinch_begin (StanokHand *self,
                         double      x_px,
                         double      y_px)
{
  self->mode = STANOK_HAND_PINCH;
  self->x_px = x_px;
  self->y_px = y_px;
  self->scale = 1;
}

/**
 * stanok_hand_pinch:
 * @scale: how far the fingers are apart, compared to the beginning
 */
gboolean
stanok_hand_pinch (StanokHand   *self,
                   StanokCamera *camera,
                   double        x_px,
                   double        y_px,
                   double        scale)
{
  if (self->mode != STANOK_HAND_PINCH || !(scale > MIN_SCALE))
    return FALSE;

  stanok_camera_pan (camera, x_px - self->x_px, y_px - self->y_px);
  stanok_camera_zoom (camera, scale / self->scale, x_px, y_px);
  self->x_px = x_px;
  self->y_px = y_px;
  self->scale = scale;
  return TRUE;
}

void
stanok_hand_release (StanokHand *self)
{
  self->mode = STANOK_HAND_IDLE;
}

/* @clicks: positive is towards the person, which is farther away from the piece. */
gboolean
stanok_hand_wheel (StanokCamera *camera,
                   double        clicks,
                   double        x_px,
                   double        y_px)
{
  if (!isfinite (clicks) || clicks == 0)
    return FALSE;

  clicks = CLAMP (clicks, -MAX_WHEEL_CLICKS, MAX_WHEEL_CLICKS);
  stanok_camera_zoom (camera, pow (WHEEL_FACTOR, -clicks), x_px, y_px);
  return TRUE;
}

/* An arrow turns or moves the piece its way, as a finger on it would. */
gboolean
stanok_hand_step (StanokCamera *camera,
                  StanokStep    step)
{
  static const gint8 ways[][2] = {
    [STANOK_STEP_TURN_LEFT] = { -1, 0 }, [STANOK_STEP_TURN_RIGHT] = { 1, 0 },
    [STANOK_STEP_TURN_UP]   = { 0, -1 }, [STANOK_STEP_TURN_DOWN]  = { 0, 1 },
    [STANOK_STEP_PAN_LEFT]  = { -1, 0 }, [STANOK_STEP_PAN_RIGHT]  = { 1, 0 },
    [STANOK_STEP_PAN_UP]    = { 0, -1 }, [STANOK_STEP_PAN_DOWN]   = { 0, 1 },
  };
  double middle_px[2] = { camera->width_px / 2.0, camera->height_px / 2.0 };
  double by_px = STEP_SHARE * MIN (camera->width_px, camera->height_px);

  if (step == STANOK_STEP_ZOOM_IN)
    stanok_camera_zoom (camera, STEP_FACTOR, middle_px[0], middle_px[1]);
  else if (step == STANOK_STEP_ZOOM_OUT)
    stanok_camera_zoom (camera, 1 / STEP_FACTOR, middle_px[0], middle_px[1]);
  else if ((guint) step >= G_N_ELEMENTS (ways))
    return FALSE;
  else if (step <= STANOK_STEP_TURN_DOWN)
    stanok_camera_orbit (camera, ways[step][0] * by_px, ways[step][1] * by_px);
  else
    stanok_camera_pan (camera, ways[step][0] * by_px, ways[step][1] * by_px);
  return TRUE;
}
