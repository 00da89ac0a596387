/* stanok-mes-cursor.c: a place in the feed, as clients keep it
 *
 * EPOCH.floor.SEQUENCE: opaque to clients, all of it safe in a URL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes/stanok-mes-private.h"

#define QUEUE "floor"

char *
stanok_mes_cursor_format (StanokMes *self,
                          gint64     seq)
{
  return g_strdup_printf ("%s." QUEUE ".%" G_GINT64_FORMAT, self->epoch, seq);
}

StanokProblemType
stanok_mes_cursor_parse (StanokMes  *self,
                         const char *text,
                         gint64     *seq)
{
  g_auto(GStrv) parts = g_strsplit (text, ".", 4);
  guint64 value;

  if (g_strv_length (parts) != 3 || strcmp (parts[1], QUEUE) != 0 ||
      !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXINT64, &value, NULL))
    return STANOK_PROBLEM_CURSOR_EXPIRED;
  if (strcmp (parts[0], self->epoch) != 0)
    return STANOK_PROBLEM_EPOCH_CHANGED;
  if ((gint64) value > self->head || (gint64) value < self->expired_seq)
    return STANOK_PROBLEM_CURSOR_EXPIRED;
  *seq = (gint64) value;
  return STANOK_PROBLEM_NONE;
}
