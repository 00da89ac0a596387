/* stanok-sync-check.h: the status, brought up to date after every event
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

/* TRUE if people could see a difference to what they were told last. */
gboolean stanok_sync_update_status (StanokSyncCore *core);

G_END_DECLS
