/* stanok-shell.c: libmicrohttpd around the core: sockets, limits, waiting, logs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-shell.h"

#include <string.h>
#include <unistd.h>

#include "domain/stanok-error.h"
#include "http/stanok-shell-call.h"
#include "http/stanok-shell-log.h"
#include "http/stanok-shell-waiters.h"

#define SILENCE_MAX_S        75          /* longer than terminals leave a connection alone */
#define HEAD_MAX_BYTES       (32 * 1024) /* request line and headers; more is 414 or 431 */

const StanokShellOptions STANOK_SHELL_DEFAULTS = {
  .listen_fd = -1,
  .n_threads = 2,
  .connections_max = 8192,
  .connections_per_address_max = 4096,
  .head_max_ms = 90 * 1000,     /* a terminal asks more often */
  .body_max_ms = 300 * 1000,    /* 10 MB at 300 kbit/s */
};

struct _StanokShell {
  StanokShellOptions  options;
  StanokMes          *mes;         /* borrowed (core_lock) */
  StanokObjects      *objects;     /* borrowed */
  StanokShellStats   *stats;       /* borrowed */
  StanokShellWaiters *waiters;     /* (owned) */
  struct MHD_Daemon  *daemon;
  GMutex              core_lock;
  gint64              counter;     /* last one handed out (core_lock) */

  GMutex              lock;
  GCond               idle;
  guint               n_running;   /* (lock) */
  gboolean            is_draining; /* (lock) */
};

/* ---- the core ------------------------------------------------------------------------------- */

/* With the core locked: whatever was done, the outside learns of it before the answer. */
static void
note_changes (StanokShell *self)
{
  gint64 counter = stanok_mes_get_counter (self->mes);

  if (counter == self->counter)
    return;
  self->counter = counter;
  if (self->options.store_counter != NULL)
    self->options.store_counter (self->options.data, counter);
  stanok_shell_waiters_note_head (self->waiters, stanok_mes_get_head (self->mes));
}

void
stanok_shell_with_core (StanokShell     *self,
                        StanokShellWork  work,
                        gpointer         data)
{
  g_mutex_lock (&self->core_lock);
  work (self->mes, data);
  note_changes (self);
  g_mutex_unlock (&self->core_lock);
}

static StanokMesResponse *
ask_core (StanokShell     *self,
          StanokShellCall *call)
{
  g_autoptr(GBytes) body = stanok_shell_call_dup_body (call);
  const StanokMesRequest request = {
    .method = call->method, .path = call->path, .query = call->query, .headers = call->headers,
    .body = body, .is_loopback = call->is_loopback, .is_last_call = call->is_last_call,
    .is_too_large = call->is_too_large,
  };
  StanokMesResponse *response;

  g_mutex_lock (&self->core_lock);
  response = stanok_mes_handle (self->mes, &request);
  note_changes (self);
  g_mutex_unlock (&self->core_lock);
  return response;
}

/* ---- requests ------------------------------------------------------------------------------- */

static gboolean
is_draining (StanokShell *self)
{
  gboolean result;

  g_mutex_lock (&self->lock);
  result = self->is_draining;
  g_mutex_unlock (&self->lock);
  return result;
}

/* Asks until there is an answer, or leaves the connection suspended (SH1). */
static enum MHD_Result
answer (StanokShell     *self,
        StanokShellCall *call)
{
  for (;;)
    {
      StanokMesResponse *response = ask_core (self, call);

      if (response->status != 0)
        return stanok_shell_call_send (call, response, self->objects, is_draining (self)) ? MHD_YES
                                                                                          : MHD_NO;
      if (call->deadline_us == 0)
        call->deadline_us = g_get_monotonic_time () + response->wait_ms * 1000;
      call->wait_seq = response->wait_seq;
      call->route = response->route;
      stanok_mes_response_free (response);
      if (stanok_shell_waiters_add (self->waiters, call))
        return MHD_YES;
    }
}

static StanokShellPeer *
get_peer (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info (
      connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  return info->socket_context;
}

static enum MHD_Result
begin (StanokShell           *self,
       StanokShellCall       *call,
       struct MHD_Connection *connection,
       const char            *method)
{
  gint64 body_max;

  stanok_shell_call_read_head (call, connection, method);
  /* Needs no lock. */
  body_max = stanok_mes_get_body_max (self->mes, method, call->path,
                                      stanok_shell_call_get_header (call, "authorization"));
  if (!stanok_shell_call_expect_body (call, body_max, self->options.spool_directory))
    {
      stanok_shell_waiters_set_phase (self->waiters, get_peer (connection),
                                      STANOK_SHELL_PEER_SERVED);
      return answer (self, call);
    }
  stanok_shell_waiters_set_phase (self->waiters, get_peer (connection),
                                  STANOK_SHELL_PEER_SENDING);
  return MHD_YES;
}

static enum MHD_Result
access_cb (void                  *data,
           struct MHD_Connection *connection,
           const char            *url,
           const char            *method,
           const char            *version,
           const char            *upload,
           size_t                *n_upload,
           void                 **call_data)
{
  StanokShell *self = data;
  StanokShellCall *call = *call_data;

  if (call->method == NULL)
    return begin (self, call, connection, method);
  if (*n_upload > 0)
    {
      gboolean is_taken = stanok_shell_call_take_body (call, upload, *n_upload);

      *n_upload = 0;
      return is_taken ? MHD_YES : MHD_NO;
    }
  stanok_shell_waiters_set_phase (self->waiters, get_peer (connection), STANOK_SHELL_PEER_SERVED);
  return answer (self, call);
}

static void *
uri_cb (void                  *data,
        const char            *uri,
        struct MHD_Connection *connection)
{
  StanokShell *self = data;

  g_mutex_lock (&self->lock);
  self->n_running++;
  g_mutex_unlock (&self->lock);
  return stanok_shell_call_new (uri);
}

static void
completed_cb (void                           *data,
              struct MHD_Connection          *connection,
              void                          **call_data,
              enum MHD_RequestTerminationCode reason)
{
  StanokShell *self = data;
  StanokShellCall *call = *call_data;

  if (call == NULL)
    return;
  *call_data = NULL;
  stanok_shell_waiters_remove (self->waiters, call);
  stanok_shell_waiters_set_phase (self->waiters, get_peer (connection), STANOK_SHELL_PEER_ASKING);
  if (call->method != NULL)
    {
      stanok_shell_stats_note_request (self->stats, call->method, call->route, call->status,
                                       g_get_monotonic_time () - call->begun_us - call->waited_us);
      if (!self->options.is_quiet)
        stanok_shell_log_write (call, self->options.log_json);
    }
  stanok_shell_call_free (call);
  g_mutex_lock (&self->lock);
  self->n_running--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->lock);
}

static void
connection_cb (void                              *data,
               struct MHD_Connection             *connection,
               void                             **peer,
               enum MHD_ConnectionNotificationCode what)
{
  StanokShell *self = data;

  if (what == MHD_CONNECTION_NOTIFY_STARTED)
    {
      const union MHD_ConnectionInfo *info = MHD_get_connection_info (
          connection, MHD_CONNECTION_INFO_CONNECTION_FD);

      *peer = stanok_shell_waiters_add_peer (self->waiters, info->connect_fd);
    }
  else if (*peer != NULL)
    {
      stanok_shell_waiters_remove_peer (self->waiters, *peer);
      *peer = NULL;
    }
}

/* Paths and queries are the core's to decode, after it has taken them apart. */
static size_t
unescape_cb (void                  *data,
             struct MHD_Connection *connection,
             char                  *text)
{
  return strlen (text);
}

/* ---- life ----------------------------------------------------------------------------------- */

static void
log_cb (void       *data,
        const char *format,
        va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);

  g_debug ("libmicrohttpd: %s", g_strchomp (text));
}

StanokShell *
stanok_shell_new (StanokMes                *mes,
                  StanokObjects            *objects,
                  StanokShellStats         *stats,
                  const StanokShellOptions *options,
                  GError                  **error)
{
  StanokShell *self = g_new0 (StanokShell, 1);

  self->options = *options;
  self->options.spool_directory = g_strdup (options->spool_directory);
  self->mes = mes;
  self->objects = objects;
  self->stats = stats;
  self->counter = stanok_mes_get_counter (mes);
  g_mutex_init (&self->core_lock);
  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  self->waiters = stanok_shell_waiters_new (stats, options->head_max_ms, options->body_max_ms);
  stanok_shell_waiters_note_head (self->waiters, stanok_mes_get_head (mes));
  self->daemon = MHD_start_daemon (
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
      MHD_USE_SUPPRESS_DATE_NO_CLOCK, 0, NULL, NULL, access_cb, self,
      MHD_OPTION_EXTERNAL_LOGGER, log_cb, self,
      MHD_OPTION_LISTEN_SOCKET, options->listen_fd,
      MHD_OPTION_THREAD_POOL_SIZE, options->n_threads,
      MHD_OPTION_CONNECTION_LIMIT, options->connections_max,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->connections_per_address_max,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) SILENCE_MAX_S,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) HEAD_MAX_BYTES,
      MHD_OPTION_URI_LOG_CALLBACK, uri_cb, self,
      MHD_OPTION_UNESCAPE_CALLBACK, unescape_cb, self,
      MHD_OPTION_NOTIFY_COMPLETED, completed_cb, self,
      MHD_OPTION_NOTIFY_CONNECTION, connection_cb, self,
      MHD_OPTION_END);
  if (self->daemon == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
                   "the HTTP server cannot be started; are there enough file descriptors?");
      stanok_shell_free (self);
      return NULL;
    }
  return self;
}

void
stanok_shell_drain (StanokShell *self,
                    gint64       patience_ms)
{
  gint64 end_us = g_get_monotonic_time () + patience_ms * 1000;

  g_mutex_lock (&self->lock);
  self->is_draining = TRUE;
  g_mutex_unlock (&self->lock);
  MHD_quiesce_daemon (self->daemon);
  stanok_shell_waiters_end (self->waiters);
  g_mutex_lock (&self->lock);
  while (self->n_running > 0)
    if (!g_cond_wait_until (&self->idle, &self->lock, end_us))
      break;
  g_mutex_unlock (&self->lock);
}

void
stanok_shell_free (StanokShell *self)
{
  if (self == NULL)
    return;
  if (self->daemon != NULL)
    {
      stanok_shell_drain (self, 0);
      MHD_stop_daemon (self->daemon);
    }
  if (self->options.listen_fd >= 0)
    close (self->options.listen_fd);
  stanok_shell_waiters_free (self->waiters);
  g_free ((char *) self->options.spool_directory);
  g_mutex_clear (&self->core_lock);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self);
}
