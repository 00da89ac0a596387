/* stanok-model-area.c: draws a mesh when it is moved, and better when it rests
 *
 *   changed --> quick picture at once --> SETTLE_MS without a change --> good picture in portions
 *      ^                                                                   |  in idle time
 *      +------------------- any change drops what was begun ---------------+--> shown when whole
 *
 * Nothing here waits: every portion is bounded, and input comes before the next. The time to settle
 * begins when the quick picture is drawn: on a machine that needs long for that, a good one would
 * otherwise be begun, and dropped, between any two of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-model-area.h"

#include <math.h>
#include <string.h>

#include "view3d/stanok-renderer.h"

#define SETTLE_MS          150
#define PORTION_BUDGET_US  30000
#define UPLOAD_BYTES       (4 << 20)    /* a portion: some milliseconds */
#define EDGE_WIDTH_PX      1.5f
#define MAX_FIT_SAMPLES    20000

/* Edges lie on the material, which is light in every theme, so their ink is dark in every theme. */
static const float edge_ink[3] = { 0x16 / 255.f, 0x20 / 255.f, 0x1A / 255.f };

struct _StanokModelArea
{
  GtkGLArea       parent_instance;

  StanokCamera    camera;
  StanokMeshFile *mesh;             /* (owned) (nullable) */
  StanokRenderer *renderer;         /* (owned) (nullable): only while realized */
  GError         *trouble;          /* (owned) (nullable): to be told in idle time */
  float           colour[3];
  gboolean        has_edges;

  gboolean        is_still_begun;
  gboolean        has_still;        /* a good picture of just what is to be seen */
  gboolean        is_moving;        /* until settled */
  guint           settle_id;
  guint           work_id;
  guint           trouble_id;
};

enum {
  SIGNAL_UNABLE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokModelArea, stanok_model_area, GTK_TYPE_GL_AREA)

static gboolean
trouble_cb (gpointer user_data)
{
  StanokModelArea *self = user_data;
  g_autoptr (GError) error = g_steal_pointer (&self->trouble);

  self->trouble_id = 0;
  g_signal_emit (self, signals[SIGNAL_UNABLE], 0, error);
  return G_SOURCE_REMOVE;
}

/* Told later, because whoever hears it will hide this widget, which must not happen in the middle
 * of being realized or drawn. */
static void
tell_trouble (StanokModelArea *self,
              const GError    *error)
{
  g_clear_error (&self->trouble);
  self->trouble = g_error_copy (error);
  if (self->trouble_id == 0)
    self->trouble_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, trouble_cb, self, NULL);
}

static gboolean
is_usable (StanokModelArea *self)
{
  if (self->renderer == NULL)
    return FALSE;
  gtk_gl_area_make_current (GTK_GL_AREA (self));
  return gtk_gl_area_get_error (GTK_GL_AREA (self)) == NULL;
}

static void
fill_frame (StanokModelArea *self,
            StanokFrame     *out)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  *out = (StanokFrame) {
    .edge_width_px = EDGE_WIDTH_PX * scale,
    .has_edges = self->has_edges,
    .width_px = gtk_widget_get_width (GTK_WIDGET (self)) * scale,
    .height_px = gtk_widget_get_height (GTK_WIDGET (self)) * scale,
  };
  stanok_camera_get_matrices (&self->camera, &out->matrices);
  memcpy (out->colour, self->colour, sizeof out->colour);
  memcpy (out->ink, edge_ink, sizeof out->ink);
  for (int i = 0; i < 3; i++)
    out->centre_mm[i] = self->camera.centre_mm[i];
}

/* A picture that cannot be made for want of memory is done without: the quick one stays. Without a
 * size there is nothing to draw yet, and the size will come with a change. */
static gboolean
begin_still (StanokModelArea *self)
{
  g_autoptr (GError) error = NULL;
  StanokFrame frame;

  fill_frame (self, &frame);
  if (frame.width_px < 1 || frame.height_px < 1)
    return FALSE;
  if (stanok_renderer_begin_still (self->renderer, &frame, &error))
    return TRUE;

  g_message ("%s", error->message);
  return FALSE;
}

/* A portion of what there is to do: upload first, then the good picture if the model rests. */
static gboolean
work_cb (gpointer user_data)
{
  StanokModelArea *self = user_data;

  if (!is_usable (self))
    {
      self->work_id = 0;
      return G_SOURCE_REMOVE;
    }

  if (stanok_renderer_continue_upload (self->renderer, UPLOAD_BYTES))
    return G_SOURCE_CONTINUE;

  if (!self->is_moving && !stanok_renderer_is_fast (self->renderer))
    {
      if (!self->is_still_begun)
        self->is_still_begun = begin_still (self);
      if (stanok_renderer_continue_still (self->renderer, PORTION_BUDGET_US))
        return G_SOURCE_CONTINUE;
      self->has_still = self->is_still_begun;
    }

  gtk_gl_area_queue_render (GTK_GL_AREA (self));
  self->work_id = 0;
  return G_SOURCE_REMOVE;
}

/* Below input and drawing in priority. */
static void
start_work (StanokModelArea *self)
{
  if (self->work_id == 0 && self->renderer != NULL && self->mesh != NULL)
    self->work_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, work_cb, self, NULL);
}

static gboolean
settle_cb (gpointer user_data)
{
  StanokModelArea *self = user_data;

  self->settle_id = 0;
  self->is_moving = FALSE;
  start_work (self);
  return G_SOURCE_REMOVE;
}

static void
drop_still (StanokModelArea *self)
{
  self->is_still_begun = FALSE;
  self->has_still = FALSE;
}

static void
start_settling (StanokModelArea *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->mesh != NULL)
    self->settle_id = g_timeout_add (SETTLE_MS, settle_cb, self);
}

/* What is seen changed, but not by a hand: no need to wait whether it goes on. */
static void
redraw_at_rest (StanokModelArea *self)
{
  drop_still (self);
  gtk_gl_area_queue_render (GTK_GL_AREA (self));
  start_work (self);
}

static void
upload (StanokModelArea *self)
{
  g_autoptr (GError) error = NULL;

  if (self->mesh == NULL)
    stanok_renderer_forget_mesh (self->renderer);
  else if (!stanok_renderer_begin_upload (self->renderer, stanok_mesh_file_get (self->mesh),
                                          &error))
    tell_trouble (self, error);
  redraw_at_rest (self);
}

/* The good picture in one go, for a graphics processor. */
static gboolean
draw_whole (StanokModelArea *self)
{
  if (!begin_still (self))
    return FALSE;

  while (stanok_renderer_continue_still (self->renderer, G_MAXINT64))
    ;
  stanok_renderer_show_still (self->renderer);
  return TRUE;
}

static gboolean
stanok_model_area_render (GtkGLArea    *area,
                          GdkGLContext *context)
{
  StanokModelArea *self = STANOK_MODEL_AREA (area);
  StanokFrame frame;

  if (self->renderer == NULL)
    return TRUE;

  if (self->has_still)
    {
      stanok_renderer_show_still (self->renderer);
    }
  else if (stanok_renderer_is_fast (self->renderer) && draw_whole (self))
    {
      self->is_moving = FALSE;
    }
  else
    {
      fill_frame (self, &frame);
      stanok_renderer_draw_moving (self->renderer, &frame);
      if (self->is_moving)
        start_settling (self);
    }
  return TRUE;
}

/* Comes just before the first picture of the new size. */
static void
stanok_model_area_resize (GtkGLArea *area,
                          int        width,
                          int        height)
{
  StanokModelArea *self = STANOK_MODEL_AREA (area);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));

  stanok_camera_set_viewport (&self->camera, width / scale, height / scale);
  drop_still (self);
  self->is_moving = TRUE;
}

static void
stanok_model_area_realize (GtkWidget *widget)
{
  StanokModelArea *self = STANOK_MODEL_AREA (widget);
  g_autoptr (GError) error = NULL;

  GTK_WIDGET_CLASS (stanok_model_area_parent_class)->realize (widget);
  gtk_gl_area_make_current (GTK_GL_AREA (self));
  if (gtk_gl_area_get_error (GTK_GL_AREA (self)) != NULL)
    {
      tell_trouble (self, gtk_gl_area_get_error (GTK_GL_AREA (self)));
      return;
    }

  self->renderer = stanok_renderer_new (&error);
  if (self->renderer == NULL)
    tell_trouble (self, error);
  else
    upload (self);
}

/* The context goes, and everything in it; the mesh stays, for the next. */
static void
stanok_model_area_unrealize (GtkWidget *widget)
{
  StanokModelArea *self = STANOK_MODEL_AREA (widget);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->work_id, g_source_remove);
  drop_still (self);
  if (is_usable (self))
    g_clear_pointer (&self->renderer, stanok_renderer_free);
  GTK_WIDGET_CLASS (stanok_model_area_parent_class)->unrealize (widget);
}

static void
stanok_model_area_dispose (GObject *object)
{
  StanokModelArea *self = STANOK_MODEL_AREA (object);

  g_clear_handle_id (&self->trouble_id, g_source_remove);
  g_clear_error (&self->trouble);
  G_OBJECT_CLASS (stanok_model_area_parent_class)->dispose (object);
  g_clear_pointer (&self->mesh, stanok_mesh_file_unref);
}

static void
stanok_model_area_class_init (StanokModelAreaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_model_area_dispose;
  widget_class->realize = stanok_model_area_realize;
  widget_class->unrealize = stanok_model_area_unrealize;
  GTK_GL_AREA_CLASS (klass)->render = stanok_model_area_render;
  GTK_GL_AREA_CLASS (klass)->resize = stanok_model_area_resize;

  signals[SIGNAL_UNABLE] =
    g_signal_new ("unable", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
stanok_model_area_init (StanokModelArea *self)
{
  stanok_camera_init (&self->camera);
  self->colour[0] = self->colour[1] = self->colour[2] = 0.75f;
  self->has_edges = TRUE;
  gtk_gl_area_set_has_depth_buffer (GTK_GL_AREA (self), TRUE);
  gtk_gl_area_set_auto_render (GTK_GL_AREA (self), FALSE);
}

GtkWidget *
stanok_model_area_new (void)
{
  return g_object_new (STANOK_TYPE_MODEL_AREA, NULL);
}

/* A file that was mapped anew is another object and the same piece. */
static gboolean
is_same_piece (StanokMeshFile *a,
               StanokMeshFile *b)
{
  const StanokMeshSections *x, *y;

  if (a == NULL || b == NULL)
    return FALSE;

  x = stanok_mesh_file_get (a);
  y = stanok_mesh_file_get (b);
  return x->n_triangles == y->n_triangles && x->n_vertices == y->n_vertices
         && memcmp (x->measures, y->measures, sizeof *x->measures) == 0;
}

static void
aim_at (StanokModelArea          *self,
        const StanokMeshSections *sections)
{
  gsize step = 1 + sections->n_vertices / MAX_FIT_SAMPLES;

  stanok_camera_set_bounds (&self->camera, sections->measures->min_mm, sections->measures->max_mm);
  if (sections->n_vertices > 0)
    stanok_camera_set_points (&self->camera, sections->vertices[0].position,
                              step * sizeof (StanokVertex), sections->n_vertices / step);
  stanok_camera_set_view (&self->camera, STANOK_SIDE_ISO);
}

void
stanok_model_area_set_mesh (StanokModelArea *self,
                            StanokMeshFile  *mesh)
{
  gboolean is_same = is_same_piece (mesh, self->mesh);

  g_return_if_fail (STANOK_IS_MODEL_AREA (self));

  if (mesh == self->mesh)
    return;

  /* The renderer may still be uploading from the mesh before, which must live until it forgets. */
  if (is_usable (self))
    stanok_renderer_forget_mesh (self->renderer);
  g_clear_pointer (&self->mesh, stanok_mesh_file_unref);
  if (mesh != NULL)
    {
      self->mesh = stanok_mesh_file_ref (mesh);
      if (!is_same)
        aim_at (self, stanok_mesh_file_get (mesh));
    }
  if (is_usable (self))
    upload (self);
}

void
stanok_model_area_set_colour (StanokModelArea *self,
                              const float      colour[3])
{
  memcpy (self->colour, colour, sizeof self->colour);
  redraw_at_rest (self);
}

void
stanok_model_area_set_edges (StanokModelArea *self,
                             gboolean         has_edges)
{
  self->has_edges = has_edges;
  redraw_at_rest (self);
}

StanokCamera *
stanok_model_area_get_camera (StanokModelArea *self)
{
  return &self->camera;
}

void
stanok_model_area_moved (StanokModelArea *self)
{
  drop_still (self);
  self->is_moving = TRUE;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  gtk_gl_area_queue_render (GTK_GL_AREA (self));
}

gboolean
stanok_model_area_is_at_rest (StanokModelArea *self)
{
  return self->has_still
         || (self->renderer != NULL && self->work_id == 0 && !self->is_moving
             && stanok_renderer_is_fast (self->renderer));
}
