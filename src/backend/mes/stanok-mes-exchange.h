/* stanok-mes-exchange.h: one request on its way to its response
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-problem.h"
#include "mes/stanok-mes.h"

G_BEGIN_DECLS

typedef struct _StanokMesRoute StanokMesRoute;
typedef struct _StanokMesDevice StanokMesDevice;

typedef struct {
  StanokMes              *mes;
  const StanokMesRequest *request;
  const StanokMesRoute   *route;       /* (nullable) */
  char                   *param;       /* (owned) (nullable) what stood in the route's braces */
  StanokMesDevice        *device;      /* (nullable) borrowed from the people */
  gint64                  now_ms;
  char                    request_id[17];
  StanokMesResponse      *response;    /* (owned) until it is handed out */
} StanokMesExchange;

/* What goes into a refusal beside its type; all may be unset. */
typedef struct {
  char       *detail;         /* (owned) taken over */
  const char *command_id;
  GBytes     *order;          /* serialised */
  const char *by;
  gint64      since_ms;
  gint64      retry_after_ms;
} StanokMesRefusal;

const char *stanok_mes_exchange_get_header (const StanokMesExchange *self,
                                            const char              *lower_case_name);
/* (transfer full) (nullable): decoded value of the first parameter of that name; not valid UTF-8
 * counts as absent. */
char       *stanok_mes_exchange_dup_query  (const StanokMesExchange *self, const char *name);
/* Decimal digits, clamped to @max; absent: @absent. FALSE, and refused with 400, if malformed. */
gboolean    stanok_mes_exchange_get_count  (StanokMesExchange *self,
                                            const char        *name,
                                            gint64             absent,
                                            gint64             max,
                                            gint64            *value);

void stanok_mes_exchange_set_header (StanokMesExchange *self, const char *name, const char *value);
/* TRUE: the client has it already, and 304 is the answer. */
gboolean stanok_mes_exchange_is_unchanged (StanokMesExchange *self, const char *etag);
void stanok_mes_exchange_reply      (StanokMesExchange *self,
                                     guint              status,
                                     const char        *media_type,
                                     GBytes            *body);
/* (transfer full) of @json. */
void stanok_mes_exchange_reply_json (StanokMesExchange *self,
                                     guint              status,
                                     const char        *etag,
                                     GString           *json);
void stanok_mes_exchange_refuse     (StanokMesExchange *self,
                                     StanokProblemType  type,
                                     const char        *format,
                                     ...) G_GNUC_PRINTF (3, 4);
void stanok_mes_exchange_refuse_with (StanokMesExchange *self,
                                      StanokProblemType  type,
                                      StanokMesRefusal  *refusal);
/* A failure of our own: 503 if it may pass, 500 otherwise; counted, and said by /health/ready. */
void stanok_mes_exchange_fail       (StanokMesExchange *self, const GError *error);

/* One JSON member, with the comma before it unless it is the object's first.
 * @value, @json: (nullable): null. */
void stanok_mes_json_string (GString *out, const char *name, const char *value);
void stanok_mes_json_int    (GString *out, const char *name, gint64 value);
void stanok_mes_json_raw    (GString *out, const char *name, GBytes *json);

G_END_DECLS
