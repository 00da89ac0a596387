/* stanok-mes.h: the MES API as a pure function: request in, response out, over ports
 *
 * Knows no socket, thread or clock. The shell (room http) feeds it from
 * libmicrohttpd, the simulator from virtual time, tests directly.
 *
 * Invariants (tests quote the numbers): the evaluation order of KSP/1 2.6, E1, E2, D1..D8, S2,
 * S9, S10, S11.
 *   M1  A command's effect, exception, ledger row and feed sequence are one transaction.
 *   M2  Feed sequences are given in commit order.
 *   M3  A read of a live order never serialises it twice for one rev.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "objects/stanok-objects.h"
#include "sql/stanok-sql.h"

G_BEGIN_DECLS

typedef struct {
  gint64 (*now_ms) (gpointer data);                        /* wall clock, for people and tokens */
  void   (*random) (gpointer data, guint8 *bytes, gsize n);
  gpointer data;
  /* (nullable) the shell's part of /metrics */
  void   (*metrics) (gpointer data, GString *out);
} StanokMesPorts;

typedef struct {
  const char *method;
  const char *path;                /* decoded by nobody: as it came, without query */
  const char *query;               /* (nullable) raw */
  GPtrArray  *headers;             /* (element-type utf8) lower-case name, value… */
  GBytes     *body;                /* (nullable) */
  gboolean    is_loopback;         /* the peer is on this machine */
  gboolean    is_last_call;        /* a waiting poll whose time is up: answer now */
  gboolean    is_too_large;        /* the shell refused to read the body; @body is %NULL */
} StanokMesRequest;

typedef struct {
  /* 0 = WAIT: nothing new; call again after the head moved past @wait_seq, or at the deadline */
  guint       status;
  GPtrArray  *headers;             /* (element-type utf8) name, value… */
  GBytes     *body;                /* (nullable) */
  /* (nullable) sha256 of a blob to send from @body_first, @body_length bytes */
  char       *body_object;
  gint64      body_first, body_length;
  gint64      wait_seq;
  gint64      wait_ms;             /* longest wait that was asked for */
  /* static: pattern of the route, "other" if there was none; for metrics and logs */
  const char *route;
} StanokMesResponse;

typedef struct {
  const char *min_client;          /* (nullable) */
  gint64      page_max, wait_max_s, body_max, blob_max, orders_per_operator;
  gboolean    plain_only;          /* announce no feed: what an older server would be like (E8) */
  /* (nullable) bearer key for /metrics and /openapi.json from elsewhere */
  const char *metrics_key;
  gint64      quota_max;           /* bytes of photos that one device may leave in 24 h */
  /* (nullable) bearer key for /v1/office; without one nobody may bring orders */
  const char *office_key;
  gint64      office_body_max;     /* bytes of one list of orders */
  gint64      office_blob_max;     /* bytes of one model or drawing */
} StanokMesConfig;

typedef struct _StanokMes StanokMes;

extern const StanokMesConfig STANOK_MES_DEFAULTS;

/* Migrates the database, decides the epoch, warms the read model.
 * @counter: (inout): as kept outside the database, 0 if there is none; the caller stores the new
 *   value durably before serving. The counter also grows with every commit: a database that is
 *   behind it is not the newest one that was served, and gets a new epoch (2.18). Who stores
 *   stanok_mes_get_counter() more often notices more. */
StanokMes *stanok_mes_new    (const StanokMesPorts  *ports,
                              StanokSql             *sql,
                              StanokObjects         *objects,
                              const StanokMesConfig *config,
                              gint64                *counter,
                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void       stanok_mes_free   (StanokMes *self);
const char *stanok_mes_get_epoch (StanokMes *self);
gint64     stanok_mes_get_counter (StanokMes *self);
/* Newest feed sequence: a waiting poll is called again once it moves. */
gint64     stanok_mes_get_head (StanokMes *self);

/* How long a body the shell should read at all, in bytes; 0: this request has none, or comes from
 * somebody who may not send one. Needs no lock: depends on nothing that changes.
 * @authorization: (nullable): the header of that name */
gint64     stanok_mes_get_body_max (StanokMes  *self,
                                    const char *method,
                                    const char *path,
                                    const char *authorization);

StanokMesResponse *stanok_mes_handle (StanokMes              *self,
                                      const StanokMesRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void               stanok_mes_response_free (StanokMesResponse *self);
const char        *stanok_mes_response_get  (const StanokMesResponse *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMes, stanok_mes_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMesResponse, stanok_mes_response_free)

G_END_DECLS
