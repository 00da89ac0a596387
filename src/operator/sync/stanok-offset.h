/* stanok-offset.h: what time the server has
 *
 * T2: of the last eight answers the one with the smallest round trip counts. Kept against
 * boot-time, so that a jump of the wall clock changes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STANOK_OFFSET_SAMPLES 8

typedef struct {
  gint64 server_minus_boot_ms;
  gint64 doubt_ms;              /* round trip, and the grain of the server's clock */
  gint64 boot_ms;               /* when it was taken */
} StanokOffsetSample;

/* Zeroed knows nothing. */
typedef struct {
  StanokOffsetSample samples[STANOK_OFFSET_SAMPLES];
  guint              n_samples;
  guint              next;
} StanokOffset;

/* @grain_ms: 0 for a clock in milliseconds, 1000 for a Date header. Nonsense is ignored. */
void     stanok_offset_add    (StanokOffset       *self,
                               gint64              server_ms,
                               gint64              grain_ms,
                               gint64              sent_boot_ms,
                               gint64              received_boot_ms);
gboolean stanok_offset_get    (const StanokOffset *self,
                               gint64              wall_ms,
                               gint64              boot_ms,
                               gint64             *server_minus_wall_ms,
                               gint64             *age_ms);

G_END_DECLS
