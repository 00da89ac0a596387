/* fake-mes-private.h: what the two halves of the fake MES share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fake-mes.h"

G_BEGIN_DECLS

#define atoi_safe(text) g_ascii_strtoll (text, NULL, 10)

/* Takes @body. */
StanokHttpAnswer *fake_mes_answer      (FakeMes *self, const StanokHttpRequest *request,
                                        guint status, char *body);
StanokHttpAnswer *fake_mes_problem     (FakeMes *self, const StanokHttpRequest *request,
                                        StanokProblemType type, StanokOrder *order);
/* Copies @next and gives it its rev, tag and place in the feed. */
void              fake_mes_replace     (FakeMes *self, const char *id, const StanokOrder *next);
StanokHttpAnswer *fake_mes_read        (FakeMes *self, const StanokHttpRequest *request,
                                        gboolean is_last_call);
StanokHttpAnswer *fake_mes_read_ledger (FakeMes *self, const StanokHttpRequest *request);
StanokHttpAnswer *fake_mes_read_blob   (FakeMes *self, const StanokHttpRequest *request);

G_END_DECLS
