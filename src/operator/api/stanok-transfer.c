/* stanok-transfer.c: one request on its way: connect, headers, body, each with its own deadline
 *
 * States, and the function that leads out of each
 *   QUEUED     libsoup has no free connection yet      network_event_cb, starting_cb
 *   CONNECTING name, connection, TLS: connect_ms       starting_cb
 *   WAITING    the request is out: headers_ms          sent_cb
 *   READING    pieces of the body: idle_ms             read_cb
 *   over       finish()
 * The request's own deadline runs through all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "api/stanok-transfer.h"

#include "api/stanok-transport.h"

#define PIECE_BYTES (64 * 1024)

StanokTransferLimits STANOK_TRANSFER_LIMITS = { 5000, 15000, 15000 };

struct _StanokTransfer {
  guint64                  id;
  gboolean                 is_stream;
  gboolean                 is_poll;       /* the head may come as late as the deadline */
  gsize                    max_body;
  const StanokNetListener *listener;
  /* Owned */
  SoupMessage             *message;
  GCancellable            *cancellable;
  GInputStream            *input;
  GByteArray              *body;
  StanokHttpAnswer        *answer;
  GSource                 *deadline;
  GSource                 *stage;         /* deadline of the state */
  char                    *detail;

  gsize                    n_read;
  StanokTransport          reason;        /* why we broke it off ourselves; OK = we did not */
};

/* ---- the end -------------------------------------------------------------------------- */

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
transfer_free (StanokTransfer *self)
{
  clear_source (&self->deadline);
  clear_source (&self->stage);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_object (&self->input);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->answer, stanok_http_answer_free);
  g_free (self->detail);
  g_free (self);
}

static void
finish (StanokTransfer  *self,
        StanokTransport  transport)
{
  const StanokNetListener *listener = self->listener;
  g_autoptr(StanokHttpAnswer) answer = g_steal_pointer (&self->answer);

  if (answer == NULL || transport != STANOK_TRANSPORT_OK)
    {
      g_clear_pointer (&answer, stanok_http_answer_free);
      answer = stanok_http_answer_new (self->id, transport, 0);
    }
  else if (!self->is_stream)
    answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  answer->detail = g_steal_pointer (&self->detail);
  listener->done (listener->data, answer);
  transfer_free (self);
}

/* What we broke off ourselves ends with our reason, whatever libsoup makes of it. */
static void
finish_error (StanokTransfer *self,
              const GError   *error)
{
  StanokTransport transport = self->reason;

  if (transport == STANOK_TRANSPORT_OK)
    {
      transport = stanok_transport_from_error (error);
      g_free (self->detail);
      self->detail = g_strdup (error->message);
    }
  finish (self, transport);
}

/* ---- deadlines ------------------------------------------------------------------------ */

static void
break_off (StanokTransfer  *self,
           StanokTransport  reason,
           const char      *detail)
{
  if (self->reason != STANOK_TRANSPORT_OK)
    return;
  self->reason = reason;
  self->detail = g_strdup (detail);
  g_cancellable_cancel (self->cancellable);
}

static gboolean
deadline_cb (gpointer user_data)
{
  break_off (user_data, STANOK_TRANSPORT_TIMEOUT, "not done within its time");
  return G_SOURCE_REMOVE;
}

static gboolean
stage_cb (gpointer user_data)
{
  StanokTransfer *self = user_data;

  break_off (self, STANOK_TRANSPORT_TIMEOUT,
             self->input != NULL ? "the answer stopped in the middle" : "no answer");
  return G_SOURCE_REMOVE;
}

static GSource *
start_timer (StanokTransfer *self,
             guint           ms,
             GSourceFunc     callback)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
enter_stage (StanokTransfer *self,
             guint           ms)
{
  clear_source (&self->stage);
  self->stage = start_timer (self, ms, stage_cb);
}

static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  StanokTransfer     *self)
{
  /* Several addresses share the time of one. */
  if (self->stage == NULL &&
      (event == G_SOCKET_CLIENT_RESOLVING || event == G_SOCKET_CLIENT_CONNECTING))
    enter_stage (self, STANOK_TRANSFER_LIMITS.connect_ms);
}

/* The connection is there. A long poll's head comes when the server has something to say, and a
 * long body must be sent before any head: there the request's own deadline decides. */
static void
starting_cb (SoupMessage    *message,
             StanokTransfer *self)
{
  clear_source (&self->stage);
  if (!self->is_poll)
    enter_stage (self, STANOK_TRANSFER_LIMITS.headers_ms);
}

/* ---- the body ------------------------------------------------------------------------- */

static void read_piece (StanokTransfer *self);

/* Fewer bytes than announced are no answer, whether libsoup noticed or not. */
static gboolean
is_short (StanokTransfer *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  guint status = soup_message_get_status (self->message);

  if (status == SOUP_STATUS_NOT_MODIFIED || status == SOUP_STATUS_NO_CONTENT ||
      soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return FALSE;
  return (goffset) self->n_read != soup_message_headers_get_content_length (headers);
}

static void
take_piece (StanokTransfer *self,
            GBytes         *bytes)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  self->n_read += n;
  if (self->n_read > self->max_body)
    break_off (self, STANOK_TRANSPORT_TOO_LARGE, "the answer is larger than it may be");
  else if (self->is_stream)
    self->listener->chunk (self->listener->data, self->id, data, n);
  else
    g_byte_array_append (self->body, data, (guint) n);
  read_piece (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  StanokTransfer *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                              &error);

  clear_source (&self->stage);
  if (self->reason != STANOK_TRANSPORT_OK || bytes == NULL)
    finish_error (self, error);
  else if (g_bytes_get_size (bytes) > 0)
    take_piece (self, bytes);
  else if (is_short (self))
    {
      self->detail = g_strdup ("the body is shorter than announced");
      finish (self, STANOK_TRANSPORT_RESET);
    }
  else
    finish (self, STANOK_TRANSPORT_OK);
}

static void
read_piece (StanokTransfer *self)
{
  enter_stage (self, STANOK_TRANSFER_LIMITS.idle_ms);
  g_input_stream_read_bytes_async (self->input, PIECE_BYTES, G_PRIORITY_DEFAULT, self->cancellable,
                                   read_cb, self);
}

/* ---- the head ------------------------------------------------------------------------- */

static void
copy_header (const char *name,
             const char *value,
             gpointer    user_data)
{
  stanok_http_answer_set (user_data, name, value);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  StanokTransfer *self = user_data;
  g_autoptr(GError) error = NULL;

  self->input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  clear_source (&self->stage);
  if (self->input == NULL || self->reason != STANOK_TRANSPORT_OK)
    {
      finish_error (self, error);
      return;
    }
  self->answer = stanok_http_answer_new (self->id, STANOK_TRANSPORT_OK,
                                         soup_message_get_status (self->message));
  soup_message_headers_foreach (soup_message_get_response_headers (self->message), copy_header,
                                self->answer);
  if (self->is_stream)
    self->listener->head (self->listener->data, self->answer);
  else
    self->body = g_byte_array_new ();
  read_piece (self);
}

/* ---- the beginning -------------------------------------------------------------------- */

static StanokTransfer *
transfer_new (const StanokHttpRequest *request,
              const StanokNetListener *listener)
{
  StanokTransfer *self = g_new0 (StanokTransfer, 1);

  self->id = request->id;
  self->is_stream = request->stream;
  self->is_poll = request->channel == STANOK_CHANNEL_FEED ||
                  (request->body != NULL && g_bytes_get_size (request->body) > PIECE_BYTES);
  self->max_body = request->max_body;
  self->listener = listener;
  self->cancellable = g_cancellable_new ();
  return self;
}

StanokTransfer *
stanok_transfer_start (SoupSession             *session,
                       SoupMessage             *message,
                       const StanokHttpRequest *request,
                       const StanokNetListener *listener)
{
  StanokTransfer *self = transfer_new (request, listener);
  gint64 deadline_ms = CLAMP (request->deadline_ms, 1, G_MAXINT);

  self->message = message;
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), self);
  self->deadline = start_timer (self, (guint) deadline_ms, deadline_cb);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb, self);
  return self;
}

static gboolean
refuse_cb (gpointer user_data)
{
  StanokTransfer *self = user_data;

  finish (self, self->reason);
  return G_SOURCE_REMOVE;
}

StanokTransfer *
stanok_transfer_refuse (const StanokHttpRequest *request,
                        StanokTransport          transport,
                        const char              *detail,
                        const StanokNetListener *listener)
{
  StanokTransfer *self = transfer_new (request, listener);

  self->reason = transport;
  self->detail = g_strdup (detail);
  self->stage = start_timer (self, 0, refuse_cb);
  return self;
}

void
stanok_transfer_cancel (StanokTransfer *self)
{
  break_off (self, STANOK_TRANSPORT_CANCELLED, "cancelled");
}

guint64
stanok_transfer_get_id (const StanokTransfer *self)
{
  return self->id;
}
