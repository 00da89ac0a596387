/* stanok-reoffer.h: does the server still have what it accepted? (2.10)
 *
 * After an announced restore, after the cache was lost and once a day against silent restores:
 * what the journal holds as accepted and the server's ledger lacks goes back to pending, with its
 * id and bytes. Nothing is pushed to a new epoch before that is done, so that lanes keep their order.
 *
 *   IDLE     -> LISTING   due, and the base is of this epoch   [stanok_reoffer_step]
 *   LISTING  -> READING   the journal's list is here            [stanok_reoffer_listed]
 *   READING  -> SETTLING  the ledger lacks something            [stanok_reoffer_done]
 *   READING  -> IDLE      it lacks nothing                      [stanok_reoffer_done]
 *   SETTLING -> IDLE      all are back                          [stanok_reoffer_settled]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sync/stanok-sync-private.h"

G_BEGIN_DECLS

void     stanok_reoffer_boot        (StanokSyncCore *core);
gint64   stanok_reoffer_step        (StanokSyncCore *core);
/* The journal's silence has an end. Called before every step. */
gint64   stanok_reoffer_watch       (StanokSyncCore *core);
/* Another epoch: what was compared so far is void. */
void     stanok_reoffer_restart     (StanokSyncCore *core);
/* @accepted: (nullable): NULL: the journal could not be read */
void     stanok_reoffer_listed      (StanokSyncCore *core, GPtrArray *accepted);
void     stanok_reoffer_done        (StanokSyncCore *core, const StanokHttpAnswer *answer);
/* Of any command; @is_written: the journal has it. */
void     stanok_reoffer_settled     (StanokSyncCore *core, const char *command_id, gboolean is_written);
gboolean stanok_reoffer_blocks_push (const StanokSyncCore *core);

G_END_DECLS
