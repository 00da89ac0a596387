/* stanok-sync-driver.c: the sync core on the sync thread, with a network, a timer and the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "stanok-sync"

#include "config.h"

#include "sync/stanok-sync-driver.h"

#include "port/stanok-boot-timer.h"
#include "sync/stanok-sync-core.h"

#define CLIENT "stanok/" STANOK_VERSION

struct _StanokSyncDriver {
  StanokSyncParts   parts;
  StanokNetListener listener;
  StanokNet        *net;           /* (nullable) */
  StanokBootTimer  *timer;         /* (nullable) */
  StanokSyncCore   *core;          /* (nullable) until the store has booted */
  gboolean          is_closed;
};

/* ---- effects -------------------------------------------------------------------------- */

static void
perform (StanokSyncDriver *self,
         StanokEffect     *effect)
{
  StanokStore *store = self->parts.store;

  switch (effect->kind)
    {
    case STANOK_EFFECT_HTTP_SEND:
      self->net->send (self->net->data, effect->request);
      break;
    case STANOK_EFFECT_HTTP_CANCEL:
      self->net->cancel (self->net->data, effect->request_id);
      break;
    case STANOK_EFFECT_TIMER_SET:
      stanok_boot_timer_set (self->timer, effect->boot_ms);
      break;
    case STANOK_EFFECT_SETTLE:
      stanok_store_post_settle (store, &effect->settlement);
      break;
    case STANOK_EFFECT_LIST_ACCEPTED:
      stanok_store_post_list_accepted (store);
      break;
    case STANOK_EFFECT_COMPACT:
      stanok_store_post_compact (store, effect->have);
      break;
    case STANOK_EFFECT_SET_SETTING:
      stanok_store_post_setting (store, effect->key, effect->text);
      break;
    case STANOK_EFFECT_VIEW_CHANGED:
      stanok_store_post_rows_changed (store);
      break;
    case STANOK_EFFECT_REFERENCE_CHANGED:
      stanok_store_post_reference_changed (store, effect->text);
      break;
    case STANOK_EFFECT_BLOB_READY:
      stanok_store_post_blob_ready (store, effect->text);
      break;
    case STANOK_EFFECT_BLOB_MISSING:
      stanok_store_post_blob_missing (store, effect->text);
      break;
    case STANOK_EFFECT_STATUS_CHANGED:
      break;
    case STANOK_EFFECT_RENEW_TOKEN:
      /* The carrier asks for the token with every request: a new one is used at once. */
      g_debug ("the server refuses the token of this device");
      break;
    case STANOK_EFFECT_LOG:
      g_debug ("%s", effect->text);
      break;
    default:
      g_return_if_reached ();
    }
}

static void
handle (StanokSyncDriver  *self,
        const StanokEvent *event)
{
  g_autoptr(GPtrArray) effects = NULL;
  StanokSyncStatus status;
  gboolean is_news = FALSE;

  if (self->core == NULL || self->is_closed)
    return;
  effects = stanok_effects_new ();
  stanok_sync_core_handle (self->core, event, effects);
  for (guint i = 0; i < effects->len; i++)
    {
      StanokEffect *effect = effects->pdata[i];

      is_news = is_news || effect->kind == STANOK_EFFECT_STATUS_CHANGED;
      perform (self, effect);
    }
  stanok_sync_core_get_status (self->core, &status);
  self->parts.tell (self->parts.tell_data, &status, is_news);
}

/* ---- the network ---------------------------------------------------------------------- */

static void
head_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
  StanokEvent event = { .kind = STANOK_EVENT_HTTP_HEAD, .answer = answer };

  handle (data, &event);
}

static void
chunk_cb (gpointer      data,
          guint64       request_id,
          const guint8 *bytes,
          gsize         n)
{
  StanokEvent event = { .kind = STANOK_EVENT_HTTP_CHUNK, .request_id = request_id, .bytes = bytes,
                        .n_bytes = n };

  handle (data, &event);
}

static void
done_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
  StanokEvent event = { .kind = STANOK_EVENT_HTTP_DONE, .answer = answer };

  handle (data, &event);
}

static void
timer_cb (gpointer data)
{
  StanokEvent event = { .kind = STANOK_EVENT_TIMER };

  handle (data, &event);
}

/* ---- the store ------------------------------------------------------------------------ */

static void
boot_cb (gpointer   data,
         GPtrArray *entries)
{
  StanokSyncDriver *self = data;
  StanokEvent event = { .kind = STANOK_EVENT_BOOT, .entries = entries };
  StanokSyncConfig config = { self->parts.device_id, self->parts.incarnation, CLIENT, TRUE };
  g_autoptr(GError) error = NULL;

  if (self->is_closed || self->core != NULL)
    return;
  self->net = self->parts.make_net (&self->listener, self->parts.net_data);
  self->timer = stanok_boot_timer_new (timer_cb, self, &error);
  if (self->net == NULL || self->timer == NULL)
    {
      /* Work goes on and is recorded; the status stays STARTING: nobody is asked. */
      g_message ("sync does not run: %s", error != NULL ? error->message : "there is no way out");
      return;
    }
  self->core = stanok_sync_core_new (&config, self->parts.ports,
                                     stanok_store_get_cache (self->parts.store));
  handle (self, &event);
}

static void
recorded_cb (gpointer           data,
             const StanokEntry *entry)
{
  StanokEvent event = { .kind = STANOK_EVENT_RECORDED, .entry = entry };

  handle (data, &event);
}

static void
settled_cb (gpointer           data,
            const char        *command_id,
            const StanokEntry *entry)
{
  StanokEvent event = { .kind = STANOK_EVENT_SETTLED, .entry = entry, .command_id = command_id };

  handle (data, &event);
}

static void
accepted_list_cb (gpointer   data,
                  GPtrArray *entries)
{
  StanokEvent event = { .kind = STANOK_EVENT_ACCEPTED_LIST, .entries = entries };

  handle (data, &event);
}

/* ---- people and hints ----------------------------------------------------------------- */

void
stanok_sync_driver_hint (StanokSyncDriver *self,
                         gboolean          is_up)
{
  StanokEvent event = { .kind = STANOK_EVENT_LINK, .up = is_up };

  handle (self, &event);
}

void
stanok_sync_driver_retry (StanokSyncDriver *self)
{
  StanokEvent event = { .kind = STANOK_EVENT_RETRY_NOW };

  handle (self, &event);
}

void
stanok_sync_driver_set_operator (StanokSyncDriver *self,
                                 const char       *operator_id)
{
  StanokEvent event = { .kind = STANOK_EVENT_OPERATOR, .text = operator_id };

  handle (self, &event);
}

/* ---- life ----------------------------------------------------------------------------- */

StanokSyncDriver *
stanok_sync_driver_new (const StanokSyncParts *parts)
{
  StanokSyncDriver *self = g_new0 (StanokSyncDriver, 1);

  self->parts = *parts;
  self->listener = (StanokNetListener) { head_cb, chunk_cb, done_cb, self };
  return self;
}

void
stanok_sync_driver_attach (StanokSyncDriver *self)
{
  StanokStoreListener listener = { boot_cb, recorded_cb, settled_cb, accepted_list_cb, self };

  stanok_store_set_sync_listener (self->parts.store, &listener);
}

void
stanok_sync_driver_close (StanokSyncDriver *self)
{
  /* First: the carrier lets the context run until libsoup has let go. */
  self->is_closed = TRUE;
  if (self->net != NULL && self->net->free != NULL)
    self->net->free (self->net->data);
  self->net = NULL;
  g_clear_pointer (&self->timer, stanok_boot_timer_free);
  g_clear_pointer (&self->core, stanok_sync_core_free);
}

void
stanok_sync_driver_free (StanokSyncDriver *self)
{
  g_free (self->parts.incarnation);
  g_free (self);
}
