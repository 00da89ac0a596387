/* stanok-api.c: carries the sync core's requests out over libsoup
 *
 * One session a channel, so that a long poll, a command and a model never wait for each other.
 * Nothing is decoded, cached, redirected, authenticated or retried here but by the core's word:
 * what libsoup would do on its own is taken out of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "api/stanok-api.h"

#include <libsoup/soup.h>
#include <string.h>

#include "api/stanok-transfer.h"
#include "domain/stanok-error.h"

#define CONNECTIONS    2     /* of one channel */
#define IDLE_TIMEOUT_S 50    /* below what servers and proxies usually keep */

typedef struct {
  StanokNet          net;           /* first: what callers hold */
  StanokNetListener  listener;      /* of our owner */
  StanokNetListener  ours;          /* of the transfers */
  StanokTokenSource  get_token;
  gpointer           token_data;
  GMainContext      *context;
  char              *origin;        /* without a slash at its end */
  SoupSession       *sessions[STANOK_N_CHANNELS];
  GPtrArray         *transfers;     /* (element-type StanokTransfer) borrowed */
  gboolean           is_closing;
} Api;

/* ---- the address ---------------------------------------------------------------------- */

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
refuse (GError    **error,
        const char *base_url,
        const char *why)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
               "the server's address “%s” cannot be used: %s", base_url, why);
  return FALSE;
}

static gboolean
check_address (const char *base_url,
               GUri       *uri,
               GError    **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  gboolean is_https = strcmp (scheme, "https") == 0;

  if (host == NULL || *host == '\0')
    return refuse (error, base_url, "it names no host");
  if (!is_https && strcmp (scheme, "http") != 0)
    return refuse (error, base_url, "it begins neither with https: nor with http:");
  /* What is not encrypted must not leave this machine. */
  if (!is_https && !is_loopback (host))
    return refuse (error, base_url, "without https: only this machine itself may be asked");
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL)
    return refuse (error, base_url, "it has a name, a query or a fragment in it");
  return TRUE;
}

/* "https://mes:8443/" -> "https://mes:8443" */
static char *
read_origin (const char  *base_url,
             gboolean    *loopback,
             GError     **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED,
                                     &reason);
  char *origin;

  if (uri == NULL)
    {
      refuse (error, base_url, reason->message);
      return NULL;
    }
  if (!check_address (base_url, uri, error))
    return NULL;
  *loopback = is_loopback (g_uri_get_host (uri));
  origin = g_uri_to_string (uri);
  while (g_str_has_suffix (origin, "/"))
    origin[strlen (origin) - 1] = '\0';
  return origin;
}

/* ---- sessions ------------------------------------------------------------------------- */

static SoupSession *
make_session (gboolean loopback)
{
  SoupSession *session = soup_session_new_with_options ("max-conns", CONNECTIONS,
                                                        "max-conns-per-host", CONNECTIONS,
                                                        "timeout", 0,
                                                        "idle-timeout", IDLE_TIMEOUT_S,
                                                        NULL);

  /* Tags are of bytes as they came; tokens are the core's business; nothing is kept. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CACHE);
  if (loopback)
    soup_session_set_proxy_resolver (session, NULL);
  return session;
}

/* ---- requests ------------------------------------------------------------------------- */

/* What would break out of its header must never be sent. */
static gboolean
is_token_clean (const char *token)
{
  for (const char *p = token; *p != '\0'; p++)
    if (*p <= ' ' || *p > '~')
      return FALSE;
  return *token != '\0';
}

static gboolean
set_token (Api          *self,
           SoupMessage  *message,
           GError      **error)
{
  g_autofree char *token = self->get_token (self->token_data, error);
  g_autofree char *value = NULL;

  if (token == NULL)
    return FALSE;
  if (!is_token_clean (token))
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_AUTH,
                   "the device's token has characters in it that no token has: enrol it again");
      return FALSE;
    }
  value = g_strdup_printf ("Bearer %s", token);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
  return TRUE;
}

static SoupMessage *
make_message (Api                     *self,
              const StanokHttpRequest *request)
{
  g_autofree char *address = g_strconcat (self->origin, request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, address);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  headers = soup_message_get_request_headers (message);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    soup_message_headers_replace (headers, request->headers->pdata[i],
                                  request->headers->pdata[i + 1]);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (
      message, stanok_http_request_get (request, "Content-Type"), request->body);
  return message;
}

static void
send_request (gpointer                 data,
              const StanokHttpRequest *request)
{
  Api *self = data;
  g_autoptr(SoupMessage) message = make_message (self, request);
  g_autoptr(GError) error = NULL;
  StanokTransfer *transfer;

  if (message == NULL)
    transfer = stanok_transfer_refuse (request, STANOK_TRANSPORT_UNREACHABLE,
                                       "the request has no address that can be asked", &self->ours);
  else if (!set_token (self, message, &error))
    transfer = stanok_transfer_refuse (request, STANOK_TRANSPORT_NO_TOKEN,
                                       error != NULL ? error->message : "no token", &self->ours);
  else
    transfer = stanok_transfer_start (self->sessions[request->channel],
                                      g_steal_pointer (&message), request, &self->ours);
  g_ptr_array_add (self->transfers, transfer);
}

static StanokTransfer *
find_transfer (Api     *self,
               guint64  request_id)
{
  for (guint i = 0; i < self->transfers->len; i++)
    if (stanok_transfer_get_id (self->transfers->pdata[i]) == request_id)
      return self->transfers->pdata[i];
  return NULL;
}

static void
cancel_request (gpointer data,
                guint64  request_id)
{
  StanokTransfer *transfer = find_transfer (data, request_id);

  if (transfer != NULL)
    stanok_transfer_cancel (transfer);
}

/* ---- what comes back ------------------------------------------------------------------ */

static void
head_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
  Api *self = data;

  if (!self->is_closing)
    self->listener.head (self->listener.data, answer);
}

static void
chunk_cb (gpointer      data,
          guint64       request_id,
          const guint8 *bytes,
          gsize         n)
{
  Api *self = data;

  if (!self->is_closing)
    self->listener.chunk (self->listener.data, request_id, bytes, n);
}

static void
done_cb (gpointer                data,
         const StanokHttpAnswer *answer)
{
  Api *self = data;

  g_ptr_array_remove (self->transfers, find_transfer (self, answer->request_id));
  if (!self->is_closing)
    self->listener.done (self->listener.data, answer);
}

/* ---- life ----------------------------------------------------------------------------- */

static void
free_api (gpointer data)
{
  Api *self = data;

  self->is_closing = TRUE;
  for (guint i = 0; i < self->transfers->len; i++)
    stanok_transfer_cancel (self->transfers->pdata[i]);
  while (self->transfers->len > 0)
    g_main_context_iteration (self->context, TRUE);
  for (int i = 0; i < STANOK_N_CHANNELS; i++)
    {
      soup_session_abort (self->sessions[i]);
      g_object_unref (self->sessions[i]);
    }
  g_ptr_array_unref (self->transfers);
  g_main_context_unref (self->context);
  g_free (self->origin);
  g_free (self);
}

StanokNet *
stanok_api_new (const char               *base_url,
                const StanokNetListener  *listener,
                StanokTokenSource         token,
                gpointer                  token_data,
                GError                  **error)
{
  gboolean loopback = FALSE;
  g_autofree char *origin = read_origin (base_url, &loopback, error);
  Api *self;

  if (origin == NULL)
    return NULL;
  self = g_new0 (Api, 1);
  self->net = (StanokNet) { send_request, cancel_request, self, free_api };
  self->listener = *listener;
  self->ours = (StanokNetListener) { head_cb, chunk_cb, done_cb, self };
  self->get_token = token;
  self->token_data = token_data;
  self->context = g_main_context_ref_thread_default ();
  self->origin = g_steal_pointer (&origin);
  self->transfers = g_ptr_array_new ();
  for (int i = 0; i < STANOK_N_CHANNELS; i++)
    self->sessions[i] = make_session (loopback);
  return &self->net;
}

/**
 * stanok_api_free:
 *
 * Breaks off what is under way and waits, on the thread that made it, until libsoup has let go of
 * it. No callback comes during this or after.
 */
void
stanok_api_free (StanokNet *net)
{
  if (net != NULL)
    net->free (net->data);
}
