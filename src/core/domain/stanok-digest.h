/* stanok-digest.h: a sum over a queue that tells whether both sides have the same one
 *
 * Order does not matter and each change costs one hash, so both sides keep it
 * up to date with every row they write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Count and the sum modulo 2^64 of the first 8 bytes, big-endian, of SHA-256 (id ":" rev). */
typedef struct {
  gint64  count;
  guint64 sum64;
} StanokDigest;

void     stanok_digest_add    (StanokDigest *self, const char *id, gint64 rev);
void     stanok_digest_remove (StanokDigest *self, const char *id, gint64 rev);
gboolean stanok_digest_equal  (const StanokDigest *a, const StanokDigest *b);

/* The value of the header Stanok-Digest: "count=1342;sum64=00f3a1c29be47d10". */
char    *stanok_digest_format (const StanokDigest *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean stanok_digest_parse  (const char *text, StanokDigest *out);

G_END_DECLS
