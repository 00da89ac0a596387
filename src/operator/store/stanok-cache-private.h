/* stanok-cache-private.h: the inside of the cache, for its own files only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-cache.h"
#include "store/stanok-db.h"

G_BEGIN_DECLS

/* What the segments are made of; kept in the column grp. */
typedef enum {
  STANOK_GROUP_AVAILABLE,
  STANOK_GROUP_IN_WORK,
  STANOK_GROUP_OTHER,
} StanokGroup;

/* All that is unsettled, or needs a person, on one order. */
typedef struct {
  char      *order_id;
  GPtrArray *entries;        /* (element-type StanokEntry) unsettled, in order of recording */
  GPtrArray *cards;          /* (element-type utf8) command ids that need a person */
  gint64     key;
} StanokOverlayOrder;

struct _StanokCache
{
  const StanokPorts *ports;          /* borrowed */
  StanokDb          *db;
  char              *device_id;      /* (nullable) */
  gint64             clock_offset_ms;
  guint64            version;
  gboolean           damaged;        /* something in the file cannot be read: it is made anew */

  /* As in the file; written with every transaction that changes it */
  gint64             generation;
  StanokBaseState    base;

  /* A snapshot being loaded; 0: none */
  gint64             shadow;
  char              *shadow_epoch;
  char              *shadow_cursor;
  StanokDigest       shadow_digest;

  GTree             *overlay;        /* order id -> StanokOverlayOrder */
};

/* Remembers damage that a call has met. @error: (nullable) */
void        stanok_cache_note_error  (StanokCache *self, const GError *error);
/* Before each use: a damaged file is renamed, and an empty cache takes its place. */
void        stanok_cache_heal        (StanokCache *self);

StanokGroup stanok_cache_group_of    (const StanokOrder *order);
gint64      stanok_cache_key_of      (const char *order_id);
/* Row, key and rev of an order in a generation. FALSE without error: it is not there; *key is then its free key. */
gboolean    stanok_cache_find        (StanokCache *self, gint64 generation, const char *order_id,
                                      gint64 *row, gint64 *key, GError **error);
gboolean    stanok_cache_write_order (StanokCache *self, gint64 generation, const StanokOrder *order,
                                      StanokDigest *digest, GError **error);
gboolean    stanok_cache_save_base_state (StanokCache *self, GError **error);
/* Some rows of earlier generations go; cheap enough for every call. */
void        stanok_cache_trim        (StanokCache *self);

/* ---- overlay ---- */
void                stanok_overlay_free_order (gpointer order);
/* The base of these orders changed: NULL = of all. */
void                stanok_overlay_refresh    (StanokCache *self, const char *order_id);
gboolean            stanok_overlay_has        (StanokCache *self, const char *order_id);
StanokOverlayOrder *stanok_overlay_lookup     (StanokCache *self, const char *order_id);

char *stanok_cache_get_setting (StanokCache *self, const char *name);
gboolean stanok_cache_set_setting (StanokCache *self, const char *name, const char *value, GError **error);

G_END_DECLS
