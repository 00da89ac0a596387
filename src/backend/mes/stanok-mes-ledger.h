/* stanok-mes-ledger.h: a command has one outcome, for ever
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-private.h"

G_BEGIN_DECLS

typedef struct {
  char   *command_id;
  char   *device_id;
  char   *order_id;
  char   *type;
  char   *operator_id;
  char   *fingerprint;
  gint64  received_ms, at_ms;
  gint64  status;              /* as it was answered */
  char   *outcome;
  char   *problem;             /* (nullable) */
  char   *by;                  /* (nullable) */
  gint64  since_ms;
  char   *exception_id;        /* (nullable) */
  char   *exception;           /* (nullable) */
  gint64  feed_seq;            /* 0: none */
  gboolean has_effect;
  gint64  good, scrap;         /* what it added */
  char   *reverted_by;         /* (nullable) */
  char   *clock;               /* (nullable) raw */
  char   *body;                /* (nullable) raw; not read back */
} StanokMesLedgerRow;

void stanok_mes_ledger_row_free (StanokMesLedgerRow *self);

/* NULL without error: not there. */
StanokMesLedgerRow *stanok_mes_ledger_find (StanokMes *mes, const char *command_id, GError **error);
/* (transfer full) (nullable): the command at that place of a journal. */
char    *stanok_mes_ledger_find_sequence (StanokMes  *mes,
                                          const char *device_id,
                                          const char *incarnation,
                                          gint64      seq,
                                          GError    **error);
/* The newest effective time of a device's commands on an order, 0 if none, -1 on failure. */
gint64   stanok_mes_ledger_find_lane_time (StanokMes  *mes,
                                           const char *device_id,
                                           const char *order_id,
                                           GError    **error);
/* (element-type StanokRange) ascending, disjoint. */
gboolean stanok_mes_ledger_read_ranges (StanokMes  *mes,
                                        const char *device_id,
                                        const char *incarnation,
                                        GArray     *ranges,
                                        GError    **error);

/* Inside a transaction. */
gboolean stanok_mes_ledger_append (StanokMes *mes, const StanokMesLedgerRow *row, GError **error);
gboolean stanok_mes_ledger_append_sequence (StanokMes                *mes,
                                            const StanokDeviceHeader *place,
                                            const char               *command_id,
                                            GError                  **error);
gboolean stanok_mes_ledger_mark_reverted (StanokMes  *mes,
                                          const char *command_id,
                                          const char *by_command,
                                          GError    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokMesLedgerRow, stanok_mes_ledger_row_free)

G_END_DECLS
