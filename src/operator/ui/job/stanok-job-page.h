/* stanok-job-page.h: one order at work: the model, the timer, the count, and the keys that report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_JOB_PAGE (stanok_job_page_get_type ())

G_DECLARE_FINAL_TYPE (StanokJobPage, stanok_job_page, STANOK, JOB_PAGE, GtkWidget)

GtkWidget  *stanok_job_page_new       (StanokSession *session);
/* NULL: no order is open */
void        stanok_job_page_set_order (StanokJobPage *self,
                                       const char    *order_id);
const char *stanok_job_page_get_order (StanokJobPage *self);

G_END_DECLS
