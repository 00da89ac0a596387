/* stanok-order-detail.c: the chosen order beside the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/queue/stanok-order-detail.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-order-words.h"
#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-abreast.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-facts.h"
#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-miniature.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-tall.h"
#include "ui/shared/stanok-words.h"
#include "view3d/stanok-size-text.h"

#define STAGE_MIN_PX 150

struct _StanokOrderDetail
{
  GtkWidget         parent_instance;

  StanokSession    *session;    /* (owned) */
  StanokOrderWatch *watch;      /* (owned) (nullable) */
  gboolean          is_pending; /* the watch has not answered yet: what was shown stays */

  GtkStack         *stack;
  StanokEmpty      *empty;
  GtkLabel         *size;
  StanokMiniature  *picture;
  GtkLabel         *trouble;    /* over the picture: why there is none */
  GtkLabel         *number;
  StanokTag        *tag;
  GtkLabel         *title;
  StanokFacts      *facts;
  StanokBanner     *care;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokOrderDetail, stanok_order_detail, GTK_TYPE_WIDGET)

static void
open_clicked_cb (StanokOrderDetail *self)
{
  if (self->watch != NULL)
    stanok_session_open_order (self->session, stanok_order_watch_get_id (self->watch));
}

/* "Gold 585 · 1.1 cm³ each", as far as the model is known and closed. */
static char *
say_material (const StanokOrder    *order,
              const StanokMeasures *measures)
{
  const char *name = stanok_materials_get_name (order->material);
  g_autofree char *volume = NULL;
  g_autofree char *each = NULL;

  if (measures == NULL || !measures->watertight)
    return g_strdup (name);
  volume = stanok_size_volume (measures->volume_mm3);
  each = g_strdup_printf (order->ordered > 1 ? _("%s each") : "%s", volume);
  return stanok_words_join (name, each, NULL);
}

static void
add_made (StanokOrderDetail *self,
          const StanokOrder *order)
{
  g_autofree char *report = NULL;
  g_autofree char *left = NULL;
  g_autofree char *text = NULL;

  if (order->good == 0 && order->scrap == 0)
    return;
  report = stanok_words_report (order->good, order->scrap);
  left = stanok_words_left (stanok_order_get_remaining (order));
  text = stanok_words_join (report, left, NULL);
  stanok_facts_add (self->facts, _("Made"), text);
}

static void
show_facts (StanokOrderDetail    *self,
            const StanokOrder    *order,
            const StanokMeasures *measures)
{
  StanokStore *store = stanok_session_get_store (self->session);
  g_autofree char *pieces = stanok_words_pieces (order->ordered);
  g_autofree char *material = say_material (order, measures);
  GtkWidget *due = stanok_due_new ();

  stanok_order_words_due (STANOK_DUE (due), order, TRUE, self->session);
  stanok_facts_clear (self->facts);
  stanok_facts_add (self->facts, _("Quantity"), pieces);
  add_made (self, order);
  stanok_facts_add (self->facts, _("Material"), material);
  stanok_facts_add_widget (self->facts, _("Due"), due);
  stanok_facts_add (self->facts, _("Customer"), order->customer);
  if (order->holder_operator != NULL)
    stanok_facts_add (self->facts, _("Who"),
                      stanok_people_get_operator (store, order->holder_operator));
  stanok_facts_add (self->facts, _("Instructions"), order->instructions);
  stanok_facts_add (self->facts, _("Number"), order->number);
}

static void
show_model (StanokOrderDetail  *self,
            const StanokOrder  *order,
            StanokMeshFile    **mesh)
{
  StanokThumbs *thumbs = stanok_session_get_thumbs (self->session);
  const char *sentence = NULL;
  StanokModelState state = stanok_thumbs_get_model (thumbs, order, mesh, &sentence);
  g_autofree char *size = NULL;

  if (state == STANOK_MODEL_READY)
    {
      const StanokMeasures *measures = stanok_mesh_file_get (*mesh)->measures;

      size = stanok_size_dimensions (measures->max_mm[0] - measures->min_mm[0],
                                      measures->max_mm[1] - measures->min_mm[1],
                                      measures->max_mm[2] - measures->min_mm[2]);
    }
  else if (state == STANOK_MODEL_ABSENT && stanok_order_get_file (order, "model") == NULL)
    {
      sentence = _("This order has no model");
    }
  else if (state == STANOK_MODEL_ABSENT)
    {
      sentence = _("The model comes with the next connection");
    }
  else if (state == STANOK_MODEL_WORKING)
    {
      sentence = _("The model is being opened");
    }
  stanok_parts_set_text (self->size, size);
  stanok_parts_set_text (self->trouble, sentence);
  stanok_miniature_set (self->picture, stanok_thumbs_get (thumbs, order));
}

static void
update (StanokOrderDetail *self)
{
  const StanokRow *row = stanok_order_detail_get_row (self);
  g_autoptr(StanokMeshFile) mesh = NULL;

  if (self->is_pending)
    return;
  gtk_stack_set_visible_child_name (self->stack, row != NULL ? "order" : "empty");
  if (row != NULL)
    {
      gtk_label_set_text (self->number, row->order->id);
      gtk_label_set_text (self->title, row->order->title);
      stanok_order_words_tag (self->tag, row, self->session);
      show_model (self, row->order, &mesh);
      show_facts (self, row->order,
                  mesh != NULL ? stanok_mesh_file_get (mesh)->measures : NULL);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
watch_changed_cb (StanokOrderDetail *self)
{
  self->is_pending = FALSE;
  update (self);
}

static void
thumb_changed_cb (StanokOrderDetail *self,
                  const char        *sha256)
{
  const StanokRow *row = stanok_order_detail_get_row (self);
  const StanokFile *file = row != NULL ? stanok_order_get_file (row->order, "model") : NULL;

  if (file != NULL && g_str_equal (file->sha256, sha256))
    update (self);
}

static void
stanok_order_detail_dispose (GObject *object)
{
  StanokOrderDetail *self = STANOK_ORDER_DETAIL (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->session);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_order_detail_parent_class)->dispose (object);
}

static void
stanok_order_detail_class_init (StanokOrderDetailClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_order_detail_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_stage (StanokOrderDetail *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *open = stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-views-symbolic",
                                    C_("key", "Open 3D"));

  self->picture = STANOK_MINIATURE (stanok_miniature_new (-1));
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "stanok-bare");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->picture));
  self->size = GTK_LABEL (stanok_parts_label (NULL, "stanok-caption stanok-stage-note"));
  gtk_widget_set_halign (GTK_WIDGET (self->size), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self->size), GTK_ALIGN_START);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->size));
  self->trouble = GTK_LABEL (stanok_parts_label (NULL, "stanok-caption stanok-stage-note"));
  gtk_label_set_wrap (self->trouble, TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->trouble), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self->trouble), GTK_ALIGN_START);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->trouble));
  gtk_widget_set_halign (open, GTK_ALIGN_END);
  gtk_widget_set_valign (open, GTK_ALIGN_END);
  gtk_widget_add_css_class (open, "stanok-stage-key");
  g_signal_connect_swapped (open, "clicked", G_CALLBACK (open_clicked_cb), self);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), open);

  gtk_widget_add_css_class (overlay, "stanok-detail-stage");
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_widget_set_size_request (overlay, -1, STAGE_MIN_PX);
  return overlay;
}

static GtkWidget *
build_body (StanokOrderDetail *self)
{
  GtkWidget *body = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-detail-body");

  self->number = GTK_LABEL (stanok_parts_label (NULL, "stanok-far stanok-code"));
  gtk_label_set_ellipsize (self->number, PANGO_ELLIPSIZE_END);
  self->tag = STANOK_TAG (stanok_tag_new ());
  self->title = GTK_LABEL (stanok_parts_label (NULL, "stanok-heading"));
  gtk_label_set_wrap (self->title, TRUE);
  self->facts = STANOK_FACTS (stanok_facts_new (FALSE));
  self->care = STANOK_BANNER (stanok_banner_new ());

  gtk_box_append (GTK_BOX (body), stanok_abreast_new (GTK_WIDGET (self->number),
                                                      GTK_WIDGET (self->tag)));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->facts));
  return stanok_tall_new (body);
}

static void
stanok_order_detail_init (StanokOrderDetail *self)
{
  GtkWidget *order = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  self->stack = GTK_STACK (gtk_stack_new ());
  self->empty = STANOK_EMPTY (stanok_empty_new (FALSE));
  gtk_box_append (GTK_BOX (order), build_stage (self));
  gtk_box_append (GTK_BOX (order), build_body (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->care), "stanok-detail-care");
  gtk_box_append (GTK_BOX (order), GTK_WIDGET (self->care));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  gtk_stack_add_named (self->stack, order, "order");
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-panel");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
stanok_order_detail_new (StanokSession *session)
{
  StanokOrderDetail *self = g_object_new (STANOK_TYPE_ORDER_DETAIL, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (stanok_session_get_thumbs (session), "changed",
                           G_CALLBACK (thumb_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "login-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (stanok_session_get_store (session), "reference-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
stanok_order_detail_set_order (StanokOrderDetail *self,
                               const char        *order_id)
{
  g_return_if_fail (STANOK_IS_ORDER_DETAIL (self));

  if (self->watch != NULL && g_strcmp0 (stanok_order_watch_get_id (self->watch), order_id) == 0)
    return;
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  if (order_id != NULL)
    {
      self->watch = stanok_order_watch_new (stanok_session_get_store (self->session), order_id);
      g_signal_connect_object (self->watch, "changed", G_CALLBACK (watch_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  self->is_pending = self->watch != NULL && stanok_order_watch_get_row (self->watch) == NULL;
  update (self);
}

const StanokRow *
stanok_order_detail_get_row (StanokOrderDetail *self)
{
  const StanokRow *row;

  g_return_val_if_fail (STANOK_IS_ORDER_DETAIL (self), NULL);

  row = self->watch != NULL ? stanok_order_watch_get_row (self->watch) : NULL;
  return row != NULL && row->order != NULL ? row : NULL;
}

void
stanok_order_detail_set_empty (StanokOrderDetail *self,
                               const char        *headline,
                               const char        *sentence)
{
  g_return_if_fail (STANOK_IS_ORDER_DETAIL (self));

  stanok_empty_set (self->empty, headline, sentence);
}

void
stanok_order_detail_set_care (StanokOrderDetail *self,
                              const char        *sentence)
{
  g_return_if_fail (STANOK_IS_ORDER_DETAIL (self));

  if (sentence != NULL)
    stanok_banner_show (self->care, STANOK_BANNER_CARE, "stanok-ui-info-symbolic", NULL, sentence);
  else
    stanok_banner_hide (self->care);
}
