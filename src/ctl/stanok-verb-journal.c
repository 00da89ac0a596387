/* stanok-verb-journal.c: stanokctl journal list, export, verify: what people did at a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "ctl/stanok-folder.h"
#include "ctl/stanok-journal-lines.h"
#include "ctl/stanok-verb.h"
#include "domain/stanok-error.h"
#include "store/stanok-journal-reader.h"

#define DIFFERENCES_SHOWN 20
#define TRIES_BESIDE      5
#define PAUSE_MS          300

/* ---- reading -------------------------------------------------------------------------------- */

static GPtrArray *
read_db (const StanokFolder *folder,
         GError            **error)
{
  g_auto(StanokFolderCopy) copy = { NULL };

  if (!stanok_folder_copy (folder, "journal.db", &copy, error))
    return NULL;
  return stanok_journal_read_db (copy.ports, error);
}

static gboolean
has_log (const StanokFolder *folder)
{
  g_autoptr(GPtrArray) names = folder->ports->files.list (folder->ports->files.data, "", NULL);

  for (guint i = 0; names != NULL && i < names->len; i++)
    if (g_str_has_prefix (names->pdata[i], "outbox-"))
      return TRUE;
  return FALSE;
}

/* 2.14: from the log. If that copy is lost or damaged, from the other one, and people are told. */
static GPtrArray *
read_entries (const StanokFolder *folder,
              GError            **error)
{
  g_autoptr(GPtrArray) from_log = NULL, from_db = NULL;
  g_autoptr(GError) log_error = NULL, db_error = NULL;

  if (!has_log (folder))
    g_set_error (&log_error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND, "there is no outbox.log in %s",
                 folder->path);
  else if (stanok_journal_read_log (folder->ports, &from_log, &log_error))
    return g_steal_pointer (&from_log);
  from_db = read_db (folder, &db_error);
  if (from_db != NULL)
    {
      g_printerr ("outbox.log: %s; this is from journal.db\n", log_error->message);
      return g_steal_pointer (&from_db);
    }
  if (log_error->code == STANOK_ERROR_NOT_FOUND && db_error->code == STANOK_ERROR_NOT_FOUND)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND,
                 "there is no journal in %s; is that the terminal's folder?", folder->path);
  else
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
                 "neither copy can be read: outbox.log: %s; journal.db: %s", log_error->message,
                 db_error->message);
  return NULL;
}

static GPtrArray *
open_entries (const StanokFolderArguments *arguments,
              GError                     **error)
{
  g_auto(StanokFolder) folder = { NULL };

  return stanok_folder_open_given (&folder, arguments, error) ? read_entries (&folder, error)
                                                              : NULL;
}

/* ---- list ----------------------------------------------------------------------------------- */

static StanokVerbEnd
run_list (int    argc,
          char **argv)
{
  g_auto(StanokFolderArguments) arguments = { NULL };
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    STANOK_FOLDER_DATA_ENTRY (&arguments), STANOK_FOLDER_CONFIG_ENTRY (&arguments),
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "One line of JSON for each command", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(StanokTable) table = NULL;
  g_autoptr(GError) error = NULL;

  if (!stanok_verb_parse (&STANOK_VERB_JOURNAL_LIST, entries, argc, argv, NULL))
    return STANOK_VERB_MISUSED;
  found = open_entries (&arguments, &error);
  if (found == NULL)
    return stanok_verb_fail (&STANOK_VERB_JOURNAL_LIST, error);
  table = stanok_journal_table (found);
  return stanok_table_print (table, as_json) ? STANOK_VERB_DONE : STANOK_VERB_FAILED;
}

/* ---- export --------------------------------------------------------------------------------- */

static gboolean
write_export (const char *path,
              GPtrArray  *entries,
              GError    **error)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GError) reason = NULL;

  for (guint i = 0; i < entries->len; i++)
    stanok_journal_append_line (entries->pdata[i], lines);
  if (path == NULL)
    return stanok_table_print_text (lines->str);
  if (g_file_set_contents_full (path, lines->str, (gssize) lines->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &reason))
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "%s", reason->message);
  return FALSE;
}

static StanokVerbEnd
run_export (int    argc,
            char **argv)
{
  g_auto(StanokFolderArguments) arguments = { NULL };
  g_autofree char *output = NULL;
  const GOptionEntry entries[] = {
    STANOK_FOLDER_DATA_ENTRY (&arguments), STANOK_FOLDER_CONFIG_ENTRY (&arguments),
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to this file, whole or not at all",
      "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  if (!stanok_verb_parse (&STANOK_VERB_JOURNAL_EXPORT, entries, argc, argv, NULL))
    return STANOK_VERB_MISUSED;
  found = open_entries (&arguments, &error);
  if (found != NULL && write_export (output, found, &error))
    return STANOK_VERB_DONE;
  return error != NULL ? stanok_verb_fail (&STANOK_VERB_JOURNAL_EXPORT, error)
                       : STANOK_VERB_FAILED;
}

/* ---- verify --------------------------------------------------------------------------------- */

static gboolean
compare_once (const StanokFolder *folder,
              StanokComparison   *out,
              GError            **error)
{
  g_auto(StanokFolderCopy) copy = { NULL };
  g_autoptr(GError) reason = NULL;

  if (stanok_folder_copy (folder, "journal.db", &copy, &reason))
    return stanok_journal_compare (folder->ports, copy.ports, out, error);
  if (reason->code != STANOK_ERROR_NOT_FOUND || !has_log (folder))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  *out = (StanokComparison) { 0, 0, g_ptr_array_new_with_free_func (g_free) };
  g_ptr_array_add (out->differences,
                   g_strdup ("journal.db is missing; the terminal makes it from outbox.log at its "
                             "next start"));
  return TRUE;
}

static gboolean
end_pause_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_a_moment (void)
{
  gboolean is_over = FALSE;

  g_timeout_add (PAUSE_MS, end_pause_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* Leaves in @all what @now has, too. */
static void
keep_common (GPtrArray       *all,
             const GPtrArray *now)
{
  for (guint i = all->len; i-- > 0;)
    if (!g_ptr_array_find_with_equal_func ((GPtrArray *) now, all->pdata[i], g_str_equal, NULL))
      g_ptr_array_remove_index (all, i);
}

/* A running terminal writes the one copy and then the other, and now and then the log anew: only
 * what stays is a difference, or a failure. */
static gboolean
compare (const StanokFolder *folder,
         StanokComparison   *out,
         GError            **error)
{
  for (guint i = 1;; i++)
    {
      g_auto(StanokComparison) now = { 0 };
      g_autoptr(GError) reason = NULL;
      gboolean is_read = compare_once (folder, &now, &reason);

      if (is_read && out->differences == NULL)
        out->differences = g_ptr_array_ref (now.differences);
      else if (is_read)
        keep_common (out->differences, now.differences);
      out->n_commands = now.n_commands;
      out->n_others = now.n_others;
      if (is_read && out->differences->len == 0)
        return TRUE;
      if (i == TRIES_BESIDE || !stanok_folder_is_in_use (folder))
        {
          if (reason != NULL)
            g_propagate_error (error, g_steal_pointer (&reason));
          return is_read;
        }
      wait_a_moment ();
    }
}

gboolean
stanok_journal_check (const StanokFolder *folder,
                      StanokComparison   *out,
                      GError            **error)
{
  if (has_log (folder) || folder->ports->files.exists (folder->ports->files.data, "journal.db"))
    return compare (folder, out, error);
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND,
               "there is no journal in %s; is that the terminal's folder?", folder->path);
  return FALSE;
}

static StanokVerbEnd
show_differences (const StanokComparison *comparison)
{
  guint n = comparison->differences->len;

  for (guint i = 0; i < MIN (n, DIFFERENCES_SHOWN); i++)
    g_printerr ("%s\n", (char *) comparison->differences->pdata[i]);
  if (n > DIFFERENCES_SHOWN)
    g_printerr ("… and %u more\n", n - DIFFERENCES_SHOWN);
  g_printerr ("stanokctl journal verify: %u difference%s between journal.db and outbox.log\n", n,
              n == 1 ? "" : "s");
  return STANOK_VERB_FAILED;
}

static StanokVerbEnd
run_verify (int    argc,
            char **argv)
{
  g_auto(StanokFolderArguments) arguments = { NULL };
  const GOptionEntry entries[] = {
    STANOK_FOLDER_DATA_ENTRY (&arguments), STANOK_FOLDER_CONFIG_ENTRY (&arguments),
    G_OPTION_ENTRY_NULL,
  };
  g_auto(StanokFolder) folder = { NULL };
  g_auto(StanokComparison) comparison = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  if (!stanok_verb_parse (&STANOK_VERB_JOURNAL_VERIFY, entries, argc, argv, NULL))
    return STANOK_VERB_MISUSED;
  if (!stanok_folder_open_given (&folder, &arguments, &error) ||
      !stanok_journal_check (&folder, &comparison, &error))
    return stanok_verb_fail (&STANOK_VERB_JOURNAL_VERIFY, error);
  if (comparison.differences->len > 0)
    return show_differences (&comparison);
  line = g_strdup_printf ("journal.db and outbox.log agree (commands: %u, sign-ins and "
                          "settings: %u)\n", comparison.n_commands, comparison.n_others);
  return stanok_table_print_text (line) ? STANOK_VERB_DONE : STANOK_VERB_FAILED;
}

/* ---- the verbs ------------------------------------------------------------------------------ */

const StanokVerb STANOK_VERB_JOURNAL_LIST = {
  "journal list", "", "Every command that was recorded at this terminal, with its fate",
  "Beside a running terminal, too: it reads outbox.log.\n", 0, run_list,
};

const StanokVerb STANOK_VERB_JOURNAL_EXPORT = {
  "journal export", "", "The same with everything that is known of it, as JSON lines",
  "The member “command” is the body as it is sent to the server.\n", 0, run_export,
};

const StanokVerb STANOK_VERB_JOURNAL_VERIFY = {
  "journal verify", "", "Compare journal.db and outbox.log, record by record",
  "Changes nothing, also beside a running terminal. Exit status 1 if there is a difference.\n", 0,
  run_verify,
};
