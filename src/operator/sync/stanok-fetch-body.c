/* stanok-fetch-body.c: what the server sends into the part (B3, B4)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync/stanok-answer.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-fetch.h"
#include "sync/stanok-judge.h"
#include "wire/stanok-headers.h"

void
stanok_fetch_restart (StanokSyncCore *core,
                      const char     *why)
{
  const StanokFiles *files = &core->ports.files;
  g_autoptr(GError) error = NULL;

  stanok_effect_log (core, "model %.12s: from the first byte again: %s",
                     core->fetch.blob.sha256, why);
  stanok_exchange_cancel (core, STANOK_SLOT_BLOB);
  core->fetch.got_head = FALSE;
  core->fetch.offset = 0;
  if (!files->truncate (files->data, core->fetch.file, 0, &error))
    {
      stanok_fetch_disk_failed (core, error);
      return;
    }
  /* Asked for all of it already: then it is the server, or what stands before it. */
  if (core->fetch.is_restart || core->fetch.asked_from == 0)
    {
      core->fetch.is_restart = TRUE;
      stanok_fetch_failed (core);
      return;
    }
  core->fetch.is_restart = TRUE;
}

/* B3: only what says which part of which file it is, and begins where we asked or before. */
static gboolean
take_part (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  g_autofree char *tag = g_strdup_printf ("\"sha256-%s\"", core->fetch.blob.sha256);
  StanokContentRange range;

  if (!stanok_content_range_parse (stanok_http_answer_get (answer, "content-range"), &range) ||
      range.size != core->fetch.blob.size || range.first < 0 ||
      range.last != range.size - 1 ||
      g_strcmp0 (stanok_http_answer_get (answer, "etag"), tag) != 0 ||
      range.first > core->fetch.offset)
    return FALSE;
  core->fetch.offset = range.first;
  return TRUE;
}

static gboolean
take_whole (StanokSyncCore *core)
{
  const StanokFiles *files = &core->ports.files;
  g_autoptr(GError) error = NULL;

  core->fetch.offset = 0;
  if (files->truncate (files->data, core->fetch.file, 0, &error))
    return TRUE;
  stanok_fetch_disk_failed (core, error);
  return FALSE;
}

void
stanok_fetch_head (StanokSyncCore         *core,
                   const StanokHttpAnswer *answer)
{
  if (core->fetch.phase != STANOK_FETCH_LOADING || !stanok_answer_is_ours (answer))
    return;
  switch (answer->status)
    {
    case 206:
      core->fetch.got_head = take_part (core, answer);
      if (!core->fetch.got_head)
        stanok_fetch_restart (core, "a part that was not asked for");
      break;
    case 200:
      /* B4: a slice that calls itself the whole. */
      if (stanok_http_answer_get (answer, "content-range") != NULL)
        stanok_fetch_restart (core, "200 with a slice");
      else
        core->fetch.got_head = take_whole (core);
      break;
    default:
      break;
    }
}

void
stanok_fetch_chunk (StanokSyncCore *core,
                    const guint8   *bytes,
                    gsize           n)
{
  const StanokFiles *files = &core->ports.files;
  g_autoptr(GError) error = NULL;

  core->status.bytes_received += n;
  if (core->fetch.phase != STANOK_FETCH_LOADING || !core->fetch.got_head)
    return;
  if ((gint64) n > core->fetch.blob.size - core->fetch.offset)
    {
      core->fetch.asked_from = 0;
      stanok_fetch_restart (core, "it is longer than its order says");
      return;
    }
  if (!files->pwrite (files->data, core->fetch.file, bytes, n, core->fetch.offset, &error))
    {
      stanok_fetch_disk_failed (core, error);
      return;
    }
  core->fetch.offset += (gint64) n;
}
