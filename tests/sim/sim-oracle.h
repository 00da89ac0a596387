/* sim-oracle.h: what must be so, in plain arrays beside the real thing
 *
 * Knows every order as it must stand on the server, every command with what its people were
 * told, and what the server's ledger must hold. Every answer of the server is held against it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-office.h"
#include "sim-log.h"
#include "sim-options.h"
#include "sim-rules.h"
#include "store/stanok-journal.h"

G_BEGIN_DECLS

#define SIM_ORDERS_MAX    96
#define SIM_OPERATORS_MAX 12
#define SIM_BUSY_AT       4        /* orders that one operator may have */

/* What the server has of a command. */
typedef struct {
  gboolean     is_there;
  SimVerdict   verdict;
  gboolean     is_reverted;
  guint        place;              /* in the ledger, from 1 */
  SimOrder     before;
} SimLedger;

typedef struct {
  int               number;
  char              id[37];
  SimAct            act;
  gint64            seq;           /* 0 = nobody knows yet */
  char              incarnation[33];
  gboolean          is_promised;   /* somebody was shown "Recorded" */
  gboolean          is_denied;     /* somebody was shown "NOT recorded", and has not tried again */
  gboolean          was_lost;      /* in a restore, after it was in the ledger */
  StanokEntry      *entry;         /* (owned) (nullable) as the journal has it, so far as we know */
  gint64            pending_ms;    /* true time since which it waits */
  gint64            conflict_ms;   /* true time since which a card is there; -1 = none */
  gint64            doubt_ms;      /* of the first settlement that may have been written; -1 */
  guint             n_sent;
  gboolean          is_settling;   /* the power went while its fate was being written */
  SimLedger         ledger;
} SimCommand;

/* Orders and ledger as of a backup. */
typedef struct {
  SimOrder  orders[SIM_ORDERS_MAX];
  int       n_orders;
  GArray   *ledger;                /* (element-type SimLedger) by number of command */
  guint     n_places;
} SimMemory;

typedef struct {
  SimLog     *log;                 /* borrowed */
  SimOrder    orders[SIM_ORDERS_MAX];
  int         n_orders;
  gboolean    is_revoked[SIM_OPERATORS_MAX];
  GPtrArray  *commands;            /* (owned) (element-type SimCommand) */
  GHashTable *by_id;               /* (owned) never walked */
  guint       n_places;
  gboolean    is_restored_silently;
  gboolean    has_jumps;           /* wall clocks jump: what is older than 12 h, nobody knows */
} SimOracle;

SimOracle  *sim_oracle_new     (SimLog *log) G_GNUC_WARN_UNUSED_RESULT;
void        sim_oracle_free    (SimOracle *self);

/* "WO-7", "op-3", "K-02": numbers as the wire has them. -1 if it is none of ours. */
char       *sim_order_id       (int order) G_GNUC_WARN_UNUSED_RESULT;
int         sim_order_number   (const char *id);
char       *sim_operator_id    (int actor) G_GNUC_WARN_UNUSED_RESULT;
int         sim_operator_number (const char *id);
int         sim_kiosk_number   (const char *id);

SimCommand *sim_oracle_add     (SimOracle *self, const char *id, const SimAct *act);
SimCommand *sim_oracle_find    (SimOracle *self, const char *id);
SimCommand *sim_oracle_get     (SimOracle *self, int number);

/* What the office does. */
int         sim_oracle_add_order (SimOracle *self, const StanokOrder *order);
/* @now: (nullable): deleted */
void        sim_oracle_adopt     (SimOracle *self, int order, const StanokOrder *now);

/* What the server would have to say, without doing it. */
SimVerdict  sim_oracle_foresee (SimOracle *self, const SimCommand *command, SimOrder *after);
/* The server has executed it. */
void        sim_oracle_execute (SimOracle *self, SimCommand *command, const SimVerdict *said);
/* Holds an order of the server's against ours. */
void        sim_oracle_compare (SimOracle *self, int order, const StanokOrder *real);

SimMemory  *sim_oracle_remember (SimOracle *self) G_GNUC_WARN_UNUSED_RESULT;
void        sim_oracle_restore  (SimOracle *self, const SimMemory *memory);
void        sim_memory_free     (SimMemory *memory);

G_END_DECLS
