/* stanok-keypad.h: a keypad of twelve, and the figures of the keyboard doing the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_KEYPAD (stanok_keypad_get_type ())

G_DECLARE_FINAL_TYPE (StanokKeypad, stanok_keypad, STANOK, KEYPAD, GtkWidget)

/* Signals
 *   digit (guint digit)   0..9
 *   clear ()
 *   backspace ()
 *   enter ()              from the keyboard only: the next step of the page
 */
GtkWidget *stanok_keypad_new    (void);
/* From now on figures, Backspace, Delete and Enter typed anywhere in @scope come out of the keypad,
 * unless the focus is in a text entry; Enter and Space on a focused key stay that key's. */
void       stanok_keypad_listen (StanokKeypad *self,
                                 GtkWidget    *scope);

G_END_DECLS
