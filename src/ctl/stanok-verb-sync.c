/* stanok-verb-sync.c: stanokctl sync --once: one full round of the terminal's own sync
 *
 * The store and the sync of the terminal, without its screen: what waits is sent, what is new is
 * read, and then it ends. Models go on being loaded by the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "api/stanok-api.h"
#include "api/stanok-credentials.h"
#include "ctl/stanok-folder.h"
#include "ctl/stanok-table.h"
#include "ctl/stanok-verb.h"
#include "domain/stanok-error.h"
#include "store/stanok-journal-reader.h"
#include "store/stanok-store.h"
#include "sync/stanok-sync.h"

#define LOOK_EVERY_MS  50
#define TIMEOUT_S      120
#define TIMEOUT_MAX_S  86400

typedef struct {
  const StanokOptions *options;
  StanokStore *store;         /* (owned) */
  StanokSync  *sync;          /* (owned) (nullable) until the store is ready */
  gint64       begun_ms;      /* on the boot clock: what was validated later is fresh */
  gint64       end_us;        /* on the monotonic clock */
  gboolean     is_over;
  guint        n_before;      /* that waited at the beginning */
  GError      *error;         /* (owned) (nullable) */
} Round;

/* ---- the way out ---------------------------------------------------------------------------- */

static char *
get_token (gpointer data,
           GError **error)
{
  const StanokOptions *options = data;

  return options->token != NULL
    ? g_strdup (options->token)
    : stanok_credentials_lookup_sync (options->server, options->device, error);
}

static StanokNet *
make_net (const StanokNetListener *listener,
          gpointer                 data)
{
  const StanokOptions *options = data;

  return stanok_api_new (options->server, listener, get_token, data, NULL);
}

/* Before any thread: an address that cannot be used has its sentence. */
static gboolean
check_address (const StanokOptions *options,
               GError             **error)
{
  const StanokNetListener nobody = { NULL };
  StanokNet *net;

  if (options->server == NULL)
    {
      g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                           "no server is set: write server= and device= into the terminal's "
                           "configuration, or give --server and --device");
      return FALSE;
    }
  net = stanok_api_new (options->server, &nobody, get_token, NULL, error);
  if (net != NULL)
    stanok_api_free (net);
  return net != NULL;
}

/* ---- how it ends ---------------------------------------------------------------------------- */

static void
fail (Round      *self,
      const char *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
fail (Round      *self,
      const char *format,
      ...)
{
  g_autofree char *sentence = NULL;
  guint n = stanok_store_get_n_unsent (self->store, NULL);
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (&self->error, STANOK_ERROR, STANOK_ERROR_OFFLINE, "%s; %u action%s wait%s here",
               sentence, n, n == 1 ? "" : "s", n == 1 ? "s" : "");
  self->is_over = TRUE;
}

static const char *
words_for_stop (StanokStopReason stop)
{
  switch (stop)
    {
    case STANOK_STOP_REVOKED:
      return "this kiosk was revoked: everything is kept, and a supervisor has to enrol it again";
    case STANOK_STOP_CLONED:
      return "another kiosk has a copy of this journal: the server takes nothing from it";
    case STANOK_STOP_TOO_OLD:
      return "the server wants a newer version of Stanok: install it";
    case STANOK_STOP_NONE:
    default:
      return "sync has stopped";
    }
}

/* (nullable): nothing is wrong */
static const char *
words_for_link (const StanokSyncStatus *status)
{
  switch (status->link)
    {
    case STANOK_LINK_UNREACHABLE:
      return "nobody answers; is the server running, and the address right?";
    case STANOK_LINK_NOT_OURS:
      return "something answers, but not the MES; is there a portal or a proxy in between?";
    case STANOK_LINK_TROUBLE:
      return "the server answers with errors; look at its log";
    case STANOK_LINK_TLS:
      return "the server's certificate cannot be trusted; look at the date of this machine first";
    case STANOK_LINK_UNAUTHORISED:
      return "the kiosk's token is refused, or the keyring does not give it: unlock the keyring, "
             "or enrol the kiosk again";
    case STANOK_LINK_STOPPED:
      return words_for_stop (status->stop);
    case STANOK_LINK_STARTING:
    case STANOK_LINK_ONLINE:
    default:
      return NULL;
    }
}

/* Whatever waits is parked: it goes only after a person has looked at it. */
static guint
count_parked (Round *self)
{
  g_autoptr(GPtrArray) unsent = stanok_store_dup_unsent (self->store);
  guint n = 0;

  for (guint i = 0; i < unsent->len; i++)
    n += ((StanokEntry *) unsent->pdata[i])->state == STANOK_ENTRY_PARKED;
  return n > 0 && n == unsent->len ? n : 0;
}

static void
look_at_status (Round *self)
{
  StanokSyncStatus status;
  const char *words;
  guint n_parked;

  stanok_sync_get_status (self->sync, &status);
  words = words_for_link (&status);
  n_parked = count_parked (self);
  if (words != NULL)
    fail (self, "%s: %s", self->options->server, words);
  else if (status.validated_boot_ms < self->begun_ms || status.rebuilding ||
           status.n_references_due > 0)
    return;
  else if (n_parked > 0)
    fail (self, "the server cannot make sense of some actions, and stanokctl journal list shows "
          "which; a person has to look at them");
  else if (stanok_store_get_n_unsent (self->store, NULL) == 0)
    self->is_over = TRUE;
}

/* ---- the round ------------------------------------------------------------------------------ */

static void
start_sync (Round *self)
{
  const StanokClock *clock = &stanok_store_get_ports (self->store)->clock;

  self->n_before = stanok_store_get_n_unsent (self->store, NULL);
  self->begun_ms = clock->boot_ms (clock->data);
  self->sync = stanok_sync_new (self->store, make_net, NULL, (gpointer) self->options,
                                self->options->device);
  stanok_sync_start (self->sync);
}

static gboolean
look_cb (gpointer data)
{
  Round *self = data;
  StanokStorePhase phase = stanok_store_get_phase (self->store);

  if (phase == STANOK_STORE_FAILED)
    {
      self->error = g_error_copy (stanok_store_get_failure (self->store));
      self->is_over = TRUE;
    }
  else if (phase == STANOK_STORE_READY && self->sync == NULL)
    start_sync (self);
  else if (self->sync != NULL)
    look_at_status (self);
  if (!self->is_over && g_get_monotonic_time () > self->end_us)
    fail (self, "it is not done within its time");
  return G_SOURCE_CONTINUE;
}

static void
run_round (Round *self)
{
  guint source = g_timeout_add (LOOK_EVERY_MS, look_cb, self);

  while (!self->is_over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  if (self->sync != NULL)
    stanok_sync_stop (self->sync);
  g_clear_object (&self->sync);
}

/* ---- the verb ------------------------------------------------------------------------------- */

/* The terminal that has the folder does this all the time. */
static void
explain_busy (const StanokFolder *folder,
              GError            **error)
{
  g_autoptr(GPtrArray) entries = NULL;
  guint n = 0;

  g_clear_error (error);
  if (!stanok_journal_read_log (folder->ports, &entries, error))
    return;
  for (guint i = 0; i < entries->len; i++)
    n += stanok_entry_is_unsettled (entries->pdata[i]);
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BUSY,
               "a terminal runs on %s and syncs by itself, so nothing was done; %u action%s wait%s "
               "there", folder->path, n, n == 1 ? "" : "s", n == 1 ? "s" : "");
}

static gboolean
show_end (const Round *self)
{
  guint n_cards = g_list_model_get_n_items (stanok_store_get_cards (self->store));
  g_autofree char *line = NULL;

  if (n_cards > 0)
    line = g_strdup_printf ("all is sent (%u), and what is new is here; %u need%s a person: see "
                            "Attention at the terminal\n", self->n_before, n_cards,
                            n_cards == 1 ? "s" : "");
  else
    line = g_strdup_printf ("all is sent (%u), and what is new is here\n", self->n_before);
  return stanok_table_print_text (line);
}

static StanokVerbEnd
sync_once (const StanokOptions *options,
           int                  timeout_s)
{
  g_auto(StanokFolder) folder = { NULL };
  Round round = { .options = options };
  g_autoptr(GError) error = NULL;
  gboolean is_shown = FALSE;

  /* A slip of the pen must not make a new terminal. */
  if (!check_address (options, &error) || !stanok_folder_open (&folder, options->data, &error))
    return stanok_verb_fail (&STANOK_VERB_SYNC, error);
  round.store = stanok_store_new (options->data);
  round.end_us = g_get_monotonic_time () + timeout_s * G_TIME_SPAN_SECOND;
  run_round (&round);
  if (round.error == NULL)
    is_shown = show_end (&round);
  stanok_store_close (round.store);
  g_object_unref (round.store);
  error = g_steal_pointer (&round.error);
  if (g_error_matches (error, STANOK_ERROR, STANOK_ERROR_BUSY))
    explain_busy (&folder, &error);
  if (error != NULL)
    return stanok_verb_fail (&STANOK_VERB_SYNC, error);
  return is_shown ? STANOK_VERB_DONE : STANOK_VERB_FAILED;
}

static StanokVerbEnd
run (int    argc,
     char **argv)
{
  g_auto(StanokFolderArguments) arguments = { NULL };
  gboolean is_once = FALSE;
  int timeout_s = TIMEOUT_S;
  const GOptionEntry entries[] = {
    { "once", 0, 0, G_OPTION_ARG_NONE, &is_once, "One round, and then the end", NULL },
    STANOK_FOLDER_DATA_ENTRY (&arguments), STANOK_FOLDER_CONFIG_ENTRY (&arguments),
    STANOK_FOLDER_SERVER_ENTRIES (&arguments),
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s, "How long it may take (120)", "SECONDS" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(StanokOptions) options = NULL;
  g_autoptr(GError) error = NULL;

  if (!stanok_verb_parse (&STANOK_VERB_SYNC, entries, argc, argv, NULL))
    return STANOK_VERB_MISUSED;
  if (!is_once)
    return stanok_verb_misuse (&STANOK_VERB_SYNC, "say --once: it does one round; a terminal that "
                               "runs does it all the time");
  if (timeout_s < 1 || timeout_s > TIMEOUT_MAX_S)
    return stanok_verb_misuse (&STANOK_VERB_SYNC, "--timeout is 1 to 86400 seconds");
  options = stanok_folder_options (&arguments, &error);
  return options != NULL ? sync_once (options, timeout_s)
                         : stanok_verb_fail (&STANOK_VERB_SYNC, error);
}

const StanokVerb STANOK_VERB_SYNC = {
  "sync", "--once", "One full round of a terminal's sync: send what waits, read what is new",
  "Exit status 0 if all is sent and what is here is fresh. It needs the terminal's folder for\n"
  "itself: beside a running terminal it says that one runs, and ends with 1. Run it as the user\n"
  "that the terminal has, where his keyring is unlocked.\n",
  0, run,
};
