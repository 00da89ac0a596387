/* sim-tally-lists.h: what has to happen over many seeds, and what is looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* What has to happen at some time over many seeds, or the simulation is blind. */
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
  X (NO_FAULTS, "a shift without any fault") \
  X (REQUEST_LOST, "a request is lost on its way") \
  X (ANSWER_LOST, "an answer is lost on its way") \
  X (ANSWER_LATE, "an answer takes seconds") \
  X (BLACK_HOLE, "a request goes where nobody answers") \
  X (TIMED_OUT, "a terminal gives up waiting") \
  X (DUPLICATED, "a request arrives twice at once") \
  X (GATEWAY_ERROR, "a gateway answers with an error") \
  X (BUSY, "429 or 503") \
  X (DISK_FAILS, "a disk begins to fail") \
  X (COPY_DAMAGED, "one of the journal's copies is damaged") \
  X (CACHE_DAMAGED, "the cache is damaged") \
  X (SINGLE_COPY, "a record is in a single copy for a while") \
  X (FATE_IN_DOUBT, "a fate is found written that nobody was sure of") \
  X (GIVEN_UP, "a wish that the server lost is too old to be sent again") \
  X (BACKED_UP, "the server is backed up") \
  X (RESTORED, "the server is restored, and says so") \
  X (ACTOR_REVOKED, "somebody is revoked") \
  X (OLD_REVISION, "somebody works from an old drawing") \
  X (ORDER_CLOSED, "work on an order that is held or cancelled") \
  X (REVERTED, "a command is taken back")

/* What is looked at, where, and what it means. */
#define SIM_INVARIANTS(X) \
  X (S1, "sim-check.c", "what was shown as recorded is there after every start") \
  X (S2, "sim-oracle.c", "an order is what its commands make of it, each of them once") \
  X (S3, "sim-check.c", "a fate follows from the last one, and survives every start") \
  X (S4, "sim-oracle.c", "the ledger has each lane in its order") \
  X (S5, "sim-check.c", "nothing is sent before its lane is ready for it") \
  X (S7, "sim-check-base.c", "a view is the base with everything unsettled on top") \
  X (S8, "sim-check-base.c", "what the feed said up to the cursor is in the base") \
  X (S9, "sim-check-base.c", "the rev of an order never falls") \
  X (S10, "sim-answers.c", "what was executed is answered out of the ledger") \
  X (S11, "sim-check.c", "what is sent are the bytes of the journal") \
  X (S12, "sim-check.c", "what counts as accepted was accepted, and so") \
  X (S14, "sim-check.c", "only intents end as conflicts or are withdrawn") \
  X (S17, "sim-check.c", "Retry-After is kept") \
  X (S20, "sim-check.c", "for what is unsettled there is a request, a timer or a reason") \
  X (J6, "sim-check.c", "what was not recorded is nowhere") \
  X (L1, "sim-check-end.c", "after the faults nothing is unsettled") \
  X (L2, "sim-check-end.c", "the base is the server's queue") \
  X (L3, "sim-check-end.c", "and so is its digest")
