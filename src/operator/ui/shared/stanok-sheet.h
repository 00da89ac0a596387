/* stanok-sheet.h: a sheet laid over the page: asks for what one step needs
 *
 * Lives in the window's overlay. While it is open nothing under it takes
 * presses or focus; Escape, Cancel and the cross close it. What was typed
 * stays in the content, so that a sheet left by mistake is opened again as it
 * was: the owner resets it only when it is about something else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/shared/stanok-key.h"

G_BEGIN_DECLS

#define STANOK_TYPE_SHEET (stanok_sheet_get_type ())

G_DECLARE_FINAL_TYPE (StanokSheet, stanok_sheet, STANOK, SHEET, GtkWidget)

/* Signals
 *   primary ()   the next step was pressed; the owner closes the sheet when it is done
 *   closed ()    by whatever way
 */
GtkWidget *stanok_sheet_new         (void);
/* @side: (nullable): at the right of the title */
void       stanok_sheet_set_title   (StanokSheet *self,
                                     const char  *title,
                                     const char  *side);
/* Once. */
void       stanok_sheet_set_content (StanokSheet *self,
                                     GtkWidget   *content);
GtkWidget *stanok_sheet_get_content (StanokSheet *self);
/* As high as its content, and @width_px wide; otherwise 1088 by 712. */
void       stanok_sheet_set_compact (StanokSheet *self,
                                     int          width_px);
StanokKey *stanok_sheet_get_primary (StanokSheet *self);
/* The sheet must lie in a GtkOverlay; its main child is dead while the sheet is open. */
void       stanok_sheet_open        (StanokSheet *self);
void       stanok_sheet_close       (StanokSheet *self);
gboolean   stanok_sheet_is_open     (StanokSheet *self);

G_END_DECLS
