/* stanok-journal-open.c: the journal opened, mended and closed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-private.h"

#include "domain/stanok-error.h"

#define INCARNATION_BYTES 16

void
stanok_recovery_clear (StanokRecovery *self)
{
  g_clear_pointer (&self->set_aside, g_free);
}

static gboolean
open_db (StanokJournal  *self,
         GError        **error)
{
  self->db = stanok_db_open (self->ports, &STANOK_JOURNAL_DB, error);
  return self->db != NULL && stanok_db_checkpoint (self->db, error);
}

/* J5: only damage is damage. A full disk gets the ballast, once; all else is the caller's. */
static gboolean
open_copies (StanokJournal   *self,
             StanokRecovery  *recovery,
             GError         **error)
{
  g_autoptr(GError) reason = NULL;

  if (open_db (self, &reason) && stanok_journal_reconcile (self, recovery, &reason))
    return TRUE;
  if (reason->code == STANOK_ERROR_CORRUPT)
    return stanok_journal_rebuild (self, recovery, error);
  if (reason->code == STANOK_ERROR_FULL && stanok_ballast_free (self->ports))
    {
      g_clear_pointer (&self->db, stanok_db_close);
      return open_db (self, error) && stanok_journal_reconcile (self, recovery, error);
    }
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static char *
make_incarnation (const StanokPorts *ports)
{
  GString *text = g_string_new (NULL);
  guint8 bytes[INCARNATION_BYTES];

  ports->random.fill (ports->random.data, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

/* C3: made with the journal; the log keeps it when the database is lost. */
static gboolean
take_incarnation (StanokJournal  *self,
                  GError        **error)
{
  g_autoptr(GError) local_error = NULL;

  self->incarnation = stanok_rows_get_setting (self->db, STANOK_JOURNAL_INCARNATION, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (self->incarnation != NULL)
    return TRUE;
  /* J2: what looks new may have lost everything, and the other copy cannot be asked. */
  if (self->log == NULL)
    {
      g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_STORE,
                           "journal.db is empty and the log cannot be read; it may have all of it");
      return FALSE;
    }
  self->incarnation = make_incarnation (self->ports);
  return stanok_journal_set_setting (self, STANOK_JOURNAL_INCARNATION, self->incarnation, error);
}

/* Reconciling has dropped from the log what a compaction had dropped from the database. */
static gboolean
end_compaction (StanokJournal  *self,
                GError        **error)
{
  g_autofree char *value = stanok_journal_get_setting (self, STANOK_JOURNAL_COMPACTING);

  return g_strcmp0 (value, "1") != 0 || self->logged < self->change ||
         stanok_journal_set_setting (self, STANOK_JOURNAL_COMPACTING, "0", error);
}

StanokJournal *
stanok_journal_open (const StanokPorts  *ports,
                     StanokRecovery     *recovery,
                     GError            **error)
{
  g_autoptr(StanokJournal) self = g_new0 (StanokJournal, 1);

  self->ports = ports;
  *recovery = (StanokRecovery) { FALSE };
  if (!open_copies (self, recovery, error) || !take_incarnation (self, error))
    return NULL;
  stanok_journal_catch_up (self);
  if (!end_compaction (self, error))
    return NULL;
  stanok_ballast_make (ports);
  return g_steal_pointer (&self);
}

void
stanok_journal_close (StanokJournal *self)
{
  if (self == NULL)
    return;
  /* J6: the last chance to take back what was answered "not recorded". */
  if (self->doubtful > 0)
    stanok_journal_ensure (self, NULL);
  stanok_journal_repair (self);
  stanok_db_close (self->db);
  stanok_outbox_log_close (self->log);
  g_free (self->incarnation);
  g_free (self->doubtful_command);
  g_free (self);
}
