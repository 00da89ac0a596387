/* stanok-mes-history.h: what happened to an order, append-only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-private.h"

G_BEGIN_DECLS

typedef struct {
  const char *order_id;
  gint64      at_ms, received_ms;
  const char *command_id;      /* (nullable) */
  const char *type;
  const char *operator_id;     /* (nullable) */
  const char *device_id;       /* (nullable) */
  const char *outcome;
  const StanokOrder *before;   /* (nullable) */
  const StanokOrder *after;    /* (nullable) */
  const char *args;            /* (nullable) JSON */
} StanokMesHappening;

/* Inside a transaction. */
gboolean stanok_mes_history_append (StanokMes                *mes,
                                    const StanokMesHappening *happening,
                                    GError                  **error);
/* (element-type StanokHistoryRow), oldest first. */
gboolean stanok_mes_history_read   (StanokMes  *mes,
                                    const char *order_id,
                                    GPtrArray  *rows,
                                    GError    **error);
/* -1 on failure */
gint64   stanok_mes_history_count  (StanokMes *mes, const char *order_id, GError **error);
/* How often a command is recorded as having changed something or as an exception. */
gint64   stanok_mes_history_count_effects (StanokMes *mes, const char *command_id, GError **error);
/* (nullable): @now as it stood just before @command_id: what commands can move is from then, all
 * else from now. */
StanokOrder *stanok_mes_history_rewind (StanokMes         *mes,
                                        const StanokOrder *now,
                                        const char        *command_id,
                                        GError           **error);

/* The part of an order that commands can move, as a record: what the history shows and a revert
 * restores. */
extern const StanokRecordType STANOK_MES_RECORD_STANDING;

G_END_DECLS
