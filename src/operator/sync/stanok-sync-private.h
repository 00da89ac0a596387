/* stanok-sync-private.h: the sync core's state, shared by the files that are its parts
 *
 * Every part has a step function. It sends what may be sent now and returns the boot-time at
 * which it wants to be asked again, or STANOK_NEVER if only an event can help. After each event
 * the core asks all of them (stanok-sync-core.c), so no part can forget to arm its timer (P9).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-offset.h"
#include "sync/stanok-sync-core.h"
#include "sync/stanok-sync-state.h"

G_BEGIN_DECLS

#define STANOK_NEVER G_MAXINT64

/* One request of a kind is under way at a time. */
typedef enum {
  STANOK_SLOT_META,
  STANOK_SLOT_REFERENCE,
  STANOK_SLOT_FEED,
  STANOK_SLOT_LEDGER,
  STANOK_SLOT_COMMAND,
  STANOK_SLOT_UPLOAD,
  STANOK_SLOT_BLOB,
} StanokSlot;

#define STANOK_N_SLOTS (STANOK_SLOT_BLOB + 1)

typedef struct {
  guint64  id;                 /* 0 = free */
  gint64   sent_ms;
  gint64   give_up_ms;         /* the driver must have ended it before; a watchdog, not a time-out */
  gboolean is_conditional;     /* sent with If-None-Match */
  gboolean is_poll;            /* may wait at the server: says nothing about the clock */
} StanokExchange;

struct _StanokSyncCore {
  char                *device_id;
  char                *incarnation;
  char                *client;
  gboolean             fetch_blobs;
  StanokPorts          ports;
  StanokCache         *cache;          /* borrowed */
  GPtrArray           *effects;        /* borrowed while an event is handled */
  gint64               now_ms;         /* boot-time of the event */
  gint64               wall_minus_boot_ms;

  gboolean             is_booted;
  guint64              last_request_id;
  StanokExchange       slots[STANOK_N_SLOTS];
  guint64              probe_id;       /* while nothing answers: the one request that may go */
  StanokBackoff        device;         /* P8: the device's counter */
  guint64              successes;
  guint                troubles;       /* the server's own errors in a row */
  gint64               last_attempt_ms;
  gint64               hint_due_ms;
  gint64               retry_now_due_ms;
  gint64               timer_ms;       /* armed; STANOK_NEVER = none */

  StanokBaseState      base;
  char                *epoch;          /* (nullable) the one we believe in */
  StanokOffset         offset;
  gint64               offset_told_ms; /* to the cache */
  guint64              version_told;   /* of the cache, to the lists */
  StanokLink           link;
  StanokStopReason     stop;
  gboolean             stop_is_commands;  /* only a person lifts it */
  gboolean             cache_failing;
  StanokSyncStatus     status;         /* as it is, counters included */
  StanokSyncStatus     told;           /* as people were told last */

  StanokMetaState      meta;
  StanokReferenceState reference;
  StanokFeedState      feed;
  StanokPushState      push;
  StanokReofferState   reoffer;
  StanokFetchState     fetch;
};

G_END_DECLS
