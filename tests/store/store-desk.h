/* store-desk.h: a store with real threads on a real directory, for tests on the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store-fixture.h"
#include "store/stanok-order-list.h"
#include "store/stanok-store.h"

G_BEGIN_DECLS

typedef struct {
  char        *directory;
  StanokStore *store;        /* (nullable) */
  guint        n_rows_changed, n_entries_changed, n_phase_changed, n_references;
} StoreDesk;

#define STORE_DESK_WAIT_MS 20000

/* Runs the main loop until @condition holds; a bounded while. */
#define WAIT_FOR(condition) \
  G_STMT_START { \
    gint64 until = g_get_monotonic_time () + STORE_DESK_WAIT_MS * G_TIME_SPAN_MILLISECOND; \
    while (!(condition) && g_get_monotonic_time () < until) \
      store_desk_iterate (); \
    g_assert_true (condition); \
  } G_STMT_END

typedef void (*StoreDeskJob) (StanokStore *store, gpointer data);

void         store_desk_iterate   (void);
/* Until the phase is no longer OPENING. */
void         store_desk_open      (StoreDesk *desk);
/* Nothing may hold the store any more. */
void         store_desk_close     (StoreDesk *desk);
/* For g_test_add(): in a fresh directory, READY. */
void         store_desk_set_up    (StoreDesk *desk, gconstpointer data);
void         store_desk_tear_down (StoreDesk *desk, gconstpointer data);
/* Runs @job on the sync thread and waits for it. */
void         store_desk_on_sync   (StoreDesk *desk, StoreDeskJob job, gpointer data);
/* A job: orders WO-0 … as a snapshot; data = how many. */
void         store_desk_add_orders (StanokStore *store, gpointer n_orders);
/* A GAsyncReadyCallback: keeps the result in the GAsyncResult * at @data. */
void         store_desk_keep_result (GObject *source, GAsyncResult *result, gpointer data);
StanokEntry *store_desk_record    (StoreDesk *desk, int n, StanokCommandType type,
                                   const char *order_id);

G_END_DECLS
