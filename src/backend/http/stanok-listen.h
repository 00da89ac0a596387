/* stanok-listen.h: an address from the command line becomes a listening socket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <netinet/in.h>

G_BEGIN_DECLS

typedef struct {
  union {
    struct sockaddr     any;
    struct sockaddr_in  in;
    struct sockaddr_in6 in6;
  } address;
  gboolean is_loopback;
} StanokListenAddress;

/* "127.0.0.1:8480", "[::1]:0", "localhost:8480"; port 0: one that is free. Names are not looked
 * up. Errors: BAD_DATA. */
gboolean stanok_listen_parse (const char *text, StanokListenAddress *out, GError **error);
/* A bound and listening socket, or -1; @url (out): "http://127.0.0.1:40123". Errors: BUSY if it
 * is taken, STORE. */
int      stanok_listen_open  (const StanokListenAddress *self, char **url, GError **error);

G_END_DECLS
