/* stanok-nav.h: the soft keys that are the same on every page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"
#include "ui/shared/stanok-shelf.h"

G_BEGIN_DECLS

/* Queue, My job, Attention: with badge, with reason, lit on @current. */
void       stanok_nav_add_places (StanokShelf   *shelf,
                                  StanokSession *session,
                                  StanokPage     current);
/* The way back from a page that is not a place of its own. */
void       stanok_nav_add_queue  (StanokShelf   *shelf,
                                  StanokSession *session);
void       stanok_nav_add_more   (StanokShelf   *shelf,
                                  StanokSession *session);

G_END_DECLS
