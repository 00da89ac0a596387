/* stanok-log-segment.c: the bytes of one segment of the outbox log: records made and proven
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-log-segment.h"

#include <string.h>

#include "store/stanok-crc32c.h"

#define LENGTH_BYTES  4
#define SUM_BYTES     4
#define HEADER_BYTES  (LENGTH_BYTES + SUM_BYTES + STANOK_HASH_BYTES)

static const guint8 no_record[STANOK_HASH_BYTES];

static guint32
get_u32 (const guint8 *bytes)
{
  return bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 | (guint32) bytes[3] << 24;
}

static void
put_u32 (guint8  *bytes,
         guint32  value)
{
  for (int i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> (8 * i));
}

static void
hash_record (const guint8 *record,
             gsize         n,
             guint8        out[STANOK_HASH_BYTES])
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n_out = STANOK_HASH_BYTES;

  g_checksum_update (checksum, record, (gssize) n);
  g_checksum_get_digest (checksum, out, &n_out);
}

void
stanok_segment_append (GByteArray *out,
                       guint8      previous[STANOK_HASH_BYTES],
                       const char *json,
                       gsize       length)
{
  gsize start = out->len;
  guint8 *record;

  g_byte_array_set_size (out, (guint) (start + HEADER_BYTES + length));
  record = out->data + start;
  put_u32 (record, (guint32) length);
  memcpy (record + LENGTH_BYTES + SUM_BYTES, previous, STANOK_HASH_BYTES);
  memcpy (record + HEADER_BYTES, json, length);
  put_u32 (record + LENGTH_BYTES,
           stanok_crc32c (record + LENGTH_BYTES + SUM_BYTES, STANOK_HASH_BYTES + length));
  hash_record (record, HEADER_BYTES + length, previous);
}

/* Returns: the size of the record at @offset with its header, 0 if there is no valid one */
static gsize
prove_record (const guint8 *bytes,
              gsize         n,
              gsize         offset)
{
  gsize length;

  if (n - offset < HEADER_BYTES)
    return 0;
  length = get_u32 (bytes + offset);
  if (length == 0 || length > STANOK_LOG_RECORD_MAX || length > n - offset - HEADER_BYTES)
    return 0;
  if (get_u32 (bytes + offset + LENGTH_BYTES) !=
      stanok_crc32c (bytes + offset + LENGTH_BYTES + SUM_BYTES, STANOK_HASH_BYTES + length))
    return 0;
  return HEADER_BYTES + length;
}

static gboolean
follows (const guint8 *record,
         gsize         offset,
         const guint8  previous[STANOK_HASH_BYTES])
{
  const guint8 *hash = record + LENGTH_BYTES + SUM_BYTES;

  return memcmp (hash, previous, STANOK_HASH_BYTES) == 0 ||
         (offset == 0 && memcmp (hash, no_record, STANOK_HASH_BYTES) == 0);
}

/* Only records that were synced have successors: one behind the fault proves that it is damage. */
static gboolean
find_later (const guint8 *bytes,
            gsize         n,
            gsize         offset)
{
  for (gsize i = offset + 1; i < n; i++)
    if (prove_record (bytes, n, i) > 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_zero (const guint8 *bytes,
         gsize         n)
{
  return n == 0 || (bytes[0] == 0 && memcmp (bytes, bytes + 1, n - 1) == 0);
}

void
stanok_segment_scan (const guint8      *bytes,
                     gsize              n,
                     const guint8       previous[STANOK_HASH_BYTES],
                     StanokLogVisitor   visit,
                     gpointer           data,
                     StanokSegmentScan *out)
{
  gsize size;

  memset (out, 0, sizeof *out);
  memcpy (out->previous, previous, STANOK_HASH_BYTES);
  while (!out->stopped && (size = prove_record (bytes, n, out->end)) > 0 &&
         follows (bytes + out->end, out->end, out->previous))
    {
      const guint8 *record = bytes + out->end;

      hash_record (record, size, out->previous);
      out->last = out->end;
      out->end += size;
      out->n_records++;
      out->stopped = visit != NULL &&
                     !visit ((const char *) record + HEADER_BYTES, size - HEADER_BYTES, data);
    }
  if (out->n_records == 0)
    out->last = out->end;
  out->is_clean = out->stopped || is_zero (bytes + out->end, n - out->end);
  if (!out->is_clean)
    out->has_later = prove_record (bytes, n, out->end) > 0 || find_later (bytes, n, out->end);
}
