/* stanok-pull.c: the server's meta data: epoch, features, limits, clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-pull.h"

#include <string.h>

#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-push.h"
#include "sync/stanok-reoffer.h"

#define META_EVERY_MS   (10 * 60 * 1000)
#define PAGE_MAX        500      /* rows: applied in well under 50 ms, so that no list waits */
#define META_REFERENCE  "meta"

static gboolean
has_feature (const StanokMeta *meta,
             const char       *name)
{
  for (guint i = 0; i < meta->features->len; i++)
    if (strcmp (meta->features->pdata[i], name) == 0)
      return TRUE;
  return FALSE;
}

static StanokMeta *
parse_meta (GBytes  *body,
            GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return stanok_record_from_json (&STANOK_RECORD_META, text, length, &STANOK_JSON_ANSWER, error);
}

void
stanok_pull_read_base (StanokSyncCore *core)
{
  stanok_base_state_clear (&core->base);
  stanok_cache_get_base_state (core->cache, &core->base);
}

gboolean
stanok_pull_wrote (StanokSyncCore  *core,
                   gboolean         ok,
                   GError         **error)
{
  core->cache_failing = !ok;
  if (!ok)
    stanok_effect_log (core, "the cache cannot be written: %s",
                       *error != NULL ? (*error)->message : "no words");
  g_clear_error (error);
  return ok;
}

void
stanok_pull_boot (StanokSyncCore *core)
{
  stanok_pull_read_base (core);
  core->epoch = g_strdup (core->base.epoch);
  /* Pages of a pass that was cut short are kept but not in the base: the first pass builds it. */
  core->feed.pass_changed = TRUE;
}

gboolean
stanok_pull_is_ready (const StanokSyncCore *core)
{
  return core->meta.is_current && !core->meta.is_doubted;
}

void
stanok_pull_send_meta (StanokSyncCore *core)
{
  StanokHttpRequest *request = stanok_exchange_new (core, STANOK_SLOT_META, "GET", "/v1/meta");
  g_autoptr(GBytes) body = NULL;
  g_autofree char *etag = NULL;

  /* E3: a validator only for a body that is held. */
  if (!core->meta.plain_once &&
      stanok_cache_get_reference (core->cache, META_REFERENCE, &etag, &body) &&
      etag != NULL && body != NULL)
    stanok_http_request_set (request, "If-None-Match", etag);
  stanok_exchange_send (core, STANOK_SLOT_META, request);
}

gint64
stanok_pull_get_meta_due (const StanokSyncCore *core)
{
  gint64 due_ms = MAX (core->meta.due_ms, stanok_backoff_get_due (&core->meta.backoff));

  return core->meta.is_doubted ? MAX (due_ms, stanok_backoff_get_due (&core->meta.doubt)) : due_ms;
}

gint64
stanok_pull_step_meta (StanokSyncCore *core)
{
  gint64 due_ms = stanok_pull_get_meta_due (core);

  if (stanok_exchange_is_busy (core, STANOK_SLOT_META))
    return STANOK_NEVER;
  if (core->now_ms < due_ms)
    return due_ms;
  stanok_pull_send_meta (core);
  return STANOK_NEVER;
}

/* 2.10: the server was restored or replaced. The journal is not touched; the base is read anew. */
static void
change_epoch (StanokSyncCore *core,
              const char     *epoch)
{
  StanokEffect *effect;

  if (core->epoch != NULL)
    stanok_effect_log (core, "the server is of epoch %s, not %s: reading everything anew", epoch,
                       core->epoch);
  g_free (core->epoch);
  core->epoch = g_strdup (epoch);
  stanok_pull_drop_snapshot (core);
  stanok_exchange_cancel (core, STANOK_SLOT_FEED);
  core->feed.due_ms = core->now_ms;
  core->feed.may_wait = FALSE;
  for (int i = 0; i < STANOK_N_REFERENCES; i++)
    core->reference.due_ms[i] = core->now_ms;
  stanok_push_forget_tags (core);
  stanok_reoffer_restart (core);
  effect = stanok_effect_add (core, STANOK_EFFECT_SET_SETTING);
  effect->key = g_strdup ("epoch");
  effect->text = g_strdup (epoch);
}

static void
adopt_meta (StanokSyncCore   *core,
            const StanokMeta *meta)
{
  core->meta.has_feed = has_feature (meta, "feed");
  core->meta.has_long_poll = has_feature (meta, "long-poll");
  core->meta.page_max = CLAMP (meta->page_max, 1, PAGE_MAX);
  core->meta.wait_max_s = MAX (meta->wait_max_s, 0);
  if (g_strcmp0 (core->epoch, meta->epoch) != 0)
    change_epoch (core, meta->epoch);
  core->meta.is_current = TRUE;
  core->meta.is_doubted = FALSE;
  core->meta.plain_once = FALSE;
  core->meta.due_ms = core->now_ms + META_EVERY_MS;
  stanok_backoff_succeed (&core->meta.backoff);
  /* The server speaks to us again; what it said of our commands only a person takes back. */
  if (!core->stop_is_commands)
    core->stop = STANOK_STOP_NONE;
}

static void
meta_failed (StanokSyncCore *core,
             const char     *what)
{
  stanok_effect_log (core, "the meta data of the server: %s", what);
  stanok_judge_fail (core, &core->meta.backoff, -1);
}

static void
take_body (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMeta) meta = stanok_answer_parse (answer, &STANOK_RECORD_META, &error);
  gboolean is_mangled;
  const char *etag = stanok_answer_get_etag (answer, &is_mangled);

  if (meta == NULL)
    {
      meta_failed (core, error->message);
      stanok_judge_unreadable (core);
      return;
    }
  if (strcmp (meta->epoch, stanok_answer_get_epoch (answer)) != 0)
    {
      meta_failed (core, "header and body are of different epochs");
      return;
    }
  core->status.etag_header_mangled += is_mangled ? 1 : 0;
  stanok_offset_add (&core->offset, meta->server_time_ms, 0,
                     core->slots[STANOK_SLOT_META].sent_ms, core->now_ms);
  stanok_pull_wrote (core, stanok_cache_put_reference (core->cache, META_REFERENCE, etag,
                                                       answer->body, &error), &error);
  adopt_meta (core, meta);
}

static void
take_same (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  g_autoptr(StanokMeta) meta = NULL;
  g_autoptr(GBytes) body = NULL;

  if (core->slots[STANOK_SLOT_META].is_conditional &&
      stanok_cache_get_reference (core->cache, META_REFERENCE, NULL, &body) && body != NULL)
    meta = parse_meta (body, NULL);
  if (meta != NULL && strcmp (meta->epoch, stanok_answer_get_epoch (answer)) == 0)
    {
      adopt_meta (core, meta);
      return;
    }
  if (core->meta.plain_once)
    meta_failed (core, "304 for something that we do not have");
  core->meta.plain_once = TRUE;
}

void
stanok_pull_meta_done (StanokSyncCore         *core,
                       const StanokHttpAnswer *answer)
{
  switch (stanok_judge (core, STANOK_SLOT_META, answer, &core->meta.backoff, NULL))
    {
    case STANOK_GOT_BODY:
      take_body (core, answer);
      break;
    case STANOK_GOT_SAME:
      take_same (core, answer);
      break;
    case STANOK_GOT_GONE:
      meta_failed (core, "410");
      break;
    case STANOK_GOT_NOTHING:
    case STANOK_GOT_EPOCH:
    case STANOK_GOT_REFUSED:
    default:
      break;
    }
}
