/* stanok-journal.h: what people did here: the one thing that may never be lost
 *
 * Two copies: `journal.db` (SQLite, WAL, synchronous=FULL, exclusive) and
 * `outbox.log` (append-only segments; length, CRC32C, previous hash, JSON).
 * Single-threaded: in the terminal it lives on the journal thread, in the
 * simulator inline.
 *
 * Invariants (tests quote the numbers)
 *   J1  stanok_journal_record() returns RECORDED only after the commit AND the
 *       log's fdatasync have returned.
 *   J2  Destroying either copy loses no confirmed command (S15).
 *   J3  No row leaves but by compaction: settled, older than 30 days and inside
 *       a range of the server's ledger read later in the same epoch (P6).
 *   J4  seq is dense from 1 within an incarnation; body bytes never change.
 *   J5  A damaged file is renamed, never deleted; FULL, IOERR, CANTOPEN and
 *       BUSY are not damage.
 *   J6  After a failed commit the connection is reopened and the id looked up:
 *       the answer is "recorded" or "NOT recorded", never "perhaps".
 *
 * States and who moves them
 *   (record) -> PENDING                [stanok_journal_record]
 *   PENDING  -> ACCEPTED|CONFLICT|PARKED|WITHDRAWN  [stanok_journal_settle]
 *   ACCEPTED -> PENDING (reoffer)      [stanok_journal_settle, after a restore]
 *   PARKED   -> PENDING                [stanok_journal_settle, by a person]
 *   CONFLICT|PARKED|exception -> acknowledged  [stanok_journal_acknowledge]
 * In flight is not a state on disk: it is the sync core's memory, so a restart
 * resets it by construction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-command.h"
#include "port/stanok-port.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_ENTRY_PENDING,
  STANOK_ENTRY_ACCEPTED,
  STANOK_ENTRY_CONFLICT,
  STANOK_ENTRY_PARKED,
  STANOK_ENTRY_WITHDRAWN,
} StanokEntryState;

#define STANOK_N_ENTRY_STATES (STANOK_ENTRY_WITHDRAWN + 1)

/* One recorded command with its fate. A value, shared by reference between threads; never changed once shared. */
typedef struct {
  gint64            seq;
  char             *incarnation;
  StanokCommand    *command;
  GBytes           *body;            /* sent byte for byte, for ever */
  char             *etag_seen;       /* (nullable) tag of the order when the operator acted; intents */
  gint64            recorded_ms;     /* wall */
  gint64            born;            /* T1: number of its recording among all that happened here, */
  gint64            change;          /* and of the last change of its fate */
  StanokEntryState  state;
  gboolean          reoffer;
  gboolean          single_copy;     /* the log append failed so far */
  StanokOutcome     outcome;         /* ACCEPTED only */
  StanokExceptionKind exception;     /* ACCEPTED with RECORDED only */
  StanokProblemType problem;         /* CONFLICT, PARKED */
  char             *reason;          /* (nullable) words for the log: why parked, withdrawn */
  char             *meanwhile;       /* (nullable) JSON of the order as the server answered it, for the card */
  gint64            settled_ms;      /* wall; 0 if pending */
  char             *acknowledged_by; /* (nullable) operator id */
  gint64            acknowledged_ms;
} StanokEntry;

/* "pending", "accepted", … A name that is none gives -1. */
const char  *stanok_entry_state_name      (StanokEntryState state);
int          stanok_entry_state_from_name (const char *name);

/* A new one holds nothing; its maker fills it before anybody else sees it. */
StanokEntry *stanok_entry_new      (void) G_GNUC_WARN_UNUSED_RESULT;
StanokEntry *stanok_entry_ref      (const StanokEntry *self);
void         stanok_entry_unref    (StanokEntry *self);
gboolean     stanok_entry_is_unsettled (const StanokEntry *self);   /* PENDING or PARKED */
gboolean     stanok_entry_needs_person (const StanokEntry *self);   /* conflict, parked or exception, not acknowledged */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokEntry, stanok_entry_unref)

/* What opening had to repair; shown to people if anything is not zero. */
typedef struct {
  gboolean db_was_damaged;         /* renamed and rebuilt from the log */
  gboolean log_was_damaged;        /* cut and rebuilt from the database */
  guint    restored_from_log;      /* commands */
  guint    restored_to_log;
  char    *set_aside;              /* (owned) (nullable) name of the renamed file */
} StanokRecovery;

typedef struct _StanokJournal StanokJournal;

/* Errors: STORE, FULL, BUSY. CORRUPT is handled inside and reported in @recovery. */
StanokJournal *stanok_journal_open  (const StanokPorts *ports, StanokRecovery *recovery, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           stanok_journal_close (StanokJournal *self);
void           stanok_recovery_clear (StanokRecovery *self);
const char    *stanok_journal_get_incarnation (StanokJournal *self);

/**
 * stanok_journal_record:
 * @command: command_id set by the sheet that asks (so that a repeat is the same command)
 * @etag_seen: (nullable)
 *
 * A command_id that is already recorded returns its entry: the tap is repeated, not the act.
 *
 * Returns: (transfer full): the entry, or %NULL with FULL or STORE: NOT recorded, nothing half done
 */
StanokEntry *stanok_journal_record (StanokJournal *self, const StanokCommand *command,
                                    const char *etag_seen, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How the server, or a person, settled it. Strings are borrowed. */
typedef struct {
  const char          *command_id;
  StanokEntryState     state;
  gboolean             reoffer;
  StanokOutcome        outcome;
  StanokExceptionKind  exception;
  StanokProblemType    problem;
  const char          *reason;
  const char          *meanwhile;
} StanokSettlement;

/* Returns the new entry; on failure NULL and the old state stands: the command will be sent again, which is harmless. */
StanokEntry *stanok_journal_settle      (StanokJournal *self, const StanokSettlement *settlement, GError **error) G_GNUC_WARN_UNUSED_RESULT;
StanokEntry *stanok_journal_acknowledge (StanokJournal *self, const char *command_id, const char *operator_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

StanokEntry *stanok_journal_lookup      (StanokJournal *self, const char *command_id);
/* (element-type StanokEntry) in seq order; NULL if the file cannot be read even by a new connection. */
GPtrArray   *stanok_journal_list_open   (StanokJournal *self);   /* unsettled, or needing a person */
GPtrArray   *stanok_journal_list_since  (StanokJournal *self, const char *operator_id, gint64 wall_ms);  /* operator NULL = all */
GPtrArray   *stanok_journal_list_accepted (StanokJournal *self); /* for the comparison with the server's ledger */

/* People. Failures and remaining lockout are durable before the result is told (A2). */
typedef struct {
  gint64 failures;
  gint64 locked_for_ms;       /* 0 = may try */
} StanokLockout;

gboolean stanok_journal_get_lockout (StanokJournal *self, const char *operator_id, StanokLockout *out, GError **error);
gboolean stanok_journal_count_login (StanokJournal *self, const char *operator_id, gboolean success, StanokLockout *out, GError **error);
/* Who signed in here last: (element-type utf8) operator ids, newest first. */
GPtrArray *stanok_journal_recent_operators (StanokJournal *self, guint n);

/* Tries to complete the second copy. FALSE: some commands are in a single copy still. */
gboolean stanok_journal_repair  (StanokJournal *self);
gboolean stanok_journal_verify  (StanokJournal *self, GError **error);    /* both copies agree, hashes hold */
/* Settings that must survive the cache: "device", "epoch", … */
char    *stanok_journal_get_setting (StanokJournal *self, const char *key);
gboolean stanok_journal_set_setting (StanokJournal *self, const char *key, const char *value, GError **error);
/* P6: drops what is settled, old and inside @have of the same epoch. */
gboolean stanok_journal_compact (StanokJournal *self, const GArray *have, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokJournal, stanok_journal_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokRecovery, stanok_recovery_clear)

G_END_DECLS
