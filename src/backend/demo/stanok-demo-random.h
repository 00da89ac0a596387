/* stanok-demo-random.h: chance that repeats itself for equal seeds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A value: SplitMix64, one number a call. Different purposes take different streams, so that a
 * change of one leaves the others as they are. */
typedef struct {
  guint64 state;
} StanokDemoRandom;

StanokDemoRandom stanok_demo_random_make    (guint64 seed, guint64 stream);
guint64          stanok_demo_random_next    (StanokDemoRandom *self);
/* 0..@n - 1; @n > 0. */
guint            stanok_demo_random_below   (StanokDemoRandom *self, guint n);
/* @low..@high. */
gint64           stanok_demo_random_between (StanokDemoRandom *self, gint64 low, gint64 high);
gboolean         stanok_demo_random_chance  (StanokDemoRandom *self, guint percent);

G_END_DECLS
