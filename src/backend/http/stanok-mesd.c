/* stanok-mesd.c: the program: files, clock and signals around the MES API
 *
 * DIR/mes.db        the database           DIR/objects/           models, drawings, photos
 * DIR/counter       2.18, see warm         DIR/demo-secrets.json  with --demo only
 * DIR/office.key    for stanokctl order import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "demo/stanok-demo-live.h"
#include "demo/stanok-demo.h"
#include "domain/stanok-error.h"
#include "http/stanok-counter-file.h"
#include "http/stanok-mesd-options.h"
#include "http/stanok-office-key.h"
#include "http/stanok-ready-file.h"
#include "http/stanok-shell.h"

#define DRAIN_MS     10000
#define EXIT_USAGE   2

typedef struct {
  StanokMesdOptions  options;
  StanokShellStats  *stats;         /* all owned */
  StanokObjects     *objects;
  StanokSql         *sql;
  StanokCounterFile *counter_file;
  StanokMes         *mes;
  StanokReady       *ready;
  StanokShell       *shell;
  StanokDemoLive    *live;
  GMainLoop         *loop;
  guint              live_source;
} Program;

static void
program_clear (Program *self)
{
  g_clear_handle_id (&self->live_source, g_source_remove);
  g_clear_pointer (&self->shell, stanok_shell_free);
  g_clear_pointer (&self->live, stanok_demo_live_free);
  g_clear_pointer (&self->mes, stanok_mes_free);
  g_clear_pointer (&self->sql, stanok_sql_close);
  g_clear_pointer (&self->objects, stanok_objects_free);
  g_clear_pointer (&self->counter_file, stanok_counter_file_free);
  g_clear_pointer (&self->stats, stanok_shell_stats_free);
  g_clear_pointer (&self->ready, stanok_ready_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  stanok_mesd_options_clear (&self->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Program, program_clear)

/* ---- the core's ports ----------------------------------------------------------------------- */

static gint64
get_now_ms (gpointer data)
{
  return g_get_real_time () / 1000;
}

static void
fill_random (gpointer data,
             guint8  *bytes,
             gsize    n)
{
  randombytes_buf (bytes, n);
}

static void
append_metrics (gpointer data,
                GString *out)
{
  Program *self = data;

  stanok_shell_stats_append (self->stats, out);
}

static void
store_counter (gpointer data,
               gint64   counter)
{
  Program *self = data;

  stanok_counter_file_note (self->counter_file, counter);
}

/* ---- start ---------------------------------------------------------------------------------- */

static gboolean
make_folder (const char *path,
             GError    **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "making %s: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
open_files (Program *self,
            gint64  *counter,
            GError **error)
{
  const char *data = self->options.data;
  g_autofree char *database = g_build_filename (data, "mes.db", NULL);
  g_autofree char *objects = g_build_filename (data, "objects", NULL);
  g_autofree char *counter_path = g_build_filename (data, "counter", NULL);

  if (!make_folder (data, error))
    return FALSE;
  /* First, because it also keeps a second server away. */
  self->sql = stanok_sql_open (database, NULL, error);
  if (self->sql == NULL)
    return FALSE;
  self->objects = stanok_objects_new_directory (objects, error);
  if (self->objects == NULL)
    return FALSE;
  self->counter_file = stanok_counter_file_open (counter_path, counter, error);
  return self->counter_file != NULL;
}

static gboolean
start_core (Program *self,
            GError **error)
{
  const StanokMesPorts ports = { get_now_ms, fill_random, self, append_metrics };
  StanokMesConfig config = STANOK_MES_DEFAULTS;
  g_autofree char *key_path = g_build_filename (self->options.data, "office.key", NULL);
  g_autofree char *office_key = NULL;
  gint64 counter = 0;

  config.plain_only = self->options.is_plain;
  config.min_client = self->options.min_client;
  config.metrics_key = self->options.metrics_key;
  if (!open_files (self, &counter, error))
    return FALSE;
  office_key = stanok_office_key_load (key_path, error);
  if (office_key == NULL)
    return FALSE;
  config.office_key = office_key;
  self->mes = stanok_mes_new (&ports, self->sql, self->objects, &config, &counter, error);
  return self->mes != NULL && stanok_counter_file_store (self->counter_file, counter, error);
}

static gboolean
fill_demo (Program *self,
           GError **error)
{
  g_autofree char *secrets = g_build_filename (self->options.data, "demo-secrets.json", NULL);
  const StanokDemoOptions options = {
    .seed = (guint32) self->options.demo_seed, .n_orders = self->options.demo_orders,
    .now_ms = get_now_ms (NULL), .secrets_path = secrets, .models_directory = "/usr/share",
  };

  if (!self->options.is_demo)
    return TRUE;
  if (!stanok_demo_fill (self->mes, self->objects, &options, self->ready, error))
    return FALSE;
  if (!self->options.is_live)
    return TRUE;
  self->live = stanok_demo_live_new (self->mes, randombytes_random (), error);
  return self->live != NULL;
}

static gboolean
start_shell (Program *self,
             int      listen_fd,
             GError **error)
{
  StanokShellOptions options = STANOK_SHELL_DEFAULTS;
  g_autofree char *spool = g_build_filename (self->options.data, "objects", "part", NULL);

  options.listen_fd = listen_fd;
  options.spool_directory = spool;
  options.log_json = self->options.log_json;
  options.is_quiet = self->options.is_quiet;
  options.store_counter = store_counter;
  options.data = self;
  self->shell = stanok_shell_new (self->mes, self->objects, self->stats, &options, error);
  if (self->shell == NULL)
    return FALSE;
  self->ready->epoch = g_strdup (stanok_mes_get_epoch (self->mes));
  return self->options.ready_file == NULL ||
         stanok_ready_file_write (self->options.ready_file, self->ready, error);
}

/* What was written before anybody could ask is on the disk too. */
static gboolean
keep_counter (Program *self,
              GError **error)
{
  return stanok_counter_file_store (self->counter_file, stanok_mes_get_counter (self->mes), error);
}

static gboolean
start (Program *self,
       GError **error)
{
  int listen_fd = stanok_listen_open (&self->options.listen, &self->ready->url, error);

  return listen_fd >= 0 && start_core (self, error) && fill_demo (self, error) &&
         keep_counter (self, error) && start_shell (self, listen_fd, error);
}

/* ---- run ------------------------------------------------------------------------------------ */

typedef struct {
  StanokDemoLive *live;
  gint64          next_ms;
} Step;

static void
step_live (StanokMes *mes,
           gpointer   data)
{
  Step *step = data;

  step->next_ms = stanok_demo_live_step (step->live, mes, get_now_ms (NULL));
}

static gboolean
live_cb (gpointer data)
{
  Program *self = data;
  Step step = { self->live, 1000 };

  stanok_shell_with_core (self->shell, step_live, &step);
  self->live_source = g_timeout_add ((guint) step.next_ms, live_cb, self);
  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  Program *self = data;

  /* Whoever asks twice does not want to wait. */
  signal (SIGTERM, SIG_DFL);
  signal (SIGINT, SIG_DFL);
  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static void
run (Program *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, quit_cb, self);
  g_unix_signal_add (SIGINT, quit_cb, self);
  if (self->live != NULL)
    self->live_source = g_timeout_add (1000, live_cb, self);
  fprintf (stderr, "stanok-mesd: serving %s, epoch %s\n", self->ready->url, self->ready->epoch);
  g_main_loop_run (self->loop);
  stanok_shell_drain (self->shell, DRAIN_MS);
}

/* A connection is a descriptor, and a factory has many terminals. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_auto(Program) self = { .live_source = 0 };
  g_autoptr(GError) error = NULL;

  signal (SIGPIPE, SIG_IGN);
  umask (077);
  raise_descriptor_limit ();
  if (sodium_init () < 0)
    {
      fprintf (stderr, "stanok-mesd: no source of random numbers\n");
      return EXIT_FAILURE;
    }
  if (!stanok_mesd_options_parse (&self.options, &argc, &argv, &error))
    {
      fprintf (stderr, "stanok-mesd: %s\n", error->message);
      return EXIT_USAGE;
    }
  self.stats = stanok_shell_stats_new ();
  self.ready = STANOK_RECORD_READY.create ();
  if (!start (&self, &error))
    {
      fprintf (stderr, "stanok-mesd: %s\n", error->message);
      return EXIT_FAILURE;
    }
  run (&self);
  return EXIT_SUCCESS;
}
