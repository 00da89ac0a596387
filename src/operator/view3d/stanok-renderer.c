/* stanok-renderer.c: draws a mesh with GL 3.3 core or GLES 3.0
 *
 * Three passes: the surface; the outline, which is the same triangles grown by a pixel, turned
 * inside out and behind the surface; the feature edges, as strips, because lines wider than one
 * pixel are not promised by a core profile.
 *
 * Without a graphics processor the number of triangles is what costs, so there are two pictures:
 * while moving at most STANOK_MAX_MOVING_TRIANGLES and one sample a pixel; at rest everything, four
 * samples, in portions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-renderer.h"

#include <malloc.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "view3d/stanok-mesh-buffers.h"
#include "view3d/stanok-shader.h"
#include "view3d/stanok-still.h"

#define OUTLINE_SHARE         0.8f      /* of an edge's width: only its outer side is seen */
#define FIRST_PORTION         90000u    /* indices; then as many as fit into PORTION_US */
#define MIN_PORTION           6000u
#define PORTION_US            20000
#define KEPT_BYTES            (128 << 20)
#define KEPT_BLOCK_BYTES      (32 << 20)

typedef enum {
  PASS_SURFACE,
  PASS_OUTLINE,
  PASS_EDGES,
  PASS_DONE,
} Pass;

struct _StanokRenderer
{
  StanokProgram     programs[STANOK_N_PROGRAMS];
  StanokMeshBuffers mesh;
  StanokStill       still;
  StanokFrame       frame;            /* of the still picture */
  Pass              pass;
  guint32           next_index;
  guint32           portion;
  gboolean          is_software;
};

/* In a debug build an error of ours is found where it was made. */
static void
check (const char *what)
{
#ifndef NDEBUG
  GLenum code = glGetError ();

  if (code != GL_NO_ERROR)
    g_warning ("GL error 0x%04x after %s", code, what);
#endif
}

static gboolean
detect_software (void)
{
  static const char *const names[] = { "llvmpipe", "softpipe", "swrast", "Software", "SWR" };
  const char *renderer = (const char *) glGetString (GL_RENDERER);

  for (guint i = 0; renderer != NULL && i < G_N_ELEMENTS (names); i++)
    if (strstr (renderer, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Llvmpipe takes some tens of megabytes from malloc for every picture and gives them back after it.
 * By default that memory goes to the kernel and comes again page by page, up to six times the
 * processor time of the drawing itself (measured: 200 ms for 31 ms). It is kept instead: while the
 * terminal runs, at most KEPT_BYTES that nothing uses. */
static void
keep_memory (void)
{
#ifdef __GLIBC__
  static gsize is_done = 0;

  if (g_once_init_enter (&is_done))
    {
      mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
      mallopt (M_MMAP_THRESHOLD, KEPT_BLOCK_BYTES);
      g_once_init_leave (&is_done, 1);
    }
#endif
}

StanokRenderer *
stanok_renderer_new (GError **error)
{
  g_autoptr (StanokRenderer) self = g_new0 (StanokRenderer, 1);
  int floor = epoxy_is_desktop_gl () ? 33 : 30, version = epoxy_gl_version ();

  self->pass = PASS_DONE;
  self->portion = FIRST_PORTION;
  if (version < floor)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_REFUSED,
                   "graphics driver offers GL %d.%d, and %d.%d is needed",
                   version / 10, version % 10, floor / 10, floor % 10);
      return NULL;
    }

  for (guint i = 0; i < STANOK_N_PROGRAMS; i++)
    if (!stanok_program_link (&self->programs[i], i, error))
      return NULL;

  self->is_software = detect_software ();
  if (self->is_software)
    keep_memory ();
  check ("start");
  return g_steal_pointer (&self);
}

void
stanok_renderer_free (StanokRenderer *self)
{
  for (guint i = 0; i < STANOK_N_PROGRAMS; i++)
    stanok_program_clear (&self->programs[i]);
  stanok_mesh_buffers_clear (&self->mesh);
  stanok_still_clear (&self->still);
  g_free (self);
}

static gboolean
is_uploaded (StanokRenderer *self)
{
  return self->mesh.full.array != 0 && self->mesh.sections == NULL;
}

/* Whether there is a graphics processor, and a mesh that is up and not too large for it: then the
 * good picture can be drawn every time, in one go. */
gboolean
stanok_renderer_is_fast (StanokRenderer *self)
{
  return !self->is_software && self->mesh.coarse.array == 0 && is_uploaded (self);
}

/**
 * stanok_renderer_begin_upload:
 * @error: %STANOK_ERROR_LIMIT if the graphics memory is full; then there is no mesh
 *
 * Takes the place of the mesh before. From now on the moving picture can be drawn, if there is a
 * coarse version.
 */
gboolean
stanok_renderer_begin_upload (StanokRenderer           *self,
                              const StanokMeshSections *sections,
                              GError                  **error)
{
  guint32 max_moving = self->is_software ? STANOK_MAX_MOVING_TRIANGLES
                                         : STANOK_MAX_MOVING_TRIANGLES_HARDWARE;

  stanok_renderer_forget_mesh (self);
  return stanok_mesh_buffers_begin (&self->mesh, sections, max_moving, error);
}

gboolean
stanok_renderer_continue_upload (StanokRenderer *self,
                                 gsize           max_bytes)
{
  gboolean is_more = stanok_mesh_buffers_continue (&self->mesh, max_bytes);

  check ("upload");
  return is_more;
}

void
stanok_renderer_forget_mesh (StanokRenderer *self)
{
  stanok_mesh_buffers_clear (&self->mesh);
  self->pass = PASS_DONE;
}

static void
clear (const StanokFrame *frame)
{
  glViewport (0, 0, frame->width_px, frame->height_px);
  glDisable (GL_SCISSOR_TEST);
  glDepthMask (GL_TRUE);
  glClearColor (0, 0, 0, 0);      /* the stage of the style sheet is seen through */
  glClear (GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
}

static void
set_uniforms (const StanokProgram *program,
              const StanokFrame   *frame,
              const float          colour[3],
              float                width_px)
{
  glUseProgram (program->id);
  glUniformMatrix4fv (program->clip, 1, GL_FALSE, frame->matrices.clip);
  glUniformMatrix4fv (program->view, 1, GL_FALSE, frame->matrices.view);
  glUniform3fv (program->centre, 1, frame->centre_mm);
  glUniform3fv (program->colour, 1, colour);
  glUniform2f (program->viewport_px, frame->width_px, frame->height_px);
  glUniform1f (program->width_px, width_px);
}

/* Surfaces are pushed back by more than an edge is wide on them, so that an edge lies on both of
 * its faces. */
static void
prepare_surface (StanokRenderer    *self,
                 const StanokFrame *frame)
{
  set_uniforms (&self->programs[STANOK_PROGRAM_SURFACE], frame, frame->colour, 0);
  glPolygonOffset (1.5f, 2);
  if (self->mesh.is_open)
    glDisable (GL_CULL_FACE);
  glCullFace (GL_BACK);
}

static void
prepare_outline (StanokRenderer    *self,
                 const StanokFrame *frame)
{
  set_uniforms (&self->programs[STANOK_PROGRAM_OUTLINE], frame, frame->ink,
                frame->edge_width_px * OUTLINE_SHARE);
  glCullFace (GL_FRONT);
  glPolygonOffset (2.5f, 8);
}

static void
prepare_edges (StanokRenderer    *self,
               const StanokFrame *frame)
{
  set_uniforms (&self->programs[STANOK_PROGRAM_EDGE], frame, frame->ink, frame->edge_width_px);
  glDisable (GL_CULL_FACE);
  glDisable (GL_POLYGON_OFFSET_FILL);
  glDepthMask (GL_FALSE);
  glEnable (GL_BLEND);
  glBlendFunc (GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}

static void
prepare (StanokRenderer    *self,
         const StanokFrame *frame,
         Pass               pass)
{
  glEnable (GL_DEPTH_TEST);
  glDepthFunc (GL_LEQUAL);
  glDepthMask (GL_TRUE);
  glEnable (GL_CULL_FACE);
  glEnable (GL_POLYGON_OFFSET_FILL);
  glDisable (GL_BLEND);
  switch (pass)
    {
    case PASS_SURFACE:
      prepare_surface (self, frame);
      break;
    case PASS_OUTLINE:
      prepare_outline (self, frame);
      break;
    case PASS_EDGES:
      prepare_edges (self, frame);
      break;
    case PASS_DONE:
    default:
      g_assert_not_reached ();
    }
}

static void
draw_range (const StanokLayer *layer,
            guint32            first,
            guint32            n)
{
  glBindVertexArray (layer->array);
  glDrawElements (GL_TRIANGLES, n, GL_UNSIGNED_INT, GSIZE_TO_POINTER (first * sizeof (guint32)));
  glBindVertexArray (0);
}

static void
finish_passes (void)
{
  /* As the toolkit expects to find it. */
  glDepthMask (GL_TRUE);
  glDisable (GL_DEPTH_TEST);
  glDisable (GL_CULL_FACE);
  glDisable (GL_BLEND);
  glDisable (GL_POLYGON_OFFSET_FILL);
  glUseProgram (0);
}

/**
 * stanok_renderer_draw_moving:
 *
 * Draws into the framebuffer that is bound, which needs a depth buffer. Without a mesh, or before
 * enough of it is uploaded, clears only.
 */
void
stanok_renderer_draw_moving (StanokRenderer    *self,
                             const StanokFrame *frame)
{
  const StanokLayer *layer = self->mesh.coarse.array != 0 ? &self->mesh.coarse : &self->mesh.full;

  clear (frame);
  if (layer == &self->mesh.full && !is_uploaded (self))
    return;

  prepare (self, frame, PASS_SURFACE);
  draw_range (layer, 0, layer->n_indices);
  if (frame->has_edges)
    {
      prepare (self, frame, PASS_OUTLINE);
      draw_range (layer, 0, layer->n_indices);
    }
  if (frame->has_edges && self->mesh.edges.array != 0)
    {
      prepare (self, frame, PASS_EDGES);
      draw_range (&self->mesh.edges, 0, self->mesh.n_major_indices);
    }
  finish_passes ();
  check ("moving picture");
}

/**
 * stanok_renderer_begin_still:
 * @error: %STANOK_ERROR_LIMIT if the graphics memory is full
 *
 * Starts a good picture; one that was not finished is dropped, the last finished one stays to be
 * shown until this is finished too.
 */
gboolean
stanok_renderer_begin_still (StanokRenderer    *self,
                             const StanokFrame *frame,
                             GError           **error)
{
  GLint bound = 0;
  gboolean is_bound;

  self->pass = PASS_DONE;
  glGetIntegerv (GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  is_bound = stanok_still_bind (&self->still, frame->width_px, frame->height_px, error);
  if (is_bound)
    {
      self->frame = *frame;
      self->pass = PASS_SURFACE;
      self->next_index = 0;
      clear (frame);
    }
  glBindFramebuffer (GL_FRAMEBUFFER, bound);
  check ("start of a still");
  return is_bound;
}

/* Draws the next portion of the pass. */
static void
draw_portion (StanokRenderer *self)
{
  const StanokLayer *layer = self->pass == PASS_EDGES ? &self->mesh.edges : &self->mesh.full;
  guint32 n = MIN (layer->n_indices - self->next_index, self->portion);

  if (n > 0)
    {
      prepare (self, &self->frame, self->pass);
      draw_range (layer, self->next_index, n);
    }
  self->next_index += n;
  if (self->next_index < layer->n_indices)
    return;

  self->next_index = 0;
  self->pass = self->pass == PASS_SURFACE && !self->frame.has_edges ? PASS_DONE : self->pass + 1;
}

/* Portions of three, for triangles. A single slow one is no reason to crawl. */
static void
adapt_portion (StanokRenderer *self,
               gint64          spent_us)
{
  double wanted = self->portion * CLAMP ((double) PORTION_US / MAX (spent_us, 1), 0.5, 2.0);

  self->portion = CLAMP (wanted, MIN_PORTION, G_MAXUINT32 / 4);
  self->portion -= self->portion % 6;
}

/**
 * stanok_renderer_continue_still:
 * @budget_us: stop when it is spent; one portion is drawn in any case
 *
 * Returns: whether there is more to draw. When it is %FALSE, stanok_renderer_show_still() shows the
 * picture.
 */
gboolean
stanok_renderer_continue_still (StanokRenderer *self,
                                gint64          budget_us)
{
  gint64 start_us = g_get_monotonic_time (), now_us = start_us;
  GLint bound = 0;

  if (self->pass == PASS_DONE || !is_uploaded (self))
    return FALSE;

  glGetIntegerv (GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  glBindFramebuffer (GL_FRAMEBUFFER, self->still.drawn);
  glViewport (0, 0, self->frame.width_px, self->frame.height_px);
  do
    {
      gint64 before_us = now_us;
      gboolean is_whole = self->portion <= self->mesh.full.n_indices - self->next_index;

      draw_portion (self);
      if (!stanok_renderer_is_fast (self))
        glFinish ();
      now_us = g_get_monotonic_time ();
      if (is_whole)
        adapt_portion (self, now_us - before_us);
    }
  while (self->pass != PASS_DONE && now_us - start_us + PORTION_US <= budget_us);
  finish_passes ();
  if (self->pass == PASS_DONE)
    stanok_still_finish (&self->still);
  glBindFramebuffer (GL_FRAMEBUFFER, bound);
  check ("part of a still");
  return self->pass != PASS_DONE;
}

/* Copies the last finished good picture into the framebuffer that is bound, of the same size. */
void
stanok_renderer_show_still (StanokRenderer *self)
{
  GLint bound = 0;

  g_return_if_fail (self->still.shown != 0);

  glGetIntegerv (GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  glDisable (GL_SCISSOR_TEST);
  stanok_still_show (&self->still, bound);
  check ("show of a still");
}
