/* stanok-size-text.c: how large a piece is, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-size-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define MM3_PER_CM3 1000.0
#define MIN_CM3        0.1    /* below, cubic millimetres have the better figures */
#define ROUND_FROM   100.0    /* from here on, a decimal says nothing */

static char *
volume_text (double volume_mm3)
{
  double cm3 = fabs (volume_mm3) / MM3_PER_CM3;

  if (cm3 < MIN_CM3)
    /* Translators: a volume in cubic millimetres */
    return g_strdup_printf (_("%.1f mm³"), cm3 * MM3_PER_CM3);
  /* Translators: a volume in cubic centimetres */
  return g_strdup_printf (_("%.*f cm³"), cm3 < ROUND_FROM ? 1 : 0, cm3);
}

char *
stanok_size_text (const StanokMeasures *measures)
{
  g_autofree char *volume = measures->watertight ? volume_text (measures->volume_mm3)
                                                 : g_strdup (_("not closed"));

  /* Translators: length, width and height of a piece, then its volume or "not closed" */
  return g_strdup_printf (_("%.1f × %.1f × %.1f mm · %s"),
                          measures->max_mm[0] - measures->min_mm[0],
                          measures->max_mm[1] - measures->min_mm[1],
                          measures->max_mm[2] - measures->min_mm[2], volume);
}
