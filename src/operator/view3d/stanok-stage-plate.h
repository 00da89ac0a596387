/* stanok-stage-plate.h: a sentence in the middle of the stage, with its shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_STAGE_PLATE (stanok_stage_plate_get_type ())
G_DECLARE_FINAL_TYPE (StanokStagePlate, stanok_stage_plate, STANOK, STAGE_PLATE, GtkWidget)

GtkWidget *stanok_stage_plate_new  (void);

/* @icon_name (nullable): without one it is the still hatch of waiting. */
void       stanok_stage_plate_show (StanokStagePlate *self, const char *icon_name,
                                    const char *sentence);
void       stanok_stage_plate_hide (StanokStagePlate *self);

G_END_DECLS
