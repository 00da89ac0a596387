/* stanok-fault-server.c: a server on loopback that says exactly the bytes it is told to, and worse
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-fault-server.h"

#include <string.h>
#include <sys/socket.h>

#define REQUEST_MAX (32 * 1024 * 1024)

struct _StanokFaultServer {
  GSocketListener *listener;
  GTlsCertificate *certificate;    /* (nullable) */
  GCancellable    *closing;
  GThread         *acceptor;
  char            *url;

  GMutex           mutex;
  /* (mutex mutex) */
  GQueue           plays;          /* of StanokFaultPlay */
  StanokFaultPlay  fallback;
  GPtrArray       *requests;       /* (element-type GString) */
  GPtrArray       *threads;        /* (element-type GThread) one a connection, joined at the end */
};

typedef struct {
  StanokFaultServer *server;
  GSocketConnection *socket;
  GIOStream         *stream;       /* the socket, or TLS over it */
} Connection;

/* ---- reading -------------------------------------------------------------------------- */

static gsize
get_body_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *field = strstr (lower, "\r\ncontent-length:");

  return field == NULL ? 0
         : (gsize) g_ascii_strtoull (field + strlen ("\r\ncontent-length:"), NULL, 10);
}

/* Where the request that begins in @text ends, or 0 if it is not all here. */
static gsize
find_end (GString *text)
{
  const char *blank = strstr (text->str, "\r\n\r\n");
  g_autofree char *head = NULL;
  gsize end;

  if (blank == NULL)
    return 0;
  head = g_strndup (text->str, (gsize) (blank - text->str) + 2);
  end = strlen (head) + 2 + get_body_length (head);
  return text->len >= end ? end : 0;
}

/* The next request, or NULL when the other side has gone. */
static GString *
read_request (Connection *self,
              GString    *pending)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  char piece[4096];

  while (find_end (pending) == 0 && pending->len < REQUEST_MAX)
    {
      gssize n = g_input_stream_read (input, piece, sizeof piece, self->server->closing, NULL);

      if (n <= 0)
        return NULL;
      g_string_append_len (pending, piece, n);
    }
  {
    gsize end = find_end (pending);
    GString *request = g_string_new_len (pending->str, (gssize) end);

    g_string_erase (pending, 0, (gssize) end);
    return request;
  }
}

/* ---- answering ------------------------------------------------------------------------ */

/* FALSE if the server is being closed. */
static gboolean
wait_ms (StanokFaultServer *self,
         guint              ms)
{
  GPollFD fd;
  gboolean is_closing;

  if (!g_cancellable_make_pollfd (self->closing, &fd))
    return FALSE;
  is_closing = g_poll (&fd, 1, (int) ms) > 0;
  g_cancellable_release_fd (self->closing);
  return !is_closing;
}

static gboolean
write_bytes (Connection            *self,
             const StanokFaultPlay *play)
{
  GOutputStream *output = g_io_stream_get_output_stream (self->stream);
  gsize left = play->bytes == NULL ? 0
               : play->n_bytes > 0 ? (gsize) play->n_bytes : strlen (play->bytes);
  const char *bytes = play->bytes;

  while (left > 0)
    {
      gsize n = play->slice > 0 ? MIN (play->slice, left) : left;

      if (!g_output_stream_write_all (output, bytes, n, NULL, self->server->closing, NULL))
        return FALSE;
      bytes += n;
      left -= n;
      if (play->slice > 0 && left > 0 && !wait_ms (self->server, play->slice_ms))
        return FALSE;
    }
  return TRUE;
}

static void
reset (Connection *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->socket);
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_socket_close (socket, NULL);
}

/* TRUE if the connection lives on. */
static gboolean
perform (Connection            *self,
         const StanokFaultPlay *play)
{
  if (play->delay_ms > 0 && !wait_ms (self->server, play->delay_ms))
    return FALSE;
  if (!write_bytes (self, play))
    return FALSE;
  switch (play->end)
    {
    case STANOK_FAULT_KEEP:
      return TRUE;
    case STANOK_FAULT_RESET:
      reset (self);
      return FALSE;
    case STANOK_FAULT_HANG:
      wait_ms (self->server, G_MAXINT);
      return FALSE;
    case STANOK_FAULT_CLOSE:
    default:
      return FALSE;
    }
}

static StanokFaultPlay
take_play (StanokFaultServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree StanokFaultPlay *play = g_queue_pop_head (&self->plays);

  return play != NULL ? *play : self->fallback;
}

/* A deaf play is for a connection that nobody reads from: it is seen before the request is. */
static gboolean
is_next_deaf (StanokFaultServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const StanokFaultPlay *play = g_queue_peek_head (&self->plays);

  return play != NULL ? play->is_deaf : self->fallback.is_deaf;
}

static void
record (StanokFaultServer *self,
        GString           *request)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_ptr_array_add (self->requests, request);
}

static void
serve (Connection *self)
{
  GString *pending = g_string_new (NULL);
  gboolean is_alive = TRUE;

  while (is_alive)
    {
      GString *request = NULL;
      StanokFaultPlay play;

      if (!is_next_deaf (self->server))
        {
          request = read_request (self, pending);
          if (request == NULL)
            break;
          record (self->server, request);
        }
      play = take_play (self->server);
      is_alive = perform (self, &play);
    }
  g_string_free (pending, TRUE);
}

/* ---- connections ---------------------------------------------------------------------- */

static gboolean
shake_hands (Connection *self)
{
  g_autoptr(GIOStream) tls = NULL;

  if (self->server->certificate == NULL)
    return TRUE;
  tls = g_tls_server_connection_new (G_IO_STREAM (self->socket), self->server->certificate, NULL);
  if (tls == NULL ||
      !g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->server->closing, NULL))
    return FALSE;
  g_set_object (&self->stream, tls);
  return TRUE;
}

static gpointer
connection_thread (gpointer data)
{
  Connection *self = data;

  if (shake_hands (self))
    serve (self);
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_free (self);
  return NULL;
}

static gpointer
acceptor_thread (gpointer data)
{
  StanokFaultServer *self = data;
  GSocketConnection *socket;

  while ((socket = g_socket_listener_accept (self->listener, NULL, self->closing, NULL)) != NULL)
    {
      Connection *connection = g_new0 (Connection, 1);

      connection->server = self;
      connection->socket = socket;
      connection->stream = g_object_ref (G_IO_STREAM (socket));
      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->threads, g_thread_new ("fault-connection", connection_thread,
                                                    connection));
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

/* ---- life ----------------------------------------------------------------------------- */

static void
string_free (gpointer string)
{
  g_string_free (string, TRUE);
}

static guint16
listen_on_loopback (GSocketListener *listener)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) got = NULL;

  g_socket_listener_add_address (listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &got, &error);
  g_assert_no_error (error);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
}

StanokFaultServer *
stanok_fault_server_new (const char *certificate)
{
  StanokFaultServer *self = g_new0 (StanokFaultServer, 1);
  g_autoptr(GError) error = NULL;
  guint16 port;

  g_mutex_init (&self->mutex);
  g_queue_init (&self->plays);
  self->requests = g_ptr_array_new_with_free_func (string_free);
  self->threads = g_ptr_array_new ();
  self->closing = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  if (certificate != NULL)
    {
      self->certificate = g_tls_certificate_new_from_pem (certificate, -1, &error);
      g_assert_no_error (error);
    }
  port = listen_on_loopback (self->listener);
  self->url = certificate != NULL ? g_strdup_printf ("https://localhost:%u", port)
                                  : g_strdup_printf ("http://127.0.0.1:%u", port);
  self->acceptor = g_thread_new ("fault-acceptor", acceptor_thread, self);
  return self;
}

void
stanok_fault_server_free (StanokFaultServer *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->closing);
  g_thread_join (self->acceptor);
  /* No acceptor any more: the list grows no longer. */
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->closing);
  g_clear_object (&self->certificate);
  g_queue_clear_full (&self->plays, g_free);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->threads);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
  g_free (self);
}

const char *
stanok_fault_server_get_url (StanokFaultServer *self)
{
  return self->url;
}

void
stanok_fault_server_push (StanokFaultServer     *self,
                          const StanokFaultPlay *play)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_queue_push_tail (&self->plays, g_memdup2 (play, sizeof *play));
}

void
stanok_fault_server_set_default (StanokFaultServer     *self,
                                 const StanokFaultPlay *play)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->fallback = *play;
}

guint
stanok_fault_server_get_n_requests (StanokFaultServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->requests->len;
}

guint
stanok_fault_server_get_n_connections (StanokFaultServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->threads->len;
}

char *
stanok_fault_server_dup_request (StanokFaultServer *self,
                                 guint              n)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return n < self->requests->len ? g_strdup (((GString *) self->requests->pdata[n])->str) : NULL;
}

char *
stanok_fault_server_dup_closed_url (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = listen_on_loopback (listener);

  g_socket_listener_close (listener);
  return g_strdup_printf ("http://127.0.0.1:%u", port);
}
