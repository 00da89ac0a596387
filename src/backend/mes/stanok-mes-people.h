/* stanok-mes-people.h: enrolled devices and operators
 *
 * Few, asked for by every request, and rarely changed: kept in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sql/stanok-sql.h"
#include "wire/stanok-headers.h"
#include "wire/stanok-messages.h"

G_BEGIN_DECLS

struct _StanokMesDevice {
  char   *id;
  char   *station;
  char   *token_hash;
  gint64  revoked_ms;            /* 0: not revoked */
  StanokUnsentHeader unsent;     /* what it said last; not stored */
};
typedef struct _StanokMesDevice StanokMesDevice;

typedef struct {
  StanokOperator op;
  char   *pin;                   /* (nullable) verifier */
  char   *badge;                 /* (nullable) hash */
  gint64  revoked_ms;            /* 0: not revoked */
} StanokMesPerson;

typedef struct _StanokMesPeople StanokMesPeople;

StanokMesPeople *stanok_mes_people_new  (StanokSql *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             stanok_mes_people_free (StanokMesPeople *self);

/* (nullable) */
StanokMesDevice *stanok_mes_people_find_device (StanokMesPeople *self, const char *token);
/* (nullable) */
StanokMesPerson *stanok_mes_people_find_person (StanokMesPeople *self, const char *operator_id);
/* In the order of their ids; NULL after the last. */
StanokMesDevice *stanok_mes_people_get_device  (StanokMesPeople *self, guint place);
StanokMesPerson *stanok_mes_people_get_person  (StanokMesPeople *self, guint place);

/* Reads everything again; on failure everything stays as it was. */
gboolean stanok_mes_people_load         (StanokMesPeople *self, GError **error);

/* Each is one statement; stanok_mes_people_load() after the commit makes it seen. A device that
 * is enrolled again loses its old token and is not revoked any more. */
gboolean stanok_mes_people_put_device   (StanokMesPeople *self,
                                         const char      *id,
                                         const char      *station,
                                         const char      *token,
                                         gint64           now_ms,
                                         GError         **error);
gboolean stanok_mes_people_revoke_device (StanokMesPeople *self,
                                          const char      *id,
                                          gint64           since_ms,
                                          GError         **error);
gboolean stanok_mes_people_put_person   (StanokMesPeople      *self,
                                         const StanokOperator *op,
                                         const char           *pin,
                                         const char           *badge,
                                         GError              **error);
gboolean stanok_mes_people_revoke_person (StanokMesPeople *self,
                                          const char      *operator_id,
                                          gint64           since_ms,
                                          GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMesPeople, stanok_mes_people_free)

G_END_DECLS
