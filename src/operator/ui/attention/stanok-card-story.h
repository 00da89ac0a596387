/* stanok-card-story.h: one card: what was done, what happened meanwhile, what can be done now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"
#include "ui/shared/stanok-error-text.h"

G_BEGIN_DECLS

#define STANOK_TYPE_CARD_STORY (stanok_card_story_get_type ())

G_DECLARE_FINAL_TYPE (StanokCardStory, stanok_card_story, STANOK, CARD_STORY, GtkWidget)

/* Signals
 *   changed ()   another choice
 */
GtkWidget       *stanok_card_story_new        (StanokSession     *session);
/* NULL: no card */
void             stanok_card_story_set_entry  (StanokCardStory   *self,
                                               const StanokEntry *entry);
const StanokEntry *stanok_card_story_get_entry (StanokCardStory  *self);
StanokOffer      stanok_card_story_get_choice (StanokCardStory   *self);
/* The order that the card is about, if it is known here. */
const StanokRow *stanok_card_story_get_row    (StanokCardStory   *self);

G_END_DECLS
