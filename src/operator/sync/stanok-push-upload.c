/* stanok-push-upload.c: the photo that a command needs goes first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "sync/stanok-answer.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-push.h"
#include "wire/stanok-headers.h"

#define PHOTO_MAX_BYTES (10 * 1024 * 1024)
#define BYTES_PER_MS    16
#define DEFAULT_TYPE    "application/octet-stream"

static void
park (StanokSyncCore    *core,
      StanokLane        *lane,
      StanokLaneItem    *item,
      StanokProblemType  type,
      const char        *reason)
{
  StanokSettlement settlement = {
    .command_id = item->entry->command->command_id,
    .state = STANOK_ENTRY_PARKED,
    .problem = type,
    .reason = reason,
  };

  lane->wants_upload = FALSE;
  stanok_push_settle (core, lane, item, &settlement);
}

static GBytes *
read_photo (StanokSyncCore  *core,
            const char      *sha256,
            GError         **error)
{
  const StanokFiles *files = &core->ports.files;
  g_autofree char *name = g_strdup_printf ("blob/%s", sha256);
  g_autofree guint8 *bytes = NULL;
  StanokFileHandle *file = files->open (files->data, name, FALSE, error);
  gint64 size = file != NULL ? files->size (files->data, file, error) : -1;
  gssize n = -1;

  if (size > PHOTO_MAX_BYTES)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT, "it is larger than 10 MiB");
  else if (size >= 0)
    {
      bytes = g_malloc (size + 1);
      n = files->pread (files->data, file, bytes, (gsize) size, 0, error);
      if (n >= 0 && n != size)
        g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, "it is shorter than it was");
    }
  if (file != NULL)
    files->close (files->data, file);
  if (n < 0 || n != size)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) size);
}

void
stanok_push_send_upload (StanokSyncCore *core,
                         StanokLane     *lane,
                         StanokLaneItem *item)
{
  const StanokArgs *args = &item->entry->command->args;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  StanokHttpRequest *request;
  GBytes *photo;

  if (!stanok_sha256_is_valid (args->sha256))
    {
      park (core, lane, item, STANOK_PROBLEM_BLOB_MISSING,
            "the server lacks a file that this command does not name");
      return;
    }
  photo = read_photo (core, args->sha256, &error);
  if (photo == NULL)
    {
      g_prefix_error (&error, "the photo cannot be read from this disk: ");
      park (core, lane, item, STANOK_PROBLEM_BLOB_MISSING, error->message);
      return;
    }
  path = g_strdup_printf ("/v1/blobs/%s", args->sha256);
  request = stanok_exchange_new (core, STANOK_SLOT_UPLOAD, "PUT", path);
  stanok_http_request_set (request, "If-None-Match", "*");
  stanok_http_request_set (request, "Content-Type",
                           args->media_type != NULL ? args->media_type : DEFAULT_TYPE);
  request->body = photo;
  request->deadline_ms += (gint64) g_bytes_get_size (photo) / BYTES_PER_MS;
  g_free (core->push.command_id);
  core->push.command_id = g_strdup (item->entry->command->command_id);
  lane->last_try_ms = core->now_ms;
  stanok_exchange_send (core, STANOK_SLOT_UPLOAD, request);
}

void
stanok_push_upload_done (StanokSyncCore         *core,
                         const StanokHttpAnswer *answer)
{
  StanokLane *lane;
  StanokLaneItem *item = stanok_lanes_find_item (&core->push.lanes, core->push.command_id, &lane);
  g_autoptr(StanokProblem) problem = NULL;
  gint64 retry_after_ms = stanok_answer_get_retry_after (answer, NULL,
                                                         stanok_judge_get_server_ms (core));

  if (item == NULL)
    return;
  if (stanok_judge_is_nobody (core, STANOK_SLOT_UPLOAD, answer, stanok_answer_is_ours (answer)) ||
      stanok_judge_is_device (core, STANOK_SLOT_UPLOAD, answer, retry_after_ms))
    {
      lane->backoff.not_before_ms = core->device.not_before_ms;
      return;
    }
  if (stanok_answer_is_problem (answer))
    problem = stanok_answer_parse (answer, &STANOK_RECORD_PROBLEM, NULL);
  if (answer->status >= 500 || answer->status == 408 || answer->status == 425)
    {
      stanok_push_fail_lane (core, lane, retry_after_ms);
      stanok_judge_trouble (core, STANOK_SLOT_UPLOAD);
      return;
    }
  stanok_judge_success (core);
  /* 412: somebody was here with the same photo before us. */
  if ((answer->status >= 200 && answer->status <= 299) || answer->status == 412)
    {
      lane->wants_upload = FALSE;
      lane->was_uploaded = TRUE;
    }
  else if (problem != NULL)
    park (core, lane, item, problem->type, problem->title);
  else
    stanok_push_fail_lane (core, lane, retry_after_ms);
}
