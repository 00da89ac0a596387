/* store-fixture.h: commands and orders for the tests of the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-journal.h"
#include "support/stanok-fake-ports.h"

G_BEGIN_DECLS

typedef struct {
  StanokDisk      *disk;
  StanokFakePorts  ports;
} StoreFixture;

void           store_fixture_set_up    (StoreFixture *fixture, guint64 seed);
void           store_fixture_tear_down (StoreFixture *fixture);
StanokJournal *store_fixture_open      (StoreFixture *fixture, StanokRecovery *recovery);

/* The @n-th command of a test; equal n make equal commands. */
StanokCommand *make_command            (int n, StanokCommandType type, const char *order_id);
/* Its id: every n gives another. */
char          *make_command_id         (int n);
StanokOrder   *make_order              (int n, gint64 rev);

G_END_DECLS
