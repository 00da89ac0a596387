/* stanok-sync-state.h: the state of each part of the sync core
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-cache.h"
#include "sync/stanok-backoff.h"
#include "sync/stanok-push-lane.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_REFERENCE_ROSTER,     /* first: without it nobody can sign in */
  STANOK_REFERENCE_OPERATORS,
  STANOK_REFERENCE_STATIONS,
  STANOK_REFERENCE_REASONS,
} StanokReference;

#define STANOK_N_REFERENCES (STANOK_REFERENCE_REASONS + 1)

typedef struct {
  gboolean      is_current;    /* read in this life of the core */
  gboolean      is_doubted;    /* an answer named another epoch: read again before anything else */
  gboolean      plain_once;    /* E3: the next read carries no validator */
  gboolean      has_feed;
  gboolean      has_long_poll;
  gint64        due_ms;
  gint64        page_max;
  gint64        wait_max_s;
  StanokBackoff backoff;
  StanokBackoff doubt;         /* until something of this epoch was read or accepted */
} StanokMetaState;

typedef struct {
  StanokReference current;     /* the one in flight */
  gboolean        plain_once;
  gint64          due_ms[STANOK_N_REFERENCES];
  StanokBackoff   backoff;
} StanokReferenceState;

typedef struct {
  StanokBackoff backoff;
  gint64        due_ms;
  gboolean      may_wait;          /* the last answer said "this is all": the next poll may wait */
  gboolean      is_rereading;      /* D6: the digest differed once */
  gboolean      wants_snapshot;
  guint64       orders_applied;    /* P1: orders that commands brought */
  guint64       orders_at_send;
  guint         digest_snapshots;  /* since the digest last agreed */
  gint64        digest_snapshot_due_ms;
  /* a snapshot that is being read */
  gboolean      in_snapshot;
  char         *snapshot_cursor;   /* (owned) (nullable) */
  GPtrArray    *answered;          /* (owned) (nullable) of StanokOrder: brought since it began */
  char         *page;              /* (owned) (nullable) token of the next page */
  gint64        rebuilt;
  guint         restarts;          /* in a row */
  /* plain mode (E8) */
  char         *after;             /* (owned) (nullable) */
  guint         n_pages;           /* of the pass so far */
  gint64        pass_began_ms;     /* the pass is as old as its first page */
  gboolean      pass_changed;      /* since the base was last built */
  gboolean      plain_once;
} StanokFeedState;

typedef struct {
  StanokLanes   lanes;
  char         *command_id;        /* (owned) (nullable) in flight or its photo */
  gint64        last_attempt_ms;
  guint         trouble;           /* failures in a row though the rest of the server answers */
  gint64        not_before_ms;     /* paces them */
  guint64       successes_seen;    /* of the device, when a command last failed */
  guint         reoffered;
} StanokPushState;

typedef enum {
  STANOK_REOFFER_IDLE,
  STANOK_REOFFER_LISTING,          /* the journal is asked what was accepted */
  STANOK_REOFFER_READING,          /* the server is asked what it has */
  STANOK_REOFFER_SETTLING,         /* what it lacks goes back to pending */
} StanokReofferPhase;

typedef struct {
  StanokReofferPhase phase;
  StanokBackoff      backoff;
  char              *compared_epoch;  /* (owned) (nullable) push waits until it is the epoch */
  GPtrArray         *accepted;        /* (owned) (nullable) (element-type StanokEntry) */
  GPtrArray         *waiting;         /* (owned) (element-type utf8) ids on their way back */
  gint64             due_ms;
  gint64             give_up_ms;      /* the journal must have answered before */
} StanokReofferState;

typedef enum {
  STANOK_FETCH_IDLE,
  STANOK_FETCH_LOADING,
  STANOK_FETCH_VERIFYING,
} StanokFetchPhase;

typedef struct {
  StanokFetchPhase  phase;
  StanokBackoff     backoff;
  gint64            due_ms;
  guint64           version_seen;    /* of the cache, when there was nothing to fetch */
  gboolean          is_swept;        /* what an earlier life left behind was looked at */
  gboolean          has_no_room;
  StanokBlob        blob;            /* what it is about; sha256 NULL = nothing */
  gboolean          is_check;        /* B6: a ready file is hashed again */
  gboolean          is_restart, got_head;  /* ask for all of it; and liked it: chunks are written */
  StanokFileHandle *file;            /* (owned) (nullable) */
  gint64            offset;          /* next byte to write, or to hash */
  gint64            asked_from, reached;   /* the first byte of this try; the last of any */
  guint             breaks;          /* tries in a row that came no further */
  GChecksum        *checksum;        /* (owned) (nullable) */
  GPtrArray        *set_aside;       /* (owned) (element-type utf8) the server does not give these */
  gint64            set_aside_until_ms;
} StanokFetchState;

G_END_DECLS
