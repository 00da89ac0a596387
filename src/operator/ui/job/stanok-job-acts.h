/* stanok-job-acts.h: what can be done with the open order, and the sheets that ask for the rest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_JOB_ACTS (stanok_job_acts_get_type ())

G_DECLARE_FINAL_TYPE (StanokJobActs, stanok_job_acts, STANOK, JOB_ACTS, GObject)

/* Hands its sheets to the window. */
StanokJobActs *stanok_job_acts_new       (StanokSession   *session);
/* (nullable): the order that the acts below are about; referenced */
void           stanok_job_acts_set_row   (StanokJobActs   *self,
                                          const StanokRow *row);
void           stanok_job_acts_step      (StanokJobActs   *self,
                                          StanokStep       step);
void           stanok_job_acts_report    (StanokJobActs   *self);
void           stanok_job_acts_pause     (StanokJobActs   *self);
void           stanok_job_acts_put_back  (StanokJobActs   *self);
void           stanok_job_acts_call_help (StanokJobActs   *self);

G_END_DECLS
