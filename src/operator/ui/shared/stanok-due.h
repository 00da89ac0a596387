/* stanok-due.h: when an order is due: a shape if it presses, and words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/shared/stanok-dates.h"

G_BEGIN_DECLS

#define STANOK_TYPE_DUE (stanok_due_get_type ())

G_DECLARE_FINAL_TYPE (StanokDue, stanok_due, STANOK, DUE, GtkWidget)

GtkWidget  *stanok_due_new      (void);
void        stanok_due_set      (StanokDue     *self,
                                 StanokDueTone  tone,
                                 const char    *words);
const char *stanok_due_get_text (StanokDue     *self);

G_END_DECLS
