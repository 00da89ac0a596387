/* stanok-json-scan.h: refuses every JSON text that a strict reader would, before a parser sees it
 *
 * json-glib 1.6 recurses (80 KB of brackets end the process), wraps integers,
 * keeps the last of two equal members and accepts comments. So nothing reaches
 * it that has not passed here.
 *
 * Invariants (tests quote the numbers)
 *   JS1  No recursion, no allocation that grows with depth beyond the limit.
 *   JS2  Accepts exactly one RFC 8259 document in valid UTF-8, object or array at the top.
 *   JS3  Integers fit a gint64; numbers with fraction or exponent are accepted and finite.
 *   JS4  No object has two members of one name (compared after unescaping).
 *   JS5  No lone surrogates and no U+0000, raw or escaped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gsize max_bytes;
  guint max_depth;       /* at most STANOK_JSON_DEPTH_MAX */
  guint max_members;     /* of one object */
} StanokJsonLimits;

#define STANOK_JSON_DEPTH_MAX 32

extern const StanokJsonLimits STANOK_JSON_COMMAND;   /* 64 KiB: one command */
extern const StanokJsonLimits STANOK_JSON_ANSWER;    /* 64 MiB: what a server we trust to be slow may send */

/* Errors: STANOK_ERROR_BAD_DATA with the byte's offset and a reason, STANOK_ERROR_LIMIT if over a limit. */
gboolean stanok_json_scan (const char              *text,
                           gsize                    length,
                           const StanokJsonLimits  *limits,
                           GError                 **error);

G_END_DECLS
