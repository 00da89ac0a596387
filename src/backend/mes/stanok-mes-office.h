/* stanok-mes-office.h: what the rest of the factory does to orders: planning, selling, importing
 *
 * Used by the demo, `stanokctl order import`, and the simulator's planner; later
 * by the CRM's messages. Each call is one transaction and moves the feed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-order.h"
#include "mes/stanok-mes.h"
#include "wire/stanok-messages.h"

G_BEGIN_DECLS

/* Inserts or replaces by id; rev, etag, epoch, changed_ms are set here. Errors: BAD_DATA, STORE. */
gboolean stanok_mes_put_order    (StanokMes *self, const StanokOrder *order, GError **error);
/* One transaction for all of them. */
gboolean stanok_mes_put_orders   (StanokMes *self, GPtrArray *orders, GError **error);
gboolean stanok_mes_delete_order (StanokMes *self, const char *order_id, GError **error);
/* cancel, hold without a session, reprioritise, new due date, new revision: edit gets a copy and
 * changes it. */
typedef void (*StanokOrderEdit) (StanokOrder *order, gpointer data);
gboolean stanok_mes_edit_order   (StanokMes      *self,
                                  const char     *order_id,
                                  StanokOrderEdit edit,
                                  gpointer        data,
                                  GError        **error);
/* (nullable) */
StanokOrder *stanok_mes_dup_order (StanokMes *self, const char *order_id);

gboolean stanok_mes_put_operator (StanokMes            *self,
                                  const StanokOperator *op,
                                  const char           *pin_verifier,
                                  const char           *badge_sha256,
                                  GError              **error);
gboolean stanok_mes_put_station  (StanokMes *self, const StanokStation *station, GError **error);
gboolean stanok_mes_put_reason   (StanokMes *self, const StanokReason *reason, GError **error);
gboolean stanok_mes_revoke_operator (StanokMes  *self,
                                     const char *operator_id,
                                     gint64      since_ms,
                                     GError    **error);
/* The token is returned once and kept only as a hash. */
char    *stanok_mes_enrol_device (StanokMes  *self,
                                  const char *device_id,
                                  const char *station,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean stanok_mes_revoke_device (StanokMes *self, const char *device_id, GError **error);
/* Orders in every state, those that no queue shows included. */
gint64   stanok_mes_count_orders (StanokMes *self);
/* How many effects a command had (0 or 1), for the simulator's oracle. */
gint64   stanok_mes_count_effects (StanokMes *self, const char *command_id);

G_END_DECLS
