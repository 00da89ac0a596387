/* stanok-words.c: numbers and names as an operator reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-words.h"

#include <glib/gi18n.h>

#include "view3d/stanok-size-text.h"

/* Plural forms want an int in the sentence; counts are bounded far below by the protocol. */
static int
to_int (gint64 count)
{
  return (int) CLAMP (count, 0, G_MAXINT);
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
  number = stanok_size_number (value, unit == 0 || value >= 99.95 ? 0 : 1);

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
