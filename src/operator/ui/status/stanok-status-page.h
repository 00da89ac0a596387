/* stanok-status-page.h: how this terminal stands: connection, what is not sent yet, its figures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_STATUS_PAGE (stanok_status_page_get_type ())

G_DECLARE_FINAL_TYPE (StanokStatusPage, stanok_status_page, STANOK, STATUS_PAGE, GtkWidget)

GtkWidget *stanok_status_page_new (StanokSession *session);

G_END_DECLS
