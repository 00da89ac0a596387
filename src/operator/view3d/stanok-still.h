/* stanok-still.h: a picture that is drawn aside, with smooth borders, and shown when it is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <epoxy/gl.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GLuint drawn;           /* several samples a pixel */
  GLuint shown;           /* one */
  GLuint buffers[3];      /* colour and depth of @drawn, colour of @shown */
  int    width_px;
  int    height_px;
} StanokStill;

gboolean stanok_still_bind  (StanokStill *self, int width_px, int height_px, GError **error);
void     stanok_still_finish (StanokStill *self);
void     stanok_still_show  (StanokStill *self, GLuint target);
void     stanok_still_clear (StanokStill *self);

G_END_DECLS
