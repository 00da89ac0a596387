/* stanok-job-acts.c: what can be done with the open order, and the sheets that ask for the rest
 *
 * A sheet closes when its act is recorded, and not before. If it was not
 * recorded the sheet says so over the input; pressing again repeats the tap
 * with the same command id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/job/stanok-job-acts.h"

#include <glib/gi18n.h>

#include "ui/job/stanok-report-form.h"
#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-choice.h"
#include "ui/shared/stanok-error-text.h"
#include "ui/shared/stanok-sheet.h"
#include "ui/shared/stanok-words.h"

#define REASON_SHEET_PX 760
#define REASON_COLUMNS  2

struct _StanokJobActs
{
  GObject            parent_instance;

  /* Owned */
  StanokSession     *session;
  StanokRow         *row;           /* (nullable) */
  char              *command_id;    /* (nullable) of the open sheet: kept over a failed try */
  gboolean           is_recording;  /* a tap is on its way to the disk: a second is no other act */

  /* Borrowed: the window keeps them as long as it lives */
  StanokSheet       *report_sheet;
  StanokReportForm  *form;
  StanokCommandType  report_type;
  StanokSheet       *reason_sheet;  /* pause, help */
  StanokChoice      *reasons;
  StanokCommandType  reason_type;
};

G_DEFINE_FINAL_TYPE (StanokJobActs, stanok_job_acts, G_TYPE_OBJECT)

/* ---- recording ----------------------------------------------------------------------- */

static void
record (StanokJobActs *self,
        StanokCommand *command)
{
  self->is_recording = TRUE;
  stanok_session_record (self->session, command, self->row->order->etag);
}

static StanokCommand *
begin (StanokJobActs     *self,
       StanokCommandType  type)
{
  if (self->row == NULL || self->is_recording)
    return NULL;
  return stanok_session_begin (self->session, type, self->row->order);
}

static void
record_plain (StanokJobActs     *self,
              StanokCommandType  type)
{
  StanokCommand *command = begin (self, type);

  if (command == NULL)
    return;
  command->args.start = type == STANOK_COMMAND_CLAIM;
  record (self, command);
}

/* The command of a sheet: a repeated try is the same command. */
static StanokCommand *
begin_for_sheet (StanokJobActs     *self,
                 StanokCommandType  type)
{
  StanokCommand *command = begin (self, type);

  if (command == NULL)
    return NULL;
  if (self->command_id != NULL)
    {
      g_free (command->command_id);
      command->command_id = g_strdup (self->command_id);
    }
  else
    {
      self->command_id = g_strdup (command->command_id);
    }
  return command;
}

static gboolean
is_of_sheet (StanokJobActs       *self,
             const StanokCommand *command)
{
  return self->command_id != NULL && g_str_equal (self->command_id, command->command_id);
}

static void
recorded_cb (StanokJobActs   *self,
             StanokEntryItem *item)
{
  const StanokCommand *command = stanok_entry_item_get (item)->command;

  self->is_recording = FALSE;
  if (!is_of_sheet (self, command))
    return;
  g_clear_pointer (&self->command_id, g_free);
  stanok_report_form_forget (self->form);
  stanok_sheet_close (self->report_sheet);
  stanok_sheet_close (self->reason_sheet);
}

/* TRUE: the sheet tells it. */
static gboolean
not_recorded_cb (StanokJobActs *self,
                 StanokCommand *command,
                 const char    *etag,
                 GError        *error)
{
  StanokErrorText text = stanok_error_text_for_error (error->code);

  self->is_recording = FALSE;
  if (!is_of_sheet (self, command) || !stanok_sheet_is_open (self->report_sheet))
    return FALSE;
  stanok_report_form_set_failure (self->form, text.headline, text.sentence);
  return TRUE;
}

/* ---- good and scrap ------------------------------------------------------------------ */

static void
show_report_step (StanokJobActs *self)
{
  StanokKey *primary = stanok_sheet_get_primary (self->report_sheet);
  const char *lack = stanok_report_form_get_lack (self->form);
  g_autofree char *report = stanok_words_report (stanok_report_form_get_good (self->form),
                                                 stanok_report_form_get_scrap (self->form));
  g_autofree char *text = NULL;

  if (self->report_type == STANOK_COMMAND_COMPLETE)
    /* Translators: key: "Complete: 2 good, 1 scrap" */
    text = g_strdup_printf (_("Complete: %s"), report);
  else
    /* Translators: key: "Report: 2 good, 1 scrap" */
    text = g_strdup_printf (_("Report: %s"), report);
  stanok_key_set_text (primary, text);
  stanok_key_set_second (primary, _("can be undone for 5 seconds"));
  stanok_key_set_reason (primary, lack);
}

static void
report_primary_cb (StanokJobActs *self)
{
  StanokCommand *command;

  if (stanok_report_form_get_lack (self->form) != NULL)
    return;
  command = begin_for_sheet (self, self->report_type);
  if (command == NULL)
    return;
  stanok_report_form_set_failure (self->form, NULL, NULL);
  stanok_report_form_fill (self->form, command);
  record (self, command);
}

static void
open_report (StanokJobActs     *self,
             StanokCommandType  type)
{
  const StanokOrder *order;
  g_autofree char *title = NULL;
  g_autofree char *side = NULL;

  if (self->row == NULL)
    return;
  order = self->row->order;
  if (type != self->report_type)
    g_clear_pointer (&self->command_id, g_free);
  self->report_type = type;
  title = g_strdup_printf (type == STANOK_COMMAND_COMPLETE ? _("Complete %s") : _("Report on %s"),
                           order->id);
  /* Translators: ordered pieces and those that were reported before */
  side = g_strdup_printf (_("%d ordered · %d already reported"), (int) order->ordered,
                          (int) (order->good + order->scrap));
  stanok_sheet_set_title (self->report_sheet, title, side);
  stanok_report_form_set_order (self->form, type, order);
  show_report_step (self);
  stanok_sheet_open (self->report_sheet);
}

/* ---- reasons ------------------------------------------------------------------------- */

static void
show_reason_step (StanokJobActs *self)
{
  StanokKey *primary = stanok_sheet_get_primary (self->reason_sheet);
  gboolean lacks = !stanok_choice_is_empty (self->reasons) &&
                   stanok_choice_get_id (self->reasons) == NULL;

  gboolean is_pause = self->reason_type == STANOK_COMMAND_PAUSE;

  stanok_key_set_text (primary, is_pause ? C_("step", "Pause") : C_("step", "Call help"));
  stanok_key_set_icon (primary, is_pause ? "stanok-ui-pause-symbolic"
                                         : "stanok-ui-help-symbolic");
  stanok_key_set_second (primary, stanok_choice_get_title (self->reasons));
  stanok_key_set_reason (primary, lacks ? _("Choose a reason") : NULL);
}

static void
reason_primary_cb (StanokJobActs *self)
{
  StanokCommand *command = begin_for_sheet (self, self->reason_type);
  const char *reason = stanok_choice_get_id (self->reasons);

  if (command == NULL)
    return;
  if (self->reason_type == STANOK_COMMAND_PAUSE)
    command->args.reason = g_strdup (reason);
  else
    command->args.kind = g_strdup (reason != NULL ? reason : "help");
  record (self, command);
}

static void
fill_reasons (StanokJobActs *self,
              const char    *kind)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokReasons *reasons = stanok_store_get_reasons (store);
  guint i;

  stanok_choice_clear (self->reasons);
  for (i = 0; reasons != NULL && i < reasons->items->len; i++)
    {
      const StanokReason *reason = reasons->items->pdata[i];

      if (g_str_equal (reason->kind, kind))
        stanok_choice_append (self->reasons, reason->id,
                              stanok_people_get_reason (store, kind, reason->id), NULL);
    }
}

static void
open_reason (StanokJobActs     *self,
             StanokCommandType  type)
{
  g_autofree char *title = NULL;

  if (self->row == NULL)
    return;
  g_clear_pointer (&self->command_id, g_free);
  self->reason_type = type;
  fill_reasons (self, type == STANOK_COMMAND_PAUSE ? "pause" : "help");
  title = g_strdup_printf (type == STANOK_COMMAND_PAUSE ? _("Pause %s: why?")
                                                        : _("Help with %s: what is it?"),
                           self->row->order->id);
  stanok_sheet_set_title (self->reason_sheet, title, NULL);
  show_reason_step (self);
  stanok_sheet_open (self->reason_sheet);
}

/* ---- life ---------------------------------------------------------------------------- */

static void
stanok_job_acts_finalize (GObject *object)
{
  StanokJobActs *self = STANOK_JOB_ACTS (object);

  g_clear_pointer (&self->row, stanok_row_unref);
  g_clear_object (&self->session);
  g_free (self->command_id);

  G_OBJECT_CLASS (stanok_job_acts_parent_class)->finalize (object);
}

static void
stanok_job_acts_class_init (StanokJobActsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_job_acts_finalize;
}

static void
stanok_job_acts_init (StanokJobActs *self)
{
  self->report_type = STANOK_COMMAND_COMPLETE;
  self->reason_type = STANOK_COMMAND_PAUSE;
}

static void
build_report_sheet (StanokJobActs *self)
{
  self->report_sheet = STANOK_SHEET (stanok_sheet_new ());
  self->form = STANOK_REPORT_FORM (stanok_report_form_new (self->session));
  stanok_sheet_set_content (self->report_sheet, GTK_WIDGET (self->form));
  stanok_key_set_icon (stanok_sheet_get_primary (self->report_sheet), "stanok-ui-check-symbolic");
  g_signal_connect_object (self->form, "changed", G_CALLBACK (show_report_step), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "enter", G_CALLBACK (report_primary_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->report_sheet, "primary", G_CALLBACK (report_primary_cb), self,
                           G_CONNECT_SWAPPED);
  stanok_session_adopt (self->session, GTK_WIDGET (self->report_sheet));
}

static void
build_reason_sheet (StanokJobActs *self)
{
  self->reason_sheet = STANOK_SHEET (stanok_sheet_new ());
  self->reasons = STANOK_CHOICE (stanok_choice_new (_("Reason"), REASON_COLUMNS));
  stanok_sheet_set_compact (self->reason_sheet, REASON_SHEET_PX);
  stanok_sheet_set_content (self->reason_sheet, GTK_WIDGET (self->reasons));
  g_signal_connect_object (self->reasons, "changed", G_CALLBACK (show_reason_step), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reason_sheet, "primary", G_CALLBACK (reason_primary_cb), self,
                           G_CONNECT_SWAPPED);
  stanok_session_adopt (self->session, GTK_WIDGET (self->reason_sheet));
}

StanokJobActs *
stanok_job_acts_new (StanokSession *session)
{
  StanokJobActs *self = g_object_new (STANOK_TYPE_JOB_ACTS, NULL);

  self->session = g_object_ref (session);
  build_report_sheet (self);
  build_reason_sheet (self);
  g_signal_connect_object (session, "recorded", G_CALLBACK (recorded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "not-recorded", G_CALLBACK (not_recorded_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* While a sheet is open its figures follow the order, its input does not. */
void
stanok_job_acts_set_row (StanokJobActs   *self,
                         const StanokRow *row)
{
  gboolean is_other;

  g_return_if_fail (STANOK_IS_JOB_ACTS (self));

  is_other = self->row == NULL || row == NULL ||
             !g_str_equal (self->row->order->id, row->order->id);
  g_clear_pointer (&self->row, stanok_row_unref);
  if (row != NULL)
    self->row = stanok_row_ref (row);
  if (is_other)
    {
      g_clear_pointer (&self->command_id, g_free);
      stanok_sheet_close (self->report_sheet);
      stanok_sheet_close (self->reason_sheet);
    }
  else if (stanok_sheet_is_open (self->report_sheet))
    {
      stanok_report_form_set_order (self->form, self->report_type, row->order);
      show_report_step (self);
    }
}

void
stanok_job_acts_step (StanokJobActs *self,
                      StanokStep     step)
{
  g_return_if_fail (STANOK_IS_JOB_ACTS (self));

  switch (step)
    {
    case STANOK_STEP_TAKE:
    case STANOK_STEP_ASK:
      record_plain (self, STANOK_COMMAND_CLAIM);
      break;
    case STANOK_STEP_START:
    case STANOK_STEP_START_UNSURE:
      record_plain (self, STANOK_COMMAND_START);
      break;
    case STANOK_STEP_RESUME:
      record_plain (self, STANOK_COMMAND_RESUME);
      break;
    case STANOK_STEP_COMPLETE:
      open_report (self, STANOK_COMMAND_COMPLETE);
      break;
    case STANOK_STEP_NONE:
    default:
      break;
    }
}

void
stanok_job_acts_report (StanokJobActs *self)
{
  g_return_if_fail (STANOK_IS_JOB_ACTS (self));

  open_report (self, STANOK_COMMAND_PROGRESS);
}

void
stanok_job_acts_pause (StanokJobActs *self)
{
  g_return_if_fail (STANOK_IS_JOB_ACTS (self));

  open_reason (self, STANOK_COMMAND_PAUSE);
}

void
stanok_job_acts_put_back (StanokJobActs *self)
{
  g_return_if_fail (STANOK_IS_JOB_ACTS (self));

  record_plain (self, STANOK_COMMAND_RELEASE);
}

void
stanok_job_acts_call_help (StanokJobActs *self)
{
  g_return_if_fail (STANOK_IS_JOB_ACTS (self));

  open_reason (self, STANOK_COMMAND_HELP);
}
