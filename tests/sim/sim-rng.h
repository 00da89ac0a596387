/* sim-rng.h: random numbers that follow from a seed, a stream of its own for each part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adding draws to one stream must not reshuffle the others. */
typedef enum {
  SIM_STREAM_OPTIONS,
  SIM_STREAM_SCHED,
  SIM_STREAM_SERVER,
  SIM_STREAM_PLANNER,
  SIM_STREAM_FAULTS,
  SIM_STREAM_CHECK,
  SIM_STREAM_KIOSK,              /* and the next SIM_KIOSKS_MAX ones */
  SIM_STREAM_NET = SIM_STREAM_KIOSK + 8,
  SIM_STREAM_ACTOR = SIM_STREAM_NET + 8,
} SimStream;

/* xoshiro256** of Blackman and Vigna. */
typedef struct {
  guint64 s[4];
} SimRng;

void     sim_rng_init    (SimRng *self, guint64 seed, guint stream);
guint64  sim_rng_next    (SimRng *self);
gint64   sim_rng_below   (SimRng *self, gint64 n);                    /* 0..n-1 */
gint64   sim_rng_between (SimRng *self, gint64 least, gint64 most);   /* both counted */
gboolean sim_rng_permille (SimRng *self, gint64 permille);
/* About exponential, with whole numbers only, so that every build draws the same. */
gint64   sim_rng_wait    (SimRng *self, gint64 mean);
void     sim_rng_fill    (SimRng *self, guint8 *bytes, gsize n);

G_END_DECLS
