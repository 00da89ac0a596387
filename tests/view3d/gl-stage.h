/* gl-stage.h: a GL context without a screen, and a framebuffer to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <epoxy/gl.h>
#include <glib.h>

typedef enum {
  GL_STAGE_DESKTOP,     /* 3.3 core */
  GL_STAGE_ES,          /* 3.0 */
  GL_STAGE_ANY,         /* desktop, whatever the driver likes to give */
} GlStageApi;

typedef struct _GlStage GlStage;

GlStage      *gl_stage_new  (GlStageApi api, int width_px, int height_px, const char **reason);
void          gl_stage_free (GlStage *self);
const guint8 *gl_stage_read (GlStage *self);    /* RGBA, premultiplied, from the upper left */
void          gl_stage_save (GlStage *self, const char *name, guint32 background);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlStage, gl_stage_free)
