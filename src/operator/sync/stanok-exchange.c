/* stanok-exchange.c: requests that are under way, one of a kind at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-exchange.h"

#include "sync/stanok-effect.h"
#include "wire/stanok-headers.h"

#define BODY_MAX          (4 * 1024 * 1024)
#define WATCHDOG_GRACE_MS 15000

static const StanokChannel channels[STANOK_N_SLOTS] = {
  [STANOK_SLOT_META]      = STANOK_CHANNEL_PLAIN,
  [STANOK_SLOT_REFERENCE] = STANOK_CHANNEL_PLAIN,
  [STANOK_SLOT_FEED]      = STANOK_CHANNEL_FEED,
  [STANOK_SLOT_LEDGER]    = STANOK_CHANNEL_PLAIN,
  [STANOK_SLOT_COMMAND]   = STANOK_CHANNEL_COMMAND,
  [STANOK_SLOT_UPLOAD]    = STANOK_CHANNEL_BLOB,
  [STANOK_SLOT_BLOB]      = STANOK_CHANNEL_BLOB,
};

/* Every request tells how much work waits here, so that a supervisor sees it from afar. */
static void
set_headers (StanokSyncCore    *core,
             StanokHttpRequest *request)
{
  StanokDeviceHeader device = { "", "", 0 };
  StanokUnsentHeader unsent;
  g_autofree char *device_text = NULL;
  g_autofree char *unsent_text = NULL;

  g_strlcpy (device.device, core->device_id, sizeof device.device);
  g_strlcpy (device.incarnation, core->incarnation, sizeof device.incarnation);
  device_text = stanok_device_header_format (&device);
  unsent.count = stanok_lanes_count (&core->push.lanes, &unsent.oldest_ms);
  unsent_text = stanok_unsent_header_format (&unsent);

  stanok_http_request_set (request, "Stanok-Client", core->client);
  stanok_http_request_set (request, "Stanok-Device", device_text);
  stanok_http_request_set (request, "Stanok-Unsent", unsent_text);
  /* 2.2: a proxy that compresses turns strong tags weak. */
  stanok_http_request_set (request, "Accept-Encoding", "identity");
}

StanokHttpRequest *
stanok_exchange_new (StanokSyncCore *core,
                     StanokSlot      slot,
                     const char     *method,
                     const char     *path)
{
  StanokHttpRequest *request = stanok_http_request_new (++core->last_request_id, channels[slot],
                                                        method, path);

  request->deadline_ms = STANOK_DEADLINE_MS;
  request->max_body = BODY_MAX;
  set_headers (core, request);
  return request;
}

void
stanok_exchange_send (StanokSyncCore    *core,
                      StanokSlot         slot,
                      StanokHttpRequest *request)
{
  StanokExchange *exchange = &core->slots[slot];

  g_return_if_fail (exchange->id == 0);

  exchange->id = request->id;
  exchange->sent_ms = core->now_ms;
  exchange->give_up_ms = core->now_ms + request->deadline_ms + WATCHDOG_GRACE_MS;
  exchange->is_conditional = stanok_http_request_get (request, "If-None-Match") != NULL;
  exchange->is_poll = FALSE;
  core->last_attempt_ms = core->now_ms;
  core->status.requests++;
  stanok_effect_add (core, STANOK_EFFECT_HTTP_SEND)->request = request;
}

void
stanok_exchange_cancel (StanokSyncCore *core,
                        StanokSlot      slot)
{
  StanokExchange *exchange = &core->slots[slot];

  if (exchange->id == 0)
    return;
  stanok_effect_add (core, STANOK_EFFECT_HTTP_CANCEL)->request_id = exchange->id;
  if (core->probe_id == exchange->id)
    core->probe_id = 0;
  exchange->id = 0;
}

gboolean
stanok_exchange_is_busy (const StanokSyncCore *core,
                         StanokSlot            slot)
{
  return core->slots[slot].id != 0;
}

int
stanok_exchange_find (const StanokSyncCore *core,
                      guint64               request_id)
{
  for (int slot = 0; slot < STANOK_N_SLOTS; slot++)
    if (request_id != 0 && core->slots[slot].id == request_id)
      return slot;
  return -1;
}
