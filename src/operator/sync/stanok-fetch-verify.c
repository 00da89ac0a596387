/* stanok-fetch-verify.c: a file is what its name says, or it is not shown (B5, B6, S16)
 *
 * What is hashed is read back from the disk, a slice an event, so that lists never wait for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "sync/stanok-effect.h"
#include "sync/stanok-fetch.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"
#include "wire/stanok-headers.h"

#define SLICE_BYTES (1024 * 1024)
#define TRIES_MAX   3

void
stanok_fetch_begin_verify (StanokSyncCore *core)
{
  core->fetch.phase = STANOK_FETCH_VERIFYING;
  core->fetch.offset = 0;
  g_clear_pointer (&core->fetch.checksum, g_checksum_free);
  core->fetch.checksum = g_checksum_new (G_CHECKSUM_SHA256);
}

static gboolean
set_state (StanokSyncCore  *core,
           StanokBlobState  state)
{
  g_autoptr(GError) error = NULL;

  core->fetch.blob.state = state;
  return stanok_pull_wrote (core, stanok_cache_set_blob (core->cache, &core->fetch.blob, &error),
                            &error);
}

static void
close_file (StanokSyncCore *core)
{
  core->ports.files.close (core->ports.files.data, core->fetch.file);
  core->fetch.file = NULL;
}

/* ---- right ---------------------------------------------------------------------------- */

/* B5: the bytes, then the name, then the folder, and only then the row says so. */
static void
make_ready (StanokSyncCore *core)
{
  const StanokFiles *files = &core->ports.files;
  g_autofree char *from = g_strdup_printf ("part/%s", core->fetch.blob.sha256);
  g_autofree char *to = g_strdup_printf ("blob/%s", core->fetch.blob.sha256);
  g_autoptr(GError) error = NULL;

  if (!files->datasync (files->data, core->fetch.file, &error))
    {
      stanok_fetch_disk_failed (core, error);
      return;
    }
  close_file (core);
  if (!files->rename (files->data, from, to, &error) || !files->sync_dir (files->data, &error))
    {
      stanok_fetch_disk_failed (core, error);
      return;
    }
  core->fetch.blob.tries = 0;
  if (set_state (core, STANOK_BLOB_READY))
    stanok_effect_text (core, STANOK_EFFECT_BLOB_READY, core->fetch.blob.sha256);
  stanok_backoff_succeed (&core->fetch.backoff);
  stanok_fetch_leave (core);
}

/* ---- wrong ---------------------------------------------------------------------------- */

static void
throw_away (StanokSyncCore *core)
{
  const StanokFiles *files = &core->ports.files;
  g_autofree char *name = g_strdup_printf (core->fetch.is_check ? "blob/%s" : "part/%s",
                                           core->fetch.blob.sha256);

  stanok_effect_log (core, "model %.12s: the bytes are not what its name says",
                     core->fetch.blob.sha256);
  close_file (core);
  /* The row first: what it calls ready may be opened at any time. */
  if (core->fetch.is_check)
    set_state (core, STANOK_BLOB_WANTED);
  else
    {
      core->fetch.blob.tries++;
      set_state (core, core->fetch.blob.tries < TRIES_MAX ? STANOK_BLOB_WANTED : STANOK_BLOB_BAD);
      if (core->fetch.blob.state == STANOK_BLOB_BAD)
        stanok_effect_text (core, STANOK_EFFECT_BLOB_MISSING, core->fetch.blob.sha256);
      stanok_judge_fail (core, &core->fetch.backoff, -1);
    }
  files->unlink (files->data, name, NULL);
  stanok_fetch_leave (core);
}

/* ---- hashing -------------------------------------------------------------------------- */

static gint64
finish (StanokSyncCore *core)
{
  gboolean is_right = strcmp (g_checksum_get_string (core->fetch.checksum),
                              core->fetch.blob.sha256) == 0;

  if (!is_right)
    throw_away (core);
  else if (core->fetch.is_check)
    stanok_fetch_leave (core);
  else
    make_ready (core);
  core->fetch.version_seen = 0;
  return core->now_ms;
}

gint64
stanok_fetch_step_verify (StanokSyncCore *core)
{
  const StanokFiles *files = &core->ports.files;
  gint64 left = core->fetch.blob.size - core->fetch.offset;
  gsize wanted = (gsize) MIN (left, SLICE_BYTES);
  g_autofree guint8 *slice = NULL;
  g_autoptr(GError) error = NULL;
  gssize n;

  if (left == 0)
    return finish (core);
  slice = g_malloc (wanted);
  n = files->pread (files->data, core->fetch.file, slice, wanted, core->fetch.offset, &error);
  if (n < 0)
    {
      stanok_fetch_disk_failed (core, error);
      return core->fetch.due_ms;
    }
  if (n == 0)
    {
      /* Shorter than its row says. */
      throw_away (core);
      return core->now_ms;
    }
  g_checksum_update (core->fetch.checksum, slice, n);
  core->fetch.offset += n;
  return core->now_ms;
}

/* ---- at the start --------------------------------------------------------------------- */

static void
drop_litter (StanokSyncCore *core)
{
  const StanokFiles *files = &core->ports.files;
  g_autoptr(GPtrArray) names = files->list (files->data, "part", NULL);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_auto(StanokBlob) blob = { 0 };
      g_autofree char *name = g_strdup_printf ("part/%s", (const char *) names->pdata[i]);

      if (!stanok_cache_get_blob (core->cache, names->pdata[i], &blob) ||
          blob.state != STANOK_BLOB_WANTED)
        files->unlink (files->data, name, NULL);
    }
}

/* B5: what was given up in an earlier life is not tried again, and said again. */
static void
tell_bad (StanokSyncCore *core)
{
  g_autoptr(GPtrArray) blobs = stanok_cache_list_bad_blobs (core->cache);

  for (guint i = 0; i < blobs->len; i++)
    stanok_effect_text (core, STANOK_EFFECT_BLOB_MISSING,
                        ((const StanokBlob *) blobs->pdata[i])->sha256);
}

void
stanok_fetch_sweep (StanokSyncCore *core)
{
  const StanokFiles *files = &core->ports.files;
  g_autoptr(GPtrArray) names = NULL;
  g_autofree char *name = NULL;
  const char *sha256;

  core->fetch.is_swept = TRUE;
  tell_bad (core);
  drop_litter (core);
  names = files->list (files->data, "blob", NULL);
  if (names == NULL || names->len == 0)
    return;
  sha256 = names->pdata[stanok_backoff_draw (&core->ports.random, names->len - 1)];
  if (!stanok_cache_get_blob (core->cache, sha256, &core->fetch.blob))
    return;
  if (core->fetch.blob.state == STANOK_BLOB_READY)
    {
      name = g_strdup_printf ("blob/%s", sha256);
      core->fetch.file = files->open (files->data, name, FALSE, NULL);
    }
  if (core->fetch.file == NULL)
    {
      stanok_fetch_leave (core);
      return;
    }
  core->fetch.is_check = TRUE;
  stanok_fetch_begin_verify (core);
}
