/* stanok-dates.c: moments and spans of time as an operator reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-dates.h"

#include <glib/gi18n.h>

#define MS_PER_SECOND 1000
#define SECONDS_PER_MINUTE 60
#define SECONDS_PER_HOUR (60 * 60)
#define DAYS_NAMED_BY_WEEKDAY 6   /* farther away the weekday alone would be ambiguous */

static const char *const weekdays[] = {
  NC_("weekday", "Monday"), NC_("weekday", "Tuesday"), NC_("weekday", "Wednesday"),
  NC_("weekday", "Thursday"), NC_("weekday", "Friday"), NC_("weekday", "Saturday"),
  NC_("weekday", "Sunday"),
};

static const char *const weekdays_in_a_sentence[] = {
  NC_("weekday in a sentence", "Monday"), NC_("weekday in a sentence", "Tuesday"),
  NC_("weekday in a sentence", "Wednesday"), NC_("weekday in a sentence", "Thursday"),
  NC_("weekday in a sentence", "Friday"), NC_("weekday in a sentence", "Saturday"),
  NC_("weekday in a sentence", "Sunday"),
};

static const char *const short_weekdays[] = {
  NC_("short weekday", "Mon"), NC_("short weekday", "Tue"), NC_("short weekday", "Wed"),
  NC_("short weekday", "Thu"), NC_("short weekday", "Fri"), NC_("short weekday", "Sat"),
  NC_("short weekday", "Sun"),
};

static const char *const short_weekdays_in_a_sentence[] = {
  NC_("short weekday in a sentence", "Mon"), NC_("short weekday in a sentence", "Tue"),
  NC_("short weekday in a sentence", "Wed"), NC_("short weekday in a sentence", "Thu"),
  NC_("short weekday in a sentence", "Fri"), NC_("short weekday in a sentence", "Sat"),
  NC_("short weekday in a sentence", "Sun"),
};

static const char *const short_months[] = {
  NC_("short month", "Jan"), NC_("short month", "Feb"), NC_("short month", "Mar"),
  NC_("short month", "Apr"), NC_("short month", "May"), NC_("short month", "Jun"),
  NC_("short month", "Jul"), NC_("short month", "Aug"), NC_("short month", "Sep"),
  NC_("short month", "Oct"), NC_("short month", "Nov"), NC_("short month", "Dec"),
};

static const char *
named (const char        *context,
       const char *const *names,
       int                one_based)
{
  return g_dpgettext2 (NULL, context, names[one_based - 1]);
}

/* Moments beyond GDateTime's years 1 to 9999 are shown as its ends rather than not at all. */
static GDateTime *
local_time (const StanokNow *now,
            gint64           at_ms)
{
  g_autoptr(GDateTime) utc = NULL;
  GDateTime *local = NULL;

  utc = g_date_time_new_from_unix_utc (at_ms / MS_PER_SECOND);
  if (utc != NULL)
    local = g_date_time_to_timezone (utc, now->zone);
  if (local == NULL)
    local = g_date_time_new_utc (at_ms < 0 ? 1 : 9999, 1, 1, 0, 0, 0);
  return local;
}

static int
julian_day (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date,
                  (GDateDay) g_date_time_get_day_of_month (time),
                  (GDateMonth) g_date_time_get_month (time),
                  (GDateYear) g_date_time_get_year (time));
  return (int) g_date_get_julian (&date);
}

/* Calendar days from today to @at; negative in the past. */
static int
days_until (const StanokNow *now,
            GDateTime       *at)
{
  g_autoptr(GDateTime) today = local_time (now, now->now_ms);

  return julian_day (at) - julian_day (today);
}

/* "26 Nov", with the year if it is another. */
static char *
day_and_month (const StanokNow *now,
               GDateTime       *at)
{
  g_autoptr(GDateTime) today = local_time (now, now->now_ms);
  const char *month = named ("short month", short_months, g_date_time_get_month (at));
  int day = g_date_time_get_day_of_month (at);

  if (g_date_time_get_year (at) == g_date_time_get_year (today))
    /* Translators: day of the month and month, "26 Nov" */
    return g_strdup_printf (C_("date", "%d %s"), day, month);
  /* Translators: day of the month, month and year, "26 Nov 2027" */
  return g_strdup_printf (C_("date", "%d %s %d"), day, month, g_date_time_get_year (at));
}

static char *
days_late (int days)
{
  return g_strdup_printf (ngettext ("%d day late", "%d days late", (gulong) days), days);
}

char *
stanok_dates_due (const StanokNow *now,
                  gint64           due_ms)
{
  g_autoptr(GDateTime) due = local_time (now, due_ms);
  g_autofree char *date = NULL;
  int days = days_until (now, due);

  if (days < 0)
    return days_late (-days);
  if (days == 0)
    return g_strdup (C_("due", "Today"));
  if (days == 1)
    return g_strdup (C_("due", "Tomorrow"));

  date = day_and_month (now, due);
  /* Translators: short weekday and date, "Thu, 26 Nov" */
  return g_strdup_printf (C_("date", "%s, %s"),
                          named ("short weekday", short_weekdays,
                                 g_date_time_get_day_of_week (due)),
                          date);
}

char *
stanok_dates_due_full (const StanokNow *now,
                       gint64           due_ms)
{
  g_autoptr(GDateTime) due = local_time (now, due_ms);
  g_autofree char *date = day_and_month (now, due);
  g_autofree char *words = NULL;
  int days = days_until (now, due);
  int weekday = g_date_time_get_day_of_week (due);

  if (days > 1)
    /* Translators: weekday and date, "Thursday, 26 Nov" */
    return g_strdup_printf (C_("date", "%s, %s"), named ("weekday", weekdays, weekday), date);

  words = stanok_dates_due (now, due_ms);
  /* Translators: due in words, short weekday, date: "Tomorrow, Mon 23 Nov" */
  return g_strdup_printf (C_("date", "%s, %s %s"), words,
                          named ("short weekday in a sentence",
                                 short_weekdays_in_a_sentence, weekday),
                          date);
}

StanokDueTone
stanok_dates_due_tone (const StanokNow *now,
                       gint64           due_ms)
{
  g_autoptr(GDateTime) due = local_time (now, due_ms);
  int days = days_until (now, due);

  if (days < 0)
    return STANOK_DUE_LATE;
  return days <= 1 ? STANOK_DUE_SOON : STANOK_DUE_CALM;
}

char *
stanok_dates_minute (const StanokNow *now,
                     gint64           at_ms)
{
  g_autoptr(GDateTime) at = local_time (now, at_ms);

  return g_date_time_format (at, "%H:%M");
}

char *
stanok_dates_second (const StanokNow *now,
                     gint64           at_ms)
{
  g_autoptr(GDateTime) at = local_time (now, at_ms);

  return g_date_time_format (at, "%H:%M:%S");
}

char *
stanok_dates_day (const StanokNow *now,
                  gint64           at_ms)
{
  g_autoptr(GDateTime) at = local_time (now, at_ms);
  int days = days_until (now, at);

  if (days == 0)
    return g_strdup (C_("day", "today"));
  if (days == -1)
    return g_strdup (C_("day", "yesterday"));
  if (days < 0 && days >= -DAYS_NAMED_BY_WEEKDAY)
    return g_strdup (named ("weekday in a sentence", weekdays_in_a_sentence,
                            g_date_time_get_day_of_week (at)));
  return day_and_month (now, at);
}

char *
stanok_dates_moment (const StanokNow *now,
                     gint64           at_ms)
{
  g_autoptr(GDateTime) at = local_time (now, at_ms);
  g_autofree char *minute = g_date_time_format (at, "%H:%M");
  g_autofree char *day = NULL;

  if (days_until (now, at) == 0)
    return g_steal_pointer (&minute);
  day = stanok_dates_day (now, at_ms);
  /* Translators: day and time of day, "yesterday, 10:32" */
  return g_strdup_printf (C_("moment", "%s, %s"), day, minute);
}

char *
stanok_dates_stopwatch (gint64 span_ms)
{
  gint64 seconds = MAX (span_ms, 0) / MS_PER_SECOND;

  return g_strdup_printf ("%02" G_GINT64_FORMAT ":%02d:%02d",
                          seconds / SECONDS_PER_HOUR,
                          (int) (seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE),
                          (int) (seconds % SECONDS_PER_MINUTE));
}

char *
stanok_dates_span (gint64 span_ms)
{
  gint64 seconds = MAX (span_ms, 0) / MS_PER_SECOND;
  int hours = (int) MIN (seconds / SECONDS_PER_HOUR, G_MAXINT);
  int minutes = (int) (seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE);

  if (seconds < SECONDS_PER_MINUTE)
    return g_strdup_printf (C_("span", "%d s"), (int) seconds);
  if (hours == 0)
    return g_strdup_printf (C_("span", "%d min"), minutes);
  if (hours < 24)
    /* Translators: hours and minutes, "2 h 10" */
    return g_strdup_printf (C_("span", "%d h %02d"), hours, minutes);
  return g_strdup_printf (C_("span", "%d d %d h"), hours / 24, hours % 24);
}
