/* sim-net.c: the way between kiosks and server, with all that can go wrong on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-net.h"

#include <string.h>

#include "sim-check.h"
#include "sim-kiosk.h"
#include "sim-link.h"
#include "sim-mutants.h"
#include "sim-server.h"

#define NO_WAY_MS     3
#define LATE_MS       90000
#define SLOW_MS       6000

struct _SimNet {
  SimWorld  *world;
  SimLink    links[SIM_KIOSKS_MAX];
  GPtrArray *under_way;          /* (element-type SimExchange) that a kiosk waits for */
};

/* ---- exchanges ----------------------------------------------------------------------- */

SimExchange *
sim_exchange_ref (SimExchange *self)
{
  self->refs++;
  return self;
}

void
sim_exchange_unref (SimExchange *self)
{
  if (--self->refs > 0)
    return;
  g_free (self->what);
  g_free (self->path);
  g_free (self->query);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

static void
unref_exchange (gpointer data)
{
  sim_exchange_unref (data);
}

const char *
sim_exchange_get (const SimExchange *self,
                  const char        *name)
{
  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    if (strcmp (self->headers->pdata[i], name) == 0)
      return self->headers->pdata[i + 1];
  return NULL;
}

static void
add_header (SimExchange *exchange,
            const char  *name,
            const char  *value)
{
  g_ptr_array_add (exchange->headers, g_ascii_strdown (name, -1));
  g_ptr_array_add (exchange->headers, g_strdup (value));
}

static void
split_path (SimExchange *exchange,
            const char  *path)
{
  const char *question = strchr (path, '?');

  exchange->path = question != NULL ? g_strndup (path, (gsize) (question - path)) : g_strdup (path);
  exchange->query = question != NULL ? g_strdup (question + 1) : NULL;
}

/* The id in quotes, as the header has it. */
static SimCommand *
find_command (SimWorld          *world,
              const SimExchange *exchange)
{
  const char *key = sim_exchange_get (exchange, "idempotency-key");
  g_autofree char *id = key != NULL && strlen (key) > 2 ? g_strndup (key + 1, strlen (key) - 2)
                                                        : NULL;

  return sim_oracle_find (world->oracle, id);
}

static SimExchange *
make_exchange (SimNet                  *self,
               SimKiosk                *kiosk,
               const StanokHttpRequest *request)
{
  SimExchange *exchange = g_new0 (SimExchange, 1);
  const char *token = self->links[kiosk->number].is_token_bad
                        ? "stk_expired" : self->world->server->tokens[kiosk->number];
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

  exchange->refs = 1;
  exchange->net = self;
  exchange->kiosk = kiosk->number;
  exchange->kiosk_life = kiosk->life;
  exchange->server_life = self->world->server->life;
  exchange->request_id = request->id;
  exchange->what = g_strconcat (request->method, " ", request->path, NULL);
  exchange->method = request->method;
  split_path (exchange, request->path);
  exchange->headers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    add_header (exchange, request->headers->pdata[i], request->headers->pdata[i + 1]);
  add_header (exchange, "authorization", bearer);
  exchange->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  exchange->command = find_command (self->world, exchange);
  exchange->deadline_ms = request->deadline_ms;
  sim_mutants_carry (exchange);
  return exchange;
}

static SimExchange *
copy_exchange (const SimExchange *exchange)
{
  SimExchange *copy = g_memdup2 (exchange, sizeof *exchange);

  copy->refs = 1;
  copy->is_copy = TRUE;
  copy->what = g_strdup (exchange->what);
  copy->path = g_strdup (exchange->path);
  copy->query = g_strdup (exchange->query);
  copy->headers = g_ptr_array_ref (exchange->headers);
  copy->body = exchange->body != NULL ? g_bytes_ref (exchange->body) : NULL;
  return copy;
}

/* ---- life ---------------------------------------------------------------------------- */

SimNet *
sim_net_new (SimWorld *world)
{
  SimNet *self = g_new0 (SimNet, 1);

  self->world = world;
  self->under_way = g_ptr_array_new_with_free_func (unref_exchange);
  for (guint i = 0; i < SIM_KIOSKS_MAX; i++)
    sim_rng_init (&self->links[i].rng, world->seed, SIM_STREAM_NET + i);
  return self;
}

void
sim_net_free (SimNet *self)
{
  for (int i = 0; i < SIM_KIOSKS_MAX; i++)
    sim_link_clear (&self->links[i]);
  g_ptr_array_unref (self->under_way);
  g_free (self);
}

static gint64
draw_latency (SimNet *self,
              int     kiosk)
{
  const SimOptions *options = &self->world->options;

  return options->latency_ms + sim_rng_wait (&self->links[kiosk].rng, options->jitter_ms);
}

/* ---- the way back -------------------------------------------------------------------- */

typedef struct {
  SimExchange      *exchange;    /* (owned) */
  StanokHttpAnswer *answer;      /* (owned) */
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  sim_exchange_unref (delivery->exchange);
  stanok_http_answer_free (delivery->answer);
  g_free (delivery);
}

static void send_back_failure (SimNet *self, SimExchange *exchange, StanokTransport transport,
                               gint64 after_ms);

static void
end (SimNet                 *self,
     SimExchange            *exchange,
     const StanokHttpAnswer *answer)
{
  SimKiosk *kiosk = self->world->kiosks[exchange->kiosk];
  g_autoptr(SimExchange) kept = NULL;

  if (exchange->is_over)
    return;
  if (kiosk->is_asleep)
    {
      /* It learns of the end when it wakes. */
      send_back_failure (self, exchange, STANOK_TRANSPORT_RESET,
                         MAX (kiosk->awake_ms - sim_now (self->world), 0) + NO_WAY_MS);
      return;
    }
  kept = sim_exchange_ref (exchange);
  exchange->is_over = TRUE;
  sim_sched_cancel (self->world->sched, exchange->deadline_task);
  g_ptr_array_remove_fast (self->under_way, exchange);
  sim_event (self->world, "%s < %u %s %s", kiosk->id, answer->status,
             answer->transport == STANOK_TRANSPORT_OK ? "" : "(no answer)", exchange->what);
  sim_kiosk_answered (kiosk, exchange->command, answer);
}

static void
deliver (gpointer data,
         gpointer arg)
{
  SimNet *self = data;
  Delivery *delivery = arg;
  SimCut cut = self->links[delivery->exchange->kiosk].cut;
  g_autoptr(StanokHttpAnswer) broken = NULL;

  if (cut == SIM_CUT_SILENT || cut == SIM_CUT_ANSWERS)
    return;
  if (cut == SIM_CUT_REFUSED)
    broken = stanok_http_answer_new (delivery->exchange->request_id, STANOK_TRANSPORT_RESET, 0);
  end (self, delivery->exchange, broken != NULL ? broken : delivery->answer);
}

/* @answer: (transfer full) */
static void
send_back (SimNet           *self,
           SimExchange      *exchange,
           StanokHttpAnswer *answer,
           gint64            after_ms)
{
  Delivery *delivery = g_new0 (Delivery, 1);

  delivery->exchange = sim_exchange_ref (exchange);
  delivery->answer = answer;
  sim_sched_at (self->world->sched, sim_now (self->world) + after_ms, deliver, self, delivery,
                delivery_free);
}

static void
send_back_failure (SimNet          *self,
                   SimExchange     *exchange,
                   StanokTransport  transport,
                   gint64           after_ms)
{
  send_back (self, exchange, stanok_http_answer_new (exchange->request_id, transport, 0), after_ms);
}

void
sim_net_answered (SimNet            *self,
                  SimExchange       *exchange,
                  StanokMesResponse *response)
{
  SimLink *link = &self->links[exchange->kiosk];
  const SimOptions *options = &self->world->options;
  StanokHttpAnswer *answer;
  gint64 late_ms = 0;

  if (exchange->is_copy || exchange->is_over)
    {
      stanok_mes_response_free (response);
      return;
    }
  if (response == NULL)
    {
      send_back_failure (self, exchange, STANOK_TRANSPORT_RESET, NO_WAY_MS);
      return;
    }
  answer = sim_link_from_server (exchange, response);
  stanok_mes_response_free (response);
  sim_link_keep (link, exchange, answer);
  if (sim_rng_permille (&link->rng, options->lose_answer))
    {
      sim_event (self->world, "K-%d: the answer is lost", exchange->kiosk);
      sim_sometimes (self->world, ANSWER_LOST);
      stanok_http_answer_free (answer);
      if (sim_rng_permille (&link->rng, 700))
        send_back_failure (self, exchange, STANOK_TRANSPORT_RESET, draw_latency (self,
                                                                                 exchange->kiosk));
      return;
    }
  answer = sim_link_spoil (self->world, link, exchange, answer);
  if (sim_rng_permille (&link->rng, options->slow_answer))
    {
      sim_sometimes (self->world, ANSWER_LATE);
      late_ms = sim_rng_wait (&link->rng, SLOW_MS);
    }
  send_back (self, exchange, answer, late_ms + draw_latency (self, exchange->kiosk));
}

/* ---- the way there ------------------------------------------------------------------- */

static void
arrive (gpointer data,
        gpointer arg)
{
  SimNet *self = data;
  SimExchange *exchange = arg;
  SimServer *server = self->world->server;
  StanokMesResponse *response;

  if (server->mes == NULL || exchange->server_life != server->life)
    {
      if (!exchange->is_copy && !exchange->is_over)
        send_back_failure (self, exchange, server->mes == NULL ? STANOK_TRANSPORT_UNREACHABLE
                                                               : STANOK_TRANSPORT_RESET, NO_WAY_MS);
      return;
    }
  if (exchange->is_copy)
    sim_event (self->world, "K-%d: %s arrives once more", exchange->kiosk, exchange->what);
  response = sim_server_take (server, exchange);
  if (response != NULL)
    sim_net_answered (self, exchange, response);
  else if (server->mes == NULL)
    sim_net_answered (self, exchange, NULL);
}

static void
go (SimNet      *self,
    SimExchange *exchange,
    gint64       after_ms)
{
  sim_sched_at (self->world->sched, sim_now (self->world) + after_ms, arrive, self,
                sim_exchange_ref (exchange), unref_exchange);
}

static void
copy_and_go (SimNet      *self,
             SimExchange *exchange,
             gint64       after_ms)
{
  g_autoptr(SimExchange) copy = copy_exchange (exchange);

  go (self, copy, after_ms);
}

/* TRUE: something on the way has answered in the server's place, or nobody will. */
static gboolean
is_lost (SimNet      *self,
         SimExchange *exchange)
{
  SimLink *link = &self->links[exchange->kiosk];
  const SimOptions *options = &self->world->options;
  gint64 back_ms = 2 * draw_latency (self, exchange->kiosk);
  StanokHttpAnswer *answer = NULL;

  if (link->cut == SIM_CUT_REFUSED)
    send_back_failure (self, exchange, STANOK_TRANSPORT_UNREACHABLE, NO_WAY_MS);
  if (link->cut == SIM_CUT_REFUSED || link->cut == SIM_CUT_SILENT)
    return TRUE;
  if (sim_rng_permille (&link->rng, options->black_hole))
    {
      sim_sometimes (self->world, BLACK_HOLE);
      return TRUE;
    }
  if (sim_rng_permille (&link->rng, options->lose_request))
    {
      sim_sometimes (self->world, REQUEST_LOST);
      send_back_failure (self, exchange, STANOK_TRANSPORT_RESET, back_ms);
      return TRUE;
    }
  if (sim_rng_permille (&link->rng, options->html))
    answer = sim_link_make_html (link, exchange->request_id);
  else if (sim_rng_permille (&link->rng, options->error))
    answer = sim_link_make_error (self->world, link, exchange->request_id, FALSE);
  else if (sim_rng_permille (&link->rng, options->busy))
    answer = sim_link_make_error (self->world, link, exchange->request_id, TRUE);
  else if (sim_rng_permille (&link->rng, options->stale))
    {
      answer = sim_link_find_old (link, exchange);
      if (answer != NULL)
        sim_sometimes (self->world, STALE_REPLAYED);
    }
  if (answer != NULL)
    send_back (self, exchange, answer, back_ms);
  return answer != NULL;
}

static void
time_out (gpointer data,
          gpointer arg)
{
  SimExchange *exchange = arg;
  g_autoptr(StanokHttpAnswer) answer = stanok_http_answer_new (exchange->request_id,
                                                               STANOK_TRANSPORT_TIMEOUT, 0);

  if (!exchange->is_over)
    sim_sometimes (((SimNet *) data)->world, TIMED_OUT);
  end (data, exchange, answer);
}

void
sim_net_send (SimNet                  *self,
              SimKiosk                *kiosk,
              const StanokHttpRequest *request)
{
  SimLink *link = &self->links[kiosk->number];
  const SimOptions *options = &self->world->options;
  g_autoptr(SimExchange) exchange = NULL;

  if (sim_rng_permille (&link->rng, options->refuse_token))
    link->is_token_bad = TRUE;
  exchange = make_exchange (self, kiosk, request);
  if (exchange->command != NULL)
    sim_event (self->world, "%s > %s #%d", kiosk->id, exchange->what, exchange->command->number);
  else
    sim_event (self->world, "%s > %s", kiosk->id, exchange->what);
  sim_check_sent (kiosk, exchange);
  g_ptr_array_add (self->under_way, sim_exchange_ref (exchange));
  exchange->deadline_task = sim_sched_at (self->world->sched,
                                          sim_now (self->world) + request->deadline_ms, time_out,
                                          self, sim_exchange_ref (exchange), unref_exchange);
  if (is_lost (self, exchange))
    return;
  go (self, exchange, draw_latency (self, kiosk->number));
  if (sim_rng_permille (&link->rng, options->duplicate))
    {
      sim_sometimes (self->world, DUPLICATED);
      copy_and_go (self, exchange, draw_latency (self, kiosk->number));
    }
  if (sim_rng_permille (&link->rng, options->late_duplicate))
    {
      sim_sometimes (self->world, LATE_DUPLICATE);
      copy_and_go (self, exchange, sim_rng_wait (&link->rng, LATE_MS));
    }
}

/* ---- what the kiosk and the world do to it ------------------------------------------- */

static SimExchange *
find (SimNet  *self,
      int      kiosk,
      guint64  request_id)
{
  for (guint i = 0; i < self->under_way->len; i++)
    {
      SimExchange *exchange = self->under_way->pdata[i];

      if (exchange->kiosk == kiosk && exchange->request_id == request_id)
        return exchange;
    }
  return NULL;
}

static void
give_up (SimNet      *self,
         SimExchange *exchange)
{
  exchange->is_over = TRUE;
  sim_sched_cancel (self->world->sched, exchange->deadline_task);
  g_ptr_array_remove_fast (self->under_way, exchange);
}

void
sim_net_cancel (SimNet   *self,
                SimKiosk *kiosk,
                guint64   request_id)
{
  SimExchange *exchange = find (self, kiosk->number, request_id);

  if (exchange != NULL)
    give_up (self, exchange);
}

void
sim_net_forget (SimNet   *self,
                SimKiosk *kiosk)
{
  for (guint i = self->under_way->len; i > 0; i--)
    if (((SimExchange *) self->under_way->pdata[i - 1])->kiosk == kiosk->number)
      give_up (self, self->under_way->pdata[i - 1]);
}

guint
sim_net_count (SimNet *self,
               int     kiosk)
{
  guint n = 0;

  for (guint i = 0; i < self->under_way->len; i++)
    n += ((SimExchange *) self->under_way->pdata[i])->kiosk == kiosk ? 1 : 0;
  return n;
}

void
sim_net_cut (SimNet *self,
             int     kiosk,
             SimCut  cut)
{
  self->links[kiosk].cut = cut;
}

SimCut
sim_net_get_cut (SimNet *self,
                 int     kiosk)
{
  return self->links[kiosk].cut;
}

void
sim_net_renew_token (SimNet *self,
                     int     kiosk)
{
  self->links[kiosk].is_token_bad = FALSE;
}
