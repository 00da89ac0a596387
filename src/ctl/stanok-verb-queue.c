/* stanok-verb-queue.c: stanokctl queue: the orders that a terminal has, as its screen shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-folder.h"
#include "ctl/stanok-table.h"
#include "ctl/stanok-verb.h"
#include "domain/stanok-error.h"
#include "store/stanok-cache.h"
#include "store/stanok-journal-reader.h"

#define ROWS_AT_ONCE 128

static const StanokTableColumn columns[] = {
  { "order_id", "ORDER", 24, FALSE }, { "title", "TITLE", 40, FALSE },
  { "state", "STATE", 0, FALSE }, { "flags", "FLAGS", 40, FALSE }, { "due", "DUE", 0, FALSE },
  { "due_ms", NULL, 0, TRUE }, { "holder", "HOLDER", 24, FALSE },
  { "holder_device", NULL, 0, FALSE }, { "customer", NULL, 0, FALSE },
  { "quantity", NULL, 0, TRUE }, { "unsent", "UNSENT", 0, TRUE },
};

/* What people have done and the server has not accepted, as the terminal itself holds it over the
 * facts. Without it the facts alone are shown, and people are told. */
static GPtrArray *
read_open_entries (const StanokFolder *folder)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *open = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_entry_unref);

  if (!stanok_journal_read_log (folder->ports, &entries, &error))
    g_printerr ("outbox.log: %s; what has not been sent is not in this list\n", error->message);
  for (guint i = 0; error == NULL && i < entries->len; i++)
    if (stanok_entry_is_unsettled (entries->pdata[i]) ||
        stanok_entry_needs_person (entries->pdata[i]))
      g_ptr_array_add (open, stanok_entry_ref (entries->pdata[i]));
  return open;
}

/* (transfer full) (nullable) */
static char *
make_flags (const StanokRow *row)
{
  g_autoptr(GPtrArray) flags = g_ptr_array_new ();

  if (row->order != NULL && row->order->cancelled)
    g_ptr_array_add (flags, (gpointer) "cancelled");
  if (row->order != NULL && row->order->held_reason != NULL)
    g_ptr_array_add (flags, (gpointer) "on hold");
  if (row->order != NULL && row->order->run != STANOK_RUN_IDLE)
    g_ptr_array_add (flags, (gpointer) stanok_run_name (row->order->run));
  if (row->asked)
    g_ptr_array_add (flags, (gpointer) "asked for");
  if (row->needs_person)
    g_ptr_array_add (flags, (gpointer) "needs a person");
  if (row->is_stub)
    g_ptr_array_add (flags, (gpointer) "gone from the server's queue");
  if (flags->len == 0)
    return NULL;
  g_ptr_array_add (flags, NULL);
  return g_strjoinv (", ", (char **) flags->pdata);
}

static void
add_row (StanokTable     *table,
         const StanokRow *row)
{
  const StanokOrder *order = row->order;
  g_autofree char *flags = make_flags (row);
  g_autofree char *due = order != NULL ? stanok_table_time (order->due_ms) : NULL;
  g_autofree char *due_ms = order != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, order->due_ms)
                                          : NULL;
  g_autofree char *ordered = order != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, order->ordered)
                                           : NULL;
  g_autofree char *unsent = g_strdup_printf ("%u", row->n_unsettled);
  const char *values[] = {
    row->order_id, order != NULL ? order->title : NULL,
    order != NULL ? stanok_state_name (order->state) : NULL, flags, due, due_ms,
    order != NULL ? order->holder_operator : NULL, order != NULL ? order->holder_device : NULL,
    order != NULL ? order->customer : NULL, ordered, unsent,
  };

  stanok_table_add (table, values);
}

/* D10: what has left the server's queue is in no list, but what was done to it still waits. */
static void
add_stubs (StanokTable *table,
           StanokCache *cache,
           GPtrArray   *open)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < open->len; i++)
    {
      const StanokEntry *entry = open->pdata[i];
      g_autoptr(StanokRow) row = NULL;

      if (!g_hash_table_add (seen, entry->command->order_id))
        continue;
      row = stanok_cache_get_row (cache, entry->command->order_id);
      if (row != NULL && row->is_stub)
        add_row (table, row);
    }
}

static StanokTable *
make_table (StanokCache *cache,
            GPtrArray   *open,
            GError     **error)
{
  const StanokQuery query = { STANOK_SEGMENT_ALL, STANOK_SORT_NEWEST, NULL, NULL, NULL };
  g_autoptr(GArray) keys = stanok_cache_run_query (cache, &query, error);
  StanokTable *table;

  if (keys == NULL)
    return NULL;
  table = stanok_table_new (columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < keys->len; i += ROWS_AT_ONCE)
    {
      g_autoptr(GPtrArray) rows = stanok_cache_read_rows (
          cache, &g_array_index (keys, gint64, i), MIN (ROWS_AT_ONCE, keys->len - i));

      for (guint j = 0; j < rows->len; j++)
        if (rows->pdata[j] != NULL)
          add_row (table, rows->pdata[j]);
    }
  add_stubs (table, cache, open);
  return table;
}

static void
show_age (StanokCache       *cache,
          const StanokTable *table)
{
  g_auto(StanokBaseState) base = { NULL };
  g_autofree char *time = NULL;

  stanok_cache_get_base_state (cache, &base);
  time = stanok_table_time (base.validated_wall_ms);
  if (base.epoch == NULL)
    g_printerr ("this terminal has had nothing from a server yet\n");
  else
    g_printerr ("%u orders, as the server (epoch %s) had them at %s\n", stanok_table_get_n (table),
                base.epoch, time != NULL ? time : "an unknown time");
}

static gboolean
show (const StanokFolder *folder,
      gboolean            as_json,
      GError            **error)
{
  g_auto(StanokFolderCopy) copy = { NULL };
  g_autoptr(GPtrArray) open = NULL;
  g_autoptr(StanokCache) cache = NULL;
  g_autoptr(StanokTable) table = NULL;
  gboolean rebuilt = FALSE;

  if (!stanok_folder_copy (folder, "cache.db", &copy, error))
    return FALSE;
  cache = stanok_cache_open (copy.ports, &rebuilt, error);
  if (cache == NULL)
    return FALSE;
  if (rebuilt)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
                   "cache.db in %s cannot be read; the terminal fetches it again at its next start",
                   folder->path);
      return FALSE;
    }
  open = read_open_entries (folder);
  stanok_cache_set_unsettled (cache, open);
  table = make_table (cache, open, error);
  if (table == NULL || !stanok_table_print (table, as_json))
    return FALSE;
  show_age (cache, table);
  return TRUE;
}

static StanokVerbEnd
run (int    argc,
     char **argv)
{
  g_auto(StanokFolderArguments) arguments = { NULL };
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    STANOK_FOLDER_DATA_ENTRY (&arguments), STANOK_FOLDER_CONFIG_ENTRY (&arguments),
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "One line of JSON for each order", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto(StanokFolder) folder = { NULL };
  g_autoptr(GError) error = NULL;

  if (!stanok_verb_parse (&STANOK_VERB_QUEUE, entries, argc, argv, NULL))
    return STANOK_VERB_MISUSED;
  if (stanok_folder_open_given (&folder, &arguments, &error) && show (&folder, as_json, &error))
    return STANOK_VERB_DONE;
  if (g_error_matches (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND))
    g_prefix_error (&error, "nothing is cached here: ");
  return error != NULL ? stanok_verb_fail (&STANOK_VERB_QUEUE, error) : STANOK_VERB_FAILED;
}

const StanokVerb STANOK_VERB_QUEUE = {
  "queue", "", "The orders that a terminal has, newest first, with what was done there",
  "Changes nothing, also beside a running terminal. Nothing is asked of the server.\n", 0, run,
};
