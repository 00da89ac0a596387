/* stanok-more-sheet.h: what has no key of its own on the shelf
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"
#include "ui/shared/stanok-sheet.h"

G_BEGIN_DECLS

/* Switches the glove mode by the window's action "stanok.gloves". */
StanokSheet *stanok_more_sheet_new (StanokSession *session);

G_END_DECLS
