/* stanok-fetch.c: models and drawings by hash: which one, and whether there is room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-fetch.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"
#include "wire/stanok-headers.h"

#define WANTED_AT_ONCE     512         /* all of them: any number at the top may be not to be had */
#define BREAKS_MAX         3           /* then others have their turn */
#define LOOK_EVERY_MS      2000        /* how often the cache is asked what is wanted */
#define ROOM_EVERY_MS      60000
#define SET_ASIDE_MS       (10 * 60 * 1000)
#define FREE_MIN_BYTES     (G_GINT64_CONSTANT (256) * 1024 * 1024)
#define QUOTA_BYTES        (G_GINT64_CONSTANT (4) * 1024 * 1024 * 1024)
#define BLOB_MAX_BYTES     (G_GINT64_CONSTANT (1) * 1024 * 1024 * 1024)
#define BYTES_PER_MS       16          /* slower than 16 KiB/s is given up, and resumed */
#define DEADLINE_MAX_MS    (30 * 60 * 1000)

void
stanok_fetch_init (StanokSyncCore *core)
{
  core->fetch.set_aside = g_ptr_array_new_with_free_func (g_free);
}

static void
close_file (StanokSyncCore *core)
{
  if (core->fetch.file != NULL)
    core->ports.files.close (core->ports.files.data, core->fetch.file);
  core->fetch.file = NULL;
}

void
stanok_fetch_leave (StanokSyncCore *core)
{
  close_file (core);
  g_clear_pointer (&core->fetch.checksum, g_checksum_free);
  stanok_blob_clear (&core->fetch.blob);
  core->fetch.blob = (StanokBlob) { 0 };
  core->fetch.phase = STANOK_FETCH_IDLE;
  core->fetch.is_check = FALSE;
  core->fetch.is_restart = FALSE;
  core->fetch.got_head = FALSE;
  core->fetch.reached = 0;
  core->fetch.breaks = 0;
}

void
stanok_fetch_clear (StanokSyncCore *core)
{
  stanok_fetch_leave (core);
  g_clear_pointer (&core->fetch.set_aside, g_ptr_array_unref);
}

void
stanok_fetch_disk_failed (StanokSyncCore *core,
                          const GError   *error)
{
  stanok_effect_log (core, "models: %s", error != NULL ? error->message : "the disk failed");
  core->fetch.has_no_room = g_error_matches (error, STANOK_ERROR, STANOK_ERROR_FULL);
  stanok_exchange_cancel (core, STANOK_SLOT_BLOB);
  stanok_fetch_leave (core);
  core->fetch.due_ms = core->now_ms + ROOM_EVERY_MS;
}

/* ---- room (B7) ------------------------------------------------------------------------ */

static void
evict (StanokSyncCore *core,
       gint64          size)
{
  g_autoptr(GPtrArray) blobs = stanok_cache_list_evictable (core->cache, QUOTA_BYTES - size);
  const StanokFiles *files = &core->ports.files;

  for (guint i = 0; blobs != NULL && i < blobs->len; i++)
    {
      StanokBlob *blob = blobs->pdata[i];
      g_autofree char *name = g_strdup_printf ("blob/%s", blob->sha256);

      /* The row first: a file without a row is litter, a row without a file is a lie. */
      blob->state = STANOK_BLOB_WANTED;
      if (stanok_cache_set_blob (core->cache, blob, NULL))
        files->unlink (files->data, name, NULL);
    }
}

static gboolean
has_room (StanokSyncCore *core,
          gint64          size)
{
  gint64 free_bytes;

  evict (core, size);
  free_bytes = core->ports.files.free_bytes (core->ports.files.data);
  if (free_bytes < 0 || free_bytes - size >= FREE_MIN_BYTES)
    {
      core->fetch.has_no_room = FALSE;
      return TRUE;
    }
  if (!core->fetch.has_no_room)
    stanok_effect_log (core, "models: the disk is nearly full, no more are loaded");
  core->fetch.has_no_room = TRUE;
  core->fetch.due_ms = core->now_ms + ROOM_EVERY_MS;
  return FALSE;
}

/* ---- which one (B8) ------------------------------------------------------------------- */

static gboolean
is_set_aside (StanokSyncCore *core,
              const char     *sha256)
{
  return g_ptr_array_find_with_equal_func (core->fetch.set_aside, sha256, g_str_equal, NULL);
}

static void
put_aside (StanokSyncCore *core,
           const char     *sha256)
{
  if (core->fetch.set_aside->len == 0)
    core->fetch.set_aside_until_ms = core->now_ms + SET_ASIDE_MS;
  g_ptr_array_add (core->fetch.set_aside, g_strdup (sha256));
  stanok_effect_text (core, STANOK_EFFECT_BLOB_MISSING, sha256);
}

/* Their time is over: all are looked for again, whether anything else has changed or not. */
static void
take_back (StanokSyncCore *core)
{
  if (core->fetch.set_aside->len == 0 || core->now_ms < core->fetch.set_aside_until_ms)
    return;
  g_ptr_array_set_size (core->fetch.set_aside, 0);
  core->fetch.version_seen = 0;
}

static void
set_aside (StanokSyncCore *core,
           guint           status)
{
  stanok_effect_log (core, "model %.12s: set aside, the server answers %u",
                     core->fetch.blob.sha256, status);
  put_aside (core, core->fetch.blob.sha256);
  stanok_backoff_succeed (&core->fetch.backoff);
  stanok_fetch_leave (core);
}

void
stanok_fetch_failed (StanokSyncCore *core)
{
  core->fetch.breaks++;
  if (core->fetch.offset > core->fetch.reached)
    {
      core->fetch.reached = core->fetch.offset;
      core->fetch.breaks = 0;
      stanok_backoff_succeed (&core->fetch.backoff);
    }
  if (core->fetch.breaks < BREAKS_MAX)
    {
      stanok_judge_fail (core, &core->fetch.backoff, -1);
      return;
    }
  stanok_effect_log (core, "model %.12s: set aside, it does not get beyond %" G_GINT64_FORMAT,
                     core->fetch.blob.sha256, core->fetch.reached);
  put_aside (core, core->fetch.blob.sha256);
  stanok_backoff_succeed (&core->fetch.backoff);
  stanok_fetch_leave (core);
}

static gboolean
is_worth_it (const StanokBlob *blob)
{
  return stanok_sha256_is_valid (blob->sha256) && blob->size > 0 && blob->size <= BLOB_MAX_BYTES &&
         blob->state == STANOK_BLOB_WANTED;
}

/* Opens the part and goes on where it ends (B2). */
static void
begin (StanokSyncCore   *core,
       const StanokBlob *blob)
{
  const StanokFiles *files = &core->ports.files;
  g_autofree char *name = g_strdup_printf ("part/%s", blob->sha256);
  g_autoptr(GError) error = NULL;
  gint64 size = -1;

  core->fetch.blob = *blob;
  core->fetch.blob.sha256 = g_strdup (blob->sha256);
  /* With a row the part is found again after a restart, and not taken for litter. */
  stanok_pull_wrote (core, stanok_cache_set_blob (core->cache, blob, &error), &error);
  core->fetch.file = files->open (files->data, name, TRUE, &error);
  if (core->fetch.file != NULL)
    size = files->size (files->data, core->fetch.file, &error);
  if (size > blob->size)
    size = files->truncate (files->data, core->fetch.file, 0, &error) ? 0 : -1;
  if (size < 0)
    {
      stanok_fetch_disk_failed (core, error);
      return;
    }
  core->fetch.offset = size;
  core->fetch.phase = STANOK_FETCH_LOADING;
  if (size == blob->size)
    stanok_fetch_begin_verify (core);
}

static void
choose (StanokSyncCore *core)
{
  g_autoptr(GPtrArray) wanted = stanok_cache_list_wanted_blobs (core->cache, core->device_id,
                                                                WANTED_AT_ONCE);

  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    {
      const StanokBlob *blob = wanted->pdata[i];

      if (is_set_aside (core, blob->sha256))
        continue;
      if (!is_worth_it (blob))
        {
          put_aside (core, blob->sha256);
          continue;
        }
      if (has_room (core, blob->size))
        begin (core, blob);
      return;
    }
  core->fetch.version_seen = stanok_cache_get_version (core->cache);
  core->fetch.due_ms = core->now_ms + LOOK_EVERY_MS;
}

/* ---- asking --------------------------------------------------------------------------- */

static void
send_blob (StanokSyncCore *core)
{
  g_autofree char *path = g_strdup_printf ("/v1/blobs/%s", core->fetch.blob.sha256);
  g_autofree char *tag = g_strdup_printf ("\"sha256-%s\"", core->fetch.blob.sha256);
  g_autofree char *range = NULL;
  StanokHttpRequest *request = stanok_exchange_new (core, STANOK_SLOT_BLOB, "GET", path);

  if (core->fetch.is_restart)
    core->fetch.offset = 0;
  core->fetch.asked_from = core->fetch.offset;
  core->fetch.got_head = FALSE;
  if (core->fetch.offset > 0)
    {
      range = g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-", core->fetch.offset);
      stanok_http_request_set (request, "Range", range);
      stanok_http_request_set (request, "If-Range", tag);
    }
  request->stream = TRUE;
  request->max_body = (gsize) core->fetch.blob.size + 1;
  request->deadline_ms = MIN (DEADLINE_MAX_MS,
                              STANOK_DEADLINE_MS + core->fetch.blob.size / BYTES_PER_MS);
  stanok_exchange_send (core, STANOK_SLOT_BLOB, request);
}

static gint64
step_idle (StanokSyncCore *core)
{
  if (!core->fetch.is_swept)
    {
      stanok_fetch_sweep (core);
      if (core->fetch.phase != STANOK_FETCH_IDLE)
        return core->now_ms;
    }
  if (core->now_ms < core->fetch.due_ms)
    return core->fetch.due_ms;
  take_back (core);
  if (core->fetch.version_seen == stanok_cache_get_version (core->cache))
    return core->fetch.set_aside->len > 0 ? core->fetch.set_aside_until_ms : STANOK_NEVER;
  choose (core);
  return core->fetch.phase == STANOK_FETCH_IDLE ? core->fetch.due_ms : core->now_ms;
}

static gint64
step_loading (StanokSyncCore *core,
              gboolean        may_ask)
{
  gint64 due_ms = stanok_backoff_get_due (&core->fetch.backoff);

  /* B8: commands first; the line is theirs while any is on its way. */
  if (!may_ask || !stanok_pull_is_ready (core) ||
      stanok_exchange_is_busy (core, STANOK_SLOT_BLOB) ||
      stanok_exchange_is_busy (core, STANOK_SLOT_COMMAND) ||
      stanok_exchange_is_busy (core, STANOK_SLOT_UPLOAD))
    return STANOK_NEVER;
  if (core->now_ms < due_ms)
    return due_ms;
  send_blob (core);
  return STANOK_NEVER;
}

gint64
stanok_fetch_step (StanokSyncCore *core,
                   gboolean        may_ask)
{
  if (!core->fetch_blobs)
    return STANOK_NEVER;
  switch (core->fetch.phase)
    {
    case STANOK_FETCH_VERIFYING:
      return stanok_fetch_step_verify (core);
    case STANOK_FETCH_LOADING:
      return step_loading (core, may_ask);
    case STANOK_FETCH_IDLE:
    default:
      return step_idle (core);
    }
}

/* ---- the end of an answer ------------------------------------------------------------- */

/* B4: the part is as long as the file: its hash decides. Any other 416: all of it again. */
static void
take_unsatisfied (StanokSyncCore         *core,
                  const StanokHttpAnswer *answer)
{
  StanokContentRange range;

  gboolean is_whole =
    stanok_content_range_parse (stanok_http_answer_get (answer, "content-range"), &range) &&
    range.size == core->fetch.blob.size && core->fetch.offset == core->fetch.blob.size;

  /* It was counted as a failure; it is one only if all of the file was asked for. */
  if (is_whole || (!core->fetch.is_restart && core->fetch.asked_from > 0))
    stanok_backoff_succeed (&core->fetch.backoff);
  if (is_whole)
    stanok_fetch_begin_verify (core);
  else
    stanok_fetch_restart (core, "416");
}

static void
take_end (StanokSyncCore *core)
{
  if (core->fetch.got_head && core->fetch.offset == core->fetch.blob.size)
    {
      stanok_fetch_begin_verify (core);
      return;
    }
  /* Shorter than it said: what is here is kept, the rest is asked for. */
  stanok_fetch_failed (core);
}

/* The connection broke after the server had begun to answer: that is the blob's trouble, not the
 * network's. */
static gboolean
broke_midway (StanokSyncCore         *core,
              const StanokHttpAnswer *answer)
{
  if (answer->transport == STANOK_TRANSPORT_OK || !core->fetch.got_head)
    return FALSE;
  if (core->fetch.offset == core->fetch.blob.size)
    {
      stanok_backoff_succeed (&core->fetch.backoff);
      stanok_fetch_begin_verify (core);
    }
  else
    stanok_fetch_failed (core);
  return TRUE;
}

void
stanok_fetch_done (StanokSyncCore         *core,
                   const StanokHttpAnswer *answer)
{
  if (core->fetch.phase != STANOK_FETCH_LOADING || broke_midway (core, answer))
    return;
  switch (stanok_judge (core, STANOK_SLOT_BLOB, answer, &core->fetch.backoff, NULL))
    {
    case STANOK_GOT_BODY:
    case STANOK_GOT_EPOCH:
      take_end (core);
      break;
    case STANOK_GOT_REFUSED:
      if (answer->status == 416)
        take_unsatisfied (core, answer);
      else
        set_aside (core, answer->status);
      break;
    case STANOK_GOT_SAME:
    case STANOK_GOT_GONE:
      set_aside (core, answer->status);
      break;
    case STANOK_GOT_NOTHING:
    default:
      break;
    }
}
