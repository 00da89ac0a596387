/* sim-options.c: which troubles a seed has, and how strong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-options.h"

typedef struct {
  const char *name;
  gsize       offset;
  gint64      least, most;
  gint64      permille;      /* of the seeds that have it */
} Fault;

#define FAULT(member, least, most, permille) \
  { #member, G_STRUCT_OFFSET (SimOptions, member), least, most, permille }

static const Fault faults[] = {
  FAULT (lose_request,         10, 200, 400),
  FAULT (lose_answer,          10, 200, 500),
  FAULT (slow_answer,          20, 300, 300),
  FAULT (black_hole,           5, 60, 300),
  FAULT (duplicate,            10, 200, 300),
  FAULT (late_duplicate,       10, 150, 300),
  FAULT (truncate,             10, 100, 300),
  FAULT (html,                 10, 150, 300),
  FAULT (stale,                5, 80, 200),
  FAULT (mangle,               20, 500, 200),
  FAULT (bodyless,             5, 50, 200),
  FAULT (error,                10, 150, 300),
  FAULT (busy,                 5, 40, 300),
  FAULT (refuse_token,         2, 20, 200),
  FAULT (cut_every_ms,         2 * SIM_MINUTE_MS, 10 * SIM_MINUTE_MS, 500),
  FAULT (kill_every_ms,        2 * SIM_MINUTE_MS, 15 * SIM_MINUTE_MS, 500),
  FAULT (power_every_ms,       2 * SIM_MINUTE_MS, 15 * SIM_MINUTE_MS, 500),
  FAULT (suspend_every_ms,     5 * SIM_MINUTE_MS, 20 * SIM_MINUTE_MS, 200),
  FAULT (jump_every_ms,        5 * SIM_MINUTE_MS, 20 * SIM_MINUTE_MS, 250),
  FAULT (disk_error_every_ms,  2 * SIM_MINUTE_MS, 10 * SIM_MINUTE_MS, 300),
  FAULT (disk_full_every_ms,   4 * SIM_MINUTE_MS, 20 * SIM_MINUTE_MS, 200),
  FAULT (drift_ppm,            -500, 500, 300),
  FAULT (offset_ms,            SIM_MINUTE_MS, 3 * SIM_HOUR_MS, 400),
  FAULT (server_kill_every_ms, 3 * SIM_MINUTE_MS, 15 * SIM_MINUTE_MS, 400),
  FAULT (server_stop_every_ms, 4 * SIM_MINUTE_MS, 20 * SIM_MINUTE_MS, 300),
  FAULT (restore_at_ms,        2 * SIM_HOUR_MS, 7 * SIM_HOUR_MS, 250),
};

static const Fault switches[] = {
  FAULT (is_flapping,          TRUE, TRUE, 100),
  FAULT (damages_copies,       TRUE, TRUE, 500),
  FAULT (damages_cache,        TRUE, TRUE, 300),
  FAULT (restore_is_silent,    TRUE, TRUE, 300),
  FAULT (poisons,              TRUE, TRUE, 250),
};

static void
draw_faults (SimOptions *self,
             SimRng     *rng)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (sim_rng_permille (rng, faults[i].permille))
      *(gint64 *) (gpointer) ((char *) self + faults[i].offset) =
        sim_rng_between (rng, faults[i].least, faults[i].most);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    if (sim_rng_permille (rng, switches[i].permille))
      *(gboolean *) (gpointer) ((char *) self + switches[i].offset) = TRUE;
}

/* Polls of a terminal before which nobody stands cost most of a shift's time and show nothing. */
static void
draw_hours (SimOptions *self,
            SimRng     *rng)
{
  self->shift_ms = 8 * SIM_HOUR_MS;
  self->busy_ms = sim_rng_between (rng, 1, 4) * SIM_MINUTE_MS;
  self->rest_ms = sim_rng_between (rng, 40, 80) * SIM_MINUTE_MS;
  self->act_every_ms = self->n_kiosks * sim_rng_between (rng, 20, 60) * 1000;
  self->plan_every_ms = sim_rng_between (rng, 1, 6) * SIM_MINUTE_MS;
  if (!sim_rng_permille (rng, 15))
    return;
  self->rest_ms = 0;
  self->act_every_ms *= 10;
  self->plan_every_ms *= 10;
}

void
sim_options_draw (SimOptions *self,
                  guint64     seed)
{
  SimRng rng;

  sim_rng_init (&rng, seed, SIM_STREAM_OPTIONS);
  *self = (SimOptions) { 0 };
  self->n_kiosks = (guint) sim_rng_between (&rng, 1, sim_rng_permille (&rng, 300)
                                                       ? SIM_KIOSKS_MAX : 2);
  self->n_operators = (guint) sim_rng_between (&rng, 1, 3);
  self->n_orders = (guint) sim_rng_between (&rng, 6, 30);
  draw_hours (self, &rng);
  self->latency_ms = sim_rng_between (&rng, 1, 60);
  self->jitter_ms = sim_rng_permille (&rng, 100) ? 4000 : sim_rng_between (&rng, 0, 200);
  self->page_max = sim_rng_permille (&rng, 500) ? sim_rng_between (&rng, 1, 8) : 500;
  self->deletes = sim_rng_permille (&rng, 500);
  if (sim_rng_permille (&rng, 500))
    self->thread_delay_ms = sim_rng_between (&rng, 1, 300);
  if (sim_rng_permille (&rng, 125))
    return;
  self->has_faults = TRUE;
  draw_faults (self, &rng);
  if (self->cut_every_ms > 0)
    self->cut_ms = sim_rng_permille (&rng, 200) ? 2 * SIM_HOUR_MS
                                                : sim_rng_between (&rng, 10, 300) * 1000;
}

void
sim_options_calm (SimOptions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    *(gint64 *) (gpointer) ((char *) self + faults[i].offset) = 0;
  self->is_flapping = FALSE;
  self->damages_copies = self->damages_cache = FALSE;
}

char *
sim_options_format (const SimOptions *self)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%u kiosks of %u operators, %u orders, an act every %" G_GINT64_FORMAT
                   " s, latency %" G_GINT64_FORMAT "+%" G_GINT64_FORMAT " ms", self->n_kiosks,
                   self->n_operators, self->n_orders, self->act_every_ms / 1000, self->latency_ms,
                   self->jitter_ms);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      gint64 value = *(const gint64 *) (gconstpointer) ((const char *) self + faults[i].offset);

      if (value != 0)
        g_string_append_printf (text, ", %s %" G_GINT64_FORMAT, faults[i].name, value);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    if (*(const gboolean *) (gconstpointer) ((const char *) self + switches[i].offset))
      g_string_append_printf (text, ", %s", switches[i].name);
  return g_string_free (text, FALSE);
}
