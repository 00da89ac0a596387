/* stanok-boot-timer.h: one timer on boot-time, so that it is right after a suspend, too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StanokBootTimer StanokBootTimer;

/* Fires on the thread of the context that is default now. NULL with STANOK_ERROR_STORE if the
 * system has no more of them. */
StanokBootTimer *stanok_boot_timer_new  (void           (*fire) (gpointer data),
                                         gpointer         data,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* @boot_ms: CLOCK_BOOTTIME, as the clock port has it; in the past = at once; -1 disarms. */
void             stanok_boot_timer_set  (StanokBootTimer *self,
                                         gint64           boot_ms);
void             stanok_boot_timer_free (StanokBootTimer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokBootTimer, stanok_boot_timer_free)

G_END_DECLS
