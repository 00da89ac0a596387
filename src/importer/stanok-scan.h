/* stanok-scan.h: words and numbers out of bytes that end anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *start;
  const char *at;
  const char *end;
} StanokScan;

static inline StanokScan
stanok_scan_over (const guint8 *bytes,
                  gsize         n_bytes)
{
  const char *start = n_bytes > 0 ? (const char *) bytes : "";

  return (StanokScan) { start, start, start + n_bytes };
}

/* A word is what stands between white space; its length is 0 at the end of the bytes. */
gsize    stanok_scan_word      (StanokScan *self, const char **word);

/* FALSE, and @self stays, if the next word is no finite decimal number. */
gboolean stanok_scan_number    (StanokScan *self, double *number);
gboolean stanok_scan_integer   (StanokScan *self, gint64 *number);

/* The rest of the line, without its end (LF, CR LF or CR), which is passed; FALSE at the end of the
 * bytes. */
gboolean stanok_scan_line      (StanokScan *self, const char **line, gsize *length);

/* The number of the line that @self stands in, from 1. */
guint64  stanok_scan_line_number (const StanokScan *self);

/* For a message: at most 40 bytes of a word, valid UTF-8, nothing unprintable. (transfer full) */
char    *stanok_scan_show      (const char *word, gsize length);

gboolean stanok_scan_is        (const char *word, gsize length, const char *other);

G_END_DECLS
