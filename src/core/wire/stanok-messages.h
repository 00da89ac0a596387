/* stanok-messages.h: every other body of the protocol, as plain structs with their tables
 *
 * Each struct X has a table STANOK_RECORD_X, made and freed through it:
 *   g_autoptr(StanokReply) reply = stanok_record_from_json (&STANOK_RECORD_REPLY, …);
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wire/stanok-order-wire.h"

G_BEGIN_DECLS

/* A name in the languages of the factory. */
typedef struct {
  char *en;
  char *ru;
} StanokName;

const char *stanok_name_get (const StanokName *self, const char *language);

typedef struct {
  char      *epoch;
  gint64     server_time_ms;
  GPtrArray *features;         /* (element-type utf8) "feed", "long-poll" */
  char      *min_client;
  gint64     page_max, wait_max_s, body_max, blob_max, leases_max, offline_signin_days;
} StanokMeta;

typedef struct {
  char      *epoch;
  char      *cursor;
  GPtrArray *items;            /* (element-type StanokOrder) */
  char      *next_page;        /* (nullable) */
  gint64     server_time_ms;
} StanokSnapshotPage;

/* One change: the order as it is, or its tombstone. */
typedef struct {
  StanokOrder *order;          /* (nullable) */
  char        *id;
  gint64       rev;
  char        *gone;           /* (nullable) "deleted" or "left_scope" */
} StanokChange;

typedef struct {
  char      *epoch;
  char      *from, *to;        /* cursors */
  gboolean   has_more;
  GPtrArray *items;            /* (element-type StanokChange) */
  gint64     server_time_ms;
} StanokChanges;

typedef struct {
  char      *epoch;
  GPtrArray *items;            /* (element-type StanokOrder) */
  char      *next_after;       /* (nullable) */
} StanokOrdersPage;

typedef struct {
  char          *command_id;
  char          *epoch;
  StanokOutcome  outcome;
  char          *exception_id; /* (nullable) both or none */
  StanokExceptionKind exception;
  StanokOrder   *order;        /* (nullable) */
  gint64         feed_seq;     /* 0 = null */
} StanokReply;

typedef struct {
  StanokProblemType type;
  char          *title;
  gint64         status;
  char          *detail;       /* (nullable) */
  char          *instance;     /* (nullable) */
  char          *command_id;   /* (nullable) */
  StanokOrder   *order;        /* (nullable) */
  char          *by;           /* (nullable) operator id */
  gint64         since_ms;     /* 0 = none */
  gint64         retry_after_ms; /* 0 = none */
} StanokProblem;

typedef struct {
  char          *command_id;
  char          *epoch;
  gint64         status;       /* the HTTP status it was answered with */
  StanokOutcome  outcome;
  char          *exception_id; /* (nullable) */
  StanokExceptionKind exception;
  char          *problem;      /* (nullable) name of the problem type */
  char          *order_id;
  gint64         feed_seq;     /* 0 = null */
} StanokCommandStatus;

typedef struct { gint64 first, last; } StanokRange;

typedef struct {
  char   *epoch;
  GArray *have;                /* (element-type StanokRange) ascending, disjoint */
} StanokLedger;

typedef struct {
  char      *id;
  StanokName name;
  char      *role;             /* "operator" or "supervisor" */
  gboolean   active;
} StanokOperator;

typedef struct {
  char      *id;
  StanokName name;
} StanokStation;

typedef struct {
  char      *id;
  char      *kind;             /* "scrap", "pause", "hold", "help" */
  StanokName name;
  char      *icon;             /* (nullable) "broken-tool" */
} StanokReason;

typedef struct {
  char      *operator_id;
  StanokName name;
  char      *role;
  char      *pin;              /* Argon2id verifier, as libsodium writes it */
  char      *badge;            /* (nullable) SHA-256 in hex of the badge's code */
} StanokRosterEntry;

/* Reference lists: {epoch, items[]}. */
typedef struct { char *epoch; GPtrArray *items; } StanokOperators, StanokStations, StanokReasons, StanokRoster;

typedef struct {
  gint64  seq, at_ms, received_ms;
  char   *command_id;          /* (nullable) */
  char   *type;
  char   *operator_id;         /* (nullable) */
  char   *device_id;           /* (nullable) */
  char   *outcome;
  char   *before, *after, *args; /* (nullable) JSON text */
} StanokHistoryRow;

typedef struct { char *epoch; GPtrArray *items; } StanokHistory;

/* What `stanok-mesd --ready-file` writes and the terminal and tests read. */
typedef struct { char *id, *token, *station; } StanokReadyDevice;
typedef struct { char *id, *name, *role, *badge, *pin; } StanokReadyOperator;
typedef struct {
  char      *url, *epoch;
  GPtrArray *devices;          /* (element-type StanokReadyDevice) empty without --demo */
  GPtrArray *operators;        /* (element-type StanokReadyOperator) */
} StanokReady;

extern const StanokRecordType STANOK_RECORD_META, STANOK_RECORD_SNAPSHOT_PAGE, STANOK_RECORD_CHANGES,
  STANOK_RECORD_ORDERS_PAGE, STANOK_RECORD_REPLY, STANOK_RECORD_PROBLEM, STANOK_RECORD_COMMAND_STATUS,
  STANOK_RECORD_LEDGER, STANOK_RECORD_OPERATORS, STANOK_RECORD_STATIONS, STANOK_RECORD_REASONS,
  STANOK_RECORD_ROSTER, STANOK_RECORD_HISTORY, STANOK_RECORD_READY, STANOK_RECORD_TOMBSTONE;
/* The elements of the lists, for who writes them one by one. */
extern const StanokRecordType STANOK_RECORD_OPERATOR, STANOK_RECORD_STATION, STANOK_RECORD_REASON,
  STANOK_RECORD_ROSTER_ENTRY, STANOK_RECORD_HISTORY_ROW;

/* NULL-terminated: every table, for the tests and the API document. */
extern const StanokRecordType *const STANOK_RECORDS[];

void stanok_meta_free           (StanokMeta *self);
void stanok_snapshot_page_free  (StanokSnapshotPage *self);
void stanok_change_free         (StanokChange *self);
void stanok_changes_free        (StanokChanges *self);
void stanok_orders_page_free    (StanokOrdersPage *self);
void stanok_reply_free          (StanokReply *self);
void stanok_problem_free        (StanokProblem *self);
void stanok_command_status_free (StanokCommandStatus *self);
void stanok_ledger_free         (StanokLedger *self);
void stanok_reference_free      (gpointer self);   /* StanokOperators, StanokStations, StanokReasons, StanokRoster, StanokHistory */
void stanok_ready_free          (StanokReady *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMeta, stanok_meta_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSnapshotPage, stanok_snapshot_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokChanges, stanok_changes_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOrdersPage, stanok_orders_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokReply, stanok_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokProblem, stanok_problem_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokCommandStatus, stanok_command_status_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokLedger, stanok_ledger_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokReady, stanok_ready_free)

G_END_DECLS
