/* stanok-sync-words.h: how the terminal stands with the server, in one line and in a paragraph
 *
 * Honest: "All accepted" is said by the journal's count and by nothing else,
 * and the age belongs to the data, not to the link.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-store.h"
#include "sync/stanok-sync-status.h"
#include "ui/shared/stanok-dates.h"
#include "ui/shared/stanok-header.h"

G_BEGIN_DECLS

/* All that the line depends on. */
typedef struct {
  StanokStorePhase phase;
  StanokSyncStatus status;
  guint            n_unsent;
  gint64           oldest_unsent_wall_ms;
  guint            n_cards;
  gint64           boot_ms;
  StanokNow        now;
} StanokStanding;

typedef struct {
  StanokSyncFace  face;
  const char     *icon;     /* static */
  char           *words;    /* (owned) */
} StanokSyncWords;

void            stanok_sync_words_clear (StanokSyncWords *self);
StanokSyncWords stanok_sync_words_line  (const StanokStanding *standing);

/* Why there is no connection, for the status page: both owned. FALSE: the server answers. */
gboolean        stanok_sync_words_trouble (const StanokStanding  *standing,
                                           char                 **headline,
                                           char                 **sentence);
/* One or two words: "ready", "no answer". Static, translated. */
const char     *stanok_sync_words_link  (const StanokSyncStatus *status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokSyncWords, stanok_sync_words_clear)

G_END_DECLS
