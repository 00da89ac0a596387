/* stanok-exchange.h: requests that are under way, one of a kind at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

#define STANOK_DEADLINE_MS   60000    /* for all of an ordinary request */
#define STANOK_POLL_GRACE_MS 10000    /* D7: beyond what the server was allowed to wait */

/* With every header that all requests have; limits of an ordinary request. */
StanokHttpRequest *stanok_exchange_new    (StanokSyncCore    *core,
                                           StanokSlot         slot,
                                           const char        *method,
                                           const char        *path) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @request; the slot must be free. */
void               stanok_exchange_send   (StanokSyncCore    *core,
                                           StanokSlot         slot,
                                           StanokHttpRequest *request);
/* Nothing that still comes of it is listened to. */
void               stanok_exchange_cancel (StanokSyncCore    *core,
                                           StanokSlot         slot);
gboolean           stanok_exchange_is_busy (const StanokSyncCore *core,
                                           StanokSlot         slot);
/* The slot of a request, or -1 for one that is over. */
int                stanok_exchange_find   (const StanokSyncCore *core,
                                           guint64            request_id);

G_END_DECLS
