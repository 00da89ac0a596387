/* stanok-effect.c: what the core wants done, written down in the order in which it must be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-effect.h"

static void
effect_free (StanokEffect *effect)
{
  g_clear_pointer (&effect->request, stanok_http_request_free);
  g_clear_pointer (&effect->have, g_array_unref);
  g_free ((char *) effect->settlement.command_id);
  g_free ((char *) effect->settlement.reason);
  g_free ((char *) effect->settlement.meanwhile);
  g_free (effect->key);
  g_free (effect->text);
  g_free (effect);
}

GPtrArray *
stanok_effects_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) effect_free);
}

StanokEffect *
stanok_effect_add (StanokSyncCore   *core,
                   StanokEffectKind  kind)
{
  StanokEffect *effect = g_new0 (StanokEffect, 1);

  effect->kind = kind;
  g_ptr_array_add (core->effects, effect);
  return effect;
}

void
stanok_effect_text (StanokSyncCore   *core,
                    StanokEffectKind  kind,
                    const char       *text)
{
  stanok_effect_add (core, kind)->text = g_strdup (text);
}

void
stanok_effect_settle (StanokSyncCore         *core,
                      const StanokSettlement *settlement)
{
  StanokEffect *effect = stanok_effect_add (core, STANOK_EFFECT_SETTLE);

  effect->settlement = *settlement;
  effect->settlement.command_id = g_strdup (settlement->command_id);
  effect->settlement.reason = g_strdup (settlement->reason);
  effect->settlement.meanwhile = g_strdup (settlement->meanwhile);
}

void
stanok_effect_log (StanokSyncCore *core,
                   const char     *format,
                   ...)
{
  StanokEffect *effect = stanok_effect_add (core, STANOK_EFFECT_LOG);
  va_list arguments;

  va_start (arguments, format);
  effect->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}
