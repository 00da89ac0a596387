/* stanok-gauge.h: the instrument window that shows how long a work runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_GAUGE_IDLE,      /* not started: no shape, digits stand */
  STANOK_GAUGE_RUNNING,
  STANOK_GAUGE_PAUSED,
} StanokGaugeFace;

#define STANOK_TYPE_GAUGE (stanok_gauge_get_type ())

G_DECLARE_FINAL_TYPE (StanokGauge, stanok_gauge, STANOK, GAUGE, GtkWidget)

GtkWidget *stanok_gauge_new      (void);
/* @caption: "Running since 09:20"; @side: (nullable): at the right, such as the norm */
void       stanok_gauge_set_face (StanokGauge     *self,
                                  StanokGaugeFace  face,
                                  const char      *caption,
                                  const char      *side);
void       stanok_gauge_set_time (StanokGauge     *self,
                                  gint64           elapsed_ms);

G_END_DECLS
