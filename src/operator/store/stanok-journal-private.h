/* stanok-journal-private.h: what the files of the journal share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-journal-rows.h"
#include "store/stanok-outbox-log.h"

G_BEGIN_DECLS

/* Settings of the journal's own. */
#define STANOK_JOURNAL_INCARNATION  "journal.incarnation"
#define STANOK_JOURNAL_COMPACTING   "journal.compacting"   /* "1": rows have gone that the log has */
#define STANOK_JOURNAL_NOT_RECORDED "journal.not-recorded" /* a command id, of the log only */

struct _StanokJournal {
  const StanokPorts *ports;
  StanokDb          *db;              /* (nullable) NULL after a failure, until it can be reopened */
  StanokOutboxLog   *log;             /* (nullable) NULL as long as it cannot be opened */
  char              *incarnation;
  gint64             change;          /* the last one that is surely in the database */
  gint64             logged;          /* all changes up to this one are in the log */
  gint64             doubtful;        /* change whose commit failed while no reopening helped; 0 */
  char              *doubtful_command; /* (nullable) the command that it was to record */
  gint64             disowned;        /* the log says of this change that it was not; 0 */
};

/* Adds its rows with change number @change. May be run twice: the first try is rolled back. */
typedef gboolean (*StanokJournalWork) (StanokJournal *self, gint64 change, gpointer data,
                                       GError **error);

/* One transaction, then the log. TRUE: committed (J6: for sure); whether it is in the log, too,
 * self->logged tells. FALSE: not committed, and it will not turn up later. */
gboolean stanok_journal_write (StanokJournal *self, StanokJournalWork work, gpointer data,
                               GError **error);
/* Opens the database if a failure has closed it. */
gboolean stanok_journal_ensure (StanokJournal *self, GError **error);
/* Appends what the log lacks, as far as that is possible. */
void     stanok_journal_catch_up (StanokJournal *self);
gint64   stanok_journal_now_ms (StanokJournal *self);

/* stanok-journal-repair.c */
/* Compares both copies and completes each from the other. Needs an open database. */
gboolean stanok_journal_reconcile (StanokJournal *self, StanokRecovery *recovery, GError **error);
/* Rewrites the log from the database. */
gboolean stanok_journal_rewrite_log (StanokJournal *self, GError **error);
/* The database is damaged: renamed, and made again from the log. */
gboolean stanok_journal_rebuild (StanokJournal *self, StanokRecovery *recovery, GError **error);

/* stanok-ballast.c */
void     stanok_ballast_make (const StanokPorts *ports);
/* TRUE if there was one, so that another try makes sense. */
gboolean stanok_ballast_free (const StanokPorts *ports);

G_END_DECLS
