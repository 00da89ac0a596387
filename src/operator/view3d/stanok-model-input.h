/* stanok-model-input.h: fingers, mouse and keys at a widget that shows a model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "view3d/stanok-hand.h"

G_BEGIN_DECLS

typedef void (*StanokMovedFunc) (GtkWidget *widget);

/* Lives inside the widget, because its controllers do. */
typedef struct {
  GtkWidget       *widget;        /* (borrowed) */
  StanokCamera    *camera;        /* (borrowed) */
  StanokMovedFunc  moved;
  StanokHand       hand;
  double           pointer_px[2];
  gboolean         is_enabled;    /* else everything passes through to whoever is behind */
} StanokModelInput;

void stanok_model_input_init        (StanokModelInput *self, GtkWidget *widget,
                                     StanokCamera *camera, StanokMovedFunc moved);

/* Forgets fingers and buttons that are down: their end may never be told. */
void stanok_model_input_reset       (StanokModelInput *self);

/* Keys: @step gets a StanokStep as "i"; the others activate the widget's actions "view.…". */
void stanok_model_input_bind_keys   (GtkWidgetClass *widget_class, GtkShortcutFunc step);

G_END_DECLS
