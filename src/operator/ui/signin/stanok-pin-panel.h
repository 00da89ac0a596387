/* stanok-pin-panel.h: six dots and a keypad
 *
 * The PIN is never shown and is forgotten as soon as it was handed over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_PIN_DIGITS 6

#define STANOK_TYPE_PIN_PANEL (stanok_pin_panel_get_type ())

G_DECLARE_FINAL_TYPE (StanokPinPanel, stanok_pin_panel, STANOK, PIN_PANEL, GtkWidget)

/* Signals
 *   complete (const char *pin)   six figures are there
 */
/* @scope: where figures of the keyboard are heard */
GtkWidget *stanok_pin_panel_new         (void);
void       stanok_pin_panel_listen      (StanokPinPanel *self,
                                         GtkWidget      *scope);
/* NULL: nobody is chosen, and nothing can be typed */
void       stanok_pin_panel_set_person  (StanokPinPanel *self,
                                         const char     *name);
/* Clears the figures; @words stand under the keypad. @is_alarm: something went wrong */
void       stanok_pin_panel_say         (StanokPinPanel *self,
                                         const char     *words,
                                         gboolean        is_alarm);
/* While a PIN is checked, or while one must wait, figures are not taken. */
void       stanok_pin_panel_set_blocked (StanokPinPanel *self,
                                         gboolean        is_blocked);

G_END_DECLS
