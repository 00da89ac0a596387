/* stanok-sync-driver.h: the sync core on the sync thread, with a network, a timer and the store
 *
 * Everything here runs on the sync thread but where it says otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-store.h"
#include "sync/stanok-sync.h"

G_BEGIN_DECLS

typedef struct _StanokSyncDriver StanokSyncDriver;

/* What it is made of: given on the main thread, used on the sync thread. */
typedef struct {
  StanokStore       *store;          /* borrowed: closed after the driver */
  const StanokPorts *ports;          /* borrowed: the store's */
  char              *incarnation;    /* owned by the driver */
  const char        *device_id;      /* borrowed */
  StanokNetFactory   make_net;
  gpointer           net_data;
  /* After every event; @is_news: people would see a difference. */
  void             (*tell) (gpointer data, const StanokSyncStatus *status, gboolean is_news);
  gpointer           tell_data;
} StanokSyncParts;

/* Takes the strings of @parts that it owns. On the main thread. */
StanokSyncDriver *stanok_sync_driver_new  (const StanokSyncParts *parts) G_GNUC_WARN_UNUSED_RESULT;
/* Begins to listen to the store. On the main thread. */
void              stanok_sync_driver_attach (StanokSyncDriver    *self);
void              stanok_sync_driver_hint (StanokSyncDriver      *self,
                                           gboolean               is_up);
void              stanok_sync_driver_retry (StanokSyncDriver     *self);
void              stanok_sync_driver_set_operator (StanokSyncDriver *self,
                                           const char            *operator_id);
/* The end: nothing is heard, sent or told any more. */
void              stanok_sync_driver_close (StanokSyncDriver     *self);
/* On the main thread, after it was closed. */
void              stanok_sync_driver_free (StanokSyncDriver      *self);

G_END_DECLS
