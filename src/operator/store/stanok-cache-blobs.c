/* stanok-cache-blobs.c: reference data as it came, and which models are here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-cache-private.h"

/* ---- reference data ------------------------------------------------------------------------ */

gboolean
stanok_cache_put_reference (StanokCache  *self,
                            const char   *name,
                            const char   *etag,
                            GBytes       *body,
                            GError      **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autofree char *text = g_strndup (bytes, length);

  self->version++;
  return stanok_db_run (self->db, error, "INSERT OR REPLACE INTO reference VALUES (?,?,?)", "sss",
                        name, etag, text);
}

gboolean
stanok_cache_get_reference (StanokCache  *self,
                            const char   *name,
                            char        **etag,
                            GBytes      **body)
{
  sqlite3_stmt *statement =
    stanok_db_select (self->db, NULL, "SELECT etag, body FROM reference WHERE name=?", "s", name);
  char *text;

  if (statement == NULL || !stanok_db_next (statement, NULL))
    return FALSE;
  if (etag != NULL)
    *etag = stanok_db_dup_text (statement, 0);
  text = stanok_db_dup_text (statement, 1);
  if (body != NULL)
    *body = g_bytes_new_take (text, strlen (text));
  else
    g_free (text);
  stanok_db_done (statement);
  return TRUE;
}

/* ---- blobs --------------------------------------------------------------------------------- */

void
stanok_blob_clear (StanokBlob *self)
{
  g_clear_pointer (&self->sha256, g_free);
}

static void
free_blob (gpointer data)
{
  stanok_blob_clear (data);
  g_free (data);
}

gboolean
stanok_cache_set_blob (StanokCache       *self,
                       const StanokBlob  *blob,
                       GError           **error)
{
  const StanokClock *clock = &self->ports->clock;

  return stanok_db_run (self->db, error, "INSERT OR REPLACE INTO blob VALUES (?,?,?,?,?)", "siiii",
                        blob->sha256, blob->size, (gint64) blob->state, (gint64) blob->tries,
                        clock->wall_ms (clock->data));
}

gboolean
stanok_cache_get_blob (StanokCache *self,
                       const char  *sha256,
                       StanokBlob  *out)
{
  sqlite3_stmt *statement =
    stanok_db_select (self->db, NULL, "SELECT size, state, tries FROM blob WHERE sha256=?", "s",
                      sha256);

  if (statement == NULL || !stanok_db_next (statement, NULL))
    return FALSE;
  out->sha256 = g_strdup (sha256);
  out->size = sqlite3_column_int64 (statement, 0);
  out->state = (StanokBlobState) sqlite3_column_int (statement, 1);
  out->tries = (guint) sqlite3_column_int (statement, 2);
  stanok_db_done (statement);
  return TRUE;
}

static GPtrArray *
collect_blobs (sqlite3_stmt *statement)
{
  GPtrArray *blobs = g_ptr_array_new_with_free_func (free_blob);

  while (statement != NULL && stanok_db_next (statement, NULL))
    {
      StanokBlob *blob = g_new0 (StanokBlob, 1);

      blob->sha256 = stanok_db_dup_text (statement, 0);
      blob->size = sqlite3_column_int64 (statement, 1);
      blob->tries = (guint) sqlite3_column_int (statement, 2);
      g_ptr_array_add (blobs, blob);
    }
  return blobs;
}

/* B8: my started, my claimed, leased to me, then the top of the queue. State 0 is WANTED. */
GPtrArray *
stanok_cache_list_wanted_blobs (StanokCache *self,
                                const char  *device_id,
                                guint        n)
{
  static const char sql[] =
    "SELECT model, max(model_size), coalesce(tries,0) FROM ("
    " SELECT model, model_size, 0 AS rank, available_ms FROM base"
    "  WHERE generation=?1 AND holder_device=?2 AND grp=1"
    " UNION ALL SELECT model, model_size, 1, available_ms FROM base"
    "  WHERE generation=?1 AND holder_device=?2"
    " UNION ALL SELECT * FROM (SELECT model, model_size, 2, available_ms FROM base"
    "  WHERE generation=?1 AND grp=0 ORDER BY available_ms DESC LIMIT 200)"
    " UNION ALL SELECT * FROM (SELECT model, model_size, 3, available_ms FROM base"
    "  WHERE generation=?1 AND grp=1 ORDER BY available_ms DESC LIMIT 200)"
    ") LEFT JOIN blob ON sha256=model WHERE model IS NOT NULL AND coalesce(state,0)=0"
    " GROUP BY model ORDER BY min(rank), max(available_ms) DESC, model LIMIT ?3";

  return collect_blobs (stanok_db_select (self->db, NULL, sql, "isi", self->generation, device_id,
                                          (gint64) n));
}

/* B5. State 2 is BAD. */
GPtrArray *
stanok_cache_list_bad_blobs (StanokCache *self)
{
  return collect_blobs (stanok_db_select (self->db, NULL, "SELECT sha256, size, tries FROM blob"
                                          " WHERE state=2 ORDER BY sha256", ""));
}

/* B7: never those of orders that somebody holds. State 1 is READY. */
GPtrArray *
stanok_cache_list_evictable (StanokCache *self,
                             gint64       quota_bytes)
{
  static const char sql[] =
    "SELECT sha256, size, tries FROM blob WHERE state=1 AND sha256 NOT IN"
    " (SELECT model FROM base WHERE generation=? AND holder IS NOT NULL AND model IS NOT NULL)"
    " ORDER BY used_ms, sha256";
  g_autoptr(GPtrArray) blobs = NULL;
  gint64 used;
  guint n = 0;

  if (!stanok_db_get_int (self->db, NULL, 0, &used, "SELECT sum(size) FROM blob WHERE state=1"))
    used = 0;
  blobs = collect_blobs (stanok_db_select (self->db, NULL, sql, "i", self->generation));
  while (n < blobs->len && used > quota_bytes)
    used -= ((const StanokBlob *) g_ptr_array_index (blobs, n++))->size;
  g_ptr_array_set_size (blobs, (int) n);
  return g_steal_pointer (&blobs);
}
