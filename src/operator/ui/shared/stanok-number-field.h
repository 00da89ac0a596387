/* stanok-number-field.h: a count that is typed figure by figure
 *
 * The figures come from a keypad; the field itself only shows and keeps them.
 * A count that was put there by the program is replaced by the first figure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/shared/stanok-status.h"

G_BEGIN_DECLS

#define STANOK_TYPE_NUMBER_FIELD (stanok_number_field_get_type ())

G_DECLARE_FINAL_TYPE (StanokNumberField, stanok_number_field, STANOK, NUMBER_FIELD, GtkWidget)

/* Signals
 *   activated ()   pressed or focused: figures go here from now on
 *   changed ()
 */
/* @shape: whose icon and colour; @name: what is counted; @max: 0..9,999,999 */
GtkWidget *stanok_number_field_new        (StanokStatus       shape,
                                           const char        *name,
                                           gint64             max);
void       stanok_number_field_set_active (StanokNumberField *self,
                                           gboolean           is_active);
void       stanok_number_field_set_value  (StanokNumberField *self,
                                           gint64             value);
gint64     stanok_number_field_get_value  (StanokNumberField *self);
void       stanok_number_field_add_digit  (StanokNumberField *self,
                                           guint              digit);
void       stanok_number_field_backspace  (StanokNumberField *self);
void       stanok_number_field_clear      (StanokNumberField *self);

G_END_DECLS
