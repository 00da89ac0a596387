/* gl-stage.c: a GL context without a screen, and a framebuffer to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "gl-stage.h"

#include <cairo.h>
#include <epoxy/egl.h>
#include <string.h>

struct _GlStage
{
  EGLDisplay display;
  EGLContext context;
  GLuint     framebuffer;
  GLuint     buffers[2];
  int        width_px;
  int        height_px;
  guint8    *pixels;
  guint8    *row;
};

static EGLContext
make_context (EGLDisplay display,
              GlStageApi api)
{
  gboolean is_es = api == GL_STAGE_ES;
  const EGLint config_attributes[] = {
    EGL_SURFACE_TYPE, EGL_PBUFFER_BIT,
    EGL_RENDERABLE_TYPE, is_es ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_BIT, EGL_NONE };
  const EGLint desktop[] = {
    EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3,
    EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE };
  const EGLint es[] = { EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0, EGL_NONE };
  const EGLint any[] = { EGL_NONE };
  EGLConfig config;
  EGLint n = 0;

  if (!eglBindAPI (is_es ? EGL_OPENGL_ES_API : EGL_OPENGL_API)
      || !eglChooseConfig (display, config_attributes, &config, 1, &n) || n < 1)
    return EGL_NO_CONTEXT;
  return eglCreateContext (display, config, EGL_NO_CONTEXT,
                           is_es ? es : api == GL_STAGE_ANY ? any : desktop);
}

static void
make_framebuffer (GlStage *self)
{
  glGenFramebuffers (1, &self->framebuffer);
  glGenRenderbuffers (2, self->buffers);
  glBindFramebuffer (GL_FRAMEBUFFER, self->framebuffer);
  glBindRenderbuffer (GL_RENDERBUFFER, self->buffers[0]);
  glRenderbufferStorage (GL_RENDERBUFFER, GL_RGBA8, self->width_px, self->height_px);
  glFramebufferRenderbuffer (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
                             self->buffers[0]);
  glBindRenderbuffer (GL_RENDERBUFFER, self->buffers[1]);
  glRenderbufferStorage (GL_RENDERBUFFER, GL_DEPTH_COMPONENT24, self->width_px, self->height_px);
  glFramebufferRenderbuffer (GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER,
                             self->buffers[1]);
  g_assert_cmphex (glCheckFramebufferStatus (GL_FRAMEBUFFER), ==, GL_FRAMEBUFFER_COMPLETE);
}

/* %NULL with a @reason if this machine has no such GL. */
GlStage *
gl_stage_new (GlStageApi   api,
              int          width_px,
              int          height_px,
              const char **reason)
{
  g_autofree GlStage *self = g_new0 (GlStage, 1);

  *reason = "no EGL without a screen here";
  if (!epoxy_has_egl_extension (EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless"))
    return NULL;
  self->display = eglGetPlatformDisplayEXT (EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY,
                                            NULL);
  if (self->display == EGL_NO_DISPLAY || !eglInitialize (self->display, NULL, NULL))
    return NULL;

  *reason = api == GL_STAGE_ES ? "no GLES 3.0 here" : "no GL 3.3 core here";
  self->context = make_context (self->display, api);
  if (self->context == EGL_NO_CONTEXT
      || !eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE, self->context))
    return NULL;

  self->width_px = width_px;
  self->height_px = height_px;
  make_framebuffer (self);
  self->pixels = g_malloc (4 * width_px * height_px);
  self->row = g_malloc (4 * width_px);
  return g_steal_pointer (&self);
}

void
gl_stage_free (GlStage *self)
{
  glDeleteFramebuffers (1, &self->framebuffer);
  glDeleteRenderbuffers (2, self->buffers);
  eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  eglDestroyContext (self->display, self->context);
  eglTerminate (self->display);
  g_free (self->pixels);
  g_free (self->row);
  g_free (self);
}

const guint8 *
gl_stage_read (GlStage *self)
{
  gsize stride = 4 * self->width_px;

  glReadPixels (0, 0, self->width_px, self->height_px, GL_RGBA, GL_UNSIGNED_BYTE, self->pixels);
  for (int y = 0; y < self->height_px / 2; y++)
    {
      guint8 *a = self->pixels + y * stride, *b = self->pixels + (self->height_px - 1 - y) * stride;

      memcpy (self->row, a, stride);
      memcpy (a, b, stride);
      memcpy (b, self->row, stride);
    }
  return self->pixels;
}

/* What was read last, over @background (0xRRGGBB), as a PNG in the folder that STANOK_PICTURES
 * names, if it does. */
void
gl_stage_save (GlStage    *self,
               const char *name,
               guint32     background)
{
  const char *folder = g_getenv ("STANOK_PICTURES");
  g_autofree char *path = NULL;
  cairo_surface_t *surface;

  if (folder == NULL)
    return;

  path = g_build_filename (folder, name, NULL);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->width_px, self->height_px);
  for (int y = 0; y < self->height_px; y++)
    for (int x = 0; x < self->width_px; x++)
      {
        const guint8 *p = self->pixels + 4 * ((gsize) y * self->width_px + x);
        guint32 *out = (guint32 *) (gpointer) (cairo_image_surface_get_data (surface)
                                               + y * cairo_image_surface_get_stride (surface)) + x;

        *out = 0;
        for (int k = 0; k < 3; k++)
          {
            guint32 behind = background >> (16 - 8 * k) & 255;

            *out |= MIN (255, p[k] + behind * (255 - p[3]) / 255) << (16 - 8 * k);
          }
      }
  cairo_surface_mark_dirty (surface);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
}
