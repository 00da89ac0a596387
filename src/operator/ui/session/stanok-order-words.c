/* stanok-order-words.c: what is said of an order: its lines, its tag, its next step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-order-words.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-words.h"

/* Whose it is, if it is somebody else's; NULL: the status's own word will do. */
static const char *
get_word (const StanokRow *row,
          StanokStatus     status,
          StanokSession   *session)
{
  if (status != STANOK_STATUS_OTHERS)
    return NULL;
  if (row->order->holder_operator != NULL)
    return stanok_people_get_operator (stanok_session_get_store (session),
                                       row->order->holder_operator);
  return row->order->lease_device;
}

char *
stanok_order_words_line (const StanokOrder *order)
{
  g_autofree char *pieces = stanok_words_pieces (order->ordered);

  return stanok_words_join (pieces, stanok_materials_get_name (order->material),
                            order->customer, NULL);
}

void
stanok_order_words_tag (StanokTag       *tag,
                        const StanokRow *row,
                        StanokSession   *session)
{
  StanokViewer viewer = stanok_session_get_viewer (session);
  StanokStatus status = stanok_step_get_status (row, &viewer);

  stanok_tag_set_status (tag, status, get_word (row, status, session));
}

void
stanok_order_words_due (StanokDue         *due,
                        const StanokOrder *order,
                        gboolean           is_full,
                        StanokSession     *session)
{
  StanokNow now = stanok_session_get_now (session);
  StanokDueTone tone = stanok_dates_due_tone (&now, order->due_ms);
  g_autofree char *words = NULL;

  words = is_full ? stanok_dates_due_full (&now, order->due_ms)
                  : stanok_dates_due (&now, order->due_ms);
  /* What is made is no longer late. */
  if (order->state > STANOK_STATE_MANUFACTURING_STARTED)
    tone = STANOK_DUE_CALM;
  stanok_due_set (due, tone, words);
}

char *
stanok_order_words_name (const StanokRow *row,
                         StanokSession   *session)
{
  StanokViewer viewer = stanok_session_get_viewer (session);
  StanokStatus status = stanok_step_get_status (row, &viewer);
  const char *word = get_word (row, status, session);
  StanokNow now = stanok_session_get_now (session);
  g_autofree char *line = stanok_order_words_line (row->order);
  g_autofree char *due = stanok_dates_due (&now, row->order->due_ms);

  return g_strdup_printf ("%s, %s, %s, %s, %s", row->order->id, row->order->title, line, due,
                          word != NULL ? word : stanok_status_get_word (status));
}

static char *
say_reserved (const StanokOrder *order,
              StanokSession     *session)
{
  StanokNow now = stanok_session_get_now (session);
  gint64 until_ms = stanok_session_to_wall_ms (session, order->lease_until_ms);
  g_autofree char *until = stanok_dates_moment (&now, until_ms);

  return g_strdup_printf (_("Reserved for another bench until %s"), until);
}

char *
stanok_order_words_bar (const StanokRow *row,
                        StanokBar        bar,
                        StanokSession   *session)
{
  StanokStore *store = stanok_session_get_store (session);
  const StanokOrder *order = row->order;

  switch (bar)
    {
    case STANOK_BAR_OTHERS:
      if (order->holder_operator == NULL)
        return g_strdup (_("Somebody else works on it"));
      return g_strdup_printf (_("%s has it"),
                              stanok_people_get_operator (store, order->holder_operator));
    case STANOK_BAR_RESERVED:
      return say_reserved (order, session);
    case STANOK_BAR_HELD:
      return g_strdup_printf (_("On hold: %s"),
                              stanok_people_get_reason (store, "hold", order->held_reason));
    case STANOK_BAR_CANCELLED:
      return g_strdup (_("The order was cancelled"));
    case STANOK_BAR_NOT_READY:
      return g_strdup (_("Manufacturing is not approved yet"));
    case STANOK_BAR_DONE:
      return g_strdup (_("It is made"));
    case STANOK_BAR_GONE:
      return g_strdup (_("No longer in the queue of this bench"));
    case STANOK_BAR_NOBODY:
      return g_strdup (_("Sign in first"));
    case STANOK_BAR_NONE:
    default:
      return g_strdup ("");
    }
}
