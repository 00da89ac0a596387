/* stanok-thread.c: a helical thread whose ends are plain circles
 *
 * Rows of points run along the helix, four a turn: both sides of the groove, both of the crest. A
 * row that has not yet begun, or is over, lies on the circle at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "demo/stanok-piece-makers.h"

#define ROWS 4

/* Where the rows of a turn lie, in pitches: a flat groove, a flank, a narrow crest, a flank. */
static const double row_at[ROWS] = { 0, 0.22, 0.53, 0.69 };

static guint32
thread_point (StanokSolid        *solid,
              const StanokThread *thread,
              int                 row,
              guint               i,
              StanokLoop          low,
              StanokLoop          high)
{
  double turn = (double) i / thread->n;
  double length = thread->high - thread->low;
  double z = thread->pitch * (floor ((double) row / ROWS) + row_at[(row + 4 * ROWS) % ROWS] + turn);
  double depth = MIN (MIN (z, length - z) / thread->pitch, 1);
  double radius = row % ROWS == 0 || (row + 4 * ROWS) % ROWS == 1
                    ? thread->base
                    : thread->base + (thread->tip - thread->base) * depth * depth * (3 - 2 * depth);

  if (z <= 0)
    return low.first + i;
  if (z >= length)
    return high.first + i;
  return stanok_solid_add_spot (solid, radius * cos (2 * G_PI * turn),
                                radius * sin (2 * G_PI * turn), thread->low + z);
}

void
stanok_solid_thread (StanokSolid        *self,
                     const StanokThread *thread,
                     StanokLoop         *low,
                     StanokLoop         *high)
{
  int n_rows = ROWS * ((int) ceil ((thread->high - thread->low) / thread->pitch) + 2);
  guint n = thread->n;
  g_autofree guint32 *points = g_new (guint32, (gsize) n_rows * (n + 1));
  gboolean is_inside = thread->tip < thread->base;

  *low = stanok_solid_add_circle (self, thread->base, thread->low, n);
  *high = stanok_solid_add_circle (self, thread->base, thread->high, n);
  for (int row = 0; row < n_rows; row++)
    for (guint i = 0; i < n; i++)
      points[(guint) row * (n + 1) + i] = thread_point (self, thread, row - ROWS, i, *low, *high);
  /* After one turn a row goes on as the fourth row from it. */
  for (int row = 0; row < n_rows; row++)
    points[(guint) row * (n + 1) + n] =
      row + ROWS < n_rows ? points[(guint) (row + ROWS) * (n + 1)] : high->first;
  for (guint row = 0; row + 1 < (guint) n_rows; row++)
    for (guint i = 0; i < n; i++)
      {
        guint32 a = points[row * (n + 1) + i], b = points[row * (n + 1) + i + 1];
        guint32 d = points[(row + 1) * (n + 1) + i], c = points[(row + 1) * (n + 1) + i + 1];

        if (is_inside)
          stanok_solid_add_quad (self, a, d, c, b);
        else
          stanok_solid_add_quad (self, a, b, c, d);
      }
}
