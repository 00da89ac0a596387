/* stanok-sheet.c: a sheet laid over the page: asks for what one step needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-sheet.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-tall.h"

#define WIDTH_PX     1088
#define HEIGHT_PX    712
#define TOP_PX       72     /* the header with the sync word stays readable */
#define BOTTOM_PX    16
#define SIDE_PX      12
#define IN_MS        200
#define OUT_MS       140
#define CANCEL_PX    200

struct _StanokSheet
{
  GtkWidget      parent_instance;

  int            width_px;
  gboolean       is_compact;
  gboolean       is_open;
  GtkWidget     *under;          /* (weak) (nullable) */
  GtkWidget     *focus_before;   /* (weak) (nullable) */
  AdwAnimation  *fade;           /* (owned) */

  GtkWidget     *veil;
  GtkWidget     *panel;
  GtkLabel      *title;
  GtkLabel      *side;
  GtkWidget     *content;        /* (nullable) a StanokTall, between head and foot */
  GtkWidget     *primary;
};

enum {
  SIGNAL_PRIMARY,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokSheet, stanok_sheet, GTK_TYPE_WIDGET)

static void
primary_clicked_cb (StanokSheet *self)
{
  g_signal_emit (self, signals[SIGNAL_PRIMARY], 0);
}

static void
faded_cb (StanokSheet *self)
{
  if (!self->is_open)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
fade_to (StanokSheet *self,
         double       opacity,
         guint        duration_ms)
{
  AdwTimedAnimation *fade = ADW_TIMED_ANIMATION (self->fade);

  adw_timed_animation_set_value_from (fade, gtk_widget_get_opacity (GTK_WIDGET (self)));
  adw_timed_animation_set_value_to (fade, opacity);
  adw_timed_animation_set_duration (fade, duration_ms);
  adw_animation_play (self->fade);
}

static void
close_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  stanok_sheet_close (STANOK_SHEET (widget));
}

/* The focus goes round inside: what lies under the veil cannot be reached. */
static gboolean
stanok_sheet_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  GtkWidgetClass *parent_class = GTK_WIDGET_CLASS (stanok_sheet_parent_class);

  if (parent_class->focus (widget, direction))
    return TRUE;
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    {
      gtk_widget_set_focus_child (widget, NULL);
      return parent_class->focus (widget, direction);
    }
  return TRUE;
}

static void
stanok_sheet_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  StanokSheet *self = STANOK_SHEET (widget);

  gtk_widget_measure (self->panel, orientation, -1, minimum, natural, NULL, NULL);
  *minimum = 0;
}

static void
stanok_sheet_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  StanokSheet *self = STANOK_SHEET (widget);
  GtkAllocation area;
  int min, natural;
  int room = MAX (height - TOP_PX - BOTTOM_PX, 1);

  gtk_widget_size_allocate (self->veil, &(GtkAllocation) { 0, 0, width, height }, -1);

  gtk_widget_measure (self->panel, GTK_ORIENTATION_HORIZONTAL, -1, &min, &natural, NULL, NULL);
  area.width = MAX (MIN (self->width_px, width - 2 * SIDE_PX), min);
  gtk_widget_measure (self->panel, GTK_ORIENTATION_VERTICAL, area.width,
                      &min, &natural, NULL, NULL);
  area.height = MAX (MIN (self->is_compact ? natural : HEIGHT_PX, room), min);
  area.x = (width - area.width) / 2;
  area.y = TOP_PX + MAX ((room - area.height) / 2, 0);
  gtk_widget_size_allocate (self->panel, &area, -1);
}

static void
stanok_sheet_dispose (GObject *object)
{
  StanokSheet *self = STANOK_SHEET (object);

  if (self->fade != NULL)
    g_signal_handlers_disconnect_by_data (self->fade, self);
  g_clear_object (&self->fade);
  g_clear_weak_pointer (&self->under);
  g_clear_weak_pointer (&self->focus_before);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_sheet_parent_class)->dispose (object);
}

static void
stanok_sheet_class_init (StanokSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_sheet_dispose;
  widget_class->measure = stanok_sheet_measure;
  widget_class->size_allocate = stanok_sheet_size_allocate;
  widget_class->focus = stanok_sheet_focus;

  signals[SIGNAL_PRIMARY] = g_signal_new ("primary", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_install_action (widget_class, "sheet.close", NULL, close_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "sheet.close", NULL);
}

static GtkWidget *
build_head (StanokSheet *self)
{
  GtkWidget *head = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 12, "stanok-sheet-head");
  GtkWidget *cross = stanok_key_new (STANOK_KEY_FLAT, "stanok-ui-close-symbolic", NULL);

  self->title = GTK_LABEL (stanok_parts_label (NULL, "stanok-title"));
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_natural_wrap_mode (self->title, GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  self->side = GTK_LABEL (stanok_parts_label (NULL, "stanok-dim"));
  gtk_label_set_ellipsize (self->side, PANGO_ELLIPSIZE_END);
  stanok_parts_set_name (cross, _("Close"));
  gtk_widget_set_valign (cross, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (cross, "clicked", G_CALLBACK (stanok_sheet_close), self);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->side));
  gtk_box_append (GTK_BOX (head), cross);
  return head;
}

static GtkWidget *
build_foot (StanokSheet *self)
{
  GtkWidget *foot = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 16, "stanok-sheet-foot");
  GtkWidget *cancel = stanok_key_new (STANOK_KEY_PLAIN, NULL, _("Cancel"));

  gtk_widget_set_size_request (cancel, CANCEL_PX, -1);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (stanok_sheet_close), self);
  self->primary = stanok_key_new (STANOK_KEY_PRIMARY, NULL, NULL);
  gtk_widget_set_hexpand (self->primary, TRUE);
  g_signal_connect_swapped (self->primary, "clicked", G_CALLBACK (primary_clicked_cb), self);
  gtk_box_append (GTK_BOX (foot), cancel);
  gtk_box_append (GTK_BOX (foot), self->primary);
  return foot;
}

static void
set_opacity_cb (double   value,
                gpointer user_data)
{
  gtk_widget_set_opacity (GTK_WIDGET (user_data), value);
}

static void
stanok_sheet_init (StanokSheet *self)
{
  AdwAnimationTarget *target;

  self->width_px = WIDTH_PX;
  self->veil = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-veil");
  self->panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-sheet");
  gtk_box_append (GTK_BOX (self->panel), build_head (self));
  gtk_box_append (GTK_BOX (self->panel), build_foot (self));
  gtk_widget_set_parent (self->veil, GTK_WIDGET (self));
  gtk_widget_set_parent (self->panel, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_opacity (GTK_WIDGET (self), 0);

  target = adw_callback_animation_target_new (set_opacity_cb, self, NULL);
  self->fade = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, IN_MS, target);
  g_signal_connect_swapped (self->fade, "done", G_CALLBACK (faded_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_MODAL, TRUE, -1);
}

GtkWidget *
stanok_sheet_new (void)
{
  return g_object_new (STANOK_TYPE_SHEET, NULL);
}

void
stanok_sheet_set_title (StanokSheet *self,
                        const char  *title,
                        const char  *side)
{
  g_return_if_fail (STANOK_IS_SHEET (self));

  gtk_label_set_text (self->title, title);
  stanok_parts_set_text (self->side, side);
  stanok_parts_set_name (GTK_WIDGET (self), title);
}

void
stanok_sheet_set_content (StanokSheet *self,
                          GtkWidget   *content)
{
  g_return_if_fail (STANOK_IS_SHEET (self));
  g_return_if_fail (GTK_IS_WIDGET (content));

  g_return_if_fail (self->content == NULL);

  gtk_widget_add_css_class (content, "stanok-sheet-content");
  self->content = stanok_tall_new (content);
  gtk_widget_set_vexpand (self->content, TRUE);
  gtk_box_insert_child_after (GTK_BOX (self->panel), self->content,
                              gtk_widget_get_first_child (self->panel));
}

GtkWidget *
stanok_sheet_get_content (StanokSheet *self)
{
  g_return_val_if_fail (STANOK_IS_SHEET (self), NULL);

  return self->content != NULL ? stanok_tall_get_child (STANOK_TALL (self->content)) : NULL;
}

void
stanok_sheet_set_compact (StanokSheet *self,
                          int          width_px)
{
  g_return_if_fail (STANOK_IS_SHEET (self));

  self->is_compact = TRUE;
  self->width_px = width_px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

StanokKey *
stanok_sheet_get_primary (StanokSheet *self)
{
  g_return_val_if_fail (STANOK_IS_SHEET (self), NULL);

  return STANOK_KEY (self->primary);
}

void
stanok_sheet_open (StanokSheet *self)
{
  GtkWidget *overlay, *under;
  GtkRoot *root;

  g_return_if_fail (STANOK_IS_SHEET (self));

  overlay = gtk_widget_get_parent (GTK_WIDGET (self));
  g_return_if_fail (GTK_IS_OVERLAY (overlay));

  if (self->is_open)
    return;
  self->is_open = TRUE;
  under = gtk_overlay_get_child (GTK_OVERLAY (overlay));
  root = gtk_widget_get_root (GTK_WIDGET (self));
  g_set_weak_pointer (&self->focus_before, root != NULL ? gtk_root_get_focus (root) : NULL);
  g_set_weak_pointer (&self->under, under);
  gtk_widget_set_can_target (under, FALSE);
  gtk_widget_set_can_focus (under, FALSE);

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (self->content == NULL || !gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (self->panel, GTK_DIR_TAB_FORWARD);
  fade_to (self, 1, IN_MS);
}

void
stanok_sheet_close (StanokSheet *self)
{
  g_return_if_fail (STANOK_IS_SHEET (self));

  if (!self->is_open)
    return;
  self->is_open = FALSE;
  if (self->under != NULL)
    {
      gtk_widget_set_can_target (self->under, TRUE);
      gtk_widget_set_can_focus (self->under, TRUE);
    }
  if (self->focus_before != NULL && gtk_widget_get_mapped (self->focus_before))
    gtk_widget_grab_focus (self->focus_before);
  g_clear_weak_pointer (&self->focus_before);
  g_clear_weak_pointer (&self->under);
  fade_to (self, 0, OUT_MS);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

gboolean
stanok_sheet_is_open (StanokSheet *self)
{
  g_return_val_if_fail (STANOK_IS_SHEET (self), FALSE);

  return self->is_open;
}
