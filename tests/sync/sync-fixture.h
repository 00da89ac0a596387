/* sync-fixture.h: the real core, cache and journal in a world of virtual time, before a fake MES
 *
 * After every event the core is asked whether it has forgotten anything (SC2), and the number of
 * commands in flight is counted (SC1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fake-mes.h"
#include "store/stanok-cache.h"
#include "support/stanok-fake-ports.h"
#include "sync/stanok-sync-core.h"

G_BEGIN_DECLS

typedef struct {
  StanokDisk      *disk;
  StanokFakePorts  ports;
  StanokJournal   *journal;
  StanokCache     *cache;
  StanokSyncCore  *core;         /* (nullable) while the program does not run */
  FakeMes         *mes;
  GPtrArray       *flights;      /* (element-type Flight) */
  GQueue           mail;         /* of Mail: what the journal has to say to the core */
  gint64           timer_ms;     /* -1 = not armed */
  gint64           latency_ms;   /* there and back */
  gint64           way_back_ms;  /* beside it: how long an answer is under way once it is written */
  gint64           written_ms;   /* when the last answer of the feed was written */
  StanokTransport  down;         /* OK = the network is up */
  guint            cut_stream_at;   /* once; 0 = streams arrive whole */
  guint            cut_always_at;   /* every time; 0 = streams arrive whole */
  gsize            piece;        /* of streams */
  guint            settle_fails; /* so many settlements cannot be written */
  guint            list_fails;   /* so many times the journal cannot be read */
  gboolean         is_journal_mute;
  gboolean         is_net_mute;  /* the driver ends no request: only the core's watchdog does */
  gboolean         fetch_blobs;
  GPtrArray       *told;         /* (element-type utf8) "ready SHA", "reference NAME", "log …" */
  guint            n_compacted;
  guint            n_lost_answers;
} SyncFixture;

void         sync_fixture_set_up    (SyncFixture *self, gconstpointer data);
void         sync_fixture_tear_down (SyncFixture *self, gconstpointer data);
/* Starts the program: opens what is on the disk, tells the core. */
void         sync_fixture_boot      (SyncFixture *self);
/* Boots, until all is here; what the server was asked on the way is forgotten. */
void         sync_fixture_begin     (SyncFixture *self);
/* Ends it between two events; what was in flight may have arrived (FALSE: may not). */
void         sync_fixture_kill      (SyncFixture *self, gboolean arrives);
/* Lets so much time pass. */
void         sync_fixture_run       (SyncFixture *self, gint64 ms);
void         sync_fixture_event     (SyncFixture *self, const StanokEvent *event);
void         sync_fixture_hint      (SyncFixture *self, StanokEventKind kind, gboolean up);
/* The machine sleeps: the clocks go on, nothing else does. */
void         sync_fixture_sleep     (SyncFixture *self, gint64 ms);
/* Somebody else changed something: long polls are answered. */
void         sync_fixture_wake      (SyncFixture *self);

void         sync_fixture_put_file  (SyncFixture *self, const char *name, const guint8 *bytes,
                                     gsize n);

/* What an operator does, on what he sees. (transfer full): the command's id. */
char        *sync_fixture_act       (SyncFixture *self, StanokCommandType type,
                                     const char *order_id);
/* Claims and starts. */
char        *sync_fixture_take      (SyncFixture *self, const char *order_id);
char        *sync_fixture_act_with  (SyncFixture *self, StanokCommandType type,
                                     const char *order_id, const StanokArgs *args);
void         sync_fixture_acknowledge (SyncFixture *self, const char *command_id);

StanokEntry *sync_fixture_entry     (SyncFixture *self, const char *command_id);
void         sync_fixture_assert_state (SyncFixture *self, const char *command_id,
                                     StanokEntryState state);
StanokSyncStatus sync_fixture_status (SyncFixture *self);
/* L1 to L3: nothing waits, the base is the server's, and so is the digest. */
void         sync_fixture_assert_converged (SyncFixture *self);
gboolean     sync_fixture_was_told  (SyncFixture *self, const char *prefix);
/* Requests in flight now of this channel. */
guint        sync_fixture_n_flights (SyncFixture *self, StanokChannel channel);
const StanokHttpRequest *sync_fixture_flight (SyncFixture *self, StanokChannel channel);

G_END_DECLS
