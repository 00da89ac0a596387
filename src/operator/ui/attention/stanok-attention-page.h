/* stanok-attention-page.h: what needs a person, until a person has looked at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_ATTENTION_PAGE (stanok_attention_page_get_type ())

G_DECLARE_FINAL_TYPE (StanokAttentionPage, stanok_attention_page, STANOK, ATTENTION_PAGE, GtkWidget)

GtkWidget *stanok_attention_page_new (StanokSession *session);

G_END_DECLS
