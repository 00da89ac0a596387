/* stanok-answer.h: is this answer from the MES, and what does it hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-http.h"
#include "wire/stanok-messages.h"

G_BEGIN_DECLS

/* A complete answer with our epoch header. Says nothing about its body. */
gboolean    stanok_answer_is_ours         (const StanokHttpAnswer *answer);
/* (nullable) NULL if missing or malformed. */
const char *stanok_answer_get_epoch       (const StanokHttpAnswer *answer);
/* application/json or application/problem+json */
gboolean    stanok_answer_is_json         (const StanokHttpAnswer *answer);
gboolean    stanok_answer_is_problem      (const StanokHttpAnswer *answer);
gpointer    stanok_answer_parse           (const StanokHttpAnswer *answer,
                                           const StanokRecordType *type,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* From the header, else from @problem (nullable); -1 = none. */
gint64      stanok_answer_get_retry_after (const StanokHttpAnswer *answer,
                                           const StanokProblem    *problem,
                                           gint64                  now_ms);
/* A strong tag with its quotes; NULL (nullable) and @mangled set if it is there but weak or broken. */
const char *stanok_answer_get_etag        (const StanokHttpAnswer *answer,
                                           gboolean               *mangled);
/* Milliseconds of the Date header; -1 = none. */
gint64      stanok_answer_get_date        (const StanokHttpAnswer *answer);

G_END_DECLS
