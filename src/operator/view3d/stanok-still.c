/* stanok-still.c: a picture that is drawn aside, with smooth borders, and shown when it is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-still.h"

#include "domain/stanok-error.h"

#define N_SAMPLES 4     /* every GL 3.3 and GLES 3.0 has them; llvmpipe has no more */

enum {
  BUFFER_COLOUR,
  BUFFER_DEPTH,
  BUFFER_SHOWN,
};

static void
attach (GLenum attachment,
        GLuint buffer,
        GLenum format,
        int    n_samples,
        int    size_px[2])
{
  glBindRenderbuffer (GL_RENDERBUFFER, buffer);
  glRenderbufferStorageMultisample (GL_RENDERBUFFER, n_samples, format, size_px[0], size_px[1]);
  glFramebufferRenderbuffer (GL_FRAMEBUFFER, attachment, GL_RENDERBUFFER, buffer);
}

static gboolean
make (StanokStill *self,
      int          width_px,
      int          height_px)
{
  int size_px[2] = { width_px, height_px };
  gboolean is_complete;

  stanok_still_clear (self);
  glGenFramebuffers (1, &self->drawn);
  glGenFramebuffers (1, &self->shown);
  glGenRenderbuffers (G_N_ELEMENTS (self->buffers), self->buffers);
  self->width_px = width_px;
  self->height_px = height_px;

  glBindFramebuffer (GL_FRAMEBUFFER, self->shown);
  attach (GL_COLOR_ATTACHMENT0, self->buffers[BUFFER_SHOWN], GL_RGBA8, 0, size_px);
  is_complete = glCheckFramebufferStatus (GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;

  glBindFramebuffer (GL_FRAMEBUFFER, self->drawn);
  attach (GL_COLOR_ATTACHMENT0, self->buffers[BUFFER_COLOUR], GL_RGBA8, N_SAMPLES, size_px);
  attach (GL_DEPTH_ATTACHMENT, self->buffers[BUFFER_DEPTH], GL_DEPTH_COMPONENT24, N_SAMPLES,
          size_px);
  return is_complete && glCheckFramebufferStatus (GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
}

/**
 * stanok_still_bind:
 * @self: zeroed memory, or one that was bound before
 * @error: %STANOK_ERROR_LIMIT if the graphics memory is full
 *
 * Makes what is drawn next go into the picture; made anew if the size is another.
 */
gboolean
stanok_still_bind (StanokStill *self,
                   int          width_px,
                   int          height_px,
                   GError     **error)
{
  if (self->drawn != 0 && self->width_px == width_px && self->height_px == height_px)
    {
      glBindFramebuffer (GL_FRAMEBUFFER, self->drawn);
      return TRUE;
    }

  if (make (self, width_px, height_px))
    return TRUE;

  stanok_still_clear (self);
  while (glGetError () != GL_NO_ERROR)
    ;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
               "graphics memory has no room for a picture of %d by %d pixels", width_px, height_px);
  return FALSE;
}

static void
copy (StanokStill *self,
      GLuint       from,
      GLuint       to)
{
  glBindFramebuffer (GL_READ_FRAMEBUFFER, from);
  glBindFramebuffer (GL_DRAW_FRAMEBUFFER, to);
  glBlitFramebuffer (0, 0, self->width_px, self->height_px, 0, 0, self->width_px, self->height_px,
                     GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

/* Makes one sample of many. From now on stanok_still_show() shows this picture, while another
 * may be drawn. */
void
stanok_still_finish (StanokStill *self)
{
  copy (self, self->drawn, self->shown);
}

/* A second copy, because samples may only be joined into the very same pixel format, and a
 * toolkit's framebuffer is
 * of its own choice. Leaves @target bound. */
void
stanok_still_show (StanokStill *self,
                   GLuint       target)
{
  copy (self, self->shown, target);
  glBindFramebuffer (GL_FRAMEBUFFER, target);
}

void
stanok_still_clear (StanokStill *self)
{
  if (self->drawn != 0)
    {
      glDeleteFramebuffers (1, &self->drawn);
      glDeleteFramebuffers (1, &self->shown);
      glDeleteRenderbuffers (G_N_ELEMENTS (self->buffers), self->buffers);
    }
  *self = (StanokStill) { 0 };
}
