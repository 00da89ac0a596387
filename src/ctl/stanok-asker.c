/* stanok-asker.c: one request after another to a MES, waiting for each answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-asker.h"

#include <string.h>

#include "api/stanok-api.h"
#include "config.h"
#include "domain/stanok-error.h"
#include "wire/stanok-messages.h"

#define SMALL_DEADLINE_MS  (60 * 1000)
#define BODY_DEADLINE_MS   (30 * 60 * 1000)   /* 256 MiB at 1.2 Mbit/s */
#define ANSWER_MAX_BYTES   (16 * 1024 * 1024)

struct _StanokAsker {
  GMainContext     *context;
  StanokNet        *net;         /* (owned) */
  char             *server;
  char             *key;
  guint64           last_id;
  StanokHttpAnswer *answer;      /* (nullable) of the request that is waited for */
};

/* ---- the carrier ---------------------------------------------------------------------------- */

static char *
give_key (gpointer data,
          GError **error)
{
  const StanokAsker *self = data;

  return g_strdup (self->key);
}

static void
head_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
}

static void
chunk_cb (gpointer      data,
          guint64       request_id,
          const guint8 *bytes,
          gsize         n)
{
}

static void
done_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
  StanokAsker *self = data;

  self->answer = stanok_http_answer_new (answer->request_id, answer->transport, answer->status);
  for (guint i = 0; i + 1 < answer->headers->len; i += 2)
    stanok_http_answer_set (self->answer, answer->headers->pdata[i],
                            answer->headers->pdata[i + 1]);
  if (answer->body != NULL)
    self->answer->body = g_bytes_ref (answer->body);
  self->answer->detail = g_strdup (answer->detail);
}

StanokAsker *
stanok_asker_new (const char *server,
                  const char *key,
                  GError    **error)
{
  g_autoptr(StanokAsker) self = g_new0 (StanokAsker, 1);
  const StanokNetListener listener = { head_cb, chunk_cb, done_cb, self };

  self->context = g_main_context_ref_thread_default ();
  self->server = g_strdup (server);
  self->key = g_strdup (key);
  self->net = stanok_api_new (server, &listener, give_key, self, error);
  return self->net != NULL ? g_steal_pointer (&self) : NULL;
}

void
stanok_asker_free (StanokAsker *self)
{
  if (self == NULL)
    return;
  if (self->net != NULL)
    stanok_api_free (self->net);
  g_clear_pointer (&self->answer, stanok_http_answer_free);
  g_main_context_unref (self->context);
  g_free (self->server);
  g_free (self->key);
  g_free (self);
}

/* ---- questions ------------------------------------------------------------------------------ */

StanokHttpRequest *
stanok_asker_prepare (StanokAsker *self,
                      const char  *method,
                      const char  *path)
{
  StanokHttpRequest *request = stanok_http_request_new (++self->last_id, STANOK_CHANNEL_PLAIN,
                                                        method, path);

  request->deadline_ms = SMALL_DEADLINE_MS;
  request->max_body = ANSWER_MAX_BYTES;
  stanok_http_request_set (request, "Stanok-Client", "stanok/" STANOK_VERSION);
  stanok_http_request_set (request, "Accept-Encoding", "identity");
  return request;
}

static const char *
words_for (StanokTransport transport)
{
  switch (transport)
    {
    case STANOK_TRANSPORT_UNREACHABLE:
      return "nobody answers there; is the server running, and the address right?";
    case STANOK_TRANSPORT_TIMEOUT:
      return "no answer in time; look at the server and the network, then try again";
    case STANOK_TRANSPORT_RESET:
      return "the connection broke; try again";
    case STANOK_TRANSPORT_TLS:
      return "its certificate cannot be trusted; look at the date of this machine first";
    case STANOK_TRANSPORT_TOO_LARGE:
      return "its answer is larger than any answer of a MES";
    case STANOK_TRANSPORT_NO_TOKEN:
      return "the key has characters in it that no key has; copy it again";
    case STANOK_TRANSPORT_OK:
    case STANOK_TRANSPORT_CANCELLED:
    default:
      return "the request was broken off";
    }
}

StanokHttpAnswer *
stanok_asker_ask (StanokAsker       *self,
                  StanokHttpRequest *request,
                  GError           **error)
{
  g_autoptr(StanokHttpRequest) owned = request;
  g_autoptr(StanokHttpAnswer) answer = NULL;

  if (request->body != NULL)
    request->deadline_ms = BODY_DEADLINE_MS;
  self->net->send (self->net->data, request);
  while (self->answer == NULL)
    g_main_context_iteration (self->context, TRUE);
  answer = g_steal_pointer (&self->answer);
  if (answer->transport != STANOK_TRANSPORT_OK)
    g_set_error (error, STANOK_ERROR,
                 (int) (answer->transport == STANOK_TRANSPORT_NO_TOKEN ? STANOK_ERROR_AUTH
                                                                       : STANOK_ERROR_OFFLINE),
                 "%s: %s%s%s%s", self->server, words_for (answer->transport),
                 answer->detail != NULL ? " (" : "", answer->detail != NULL ? answer->detail : "",
                 answer->detail != NULL ? ")" : "");
  else if (stanok_http_answer_get (answer, "stanok-epoch") == NULL)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_OFFLINE,
                 "%s: something answers (status %u), but not a MES; is there a portal or a proxy "
                 "in between?", self->server, answer->status);
  else
    return g_steal_pointer (&answer);
  return NULL;
}

void
stanok_asker_refuse (const StanokHttpAnswer *answer,
                     GError                **error)
{
  g_autoptr(StanokProblem) problem = NULL;
  gsize n = 0;
  const char *text = answer->body != NULL ? g_bytes_get_data (answer->body, &n) : NULL;
  StanokError code = answer->status == 401 || answer->status == 403 ? STANOK_ERROR_AUTH
                                                                    : STANOK_ERROR_REFUSED;

  if (text != NULL)
    problem = stanok_record_from_json (&STANOK_RECORD_PROBLEM, text, n, &STANOK_JSON_ANSWER,
                                       NULL);
  if (problem == NULL)
    g_set_error (error, STANOK_ERROR, (int) code, "the server answers with status %u",
                 answer->status);
  else
    g_set_error (error, STANOK_ERROR, (int) code, "%s: %s", problem->title,
                 problem->detail != NULL ? problem->detail : stanok_problem_name (problem->type));
}
