/* stanok-shader.h: the programs that the graphics processor runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <epoxy/gl.h>
#include <glib.h>

G_BEGIN_DECLS

/* Attribute locations, the same in every program. */
enum {
  STANOK_ATTRIBUTE_POSITION,
  STANOK_ATTRIBUTE_NORMAL,
  STANOK_ATTRIBUTE_OTHER_END,
};

typedef enum {
  STANOK_PROGRAM_SURFACE,   /* the material, lit */
  STANOK_PROGRAM_OUTLINE,   /* the same triangles, grown by some pixels, in ink */
  STANOK_PROGRAM_EDGE,      /* feature edges as strips of constant width */
} StanokProgramKind;

#define STANOK_N_PROGRAMS (STANOK_PROGRAM_EDGE + 1)

typedef struct {
  GLuint id;
  GLint  clip;          /* mat4 */
  GLint  view;          /* mat4 */
  GLint  centre;        /* vec3, mm */
  GLint  colour;        /* vec3 */
  GLint  viewport_px;   /* vec2 */
  GLint  width_px;      /* float */
} StanokProgram;

/* The context must be current. %STANOK_ERROR_REFUSED if the driver does not take it; then @out is
 * empty. */
gboolean stanok_program_link  (StanokProgram *out, StanokProgramKind kind, GError **error);
void     stanok_program_clear (StanokProgram *self);

G_END_DECLS
