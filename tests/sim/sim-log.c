/* sim-log.c: what happened in a simulation, as a hash, as the last lines, or in full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-log.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define LAST_MAX 200

void
sim_log_init (SimLog   *self,
              gboolean  is_traced,
              guint64   break_at)
{
  *self = (SimLog) { .hash = G_GUINT64_CONSTANT (0xcbf29ce484222325), .is_traced = is_traced,
                     .break_at = break_at, .last = G_QUEUE_INIT };
}

void
sim_log_clear (SimLog *self)
{
  g_queue_clear_full (&self->last, g_free);
  g_clear_pointer (&self->failed_check, g_free);
  g_clear_pointer (&self->failure, g_free);
}

/* FNV-1a, eight bytes a step. */
static void
add_to_hash (SimLog     *self,
             const char *text,
             gsize       n)
{
  for (gsize i = 0; i < n; i += 8)
    {
      guint64 word = 0;

      memcpy (&word, text + i, MIN (n - i, 8));
      self->hash = (self->hash ^ word) * G_GUINT64_CONSTANT (0x100000001b3);
      self->hash ^= self->hash >> 29;
    }
}

static void
keep_line (SimLog *self,
           char   *line)
{
  if (self->is_traced)
    puts (line);
  g_queue_push_tail (&self->last, line);
  if (self->last.length > LAST_MAX)
    g_free (g_queue_pop_head (&self->last));
}

void
sim_log_event (SimLog     *self,
               gint64      at_ms,
               const char *format,
               ...)
{
  char line[512];
  va_list arguments;
  int n;

  self->n_events++;
  n = g_snprintf (line, sizeof line, "%6" G_GUINT64_FORMAT " %3" G_GINT64_FORMAT ":%02"
                  G_GINT64_FORMAT ":%02" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT " ", self->n_events,
                  at_ms / 3600000, at_ms / 60000 % 60, at_ms / 1000 % 60, at_ms % 1000);
  va_start (arguments, format);
  g_vsnprintf (line + n, sizeof line - (gulong) n, format, arguments);
  va_end (arguments);
  add_to_hash (self, line, strlen (line));
  keep_line (self, g_strdup (line));
  if (self->break_at != 0 && self->n_events == self->break_at)
    raise (SIGTRAP);
}

void
sim_log_note (SimLog     *self,
              const char *format,
              ...)
{
  va_list arguments;
  char *text, *line;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strconcat ("                      ", text, NULL);
  g_free (text);
  keep_line (self, line);
}

void
sim_log_fail (SimLog     *self,
              const char *check,
              const char *format,
              ...)
{
  va_list arguments;

  if (self->failure != NULL)
    return;
  va_start (arguments, format);
  self->failure = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->failed_check = g_strdup (check);
  sim_log_note (self, "*** %s: %s", check, self->failure);
}

void
sim_log_print_last (const SimLog *self)
{
  for (const GList *l = self->last.head; l != NULL; l = l->next)
    puts (l->data);
}
