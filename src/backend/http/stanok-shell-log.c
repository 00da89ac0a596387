/* stanok-shell-log.c: one line a request, for people or for machines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-shell-log.h"

#include <string.h>
#include <unistd.h>

#include "wire/stanok-record.h"

/* What a client sends may be anything, so a log gets only what a terminal can show. */
static char *
make_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  return g_strescape (valid, NULL);
}

static void
append_text (GString    *line,
             const char *name,
             const char *value)
{
  g_autofree char *valid = NULL;

  if (value == NULL || *value == '\0')
    return;
  valid = g_utf8_make_valid (value, -1);
  g_string_append_printf (line, ",\"%s\":", name);
  stanok_json_append_string (line, valid);
}

static char *
format_json (const StanokShellCall *call,
             const char            *time,
             const char            *device,
             gint64                 took_us)
{
  GString *line = g_string_new ("{\"time\":");

  stanok_json_append_string (line, time);
  append_text (line, "method", call->method);
  append_text (line, "path", call->path);
  append_text (line, "route", call->route);
  g_string_append_printf (line, ",\"status\":%u,\"bytes\":%" G_GINT64_FORMAT ",\"ms\":%.3f"
                          ",\"waited_ms\":%" G_GINT64_FORMAT, call->status, call->n_sent,
                          (double) took_us / 1000, call->waited_us / 1000);
  append_text (line, "peer", call->peer);
  append_text (line, "device", device);
  append_text (line, "request_id", call->request_id);
  g_string_append (line, "}\n");
  return g_string_free (line, FALSE);
}

char *
stanok_shell_log_format (const StanokShellCall *call,
                         gint64                 wall_ms,
                         gint64                 took_us,
                         gboolean               as_json)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (wall_ms / 1000);
  g_autofree char *seconds = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *time = g_strdup_printf ("%s.%03dZ", seconds, (int) (wall_ms % 1000));
  const char *place = stanok_shell_call_get_header (call, "stanok-device");
  g_autofree char *device = place != NULL ? g_strndup (place, strcspn (place, ";")) : NULL;
  g_autofree char *method = NULL, *path = NULL, *shown = NULL;

  if (as_json)
    return format_json (call, time, device, took_us);
  method = make_harmless (call->method);
  path = make_harmless (call->path);
  shown = make_harmless (device != NULL ? device : "-");
  return g_strdup_printf ("%s %s %s %s %u %" G_GINT64_FORMAT " B %.1f ms %s\n", time, shown, method,
                          path, call->status, call->n_sent, (double) took_us / 1000,
                          call->request_id != NULL ? call->request_id : "-");
}

void
stanok_shell_log_write (const StanokShellCall *call,
                        gboolean               as_json)
{
  gint64 took_us = g_get_monotonic_time () - call->begun_us - call->waited_us;
  g_autofree char *line = stanok_shell_log_format (call, g_get_real_time () / 1000, took_us,
                                                   as_json);

  /* A log that cannot be written must not stop the work. */
  if (write (STDERR_FILENO, line, strlen (line)) < 0)
    return;
}
