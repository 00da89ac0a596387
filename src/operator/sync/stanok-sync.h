/* stanok-sync.h: runs the sync core on the store's sync thread, over libsoup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "port/stanok-http.h"
#include "store/stanok-store.h"
#include "sync/stanok-sync-status.h"

G_BEGIN_DECLS

#define STANOK_TYPE_SYNC (stanok_sync_get_type ())
G_DECLARE_FINAL_TYPE (StanokSync, stanok_sync, STANOK, SYNC, GObject)

/* Makes the carrier on the sync thread, so that its callbacks come there. Runs there. NULL: there is no way out. */
typedef StanokNet *(*StanokNetFactory) (const StanokNetListener *listener, gpointer data);

/**
 * StanokSync::status-changed: on the main thread, at most ten times a second
 *
 * @data is for @make_net; @free_data frees it on the main thread, after the carrier has gone.
 */
StanokSync *stanok_sync_new        (StanokStore *store, StanokNetFactory make_net, GDestroyNotify free_data, gpointer data, const char *device_id);
/* Before or after the store is ready. */
void        stanok_sync_start      (StanokSync *self);
void        stanok_sync_retry_now  (StanokSync *self);
void        stanok_sync_set_operator (StanokSync *self, const char *operator_id);
void        stanok_sync_get_status (StanokSync *self, StanokSyncStatus *out);
/* Joins: no callback comes after it has returned. Before the store is closed. */
void        stanok_sync_stop       (StanokSync *self);

G_END_DECLS
