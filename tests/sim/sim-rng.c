/* sim-rng.c: random numbers that follow from a seed, a stream of its own for each part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-rng.h"

#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

static guint64
rotate (guint64 x,
        int     k)
{
  return (x << k) | (x >> (64 - k));
}

/* splitmix64: spreads seeds that differ in one bit over all of them. */
static guint64
spread (guint64 *state)
{
  guint64 z = *state += GOLDEN;

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
sim_rng_init (SimRng  *self,
              guint64  seed,
              guint    stream)
{
  guint64 state = seed;

  state = spread (&state) ^ ((guint64) stream * GOLDEN);
  for (int i = 0; i < 4; i++)
    self->s[i] = spread (&state);
}

guint64
sim_rng_next (SimRng *self)
{
  guint64 *s = self->s;
  guint64 result = rotate (s[1] * 5, 7) * 9, t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}

gint64
sim_rng_below (SimRng *self,
               gint64  n)
{
  /* The bias of the remainder is far below anything that a simulation could show. */
  return n <= 1 ? 0 : (gint64) (sim_rng_next (self) % (guint64) n);
}

gint64
sim_rng_between (SimRng *self,
                 gint64  least,
                 gint64  most)
{
  return least + sim_rng_below (self, most - least + 1);
}

gboolean
sim_rng_permille (SimRng *self,
                  gint64  permille)
{
  return permille > 0 && sim_rng_below (self, 1000) < permille;
}

gint64
sim_rng_wait (SimRng *self,
              gint64  mean)
{
  gint64 halvings = 0, fraction;

  /* How many coins fall on heads in a row is geometric; in between, straight lines. */
  while (halvings < 8 && (sim_rng_next (self) & 1) == 0)
    halvings++;
  fraction = sim_rng_below (self, 1024);
  return mean * (halvings * 1024 + fraction) / 1477;
}

void
sim_rng_fill (SimRng *self,
              guint8 *bytes,
              gsize   n)
{
  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (sim_rng_next (self) >> 56);
}
