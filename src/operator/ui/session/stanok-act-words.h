/* stanok-act-words.h: what somebody did, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-store.h"

G_BEGIN_DECLS

/* "Completed: 3 good, 1 scrap · Porosity"; reads well after a name and after a time. A claim that the
 * server has not granted was only asked for (U1). */
char       *stanok_act_words_get      (StanokStore         *store,
                                       const StanokCommand *command,
                                       gboolean             is_granted) G_GNUC_WARN_UNUSED_RESULT;
const char *stanok_act_words_get_icon (StanokCommandType    type);
/* Whether an operator may take it back in the seconds after. */
gboolean    stanok_act_words_can_undo (StanokCommandType    type);

G_END_DECLS
