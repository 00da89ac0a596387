/* stanok-demo-random.c: chance that repeats itself for equal seeds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-demo-random.h"

#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

StanokDemoRandom
stanok_demo_random_make (guint64 seed,
                         guint64 stream)
{
  StanokDemoRandom self = { seed * GOLDEN };

  self.state = stanok_demo_random_next (&self) ^ (stream * GOLDEN);
  return self;
}

guint64
stanok_demo_random_next (StanokDemoRandom *self)
{
  guint64 z = self->state += GOLDEN;

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

guint
stanok_demo_random_below (StanokDemoRandom *self,
                          guint             n)
{
  return (guint) (stanok_demo_random_next (self) % n);
}

gint64
stanok_demo_random_between (StanokDemoRandom *self,
                            gint64            low,
                            gint64            high)
{
  return low + (gint64) (stanok_demo_random_next (self) % (guint64) (high - low + 1));
}

gboolean
stanok_demo_random_chance (StanokDemoRandom *self,
                           guint             percent)
{
  return stanok_demo_random_below (self, 100) < percent;
}
