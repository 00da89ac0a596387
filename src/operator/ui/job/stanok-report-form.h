/* stanok-report-form.h: how many are good, how many are scrap, and why: what a report asks
 *
 * For "report" and "complete" alike. What was typed stays until the form is
 * told of another order or of another kind of report.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_REPORT_FORM (stanok_report_form_get_type ())

G_DECLARE_FINAL_TYPE (StanokReportForm, stanok_report_form, STANOK, REPORT_FORM, GtkWidget)

/* Signals
 *   changed ()
 *   enter ()      Enter was pressed: the next step
 */
GtkWidget  *stanok_report_form_new        (StanokSession     *session);
/* @type: STANOK_COMMAND_PROGRESS or _COMPLETE. Same order and type: what was typed stays, the
 * figures of the order are brought up to date. */
void        stanok_report_form_set_order  (StanokReportForm  *self,
                                           StanokCommandType  type,
                                           const StanokOrder *order);
/* What was typed is done with; the next set_order() starts afresh. */
void        stanok_report_form_forget     (StanokReportForm  *self);
gint64      stanok_report_form_get_good   (StanokReportForm  *self);
gint64      stanok_report_form_get_scrap  (StanokReportForm  *self);
/* Why it cannot be recorded yet, or NULL. Static, translated. */
const char *stanok_report_form_get_lack   (StanokReportForm  *self);
/* Puts good, scrap and reason into @command. */
void        stanok_report_form_fill       (StanokReportForm  *self,
                                           StanokCommand     *command);
/* A failure, kept over the input; NULL: none. */
void        stanok_report_form_set_failure (StanokReportForm *self,
                                            const char       *headline,
                                            const char       *sentence);

G_END_DECLS
