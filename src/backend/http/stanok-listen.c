/* stanok-listen.c: an address from the command line becomes a listening socket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "domain/stanok-error.h"

/* A shift that begins opens many connections at once. */
#define BACKLOG 1024

static gboolean
parse_host (const char          *host,
            guint16              port,
            StanokListenAddress *out)
{
  memset (out, 0, sizeof *out);
  if (strcmp (host, "localhost") == 0)
    host = "127.0.0.1";
  if (inet_pton (AF_INET, host, &out->address.in.sin_addr) == 1)
    {
      out->address.in.sin_family = AF_INET;
      out->address.in.sin_port = htons (port);
      out->is_loopback = (ntohl (out->address.in.sin_addr.s_addr) >> 24) == 127;
      return TRUE;
    }
  if (inet_pton (AF_INET6, host, &out->address.in6.sin6_addr) == 1)
    {
      out->address.in6.sin6_family = AF_INET6;
      out->address.in6.sin6_port = htons (port);
      out->is_loopback = IN6_IS_ADDR_LOOPBACK (&out->address.in6.sin6_addr);
      return TRUE;
    }
  return FALSE;
}

gboolean
stanok_listen_parse (const char          *text,
                     StanokListenAddress *out,
                     GError             **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = NULL;
  guint64 port;

  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      host = g_strndup (text, (gsize) (colon - text));
      if (host[0] == '[' && g_str_has_suffix (host, "]"))
        {
          memmove (host, host + 1, strlen (host));
          host[strlen (host) - 1] = '\0';
        }
      else if (strchr (host, ':') != NULL)
        host[0] = '\0';
      if (parse_host (host, (guint16) port, out))
        return TRUE;
    }
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "“%s” is not an address and a port; write 127.0.0.1:8480 or [::1]:8480, with port 0 "
               "for any that is free", text);
  return FALSE;
}

static char *
make_url (int fd)
{
  StanokListenAddress bound;
  socklen_t n = sizeof bound.address;
  char host[INET6_ADDRSTRLEN] = "";

  if (getsockname (fd, &bound.address.any, &n) != 0)
    return NULL;
  if (bound.address.any.sa_family == AF_INET)
    {
      inet_ntop (AF_INET, &bound.address.in.sin_addr, host, sizeof host);
      return g_strdup_printf ("http://%s:%u", host, ntohs (bound.address.in.sin_port));
    }
  inet_ntop (AF_INET6, &bound.address.in6.sin6_addr, host, sizeof host);
  return g_strdup_printf ("http://[%s]:%u", host, ntohs (bound.address.in6.sin6_port));
}

int
stanok_listen_open (const StanokListenAddress *self,
                    char                     **url,
                    GError                   **error)
{
  int family = self->address.any.sa_family;
  socklen_t n = family == AF_INET ? sizeof self->address.in : sizeof self->address.in6;
  int fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int on = 1;

  if (fd >= 0)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (fd < 0 || bind (fd, &self->address.any, n) != 0 || listen (fd, BACKLOG) != 0 ||
      (*url = make_url (fd)) == NULL)
    {
      g_set_error (error, STANOK_ERROR,
                   (int) (errno == EADDRINUSE ? STANOK_ERROR_BUSY : STANOK_ERROR_STORE),
                   "cannot listen there: %s", g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  return fd;
}
