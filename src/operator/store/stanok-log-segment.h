/* stanok-log-segment.h: the bytes of one segment of the outbox log: records made and proven
 *
 * Pure: no file is touched. Private to the room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-outbox-log.h"

G_BEGIN_DECLS

#define STANOK_SEGMENT_BYTES  (1024 * 1024)
#define STANOK_HASH_BYTES     32

/* What reading a segment found out. */
typedef struct {
  gsize    end;                           /* behind the last valid record */
  gsize    last;                          /* where the last valid record begins; end if none */
  guint    n_records;
  guint8   previous[STANOK_HASH_BYTES];   /* of the last valid record */
  gboolean stopped;                       /* the visitor had enough */
  gboolean is_clean;                      /* only zeros follow */
  gboolean has_later;                     /* a valid record follows what is not */
} StanokSegmentScan;

/* Appends a record to @out and moves @previous on to it. */
void stanok_segment_append (GByteArray *out, guint8 previous[STANOK_HASH_BYTES],
                            const char *json, gsize length);
/* @previous: of the last record of the segment before, zeros if there is none */
void stanok_segment_scan   (const guint8 *bytes, gsize n, const guint8 previous[STANOK_HASH_BYTES],
                            StanokLogVisitor visit, gpointer data, StanokSegmentScan *out);

G_END_DECLS
