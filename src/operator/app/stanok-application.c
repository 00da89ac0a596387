/* stanok-application.c: the composition root: the only place that knows every room
 *
 * The window is shown before the store is open: what a person sees first does
 * not wait for a disk. Sync starts when the store is ready.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "app/stanok-application.h"

#include <glib/gi18n.h>

#include "api/stanok-api.h"
#include "api/stanok-credentials.h"
#include "app/stanok-options.h"
#include "config.h"
#include "domain/stanok-error.h"
#include "store/stanok-store.h"
#include "sync/stanok-sync.h"
#include "ui/shared/stanok-ui.h"
#include "ui/window/stanok-window.h"
#include "view3d/stanok-models.h"

struct _StanokApplication
{
  AdwApplication  parent_instance;

  /* Owned */
  char           *program;
  StanokOptions  *options;      /* (nullable) until the command line was read */
  StanokStore    *store;        /* (nullable) until activation */
  StanokSync     *sync;         /* (nullable) until the store is ready and a server is set */
  StanokModels   *models;

  /* Borrowed */
  StanokWindow   *window;       /* (nullable) */
};

G_DEFINE_FINAL_TYPE (StanokApplication, stanok_application, ADW_TYPE_APPLICATION)

/* ---- sync ------------------------------------------------------------------------------ */

/* What the sync thread needs to reach the server: a copy, so that it shares nothing with the
 * application. */
typedef struct {
  char *server;
  char *device;
  char *token;      /* (nullable) from a ready file */
} Reach;

static void
reach_free (gpointer data)
{
  Reach *reach = data;

  g_free (reach->server);
  g_free (reach->device);
  g_free (reach->token);
  g_free (reach);
}

/* On the sync thread. The keyring is asked each time: a token renewed there is used at once. */
static char *
get_token (gpointer   data,
           GError   **error)
{
  const Reach *reach = data;

  if (reach->token != NULL)
    return g_strdup (reach->token);
  return stanok_credentials_lookup_sync (reach->server, reach->device, error);
}

static StanokNet *
make_net (const StanokNetListener *listener,
          gpointer                 data)
{
  const Reach *reach = data;
  g_autoptr(GError) error = NULL;
  StanokNet *net = stanok_api_new (reach->server, listener, get_token, data, &error);

  if (net == NULL)
    g_message ("The address of the server cannot be used: %s", error->message);
  return net;
}

static void
status_changed_cb (StanokApplication *self)
{
  StanokSyncStatus status;

  stanok_sync_get_status (self->sync, &status);
  if (self->window != NULL)
    stanok_window_set_status (self->window, &status);
}

static void
start_sync (StanokApplication *self)
{
  Reach *reach;

  if (self->sync != NULL || self->options->server == NULL)
    return;
  reach = g_new0 (Reach, 1);
  reach->server = g_strdup (self->options->server);
  reach->device = g_strdup (self->options->device);
  reach->token = g_strdup (self->options->token);
  self->sync = stanok_sync_new (self->store, make_net, reach_free, reach, self->options->device);
  g_signal_connect_object (self->sync, "status-changed", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  stanok_sync_start (self->sync);
}

static void
phase_changed_cb (StanokApplication *self)
{
  if (stanok_store_get_phase (self->store) == STANOK_STORE_READY)
    start_sync (self);
}

/* ---- window ---------------------------------------------------------------------------- */

static void
retry_now_cb (StanokApplication *self)
{
  if (self->sync != NULL)
    stanok_sync_retry_now (self->sync);
}

static void
operator_changed_cb (StanokApplication *self,
                     const char        *operator_id)
{
  stanok_store_set_operator (self->store, operator_id);
  if (self->sync != NULL)
    stanok_sync_set_operator (self->sync, operator_id);
}

static void
stanok_application_activate (GApplication *application)
{
  StanokApplication *self = STANOK_APPLICATION (application);

  if (self->window != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->window));
      return;
    }
  self->store = stanok_store_new (self->options->data);
  self->models = stanok_models_new (self->options->importer);
  self->window = stanok_window_new (ADW_APPLICATION (self), self->store, self->models,
                                    self->options->device, self->options->station);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_signal_connect_object (self->window, "retry-now", G_CALLBACK (retry_now_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "operator-changed", G_CALLBACK (operator_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "phase-changed", G_CALLBACK (phase_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->window));
  phase_changed_cb (self);
}

/* ---- life ------------------------------------------------------------------------------ */

static int
stanok_application_handle_local_options (GApplication *application,
                                         GVariantDict *given)
{
  StanokApplication *self = STANOK_APPLICATION (application);
  g_autoptr(GError) error = NULL;

  if (g_variant_dict_contains (given, "version"))
    {
      g_print ("stanok %s\n", STANOK_VERSION);
      return 0;
    }
  self->options = stanok_options_new (given, self->program, &error);
  if (self->options == NULL)
    {
      g_printerr ("stanok: %s\n", error->message);
      return 2;
    }
  return -1;
}

static void
stanok_application_startup (GApplication *application)
{
  /* Before the parent: AdwApplication looks for style.css among the resources while it starts. */
  stanok_ui_register_resources ();
  G_APPLICATION_CLASS (stanok_application_parent_class)->startup (application);
}

static void
stanok_application_shutdown (GApplication *application)
{
  StanokApplication *self = STANOK_APPLICATION (application);

  if (self->sync != NULL)
    stanok_sync_stop (self->sync);
  if (self->store != NULL)
    stanok_store_close (self->store);
  G_APPLICATION_CLASS (stanok_application_parent_class)->shutdown (application);
}

static void
stanok_application_finalize (GObject *object)
{
  StanokApplication *self = STANOK_APPLICATION (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->models);
  g_clear_object (&self->store);
  g_clear_pointer (&self->options, stanok_options_free);
  g_free (self->program);
  G_OBJECT_CLASS (stanok_application_parent_class)->finalize (object);
}

static void
stanok_application_class_init (StanokApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->handle_local_options = stanok_application_handle_local_options;
  application_class->startup = stanok_application_startup;
  application_class->activate = stanok_application_activate;
  application_class->shutdown = stanok_application_shutdown;
  G_OBJECT_CLASS (klass)->finalize = stanok_application_finalize;
}

static void
stanok_application_init (StanokApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "version", 0, 0, G_OPTION_ARG_NONE,
                                 "Show the version", NULL);
  g_application_add_main_option_entries (G_APPLICATION (self), STANOK_OPTION_ENTRIES);
}

StanokApplication *
stanok_application_new (const char *program)
{
  /* NON_UNIQUE: the store's lock decides who is the one terminal of a data folder, also without
   * a bus. */
  StanokApplication *self = g_object_new (STANOK_TYPE_APPLICATION,
                                          "application-id", "org.stanok.Stanok",
                                          "flags", G_APPLICATION_NON_UNIQUE, NULL);

  self->program = g_strdup (program);
  return self;
}
