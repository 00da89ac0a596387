/* stanok-backoff.c: when to try again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-backoff.h"

#include "domain/stanok-mutant.h"

gint64
stanok_backoff_draw (const StanokRandom *random,
                     gint64              max_ms)
{
  guint64 bits = 0;

  random->fill (random->data, (guint8 *) &bits, sizeof bits);
  /* The bias of the remainder is below 2^-40 for any wait we know. */
  return (gint64) (bits % ((guint64) MAX (max_ms, 0) + 1));
}

/* One second doubled with each failure, up to the cap. */
static gint64
get_ceiling (guint failures)
{
  if (failures > 6)
    return STANOK_BACKOFF_CAP_MS;
  return MIN (STANOK_BACKOFF_CAP_MS, STANOK_BACKOFF_STEP_MS << failures);
}

void
stanok_backoff_fail (StanokBackoff      *self,
                     const StanokRandom *random,
                     gint64              now_ms,
                     gint64              spread_ms,
                     gint64              retry_after_ms)
{
  gint64 ceiling = self->failures == 0 ? spread_ms : get_ceiling (self->failures);

  if (self->failures < G_MAXUINT)
    self->failures++;
  self->not_before_ms = now_ms + stanok_backoff_draw (random, ceiling);
  if (retry_after_ms >= 0 && !STANOK_MUTANT (RETRY_AFTER_IGNORED))
    self->retry_after_until_ms = MAX (self->retry_after_until_ms,
                                      now_ms + MIN (retry_after_ms, STANOK_RETRY_AFTER_CAP_MS));
}

void
stanok_backoff_succeed (StanokBackoff *self)
{
  self->failures = 0;
  self->not_before_ms = 0;
}

void
stanok_backoff_hasten (StanokBackoff *self,
                       gint64         at_ms)
{
  self->not_before_ms = MIN (self->not_before_ms, at_ms);
}

gint64
stanok_backoff_get_due (const StanokBackoff *self)
{
  return MAX (self->not_before_ms, self->retry_after_until_ms);
}
