/* stanok-choice.h: one of several, as chips in a grid; a chip may say what follows from it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_CHOICE (stanok_choice_get_type ())

G_DECLARE_FINAL_TYPE (StanokChoice, stanok_choice, STANOK, CHOICE, GtkWidget)

/* Signals
 *   changed ()
 */
/* @name: what is chosen here, for a screen reader */
GtkWidget  *stanok_choice_new    (const char   *name,
                                  guint         n_columns);
/* @consequence: (nullable): a second line */
void        stanok_choice_append (StanokChoice *self,
                                  const char   *id,
                                  const char   *title,
                                  const char   *consequence);
void        stanok_choice_clear  (StanokChoice *self);
gboolean    stanok_choice_is_empty (StanokChoice *self);
/* NULL: nothing is chosen. @id need not exist: then nothing is chosen. */
void        stanok_choice_set_id (StanokChoice *self,
                                  const char   *id);
const char *stanok_choice_get_id (StanokChoice *self);
/* Translated title of what is chosen, or NULL. */
const char *stanok_choice_get_title (StanokChoice *self);

G_END_DECLS
