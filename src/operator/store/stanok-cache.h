/* stanok-cache.h: what the server said, and what the screen asks of it
 *
 * `cache.db` may be deleted at any time: it is fetched again. Single-threaded:
 * it lives on the sync thread, in the simulator inline.
 *
 * view = base (+) fold(unsettled), computed: the unsettled entries are handed in
 * by the journal and kept in memory only.
 *
 * Invariants: S6, S7, S8, S9 of the protocol; C1: a page and its cursor are one transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-fold.h"
#include "store/stanok-journal.h"
#include "wire/stanok-messages.h"

G_BEGIN_DECLS

typedef struct _StanokCache StanokCache;

/* A damaged file is renamed and an empty cache opened; one that cannot be used leaves a cache in
 * memory; @rebuilt tells. Damage that is met later is handled the same way, and the base state is
 * then empty. Error: BUSY. */
StanokCache *stanok_cache_open  (const StanokPorts *ports, gboolean *rebuilt, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         stanok_cache_close (StanokCache *self);

/* ---- facts in -------------------------------------------------------------------------- */
typedef struct {
  char        *epoch;           /* (nullable) NULL = nothing cached */
  char        *cursor;          /* (nullable) */
  StanokDigest digest;          /* over the base, kept incrementally */
  gint64       validated_wall_ms;  /* when the server last said "this is all" */
  gint64       validated_boot_ms;
  char        *validated_boot_id;  /* (nullable) */
} StanokBaseState;

void     stanok_cache_get_base_state   (StanokCache *self, StanokBaseState *out);
void     stanok_base_state_clear       (StanokBaseState *self);
/* D4: items and cursor in one transaction; an item counts only if its rev is higher, its id unknown or its epoch other. */
gboolean stanok_cache_apply_changes    (StanokCache *self, const StanokChanges *changes, GError **error);
/* P1, E5: one order out of a command's answer. Ignored (TRUE) if rev is not higher in the same epoch. */
gboolean stanok_cache_apply_order      (StanokCache *self, const StanokOrder *order, GError **error);
/* D8, D9: shadow tables; the old base stays visible until finish() swaps in one transaction. */
gboolean stanok_cache_snapshot_begin   (StanokCache *self, const char *epoch, const char *cursor, GError **error);
gboolean stanok_cache_snapshot_page    (StanokCache *self, const StanokSnapshotPage *page, GError **error);
gboolean stanok_cache_snapshot_finish  (StanokCache *self, GError **error);
void     stanok_cache_snapshot_abandon (StanokCache *self);
gboolean stanok_cache_set_validated    (StanokCache *self, GError **error);   /* now, by the clock port */
/* U1: the server said so @ago_ms before now; an answer may be long on its way. */
gboolean stanok_cache_set_validated_ago (StanokCache *self, gint64 ago_ms, GError **error);
gboolean stanok_cache_clear_base       (StanokCache *self, GError **error);

/* Reference data: the body as it came with its tag, per name ("operators", "stations", "reasons", "roster", "meta"). */
gboolean stanok_cache_put_reference    (StanokCache *self, const char *name, const char *etag, GBytes *body, GError **error);
gboolean stanok_cache_get_reference    (StanokCache *self, const char *name, char **etag, GBytes **body);

/* ---- blobs ----------------------------------------------------------------------------- */
typedef enum {
  STANOK_BLOB_WANTED,
  STANOK_BLOB_READY,
  STANOK_BLOB_BAD,          /* three times the wrong bytes */
} StanokBlobState;

typedef struct {
  char           *sha256;
  gint64          size;
  StanokBlobState state;
  guint           tries;
} StanokBlob;

gboolean    stanok_cache_set_blob   (StanokCache *self, const StanokBlob *blob, GError **error);
gboolean    stanok_cache_get_blob   (StanokCache *self, const char *sha256, StanokBlob *out);
void        stanok_blob_clear       (StanokBlob *self);
/* B8: what to fetch next for @operator_id on this device (nullable): hashes with sizes, the most wanted first. */
/* Those that are given up (element-type StanokBlob) */
GPtrArray  *stanok_cache_list_bad_blobs (StanokCache *self);
GPtrArray  *stanok_cache_list_wanted_blobs (StanokCache *self, const char *device_id, guint n);   /* (element-type StanokBlob) */
/* B7: hashes that may go, least recently used first, until @bytes are free. */
GPtrArray  *stanok_cache_list_evictable    (StanokCache *self, gint64 quota_bytes);

/* ---- unsettled entries and the view ---------------------------------------------------- */
void         stanok_cache_set_unsettled (StanokCache *self, GPtrArray *entries);          /* all of them, at boot */
void         stanok_cache_put_entry     (StanokCache *self, const StanokEntry *entry);    /* new or changed */
StanokOrder *stanok_cache_get_base      (StanokCache *self, const char *order_id) G_GNUC_WARN_UNUSED_RESULT;
/* An order with unsettled commands that the base has no longer is a stub: order NULL. */
StanokView   stanok_cache_get_view      (StanokCache *self, const char *order_id) G_GNUC_WARN_UNUSED_RESULT;
void         stanok_cache_set_clock_offset (StanokCache *self, gint64 server_minus_wall_ms);
/* Which kiosk this is: whose claims are ours in the view. Kept over restarts. */
void         stanok_cache_set_device       (StanokCache *self, const char *device_id);

/* ---- lists ----------------------------------------------------------------------------- */
typedef enum {
  STANOK_SEGMENT_AVAILABLE,   /* APPROVED, nobody has it, open */
  STANOK_SEGMENT_MINE,        /* held by @operator_id */
  STANOK_SEGMENT_IN_WORK,     /* STARTED, whoever has it */
  STANOK_SEGMENT_ALL,
} StanokSegment;

#define STANOK_N_SEGMENTS (STANOK_SEGMENT_ALL + 1)

typedef enum {
  STANOK_SORT_NEWEST,
  STANOK_SORT_DUE,
  STANOK_SORT_PRIORITY,
} StanokSort;

typedef struct {
  StanokSegment segment;
  StanokSort    sort;
  char         *operator_id;   /* (nullable) for MINE */
  char         *station;       /* (nullable) only this station */
  char         *search;        /* (nullable) words, all must occur: number, title, customer, material */
} StanokQuery;

/* The keys of all rows that match, in order; key = a rowid, stable while the order is cached. (element-type gint64) */
GArray    *stanok_cache_run_query  (StanokCache *self, const StanokQuery *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Views of rows by key: (element-type StanokRow), NULL elements for keys that went away. */
GPtrArray *stanok_cache_read_rows  (StanokCache *self, const gint64 *keys, gsize n) G_GNUC_WARN_UNUSED_RESULT;
/* How many in each segment for this operator, view not base. */
void       stanok_cache_count      (StanokCache *self, const char *operator_id, gint64 counts[STANOK_N_SEGMENTS]);
/* Changes with every write that a list may show. */
guint64    stanok_cache_get_version (StanokCache *self);

/* One row as a screen shows it. A value, shared by reference. */
typedef struct {
  gint64       key;
  char        *order_id;
  StanokOrder *order;          /* (nullable) view; NULL if only its unsent work is known */
  guint        n_unsettled;    /* commands on it not accepted yet */
  gboolean     asked;          /* ours only if the server agrees */
  gboolean     needs_person;   /* a card is open on it */
  gboolean     is_stub;        /* gone from the server's queue, kept for its unsent work */
} StanokRow;

/* One order by its id, as a row; NULL if neither the base nor an unsettled command knows it. */
StanokRow *stanok_cache_get_row (StanokCache *self, const char *order_id) G_GNUC_WARN_UNUSED_RESULT;

StanokRow *stanok_row_ref   (const StanokRow *self);
void       stanok_row_unref (StanokRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokCache, stanok_cache_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokRow, stanok_row_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokBaseState, stanok_base_state_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokBlob, stanok_blob_clear)

G_END_DECLS
