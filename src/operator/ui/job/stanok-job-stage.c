/* stanok-job-stage.c: the model of the order, with the keys that turn it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/job/stanok-job-stage.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-parts.h"
#include "view3d/stanok-model-view.h"

#define TOOL_GAP_PX      10
#define CAPTION_INSET_PX 112   /* the column of tools */

struct _StanokJobStage
{
  GtkWidget        parent_instance;

  StanokSession   *session;    /* (owned) */
  StanokOrder     *order;      /* (owned) (nullable) */
  StanokSide       side;

  StanokModelView *view;
  StanokKey       *views;
  StanokKey       *edges;
};

G_DEFINE_FINAL_TYPE (StanokJobStage, stanok_job_stage, GTK_TYPE_WIDGET)

static const char *
say_absence (StanokJobStage *self)
{
  if (stanok_order_get_file (self->order, "model") == NULL)
    return _("This order has no model.");
  return _("The model is not on this terminal yet. It comes with the next connection.");
}

static void
update (StanokJobStage *self)
{
  StanokThumbs *thumbs = stanok_session_get_thumbs (self->session);
  g_autoptr(StanokMeshFile) mesh = NULL;
  const char *sentence = NULL;
  StanokModelState state;
  GdkRGBA color;

  if (self->order == NULL)
    {
      stanok_model_view_set_mesh (self->view, NULL);
      return;
    }
  stanok_materials_get_color (self->order->material, &color);
  stanok_model_view_set_colour (self->view, &color);
  state = stanok_thumbs_get_model (thumbs, self->order, &mesh, &sentence);
  switch (state)
    {
    case STANOK_MODEL_READY:
      stanok_model_view_set_mesh (self->view, mesh);
      break;
    case STANOK_MODEL_FAILED:
      stanok_model_view_set_message (self->view, sentence);
      break;
    case STANOK_MODEL_WORKING:
      stanok_model_view_set_waiting (self->view, TRUE);
      break;
    case STANOK_MODEL_ABSENT:
    default:
      stanok_model_view_set_message (self->view, say_absence (self));
      break;
    }
}

static void
model_changed_cb (StanokJobStage *self,
                  const char     *sha256)
{
  const StanokFile *file =
    self->order != NULL ? stanok_order_get_file (self->order, "model") : NULL;

  if (file != NULL && g_str_equal (file->sha256, sha256))
    update (self);
}

/* One key for the standard views: each press shows the next side. */
static void
views_cb (StanokJobStage *self)
{
  self->side = (self->side + 1) % STANOK_N_SIDES;
  stanok_model_view_set_view (self->view, self->side);
}

static void
edges_cb (StanokJobStage *self)
{
  GActionGroup *actions = stanok_model_view_get_actions (self->view);

  g_action_group_activate_action (actions, "edges", NULL);
}

static void
edges_changed_cb (StanokJobStage *self,
                  const char     *name,
                  GVariant       *state)
{
  stanok_key_set_on (self->edges, g_variant_get_boolean (state));
}

static void
stanok_job_stage_dispose (GObject *object)
{
  StanokJobStage *self = STANOK_JOB_STAGE (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_pointer (&self->order, stanok_order_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_job_stage_parent_class)->dispose (object);
}

static void
stanok_job_stage_class_init (StanokJobStageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_job_stage_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static StanokKey *
add_tool (StanokJobStage *self,
          GtkWidget      *tools,
          const char     *icon,
          const char     *text,
          GCallback       callback)
{
  GtkWidget *key = stanok_key_new (STANOK_KEY_TOOL, icon, text);

  g_signal_connect_swapped (key, "clicked", callback, self);
  gtk_box_append (GTK_BOX (tools), key);
  return STANOK_KEY (key);
}

static void
fit_cb (StanokJobStage *self)
{
  stanok_model_view_fit (self->view);
}

static void
show_edges_state (StanokJobStage *self)
{
  GActionGroup *actions = stanok_model_view_get_actions (self->view);
  g_autoptr(GVariant) state = g_action_group_get_action_state (actions, "edges");

  g_signal_connect_object (actions, "action-state-changed::edges", G_CALLBACK (edges_changed_cb),
                           self, G_CONNECT_SWAPPED);
  if (state != NULL)
    stanok_key_set_on (self->edges, g_variant_get_boolean (state));
}

static void
stanok_job_stage_init (StanokJobStage *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *tools = stanok_parts_box (GTK_ORIENTATION_VERTICAL, TOOL_GAP_PX, "stanok-tools");

  self->view = STANOK_MODEL_VIEW (stanok_model_view_new ());
  stanok_model_view_set_caption_inset (self->view, CAPTION_INSET_PX);
  self->views = add_tool (self, tools, "stanok-ui-views-symbolic", C_("tool", "Views"),
                          G_CALLBACK (views_cb));
  self->edges = add_tool (self, tools, "stanok-ui-edges-symbolic", C_("tool", "Edges"),
                          G_CALLBACK (edges_cb));
  add_tool (self, tools, "stanok-ui-fit-symbolic", C_("tool", "Fit"), G_CALLBACK (fit_cb));
  show_edges_state (self);
  gtk_widget_set_halign (tools, GTK_ALIGN_START);
  gtk_widget_set_valign (tools, GTK_ALIGN_START);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->view));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), tools);
  gtk_widget_set_parent (overlay, GTK_WIDGET (self));
}

GtkWidget *
stanok_job_stage_new (StanokSession *session)
{
  StanokJobStage *self = g_object_new (STANOK_TYPE_JOB_STAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (stanok_session_get_thumbs (session), "changed",
                           G_CALLBACK (model_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
stanok_job_stage_set_order (StanokJobStage    *self,
                            const StanokOrder *order)
{
  g_return_if_fail (STANOK_IS_JOB_STAGE (self));

  g_clear_pointer (&self->order, stanok_order_unref);
  if (order != NULL)
    self->order = stanok_order_ref (order);
  update (self);
}
