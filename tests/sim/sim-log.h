/* sim-log.h: what happened in a simulation, as a hash, as the last lines, or in full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Important things that have to happen at some time in many seeds, or the simulation is blind. */
#define SIM_SOMETIMES(X) \
  X (COMMAND_APPLIED, "a command is applied") \
  X (COMMAND_ALREADY, "a command is answered with already") \
  X (EXCEPTION_RECORDED, "a fact is recorded with an exception") \
  X (CONFLICT_CARD, "an intent ends as a conflict") \
  X (CARD_ACKNOWLEDGED, "a person acknowledges a card") \
  X (INTENT_WITHDRAWN, "an intent is withdrawn after a conflict") \
  X (FACT_AFTER_CONFLICT, "a fact goes on after a conflict of its lane") \
  X (REBASED, "412, then the intent goes with a new tag") \
  X (REPLAYED, "an answer was lost and the ledger repeats it") \
  X (OLD_TAG_REPLAYED, "the ledger answers although the tag has moved") \
  X (LATE_DUPLICATE, "a request arrives once more, long after") \
  X (SNAPSHOT_FIRST, "a first snapshot is read") \
  X (SNAPSHOT_AGAIN, "a snapshot replaces an older base") \
  X (DIGEST_MISMATCH, "a digest differs") \
  X (CURSOR_EXPIRED, "the server does not know a cursor any more") \
  X (EPOCH_CHANGED, "the server comes back with another epoch") \
  X (REOFFERED, "a command is sent again that the server had lost") \
  X (SILENT_RESTORE, "the server is restored without telling") \
  X (SERVER_RESTARTED, "the server is restarted") \
  X (SERVER_CUT, "the server loses power while it writes") \
  X (OUTCOME_UNKNOWN, "the server loses power with a command in its hands") \
  X (KIOSK_KILLED, "a kiosk is killed") \
  X (KIOSK_KILLED_RECORDING, "a kiosk is killed while it records") \
  X (KIOSK_POWER_CUT, "a kiosk loses power while it writes") \
  X (KIOSK_REBOOTED, "a kiosk is restarted") \
  X (MORE_THAN_PROMISED, "a command is there that nobody was told of") \
  X (NOT_RECORDED, "a person is told: NOT recorded") \
  X (NOT_SETTLED, "a settlement cannot be written") \
  X (LOG_REPAIRED, "the log is completed from the database") \
  X (DB_REPAIRED, "the database is completed from the log") \
  X (DB_REBUILT, "a damaged database is rebuilt from the log") \
  X (LOG_REBUILT, "a damaged log is rebuilt from the database") \
  X (CACHE_REBUILT, "a damaged cache begins empty") \
  X (CACHE_FAILED, "the cache cannot be written") \
  X (DISK_FULL, "the disk is full") \
  X (HTML_SEEN, "HTML is answered") \
  X (TRUNCATED, "a body is cut short") \
  X (STALE_REPLAYED, "a proxy repeats an old answer") \
  X (TAG_MANGLED, "a proxy spoils a tag") \
  X (BODYLESS_304, "304 for what is not held") \
  X (RETRY_AFTER, "Retry-After is obeyed") \
  X (TOKEN_RENEWED, "a token is refused and renewed") \
  X (PARKED, "a command is parked") \
  X (UNPARKED, "a person sets a parked command free") \
  X (POISONED_LANE, "one command fails for ever and others go on") \
  X (LANE_WAITS, "a lane of several commands waits") \
  X (DOUBLE_TAP, "a command is recorded twice") \
  X (SAME_ORDER_TWICE, "two kiosks claim one order") \
  X (PARTITIONED, "a kiosk is cut off") \
  X (ONE_WAY, "only one direction of a link works") \
  X (CLOCK_JUMPED, "a wall clock jumps") \
  X (SUSPENDED, "a kiosk sleeps and wakes") \
  X (DELETED_UNDER_WORK, "an order with unsent work disappears") \
  X (NO_FAULTS, "a shift without any fault")

typedef enum {
#define X(name, words) SIM_##name,
  SIM_SOMETIMES (X)
#undef X
  SIM_N_SOMETIMES
} SimSometimes;

typedef struct {
  guint64   hash;              /* of every line so far */
  guint64   n_events;
  gboolean  is_traced;
  guint64   break_at;          /* number of the event to stop in the debugger at; 0 = none */
  GQueue    last;              /* (element-type utf8) newest last; only while traced or replayed */
  guint     counts[SIM_N_SOMETIMES];
  /* The first thing that was not as it must be. */
  char     *failed_check;      /* (owned) (nullable) "S2" */
  char     *failure;           /* (owned) (nullable) */
} SimLog;

void        sim_log_init  (SimLog *self, gboolean is_traced, guint64 break_at);
void        sim_log_clear (SimLog *self);
/* Counts as an event. */
void        sim_log_event (SimLog *self, gint64 at_ms, const char *format, ...)
                           G_GNUC_PRINTF (3, 4);
/* For people only: not part of the hash. */
void        sim_log_note  (SimLog *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Something that must always hold did not; the first such stays. */
void        sim_log_fail  (SimLog *self, const char *check, const char *format, ...)
                           G_GNUC_PRINTF (3, 4);
void        sim_log_print_last (const SimLog *self);
const char *sim_sometimes_words (SimSometimes what);
const char *sim_sometimes_name  (SimSometimes what);

#define SOMETIMES(log, name) ((log)->counts[SIM_##name]++)

G_END_DECLS
