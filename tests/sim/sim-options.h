/* sim-options.h: which troubles a seed has, and how strong
 *
 * Each seed draws its own (a "swarm"): a fault that is always there hides what happens
 * without it. One seed in eight has none at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-rng.h"

G_BEGIN_DECLS

#define SIM_KIOSKS_MAX 4
#define SIM_HOUR_MS    3600000
#define SIM_MINUTE_MS  60000

/* Rates of one request are in permille, waits are means in ms of working time; 0 = never. */
typedef struct {
  gboolean has_faults;
  guint    n_kiosks;
  guint    n_operators;          /* of each kiosk */
  guint    n_orders;             /* at the beginning */
  gint64   shift_ms;
  gint64   busy_ms, rest_ms;     /* terminals sleep while nobody stands before them; 0 = never */
  gint64   act_every_ms;         /* of one kiosk's operators, while they work */
  gint64   plan_every_ms;
  gint64   thread_delay_ms;      /* at most, of a message between two threads */

  /* the way */
  gint64   latency_ms;
  gint64   jitter_ms;
  gint64   lose_request, lose_answer, slow_answer, black_hole, duplicate, late_duplicate, truncate,
           html, stale, mangle, bodyless, error, busy, refuse_token;
  gint64   cut_every_ms, cut_ms;
  gboolean is_flapping;

  /* the machines */
  gint64   kill_every_ms;        /* kill -9 of the terminal */
  gint64   power_every_ms;
  gint64   suspend_every_ms;
  gint64   jump_every_ms;
  gint64   disk_error_every_ms;
  gint64   disk_full_every_ms;
  gboolean damages_copies;       /* one of the journal's two copies, while the machine is off */
  gboolean damages_cache;
  gint64   drift_ppm;
  gint64   offset_ms;            /* of the wall clocks, at most */

  /* the server */
  gint64   server_kill_every_ms;
  gint64   server_stop_every_ms; /* in good order */
  gint64   restore_at_ms;
  gboolean restore_is_silent;
  gboolean poisons;              /* it fails for ever on one command */
  gboolean deletes;              /* planning deletes orders */
  gint64   page_max;
} SimOptions;

void  sim_options_draw   (SimOptions *self, guint64 seed);
/* No fault at all: what every seed is when its shift is over. */
void  sim_options_calm   (SimOptions *self);
/* One line of what differs from none; (transfer full). */
char *sim_options_format (const SimOptions *self);

G_END_DECLS
