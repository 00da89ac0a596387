/* test-api.c: the carrier against a server that does all that servers and networks do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "api-fixture.h"
#include "api/stanok-transfer.h"
#include "domain/stanok-error.h"

#define HEAD(status) "HTTP/1.1 " status "\r\nStanok-Epoch: e7\r\n"
#define OK_JSON      HEAD ("200 OK") "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

/* A key that secures nothing: it is here so that the certificate can be refused. */
#define STRANGER \
  "-----BEGIN CERTIFICATE-----\n" \
  "MIIBljCCATugAwIBAgIUCC4NKEIQefFoq/X+ICbw7JJDLPUwCgYIKoZIzj0EAwIw\n" \
  "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE1MzQxNVoYDzIxMjYxMDMx\n" \
  "MTUzNDE1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO\n" \
  "PQMBBwNCAARRgw6auHuTwE/qijVXWbxHyGwdmvRBSOwU28ym2/OY6i8iDnt1btdt\n" \
  "M+oVGQIROPvNZGJOr6pyIItcLzc2M+Who2kwZzAdBgNVHQ4EFgQU4+c2Mx/CKlQn\n" \
  "cakwOk+uUgVI0lQwHwYDVR0jBBgwFoAU4+c2Mx/CKlQncakwOk+uUgVI0lQwDwYD\n" \
  "VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID\n" \
  "SQAwRgIhAK6/CAjZ7gOQVSZ7+tiGULcOyJHfYIEt1O9dFei2zEv5AiEAh9CLZRuL\n" \
  "GIZX9XWwLLq2X0wQ5rKLZdgJsIdX0gT8a6M=\n" \
  "-----END CERTIFICATE-----\n" \
  "-----BEGIN PRIVATE KEY-----\n" \
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1snUz4eVRMBya2Mr\n" \
  "r9bJz4Bmr7rI4Q9tsy5A7AzAZg6hRANCAARRgw6auHuTwE/qijVXWbxHyGwdmvRB\n" \
  "SOwU28ym2/OY6i8iDnt1btdtM+oVGQIROPvNZGJOr6pyIItcLzc2M+Wh\n" \
  "-----END PRIVATE KEY-----\n"

static void
assert_body (const StanokHttpAnswer *answer,
             const char             *expected)
{
  gsize n;
  const char *text = g_bytes_get_data (answer->body, &n);

  g_assert_cmpmem (text, n, expected, strlen (expected));
}

/* ---- what goes out -------------------------------------------------------------------- */

static void
test_get (ApiFixture    *self,
          gconstpointer  data)
{
  StanokHttpRequest *request = api_fixture_request (self, STANOK_CHANNEL_PLAIN, "GET",
                                                    "/v1/x%2Fy?since=a&wait=0");
  const StanokHttpAnswer *answer;
  g_autofree char *sent = NULL;

  stanok_http_request_set (request, "If-None-Match", "\"m1\"");
  stanok_http_request_set (request, "Accept-Encoding", "identity");
  api_fixture_play (self, OK_JSON, STANOK_FAULT_KEEP);
  api_fixture_send (self, request);
  answer = api_fixture_wait (self, 1);

  g_assert_cmpint (answer->transport, ==, STANOK_TRANSPORT_OK);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (stanok_http_answer_get (answer, "stanok-epoch"), ==, "e7");
  assert_body (answer, "{}");
  sent = stanok_fault_server_dup_request (self->server, 0);
  g_assert_true (g_str_has_prefix (sent, "GET /v1/x%2Fy?since=a&wait=0 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Bearer a.token-of_this~device\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nIf-None-Match: \"m1\"\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nAccept-Encoding: identity\r\n"));
  g_assert_null (strstr (sent, "gzip"));
}

static StanokHttpRequest *
make_post (ApiFixture *self)
{
  StanokHttpRequest *request = api_fixture_request (self, STANOK_CHANNEL_COMMAND, "POST",
                                                    "/v1/orders/WO-1/commands");

  stanok_http_request_set (request, "Content-Type", "application/json");
  request->body = g_bytes_new_static ("{\"a\":1}", 7);
  return request;
}

static void
test_post (ApiFixture    *self,
           gconstpointer  data)
{
  g_autofree char *sent = NULL;

  api_fixture_play (self, OK_JSON, STANOK_FAULT_KEEP);
  api_fixture_send (self, make_post (self));
  g_assert_cmpuint (api_fixture_wait (self, 1)->status, ==, 200);
  sent = stanok_fault_server_dup_request (self->server, 0);
  g_assert_true (g_str_has_prefix (sent, "POST /v1/orders/WO-1/commands HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nContent-Type: application/json\r\n"));
  g_assert_true (g_str_has_suffix (sent, "\r\n\r\n{\"a\":1}"));
}

static void
test_no_cookies (ApiFixture    *self,
                 gconstpointer  data)
{
  g_autofree char *sent = NULL;

  api_fixture_play (self, HEAD ("200 OK") "Set-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
                    STANOK_FAULT_KEEP);
  api_fixture_play (self, OK_JSON, STANOK_FAULT_KEEP);
  api_fixture_ask (self, "GET", "/v1/meta");
  api_fixture_ask (self, "GET", "/v1/meta");
  sent = stanok_fault_server_dup_request (self->server, 1);
  g_assert_null (strstr (sent, "Cookie"));
}

static void
test_no_token (ApiFixture    *self,
               gconstpointer  data)
{
  const StanokHttpAnswer *answer;

  g_clear_pointer (&self->token, g_free);
  answer = api_fixture_ask (self, "GET", "/v1/meta");
  g_assert_cmpint (answer->transport, ==, STANOK_TRANSPORT_NO_TOKEN);
  g_assert_cmpstr (answer->detail, ==, "the keyring is locked");
  self->token = g_strdup ("abc\r\nX-Evil: 1");
  answer = api_fixture_ask (self, "GET", "/v1/meta");
  g_assert_cmpint (answer->transport, ==, STANOK_TRANSPORT_NO_TOKEN);
  g_assert_cmpuint (stanok_fault_server_get_n_connections (self->server), ==, 0);
}

/* ---- what comes back ------------------------------------------------------------------ */

/* Each is a complete answer, to be judged by the core and by nobody before it. */
static const struct {
  const char *name;
  const char *bytes;
  guint       status;
  const char *body;
} answers[] = {
  { "not-modified", HEAD ("304 Not Modified") "ETag: \"m1\"\r\n\r\n", 304, "" },
  { "no-content", HEAD ("204 No Content") "\r\n", 204, "" },
  { "chunked", HEAD ("200 OK") "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    200, "abcde" },
  /* libsoup does not notice that the last chunk is missing. Half a JSON text is no JSON text, and a
   * model has a hash: so the core does. */
  { "chunked-without-an-end", HEAD ("200 OK") "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n",
    200, "{\"a" },
  { "captive-portal",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", 200,
    "<html>" },
  { "redirect",
    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 302, "" },
  { "redirect-307", "HTTP/1.1 307 Go\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", 307, "" },
  { "unauthorised",
    HEAD ("401 No") "WWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n", 401, "" },
  { "proxy-auth", "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
    "Content-Length: 0\r\n\r\n", 407, "" },
  { "gzip-as-it-is",
    HEAD ("200 OK") "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b!", 200,
    "\x1f\x8b!" },
  { "unavailable", HEAD ("503 Later") "Retry-After: 7\r\nContent-Length: 0\r\n\r\n", 503, "" },
};

static void
test_answer (ApiFixture    *self,
             gconstpointer  data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  const StanokHttpAnswer *answer;

  api_fixture_play (self, answers[i].bytes, STANOK_FAULT_CLOSE);
  api_fixture_send (self, make_post (self));
  answer = api_fixture_wait (self, 1);
  g_assert_cmpint (answer->transport, ==, STANOK_TRANSPORT_OK);
  g_assert_cmpuint (answer->status, ==, answers[i].status);
  assert_body (answer, answers[i].body);
  /* Not followed, not authenticated, not tried again. */
  api_fixture_spin (50);
  g_assert_cmpuint (stanok_fault_server_get_n_requests (self->server), ==, 1);
}

/* ---- what breaks ---------------------------------------------------------------------- */

static const struct {
  const char      *name;
  StanokFaultPlay  play;
  StanokTransport  transport;
} breaks[] = {
  { "reset-before-a-byte", { .end = STANOK_FAULT_RESET }, STANOK_TRANSPORT_RESET },
  { "closed-before-a-byte", { .end = STANOK_FAULT_CLOSE }, STANOK_TRANSPORT_RESET },
  { "reset-in-the-head", { .bytes = "HTTP/1.1 200 O", .end = STANOK_FAULT_RESET },
    STANOK_TRANSPORT_RESET },
  { "cut-by-length", { .bytes = HEAD ("200 OK") "Content-Length: 9\r\n\r\n{\"a\"",
                       .end = STANOK_FAULT_CLOSE }, STANOK_TRANSPORT_RESET },
  { "cut-in-chunks", { .bytes = HEAD ("200 OK") "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"a\"",
                       .end = STANOK_FAULT_CLOSE }, STANOK_TRANSPORT_RESET },
  { "not-http", { .bytes = "220 mail.example ESMTP\r\n\r\n", .end = STANOK_FAULT_CLOSE },
    STANOK_TRANSPORT_RESET },
  { "black-hole", { .end = STANOK_FAULT_HANG }, STANOK_TRANSPORT_TIMEOUT },
  { "deaf", { .is_deaf = TRUE, .end = STANOK_FAULT_HANG }, STANOK_TRANSPORT_TIMEOUT },
  { "stops-in-the-body", { .bytes = HEAD ("200 OK") "Content-Length: 9\r\n\r\n{\"a\"",
                           .end = STANOK_FAULT_HANG }, STANOK_TRANSPORT_TIMEOUT },
  { "trickle", { .bytes = HEAD ("200 OK") "Content-Length: 40\r\n\r\n"
                 "0123456789012345678901234567890123456789", .slice = 1, .slice_ms = 80 },
    STANOK_TRANSPORT_TIMEOUT },
};

/* P10: whatever breaks, one request goes out, and no second one by libsoup's own will. */
static void
test_break (ApiFixture    *self,
            gconstpointer  data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  StanokHttpRequest *request = make_post (self);
  const StanokHttpAnswer *answer;

  /* Short where a time-out is the point; a busy machine makes no others. */
  if (breaks[i].transport == STANOK_TRANSPORT_TIMEOUT)
    {
      STANOK_TRANSFER_LIMITS = (StanokTransferLimits) { 10000, 1500, 1500 };
      request->deadline_ms = breaks[i].play.slice > 0 ? 2000 : 10000;
    }
  stanok_fault_server_push (self->server, &breaks[i].play);
  api_fixture_send (self, request);
  answer = api_fixture_wait (self, 1);
  g_assert_cmpint (answer->transport, ==, breaks[i].transport);
  g_assert_cmpuint (answer->status, ==, 0);
  g_assert_null (answer->body);
  g_assert_nonnull (answer->detail);
  api_fixture_spin (100);
  g_assert_cmpuint (stanok_fault_server_get_n_requests (self->server), ==,
                    breaks[i].play.is_deaf ? 0 : 1);
  g_assert_cmpuint (self->answers->len, ==, 1);
}

/* P10: a kept connection that dies under a command: an error, and no repetition. */
static void
test_reset_on_kept_connection (ApiFixture    *self,
                               gconstpointer  data)
{
  StanokFaultPlay reset = { .end = STANOK_FAULT_RESET };

  stanok_fault_server_set_default (self->server, &reset);
  api_fixture_play (self, OK_JSON, STANOK_FAULT_KEEP);
  api_fixture_send (self, make_post (self));
  api_fixture_wait (self, 1);
  api_fixture_send (self, make_post (self));
  g_assert_cmpint (api_fixture_wait (self, 2)->transport, ==, STANOK_TRANSPORT_RESET);
  api_fixture_spin (100);
  g_assert_cmpuint (stanok_fault_server_get_n_requests (self->server), ==, 2);
}

static void
test_refused (ApiFixture    *self,
              gconstpointer  data)
{
  g_autofree char *url = stanok_fault_server_dup_closed_url ();

  api_fixture_connect (self, url);
  g_assert_cmpint (api_fixture_ask (self, "GET", "/v1/meta")->transport, ==,
                   STANOK_TRANSPORT_UNREACHABLE);
}

static void
test_too_large (ApiFixture    *self,
                gconstpointer  data)
{
  StanokHttpRequest *request = api_fixture_request (self, STANOK_CHANNEL_PLAIN, "GET", "/v1/meta");

  request->max_body = 4;
  api_fixture_play (self, HEAD ("200 OK") "Content-Length: 5\r\n\r\n12345", STANOK_FAULT_KEEP);
  api_fixture_send (self, request);
  g_assert_cmpint (api_fixture_wait (self, 1)->transport, ==, STANOK_TRANSPORT_TOO_LARGE);
}

/* GnuTLS reads a few hundred authorities first: under a sanitizer that takes minutes, and what it
 * loads for it crashes the search for leaks. */
static gboolean
is_sanitized (void)
{
#if defined (__SANITIZE_ADDRESS__)
  return TRUE;
#elif defined (__has_feature)
#if __has_feature (address_sanitizer)
  return TRUE;
#endif
#endif
  return FALSE;
}

static void
test_stranger (ApiFixture    *self,
               gconstpointer  data)
{
  g_autoptr(StanokFaultServer) server = NULL;

  if (is_sanitized ())
    {
      g_test_skip ("TLS is not for sanitizers");
      return;
    }
  server = stanok_fault_server_new (STRANGER);
  api_fixture_connect (self, stanok_fault_server_get_url (server));
  g_assert_cmpint (api_fixture_ask (self, "GET", "/v1/meta")->transport, ==, STANOK_TRANSPORT_TLS);
  /* Not a byte was told to him, the token least of all; and plain text is no way out. */
  g_assert_cmpuint (stanok_fault_server_get_n_requests (server), ==, 0);
}

static void
test_no_tls (ApiFixture    *self,
             gconstpointer  data)
{
  StanokFaultPlay play = { .is_deaf = TRUE, .bytes = "HTTP/1.1 400 Plain\r\n\r\n",
                           .end = STANOK_FAULT_CLOSE };
  g_autofree char *url = g_strdup_printf ("https%s",
                                          stanok_fault_server_get_url (self->server) + 4);

  if (is_sanitized ())
    {
      g_test_skip ("TLS is not for sanitizers");
      return;
    }
  stanok_fault_server_set_default (self->server, &play);
  api_fixture_connect (self, url);
  g_assert_cmpint (api_fixture_ask (self, "GET", "/v1/meta")->transport, ==, STANOK_TRANSPORT_TLS);
}

/* ---- streams, channels, the end ------------------------------------------------------- */

static StanokHttpRequest *
make_stream (ApiFixture *self)
{
  StanokHttpRequest *request = api_fixture_request (self, STANOK_CHANNEL_BLOB, "GET",
                                                    "/v1/blobs/0");

  request->stream = TRUE;
  return request;
}

static void
test_stream (ApiFixture    *self,
             gconstpointer  data)
{
  StanokFaultPlay play = { .bytes = HEAD ("200 OK") "Content-Length: 30\r\n\r\n"
                           "012345678901234567890123456789", .slice = 70, .slice_ms = 30 };
  const StanokHttpAnswer *answer;

  stanok_fault_server_push (self->server, &play);
  api_fixture_send (self, make_stream (self));
  answer = api_fixture_wait (self, 1);
  g_assert_cmpint (answer->transport, ==, STANOK_TRANSPORT_OK);
  g_assert_null (answer->body);
  g_assert_cmpuint (self->n_heads, ==, 1);
  g_assert_cmpuint (self->n_chunks, >=, 1);
  g_assert_cmpstr (self->streamed->str, ==, "012345678901234567890123456789");
}

static void
test_stream_cut (ApiFixture    *self,
                 gconstpointer  data)
{
  api_fixture_play (self, HEAD ("200 OK") "Content-Length: 30\r\n\r\n0123456789",
                    STANOK_FAULT_CLOSE);
  api_fixture_send (self, make_stream (self));
  g_assert_cmpint (api_fixture_wait (self, 1)->transport, ==, STANOK_TRANSPORT_RESET);
  g_assert_cmpuint (self->n_heads, ==, 1);
  g_assert_cmpstr (self->streamed->str, ==, "0123456789");
}

/* A long poll may be silent for longer than anything else, and holds up nothing else. */
static void
test_poll (ApiFixture    *self,
           gconstpointer  data)
{
  StanokFaultPlay late = { .bytes = OK_JSON, .delay_ms = 2500 };

  STANOK_TRANSFER_LIMITS.headers_ms = 2000;
  stanok_fault_server_push (self->server, &late);
  api_fixture_send (self, api_fixture_request (self, STANOK_CHANNEL_FEED, "GET", "/v1/changes"));
  while (stanok_fault_server_get_n_requests (self->server) == 0)
    api_fixture_spin (10);
  api_fixture_play (self, OK_JSON, STANOK_FAULT_KEEP);
  api_fixture_send (self, make_post (self));
  g_assert_cmpuint (api_fixture_wait (self, 1)->request_id, ==, 2);
  g_assert_cmpuint (api_fixture_wait (self, 2)->request_id, ==, 1);
  g_assert_cmpuint (api_fixture_wait (self, 2)->status, ==, 200);
}

static void
test_cancel (ApiFixture    *self,
             gconstpointer  data)
{
  StanokHttpRequest *request = api_fixture_request (self, STANOK_CHANNEL_FEED, "GET",
                                                    "/v1/changes");

  api_fixture_play (self, NULL, STANOK_FAULT_HANG);
  api_fixture_send (self, request);
  self->net->cancel (self->net->data, 4711);
  while (stanok_fault_server_get_n_requests (self->server) == 0)
    api_fixture_spin (10);
  self->net->cancel (self->net->data, self->last_id);
  self->net->cancel (self->net->data, self->last_id);
  g_assert_cmpuint (self->answers->len, ==, 0);
  g_assert_cmpint (api_fixture_wait (self, 1)->transport, ==, STANOK_TRANSPORT_CANCELLED);
  api_fixture_spin (50);
  g_assert_cmpuint (self->answers->len, ==, 1);
}

static void
test_free (ApiFixture    *self,
           gconstpointer  data)
{
  StanokFaultPlay hang = { .end = STANOK_FAULT_HANG };

  stanok_fault_server_set_default (self->server, &hang);
  for (int channel = 0; channel < STANOK_N_CHANNELS; channel++)
    for (int i = 0; i < 3; i++)
      api_fixture_send (self, api_fixture_request (self, (StanokChannel) channel, "GET", "/v1/x"));
  api_fixture_spin (50);
  g_clear_pointer (&self->net, stanok_api_free);
  api_fixture_spin (50);
  g_assert_cmpuint (self->answers->len, ==, 0);
}

/* ---- addresses ------------------------------------------------------------------------ */

static const struct {
  const char *url;
  const char *why;      /* NULL: it may be used */
} addresses[] = {
  { "https://mes.example", NULL },
  { "https://mes.example:8443/", NULL },
  { "https://mes.example/factory-2/", NULL },
  { "http://127.0.0.1:8080", NULL },
  { "http://127.9.9.9", NULL },
  { "http://[::1]:8080", NULL },
  { "http://localhost:8080", NULL },
  { "http://mes.example", "only this machine itself" },
  { "http://192.168.1.7", "only this machine itself" },
  { "http://127.0.0.1.example", "only this machine itself" },
  { "http://localhost.example", "only this machine itself" },
  { "ftp://mes.example", "neither with https" },
  { "file:///etc/passwd", "no host" },
  { "https://", "no host" },
  { "https://anna:secret@mes.example", "a name" },
  { "https://mes.example/?a=b", "a query" },
  { "https://mes.example/#x", "a fragment" },
  { "mes.example", "" },
  { "", "" },
};

static void
test_addresses (void)
{
  StanokNetListener listener = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GError) error = NULL;
      StanokNet *net = stanok_api_new (addresses[i].url, &listener, NULL, NULL, &error);

      if (addresses[i].why == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
          g_assert_nonnull (strstr (error->message, addresses[i].why));
        }
      g_assert_cmpint (net != NULL, ==, addresses[i].why == NULL);
      stanok_api_free (net);
    }
}

#define ADD(name, function) \
  g_test_add ("/api/carrier/" name, ApiFixture, NULL, api_fixture_set_up, function, \
              api_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_autofree char *nowhere = stanok_fault_server_dup_closed_url ();

  /* A proxy that is not there: what goes to this machine must not ask it. */
  g_setenv ("http_proxy", nowhere, TRUE);
  g_setenv ("https_proxy", nowhere, TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("sends-what-the-core-describes", test_get);
  ADD ("sends-the-bytes-of-a-command", test_post);
  ADD ("keeps-no-cookies", test_no_cookies);
  ADD ("sends-nothing-without-a-token", test_no_token);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/api/carrier/passes-on/%s", answers[i].name);

      g_test_add (path, ApiFixture, GSIZE_TO_POINTER (i), api_fixture_set_up, test_answer,
                  api_fixture_tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/api/carrier/p10-breaks/%s", breaks[i].name);

      g_test_add (path, ApiFixture, GSIZE_TO_POINTER (i), api_fixture_set_up, test_break,
                  api_fixture_tear_down);
    }
  ADD ("p10-repeats-nothing-on-a-kept-connection", test_reset_on_kept_connection);
  ADD ("breaks/refused", test_refused);
  ADD ("breaks/too-large", test_too_large);
  ADD ("breaks/a-stranger-certificate", test_stranger);
  ADD ("breaks/plain-text-behind-https", test_no_tls);
  ADD ("streams-head-pieces-end", test_stream);
  ADD ("streams-until-the-cut", test_stream_cut);
  ADD ("lets-a-poll-wait-and-nothing-wait-for-it", test_poll);
  ADD ("cancels-once", test_cancel);
  ADD ("is-silent-once-freed", test_free);
  g_test_add_func ("/api/carrier/takes-only-safe-addresses", test_addresses);
  return g_test_run ();
}
