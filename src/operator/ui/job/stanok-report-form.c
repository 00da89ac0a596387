/* stanok-report-form.c: how many are good, how many are scrap, and why: what a report asks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/job/stanok-report-form.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-choice.h"
#include "ui/shared/stanok-keypad.h"
#include "ui/shared/stanok-number-field.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-scale.h"
#include "ui/shared/stanok-words.h"

#define KEYPAD_PX      360
#define REASON_COLUMNS 3
#define REASON_UNKNOWN "other"   /* a terminal that has no list of reasons yet can still report */

struct _StanokReportForm
{
  GtkWidget          parent_instance;

  StanokSession     *session;    /* (owned) */
  StanokOrder       *order;      /* (owned) (nullable) */
  StanokCommandType  type;
  gboolean           is_fresh;   /* nothing of a person's is in it */

  StanokNumberField *good;
  StanokNumberField *scrap;
  StanokNumberField *active;
  StanokScale       *scale;
  GtkLabel          *sum;
  GtkLabel          *tolerance;
  GtkWidget         *why;        /* question and chips */
  StanokChoice      *reasons;
  StanokKeypad      *keypad;
  StanokBanner      *failure;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_ENTER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokReportForm, stanok_report_form, GTK_TYPE_WIDGET)

/* ---- what it comes to ---------------------------------------------------------------- */

/* Over or under is explained, not refused: what was made was made. */
static char *
explain_tolerance (StanokReportForm *self)
{
  gint64 good = self->order->good + stanok_report_form_get_good (self);
  gint64 least = stanok_order_get_least_good (self->order);
  gint64 most = stanok_order_get_most_good (self->order);

  if (good > most)
    return g_strdup_printf (
      ngettext ("More than ordered: at most %d. A supervisor will look at it.",
                "More than ordered: at most %d. A supervisor will look at it.",
                (gulong) most), (int) most);
  if (self->type == STANOK_COMMAND_COMPLETE && good < least)
    return g_strdup_printf (
      ngettext ("Fewer than ordered: at least %d. A supervisor will look at it.",
                "Fewer than ordered: at least %d. A supervisor will look at it.",
                (gulong) least), (int) least);
  return NULL;
}

static void
show_sum (StanokReportForm *self)
{
  gint64 good, scrap;
  g_autofree char *report = NULL;
  g_autofree char *pieces = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *tolerance = NULL;

  if (self->order == NULL)
    return;
  good = self->order->good + stanok_report_form_get_good (self);
  scrap = self->order->scrap + stanok_report_form_get_scrap (self);
  report = stanok_words_report (good, scrap);
  pieces = stanok_words_pieces (self->order->ordered);
  /* Translators: "With this report: 10 good, 2 scrap of 12 pcs" */
  sum = g_strdup_printf (_("With this report: %s of %s"), report, pieces);
  tolerance = explain_tolerance (self);
  stanok_scale_set (self->scale, self->order->ordered, good, scrap);
  gtk_label_set_text (self->sum, sum);
  stanok_parts_set_text (self->tolerance, tolerance);
  gtk_widget_set_visible (self->why, stanok_report_form_get_scrap (self) > 0);
}

static void
changed_cb (StanokReportForm *self)
{
  self->is_fresh = FALSE;
  show_sum (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- typing -------------------------------------------------------------------------- */

static void
activate_field (StanokReportForm  *self,
                StanokNumberField *field)
{
  self->active = field;
  stanok_number_field_set_active (self->good, field == self->good);
  stanok_number_field_set_active (self->scrap, field == self->scrap);
}

static void
digit_cb (StanokReportForm *self,
          guint             digit)
{
  stanok_number_field_add_digit (self->active, digit);
}

static void
clear_cb (StanokReportForm *self)
{
  stanok_number_field_clear (self->active);
}

static void
backspace_cb (StanokReportForm *self)
{
  stanok_number_field_backspace (self->active);
}

static void
enter_cb (StanokReportForm *self)
{
  g_signal_emit (self, signals[SIGNAL_ENTER], 0);
}

/* ---- reasons ------------------------------------------------------------------------- */

static void
fill_reasons (StanokReportForm *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokReasons *reasons = stanok_store_get_reasons (store);
  g_autofree char *chosen = g_strdup (stanok_choice_get_id (self->reasons));
  guint i;

  stanok_choice_clear (self->reasons);
  for (i = 0; reasons != NULL && i < reasons->items->len; i++)
    {
      const StanokReason *reason = reasons->items->pdata[i];

      if (g_str_equal (reason->kind, "scrap"))
        stanok_choice_append (self->reasons, reason->id,
                              stanok_people_get_reason (store, "scrap", reason->id), NULL);
    }
  stanok_choice_set_id (self->reasons, chosen);
}

static void
reference_changed_cb (StanokReportForm *self,
                      const char       *name)
{
  if (g_str_equal (name, "reasons"))
    fill_reasons (self);
}

/* ---- life ---------------------------------------------------------------------------- */

static void
stanok_report_form_dispose (GObject *object)
{
  StanokReportForm *self = STANOK_REPORT_FORM (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_pointer (&self->order, stanok_order_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_report_form_parent_class)->dispose (object);
}

static void
stanok_report_form_class_init (StanokReportFormClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_report_form_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_ENTER] = g_signal_new ("enter", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static StanokNumberField *
build_field (StanokReportForm *self,
             GtkWidget        *line,
             StanokStatus      shape,
             const char       *name)
{
  GtkWidget *field = stanok_number_field_new (shape, name, STANOK_COUNT_MAX);

  g_signal_connect_swapped (field, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (field, "activated", G_CALLBACK (activate_field), self);
  gtk_box_append (GTK_BOX (line), field);
  return STANOK_NUMBER_FIELD (field);
}

static GtkWidget *
build_left (StanokReportForm *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *fields = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 16, NULL);

  gtk_box_set_homogeneous (GTK_BOX (fields), TRUE);
  self->good = build_field (self, fields, STANOK_STATUS_DONE, C_("parts", "Good"));
  self->scrap = build_field (self, fields, STANOK_STATUS_HOLD, C_("parts", "Scrap"));
  self->scale = STANOK_SCALE (stanok_scale_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->scale), "stanok-report-scale");
  self->sum = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_label_set_wrap (self->sum, TRUE);
  self->tolerance = GTK_LABEL (stanok_parts_label (NULL, "stanok-care-ink stanok-strong"));
  gtk_label_set_wrap (self->tolerance, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->tolerance), FALSE);

  self->why = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 10, "stanok-report-why");
  self->reasons = STANOK_CHOICE (stanok_choice_new (_("Why scrap?"), REASON_COLUMNS));
  g_signal_connect_swapped (self->reasons, "changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (self->why), stanok_parts_label (_("Why scrap?"), "stanok-strong"));
  gtk_box_append (GTK_BOX (self->why), GTK_WIDGET (self->reasons));

  gtk_box_append (GTK_BOX (box), fields);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->scale));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sum));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tolerance));
  gtk_box_append (GTK_BOX (box), self->why);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
stanok_report_form_init (StanokReportForm *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 12, NULL);
  GtkWidget *halves = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 28, NULL);

  self->is_fresh = TRUE;
  self->failure = STANOK_BANNER (stanok_banner_new ());
  self->keypad = STANOK_KEYPAD (stanok_keypad_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->keypad), KEYPAD_PX, -1);
  gtk_widget_set_vexpand (GTK_WIDGET (self->keypad), TRUE);
  g_signal_connect_swapped (self->keypad, "digit", G_CALLBACK (digit_cb), self);
  g_signal_connect_swapped (self->keypad, "clear", G_CALLBACK (clear_cb), self);
  g_signal_connect_swapped (self->keypad, "backspace", G_CALLBACK (backspace_cb), self);
  g_signal_connect_swapped (self->keypad, "enter", G_CALLBACK (enter_cb), self);
  stanok_keypad_listen (self->keypad, GTK_WIDGET (self));

  gtk_box_append (GTK_BOX (halves), build_left (self));
  gtk_box_append (GTK_BOX (halves), GTK_WIDGET (self->keypad));
  gtk_widget_set_vexpand (halves, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->failure));
  gtk_box_append (GTK_BOX (box), halves);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  activate_field (self, self->good);
}

GtkWidget *
stanok_report_form_new (StanokSession *session)
{
  StanokReportForm *self = g_object_new (STANOK_TYPE_REPORT_FORM, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (stanok_session_get_store (session), "reference-changed",
                           G_CALLBACK (reference_changed_cb), self, G_CONNECT_SWAPPED);
  fill_reasons (self);
  return GTK_WIDGET (self);
}

/* A completion usually reports what is left, a report usually one part. */
static void
prefill (StanokReportForm *self)
{
  gint64 left = stanok_order_get_remaining (self->order);

  stanok_number_field_set_value (self->good, self->type == STANOK_COMMAND_COMPLETE ? left
                                                                                   : MIN (left, 1));
  stanok_number_field_set_value (self->scrap, 0);
  stanok_choice_set_id (self->reasons, NULL);
  stanok_report_form_set_failure (self, NULL, NULL);
  activate_field (self, self->good);
  self->is_fresh = TRUE;
}

void
stanok_report_form_set_order (StanokReportForm  *self,
                              StanokCommandType  type,
                              const StanokOrder *order)
{
  gboolean is_same;

  g_return_if_fail (STANOK_IS_REPORT_FORM (self));
  g_return_if_fail (order != NULL);

  is_same = self->order != NULL && self->type == type && !self->is_fresh &&
            g_str_equal (self->order->id, order->id);
  g_clear_pointer (&self->order, stanok_order_unref);
  self->order = stanok_order_ref (order);
  self->type = type;
  if (!is_same)
    prefill (self);
  show_sum (self);
}

void
stanok_report_form_forget (StanokReportForm *self)
{
  g_return_if_fail (STANOK_IS_REPORT_FORM (self));

  self->is_fresh = TRUE;
}

gint64
stanok_report_form_get_good (StanokReportForm *self)
{
  g_return_val_if_fail (STANOK_IS_REPORT_FORM (self), 0);

  return stanok_number_field_get_value (self->good);
}

gint64
stanok_report_form_get_scrap (StanokReportForm *self)
{
  g_return_val_if_fail (STANOK_IS_REPORT_FORM (self), 0);

  return stanok_number_field_get_value (self->scrap);
}

const char *
stanok_report_form_get_lack (StanokReportForm *self)
{
  g_return_val_if_fail (STANOK_IS_REPORT_FORM (self), NULL);

  if (self->type == STANOK_COMMAND_PROGRESS && stanok_report_form_get_good (self) == 0 &&
      stanok_report_form_get_scrap (self) == 0)
    return _("Nothing is entered");
  if (stanok_report_form_get_scrap (self) > 0 && !stanok_choice_is_empty (self->reasons) &&
      stanok_choice_get_id (self->reasons) == NULL)
    return _("Choose why it is scrap");
  return NULL;
}

void
stanok_report_form_fill (StanokReportForm *self,
                         StanokCommand    *command)
{
  const char *reason;
  gint64 scrap;

  g_return_if_fail (STANOK_IS_REPORT_FORM (self));
  g_return_if_fail (command != NULL);

  reason = stanok_choice_get_id (self->reasons);
  scrap = stanok_report_form_get_scrap (self);
  command->args.good = stanok_report_form_get_good (self);
  if (scrap > 0)
    stanok_command_add_scrap (command, reason != NULL ? reason : REASON_UNKNOWN, scrap);
}

void
stanok_report_form_set_failure (StanokReportForm *self,
                                const char       *headline,
                                const char       *sentence)
{
  g_return_if_fail (STANOK_IS_REPORT_FORM (self));

  if (headline != NULL)
    stanok_banner_show (self->failure, STANOK_BANNER_STOP, "stanok-s-attention-symbolic",
                        headline, sentence);
  else
    stanok_banner_hide (self->failure);
}
