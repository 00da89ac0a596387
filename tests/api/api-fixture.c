/* api-fixture.c: a carrier, a server of faults behind it, and what came back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "api-fixture.h"

#include "api/stanok-transfer.h"
#include "domain/stanok-error.h"

#define PATIENCE_MS 60000

static StanokHttpAnswer *
copy_answer (const StanokHttpAnswer *answer)
{
  StanokHttpAnswer *copy = stanok_http_answer_new (answer->request_id, answer->transport,
                                                   answer->status);

  for (guint i = 0; i + 1 < answer->headers->len; i += 2)
    stanok_http_answer_set (copy, answer->headers->pdata[i], answer->headers->pdata[i + 1]);
  copy->body = answer->body != NULL ? g_bytes_ref (answer->body) : NULL;
  copy->detail = g_strdup (answer->detail);
  return copy;
}

static void
head_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
  ApiFixture *self = data;

  g_assert_cmpuint (self->streamed->len, ==, 0);
  self->n_heads++;
}

static void
chunk_cb (gpointer      data,
          guint64       request_id,
          const guint8 *bytes,
          gsize         n)
{
  ApiFixture *self = data;

  g_string_append_len (self->streamed, (const char *) bytes, (gssize) n);
  self->n_chunks++;
}

static void
done_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
  ApiFixture *self = data;

  for (guint i = 0; i < self->answers->len; i++)
    g_assert_cmpuint (((StanokHttpAnswer *) self->answers->pdata[i])->request_id, !=,
                      answer->request_id);
  g_ptr_array_add (self->answers, copy_answer (answer));
}

static char *
give_token (gpointer   data,
            GError   **error)
{
  ApiFixture *self = data;

  if (self->token == NULL)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_AUTH, "the keyring is locked");
  return g_strdup (self->token);
}

void
api_fixture_connect (ApiFixture *self,
                     const char *url)
{
  StanokNetListener listener = { head_cb, chunk_cb, done_cb, self };
  g_autoptr(GError) error = NULL;

  stanok_api_free (self->net);
  self->net = stanok_api_new (url, &listener, give_token, self, &error);
  g_assert_no_error (error);
}

void
api_fixture_set_up (ApiFixture    *self,
                    gconstpointer  data)
{
  STANOK_TRANSFER_LIMITS = (StanokTransferLimits) { PATIENCE_MS, PATIENCE_MS, PATIENCE_MS };
  self->server = stanok_fault_server_new (NULL);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_http_answer_free);
  self->streamed = g_string_new (NULL);
  self->token = g_strdup ("a.token-of_this~device");
  api_fixture_connect (self, stanok_fault_server_get_url (self->server));
}

void
api_fixture_tear_down (ApiFixture    *self,
                       gconstpointer  data)
{
  stanok_api_free (self->net);
  stanok_fault_server_free (self->server);
  g_ptr_array_unref (self->answers);
  g_string_free (self->streamed, TRUE);
  g_free (self->token);
}

void
api_fixture_play (ApiFixture     *self,
                  const char     *bytes,
                  StanokFaultEnd  end)
{
  StanokFaultPlay play = { .bytes = bytes, .end = end };

  stanok_fault_server_push (self->server, &play);
}

StanokHttpRequest *
api_fixture_request (ApiFixture    *self,
                     StanokChannel  channel,
                     const char    *method,
                     const char    *path)
{
  StanokHttpRequest *request = stanok_http_request_new (++self->last_id, channel, method, path);

  request->deadline_ms = PATIENCE_MS;
  request->max_body = 1024 * 1024;
  return request;
}

void
api_fixture_send (ApiFixture        *self,
                  StanokHttpRequest *request)
{
  self->net->send (self->net->data, request);
  /* The core's effect is over by now: nothing may be borrowed from it. */
  stanok_http_request_free (request);
}

static gboolean
give_up_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

const StanokHttpAnswer *
api_fixture_wait (ApiFixture *self,
                  guint       n_answers)
{
  gboolean is_late = FALSE;
  guint id = g_timeout_add (2 * PATIENCE_MS, give_up_cb, &is_late);

  while (self->answers->len < n_answers && !is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_late);
  g_source_remove (id);
  return self->answers->pdata[n_answers - 1];
}

const StanokHttpAnswer *
api_fixture_ask (ApiFixture *self,
                 const char *method,
                 const char *path)
{
  guint n = self->answers->len;

  api_fixture_send (self, api_fixture_request (self, STANOK_CHANNEL_PLAIN, method, path));
  return api_fixture_wait (self, n + 1);
}

void
api_fixture_spin (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, give_up_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}
