/* stanok-card-words.c: what a card says: what it is about, and what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/attention/stanok-card-words.h"

#include <glib/gi18n.h>

StanokErrorText
stanok_card_words_get (const StanokEntry *entry)
{
  if (entry->state == STANOK_ENTRY_ACCEPTED)
    return stanok_error_text_for_exception (entry->exception);
  return stanok_error_text_for_problem (entry->problem);
}

char *
stanok_card_words_headline (const StanokEntry *entry)
{
  StanokErrorText text = stanok_card_words_get (entry);

  /* Translators: order and what is the matter with it: "WO-1179: two people made it" */
  return g_strdup_printf (C_("card", "%s: %s"), entry->command->order_id, text.headline);
}

gboolean
stanok_card_words_is_kept (const StanokEntry *entry)
{
  return entry->state == STANOK_ENTRY_ACCEPTED || entry->state == STANOK_ENTRY_PARKED;
}
