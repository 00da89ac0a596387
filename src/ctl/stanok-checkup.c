/* stanok-checkup.c: what may be wrong with a terminal: its folder and what lies in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-checkup.h"

#include <sys/stat.h>

#include "ctl/stanok-journal-lines.h"
#include "domain/stanok-error.h"
#include "store/stanok-cache.h"

#define MIB             (1024 * 1024)
/* Less than the ballast: soon nothing is recorded. */
#define SPACE_FAILED    (G_GINT64_CONSTANT (32) * MIB)
/* B7: no more models are loaded. */
#define SPACE_WARNING   (G_GINT64_CONSTANT (256) * MIB)

static const StanokTableColumn columns[] = {
  { "check", "CHECK", 0, FALSE }, { "result", "RESULT", 0, FALSE }, { "text", "WHAT", 0, FALSE },
};

static const char * const results[] = {
  [STANOK_CHECK_OK] = "ok", [STANOK_CHECK_WARNING] = "warning", [STANOK_CHECK_FAILED] = "failed",
};

void
stanok_checkup_init (StanokCheckup *self)
{
  *self = (StanokCheckup) { .table = stanok_table_new (columns, G_N_ELEMENTS (columns)) };
}

void
stanok_checkup_clear (StanokCheckup *self)
{
  g_clear_pointer (&self->table, stanok_table_free);
  g_clear_pointer (&self->epoch, g_free);
}

void
stanok_checkup_note (StanokCheckup    *self,
                     const char       *check,
                     StanokCheckResult result,
                     const char       *format,
                     ...)
{
  g_autofree char *text = NULL;
  const char *values[] = { check, results[result], NULL };
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  values[2] = text;
  stanok_table_add (self->table, values);
  self->n_failed += result == STANOK_CHECK_FAILED;
}

/* ---- storage -------------------------------------------------------------------------------- */

void
stanok_checkup_space (StanokCheckup *self,
                      const char    *path,
                      gint64         free_bytes)
{
  gint64 mib = free_bytes / MIB;

  if (free_bytes < 0)
    stanok_checkup_note (self, "space", STANOK_CHECK_WARNING,
                         "the system does not say how much room is left");
  else if (free_bytes < SPACE_FAILED)
    stanok_checkup_note (self, "space", STANOK_CHECK_FAILED,
                         "%" G_GINT64_FORMAT " MiB are free: soon nothing can be recorded; make "
                         "room on the disk of %s", mib, path);
  else if (free_bytes < SPACE_WARNING)
    stanok_checkup_note (self, "space", STANOK_CHECK_WARNING,
                         "%" G_GINT64_FORMAT " MiB are free: no more models are loaded below 256; "
                         "make room on the disk of %s", mib, path);
  else
    stanok_checkup_note (self, "space", STANOK_CHECK_OK, "%" G_GINT64_FORMAT " MiB are free", mib);
}

/* When the newest command was recorded, and how many wait. */
static guint
count_unsent (StanokCheckup      *self,
              const StanokFolder *folder)
{
  g_autoptr(GPtrArray) entries = NULL;
  guint n = 0;

  if (!stanok_journal_read_log (folder->ports, &entries, NULL))
    return 0;
  for (guint i = 0; i < entries->len; i++)
    {
      const StanokEntry *entry = entries->pdata[i];

      n += stanok_entry_is_unsettled (entry);
      self->recorded_ms = MAX (self->recorded_ms, entry->recorded_ms);
    }
  return n;
}

static void
check_journal (StanokCheckup      *self,
               const StanokFolder *folder)
{
  g_auto(StanokComparison) comparison = { 0 };
  g_autoptr(GError) error = NULL;
  guint n_unsent = count_unsent (self, folder);

  if (!stanok_journal_check (folder, &comparison, &error))
    {
      gboolean is_new = error->code == STANOK_ERROR_NOT_FOUND;

      stanok_checkup_note (self, "journal", is_new ? STANOK_CHECK_WARNING : STANOK_CHECK_FAILED,
                           "%s", error->message);
    }
  else if (comparison.differences->len > 0)
    stanok_checkup_note (self, "journal", STANOK_CHECK_FAILED,
                         "journal.db and outbox.log differ (%u); stanokctl journal verify says "
                         "where. Start the terminal again: it completes each from the other",
                         comparison.differences->len);
  else
    stanok_checkup_note (self, "journal", STANOK_CHECK_OK,
                         "both copies are whole and agree (commands: %u, not yet accepted: %u)",
                         comparison.n_commands, n_unsent);
}

static gboolean
read_cache (StanokCheckup      *self,
            const StanokFolder *folder,
            GError            **error)
{
  g_auto(StanokFolderCopy) copy = { NULL };
  g_auto(StanokBaseState) base = { NULL };
  g_autoptr(StanokCache) cache = NULL;
  gboolean rebuilt = FALSE;

  if (!stanok_folder_copy (folder, "cache.db", &copy, error))
    return FALSE;
  cache = stanok_cache_open (copy.ports, &rebuilt, error);
  if (cache == NULL)
    return FALSE;
  if (rebuilt)
    {
      g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_CORRUPT, "cache.db is damaged");
      return FALSE;
    }
  stanok_cache_get_base_state (cache, &base);
  self->epoch = g_strdup (base.epoch);
  return TRUE;
}

static void
check_cache (StanokCheckup      *self,
             const StanokFolder *folder)
{
  g_autoptr(GError) error = NULL;

  if (read_cache (self, folder, &error))
    stanok_checkup_note (self, "cache", STANOK_CHECK_OK, "cache.db is whole");
  else if (error->code == STANOK_ERROR_NOT_FOUND)
    stanok_checkup_note (self, "cache", STANOK_CHECK_WARNING,
                         "there is no cache.db yet; the terminal fetches it when it reaches the "
                         "server");
  else
    stanok_checkup_note (self, "cache", STANOK_CHECK_WARNING,
                         "%s; the terminal fetches it again at its next start", error->message);
}

static void
check_folder (StanokCheckup      *self,
              const StanokFolder *folder)
{
  struct stat status;

  if (stat (folder->path, &status) == 0 && (status.st_mode & 077) != 0)
    stanok_checkup_note (self, "folder", STANOK_CHECK_WARNING,
                         "others on this machine may look into %s, where names and verifiers of "
                         "PINs lie: chmod 700 it", folder->path);
  else
    stanok_checkup_note (self, "folder", STANOK_CHECK_OK, "%s", folder->path);
}

void
stanok_checkup_storage (StanokCheckup       *self,
                        const StanokOptions *options)
{
  g_auto(StanokFolder) folder = { NULL };
  g_autoptr(GError) error = NULL;

  if (!stanok_folder_open (&folder, options->data, &error))
    {
      gboolean is_new = error->code == STANOK_ERROR_NOT_FOUND;

      stanok_checkup_note (self, "folder", is_new ? STANOK_CHECK_WARNING : STANOK_CHECK_FAILED,
                           "%s", error->message);
      return;
    }
  check_folder (self, &folder);
  stanok_checkup_note (self, "terminal", STANOK_CHECK_OK, "%s",
                       stanok_folder_is_in_use (&folder) ? "one is running on this folder"
                                                         : "none is running on this folder");
  stanok_checkup_space (self, folder.path,
                        folder.ports->files.free_bytes (folder.ports->files.data));
  check_journal (self, &folder);
  check_cache (self, &folder);
}
