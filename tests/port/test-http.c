/* test-http.c: requests and answers as values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-http.h"

static void
test_request (void)
{
  g_autoptr(StanokHttpRequest) request =
    stanok_http_request_new (7, STANOK_CHANNEL_COMMAND, "POST", "/v1/orders/WO-1/commands");

  g_assert_cmpuint (request->id, ==, 7);
  g_assert_cmpint (request->channel, ==, STANOK_CHANNEL_COMMAND);
  g_assert_cmpstr (request->path, ==, "/v1/orders/WO-1/commands");
  g_assert_null (stanok_http_request_get (request, "If-Match"));
  stanok_http_request_set (request, "If-Match", "\"e7.r41\"");
  stanok_http_request_set (request, "Stanok-Unsent", "0;oldest_ms=0");
  stanok_http_request_set (request, "if-match", "\"e7.r42\"");
  g_assert_cmpuint (request->headers->len, ==, 4);
  g_assert_cmpstr (request->headers->pdata[0], ==, "If-Match");
  g_assert_cmpstr (stanok_http_request_get (request, "IF-MATCH"), ==, "\"e7.r42\"");
  request->body = g_bytes_new_static ("{}", 2);
}

static void
test_answer (void)
{
  g_autoptr(StanokHttpAnswer) answer = stanok_http_answer_new (7, STANOK_TRANSPORT_OK, 200);

  g_assert_null (stanok_http_answer_get (answer, "etag"));
  stanok_http_answer_set (answer, "ETag", "\"a\"");
  stanok_http_answer_set (answer, "Stanok-Epoch", "e7");
  stanok_http_answer_set (answer, "etag", "\"b\"");
  g_assert_cmpuint (answer->headers->len, ==, 4);
  g_assert_cmpstr (answer->headers->pdata[0], ==, "etag");
  g_assert_cmpstr (stanok_http_answer_get (answer, "etag"), ==, "\"b\"");
  g_assert_cmpstr (stanok_http_answer_get (answer, "stanok-epoch"), ==, "e7");
  answer->detail = g_strdup ("words of the transport");
}

static void
test_free_nothing (void)
{
  stanok_http_request_free (NULL);
  stanok_http_answer_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/port/http/request-keeps-one-field-a-name", test_request);
  g_test_add_func ("/port/http/answer-names-are-lower-case", test_answer);
  g_test_add_func ("/port/http/freeing-nothing-is-allowed", test_free_nothing);
  return g_test_run ();
}
