/* stanok-verb-import.c: stanokctl order import: brings a file of orders with their models
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "ctl/stanok-office.h"
#include "ctl/stanok-table.h"
#include "ctl/stanok-verb.h"
#include "domain/stanok-error.h"

#define COMPLAINTS_SHOWN 20
#define BODY_MAX_BYTES   (8 * 1024 * 1024)    /* what the server takes at once */

typedef struct {
  char    *server, *key_file, *models;
  gboolean as_json;
  char   **arguments;
  char    *key;             /* what the file holds */
} Import;

static void
import_clear (Import *self)
{
  g_free (self->server);
  g_free (self->key_file);
  g_free (self->models);
  g_strfreev (self->arguments);
  g_free (self->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* ---- the file ------------------------------------------------------------------------------- */

static gboolean
is_json (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".json");
}

static gboolean
is_csv (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".csv");
}

/* (nullable): complained about */
static GPtrArray *
read_grid (const char       *path,
           StanokComplaints *complaints,
           GError          **error)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr(GError) reason = NULL;
  GPtrArray *grid;
  StanokPlace place;
  const char *text;

  if (file == NULL)
    return NULL;
  text = g_mapped_file_get_contents (file);
  grid = (is_json (path) ? stanok_grid_read_json : stanok_grid_read_csv) (
      &STANOK_ORDER_GRID, text != NULL ? text : "", g_mapped_file_get_length (file), &place,
      &reason);
  if (grid == NULL)
    stanok_complain (complaints, place, "%s", reason->message);
  else if (grid->len == 0)
    stanok_complain (complaints, (StanokPlace) { 1, 1 }, "there is no order in the file");
  return grid;
}

/* FALSE if there was anything. */
static gboolean
show_complaints (const StanokComplaints *complaints)
{
  guint n = complaints->sentences->len;

  for (guint i = 0; i < MIN (n, COMPLAINTS_SHOWN); i++)
    g_printerr ("%s\n", (char *) complaints->sentences->pdata[i]);
  if (n > COMPLAINTS_SHOWN)
    g_printerr ("… and %u more\n", n - COMPLAINTS_SHOWN);
  if (n > 0)
    g_printerr ("stanokctl order import: nothing was sent\n");
  return n == 0;
}

static StanokOfficeOrders *
collect_orders (GPtrArray *drafts)
{
  StanokOfficeOrders *orders = stanok_office_orders_new ();

  for (guint i = 0; i < drafts->len; i++)
    g_ptr_array_add (orders->items, stanok_order_ref (((StanokDraft *) drafts->pdata[i])->order));
  return orders;
}

/* ---- the answer ----------------------------------------------------------------------------- */

static const StanokTableColumn columns[] = {
  { "id", "ORDER", 0, FALSE }, { "outcome", "OUTCOME", 0, FALSE }, { "rev", NULL, 0, TRUE },
  { "title", "TITLE", 60, FALSE },
};

static gboolean
show_reply (const StanokOfficeReply *reply,
            GPtrArray               *drafts,
            gboolean                 as_json)
{
  g_autoptr(StanokTable) table = stanok_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < reply->items->len && i < drafts->len; i++)
    {
      const StanokOfficeResult *result = reply->items->pdata[i];
      const StanokDraft *draft = drafts->pdata[i];
      g_autofree char *rev = g_strdup_printf ("%" G_GINT64_FORMAT, result->rev);
      const char *values[] = {
        result->id, stanok_office_outcome_name ((StanokOfficeOutcome) result->outcome), rev,
        draft->order->title,
      };

      stanok_table_add (table, values);
    }
  return stanok_table_print (table, as_json);
}

static void
show_sum (const StanokOfficeReply *reply,
          guint                    n_files,
          guint                    n_sent)
{
  guint n[STANOK_N_OFFICE_OUTCOMES] = { 0 };

  for (guint i = 0; i < reply->items->len; i++)
    n[((StanokOfficeResult *) reply->items->pdata[i])->outcome]++;
  g_printerr ("%u created, %u replaced, %u unchanged; %u of %u files sent\n",
              n[STANOK_OFFICE_CREATED], n[STANOK_OFFICE_REPLACED], n[STANOK_OFFICE_UNCHANGED],
              n_sent, n_files);
}

/* ---- the verb ------------------------------------------------------------------------------- */

static StanokVerbEnd
bring (const Import *self,
       GPtrArray    *drafts,
       GPtrArray    *uploads)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokAsker) asker = stanok_asker_new (self->server, self->key, &error);
  g_autoptr(StanokOfficeOrders) orders = collect_orders (drafts);
  g_autofree char *json = stanok_record_to_json (&STANOK_RECORD_OFFICE_ORDERS, orders);
  g_autoptr(StanokOfficeReply) reply = NULL;
  guint n_sent = 0;

  if (strlen (json) > BODY_MAX_BYTES)
    g_set_error_literal (&error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                         "the orders are more than 8 MiB together; cut the file into several");
  if (error == NULL && stanok_office_send_files (asker, uploads, &n_sent, &error))
    reply = stanok_office_bring (asker, orders, &error);
  if (reply == NULL)
    {
      g_prefix_error (&error, "no order was brought: ");
      return stanok_verb_fail (&STANOK_VERB_ORDER_IMPORT, error);
    }
  if (!show_reply (reply, drafts, self->as_json))
    return STANOK_VERB_FAILED;
  show_sum (reply, uploads->len, n_sent);
  return STANOK_VERB_DONE;
}

static StanokVerbEnd
import (const Import *self)
{
  const char *path = self->arguments[0];
  g_autofree char *folder = self->models != NULL ? g_strdup (self->models)
                                                 : g_path_get_dirname (path);
  g_auto(StanokComplaints) complaints = { NULL };
  g_autoptr(GPtrArray) grid = NULL, drafts = NULL, uploads = NULL;
  g_autoptr(GError) error = NULL;

  stanok_complaints_init (&complaints, path);
  grid = read_grid (path, &complaints, &error);
  if (error != NULL)
    return stanok_verb_fail (&STANOK_VERB_ORDER_IMPORT, error);
  if (!show_complaints (&complaints))
    return STANOK_VERB_FAILED;
  drafts = stanok_drafts_new (grid, &complaints);
  uploads = stanok_uploads_new (drafts, folder, &complaints);
  if (!show_complaints (&complaints))
    return STANOK_VERB_FAILED;
  return bring (self, drafts, uploads);
}

static gboolean
read_key (Import  *self,
          GError **error)
{
  g_autoptr(GError) reason = NULL;

  if (!g_file_get_contents (self->key_file, &self->key, NULL, &reason))
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND,
                   "%s. It is the file office.key among the data of stanok-mesd", reason->message);
      return FALSE;
    }
  g_strstrip (self->key);
  if (*self->key != '\0')
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "%s is empty; copy office.key from the data of stanok-mesd", self->key_file);
  return FALSE;
}

static StanokVerbEnd
run (int    argc,
     char **argv)
{
  g_auto(Import) self = { NULL };
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &self.server, "Address of the MES API", "URL" },
    { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &self.key_file,
      "Holds the office's key: office.key among the server's data", "FILE" },
    { "models", 0, 0, G_OPTION_ARG_FILENAME, &self.models,
      "What the paths of models are relative to (the folder of FILE)", "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.as_json, "One line of JSON for each order", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GError) error = NULL;

  if (!stanok_verb_parse (&STANOK_VERB_ORDER_IMPORT, entries, argc, argv, &self.arguments))
    return STANOK_VERB_MISUSED;
  if (self.server == NULL || self.key_file == NULL)
    return stanok_verb_misuse (&STANOK_VERB_ORDER_IMPORT,
                               "say where to and with which key: --server URL --key-file FILE");
  if (!is_json (self.arguments[0]) && !is_csv (self.arguments[0]))
    return stanok_verb_misuse (&STANOK_VERB_ORDER_IMPORT,
                               "FILE has to end in .json or .csv, so that it is clear what it is");
  if (!read_key (&self, &error))
    return stanok_verb_fail (&STANOK_VERB_ORDER_IMPORT, error);
  return import (&self);
}

const StanokVerb STANOK_VERB_ORDER_IMPORT = {
  "order import", "FILE.json|FILE.csv", "Bring a file of orders with their models, all or none",
  "Names of the columns of a CSV file, or of the members of a JSON file's objects:\n"
  "  id             letters, digits, dots, dashes, underscores; the order is known by it\n"
  "  title          what it is\n"
  "  quantity       pieces, 1 to 1000000\n"
  "  due            2026-12-24 (until the end of that day here), or 2026-12-24T14:00:00+03:00\n"
  "and if there is something to say:\n"
  "  number (the id), customer, material, station, instructions\n"
  "  source         crm, shop or partner (crm)\n"
  "  tolerance_pct  0 to 100: how much more or less is right (0)\n"
  "  priority       0 to 9, 9 is the most urgent (3)\n"
  "  created        when it was ordered (now)\n"
  "  model, unit    path of the model below the folder of models; mm or in (mm)\n"
  "  drawing, photo paths; these two may repeat\n"
  "\n"
  "An order that is there with the same content stays as it is, so the same file can be brought\n"
  "again. With other content it is replaced while nobody has begun anything with it; afterwards\n"
  "the whole file is refused.\n",
  1, run,
};
