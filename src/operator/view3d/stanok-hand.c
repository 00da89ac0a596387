/* stanok-hand.c: what a person does at the model, as moves of the camera
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-hand.h"

#include <math.h>

#define WHEEL_FACTOR      1.2     /* a click of the wheel */
#define MAX_WHEEL_CLICKS  5.0     /* at once; a free-spinning wheel can send dozens */
#define STEP_SHARE        (1 / 12.0)  /* of the shorter side: 15 degrees, or as far a pan */
#define STEP_FACTOR       1.25
#define MIN_SCALE         1e-3
#define MIN_APART_PX      16.0    /* two fingers are never closer; trembling is no zoom */

void
stanok_hand_press (StanokHand     *self,
                   StanokHandMode  mode,
                   double          x_px,
                   double          y_px)
{
  if (self->mode == STANOK_HAND_PINCH || self->mode == STANOK_HAND_LIFTING)
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

static StanokFinger *
find_finger (StanokHand    *self,
             gconstpointer  id)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->fingers); i++)
    if (self->fingers[i].id == id)
      return &self->fingers[i];
  return NULL;
}

static void
measure_fingers (StanokHand *self,
                 double      middle_px[2],
                 double     *apart_px)
{
  const StanokFinger *a = &self->fingers[0], *b = &self->fingers[1];

  middle_px[0] = (a->x_px + b->x_px) / 2;
  middle_px[1] = (a->y_px + b->y_px) / 2;
  *apart_px = MAX (hypot (a->x_px - b->x_px, a->y_px - b->y_px), MIN_APART_PX);
}

static void
finger_down (StanokHand         *self,
             const StanokFinger *finger)
{
  StanokFinger *free_one = find_finger (self, NULL);
  double middle_px[2];

  if (free_one == NULL || self->mode == STANOK_HAND_LIFTING)
    return;

  *free_one = *finger;
  if (find_finger (self, NULL) != NULL)
    {
      stanok_hand_press (self, STANOK_HAND_ORBIT, finger->x_px, finger->y_px);
    }
  else
    {
      measure_fingers (self, middle_px, &self->apart_px);
      stanok_hand_pinch_begin (self, middle_px[0], middle_px[1]);
    }
}

static gboolean
finger_moved (StanokHand         *self,
              StanokCamera       *camera,
              const StanokFinger *finger)
{
  StanokFinger *known = find_finger (self, finger->id);
  double middle_px[2], apart_px;

  if (known == NULL)
    return FALSE;

  *known = *finger;
  if (self->mode != STANOK_HAND_PINCH)
    return stanok_hand_drag (self, camera, finger->x_px, finger->y_px);

  measure_fingers (self, middle_px, &apart_px);
  return stanok_hand_pinch (self, camera, middle_px[0], middle_px[1], apart_px / self->apart_px);
}

static void
finger_up (StanokHand         *self,
           const StanokFinger *finger)
{
  StanokFinger *known = find_finger (self, finger->id);

  if (known == NULL)
    return;

  *known = (StanokFinger) { 0 };
  if (self->fingers[0].id == NULL && self->fingers[1].id == NULL)
    stanok_hand_release (self);
  else
    self->mode = STANOK_HAND_LIFTING;
}

/**
 * stanok_hand_touch:
 * @finger: its id is the same from down to up, and not %NULL
 */
gboolean
stanok_hand_touch (StanokHand         *self,
                   StanokCamera       *camera,
                   StanokTouch         what,
                   const StanokFinger *finger)
{
  g_return_val_if_fail (finger->id != NULL, FALSE);

  switch (what)
    {
    case STANOK_TOUCH_DOWN:
      finger_down (self, finger);
      return FALSE;
    case STANOK_TOUCH_MOVE:
      return finger_moved (self, camera, finger);
    case STANOK_TOUCH_UP:
      finger_up (self, finger);
      return FALSE;
    default:
      g_return_val_if_reached (FALSE);
    }
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
