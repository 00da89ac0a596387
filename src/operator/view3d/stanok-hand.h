/* stanok-hand.h: what a person does at the model, as moves of the camera
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "view3d/stanok-camera.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_HAND_IDLE,
  STANOK_HAND_ORBIT,      /* one finger, or the first button */
  STANOK_HAND_PAN,        /* another button, or the first with Shift */
  STANOK_HAND_PINCH,      /* two fingers: zoom and pan at once */
  STANOK_HAND_LIFTING,    /* one of the two is still down */
} StanokHandMode;

/* The steps of the keys. */
typedef enum {
  STANOK_STEP_TURN_LEFT,
  STANOK_STEP_TURN_RIGHT,
  STANOK_STEP_TURN_UP,
  STANOK_STEP_TURN_DOWN,
  STANOK_STEP_PAN_LEFT,
  STANOK_STEP_PAN_RIGHT,
  STANOK_STEP_PAN_UP,
  STANOK_STEP_PAN_DOWN,
  STANOK_STEP_ZOOM_IN,
  STANOK_STEP_ZOOM_OUT,
} StanokStep;

typedef enum {
  STANOK_TOUCH_DOWN,
  STANOK_TOUCH_MOVE,
  STANOK_TOUCH_UP,
} StanokTouch;

typedef struct {
  gconstpointer id;         /* NULL: no finger */
  double        x_px;
  double        y_px;
} StanokFinger;

/* Zeroed memory is a hand that does nothing.
 *
 * A second finger ends what the first began, and a finger that stays after the other has gone does
 * nothing: lifting two fingers at not quite the same time must not turn the piece. A third finger,
 * or the heel of the hand, is not looked at. */
typedef struct {
  StanokHandMode mode;
  double         x_px;
  double         y_px;
  double         scale;
  StanokFinger   fingers[2];
  double         apart_px;    /* the two, when they came down */
} StanokHand;

/* Each returns whether the camera moved. */
void     stanok_hand_press (StanokHand *self, StanokHandMode mode, double x_px, double y_px);
gboolean stanok_hand_drag  (StanokHand *self, StanokCamera *camera, double x_px, double y_px);
void     stanok_hand_pinch_begin (StanokHand *self, double x_px, double y_px);
gboolean stanok_hand_pinch (StanokHand *self, StanokCamera *camera, double x_px, double y_px,
                            double scale);
void     stanok_hand_release (StanokHand *self);
gboolean stanok_hand_touch (StanokHand *self, StanokCamera *camera, StanokTouch what,
                            const StanokFinger *finger);

gboolean stanok_hand_wheel (StanokCamera *camera, double clicks, double x_px, double y_px);
gboolean stanok_hand_step  (StanokCamera *camera, StanokStep step);

G_END_DECLS
