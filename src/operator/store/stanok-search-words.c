/* stanok-search-words.c: text made comparable: one case, one spelling of yo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-search-words.h"

static void
append_folded (GString    *out,
               const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  for (const char *p = normal != NULL ? normal : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));

      g_string_append_unichar (out, c == 0x0451 ? 0x0435 : c);
    }
}

char *
stanok_search_fold (const char *text)
{
  GString *out = g_string_new (NULL);

  append_folded (out, text);
  return g_string_free (out, FALSE);
}

char *
stanok_search_of_order (const StanokOrder *order)
{
  const char *const parts[] = { order->id, order->number, order->title, order->customer,
                                order->material };
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      /* A word never reaches over two parts. */
      if (i > 0)
        g_string_append_c (out, '\n');
      append_folded (out, parts[i]);
    }
  return g_string_free (out, FALSE);
}

void
stanok_search_split (const char *typed,
                     char       *words[STANOK_SEARCH_WORDS_MAX])
{
  g_autofree char *folded = stanok_search_fold (typed != NULL ? typed : "");
  g_auto(GStrv) parts = g_strsplit_set (folded, " \t\n\r,;", -1);
  guint n = 0;

  for (guint i = 0; i < STANOK_SEARCH_WORDS_MAX; i++)
    words[i] = NULL;
  for (guint i = 0; parts[i] != NULL && n < STANOK_SEARCH_WORDS_MAX; i++)
    if (*parts[i] != '\0')
      words[n++] = g_strdup (parts[i]);
}
