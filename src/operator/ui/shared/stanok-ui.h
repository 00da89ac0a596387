/* stanok-ui.h: what the room's library must be told before its first widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Registers sheets, icons and templates. A resource in a static library is not registered by
 * itself. Call it before the application starts up; more than once is harmless. */
void stanok_ui_register_resources (void);

G_END_DECLS
