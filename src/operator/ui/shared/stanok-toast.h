/* stanok-toast.h: what was just done, and the seconds in which it can be taken back
 *
 * One at a time, at the lower left over the list; never over the next step.
 *
 * Invariants (tests quote the numbers)
 *   TO1  Showing another toast first closes the one that is there.
 *   TO2  Each toast that was shown emits "closed" exactly once, after "undo" if
 *        that was pressed.
 *   TO3  Undo is offered for the seconds that were promised, never less.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TOAST_SECONDS 5

#define STANOK_TYPE_TOAST (stanok_toast_get_type ())

G_DECLARE_FINAL_TYPE (StanokToast, stanok_toast, STANOK, TOAST, GtkWidget)

/* Signals
 *   undo (const char *tag)
 *   closed (const char *tag)
 */
GtkWidget  *stanok_toast_new      (void);
/* @tag: the caller's name for what was done; @second: (nullable); @seconds: >= 1 */
void        stanok_toast_show     (StanokToast *self,
                                   const char  *tag,
                                   const char  *sentence,
                                   const char  *second,
                                   guint        seconds,
                                   gboolean     can_undo);
/* Changes the second line of the toast that is there, such as when what was recorded is accepted. */
void        stanok_toast_set_second (StanokToast *self,
                                     const char  *tag,
                                     const char  *second);
void        stanok_toast_close    (StanokToast *self);
gboolean    stanok_toast_is_shown (StanokToast *self);
/* One second went by; the toast's own timer calls it, and tests do. */
void        stanok_toast_tick     (StanokToast *self);

G_END_DECLS
