/* sim-link.c: what a spoiled way makes of answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-link.h"

#include <string.h>

#include "sim-server.h"
#include "wire/stanok-headers.h"

#define YEAR_S 31536000

static const char html[] = "<!DOCTYPE html><title>Welcome</title><p>Please accept our terms.";

static StanokHttpAnswer *
copy_answer (const StanokHttpAnswer *answer,
             guint64                 request_id)
{
  StanokHttpAnswer *copy = stanok_http_answer_new (request_id, answer->transport, answer->status);

  for (guint i = 0; i + 1 < answer->headers->len; i += 2)
    stanok_http_answer_set (copy, answer->headers->pdata[i], answer->headers->pdata[i + 1]);
  copy->body = answer->body != NULL ? g_bytes_ref (answer->body) : NULL;
  return copy;
}

static void
set_body (StanokHttpAnswer *answer,
          const char       *bytes,
          gsize             n)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  answer->body = g_bytes_new (bytes, n);
}

/* ---- old answers --------------------------------------------------------------------- */

static void
old_clear (SimOldAnswer *old)
{
  g_clear_pointer (&old->what, g_free);
  g_clear_pointer (&old->answer, stanok_http_answer_free);
}

void
sim_link_clear (SimLink *self)
{
  for (int i = 0; i < SIM_OLD_ANSWERS; i++)
    old_clear (&self->old[i]);
}

void
sim_link_keep (SimLink                *self,
               const SimExchange      *exchange,
               const StanokHttpAnswer *answer)
{
  SimOldAnswer *old = &self->old[self->n_old % SIM_OLD_ANSWERS];

  if (answer->status != 200 || strcmp (exchange->method, "GET") != 0)
    return;
  /* Of each question the oldest is kept: that does the most harm. */
  for (int i = 0; i < SIM_OLD_ANSWERS; i++)
    if (g_strcmp0 (self->old[i].what, exchange->what) == 0)
      return;
  old_clear (old);
  old->what = g_strdup (exchange->what);
  old->answer = copy_answer (answer, 0);
  self->n_old++;
}

StanokHttpAnswer *
sim_link_find_old (SimLink           *self,
                   const SimExchange *exchange)
{
  for (int i = 0; i < SIM_OLD_ANSWERS; i++)
    if (g_strcmp0 (self->old[i].what, exchange->what) == 0)
      return copy_answer (self->old[i].answer, exchange->request_id);
  return NULL;
}

/* ---- answers that are not the server's ----------------------------------------------- */

StanokHttpAnswer *
sim_link_make_html (SimLink *self,
                    guint64  request_id)
{
  static const guint statuses[] = { 200, 200, 200, 201, 302, 511, 404, 403 };
  guint status = statuses[sim_rng_below (&self->rng, G_N_ELEMENTS (statuses))];
  StanokHttpAnswer *answer = stanok_http_answer_new (request_id, STANOK_TRANSPORT_OK, status);

  stanok_http_answer_set (answer, "content-type", "text/html");
  set_body (answer, html, strlen (html));
  return answer;
}

static void
set_retry_after (SimWorld         *world,
                 SimLink          *self,
                 StanokHttpAnswer *answer)
{
  gint64 wait_s = sim_rng_between (&self->rng, 1, 240);
  g_autofree char *text = NULL;

  switch (sim_rng_below (&self->rng, 6))
    {
    case 0:
      text = stanok_http_date_format (SIM_BEGIN_MS + sim_now (world) + wait_s * 1000);
      break;
    case 1:
      text = g_strdup ("soon");
      break;
    case 2:
      text = g_strdup_printf ("%d", YEAR_S);
      break;
    case 3:
      return;
    default:
      text = g_strdup_printf ("%" G_GINT64_FORMAT, wait_s);
    }
  stanok_http_answer_set (answer, "retry-after", text);
}

StanokHttpAnswer *
sim_link_make_error (SimWorld *world,
                     SimLink  *self,
                     guint64   request_id,
                     gboolean  is_busy)
{
  static const guint statuses[] = { 500, 502, 503, 504, 408, 425 };
  guint status = statuses[sim_rng_below (&self->rng, G_N_ELEMENTS (statuses))];
  gboolean is_ours = world->server->epoch != NULL && sim_rng_permille (&self->rng, 500);
  g_autofree char *json = NULL;
  StanokHttpAnswer *answer;

  if (is_busy)
    status = sim_rng_permille (&self->rng, 500) ? 429 : 503;
  if (is_busy)
    sim_sometimes (world, BUSY);
  else
    sim_sometimes (world, GATEWAY_ERROR);
  answer = stanok_http_answer_new (request_id, STANOK_TRANSPORT_OK, status);
  if (is_ours)
    {
      json = g_strdup_printf ("{\"type\":\"urn:stanok:problem:%s\",\"title\":\"trouble\","
                              "\"status\":%u}", is_busy ? "rate-limited" : "internal", status);
      stanok_http_answer_set (answer, "content-type", "application/problem+json");
      stanok_http_answer_set (answer, "stanok-epoch", world->server->epoch);
      set_body (answer, json, strlen (json));
    }
  else
    {
      stanok_http_answer_set (answer, "content-type", "text/plain");
      set_body (answer, "no", 2);
    }
  if (is_busy || status == 503)
    set_retry_after (world, self, answer);
  return answer;
}

StanokHttpAnswer *
sim_link_from_server (const SimExchange       *exchange,
                      const StanokMesResponse *response)
{
  StanokHttpAnswer *answer = stanok_http_answer_new (exchange->request_id, STANOK_TRANSPORT_OK,
                                                     response->status);

  for (guint i = 0; i + 1 < response->headers->len; i += 2)
    {
      g_autofree char *name = g_ascii_strdown (response->headers->pdata[i], -1);

      stanok_http_answer_set (answer, name, response->headers->pdata[i + 1]);
    }
  answer->body = response->body != NULL ? g_bytes_ref (response->body) : g_bytes_new (NULL, 0);
  return answer;
}

/* ---- what the way does to them ------------------------------------------------------- */

static StanokHttpAnswer *
cut_short (SimLink          *self,
           StanokHttpAnswer *answer)
{
  gsize n;
  const char *bytes = g_bytes_get_data (answer->body, &n);
  g_autoptr(GBytes) whole = g_bytes_ref (answer->body);
  guint64 id = answer->request_id;

  /* The length was announced, and the transport sees that it is not kept; or it was not. */
  if (sim_rng_permille (&self->rng, 500))
    {
      stanok_http_answer_free (answer);
      return stanok_http_answer_new (id, STANOK_TRANSPORT_RESET, 0);
    }
  set_body (answer, bytes, (gsize) sim_rng_below (&self->rng, (gint64) n));
  return answer;
}

static void
replace_header (StanokHttpAnswer *answer,
                const char       *name,
                const char       *value)
{
  for (guint i = 0; i + 1 < answer->headers->len; i += 2)
    if (strcmp (answer->headers->pdata[i], name) == 0)
      {
        g_free (answer->headers->pdata[i + 1]);
        answer->headers->pdata[i + 1] = g_strdup (value);
      }
}

static void
mangle_tag (SimLink          *self,
            StanokHttpAnswer *answer)
{
  const char *tag = stanok_http_answer_get (answer, "etag");
  g_autofree char *weak = tag != NULL ? g_strconcat ("W/", tag, NULL) : NULL;

  if (weak != NULL)
    replace_header (answer, "etag", sim_rng_permille (&self->rng, 500) ? weak : "");
}

StanokHttpAnswer *
sim_link_spoil (SimWorld          *world,
                SimLink           *self,
                const SimExchange *exchange,
                StanokHttpAnswer  *answer)
{
  const SimOptions *options = &world->options;

  if (sim_rng_permille (&self->rng, options->mangle))
    {
      sim_sometimes (world, TAG_MANGLED);
      mangle_tag (self, answer);
    }
  if (sim_rng_permille (&self->rng, options->bodyless) && strcmp (exchange->method, "GET") == 0 &&
      answer->status == 200)
    {
      sim_sometimes (world, BODYLESS_304);
      answer->status = 304;
      set_body (answer, "", 0);
    }
  if (sim_rng_permille (&self->rng, options->truncate) && g_bytes_get_size (answer->body) > 0)
    {
      sim_sometimes (world, TRUNCATED);
      answer = cut_short (self, answer);
    }
  return answer;
}
