/* stanok-dates.h: moments and spans of time as an operator reads them
 *
 * All moments are milliseconds since 1970 UTC, all spans milliseconds. The
 * moment "now" and the time zone are the caller's, so that a test can hold
 * them. All strings returned are the caller's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_DUE_CALM,
  STANOK_DUE_SOON,    /* today or tomorrow */
  STANOK_DUE_LATE,
} StanokDueTone;

typedef struct {
  gint64     now_ms;
  GTimeZone *zone;    /* borrowed */
} StanokNow;

/* "Today", "Tomorrow", "Thu, 26 Nov", "3 days late"; late by the calendar, not by the hour. */
char         *stanok_dates_due       (const StanokNow *now, gint64 due_ms) G_GNUC_WARN_UNUSED_RESULT;
/* "Tomorrow, Mon 23 Nov", "Thursday, 26 Nov" */
char         *stanok_dates_due_full  (const StanokNow *now, gint64 due_ms) G_GNUC_WARN_UNUSED_RESULT;
StanokDueTone stanok_dates_due_tone  (const StanokNow *now, gint64 due_ms);

char *stanok_dates_minute (const StanokNow *now, gint64 at_ms) G_GNUC_WARN_UNUSED_RESULT;   /* "10:32" */
char *stanok_dates_second (const StanokNow *now, gint64 at_ms) G_GNUC_WARN_UNUSED_RESULT;   /* "10:32:07" */
/* "today", "yesterday", "Friday", "12 Nov" */
char *stanok_dates_day    (const StanokNow *now, gint64 at_ms) G_GNUC_WARN_UNUSED_RESULT;
/* "10:32" if today, else "yesterday, 10:32": a moment of which the day matters only if it is another */
char *stanok_dates_moment (const StanokNow *now, gint64 at_ms) G_GNUC_WARN_UNUSED_RESULT;

char *stanok_dates_stopwatch (gint64 span_ms) G_GNUC_WARN_UNUSED_RESULT;   /* "01:12:44" */
char *stanok_dates_span      (gint64 span_ms) G_GNUC_WARN_UNUSED_RESULT;   /* "12 s", "47 min", "2 h 10", "3 d 4 h" */

G_END_DECLS
