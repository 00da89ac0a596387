/* stanok-headers.h: the protocol's header fields, parsed and written in one place
 *
 * Parsers are strict: they return FALSE and touch nothing on anything else than
 * what the writers write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Stanok-Device: K-07;inc=5f1c...;seq=318   (seq left out on requests that are not commands) */
typedef struct {
  char   device[65];
  char   incarnation[33];     /* 32 lower-case hex digits, or "" */
  gint64 seq;                 /* 0 if absent */
} StanokDeviceHeader;

/* Stanok-Clock: offset=-1840;quality=measured;age=312   (ms) */
typedef struct {
  gint64   offset_ms;
  gboolean measured;          /* quality: "measured" or "unknown" */
  gint64   age_ms;
} StanokClockHeader;

/* Stanok-Unsent: 3;oldest_ms=1795305600000 */
typedef struct {
  gint64 count;
  gint64 oldest_ms;           /* 0 if count is 0 */
} StanokUnsentHeader;

/* Content-Range: bytes 100-199/200   size -1 = "*"; first -1 = unsatisfied */
typedef struct {
  gint64 first, last, size;
} StanokContentRange;

gboolean stanok_device_header_parse   (const char *text, StanokDeviceHeader *out);
char    *stanok_device_header_format  (const StanokDeviceHeader *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean stanok_clock_header_parse    (const char *text, StanokClockHeader *out);
char    *stanok_clock_header_format   (const StanokClockHeader *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean stanok_unsent_header_parse   (const char *text, StanokUnsentHeader *out);
char    *stanok_unsent_header_format  (const StanokUnsentHeader *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean stanok_content_range_parse   (const char *text, StanokContentRange *out);

/* "bytes=N-", "bytes=N-M", "bytes=-N" against a size. FALSE: ignore the header (malformed or several ranges). */
gboolean stanok_range_parse           (const char *text, gint64 size, gint64 *first, gint64 *last);

/* Is @etag (strong, with quotes) among @list (If-Match, If-None-Match)? "*" matches all. */
gboolean stanok_etag_list_contains    (const char *list, const char *etag);
/* Idempotency-Key: "019aa0c2-…" (a quoted string, RFC 8941). */
gboolean stanok_key_header_parse      (const char *text, char out[37]);
gboolean stanok_uuid_is_valid         (const char *text);
gboolean stanok_sha256_is_valid       (const char *text);
/* Retry-After in seconds or as an HTTP date, in ms from @now_ms; -1 if absent or nonsense. */
gint64   stanok_retry_after_parse     (const char *text, gint64 now_ms);
char    *stanok_http_date_format      (gint64 wall_ms) G_GNUC_WARN_UNUSED_RESULT;
/* SHA-256 over method, path and body: what makes two requests the same. */
char    *stanok_fingerprint           (const char *method, const char *path, GBytes *body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
