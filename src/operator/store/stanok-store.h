/* stanok-store.h: the store as the main thread sees it: nothing here ever waits
 *
 * Owns the two other threads: *journal* (journal.db, outbox.log) and *sync*
 * (cache.db, and the driver of sync). Messages only; all signals and callbacks
 * come on the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "store/stanok-cache.h"
#include "store/stanok-journal.h"

G_BEGIN_DECLS

#define STANOK_TYPE_STORE (stanok_store_get_type ())
G_DECLARE_FINAL_TYPE (StanokStore, stanok_store, STANOK, STORE, GObject)

/* Where opening stands. FAILED: stanok_store_get_failure() says why; nothing can be recorded. */
typedef enum {
  STANOK_STORE_OPENING,
  STANOK_STORE_READY,
  STANOK_STORE_FAILED,
} StanokStorePhase;

/**
 * Signals
 *   phase-changed ()
 *   rows-changed ()                   lists refresh themselves; pages with an order of their own use a StanokOrderWatch
 *   entries-changed ()                unsent, cards or fates changed
 *   reference-changed (name)
 *   blob-ready (sha256)           it is here, or now known not to come
 */
StanokStore      *stanok_store_new         (const char *directory);
StanokStorePhase  stanok_store_get_phase   (StanokStore *self);
const GError     *stanok_store_get_failure (StanokStore *self);
const StanokRecovery *stanok_store_get_recovery (StanokStore *self);   /* (nullable) until READY */
const StanokPorts *stanok_store_get_ports  (StanokStore *self);
/* Flushes and joins both threads. */
void              stanok_store_close       (StanokStore *self);

/* ---- recording: U3: the callback comes after both copies are safe ---------------------- */
void         stanok_store_record_async  (StanokStore *self, const StanokCommand *command, const char *etag_seen,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* (transfer full): the entry; NULL with FULL or STORE: NOT recorded. */
StanokEntry *stanok_store_record_finish (StanokStore *self, GAsyncResult *result, GError **error);
void         stanok_store_acknowledge_async  (StanokStore *self, const char *command_id, const char *operator_id,
                                              GAsyncReadyCallback callback, gpointer data);
gboolean     stanok_store_acknowledge_finish (StanokStore *self, GAsyncResult *result, GError **error);

/* ---- what waits, what needs a person (kept up to date in memory) ----------------------- */
guint        stanok_store_get_n_unsent      (StanokStore *self, gint64 *oldest_wall_ms);
GPtrArray   *stanok_store_dup_unsent        (StanokStore *self);    /* (element-type StanokEntry) seq order */
GListModel  *stanok_store_get_cards         (StanokStore *self);    /* of StanokEntryItem, newest first; (transfer none) */

/* ---- who ------------------------------------------------------------------------------- */
typedef struct {
  char *operator_id;
  char *login_id;
  char *auth;           /* "pin" while the roster is fresh, "offline_pin", "expired_offline" */
  char *role;
} StanokLogin;

StanokLogin *stanok_login_copy (const StanokLogin *self);
void         stanok_login_free (StanokLogin *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokLogin, stanok_login_free)

/* Errors: AUTH (wrong, locked or unknown; @lockout filled either way), STORE. Argon2id runs on the journal thread. */
void         stanok_store_sign_in_async  (StanokStore *self, const char *operator_id, const char *pin,
                                          GAsyncReadyCallback callback, gpointer data);
StanokLogin *stanok_store_sign_in_finish (StanokStore *self, GAsyncResult *result, StanokLockout *lockout, GError **error);
/* Operator ids, newest first; (transfer full) (element-type utf8); kept in memory. */
GPtrArray   *stanok_store_dup_recent_operators (StanokStore *self);

/* ---- reference data: parsed once per change; borrowed until the next reference-changed - */
const StanokOperators *stanok_store_get_operators (StanokStore *self);   /* (nullable) */
const StanokStations  *stanok_store_get_stations  (StanokStore *self);   /* (nullable) */
const StanokReasons   *stanok_store_get_reasons   (StanokStore *self);   /* (nullable) */
const StanokRoster    *stanok_store_get_roster    (StanokStore *self);   /* (nullable) */

/* ---- orders ---------------------------------------------------------------------------- */
/* Kept up to date in memory for the operator set here. */
void     stanok_store_set_operator   (StanokStore *self, const char *operator_id);   /* (nullable) */
gboolean stanok_store_get_counts     (StanokStore *self, gint64 counts[STANOK_N_SEGMENTS]);
/* Path of a model or drawing if it is READY here. Verified when it arrived. */
char    *stanok_store_dup_blob_path  (StanokStore *self, const char *sha256);
/* Asked for, and not to be had: the server does not give it, or gives something else. */
gboolean stanok_store_is_blob_missing (StanokStore *self, const char *sha256);
char    *stanok_store_dup_mesh_path  (StanokStore *self, const char *sha256);   /* where its mesh file belongs; may not exist yet */

/* ---- for sync's driver only (room sync) ------------------------------------------------ */
GMainContext *stanok_store_get_sync_context (StanokStore *self);
StanokCache  *stanok_store_get_cache        (StanokStore *self);    /* touch on the sync thread only */
char         *stanok_store_dup_incarnation  (StanokStore *self);    /* valid once READY */

/* Called on the sync thread. */
typedef struct {
  void (*boot)          (gpointer data, GPtrArray *open_entries);   /* once, when both files are open */
  void (*recorded)      (gpointer data, const StanokEntry *entry);
  void (*settled)       (gpointer data, const char *command_id, const StanokEntry *entry);  /* or acknowledged; entry NULL: not written */
  void (*accepted_list) (gpointer data, GPtrArray *entries);   /* NULL: could not be read */
  gpointer data;
} StanokStoreListener;

void stanok_store_set_sync_listener (StanokStore *self, const StanokStoreListener *listener);   /* before READY or after; boot is delivered either way */
void stanok_store_post_settle       (StanokStore *self, const StanokSettlement *settlement);
void stanok_store_post_list_accepted (StanokStore *self);
void stanok_store_post_compact      (StanokStore *self, const GArray *have);
void stanok_store_post_setting      (StanokStore *self, const char *key, const char *value);
void stanok_store_post_rows_changed (StanokStore *self);
void stanok_store_post_reference_changed (StanokStore *self, const char *name);
void stanok_store_post_blob_ready   (StanokStore *self, const char *sha256);
void stanok_store_post_blob_missing (StanokStore *self, const char *sha256);

G_END_DECLS
