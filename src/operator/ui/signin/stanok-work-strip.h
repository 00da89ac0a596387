/* stanok-work-strip.h: what runs at this terminal, also while nobody is signed in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_WORK_STRIP (stanok_work_strip_get_type ())

G_DECLARE_FINAL_TYPE (StanokWorkStrip, stanok_work_strip, STANOK, WORK_STRIP, GtkWidget)

/* Hides itself while nothing runs here. */
GtkWidget *stanok_work_strip_new (StanokSession *session);

G_END_DECLS
