/* stanok-outbox-log.h: the journal's second copy: append-only records that carry their own proof
 *
 * Segments `outbox-000001.log`, … of 1 MiB, reserved when they are made, so that
 * a record never lacks room half-way. The rest of a segment is zeros.
 *
 * Invariants (tests quote the numbers)
 *   OL1  A record whose append has returned TRUE is read again after any crash.
 *   OL2  A torn tail is cut without a word; damage before the last record is told.
 *   OL3  A damaged segment is renamed, never deleted; what is valid before the damage stays.
 *   OL4  After a failed append the log goes on from the last good record.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-port.h"

G_BEGIN_DECLS

#define STANOK_LOG_RECORD_MAX (512 * 1024)   /* bytes of JSON in one record */

/* One record: u32 length of the JSON, u32 CRC32C of the rest, 32 bytes SHA-256 of the previous
 * record, JSON. Little-endian. Zeros for the previous record begin a chain: the very first
 * record, and the first of a segment that replaces all before it. */
typedef struct _StanokOutboxLog StanokOutboxLog;

typedef gboolean (*StanokLogVisitor) (const char *json, gsize length, gpointer data);

/* (transfer full): the next record's JSON; NULL at the end, or with @error set */
typedef char *(*StanokLogSource) (gpointer data, GError **error);

/* Opens or makes; cuts at the last valid record; @damaged tells whether anything was cut besides
 * a torn tail. */
StanokOutboxLog *stanok_outbox_log_open    (const StanokPorts *ports, gboolean *damaged,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Read-only and without the lock: for stanokctl beside a running terminal. Returns FALSE with
 * CORRUPT on a damaged record, after visiting all before it. A visitor's FALSE ends it: TRUE. */
gboolean         stanok_outbox_log_read    (const StanokPorts *ports, StanokLogVisitor visit,
                                            gpointer data, GError **error);
gboolean         stanok_outbox_log_each    (StanokOutboxLog *self, StanokLogVisitor visit,
                                            gpointer data, GError **error);
/* Appends and datasyncs. On failure nothing is counted as appended; the next append begins on a
 * new handle, at the last good record. LIMIT: longer than STANOK_LOG_RECORD_MAX. */
gboolean         stanok_outbox_log_append  (StanokOutboxLog *self, const char *json, gsize length,
                                            GError **error);
/* Writes new segments from @source, then deletes all older ones. On failure the old ones stand. */
gboolean         stanok_outbox_log_replace (StanokOutboxLog *self, StanokLogSource source,
                                            gpointer data, GError **error);
void             stanok_outbox_log_close   (StanokOutboxLog *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOutboxLog, stanok_outbox_log_close)

G_END_DECLS
