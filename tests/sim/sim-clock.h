/* sim-clock.h: the clocks of one machine: wrong by an offset, drifting, jumping, starting anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-port.h"
#include "sim-rng.h"

G_BEGIN_DECLS

/* When the simulation begins: 2026-11-22 06:00 UTC. */
#define SIM_BEGIN_MS G_GINT64_CONSTANT (1795327200000)

typedef struct {
  gint64  (*now_ms) (gpointer data);   /* true time since the simulation began */
  gpointer  data;
  SimRng    rng;
  gint64    offset_ms;                 /* of the wall clock */
  gint64    drift_ppm;                 /* of both clocks */
  gint64    started_ms;                /* true time of the machine's start */
  char      boot_id[37];
} SimClock;

void   sim_clock_init      (SimClock *self, guint64 seed, guint stream);
void   sim_clock_fill      (SimClock *self, StanokClock *out);
gint64 sim_clock_get_wall  (SimClock *self);
gint64 sim_clock_get_boot  (SimClock *self);
/* The true time at which the boot clock shows @boot_ms, or shortly after. */
gint64 sim_clock_when      (SimClock *self, gint64 boot_ms);
void   sim_clock_jump      (SimClock *self, gint64 ms);
void   sim_clock_reboot    (SimClock *self);

G_END_DECLS
