/* stanok-pull-feed.c: changes of the queue by long poll, and the digest that proves it whole
 *
 * States of the feed, by what is asked for next:
 *   snapshot   no cursor of this epoch, one that the server dropped, a digest that differed twice
 *   catch up   wait=0: after a start, a failure or a page with has_more
 *   wait       wait=20: the last answer said "this is all"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"

#define POLL_WAIT_S            20
#define POLL_EVERY_MS          20000       /* without long poll */
#define POLL_LEAST_MS          5000        /* a wait that ends sooner with nothing was no wait */
#define DIGEST_SNAPSHOT_MS     60000       /* doubled each time the digest still differs */
#define DIGEST_SNAPSHOT_MAX_MS 3600000

/* ---- asking --------------------------------------------------------------------------- */

static gint64
get_wait_s (const StanokSyncCore *core)
{
  if (!core->feed.may_wait || !core->meta.has_long_poll)
    return 0;
  return MIN (POLL_WAIT_S, core->meta.wait_max_s);
}

static void
send_changes (StanokSyncCore *core)
{
  gint64 wait_s = get_wait_s (core);
  g_autofree char *cursor = g_uri_escape_string (core->base.cursor, NULL, FALSE);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", core->base.cursor);
  g_autofree char *path =
    g_strdup_printf ("/v1/queues/floor/changes?since=%s&limit=%" G_GINT64_FORMAT
                     "&wait=%" G_GINT64_FORMAT, cursor, core->meta.page_max, wait_s);
  StanokHttpRequest *request = stanok_exchange_new (core, STANOK_SLOT_FEED, "GET", path);

  /* E7: the queue's tag is its cursor, and the base is the body that belongs to it. */
  stanok_http_request_set (request, "If-None-Match", tag);
  request->max_body = STANOK_JSON_ANSWER.max_bytes;
  if (wait_s > 0)
    request->deadline_ms = wait_s * 1000 + STANOK_POLL_GRACE_MS;
  core->feed.orders_at_send = core->feed.orders_applied;
  stanok_exchange_send (core, STANOK_SLOT_FEED, request);
  core->slots[STANOK_SLOT_FEED].is_poll = wait_s > 0;
}

gint64
stanok_pull_step_feed (StanokSyncCore *core)
{
  gint64 due_ms = MAX (core->feed.due_ms, stanok_backoff_get_due (&core->feed.backoff));

  if (stanok_exchange_is_busy (core, STANOK_SLOT_FEED) || !stanok_pull_is_ready (core))
    return STANOK_NEVER;
  if (core->now_ms < due_ms)
    return due_ms;
  if (!core->meta.has_feed)
    stanok_pull_send_plain (core);
  else if (stanok_pull_needs_snapshot (core))
    stanok_pull_send_snapshot (core);
  else
    send_changes (core);
  return STANOK_NEVER;
}

/* ---- the answer ----------------------------------------------------------------------- */

void
stanok_pull_feed_failed (StanokSyncCore *core,
                         const char     *what,
                         const GError   *error)
{
  stanok_effect_log (core, "the queue: %s%s%s", what, error != NULL ? ": " : "",
                     error != NULL ? error->message : "");
  core->feed.may_wait = FALSE;
  stanok_judge_fail (core, &core->feed.backoff, -1);
}

/* D5: only "this is all" makes the data as of now. */
static void
set_validated (StanokSyncCore         *core,
               const StanokHttpAnswer *answer)
{
  gint64 ago_ms = stanok_judge_get_age (core, STANOK_SLOT_FEED, answer);
  g_autoptr(GError) error = NULL;

  stanok_pull_wrote (core, stanok_cache_set_validated_ago (core->cache, ago_ms, &error), &error);
  stanok_pull_read_base (core);
  core->feed.may_wait = TRUE;
  core->feed.is_rereading = FALSE;
  stanok_backoff_succeed (&core->meta.doubt);
  stanok_backoff_succeed (&core->feed.backoff);
  core->feed.due_ms = get_wait_s (core) > 0 ? core->now_ms : core->now_ms + POLL_EVERY_MS;
}

/* A proxy that answers in the server's place must not set the pace (fault 9). */
static void
pace_idle_polls (StanokSyncCore *core)
{
  const StanokExchange *exchange = &core->slots[STANOK_SLOT_FEED];

  if (exchange->is_poll)
    core->feed.due_ms = MAX (core->feed.due_ms, exchange->sent_ms + POLL_LEAST_MS);
}

/* A server that was set back without a word knows neither our cursor nor our rows: the comparison
 * of the day is made now (2.10). */
static void
suspect_restore (StanokSyncCore *core)
{
  core->reoffer.due_ms = core->now_ms;
}

/* D6: once may be a race, twice is a hole. A snapshot that does not help is not tried in a loop. */
static void
digest_differs (StanokSyncCore *core)
{
  gint64 pause_ms;

  core->status.digest_mismatches++;
  core->feed.may_wait = FALSE;
  if (core->now_ms < core->feed.digest_snapshot_due_ms)
    {
      core->feed.is_rereading = FALSE;
      stanok_pull_feed_failed (core, "the digest differs still, and a new snapshot did not help",
                               NULL);
      return;
    }
  core->feed.is_rereading = !core->feed.is_rereading;
  if (core->feed.is_rereading)
    return;
  stanok_effect_log (core, "the queue: the digest differs twice: reading all of it again");
  suspect_restore (core);
  pause_ms = (gint64) DIGEST_SNAPSHOT_MS << MIN (core->feed.digest_snapshots, 6);
  core->feed.digest_snapshots++;
  core->feed.digest_snapshot_due_ms = core->now_ms + MIN (pause_ms, DIGEST_SNAPSHOT_MAX_MS);
  core->feed.wants_snapshot = TRUE;
}

/* The answer said "this is all". */
static void
compare_digest (StanokSyncCore         *core,
                const StanokHttpAnswer *answer)
{
  StanokDigest digest;

  if (!stanok_digest_parse (stanok_http_answer_get (answer, "stanok-digest"), &digest))
    {
      set_validated (core, answer);
      return;
    }
  if (stanok_digest_equal (&digest, &core->base.digest))
    {
      core->feed.digest_snapshots = 0;
      core->feed.digest_snapshot_due_ms = 0;
      set_validated (core, answer);
      return;
    }
  /* An order that a command brought while this answer was on its way: it tells nothing. */
  if (core->feed.orders_applied != core->feed.orders_at_send)
    {
      core->feed.may_wait = FALSE;
      return;
    }
  digest_differs (core);
}

static void
apply_changes (StanokSyncCore         *core,
               const StanokHttpAnswer *answer,
               const StanokChanges    *changes)
{
  g_autoptr(GError) error = NULL;
  gboolean has_moved = g_strcmp0 (changes->to, core->base.cursor) != 0;

  if (!stanok_pull_wrote (core, stanok_cache_apply_changes (core->cache, changes, &error), &error))
    {
      stanok_pull_feed_failed (core, "a page of changes could not be stored", NULL);
      return;
    }
  stanok_pull_read_base (core);
  core->feed.due_ms = core->now_ms;
  core->feed.may_wait = FALSE;
  if (!changes->has_more)
    compare_digest (core, answer);
  else if (has_moved)
    stanok_backoff_succeed (&core->feed.backoff);
  else
    stanok_pull_feed_failed (core, "the server says that there is more, but does not move", NULL);
  if (!has_moved)
    pace_idle_polls (core);
}

static void
take_body (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokChanges) changes = stanok_answer_parse (answer, &STANOK_RECORD_CHANGES, &error);

  if (changes == NULL)
    {
      stanok_pull_feed_failed (core, "a page of changes", error);
      stanok_judge_unreadable (core);
      return;
    }
  /* What belongs to another cursor was meant for somebody else, or is old; or the cache was damaged
   * meanwhile and begins anew (S8). */
  stanok_pull_read_base (core);
  if (g_strcmp0 (changes->epoch, core->epoch) != 0 ||
      g_strcmp0 (changes->from, core->base.cursor) != 0)
    {
      stanok_pull_feed_failed (core, "a page of changes that nobody asked for", NULL);
      return;
    }
  if (!core->slots[STANOK_SLOT_FEED].is_poll)
    stanok_offset_add (&core->offset, changes->server_time_ms, 0,
                       core->slots[STANOK_SLOT_FEED].sent_ms, core->now_ms);
  apply_changes (core, answer, changes);
}

static void
take_same (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  gboolean is_mangled;
  const char *etag = stanok_answer_get_etag (answer, &is_mangled);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", core->base.cursor);

  core->status.etag_header_mangled += is_mangled || g_strcmp0 (etag, tag) != 0 ? 1 : 0;
  core->feed.due_ms = core->now_ms;
  compare_digest (core, answer);
  pace_idle_polls (core);
}

static void
take_gone (StanokSyncCore      *core,
           const StanokProblem *problem)
{
  if (problem != NULL && problem->type == STANOK_PROBLEM_EPOCH_CHANGED)
    {
      stanok_judge_doubt_epoch (core);
      return;
    }
  stanok_effect_log (core, "the queue: the cursor has expired: reading all of it again");
  suspect_restore (core);
  core->feed.wants_snapshot = TRUE;
}

static void
changes_done (StanokSyncCore         *core,
              const StanokHttpAnswer *answer)
{
  g_autoptr(StanokProblem) problem = NULL;

  switch (stanok_judge (core, STANOK_SLOT_FEED, answer, &core->feed.backoff, &problem))
    {
    case STANOK_GOT_BODY:
      take_body (core, answer);
      break;
    case STANOK_GOT_SAME:
      take_same (core, answer);
      break;
    case STANOK_GOT_GONE:
      take_gone (core, problem);
      break;
    case STANOK_GOT_NOTHING:
    case STANOK_GOT_EPOCH:
    case STANOK_GOT_REFUSED:
    default:
      /* After a failure the first poll does not wait: its answer is the sign of life. */
      core->feed.may_wait = FALSE;
      break;
    }
}

void
stanok_pull_feed_done (StanokSyncCore         *core,
                       const StanokHttpAnswer *answer)
{
  if (!core->meta.has_feed)
    stanok_pull_plain_done (core, answer);
  else if (stanok_pull_needs_snapshot (core))
    stanok_pull_snapshot_done (core, answer);
  else
    changes_done (core, answer);
}

void
stanok_pull_feed_again (StanokSyncCore *core)
{
  core->feed.may_wait = FALSE;
  if (core->slots[STANOK_SLOT_FEED].is_poll)
    stanok_exchange_cancel (core, STANOK_SLOT_FEED);
}
