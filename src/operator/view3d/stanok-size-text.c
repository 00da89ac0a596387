/* stanok-size-text.c: numbers, lengths and volumes in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-size-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MM3_PER_CM3  1000.0
#define MIN_CM3      0.1     /* below, cubic millimetres have the better figures */
#define MAX_DECIMALS 6

char *
stanok_size_number (double value,
                     int    decimals)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE * 2];
  char format[] = "%.0f";
  GString *text;
  char *point;

  g_return_val_if_fail (decimals >= 0 && decimals <= MAX_DECIMALS, NULL);

  format[2] = (char) ('0' + decimals);
  g_ascii_formatd (digits, sizeof digits, format, value);
  text = g_string_new (digits);
  point = strchr (text->str, '.');
  if (point != NULL)
    {
      gssize at = point - text->str;

      g_string_erase (text, at, 1);
      /* Translators: the sign between whole and tenths in a number */
      g_string_insert (text, at, C_("decimal separator", "."));
    }
  return g_string_free (text, FALSE);
}

/* Tenths where they can be measured by hand, not where they are noise. */
static char *
dimension (double value_mm)
{
  g_autofree char *text = stanok_size_number (value_mm, value_mm < 100 ? 1 : 0);

  /* 84.0 says no more than 84. */
  if (value_mm < 100 && g_str_has_suffix (text, "0"))
    return stanok_size_number (value_mm, 0);
  return g_steal_pointer (&text);
}

char *
stanok_size_dimensions (double x_mm,
                         double y_mm,
                         double z_mm)
{
  g_autofree char *x = dimension (x_mm);
  g_autofree char *y = dimension (y_mm);
  g_autofree char *z = dimension (z_mm);

  return g_strdup_printf (_("%s × %s × %s mm"), x, y, z);
}

char *
stanok_size_volume (double volume_mm3)
{
  g_autofree char *number = NULL;

  if (volume_mm3 < MIN_CM3 * MM3_PER_CM3)
    {
      number = stanok_size_number (volume_mm3, 1);
      return g_strdup_printf (_("%s mm³"), number);
    }
  number = stanok_size_number (volume_mm3 / MM3_PER_CM3, volume_mm3 < 100 * MM3_PER_CM3 ? 1 : 0);
  return g_strdup_printf (_("%s cm³"), number);
}

char *
stanok_size_text (const StanokMeasures *measures)
{
  g_autofree char *size = stanok_size_dimensions (measures->max_mm[0] - measures->min_mm[0],
                                                  measures->max_mm[1] - measures->min_mm[1],
                                                  measures->max_mm[2] - measures->min_mm[2]);
  g_autofree char *volume = measures->watertight ? stanok_size_volume (fabs (measures->volume_mm3))
                                                 : g_strdup (_("not closed"));

  /* Translators: length, width and height of a piece, then its volume or "not closed" */
  return g_strdup_printf (C_("size", "%s · %s"), size, volume);
}
