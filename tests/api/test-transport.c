/* test-transport.c: every error of the network has its word, and those to come have one, too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <libsoup/soup.h>

#include "api/stanok-transport.h"
#include "domain/stanok-error.h"

static const struct {
  GQuark          (*domain) (void);
  int               code;
  StanokTransport   transport;
} errors[] = {
  { g_io_error_quark, G_IO_ERROR_CANCELLED, STANOK_TRANSPORT_CANCELLED },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, STANOK_TRANSPORT_TIMEOUT },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_PROXY_FAILED, STANOK_TRANSPORT_UNREACHABLE },
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, STANOK_TRANSPORT_UNREACHABLE },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_BROKEN_PIPE, STANOK_TRANSPORT_RESET },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, STANOK_TRANSPORT_RESET },
  { g_io_error_quark, G_IO_ERROR_FAILED, STANOK_TRANSPORT_RESET },
  { g_tls_error_quark, G_TLS_ERROR_EOF, STANOK_TRANSPORT_RESET },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, STANOK_TRANSPORT_TLS },
  { g_tls_error_quark, G_TLS_ERROR_HANDSHAKE, STANOK_TRANSPORT_TLS },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, STANOK_TRANSPORT_TLS },
  { soup_session_error_quark, SOUP_SESSION_ERROR_PARSING, STANOK_TRANSPORT_RESET },
  { soup_session_error_quark, SOUP_SESSION_ERROR_TOO_MANY_RESTARTS, STANOK_TRANSPORT_RESET },
  { stanok_error_quark, STANOK_ERROR_STORE, STANOK_TRANSPORT_RESET },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (errors[i].domain (), errors[i].code, "x");

      g_assert_cmpint (stanok_transport_from_error (error), ==, errors[i].transport);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/api/transport/maps-every-error", test_table);
  return g_test_run ();
}
