/* sim-log.h: what happened in a simulation, as a hash, as the last lines, or in full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-tally.h"

G_BEGIN_DECLS

typedef struct {
  guint64   hash;              /* of every line so far */
  guint64   n_events;
  gboolean  is_traced;
  guint64   break_at;          /* number of the event to stop in the debugger at; 0 = none */
  GQueue    last;              /* (element-type utf8) newest last; only while traced or replayed */
  SimTally  tally;
  /* The first thing that was not as it must be. */
  char     *failed_check;      /* (owned) (nullable) "S2" */
  char     *failure;           /* (owned) (nullable) */
} SimLog;

void        sim_log_init  (SimLog *self, gboolean is_traced, guint64 break_at);
void        sim_log_clear (SimLog *self);
/* Counts as an event. */
void        sim_log_event (SimLog *self, gint64 at_ms, const char *format, ...)
                           G_GNUC_PRINTF (3, 4);
/* For people only: not part of the hash. */
void        sim_log_note  (SimLog *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Something that must always hold did not; the first such stays. */
void        sim_log_fail  (SimLog *self, const char *check, const char *format, ...)
                           G_GNUC_PRINTF (3, 4);
void        sim_log_print_last (const SimLog *self);

G_END_DECLS
