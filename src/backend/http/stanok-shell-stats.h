/* stanok-shell-stats.h: what the shell counts, as Prometheus reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StanokShellStats StanokShellStats;

StanokShellStats *stanok_shell_stats_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void              stanok_shell_stats_free (StanokShellStats *self);

/* From any thread. @route is static; @work_us is without the time a poll was left waiting. */
void stanok_shell_stats_note_request (StanokShellStats *self,
                                      const char       *method,
                                      const char       *route,
                                      guint             status,
                                      gint64            work_us);
void stanok_shell_stats_add_waiting     (StanokShellStats *self, int n);
void stanok_shell_stats_add_connections (StanokShellStats *self, int n);
void stanok_shell_stats_append          (StanokShellStats *self, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokShellStats, stanok_shell_stats_free)

G_END_DECLS
