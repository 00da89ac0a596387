/* stanok-pull-snapshot.c: the whole queue, page by page, swapped in when it is complete
 *
 * The old base stays visible until then (D8), and the journal is never touched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"

gboolean
stanok_pull_needs_snapshot (const StanokSyncCore *core)
{
  return core->feed.in_snapshot || core->feed.wants_snapshot || core->base.cursor == NULL ||
         g_strcmp0 (core->base.epoch, core->epoch) != 0;
}

void
stanok_pull_send_snapshot (StanokSyncCore *core)
{
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;
  StanokHttpRequest *request;

  if (core->feed.page != NULL)
    {
      token = g_uri_escape_string (core->feed.page, NULL, FALSE);
      path = g_strdup_printf ("/v1/queues/floor/snapshot?page=%s", token);
    }
  request = stanok_exchange_new (core, STANOK_SLOT_FEED, "GET",
                                 path != NULL ? path : "/v1/queues/floor/snapshot");
  request->max_body = STANOK_JSON_ANSWER.max_bytes;
  if (path == NULL)
    {
      g_clear_pointer (&core->feed.answered, g_ptr_array_unref);
      core->feed.answered = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
    }
  stanok_exchange_send (core, STANOK_SLOT_FEED, request);
}

void
stanok_pull_keep_answered (StanokSyncCore    *core,
                           const StanokOrder *order)
{
  if (core->feed.answered != NULL)
    g_ptr_array_add (core->feed.answered, stanok_order_ref (order));
}

void
stanok_pull_drop_snapshot (StanokSyncCore *core)
{
  if (core->feed.in_snapshot)
    stanok_cache_snapshot_abandon (core->cache);
  core->feed.in_snapshot = FALSE;
  core->feed.rebuilt = 0;
  g_clear_pointer (&core->feed.page, g_free);
  g_clear_pointer (&core->feed.snapshot_cursor, g_free);
  g_clear_pointer (&core->feed.answered, g_ptr_array_unref);
}

/* From the first page again; at once the first time, ever more slowly after that. */
static void
restart (StanokSyncCore *core,
         const char     *what)
{
  stanok_pull_drop_snapshot (core);
  if (core->feed.restarts++ > 0)
    stanok_pull_feed_failed (core, what, NULL);
}

static gboolean
finish (StanokSyncCore *core)
{
  g_autoptr(GError) error = NULL;

  if (!stanok_pull_wrote (core, stanok_cache_snapshot_finish (core->cache, &error), &error))
    return FALSE;
  core->feed.in_snapshot = FALSE;
  stanok_pull_drop_snapshot (core);
  stanok_pull_read_base (core);
  core->feed.wants_snapshot = FALSE;
  core->feed.restarts = 0;
  /* Its cursor may be older than its rows: the feed has the last word, and the digest (D9). */
  core->feed.may_wait = FALSE;
  core->feed.is_rereading = FALSE;
  stanok_effect_log (core, "the queue: %" G_GINT64_FORMAT " orders read",
                     core->base.digest.count);
  return TRUE;
}

/* Only orders that are in it: what it lacks has left the queue since. */
static void
take_newer (StanokSyncCore           *core,
            const StanokSnapshotPage *page)
{
  for (guint i = 0; core->feed.answered != NULL && i < core->feed.answered->len; i++)
    for (guint k = 0; k < page->items->len; k++)
      {
        const StanokOrder *answered = core->feed.answered->pdata[i];
        StanokOrder *item = page->items->pdata[k];

        if (strcmp (item->id, answered->id) != 0 || item->rev >= answered->rev ||
            g_strcmp0 (item->epoch, answered->epoch) != 0)
          continue;
        page->items->pdata[k] = stanok_order_ref (answered);
        stanok_order_unref (item);
      }
}

static gboolean
store_page (StanokSyncCore           *core,
            const StanokSnapshotPage *page,
            GError                  **error)
{
  if (!core->feed.in_snapshot)
    {
      if (!stanok_cache_snapshot_begin (core->cache, page->epoch, page->cursor, error))
        return FALSE;
      core->feed.in_snapshot = TRUE;
      core->feed.snapshot_cursor = g_strdup (page->cursor);
    }
  take_newer (core, page);
  if (!stanok_cache_snapshot_page (core->cache, page, error))
    return FALSE;
  core->feed.rebuilt += page->items->len;
  return TRUE;
}

static void
take_page (StanokSyncCore           *core,
           const StanokSnapshotPage *page)
{
  g_autoptr(GError) error = NULL;

  if (!stanok_pull_wrote (core, store_page (core, page, &error), &error))
    {
      stanok_pull_drop_snapshot (core);
      stanok_pull_feed_failed (core, "a page of the snapshot could not be stored", NULL);
      return;
    }
  stanok_backoff_succeed (&core->feed.backoff);
  core->feed.due_ms = core->now_ms;
  g_free (core->feed.page);
  core->feed.page = g_strdup (page->next_page);
  if (page->next_page == NULL && !finish (core))
    {
      stanok_pull_drop_snapshot (core);
      stanok_pull_feed_failed (core, "the snapshot could not be swapped in", NULL);
    }
}

static void
take_body (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokSnapshotPage) page = stanok_answer_parse (answer, &STANOK_RECORD_SNAPSHOT_PAGE,
                                                            &error);

  if (page == NULL)
    {
      stanok_pull_feed_failed (core, "a page of the snapshot", error);
      stanok_judge_unreadable (core);
      return;
    }
  /* Pages of two snapshots do not make one; a page that names itself as the next has no end. */
  if (g_strcmp0 (page->epoch, core->epoch) != 0 ||
      (core->feed.in_snapshot && g_strcmp0 (page->cursor, core->feed.snapshot_cursor) != 0) ||
      (page->next_page != NULL && g_strcmp0 (page->next_page, core->feed.page) == 0))
    {
      restart (core, "a page of another snapshot");
      return;
    }
  stanok_offset_add (&core->offset, page->server_time_ms, 0,
                     core->slots[STANOK_SLOT_FEED].sent_ms, core->now_ms);
  take_page (core, page);
}

void
stanok_pull_snapshot_done (StanokSyncCore         *core,
                           const StanokHttpAnswer *answer)
{
  switch (stanok_judge (core, STANOK_SLOT_FEED, answer, &core->feed.backoff, NULL))
    {
    case STANOK_GOT_BODY:
      take_body (core, answer);
      break;
    case STANOK_GOT_EPOCH:
      stanok_pull_drop_snapshot (core);
      break;
    case STANOK_GOT_GONE:
      restart (core, "the snapshot has expired");
      break;
    case STANOK_GOT_SAME:
      restart (core, "304 for a page that we do not have");
      break;
    case STANOK_GOT_REFUSED:
      stanok_pull_drop_snapshot (core);
      break;
    case STANOK_GOT_NOTHING:
    default:
      break;
    }
}
