/* stanok-words.c: numbers and names as an operator reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-words.h"

#include <glib/gi18n.h>

#define MM3_PER_CM3  1000.0
#define MAX_DECIMALS 6

/* Plural forms want an int in the sentence; counts are bounded far below by the protocol. */
static int
to_int (gint64 count)
{
  return (int) CLAMP (count, 0, G_MAXINT);
}

char *
stanok_words_number (double value,
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

char *
stanok_words_pieces (gint64 count)
{
  int n = to_int (count);

  return g_strdup_printf (ngettext ("%d pc", "%d pcs", (gulong) n), n);
}

char *
stanok_words_good (gint64 count)
{
  int n = to_int (count);

  /* Translators: how many good parts */
  return g_strdup_printf (ngettext ("%d good", "%d good", (gulong) n), n);
}

char *
stanok_words_scrap (gint64 count)
{
  int n = to_int (count);

  /* Translators: how many parts are scrap */
  return g_strdup_printf (ngettext ("%d scrap", "%d scrap", (gulong) n), n);
}

char *
stanok_words_left (gint64 count)
{
  int n = to_int (count);

  /* Translators: how many parts are still to be made */
  return g_strdup_printf (ngettext ("%d left", "%d left", (gulong) n), n);
}

char *
stanok_words_report (gint64 good,
                     gint64 scrap)
{
  g_autofree char *good_text = stanok_words_good (good);
  g_autofree char *scrap_text = NULL;

  if (scrap == 0)
    return g_steal_pointer (&good_text);

  scrap_text = stanok_words_scrap (scrap);
  if (good == 0)
    return g_steal_pointer (&scrap_text);

  /* Translators: "2 good, 1 scrap" */
  return g_strdup_printf (C_("report", "%s, %s"), good_text, scrap_text);
}

char *
stanok_words_bytes (gint64 bytes)
{
  g_autofree char *number = NULL;
  double value = (double) MAX (bytes, 0);
  int unit = 0;

  while (value >= 999.5 && unit < 4)
    {
      value /= 1000.0;
      unit++;
    }
  number = stanok_words_number (value, unit == 0 || value >= 99.95 ? 0 : 1);

  switch (unit)
    {
    case 0:
      return g_strdup_printf (C_("size", "%s B"), number);
    case 1:
      return g_strdup_printf (C_("size", "%s kB"), number);
    case 2:
      return g_strdup_printf (C_("size", "%s MB"), number);
    case 3:
      return g_strdup_printf (C_("size", "%s GB"), number);
    default:
      return g_strdup_printf (C_("size", "%s TB"), number);
    }
}

/* Tenths where they can be measured by hand, not where they are noise. */
static char *
dimension (double value_mm)
{
  g_autofree char *text = stanok_words_number (value_mm, value_mm < 100 ? 1 : 0);

  /* 84.0 says no more than 84. */
  if (value_mm < 100 && g_str_has_suffix (text, "0"))
    return stanok_words_number (value_mm, 0);
  return g_steal_pointer (&text);
}

char *
stanok_words_dimensions (double x_mm,
                         double y_mm,
                         double z_mm)
{
  g_autofree char *x = dimension (x_mm);
  g_autofree char *y = dimension (y_mm);
  g_autofree char *z = dimension (z_mm);

  return g_strdup_printf (_("%s × %s × %s mm"), x, y, z);
}

char *
stanok_words_volume (double volume_mm3)
{
  g_autofree char *number = NULL;

  if (volume_mm3 < 100)
    {
      number = stanok_words_number (volume_mm3, 1);
      return g_strdup_printf (_("%s mm³"), number);
    }
  number = stanok_words_number (volume_mm3 / MM3_PER_CM3, volume_mm3 < 100 * MM3_PER_CM3 ? 1 : 0);
  return g_strdup_printf (_("%s cm³"), number);
}

char *
stanok_words_initials (const char *name)
{
  g_auto(GStrv) words = NULL;
  const char *first = NULL, *last = NULL;
  GString *initials = g_string_new (NULL);
  gsize i;

  words = g_strsplit_set (name != NULL ? name : "", " \t\302\240", -1);
  for (i = 0; words[i] != NULL; i++)
    {
      if (!g_unichar_isalnum (g_utf8_get_char (words[i])))
        continue;
      if (first == NULL)
        first = words[i];
      else
        last = words[i];
    }
  if (first != NULL)
    g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (first)));
  if (last != NULL)
    g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (last)));
  return g_string_free (initials, FALSE);
}

char *
stanok_words_join (const char *first,
                   ...)
{
  GString *text = g_string_new (NULL);
  const char *part;
  va_list parts;

  va_start (parts, first);
  for (part = first; part != NULL; part = va_arg (parts, const char *))
    {
      if (*part == '\0')
        continue;
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, part);
    }
  va_end (parts);
  return g_string_free (text, FALSE);
}
