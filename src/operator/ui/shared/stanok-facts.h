/* stanok-facts.h: names and values, one below the other, with a line between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_FACTS (stanok_facts_get_type ())

G_DECLARE_FINAL_TYPE (StanokFacts, stanok_facts, STANOK, FACTS, GtkWidget)

/* @is_narrow: the panel is under 440 px: values stand at the right edge */
GtkWidget *stanok_facts_new        (gboolean     is_narrow);
void       stanok_facts_clear      (StanokFacts *self);
/* A value that is NULL or empty makes no row. */
void       stanok_facts_add        (StanokFacts *self,
                                    const char  *name,
                                    const char  *value);
void       stanok_facts_add_widget (StanokFacts *self,
                                    const char  *name,
                                    GtkWidget   *value);

G_END_DECLS
