/* stanok-status.c: every status that a screen shows: a shape, a word and a tint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-status.h"

#include <glib/gi18n.h>

static const struct {
  const char *icon;
  const char *word;
  const char *tint;
} statuses[] = {
  [STANOK_STATUS_AVAILABLE] = { "stanok-s-available-symbolic", NC_("status", "Available"), "" },
  [STANOK_STATUS_RESERVED]  = { "stanok-s-reserved-symbolic", NC_("status", "Reserved here"),
                                "mark" },
  [STANOK_STATUS_ASKED]     = { "stanok-s-asked-symbolic", NC_("status", "Asked for"), "none" },
  [STANOK_STATUS_TAKEN]     = { "stanok-s-taken-symbolic", NC_("status", "Yours"), "mark" },
  [STANOK_STATUS_OTHERS]    = { "stanok-ui-person-symbolic", NC_("status", "Taken"), "" },
  [STANOK_STATUS_RUNNING]   = { "stanok-s-running-symbolic", NC_("status", "Running"), "go" },
  [STANOK_STATUS_PAUSED]    = { "stanok-s-paused-symbolic", NC_("status", "Paused"), "care" },
  [STANOK_STATUS_HOLD]      = { "stanok-s-hold-symbolic", NC_("status", "On hold"), "stop" },
  [STANOK_STATUS_CANCELLED] = { "stanok-s-hold-symbolic", NC_("status", "Cancelled"), "stop" },
  [STANOK_STATUS_DONE]      = { "stanok-s-done-symbolic", NC_("status", "Completed"), "" },
  [STANOK_STATUS_PACKING]   = { "stanok-s-packing-symbolic", NC_("status", "Packing"), "" },
  [STANOK_STATUS_SHIPPED]   = { "stanok-s-shipped-symbolic", NC_("status", "Shipped"), "" },
  [STANOK_STATUS_CLOSED]    = { "stanok-s-shipped-symbolic", NC_("status", "Closed"), "" },
  [STANOK_STATUS_ATTENTION] = { "stanok-s-attention-symbolic", NC_("status", "Needs you"), "need" },
  [STANOK_STATUS_RECORDED]  = { "stanok-s-recorded-symbolic", NC_("status", "Recorded"), "care" },
  [STANOK_STATUS_ACCEPTED]  = { "stanok-s-accepted-symbolic", NC_("status", "Accepted"), "bare" },
  [STANOK_STATUS_NOT_READY] = { "stanok-ui-clock-symbolic", NC_("status", "Not released"), "none" },
  [STANOK_STATUS_NODATA]    = { "stanok-s-nodata-symbolic", NC_("status", "No data"), "none" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (statuses) == STANOK_N_STATUSES);

const char *
stanok_status_get_icon (StanokStatus status)
{
  g_return_val_if_fail (status < STANOK_N_STATUSES, NULL);

  return statuses[status].icon;
}

const char *
stanok_status_get_word (StanokStatus status)
{
  g_return_val_if_fail (status < STANOK_N_STATUSES, NULL);

  return g_dpgettext2 (NULL, "status", statuses[status].word);
}

const char *
stanok_status_get_tint (StanokStatus status)
{
  g_return_val_if_fail (status < STANOK_N_STATUSES, NULL);

  return statuses[status].tint;
}
