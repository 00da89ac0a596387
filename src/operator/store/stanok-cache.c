/* stanok-cache.c: the file of what the server said: opening, state, rows of orders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-cache.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "domain/stanok-mutant.h"
#include "store/stanok-cache-private.h"
#include "store/stanok-search-words.h"
#include "store/stanok-store-sql.h"

#define TRIM_ROWS "500"

static const char *const migrations[] = { STANOK_SQL_CACHE_001, NULL };
static const StanokDbKind kind = { "cache.db", "NORMAL", migrations, FALSE };

static const char overlay_table[] =
  "CREATE TEMP TABLE overlay (key INTEGER PRIMARY KEY, row INTEGER, grp INTEGER,"
  " available_ms INTEGER, due_ms INTEGER, priority INTEGER, holder TEXT, station TEXT)";

/* ---- settings ------------------------------------------------------------------------------ */

char *
stanok_cache_get_setting (StanokCache *self,
                          const char  *name)
{
  sqlite3_stmt *statement =
    stanok_db_select (self->db, NULL, "SELECT value FROM setting WHERE name=?", "s", name);
  char *value = NULL;

  if (statement != NULL && stanok_db_next (statement, NULL))
    {
      value = stanok_db_dup_text (statement, 0);
      stanok_db_done (statement);
    }
  return value;
}

gboolean
stanok_cache_set_setting (StanokCache  *self,
                          const char   *name,
                          const char   *value,
                          GError      **error)
{
  if (value == NULL)
    return stanok_db_run (self->db, error, "DELETE FROM setting WHERE name=?", "s", name);
  return stanok_db_run (self->db, error,
                        "INSERT INTO setting VALUES (?,?) ON CONFLICT (name)"
                        " DO UPDATE SET value=excluded.value", "ss", name, value);
}

static gint64
get_number (StanokCache *self,
            const char  *name)
{
  g_autofree char *text = stanok_cache_get_setting (self, name);
  gint64 value = 0;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL);
  return value;
}

static gboolean
set_number (StanokCache  *self,
            const char   *name,
            gint64        value,
            GError      **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return stanok_cache_set_setting (self, name, text, error);
}

/* ---- base state ---------------------------------------------------------------------------- */

void
stanok_base_state_clear (StanokBaseState *self)
{
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->validated_boot_id, g_free);
}

static void
load_base_state (StanokCache *self)
{
  g_autofree char *digest = stanok_cache_get_setting (self, "digest");

  self->generation = get_number (self, "generation");
  self->base.epoch = stanok_cache_get_setting (self, "epoch");
  self->base.cursor = stanok_cache_get_setting (self, "cursor");
  self->base.validated_wall_ms = get_number (self, "validated_wall_ms");
  self->base.validated_boot_ms = get_number (self, "validated_boot_ms");
  self->base.validated_boot_id = stanok_cache_get_setting (self, "validated_boot_id");
  self->device_id = stanok_cache_get_setting (self, "device");
  if (digest == NULL || !stanok_digest_parse (digest, &self->base.digest))
    self->base.digest = (StanokDigest) { 0, 0 };
}

gboolean
stanok_cache_save_base_state (StanokCache  *self,
                              GError      **error)
{
  g_autofree char *digest = stanok_digest_format (&self->base.digest);

  return set_number (self, "generation", self->generation, error) &&
         stanok_cache_set_setting (self, "epoch", self->base.epoch, error) &&
         stanok_cache_set_setting (self, "cursor", self->base.cursor, error) &&
         stanok_cache_set_setting (self, "digest", digest, error) &&
         set_number (self, "validated_wall_ms", self->base.validated_wall_ms, error) &&
         set_number (self, "validated_boot_ms", self->base.validated_boot_ms, error) &&
         stanok_cache_set_setting (self, "validated_boot_id", self->base.validated_boot_id, error);
}

void
stanok_cache_get_base_state (StanokCache     *self,
                             StanokBaseState *out)
{
  stanok_cache_heal (self);
  *out = self->base;
  out->epoch = g_strdup (self->base.epoch);
  out->cursor = g_strdup (self->base.cursor);
  out->validated_boot_id = g_strdup (self->base.validated_boot_id);
}

/* ---- opening ------------------------------------------------------------------------------- */

static int
compare_ids (gconstpointer a,
             gconstpointer b,
             gpointer      user_data)
{
  return strcmp (a, b);
}

/* ---- damage ---- */

void
stanok_cache_note_error (StanokCache  *self,
                         const GError *error)
{
  if (error != NULL && g_error_matches (error, STANOK_ERROR, STANOK_ERROR_CORRUPT))
    self->damaged = TRUE;
}

static gboolean
set_up_lists (StanokCache  *self,
              GError      **error)
{
  return stanok_db_exec (self->db, overlay_table, error) &&
         stanok_db_exec (self->db, "PRAGMA cache_size=-16384", error);
}

/* A disk that gives no file leaves a cache in memory (fault 41): work goes on, and the next start
 * fetches again. */
static StanokDb *
open_in_memory (const GError *reason)
{
  StanokDb *db = stanok_db_open_in_memory (&kind, NULL);

  g_message ("cache: kept in memory only: %s", reason->message);
  g_assert (db != NULL);
  return db;
}

static StanokDb *
open_new (const StanokPorts *ports)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *aside = stanok_db_set_aside (ports, kind.name, &error);
  StanokDb *db = aside != NULL ? stanok_db_open (ports, &kind, &error) : NULL;

  return db != NULL ? db : open_in_memory (error);
}

void
stanok_cache_heal (StanokCache *self)
{
  g_autofree char *device_id = NULL;

  if (!self->damaged)
    return;
  g_message ("cache: the file is damaged; it is set aside and fetched again");
  device_id = g_steal_pointer (&self->device_id);
  stanok_cache_snapshot_abandon (self);
  stanok_base_state_clear (&self->base);
  g_clear_pointer (&self->db, stanok_db_close);
  self->db = open_new (self->ports);
  self->damaged = FALSE;
  set_up_lists (self, NULL);
  load_base_state (self);
  stanok_cache_set_device (self, device_id);
  stanok_overlay_refresh (self, NULL);
  self->version++;
}

/* A cache that cannot be read is one that has not been fetched yet. Only somebody else's is not
 * ours to replace. */
static StanokDb *
open_or_rebuild (const StanokPorts  *ports,
                 gboolean           *rebuilt,
                 GError            **error)
{
  g_autoptr(GError) local_error = NULL;
  StanokDb *db = stanok_db_open (ports, &kind, &local_error);

  if (db != NULL)
    return db;
  if (g_error_matches (local_error, STANOK_ERROR, STANOK_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  *rebuilt = TRUE;
  if (g_error_matches (local_error, STANOK_ERROR, STANOK_ERROR_CORRUPT))
    return open_new (ports);
  return open_in_memory (local_error);
}

StanokCache *
stanok_cache_open (const StanokPorts  *ports,
                   gboolean           *rebuilt,
                   GError            **error)
{
  g_autoptr(StanokCache) self = g_new0 (StanokCache, 1);

  *rebuilt = FALSE;
  self->ports = ports;
  self->overlay = g_tree_new_full (compare_ids, NULL, NULL, stanok_overlay_free_order);
  self->db = open_or_rebuild (ports, rebuilt, error);
  if (self->db == NULL)
    return NULL;
  if (!set_up_lists (self, NULL))
    self->damaged = TRUE;
  load_base_state (self);
  return g_steal_pointer (&self);
}

void
stanok_cache_close (StanokCache *self)
{
  if (self == NULL)
    return;
  g_tree_unref (self->overlay);
  stanok_db_close (self->db);
  stanok_base_state_clear (&self->base);
  g_free (self->shadow_epoch);
  g_free (self->shadow_cursor);
  g_free (self->device_id);
  g_free (self);
}

/* ---- rows of orders ------------------------------------------------------------------------ */

StanokGroup
stanok_cache_group_of (const StanokOrder *order)
{
  if (order->state == STANOK_STATE_MANUFACTURING_STARTED)
    return STANOK_GROUP_IN_WORK;
  if (order->state == STANOK_STATE_MANUFACTURING_APPROVED && order->holder_operator == NULL &&
      stanok_order_is_open (order))
    return STANOK_GROUP_AVAILABLE;
  return STANOK_GROUP_OTHER;
}

gint64
stanok_cache_key_of (const char *order_id)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize n = sizeof bytes;
  guint64 key = 0;

  g_checksum_update (sum, (const guchar *) order_id, -1);
  g_checksum_get_digest (sum, bytes, &n);
  for (guint i = 0; i < 8; i++)
    key = key << 8 | bytes[i];
  return (gint64) (key & G_MAXINT64);
}

gboolean
stanok_cache_find (StanokCache  *self,
                   gint64        generation,
                   const char   *order_id,
                   gint64       *row,
                   gint64       *key,
                   GError      **error)
{
  /* Two ids with one hash are next to each other. */
  for (*key = stanok_cache_key_of (order_id); ; *key = (*key + 1) & G_MAXINT64)
    {
      sqlite3_stmt *statement =
        stanok_db_select (self->db, error, "SELECT row, id FROM base WHERE generation=? AND key=?",
                          "ii", generation, *key);
      gboolean same;

      if (statement == NULL || !stanok_db_next (statement, error))
        return FALSE;
      same = g_strcmp0 (stanok_db_text (statement, 1), order_id) == 0;
      *row = sqlite3_column_int64 (statement, 0);
      stanok_db_done (statement);
      if (same)
        return TRUE;
    }
}

static gboolean
write_words (StanokCache        *self,
             const StanokOrder  *order,
             gint64              row,
             GError            **error)
{
  g_autofree char *words = stanok_search_of_order (order);

  return stanok_db_run (self->db, error,
                        "INSERT INTO words VALUES (?1,?2) ON CONFLICT (row) DO UPDATE SET words=?2"
                        " WHERE words<>?2", "is", row, words);
}

typedef struct {
  gboolean found;
  gint64   row, key, old_rev;
} Place;

/* D4: only a higher rev, an unknown id or another epoch counts. Nothing is written otherwise. */
static gboolean
is_news (StanokCache        *self,
         const StanokOrder  *order,
         gint64              row,
         gint64             *old_rev,
         GError            **error)
{
  sqlite3_stmt *statement =
    stanok_db_select (self->db, error, "SELECT rev, epoch FROM base WHERE row=?", "i", row);
  gboolean news;

  if (statement == NULL || !stanok_db_next (statement, error))
    return FALSE;
  *old_rev = sqlite3_column_int64 (statement, 0);
  news = order->rev > *old_rev || STANOK_MUTANT (BASE_OVERWRITTEN) ||
         g_strcmp0 (stanok_db_text (statement, 1), order->epoch) != 0;
  stanok_db_done (statement);
  return news;
}

/* Row and key to write to; FALSE without error: what is there is as new. */
static gboolean
find_place (StanokCache        *self,
            gint64              generation,
            const StanokOrder  *order,
            Place              *out,
            GError            **error)
{
  g_autoptr(GError) local_error = NULL;
  gboolean news;

  out->found = stanok_cache_find (self, generation, order->id, &out->row, &out->key, &local_error);
  news = local_error == NULL &&
         (!out->found || is_news (self, order, out->row, &out->old_rev, &local_error));
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return news;
}

gboolean
stanok_cache_write_order (StanokCache        *self,
                          gint64              generation,
                          const StanokOrder  *order,
                          StanokDigest       *digest,
                          GError            **error)
{
  const StanokFile *model = stanok_order_get_file (order, "model");
  g_autofree char *body = NULL;
  g_autoptr(GError) local_error = NULL;
  Place place;

  if (!find_place (self, generation, order, &place, &local_error))
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (place.found)
    stanok_digest_remove (digest, order->id, place.old_rev);
  stanok_digest_add (digest, order->id, order->rev);

  body = stanok_order_to_json (order);
  if (!stanok_db_run (self->db, error,
                      "INSERT INTO base (generation, key, id, epoch, rev, grp, available_ms,"
                      " due_ms, priority, holder, station, holder_device, lease_device, model,"
                      " model_size, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                      " ON CONFLICT (generation, key) DO UPDATE SET epoch=excluded.epoch,"
                      " rev=excluded.rev, grp=excluded.grp, available_ms=excluded.available_ms,"
                      " due_ms=excluded.due_ms, priority=excluded.priority, holder=excluded.holder,"
                      " station=excluded.station, holder_device=excluded.holder_device,"
                      " lease_device=excluded.lease_device, model=excluded.model,"
                      " model_size=excluded.model_size, body=excluded.body",
                      "iissiiiiisssssis",
                      generation, place.key, order->id, order->epoch, order->rev,
                      (gint64) stanok_cache_group_of (order), order->available_ms, order->due_ms,
                      order->priority, order->holder_operator, order->station, order->holder_device,
                      order->lease_device, model != NULL ? model->sha256 : NULL,
                      model != NULL ? model->size : (gint64) 0, body))
    return FALSE;
  if (!place.found &&
      !stanok_cache_find (self, generation, order->id, &place.row, &place.key, error))
    return FALSE;
  return write_words (self, order, place.row, error);
}

/* Generations that are neither shown nor being loaded: earlier ones, and loads given up. */
#define TRIM(what, where) \
  "DELETE FROM " what " WHERE row IN (SELECT row FROM base WHERE " where \
  " ORDER BY generation, key LIMIT " TRIM_ROWS ")"

void
stanok_cache_trim (StanokCache *self)
{
  gint64 end = self->shadow != 0 ? self->shadow : G_MAXINT64;

  stanok_db_run (self->db, NULL, TRIM ("words", "generation<?"), "i", self->generation);
  stanok_db_run (self->db, NULL, TRIM ("base", "generation<?"), "i", self->generation);
  stanok_db_run (self->db, NULL, TRIM ("words", "generation>? AND generation<?"), "ii",
                 self->generation, end);
  stanok_db_run (self->db, NULL, TRIM ("base", "generation>? AND generation<?"), "ii",
                 self->generation, end);
}
