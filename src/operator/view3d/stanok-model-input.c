/* stanok-model-input.c: fingers, mouse and keys at a widget that shows a model
 *
 * A finger or the first button turns the piece; another button, or Shift, or two fingers move it;
 * wheel and pinch zoom towards where they are. Nothing needs a hover, a double tap or a key held
 * together with a finger.
 *
 * Fingers on the glass are followed event by event: a gesture for one finger and a gesture for two
 * deny each other the second finger, whether they are in a group or not. The drag gesture then only
 * claims the finger, so that a page that scrolls leaves it alone, and serves the mouse. The zoom
 * gesture serves the touchpad.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-model-input.h"

static gboolean
is_finger (GtkGestureDrag *gesture)
{
  return gtk_gesture_single_get_current_sequence (GTK_GESTURE_SINGLE (gesture)) != NULL;
}

static void
drag_begin_cb (StanokModelInput *self,
               double            x_px,
               double            y_px,
               GtkGestureDrag   *gesture)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean is_pan = button > GDK_BUTTON_PRIMARY || (state & GDK_SHIFT_MASK) != 0;

  if (!self->is_enabled)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_widget_grab_focus (self->widget);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (is_finger (gesture))
    return;

  stanok_hand_press (&self->hand, is_pan ? STANOK_HAND_PAN : STANOK_HAND_ORBIT, x_px, y_px);
}

static void
drag_update_cb (StanokModelInput *self,
                double            dx_px,
                double            dy_px,
                GtkGestureDrag   *gesture)
{
  double x_px, y_px;

  if (!is_finger (gesture) && gtk_gesture_drag_get_start_point (gesture, &x_px, &y_px)
      && stanok_hand_drag (&self->hand, self->camera, x_px + dx_px, y_px + dy_px))
    self->moved (self->widget);
}

static void
drag_end_cb (StanokModelInput *self,
             double            dx_px,
             double            dy_px,
             GtkGestureDrag   *gesture)
{
  if (!is_finger (gesture))
    stanok_hand_release (&self->hand);
}

/* Where an event is in the widget. */
static gboolean
get_place (StanokModelInput *self,
           GdkEvent         *event,
           StanokFinger     *out)
{
  GtkNative *native = gtk_widget_get_native (self->widget);
  graphene_point_t at, place;
  double x_px, y_px, native_x_px, native_y_px;

  if (native == NULL || !gdk_event_get_position (event, &x_px, &y_px))
    return FALSE;

  gtk_native_get_surface_transform (native, &native_x_px, &native_y_px);
  at = GRAPHENE_POINT_INIT (x_px - native_x_px, y_px - native_y_px);
  if (!gtk_widget_compute_point (GTK_WIDGET (native), self->widget, &at, &place))
    return FALSE;

  out->id = gdk_event_get_event_sequence (event);
  out->x_px = place.x;
  out->y_px = place.y;
  return out->id != NULL;
}

static gboolean
event_cb (StanokModelInput *self,
          GdkEvent         *event)
{
  GdkEventType type = gdk_event_get_event_type (event);
  StanokTouch what = STANOK_TOUCH_UP;
  StanokFinger finger;

  if (type == GDK_TOUCH_BEGIN)
    what = STANOK_TOUCH_DOWN;
  else if (type == GDK_TOUCH_UPDATE)
    what = STANOK_TOUCH_MOVE;
  else if (type != GDK_TOUCH_END && type != GDK_TOUCH_CANCEL)
    return GDK_EVENT_PROPAGATE;

  if ((self->is_enabled || what == STANOK_TOUCH_UP) && get_place (self, event, &finger)
      && stanok_hand_touch (&self->hand, self->camera, what, &finger))
    self->moved (self->widget);
  return GDK_EVENT_PROPAGATE;
}

static void
pinch_begin_cb (StanokModelInput *self,
                GdkEventSequence *sequence,
                GtkGesture       *gesture)
{
  double x_px, y_px;

  if (!self->is_enabled || !gtk_gesture_get_bounding_box_center (gesture, &x_px, &y_px))
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  stanok_hand_pinch_begin (&self->hand, x_px, y_px);
}

static void
pinch_update_cb (StanokModelInput *self,
                 GdkEventSequence *sequence,
                 GtkGesture       *gesture)
{
  double x_px, y_px, scale = gtk_gesture_zoom_get_scale_delta (GTK_GESTURE_ZOOM (gesture));

  if (gtk_gesture_get_bounding_box_center (gesture, &x_px, &y_px)
      && stanok_hand_pinch (&self->hand, self->camera, x_px, y_px, scale))
    self->moved (self->widget);
}

static void
pinch_end_cb (StanokModelInput *self)
{
  stanok_hand_release (&self->hand);
}

/* Only to know where the wheel is turned; nothing happens under a pointer that just passes. */
static void
motion_cb (StanokModelInput *self,
           double            x_px,
           double            y_px)
{
  self->pointer_px[0] = x_px;
  self->pointer_px[1] = y_px;
}

static gboolean
scroll_cb (StanokModelInput *self,
           double            dx,
           double            dy)
{
  if (!self->is_enabled)
    return GDK_EVENT_PROPAGATE;

  if (stanok_hand_wheel (self->camera, dy, self->pointer_px[0], self->pointer_px[1]))
    self->moved (self->widget);
  return GDK_EVENT_STOP;
}

/**
 * stanok_model_input_init:
 * @self: memory inside of @widget
 * @moved: called after every move of @camera
 */
void
stanok_model_input_init (StanokModelInput *self,
                         GtkWidget        *widget,
                         StanokCamera     *camera,
                         StanokMovedFunc   moved)
{
  GtkGesture *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *fingers = gtk_event_controller_legacy_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  *self = (StanokModelInput) { .widget = widget, .camera = camera, .moved = moved };
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (stanok_model_input_reset), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "update", G_CALLBACK (pinch_update_cb), self);
  g_signal_connect_swapped (pinch, "end", G_CALLBACK (pinch_end_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (fingers, "event", G_CALLBACK (event_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, fingers);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
}

void
stanok_model_input_reset (StanokModelInput *self)
{
  self->hand = (StanokHand) { 0 };
}

static void
bind_steps (GtkWidgetClass  *widget_class,
            GtkShortcutFunc  step)
{
  static const struct
  {
    guint           key;
    GdkModifierType modifiers;
    StanokStep      step;
  } steps[] = {
    { GDK_KEY_Left, 0, STANOK_STEP_TURN_LEFT },
    { GDK_KEY_Right, 0, STANOK_STEP_TURN_RIGHT },
    { GDK_KEY_Up, 0, STANOK_STEP_TURN_UP },
    { GDK_KEY_Down, 0, STANOK_STEP_TURN_DOWN },
    { GDK_KEY_Left, GDK_SHIFT_MASK, STANOK_STEP_PAN_LEFT },
    { GDK_KEY_Right, GDK_SHIFT_MASK, STANOK_STEP_PAN_RIGHT },
    { GDK_KEY_Up, GDK_SHIFT_MASK, STANOK_STEP_PAN_UP },
    { GDK_KEY_Down, GDK_SHIFT_MASK, STANOK_STEP_PAN_DOWN },
    { GDK_KEY_plus, 0, STANOK_STEP_ZOOM_IN },
    { GDK_KEY_equal, 0, STANOK_STEP_ZOOM_IN },
    { GDK_KEY_KP_Add, 0, STANOK_STEP_ZOOM_IN },
    { GDK_KEY_minus, 0, STANOK_STEP_ZOOM_OUT },
    { GDK_KEY_KP_Subtract, 0, STANOK_STEP_ZOOM_OUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_class_add_binding (widget_class, steps[i].key, steps[i].modifiers, step, "i",
                                  (int) steps[i].step);
}

static void
bind_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint       key;
    const char *action;
  } keys[] = {
    { GDK_KEY_f, "view.fit" }, { GDK_KEY_Home, "view.fit" }, { GDK_KEY_e, "view.edges" },
    { GDK_KEY_1, "view.iso" }, { GDK_KEY_2, "view.front" }, { GDK_KEY_3, "view.top" },
    { GDK_KEY_4, "view.right" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
}

void
stanok_model_input_bind_keys (GtkWidgetClass  *widget_class,
                              GtkShortcutFunc  step)
{
  bind_steps (widget_class, step);
  bind_actions (widget_class);
}
