/* stanok-act-words.c: what somebody did, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-act-words.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-words.h"

typedef struct {
  const char *icon;
  const char *words;
  gboolean    can_undo;
} Act;

#define HAND "stanok-ui-handover-symbolic"
#define HOLD "stanok-ui-hold-symbolic"
#define SORT "stanok-ui-sort-symbolic"
#define UNDO "stanok-ui-undo-symbolic"

static const Act acts[] = {
  [STANOK_COMMAND_CLAIM]      = { "stanok-ui-take-symbolic", NC_("act", "Taken"), TRUE },
  [STANOK_COMMAND_RELEASE]    = { "stanok-ui-putback-symbolic", NC_("act", "Put back"), TRUE },
  [STANOK_COMMAND_HAND_OVER]  = { HAND, NC_("act", "Handed over"), TRUE },
  [STANOK_COMMAND_START]      = { "stanok-ui-play-symbolic", NC_("act", "Started"), TRUE },
  [STANOK_COMMAND_PAUSE]      = { "stanok-ui-pause-symbolic", NC_("act", "Paused"), TRUE },
  [STANOK_COMMAND_RESUME]     = { "stanok-ui-play-symbolic", NC_("act", "Resumed"), TRUE },
  [STANOK_COMMAND_PROGRESS]   = { "stanok-ui-plus-symbolic", NC_("act", "Reported"), TRUE },
  [STANOK_COMMAND_COMPLETE]   = { "stanok-s-done-symbolic", NC_("act", "Completed"), TRUE },
  [STANOK_COMMAND_PACK]       = { "stanok-s-packing-symbolic", NC_("act", "Packing begun"), TRUE },
  [STANOK_COMMAND_SHIP]       = { "stanok-s-shipped-symbolic", NC_("act", "Shipped"), TRUE },
  [STANOK_COMMAND_HOLD]       = { HOLD, NC_("act", "Put on hold"), FALSE },
  [STANOK_COMMAND_UNHOLD]     = { HOLD, NC_("act", "Hold lifted"), FALSE },
  [STANOK_COMMAND_PRIORITISE] = { SORT, NC_("act", "Priority changed"), FALSE },
  [STANOK_COMMAND_REASSIGN]   = { HAND, NC_("act", "Reassigned"), FALSE },
  [STANOK_COMMAND_REOPEN]     = { UNDO, NC_("act", "Reopened"), FALSE },
  [STANOK_COMMAND_RESOLVE]    = { "stanok-ui-check-symbolic", NC_("act", "Decided"), FALSE },
  [STANOK_COMMAND_HELP]       = { "stanok-ui-help-symbolic", NC_("act", "Help called"), FALSE },
  [STANOK_COMMAND_HELP_ACK]   = { "stanok-ui-help-symbolic", NC_("act", "Help came"), FALSE },
  [STANOK_COMMAND_NOTE]       = { "stanok-ui-note-symbolic", NC_("act", "Note"), FALSE },
  [STANOK_COMMAND_ATTACH]     = { "stanok-ui-photo-symbolic", NC_("act", "Photo"), FALSE },
  [STANOK_COMMAND_REVERT]     = { UNDO, NC_("act", "Last step undone"), FALSE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (acts) == STANOK_N_COMMANDS);

static char *
say_parts (StanokStore         *store,
           const StanokCommand *command)
{
  g_autofree char *report = stanok_words_report (command->args.good,
                                                 stanok_command_get_scrap_count (command));
  const StanokScrap *scrap;

  if (command->args.scrap->len == 0)
    return g_steal_pointer (&report);
  scrap = command->args.scrap->pdata[0];
  return stanok_words_join (report, stanok_people_get_reason (store, "scrap", scrap->reason),
                            NULL);
}

static char *
say_detail (StanokStore         *store,
            const StanokCommand *command)
{
  const StanokArgs *args = &command->args;

  if (command->type == STANOK_COMMAND_PROGRESS || command->type == STANOK_COMMAND_COMPLETE)
    return say_parts (store, command);
  if (command->type == STANOK_COMMAND_PAUSE)
    return g_strdup (stanok_people_get_reason (store, "pause", args->reason));
  if (command->type == STANOK_COMMAND_HOLD)
    return g_strdup (stanok_people_get_reason (store, "hold", args->reason));
  if (command->type == STANOK_COMMAND_HELP)
    return g_strdup (stanok_people_get_reason (store, "help", args->kind));
  if (command->type == STANOK_COMMAND_HAND_OVER || command->type == STANOK_COMMAND_REASSIGN)
    return g_strdup (stanok_people_get_operator (store, args->to));
  return g_strdup (command->type == STANOK_COMMAND_NOTE ? args->text : NULL);
}

char *
stanok_act_words_get (StanokStore         *store,
                      const StanokCommand *command,
                      gboolean             is_granted)
{
  g_autofree char *detail = NULL;
  const char *words;

  g_return_val_if_fail (command != NULL, NULL);
  g_return_val_if_fail (command->type < STANOK_N_COMMANDS, NULL);

  detail = say_detail (store, command);
  words = g_dpgettext2 (NULL, "act", acts[command->type].words);
  if (command->type == STANOK_COMMAND_CLAIM && !is_granted)
    words = C_("act", "Asked for");
  else if (command->type == STANOK_COMMAND_CLAIM && command->args.start)
    words = C_("act", "Taken and started");
  if (detail == NULL || *detail == '\0')
    return g_strdup (words);
  /* Translators: an act and its detail, "Completed: 3 good" */
  return g_strdup_printf (C_("act", "%s: %s"), words, detail);
}

const char *
stanok_act_words_get_icon (StanokCommandType type)
{
  g_return_val_if_fail (type < STANOK_N_COMMANDS, NULL);

  return acts[type].icon;
}

gboolean
stanok_act_words_can_undo (StanokCommandType type)
{
  g_return_val_if_fail (type < STANOK_N_COMMANDS, FALSE);

  return acts[type].can_undo;
}
