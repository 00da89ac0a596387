/* stanok-transport.c: the network's errors in the words of the sync core
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "api/stanok-transport.h"

#include <libsoup/soup.h>

#define ANY_CODE -1

typedef struct {
  GQuark          (*domain) (void);
  int               code;
  StanokTransport   transport;
} Row;

/* The first row that fits. */
static const Row rows[] = {
  { g_io_error_quark, G_IO_ERROR_CANCELLED,           STANOK_TRANSPORT_CANCELLED },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT,           STANOK_TRANSPORT_TIMEOUT },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED,  STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE,    STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_HOST_NOT_FOUND,      STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_PROXY_FAILED,        STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_PROXY_AUTH_FAILED,   STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_PROXY_NEED_AUTH,     STANOK_TRANSPORT_UNREACHABLE },
  { g_io_error_quark, G_IO_ERROR_PROXY_NOT_ALLOWED,   STANOK_TRANSPORT_UNREACHABLE },
  { g_resolver_error_quark, ANY_CODE,                 STANOK_TRANSPORT_UNREACHABLE },
  { g_tls_error_quark, G_TLS_ERROR_EOF,               STANOK_TRANSPORT_RESET },
  { g_tls_error_quark, ANY_CODE,                      STANOK_TRANSPORT_TLS },
  { g_io_error_quark, ANY_CODE,                       STANOK_TRANSPORT_RESET },
  { soup_session_error_quark, ANY_CODE,               STANOK_TRANSPORT_RESET },
};

StanokTransport
stanok_transport_from_error (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (error->domain == rows[i].domain () &&
        (rows[i].code == ANY_CODE || rows[i].code == error->code))
      return rows[i].transport;
  return STANOK_TRANSPORT_RESET;
}
