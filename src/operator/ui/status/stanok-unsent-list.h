/* stanok-unsent-list.h: what is recorded on this disk and not sent yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_UNSENT_LIST (stanok_unsent_list_get_type ())

G_DECLARE_FINAL_TYPE (StanokUnsentList, stanok_unsent_list, STANOK, UNSENT_LIST, GtkWidget)

GtkWidget *stanok_unsent_list_new (StanokSession *session);

G_END_DECLS
