/* stanok-order-words.h: what is said of an order: its lines, its tag, its next step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"
#include "ui/shared/stanok-due.h"
#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-tag.h"

G_BEGIN_DECLS

/* "12 pcs · Gold 585 · Yakhont Jewellers" */
char *stanok_order_words_line   (const StanokOrder *order) G_GNUC_WARN_UNUSED_RESULT;
/* All of a row in one sentence, for a screen reader. */
char *stanok_order_words_name   (const StanokRow   *row,
                                 StanokSession     *session) G_GNUC_WARN_UNUSED_RESULT;
/* Why there is no next step. */
char *stanok_order_words_bar    (const StanokRow   *row,
                                 StanokBar          bar,
                                 StanokSession     *session) G_GNUC_WARN_UNUSED_RESULT;
void  stanok_order_words_tag    (StanokTag         *tag,
                                 const StanokRow   *row,
                                 StanokSession     *session);
void  stanok_order_words_due    (StanokDue         *due,
                                 const StanokOrder *order,
                                 gboolean           is_full,
                                 StanokSession     *session);

G_END_DECLS
