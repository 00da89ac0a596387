/* sim-clock.c: the clocks of one machine: wrong by an offset, drifting, jumping, starting anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-clock.h"

#define MILLION    1000000
#define FIRMWARE_MS 12000       /* the boot clock runs before any program of ours does */

static gint64
wall_ms (gpointer data)
{
  return sim_clock_get_wall (data);
}

static gint64
boot_ms (gpointer data)
{
  return sim_clock_get_boot (data);
}

static const char *
boot_id (gpointer data)
{
  return ((SimClock *) data)->boot_id;
}

static void
new_boot_id (SimClock *self)
{
  guint64 a = sim_rng_next (&self->rng), b = sim_rng_next (&self->rng);

  g_snprintf (self->boot_id, sizeof self->boot_id,
              "%08x-%04x-4%03x-8%03x-%012" G_GINT64_MODIFIER "x", (guint) (a >> 32),
              (guint) (a >> 16 & 0xffff), (guint) (a & 0xfff), (guint) (b >> 52),
              b & G_GUINT64_CONSTANT (0xffffffffffff));
}

void
sim_clock_init (SimClock *self,
                guint64   seed,
                guint     stream)
{
  sim_rng_init (&self->rng, seed, stream);
  new_boot_id (self);
}

void
sim_clock_fill (SimClock    *self,
                StanokClock *out)
{
  *out = (StanokClock) { wall_ms, boot_ms, boot_id, self };
}

static gint64
stretch (const SimClock *self,
         gint64          ms)
{
  return ms + ms * self->drift_ppm / MILLION;
}

gint64
sim_clock_get_wall (SimClock *self)
{
  return SIM_BEGIN_MS + self->offset_ms + stretch (self, self->now_ms (self->data));
}

gint64
sim_clock_get_boot (SimClock *self)
{
  return FIRMWARE_MS + stretch (self, self->now_ms (self->data) - self->started_ms);
}

gint64
sim_clock_when (SimClock *self,
                gint64    boot_at_ms)
{
  gint64 since_ms = boot_at_ms - FIRMWARE_MS;
  gint64 at_ms = self->started_ms + since_ms - since_ms * self->drift_ppm / MILLION;

  while (FIRMWARE_MS + stretch (self, at_ms - self->started_ms) < boot_at_ms)
    at_ms++;
  return at_ms;
}

void
sim_clock_jump (SimClock *self,
                gint64    ms)
{
  self->offset_ms += ms;
}

void
sim_clock_reboot (SimClock *self)
{
  self->started_ms = self->now_ms (self->data);
  new_boot_id (self);
}
