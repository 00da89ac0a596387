/* stanok-mes-private.h: the core from inside; this room only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-model.h"
#include "mes/stanok-mes-people.h"
#include "mes/stanok-mes.h"

G_BEGIN_DECLS

#define STANOK_MES_DAY_MS      (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
/* how long a shipped order stays in the queue */
#define STANOK_MES_SCOPE_MS    (30 * STANOK_MES_DAY_MS)
#define STANOK_MES_TOMBSTONE_MS (30 * STANOK_MES_DAY_MS)   /* D2 */

typedef enum {
  STANOK_MES_LIST_OPERATORS,
  STANOK_MES_LIST_STATIONS,
  STANOK_MES_LIST_REASONS,
  STANOK_MES_LIST_ROSTER,
} StanokMesList;

#define STANOK_MES_N_LISTS (STANOK_MES_LIST_ROSTER + 1)

struct _StanokMes {
  StanokMesPorts   ports;
  StanokMesConfig  config;
  StanokSql       *sql;          /* borrowed */
  StanokObjects   *objects;      /* borrowed */
  StanokMesModel  *model;        /* (owned) */
  StanokMesPeople *people;       /* (owned) */

  char            *epoch;        /* (owned) */
  gint64           counter;      /* of the last commit */
  gint64           head;         /* newest feed sequence that is committed */
  gint64           expired_seq;  /* cursors below it are of no use */
  gint64           next_sweep_ms;

  /* The open transaction, if there is one. */
  GPtrArray       *updates;      /* (owned) (nullable) (element-type StanokMesUpdate) */
  GHashTable      *written;      /* (owned) (nullable) id -> newest of @updates */
  GPtrArray       *forgotten;    /* (owned) (nullable) (element-type utf8) */
  gint64           new_head;
  gint64           new_expired_seq;

  GBytes          *lists[STANOK_MES_N_LISTS];       /* (owned) (nullable) NULL: to be made again */
  char            *list_etags[STANOK_MES_N_LISTS];  /* (owned) */

  guint64          n_outcomes[STANOK_N_COMMANDS][STANOK_N_OUTCOMES];
  guint64          n_replayed;
  guint64          n_failures;
  char            *failure;      /* (owned) (nullable) the last commit failed, or a read did */
};

/* ---- stanok-mes-write.c: M1, M2 ------------------------------------------------------------- */
gboolean stanok_mes_begin    (StanokMes *self, GError **error);
/* On failure nothing of it happened. */
gboolean stanok_mes_commit   (StanokMes *self, GError **error);
void     stanok_mes_rollback (StanokMes *self);
/* @order is the caller's own copy: gets its epoch, rev, etag and changed_ms. @seq: (out)
 * (optional): 0 if no follower of the feed is concerned. */
gboolean stanok_mes_write_order  (StanokMes *self, StanokOrder *order, gint64 *seq, GError **error);
gboolean stanok_mes_write_absence (StanokMes *self, const char *order_id, GError **error);
/* Orders that were shipped long ago leave the queue, old tombstones go. Cheap if nothing is due. */
gboolean stanok_mes_sweep    (StanokMes *self, GError **error);

/* ---- stanok-mes-warm.c ---------------------------------------------------------------------- */
gboolean stanok_mes_warm     (StanokMes *self, gint64 outside_counter, GError **error);

/* ---- stanok-mes-read.c ---------------------------------------------------------------------- */
/* (transfer full) (nullable): serialised, from memory or the database. NULL without error:
 * unknown. */
GBytes      *stanok_mes_read_json  (StanokMes *self, const char *order_id, GError **error);
StanokOrder *stanok_mes_read_order (StanokMes *self, const char *order_id, GError **error);
char        *stanok_mes_make_etag  (StanokMes *self, gint64 rev);
gint64       stanok_mes_now_ms     (StanokMes *self);
gboolean     stanok_mes_is_plain_id (const char *text);

/* ---- stanok-mes-office.c -------------------------------------------------------------------- */
/* What goes into the database has to come out of it through the strict reader that clients have. */
gboolean stanok_mes_check_order (const StanokOrder *order, GError **error);
/* In a transaction: writes @order and notes @what in its history.
 * @before: (nullable): @order: gets its epoch, rev, etag and changed_ms */
gboolean stanok_mes_write_noted (StanokMes         *self,
                                 const char        *what,
                                 const StanokOrder *before,
                                 StanokOrder       *order,
                                 GError           **error);
/* Commits if @done, or takes everything back. */
gboolean stanok_mes_end         (StanokMes *self, gboolean done, GError **error);
void stanok_mes_forget_list (StanokMes *self, StanokMesList list);

/* ---- stanok-mes-cursor.c -------------------------------------------------------------------- */
char *stanok_mes_cursor_format (StanokMes *self, gint64 seq);
/* NONE if it can be gone on from, else the refusal. */
StanokProblemType stanok_mes_cursor_parse (StanokMes *self, const char *text, gint64 *seq);

G_END_DECLS
