/* stanok-card-words.h: what a card says: what it is about, and what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-store.h"
#include "ui/shared/stanok-error-text.h"

G_BEGIN_DECLS

/* From the entry's fate: its exception if the server took it, else its problem. */
StanokErrorText stanok_card_words_get (const StanokEntry *entry);
/* "WO-1179: two people made it" */
char *stanok_card_words_headline      (const StanokEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
/* Whether what was done stays done: all but a refused wish. */
gboolean stanok_card_words_is_kept    (const StanokEntry *entry);

G_END_DECLS
