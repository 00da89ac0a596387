/* stanok-sync-core.h: pull and push as one state machine without socket, timer, thread or clock
 *
 * Events in, effects out. The driver (stanok-sync.c) feeds it from libsoup and
 * GLib in the terminal; the simulator feeds it from virtual time.
 *
 * Invariants (tests quote the numbers): P1..P10, E1..E8, D1..D10, B1..B8, S2..S12, S17, S20 of the protocol.
 *   SC1  At most one command is in flight.
 *   SC2  While an unsettled command exists there is a request in flight for it,
 *        an armed timer, or a stored reason (S20): stanok_sync_core_check().
 *   SC3  The base is written before the journal settles: no flicker back (U5).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-http.h"
#include "store/stanok-cache.h"
#include "sync/stanok-sync-status.h"

G_BEGIN_DECLS

typedef struct _StanokSyncCore StanokSyncCore;

typedef struct {
  const char *device_id;
  const char *incarnation;
  const char *client;              /* "stanok/0.1.0" */
  gboolean    fetch_blobs;
} StanokSyncConfig;

typedef enum {
  STANOK_EVENT_BOOT,               /* entries: unsettled, or needing a person */
  STANOK_EVENT_TIMER,              /* the one timer that TIMER_SET armed */
  STANOK_EVENT_HTTP_HEAD,
  STANOK_EVENT_HTTP_CHUNK,
  STANOK_EVENT_HTTP_DONE,
  STANOK_EVENT_RECORDED,           /* entry: a command was recorded */
  STANOK_EVENT_SETTLED,            /* entry: the journal wrote it; or entry NULL and command_id: it could not */
  STANOK_EVENT_ACCEPTED_LIST,      /* entries: answer to LIST_ACCEPTED; NULL: it could not be read */
  STANOK_EVENT_LINK,               /* up: the machine's network came or went */
  STANOK_EVENT_RETRY_NOW,          /* a person asked; at most once per 5 s counts */
  STANOK_EVENT_OPERATOR,           /* text: who is signed in now (NULL = nobody): what to prefetch */
} StanokEventKind;

typedef struct {
  StanokEventKind         kind;
  GPtrArray              *entries;     /* (element-type StanokEntry) */
  const StanokEntry      *entry;
  const char             *command_id;
  const StanokHttpAnswer *answer;
  guint64                 request_id;
  const guint8           *bytes;
  gsize                   n_bytes;
  gboolean                up;
  const char             *text;
} StanokEvent;

typedef enum {
  STANOK_EFFECT_HTTP_SEND,         /* request */
  STANOK_EFFECT_HTTP_CANCEL,       /* request_id */
  STANOK_EFFECT_TIMER_SET,         /* boot_ms: when to send TIMER; replaces the earlier one; -1 disarms */
  STANOK_EFFECT_SETTLE,            /* settlement: for the journal; answered by SETTLED */
  STANOK_EFFECT_LIST_ACCEPTED,     /* for the journal; answered by ACCEPTED_LIST */
  STANOK_EFFECT_COMPACT,           /* have: ledger ranges, for stanok_journal_compact() */
  STANOK_EFFECT_SET_SETTING,       /* key, text: for the journal */
  STANOK_EFFECT_VIEW_CHANGED,      /* lists should look again */
  STANOK_EFFECT_REFERENCE_CHANGED, /* text: its name */
  STANOK_EFFECT_BLOB_READY,        /* text: sha256 */
  STANOK_EFFECT_BLOB_MISSING,      /* text: sha256 of a file that cannot be had for now, or ever */
  STANOK_EFFECT_STATUS_CHANGED,
  STANOK_EFFECT_RENEW_TOKEN,       /* 401: get a new access token, then send RETRY_NOW */
  STANOK_EFFECT_LOG,               /* text */
} StanokEffectKind;

typedef struct {
  StanokEffectKind    kind;
  StanokHttpRequest  *request;       /* (owned) */
  guint64             request_id;
  gint64              boot_ms;
  StanokSettlement    settlement;    /* strings owned by the effect */
  GArray             *have;          /* (owned) (element-type StanokRange) */
  char               *key;           /* (owned) */
  char               *text;          /* (owned) */
} StanokEffect;

/* (element-type StanokEffect): made by the caller with stanok_effects_new(), handled in order, then cleared. */
GPtrArray *stanok_effects_new (void) G_GNUC_WARN_UNUSED_RESULT;

StanokSyncCore *stanok_sync_core_new    (const StanokSyncConfig *config, const StanokPorts *ports, StanokCache *cache) G_GNUC_WARN_UNUSED_RESULT;
void            stanok_sync_core_free   (StanokSyncCore *self);
void            stanok_sync_core_handle (StanokSyncCore *self, const StanokEvent *event, GPtrArray *effects);
void            stanok_sync_core_get_status (StanokSyncCore *self, StanokSyncStatus *out);
/* SC2. Returns FALSE and a sentence (owned) if some unsettled command is forgotten. */
gboolean        stanok_sync_core_check  (StanokSyncCore *self, char **why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSyncCore, stanok_sync_core_free)

G_END_DECLS
