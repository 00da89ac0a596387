/* sim-server.c: the real core of the MES API on a disk that loses power
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-server.h"

#include <string.h>

#include "sim-answers.h"

#define DATABASE "mes.db"
#define WAL      "mes.db-wal"

/* A poll that found nothing. */
typedef struct {
  SimServer   *server;
  SimExchange *exchange;       /* (owned) */
  gint64       seq;
  guint64      task;
} Wait;

struct _SimBackup {
  GBytes    *files[2];         /* (nullable) database, WAL */
  gint64     counter;
  SimMemory *memory;
};

static const char *const file_names[] = { DATABASE, WAL };

static gint64
now_ms (gpointer data)
{
  SimServer *self = data;

  return SIM_BEGIN_MS + sim_now (self->world);
}

static void
fill_random (gpointer  data,
             guint8   *bytes,
             gsize     n)
{
  sim_rng_fill (&((SimServer *) data)->rng, bytes, n);
}

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  sim_sched_cancel (wait->server->world->sched, wait->task);
  sim_exchange_unref (wait->exchange);
  g_free (wait);
}

SimServer *
sim_server_new (SimWorld *world)
{
  SimServer *self = g_new0 (SimServer, 1);

  self->world = world;
  sim_rng_init (&self->rng, world->seed, SIM_STREAM_SERVER);
  self->disk = stanok_disk_new (sim_rng_next (&self->rng));
  stanok_disk_fill_files (self->disk, &self->files);
  self->objects = stanok_objects_new_memory ();
  self->waits = g_ptr_array_new_with_free_func (wait_free);
  self->feed = g_array_new (FALSE, FALSE, sizeof (SimChange));
  self->poisoned = self->refused = self->doubtful_order = self->keep = -1;
  return self;
}

static void
backup_free (SimBackup *backup)
{
  if (backup == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (backup->files); i++)
    g_clear_pointer (&backup->files[i], g_bytes_unref);
  sim_memory_free (backup->memory);
  g_free (backup);
}

static void
close_all (SimServer *self)
{
  self->life++;
  g_clear_pointer (&self->mes, stanok_mes_free);
  g_clear_pointer (&self->sql, stanok_sql_close);
}

static void
power_cycle (SimServer *self)
{
  stanok_disk_power_cycle (self->disk, self->keep >= 0
                                         ? (StanokDiskKeep) self->keep
                                         : (StanokDiskKeep) sim_rng_below (&self->rng,
                                                                           STANOK_DISK_N_KEEPS));
}

/* Whoever waits learns that the connection broke. */
static void
drop_waits (SimServer *self)
{
  g_autoptr(GPtrArray) waits = g_steal_pointer (&self->waits);

  self->waits = g_ptr_array_new_with_free_func (wait_free);
  for (guint i = 0; i < waits->len; i++)
    sim_net_answered (self->world->net, ((Wait *) waits->pdata[i])->exchange, NULL);
}

void
sim_server_free (SimServer *self)
{
  close_all (self);
  g_ptr_array_unref (self->waits);
  g_array_unref (self->feed);
  backup_free (self->backup);
  stanok_objects_free (self->objects);
  stanok_disk_free (self->disk);
  for (int i = 0; i < SIM_KIOSKS_MAX; i++)
    g_free (self->tokens[i]);
  g_free (self->epoch);
  g_free (self);
}

/* ---- start and end ------------------------------------------------------------------- */

/* Was what the power cut interrupted carried out? The ledger knows; the office looks. */
static void
resolve_doubt (SimServer *self)
{
  SimCommand *command = g_steal_pointer (&self->doubtful);
  int order = self->doubtful_order;
  g_autofree char *path = NULL;
  g_autoptr(StanokMesResponse) response = NULL;

  self->doubtful_order = -1;
  if (order >= 0)
    sim_server_changed (self, order, TRUE);
  if (command == NULL)
    return;
  sim_sometimes (self->world, OUTCOME_UNKNOWN);
  path = g_strdup_printf ("/v1/commands/%s", command->id);
  response = sim_server_ask (self, path, command->act.kiosk);
  if (sim_answers_take_status (self->world->oracle, command, response))
    sim_server_changed (self, command->act.order, FALSE);
}

static void
compare_all (SimServer *self)
{
  SimOracle *oracle = self->world->oracle;

  for (int i = 0; i < oracle->n_orders; i++)
    {
      g_autofree char *id = sim_order_id (i);
      g_autoptr(StanokOrder) order = stanok_mes_dup_order (self->mes, id);

      sim_oracle_compare (oracle, i, order);
    }
}

/* In a new epoch the feed begins with what is there. */
static void
begin_feed (SimServer *self)
{
  const char *epoch = stanok_mes_get_epoch (self->mes);

  if (g_strcmp0 (self->epoch, epoch) == 0)
    {
      /* Restored, and nobody was told: the numbers begin again where the backup ends. */
      while (self->feed->len > 0 && g_array_index (self->feed, SimChange, self->feed->len - 1).seq >
                                    stanok_mes_get_head (self->mes))
        g_array_set_size (self->feed, self->feed->len - 1);
      return;
    }
  if (self->epoch != NULL)
    sim_sometimes (self->world, EPOCH_CHANGED);
  g_free (self->epoch);
  self->epoch = g_strdup (epoch);
  g_array_set_size (self->feed, 0);
  for (int i = 0; i < self->world->oracle->n_orders; i++)
    {
      g_autofree char *id = sim_order_id (i);
      g_autoptr(StanokOrder) order = stanok_mes_dup_order (self->mes, id);
      SimChange change = { 0, i, order != NULL ? order->rev : 0, order == NULL };

      g_array_append_val (self->feed, change);
    }
}

void
sim_server_start (SimServer *self)
{
  const StanokMesPorts ports = { now_ms, fill_random, self, NULL };
  StanokMesConfig config = STANOK_MES_DEFAULTS;
  g_autoptr(GError) error = NULL;

  if (self->mes != NULL)
    return;
  config.page_max = self->world->options.page_max;
  config.orders_per_operator = SIM_BUSY_AT;
  self->sql = stanok_sql_open (DATABASE, self->files.vfs, &error);
  if (self->sql != NULL)
    self->mes = stanok_mes_new (&ports, self->sql, self->objects, &config, &self->counter, &error);
  if (stanok_disk_is_cut (self->disk))
    {
      sim_event (self->world, "server loses power while it starts");
      close_all (self);
      power_cycle (self);
      return;
    }
  if (self->mes == NULL)
    {
      sim_fail (self->world, "S1", "the server does not start: %s", error->message);
      g_clear_pointer (&self->sql, stanok_sql_close);
      return;
    }
  self->life++;
  sim_event (self->world, "server starts, epoch %s, head %" G_GINT64_FORMAT,
             stanok_mes_get_epoch (self->mes), stanok_mes_get_head (self->mes));
  begin_feed (self);
  resolve_doubt (self);
  compare_all (self);
}

void
sim_server_stop (SimServer *self)
{
  if (self->mes == NULL)
    return;
  sim_event (self->world, "server stops");
  sim_sometimes (self->world, SERVER_RESTARTED);
  close_all (self);
  if (stanok_disk_is_cut (self->disk))
    power_cycle (self);
  drop_waits (self);
}

void
sim_server_cut (SimServer *self)
{
  if (self->mes == NULL)
    return;
  sim_event (self->world, "server loses power");
  sim_sometimes (self->world, SERVER_CUT);
  stanok_disk_cut_power (self->disk);
  close_all (self);
  power_cycle (self);
  drop_waits (self);
}

/* ---- backup and restore -------------------------------------------------------------- */

void
sim_server_back_up (SimServer *self)
{
  SimBackup *backup = g_new0 (SimBackup, 1);

  sim_event (self->world, "server is backed up");
  sim_sometimes (self->world, BACKED_UP);
  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    backup->files[i] = stanok_disk_read (self->disk, file_names[i]);
  backup->counter = self->counter;
  backup->memory = sim_oracle_remember (self->world->oracle);
  backup_free (self->backup);
  self->backup = backup;
}

static void
put_file (SimServer  *self,
          const char *name,
          GBytes     *bytes)
{
  StanokFileHandle *file;
  const guint8 *data;
  gsize n;

  if (self->files.exists (self->files.data, name))
    g_assert_true (self->files.unlink (self->files.data, name, NULL));
  if (bytes != NULL)
    {
      data = g_bytes_get_data (bytes, &n);
      file = self->files.open (self->files.data, name, TRUE, NULL);
      g_assert_true (self->files.pwrite (self->files.data, file, data, n, 0, NULL));
      g_assert_true (self->files.datasync (self->files.data, file, NULL));
      self->files.close (self->files.data, file);
    }
  g_assert_true (self->files.sync_dir (self->files.data, NULL));
}

/* The counter outside the database tells a restore; a silent one takes it back, too. */
void
sim_server_restore (SimServer *self,
                    gboolean   is_silent)
{
  SimOracle *oracle = self->world->oracle;

  if (self->backup == NULL)
    return;
  sim_server_stop (self);
  stanok_disk_cut_power_at (self->disk, -1);
  sim_event (self->world, "server is restored%s", is_silent ? " silently" : "");
  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    put_file (self, file_names[i], self->backup->files[i]);
  sim_oracle_restore (oracle, self->backup->memory);
  if (is_silent)
    {
      sim_sometimes (self->world, SILENT_RESTORE);
      oracle->is_restored_silently = TRUE;
      self->counter = self->backup->counter;
    }
  else
    sim_sometimes (self->world, RESTORED);
}

/* ---- requests ------------------------------------------------------------------------ */

StanokMesResponse *
sim_server_ask (SimServer  *self,
                const char *path,
                int         kiosk)
{
  g_autoptr(GPtrArray) headers = g_ptr_array_new ();
  g_autofree char *bearer = g_strconcat ("Bearer ", self->tokens[kiosk], NULL);
  StanokMesRequest request = { .method = "GET", .path = path, .headers = headers };

  g_ptr_array_add (headers, (gpointer) "authorization");
  g_ptr_array_add (headers, bearer);
  return stanok_mes_handle (self->mes, &request);
}

static StanokMesResponse *
handle (SimServer   *self,
        SimExchange *exchange,
        gboolean     is_last_call)
{
  const StanokMesRequest request = {
    .method = exchange->method, .path = exchange->path, .query = exchange->query,
    .headers = exchange->headers, .body = exchange->body, .is_last_call = is_last_call,
  };
  g_autoptr(StanokMesResponse) response = stanok_mes_handle (self->mes, &request);

  if (stanok_disk_is_cut (self->disk))
    {
      self->doubtful = exchange->command;
      sim_server_cut (self);
      return NULL;
    }
  self->counter = stanok_mes_get_counter (self->mes);
  return g_steal_pointer (&response);
}

static void
end_wait (gpointer data,
          gpointer arg)
{
  Wait *wait = arg;
  SimServer *self = data;
  g_autoptr(SimExchange) exchange = sim_exchange_ref (wait->exchange);
  StanokMesResponse *response;

  g_ptr_array_remove (self->waits, wait);
  response = handle (self, exchange, TRUE);
  sim_net_answered (self->world->net, exchange, response);
}

static void
begin_wait (SimServer               *self,
            SimExchange             *exchange,
            const StanokMesResponse *response)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->server = self;
  wait->exchange = sim_exchange_ref (exchange);
  wait->seq = response->wait_seq;
  wait->task = sim_sched_at (self->world->sched, sim_now (self->world) + response->wait_ms,
                             end_wait, self, wait, NULL);
  g_ptr_array_add (self->waits, wait);
}

/* Everybody whose poll has something to tell now. */
static void
wake (SimServer *self)
{
  for (guint i = 0; self->mes != NULL && i < self->waits->len;)
    {
      Wait *wait = self->waits->pdata[i];
      g_autoptr(SimExchange) exchange = NULL;
      StanokMesResponse *response;

      if (wait->seq >= stanok_mes_get_head (self->mes))
        {
          i++;
          continue;
        }
      exchange = sim_exchange_ref (wait->exchange);
      g_ptr_array_remove_index (self->waits, i);
      response = handle (self, exchange, FALSE);
      sim_net_answered (self->world->net, exchange, response);
    }
}

void
sim_server_changed (SimServer *self,
                    int        order,
                    gboolean   by_office)
{
  g_autofree char *id = sim_order_id (order);
  g_autoptr(StanokOrder) real = NULL;
  SimChange change;

  if (stanok_disk_is_cut (self->disk))
    {
      self->doubtful_order = order;
      sim_server_cut (self);
      return;
    }
  real = stanok_mes_dup_order (self->mes, id);
  if (by_office)
    sim_oracle_adopt (self->world->oracle, order, real);
  sim_oracle_compare (self->world->oracle, order, real);
  change = (SimChange) { stanok_mes_get_head (self->mes), order, real != NULL ? real->rev : 0,
                         real == NULL };
  g_array_append_val (self->feed, change);
  self->counter = stanok_mes_get_counter (self->mes);
  wake (self);
}

StanokMesResponse *
sim_server_take (SimServer   *self,
                 SimExchange *exchange)
{
  gint64 head = stanok_mes_get_head (self->mes);
  StanokMesResponse *response = sim_answers_poison (self, exchange);

  if (response != NULL)
    return response;
  response = handle (self, exchange, FALSE);
  if (response == NULL)
    return NULL;
  if (response->status == 0)
    {
      begin_wait (self, exchange, response);
      stanok_mes_response_free (response);
      return NULL;
    }
  if (strcmp (exchange->method, "POST") == 0)
    {
      sim_answers_take (self, exchange, response);
      if (stanok_mes_get_head (self->mes) != head && exchange->command != NULL)
        sim_server_changed (self, exchange->command->act.order, FALSE);
    }
  return response;
}
