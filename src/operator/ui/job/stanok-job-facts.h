/* stanok-job-facts.h: what is to be made, how long it runs, how much is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_JOB_FACTS (stanok_job_facts_get_type ())

G_DECLARE_FINAL_TYPE (StanokJobFacts, stanok_job_facts, STANOK, JOB_FACTS, GtkWidget)

GtkWidget *stanok_job_facts_new     (StanokSession   *session);
/* Keeps nothing of @row. */
void       stanok_job_facts_set_row (StanokJobFacts  *self,
                                     const StanokRow *row);

G_END_DECLS
