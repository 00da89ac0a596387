/* stanok-offset.c: what time the server has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-offset.h"

#define SERVER_TIME_MAX_MS (G_GINT64_CONSTANT (253402300800) * 1000)   /* the year 10000 */

void
stanok_offset_add (StanokOffset *self,
                   gint64        server_ms,
                   gint64        grain_ms,
                   gint64        sent_boot_ms,
                   gint64        received_boot_ms)
{
  gint64 round_trip_ms = received_boot_ms - sent_boot_ms;
  StanokOffsetSample *sample = &self->samples[self->next];

  if (server_ms <= 0 || server_ms > SERVER_TIME_MAX_MS || round_trip_ms < 0)
    return;
  /* A Date header is cut to the second: on average half a grain has passed. */
  sample->server_minus_boot_ms = server_ms + grain_ms / 2 - (sent_boot_ms + round_trip_ms / 2);
  sample->doubt_ms = round_trip_ms + grain_ms;
  sample->boot_ms = received_boot_ms;
  self->next = (self->next + 1) % STANOK_OFFSET_SAMPLES;
  self->n_samples = MIN (self->n_samples + 1, STANOK_OFFSET_SAMPLES);
}

/**
 * stanok_offset_get:
 * @server_minus_wall_ms: 0 if nothing is known
 * @age_ms: how old the estimate is; 0 if nothing is known
 *
 * Returns: %TRUE if the offset was measured in this life
 */
gboolean
stanok_offset_get (const StanokOffset *self,
                   gint64              wall_ms,
                   gint64              boot_ms,
                   gint64             *server_minus_wall_ms,
                   gint64             *age_ms)
{
  const StanokOffsetSample *best = NULL;

  for (guint i = 0; i < self->n_samples; i++)
    if (best == NULL || self->samples[i].doubt_ms < best->doubt_ms)
      best = &self->samples[i];
  *server_minus_wall_ms = best == NULL ? 0 : best->server_minus_boot_ms + boot_ms - wall_ms;
  *age_ms = best == NULL ? 0 : MAX (0, boot_ms - best->boot_ms);
  return best != NULL;
}
