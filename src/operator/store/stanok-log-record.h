/* stanok-log-record.h: what one record of the outbox log says
 *
 * A record tells the whole of what it is about, not a difference: of several
 * about one thing the one with the highest change stands. Private to the room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-journal.h"
#include "store/stanok-outbox-log.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_LOG_COMMAND,      /* a command with its body, and its fate so far */
  STANOK_LOG_FATE,         /* the fate alone */
  STANOK_LOG_PERSON,
  STANOK_LOG_SETTING,
} StanokLogKind;

typedef struct {
  int     state;               /* StanokEntryState */
  gboolean reoffer;
  char   *outcome;             /* (nullable) names, so that a later version may add some */
  char   *exception;           /* (nullable) */
  char   *problem;             /* (nullable) */
  char   *reason;              /* (nullable) */
  char   *meanwhile;           /* (nullable) */
  gint64  settled_ms;
  char   *acknowledged_by;     /* (nullable) */
  gint64  acknowledged_ms;
} StanokFate;

typedef struct {
  int        kind;             /* StanokLogKind */
  gint64     change;

  char      *command_id;       /* COMMAND, FATE */
  StanokFate fate;

  gint64     position, seq, born, recorded_ms;   /* COMMAND, to the body */
  char      *incarnation;
  char      *etag_seen;        /* (nullable) */
  char      *body;

  char      *operator_id;      /* PERSON, to signed_in */
  gint64     failures, lock_ms, since_ms;
  char      *boot_id;
  gint64     signed_in_ms, signed_in;

  char      *key;              /* SETTING */
  char      *value;            /* (nullable) */
} StanokLogRecord;

StanokLogRecord *stanok_log_record_new  (StanokLogKind kind) G_GNUC_WARN_UNUSED_RESULT;
void             stanok_log_record_free (StanokLogRecord *self);
char            *stanok_log_record_to_json   (const StanokLogRecord *self) G_GNUC_WARN_UNUSED_RESULT;
/* Errors: BAD_DATA */
StanokLogRecord *stanok_log_record_from_json (const char *json, gsize length,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The other way: nothing that the record says is wrong with the command. NULL with BAD_DATA. */
StanokEntry     *stanok_log_record_to_entry  (const StanokLogRecord *self,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokLogRecord, stanok_log_record_free)

G_END_DECLS
