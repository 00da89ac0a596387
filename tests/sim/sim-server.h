/* sim-server.h: the real core of the MES API on a disk that loses power
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-office.h"
#include "sim-net.h"
#include "sim-world.h"
#include "support/stanok-powerloss.h"

G_BEGIN_DECLS

/* One change of one order, in the order of the feed. */
typedef struct {
  gint64   seq;
  int      order;
  gint64   rev;
  gboolean is_gone;
} SimChange;

typedef struct _SimBackup SimBackup;

struct _SimServer {
  SimWorld      *world;
  SimRng         rng;
  StanokDisk    *disk;
  StanokFiles    files;
  StanokObjects *objects;
  StanokSql     *sql;              /* (nullable) */
  StanokMes     *mes;              /* (nullable) NULL: down */
  gint64         counter;          /* kept outside the database */
  guint          life;             /* connections end with it */
  char          *tokens[SIM_KIOSKS_MAX];
  GPtrArray     *waits;            /* (element-type Wait) */
  GArray        *feed;             /* (element-type SimChange) of this epoch, ascending */
  char          *epoch;            /* (owned) */
  SimCommand    *doubtful;         /* (nullable) in its hands when the power went */
  int            doubtful_order;   /* that the office was changing then, or -1 */
  SimBackup     *backup;           /* (owned) (nullable) */
  int            keep;             /* StanokDiskKeep of a power cut; -1 = drawn */
  int            poisoned;         /* number of the command that it fails on for ever, or -1 */
  int            refused;          /* number of the command that it calls malformed, or -1 */
};

SimServer *sim_server_new     (SimWorld *world) G_GNUC_WARN_UNUSED_RESULT;
void       sim_server_free    (SimServer *self);
void       sim_server_start   (SimServer *self);
/* In good order, or by pulling the plug. */
void       sim_server_stop    (SimServer *self);
void       sim_server_cut     (SimServer *self);
void       sim_server_back_up (SimServer *self);
void       sim_server_restore (SimServer *self, gboolean is_silent);

/* (transfer full) (nullable): NULL: it waits (sim_net_answered() comes later), or it has died. */
StanokMesResponse *sim_server_take (SimServer *self, SimExchange *exchange);

/* Somebody did something to an order: tells who waits. What the office did is believed. */
void       sim_server_changed (SimServer *self, int order, gboolean by_office);
StanokMesResponse *sim_server_ask (SimServer *self, const char *path, int kiosk);

G_END_DECLS
