/* stanok-job-stage.h: the model of the order, with the keys that turn it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_JOB_STAGE (stanok_job_stage_get_type ())

G_DECLARE_FINAL_TYPE (StanokJobStage, stanok_job_stage, STANOK, JOB_STAGE, GtkWidget)

GtkWidget *stanok_job_stage_new       (StanokSession     *session);
/* NULL: nothing is shown */
void       stanok_job_stage_set_order (StanokJobStage    *self,
                                       const StanokOrder *order);

G_END_DECLS
