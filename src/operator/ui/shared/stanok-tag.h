/* stanok-tag.h: a status in a small frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/shared/stanok-status.h"

G_BEGIN_DECLS

#define STANOK_TYPE_TAG (stanok_tag_get_type ())

G_DECLARE_FINAL_TYPE (StanokTag, stanok_tag, STANOK, TAG, GtkWidget)

GtkWidget  *stanok_tag_new        (void);
/* @word: (nullable): said instead of the status's own word, such as the name of who has it */
void        stanok_tag_set_status (StanokTag    *self,
                                   StanokStatus  status,
                                   const char   *word);
const char *stanok_tag_get_word   (StanokTag    *self);

G_END_DECLS
