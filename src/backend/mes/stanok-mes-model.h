/* stanok-mes-model.h: every order in memory, live ones as the bytes that are served
 *
 * Fed only by commits, in their order; reads never touch the database (but for
 * orders that no queue shows any more).
 *
 * Invariants
 *   MM1  The feed's slots ascend; an order or tombstone has at most one, that of its newest change.
 *   MM2  The digest is that of the live orders.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-digest.h"
#include "domain/stanok-order.h"

G_BEGIN_DECLS

typedef struct {
  char       *id;           /* (owned) */
  gint64      created_ms;
  gint64      rev;
  gint64      seq;          /* of its newest change in the feed, 0 if followers never heard of it */
  StanokState state;
  gboolean    exists;       /* otherwise only a tombstone */
  GBytes     *json;         /* (owned) (nullable) as served; NULL: not live, in the database only */
  const char *gone;         /* (nullable) static: what followers are told instead of the order */
} StanokMesEntry;

/* What a commit did to one order. */
typedef struct {
  char       *id;           /* (owned) */
  gint64      created_ms, rev, seq;
  StanokState state;
  gboolean    exists;
  GBytes     *json;         /* (owned) (nullable) */
  const char *gone;         /* (nullable) static */
} StanokMesUpdate;

typedef struct _StanokMesModel StanokMesModel;

StanokMesModel *stanok_mes_model_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void            stanok_mes_model_free   (StanokMesModel *self);
void            stanok_mes_update_free  (StanokMesUpdate *update);

/* Takes @update apart and frees it. seq must be above every one before it, or 0. */
void            stanok_mes_model_apply  (StanokMesModel *self, StanokMesUpdate *update);
/* Many at once, in any order; nothing else may be asked in between. */
void            stanok_mes_model_begin_loading (StanokMesModel *self);
void            stanok_mes_model_end_loading   (StanokMesModel *self);
/* Followers have had their time: what is left of @id is not told any more. */
void            stanok_mes_model_forget (StanokMesModel *self, const char *id);

StanokMesEntry *stanok_mes_model_find   (StanokMesModel *self, const char *id);   /* (nullable) */
StanokDigest    stanok_mes_model_get_digest (StanokMesModel *self);
gint64          stanok_mes_model_count  (StanokMesModel *self, StanokState state);

/* By (created, id): the place of the first order above the key, for walking with get_at(). NULL
 * id: from the start. */
guint           stanok_mes_model_find_above (StanokMesModel *self,
                                             gint64          created_ms,
                                             const char     *id);
guint           stanok_mes_model_get_n  (StanokMesModel *self);
StanokMesEntry *stanok_mes_model_get_at (StanokMesModel *self, guint place);

/* The first change after @seq, or NULL; its own sequence is the entry's. */
StanokMesEntry *stanok_mes_model_next_change (StanokMesModel *self, gint64 seq);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMesModel, stanok_mes_model_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMesUpdate, stanok_mes_update_free)

G_END_DECLS
