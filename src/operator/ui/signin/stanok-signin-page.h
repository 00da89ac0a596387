/* stanok-signin-page.h: who is working: his tile, then his PIN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_SIGNIN_PAGE (stanok_signin_page_get_type ())

G_DECLARE_FINAL_TYPE (StanokSigninPage, stanok_signin_page, STANOK, SIGNIN_PAGE, GtkWidget)

/* Signs in through the session: listen to its "login-changed". */
GtkWidget *stanok_signin_page_new   (StanokSession    *session);
/* Nobody is chosen any more, nothing is typed. */
void       stanok_signin_page_reset (StanokSigninPage *self);

G_END_DECLS
