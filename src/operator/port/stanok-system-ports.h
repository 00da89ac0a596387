/* stanok-system-ports.h: clock, random and files of the machine we run on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-port.h"

G_BEGIN_DECLS

/* Makes @directory (mode 0700) with its folders if missing, takes its lock (flock).
 * Errors: STANOK_ERROR_BUSY if another instance holds it, _STORE, _FULL. */
StanokPorts *stanok_system_ports_new  (const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For tools beside a running terminal: takes no lock, makes nothing, and every change is refused with _STORE. */
StanokPorts *stanok_system_ports_new_reader (const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         stanok_system_ports_free (StanokPorts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokPorts, stanok_system_ports_free)

G_END_DECLS
