/* stanok-sync-status.c: how things stand with the server, for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-sync-status.h"

#define FRESH_MAX_MS  (30 * 1000)
#define AGEING_MAX_MS (5 * 60 * 1000)

/**
 * stanok_sync_status_get_freshness:
 * @boot_ms: boot-time now
 *
 * The age belongs to the data, not to the link (2.12).
 *
 * Returns: how old the data are
 */
StanokFreshness
stanok_sync_status_get_freshness (const StanokSyncStatus *self,
                                  gint64                  boot_ms)
{
  gint64 age_ms = boot_ms - self->validated_boot_ms;

  if (self->validated_wall_ms == 0 || self->validated_boot_ms < 0)
    return STANOK_AGE_UNKNOWN;
  if (age_ms <= FRESH_MAX_MS)
    return STANOK_FRESH;
  return age_ms <= AGEING_MAX_MS ? STANOK_AGEING : STANOK_STALE;
}
