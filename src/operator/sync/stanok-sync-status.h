/* stanok-sync-status.h: how things stand with the server, for people
 *
 * The one header of this room that the screens see. A value, copied whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_LINK_STARTING,        /* nothing tried yet */
  STANOK_LINK_ONLINE,
  STANOK_LINK_UNREACHABLE,     /* nobody answers */
  STANOK_LINK_NOT_OURS,        /* something answers, but not the MES (captive portal, proxy) */
  STANOK_LINK_TROUBLE,         /* the MES answers with errors (5xx, maintenance, too many requests) */
  STANOK_LINK_TLS,             /* the certificate cannot be trusted */
  STANOK_LINK_UNAUTHORISED,    /* the device's token is refused or cannot be read */
  STANOK_LINK_STOPPED,         /* revoked, cloned or too old: nothing is pushed until a person acts */
} StanokLink;

#define STANOK_N_LINKS (STANOK_LINK_STOPPED + 1)

typedef enum {
  STANOK_FRESH,                /* <= 30 s */
  STANOK_AGEING,               /* <= 5 min */
  STANOK_STALE,
  STANOK_AGE_UNKNOWN,          /* after a restart of the machine without contact */
} StanokFreshness;

typedef enum {
  STANOK_STOP_NONE,
  STANOK_STOP_REVOKED,
  STANOK_STOP_CLONED,          /* sequence-reused */
  STANOK_STOP_TOO_OLD,         /* the server wants a newer terminal */
} StanokStopReason;

/* What becomes of models and drawings. */
typedef enum {
  STANOK_FETCH_STATUS_QUIET,   /* all that is wanted is here, or nothing can be asked for */
  STANOK_FETCH_STATUS_BUSY,
  STANOK_FETCH_STATUS_NO_ROOM, /* the disk is nearly full: no more are loaded */
} StanokFetchStatus;

typedef struct {
  StanokLink       link;
  StanokStopReason stop;
  gint64           link_since_wall_ms;   /* since when the link is as it is */
  gint64           next_try_boot_ms;     /* -1 = none planned */
  gint64           validated_wall_ms;    /* the data are as of; 0 = never */
  gint64           validated_boot_ms;    /* of this boot; -1 = of an earlier one */
  gboolean         rebuilding;           /* a snapshot is being loaded */
  gint64           rebuilt_orders;       /* so far */
  gboolean         cache_failing;        /* the last write of the cache failed; work goes on */
  StanokFetchStatus fetch;
  gboolean         pushing;              /* a command is in flight */
  guint            n_unsettled;          /* as the core counts; the journal's count is what is shown */
  guint            n_waiting_long;       /* commands tried more than 10 times */
  guint            n_references_due;     /* people, places, reasons: how many are to be read now */
  guint            n_reoffered;          /* sent again because the server had lost them; since start */
  gint64           clock_offset_ms;      /* server minus wall */
  gboolean         clock_measured;
  guint64          requests;             /* since start */
  guint64          bytes_received;
  guint64          etag_header_mangled;
  guint64          digest_mismatches;
} StanokSyncStatus;

StanokFreshness stanok_sync_status_get_freshness (const StanokSyncStatus *self, gint64 boot_ms);

G_END_DECLS
