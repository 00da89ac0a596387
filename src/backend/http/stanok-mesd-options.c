/* stanok-mesd-options.c: the server's command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-mesd-options.h"

#include <string.h>

#include "domain/stanok-error.h"

#define ADDRESS_DEFAULT    "127.0.0.1:8480"
#define DEMO_ORDERS_DEFAULT 2000
#define DEMO_ORDERS_MAX     200000
#define KEY_MIN_BYTES       16

static gboolean
refuse (GError    **error,
        const char *sentence)
{
  g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, sentence);
  return FALSE;
}

static gboolean
read_key (StanokMesdOptions *self,
          const char        *path,
          GError           **error)
{
  g_autoptr(GError) local_error = NULL;

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &self->metrics_key, NULL, &local_error))
    return refuse (error, local_error->message);
  g_strstrip (self->metrics_key);
  return strlen (self->metrics_key) >= KEY_MIN_BYTES ||
         refuse (error, "--metrics-key-file has to hold a key of at least 16 characters");
}

static gboolean
check (StanokMesdOptions *self,
       int                argc,
       GError           **error)
{
  if (argc > 1)
    return refuse (error, "only options are taken; see --help");
  if (self->data == NULL || *self->data == '\0')
    return refuse (error, "say where the data lie: --data DIR");
  if (self->is_demo && !self->listen.is_loopback)
    return refuse (error, "--demo gives PINs and tokens away, so it only listens on this machine: "
                          "use --listen 127.0.0.1:PORT or leave --demo out");
  if (!self->is_demo && (self->is_live || self->demo_orders != 0 || self->demo_seed != 0))
    return refuse (error, "--live, --demo-orders and --demo-seed go with --demo");
  if (self->demo_orders < 0 || self->demo_orders > DEMO_ORDERS_MAX)
    return refuse (error, "--demo-orders is 1 to 200000");
  if (self->demo_orders == 0)
    self->demo_orders = DEMO_ORDERS_DEFAULT;
  if (self->demo_seed == 0)
    self->demo_seed = 1;
  return TRUE;
}

static GOptionContext *
make_context (StanokMesdOptions *self,
              char             **address,
              char             **key_file)
{
  const GOptionEntry entries[] = {
    { "listen", 'l', 0, G_OPTION_ARG_STRING, address,
      "Where to listen; port 0 takes a free one (" ADDRESS_DEFAULT ")", "ADDRESS:PORT" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data, "Where the data lie", "DIR" },
    { "ready-file", 'r', 0, G_OPTION_ARG_FILENAME, &self->ready_file,
      "Written once requests are accepted", "FILE" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->is_demo,
      "Fill an empty database with a factory at work", NULL },
    { "demo-orders", 0, 0, G_OPTION_ARG_INT, &self->demo_orders, "How many orders (2000)", "N" },
    { "demo-seed", 0, 0, G_OPTION_ARG_INT, &self->demo_seed, "Which factory (1)", "N" },
    { "live", 0, 0, G_OPTION_ARG_NONE, &self->is_live,
      "With --demo: orders arrive, others work on them", NULL },
    { "log-json", 0, 0, G_OPTION_ARG_NONE, &self->log_json, "Log lines as JSON", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->is_quiet, "No line for each request", NULL },
    { "plain", 0, 0, G_OPTION_ARG_NONE, &self->is_plain,
      "Offer no feed, as an older server would", NULL },
    { "min-client", 0, 0, G_OPTION_ARG_STRING, &self->min_client,
      "Oldest terminal that is served", "VERSION" },
    { "metrics-key-file", 0, 0, G_OPTION_ARG_FILENAME, key_file,
      "Holds the key for /metrics from other machines", "FILE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "The MES API of Stanok.");
  g_option_context_add_main_entries (context, entries, NULL);
  return context;
}

gboolean
stanok_mesd_options_parse (StanokMesdOptions *self,
                           int               *argc,
                           char            ***argv,
                           GError           **error)
{
  g_autofree char *address = NULL, *key_file = NULL;
  g_autoptr(GOptionContext) context = make_context (self, &address, &key_file);
  g_autoptr(GError) local_error = NULL;

  if (!g_option_context_parse (context, argc, argv, &local_error))
    return refuse (error, local_error->message);
  return stanok_listen_parse (address != NULL ? address : ADDRESS_DEFAULT, &self->listen, error) &&
         read_key (self, key_file, error) && check (self, *argc, error);
}

void
stanok_mesd_options_clear (StanokMesdOptions *self)
{
  g_free (self->data);
  g_free (self->ready_file);
  g_free (self->min_client);
  g_free (self->metrics_key);
}
