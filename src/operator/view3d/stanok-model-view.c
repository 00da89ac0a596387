/* stanok-model-view.c: a piece that can be turned, and how large it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-model-view.h"

#include <glib/gi18n.h>

#include "domain/stanok-error.h"
#include "view3d/stanok-model-area.h"
#include "view3d/stanok-model-input.h"
#include "view3d/stanok-size-text.h"
#include "view3d/stanok-stage-plate.h"
#include "view3d/stanok-triad.h"

#define MARGIN_PX         16
#define PICTURE_PX       228     /* of the one from the list: half as large again as it is */

struct _StanokModelView
{
  GtkWidget           parent_instance;

  /* Children */
  GtkWidget          *overlay;
  StanokModelArea    *area;
  GtkPicture         *picture;        /* the one from the list, where there is no GL */
  GtkLabel           *caption;
  GtkImage           *triad_image;
  StanokStagePlate   *plate;

  /* Owned */
  StanokMeshFile     *mesh;           /* (nullable) */
  char               *message;        /* (nullable) */
  char               *note;           /* (nullable) */
  char               *unable;         /* (nullable): why there is no 3D, in words */
  StanokTriad        *triad;
  GSimpleActionGroup *actions;

  StanokModelInput    input;
  GdkRGBA             colour;
  gboolean            is_waiting;
  gboolean            has_no_gl;      /* then @unable is for good, else for this mesh */
};

G_DEFINE_FINAL_TYPE (StanokModelView, stanok_model_view, GTK_TYPE_WIDGET)

static StanokCamera *
camera (StanokModelView *self)
{
  return stanok_model_area_get_camera (self->area);
}

static void
moved (GtkWidget *widget)
{
  StanokModelView *self = STANOK_MODEL_VIEW (widget);

  stanok_triad_set_camera (self->triad, camera (self));
  stanok_model_area_moved (self->area);
}

static GdkTexture *
colour_thumb (StanokModelView *self)
{
  const guint8 *thumb = stanok_mesh_file_get (self->mesh)->thumb;
  const float rgb[3] = { self->colour.red, self->colour.green, self->colour.blue };
  gsize n = STANOK_MESH_THUMB_PX * STANOK_MESH_THUMB_PX;
  guint8 *pixels = g_malloc (4 * n);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, 4 * n);

  for (gsize i = 0; i < n; i++)
    {
      for (guint k = 0; k < 3; k++)
        pixels[4 * i + k] = thumb[2 * i] * rgb[k];
      pixels[4 * i + 3] = thumb[2 * i + 1];
    }
  return gdk_memory_texture_new (STANOK_MESH_THUMB_PX, STANOK_MESH_THUMB_PX, GDK_MEMORY_R8G8B8A8,
                                 bytes, 4 * STANOK_MESH_THUMB_PX);
}

static void
show_picture (StanokModelView *self)
{
  g_autoptr (GdkTexture) texture = NULL;

  if (self->unable != NULL && self->mesh != NULL)
    texture = colour_thumb (self);
  gtk_picture_set_paintable (self->picture, texture != NULL ? GDK_PAINTABLE (texture) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->picture), texture != NULL);
}

static void
show_caption (StanokModelView *self)
{
  g_autofree char *size = NULL, *text = NULL;

  if (self->mesh != NULL)
    size = stanok_size_text (stanok_mesh_file_get (self->mesh)->measures);
  if (size != NULL && self->note != NULL)
    text = g_strjoin (" · ", size, self->note, NULL);
  gtk_label_set_label (self->caption, text != NULL ? text : size != NULL ? size : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (self->caption), -1);
}

/* One thing at a time, the most important first: what is wrong, what is missing, what is awaited.
 * */
static void
show_plate (StanokModelView *self)
{
  if (self->message != NULL)
    stanok_stage_plate_show (self->plate, "stanok-s-attention-symbolic", self->message);
  else if (self->unable != NULL && self->mesh != NULL)
    stanok_stage_plate_show (self->plate, "stanok-ui-info-symbolic", self->unable);
  else if (self->is_waiting)
    stanok_stage_plate_show (self->plate, NULL, _("Fetching the model"));
  else
    stanok_stage_plate_hide (self->plate);
}

static void
show_all (StanokModelView *self)
{
  gboolean is_solid = self->mesh != NULL && self->unable == NULL;
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));

  /* The area stays in place without a mesh too, so that its GL is ready when one comes. */
  gtk_widget_set_visible (GTK_WIDGET (self->area), self->unable == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->triad_image), is_solid);
  for (guint i = 0; names[i] != NULL; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_solid);
    }
  self->input.is_enabled = is_solid;
  show_picture (self);
  show_caption (self);
  show_plate (self);
}

static void
unable_cb (StanokModelView *self,
           const GError    *error)
{
  g_message ("No 3D: %s", error->message);
  g_free (self->unable);
  self->has_no_gl = !g_error_matches (error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  if (self->has_no_gl)
    self->unable = g_strdup (_("This terminal cannot show models in 3D. "
                               "You see the picture from the list."));
  else
    self->unable = g_strdup (_("This model is too large for the graphics of this terminal. "
                               "You see its picture from the list."));
  show_all (self);
}

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  StanokModelView *self = STANOK_MODEL_VIEW (widget);

  if (!self->input.is_enabled)
    return GDK_EVENT_PROPAGATE;

  if (stanok_hand_step (camera (self), g_variant_get_int32 (args)))
    moved (widget);
  return GDK_EVENT_STOP;
}

static void
fit_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  stanok_model_view_fit (STANOK_MODEL_VIEW (user_data));
}

static void
view_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  static const char *const names[STANOK_N_SIDES] = {
    [STANOK_SIDE_ISO] = "iso", [STANOK_SIDE_FRONT] = "front",
    [STANOK_SIDE_TOP] = "top", [STANOK_SIDE_RIGHT] = "right",
  };

  for (guint view = 0; view < STANOK_N_SIDES; view++)
    if (g_str_equal (names[view], g_action_get_name (G_ACTION (action))))
      stanok_model_view_set_view (STANOK_MODEL_VIEW (user_data), view);
}

static void
edges_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       user_data)
{
  StanokModelView *self = user_data;

  g_simple_action_set_state (action, value);
  stanok_model_area_set_edges (self->area, g_variant_get_boolean (value));
}

static void
add_actions (StanokModelView *self)
{
  const GActionEntry entries[] = {
    { .name = "fit", .activate = fit_cb },
    { .name = "iso", .activate = view_cb },
    { .name = "front", .activate = view_cb },
    { .name = "top", .activate = view_cb },
    { .name = "right", .activate = view_cb },
    { .name = "edges", .state = "true", .change_state = edges_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", G_ACTION_GROUP (self->actions));
}

static void
stanok_model_view_unmap (GtkWidget *widget)
{
  stanok_model_input_reset (&STANOK_MODEL_VIEW (widget)->input);
  GTK_WIDGET_CLASS (stanok_model_view_parent_class)->unmap (widget);
}

static void
stanok_model_view_dispose (GObject *object)
{
  StanokModelView *self = STANOK_MODEL_VIEW (object);

  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_object (&self->triad);
  G_OBJECT_CLASS (stanok_model_view_parent_class)->dispose (object);
}

static void
stanok_model_view_finalize (GObject *object)
{
  StanokModelView *self = STANOK_MODEL_VIEW (object);

  g_clear_pointer (&self->mesh, stanok_mesh_file_unref);
  g_free (self->message);
  g_free (self->note);
  g_free (self->unable);
  G_OBJECT_CLASS (stanok_model_view_parent_class)->finalize (object);
}

static void
stanok_model_view_class_init (StanokModelViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_model_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = stanok_model_view_finalize;
  widget_class->unmap = stanok_model_view_unmap;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "modelview");
  stanok_model_input_bind_keys (widget_class, step_cb);
}

/* Something over the piece that is only looked at: a finger there reaches the piece. */
static void
lay_over (StanokModelView *self,
          GtkWidget       *child,
          GtkAlign         halign,
          GtkAlign         valign)
{
  gtk_widget_set_halign (child, halign);
  gtk_widget_set_valign (child, valign);
  gtk_widget_set_can_target (child, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), child);
}

static void
add_children (StanokModelView *self)
{
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, MARGIN_PX);

  self->overlay = gtk_overlay_new ();
  self->area = STANOK_MODEL_AREA (stanok_model_area_new ());
  self->picture = GTK_PICTURE (gtk_picture_new ());
  self->caption = GTK_LABEL (gtk_label_new (NULL));
  self->triad_image = GTK_IMAGE (gtk_image_new_from_paintable (GDK_PAINTABLE (self->triad)));

  g_signal_connect_swapped (self->area, "unable", G_CALLBACK (unable_cb), self);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->area));
  gtk_widget_set_size_request (GTK_WIDGET (self->picture), PICTURE_PX, PICTURE_PX);
  self->plate = STANOK_STAGE_PLATE (stanok_stage_plate_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->picture), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (middle), GTK_WIDGET (self->picture));
  gtk_box_append (GTK_BOX (middle), GTK_WIDGET (self->plate));
  gtk_widget_set_margin_bottom (middle, 3 * MARGIN_PX);     /* clear of the caption */
  lay_over (self, middle, GTK_ALIGN_CENTER, GTK_ALIGN_CENTER);

  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "stanok-caption");
  /* On a ground of its own: the piece may be under it. */
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "stanok-stage-caption");
  gtk_label_set_ellipsize (self->caption, PANGO_ELLIPSIZE_END);
  lay_over (self, GTK_WIDGET (self->caption), GTK_ALIGN_START, GTK_ALIGN_END);
  gtk_widget_set_margin_start (GTK_WIDGET (self->caption), MARGIN_PX);
  gtk_widget_set_margin_end (GTK_WIDGET (self->caption), MARGIN_PX + STANOK_TRIAD_PX);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->caption), MARGIN_PX);

  gtk_image_set_pixel_size (self->triad_image, STANOK_TRIAD_PX);
  gtk_widget_add_css_class (GTK_WIDGET (self->triad_image), "stanok-triad");
  lay_over (self, GTK_WIDGET (self->triad_image), GTK_ALIGN_END, GTK_ALIGN_END);
  gtk_widget_set_margin_end (GTK_WIDGET (self->triad_image), MARGIN_PX / 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->triad_image), MARGIN_PX / 2);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
}

static void
stanok_model_view_init (StanokModelView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->colour = (GdkRGBA) { 0.75, 0.75, 0.75, 1 };
  self->triad = stanok_triad_new ();
  add_actions (self);
  add_children (self);
  stanok_model_input_init (&self->input, widget, camera (self), moved);
  stanok_triad_set_camera (self->triad, camera (self));

  gtk_widget_add_css_class (widget, "stanok-stage");
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("3D model of the piece"), -1);
  show_all (self);
}

GtkWidget *
stanok_model_view_new (void)
{
  return g_object_new (STANOK_TYPE_MODEL_VIEW, NULL);
}

GActionGroup *
stanok_model_view_get_actions (StanokModelView *self)
{
  g_return_val_if_fail (STANOK_IS_MODEL_VIEW (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/* Exactly one of these, or none. */
static void
show (StanokModelView *self,
      StanokMeshFile  *mesh,
      const char      *message,
      gboolean         is_waiting)
{
  if (mesh != self->mesh)
    {
      if (!self->has_no_gl)
        g_clear_pointer (&self->unable, g_free);
      stanok_model_area_set_mesh (self->area, mesh);
      g_clear_pointer (&self->mesh, stanok_mesh_file_unref);
      self->mesh = mesh != NULL ? stanok_mesh_file_ref (mesh) : NULL;
      stanok_triad_set_camera (self->triad, camera (self));
    }
  if (message != self->message)
    {
      g_free (self->message);
      self->message = g_strdup (message);
    }
  self->is_waiting = is_waiting;
  show_all (self);
}

void
stanok_model_view_set_mesh (StanokModelView *self,
                            StanokMeshFile  *mesh)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  show (self, mesh, NULL, FALSE);
}

void
stanok_model_view_set_message (StanokModelView *self,
                               const char      *sentence)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  if (sentence != NULL)
    show (self, NULL, sentence, FALSE);
  else
    show (self, self->mesh, NULL, self->is_waiting);
}

void
stanok_model_view_set_waiting (StanokModelView *self,
                               gboolean         is_waiting)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  if (is_waiting)
    show (self, NULL, NULL, TRUE);
  else
    show (self, self->mesh, self->message, FALSE);
}

void
stanok_model_view_set_colour (StanokModelView *self,
                              const GdkRGBA   *colour)
{
  const float rgb[3] = { colour->red, colour->green, colour->blue };

  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  self->colour = *colour;
  stanok_model_area_set_colour (self->area, rgb);
  show_picture (self);
}

void
stanok_model_view_set_note (StanokModelView *self,
                            const char      *note)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  g_free (self->note);
  self->note = g_strdup (note);
  show_caption (self);
}

void
stanok_model_view_set_caption_inset (StanokModelView *self,
                                     int              inset_px)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  gtk_widget_set_margin_start (GTK_WIDGET (self->caption), MAX (inset_px, MARGIN_PX));
}

void
stanok_model_view_fit (StanokModelView *self)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  stanok_camera_fit (camera (self));
  moved (GTK_WIDGET (self));
}

void
stanok_model_view_set_view (StanokModelView *self,
                            StanokSide       view)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  stanok_camera_set_view (camera (self), view);
  moved (GTK_WIDGET (self));
}

void
stanok_model_view_set_edges_visible (StanokModelView *self,
                                     gboolean         is_visible)
{
  g_return_if_fail (STANOK_IS_MODEL_VIEW (self));

  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "edges",
                                      g_variant_new_boolean (is_visible));
}
