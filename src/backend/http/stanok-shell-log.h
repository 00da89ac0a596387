/* stanok-shell-log.h: one line a request, for people or for machines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/stanok-shell-call.h"

G_BEGIN_DECLS

/* (transfer full): with its line feed; whatever the client sent, it is one line. */
char *stanok_shell_log_format (const StanokShellCall *call,
                               gint64                 wall_ms,
                               gint64                 took_us,
                               gboolean               as_json) G_GNUC_WARN_UNUSED_RESULT;
/* To standard error, in one piece. */
void  stanok_shell_log_write  (const StanokShellCall *call, gboolean as_json);

G_END_DECLS
