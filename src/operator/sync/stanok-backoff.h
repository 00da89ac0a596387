/* stanok-backoff.h: when to try again
 *
 * P7: full jitter below a cap that doubles; Retry-After is a lower bound that nothing undercuts.
 * All times are milliseconds of boot-time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-port.h"

G_BEGIN_DECLS

#define STANOK_BACKOFF_STEP_MS     G_GINT64_CONSTANT (1000)
#define STANOK_BACKOFF_CAP_MS      G_GINT64_CONSTANT (60000)
#define STANOK_BACKOFF_SPREAD_MS   G_GINT64_CONSTANT (10000)   /* first retry after a healthy time */
#define STANOK_BACKOFF_OUTAGE_MS   G_GINT64_CONSTANT (30000)   /* the same if the server said it is down */
#define STANOK_RETRY_AFTER_CAP_MS  G_GINT64_CONSTANT (900000)

/* Zeroed is healthy. */
typedef struct {
  guint  failures;              /* in a row */
  gint64 not_before_ms;
  gint64 retry_after_until_ms;  /* outlives a success: the server asked for it */
} StanokBackoff;

/* Uniform over 0..@max_ms, both included. */
gint64 stanok_backoff_draw    (const StanokRandom *random,
                               gint64              max_ms);
/* @spread_ms: how wide the first retry is spread; @retry_after_ms: -1 = none. */
void   stanok_backoff_fail    (StanokBackoff      *self,
                               const StanokRandom *random,
                               gint64              now_ms,
                               gint64              spread_ms,
                               gint64              retry_after_ms);
void   stanok_backoff_succeed (StanokBackoff      *self);
/* Try at @at_ms already, but never before what the server asked for. */
void   stanok_backoff_hasten  (StanokBackoff      *self,
                               gint64              at_ms);
gint64 stanok_backoff_get_due (const StanokBackoff *self);

G_END_DECLS
