/* stanok-outbox-log.h: the journal's second copy: append-only records that carry their own proof
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-port.h"

G_BEGIN_DECLS

/* One record: u32 length, u32 CRC32C of the rest, 32 bytes SHA-256 of the previous record, JSON. Little-endian. */
typedef struct _StanokOutboxLog StanokOutboxLog;

typedef gboolean (*StanokLogVisitor) (const char *json, gsize length, gpointer data);

/* Opens or makes; cuts at the last valid record; @damaged tells whether anything was cut besides a torn tail. */
StanokOutboxLog *stanok_outbox_log_open   (const StanokPorts *ports, gboolean *damaged, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Read-only and without the lock: for stanokctl beside a running terminal. Returns FALSE on a damaged record, after visiting all before it. */
gboolean         stanok_outbox_log_read   (const StanokPorts *ports, StanokLogVisitor visit, gpointer data, GError **error);
gboolean         stanok_outbox_log_each   (StanokOutboxLog *self, StanokLogVisitor visit, gpointer data, GError **error);
/* Appends and datasyncs; on failure nothing is counted as appended and the log must be reopened. */
gboolean         stanok_outbox_log_append (StanokOutboxLog *self, const char *json, gsize length, GError **error);
void             stanok_outbox_log_close  (StanokOutboxLog *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOutboxLog, stanok_outbox_log_close)

G_END_DECLS
