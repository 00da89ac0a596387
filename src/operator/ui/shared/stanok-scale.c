/* stanok-scale.c: a tick for each part: full good, hatched scrap, empty left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-scale.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

#define GAP_PX 4

struct _StanokScale
{
  GtkWidget        parent_instance;

  StanokScalePlan  plan;
};

G_DEFINE_FINAL_TYPE (StanokScale, stanok_scale, GTK_TYPE_WIDGET)

/* 1, then 5, 10, 50, 100...: steps that a person counts in. */
static gint64
choose_unit (gint64 parts)
{
  gint64 unit = 1;
  gboolean is_five = FALSE;

  while ((parts + unit - 1) / unit > STANOK_SCALE_MAX_TICKS)
    {
      unit *= is_five ? 2 : 5;
      is_five = !is_five;
    }
  return unit;
}

void
stanok_scale_plan (gint64           ordered,
                   gint64           good,
                   gint64           scrap,
                   StanokScalePlan *plan)
{
  gint64 total, ticks;

  good = MAX (good, 0);
  scrap = MAX (scrap, 0);
  /* Scrap has to be made again: what is left is what was ordered less what is good. */
  total = MAX (good + scrap + MAX (ordered - good, 0), 1);
  plan->unit = choose_unit (total);
  ticks = (total + plan->unit - 1) / plan->unit;
  plan->n_scrap = (guint) ((scrap + plan->unit - 1) / plan->unit);
  plan->n_good = (guint) MIN (good / plan->unit, ticks - plan->n_scrap);
  /* The last tick may stand for less than a unit. */
  if (good + scrap >= total)
    plan->n_good = (guint) ticks - plan->n_scrap;
  plan->n_left = (guint) ticks - plan->n_good - plan->n_scrap;
}

static void
stanok_scale_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_scale_parent_class)->dispose (object);
}

static void
stanok_scale_class_init (StanokScaleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_scale_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
stanok_scale_init (StanokScale *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_box_layout_set_spacing (layout, GAP_PX);
  gtk_box_layout_set_homogeneous (layout, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-scale");
  stanok_parts_set_name (GTK_WIDGET (self), _("Parts made"));
}

GtkWidget *
stanok_scale_new (void)
{
  return g_object_new (STANOK_TYPE_SCALE, NULL);
}

static void
add_ticks (StanokScale *self,
           guint        n,
           const char  *css_class)
{
  for (; n > 0; n--)
    {
      GtkWidget *tick = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 0, "stanok-tick");

      stanok_parts_add_classes (tick, css_class);
      gtk_widget_set_hexpand (tick, TRUE);
      gtk_widget_set_parent (tick, GTK_WIDGET (self));
    }
}

static void
say (StanokScale *self,
     gint64       ordered,
     gint64       good,
     gint64       scrap)
{
  g_autofree char *report = stanok_words_report (good, scrap);
  g_autofree char *pieces = stanok_words_pieces (ordered);
  /* Translators: what was made of what was ordered: "8 good, 1 scrap of 12 pcs" */
  g_autofree char *text = g_strdup_printf (C_("scale", "%s of %s"), report, pieces);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) ordered,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) good,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

void
stanok_scale_set (StanokScale *self,
                  gint64       ordered,
                  gint64       good,
                  gint64       scrap)
{
  StanokScalePlan plan;

  g_return_if_fail (STANOK_IS_SCALE (self));

  say (self, ordered, good, scrap);
  stanok_scale_plan (ordered, good, scrap, &plan);
  if (plan.unit == self->plan.unit && plan.n_good == self->plan.n_good &&
      plan.n_scrap == self->plan.n_scrap && plan.n_left == self->plan.n_left)
    return;

  self->plan = plan;
  stanok_parts_unparent_all (GTK_WIDGET (self));
  add_ticks (self, plan.n_good, "good");
  add_ticks (self, plan.n_scrap, "scrap");
  add_ticks (self, plan.n_left, NULL);
}
