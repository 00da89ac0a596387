/* stanok-http.h: a request and its answer, as the sync core sees them
 *
 * The core only describes requests; the libsoup driver (room api) or the
 * simulator's network carries them out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Requests of one channel never wait behind those of another. */
typedef enum {
  STANOK_CHANNEL_FEED,      /* long poll, snapshot */
  STANOK_CHANNEL_COMMAND,   /* one in flight */
  STANOK_CHANNEL_BLOB,
  STANOK_CHANNEL_PLAIN,     /* meta, reference data, ledger */
} StanokChannel;

#define STANOK_N_CHANNELS (STANOK_CHANNEL_PLAIN + 1)

/* A value: made by the core, owned by the effect that carries it. */
typedef struct {
  guint64        id;             /* unique in the life of a core */
  StanokChannel  channel;
  const char    *method;         /* static: "GET", "HEAD", "POST", "PUT" */
  char          *path;           /* "/v1/…", with query */
  GPtrArray     *headers;        /* (element-type utf8) name, value, name, value… without Authorization */
  GBytes        *body;           /* (nullable) */
  gint64         deadline_ms;    /* for all of it */
  gsize          max_body;       /* more is TOO_LARGE */
  gboolean       stream;         /* the body arrives as chunks (blobs) */
} StanokHttpRequest;

typedef enum {
  STANOK_TRANSPORT_OK,           /* a complete answer, whatever its status */
  STANOK_TRANSPORT_UNREACHABLE,  /* refused, no route, no such name */
  STANOK_TRANSPORT_TIMEOUT,
  STANOK_TRANSPORT_RESET,        /* the connection broke, or the body is shorter than announced */
  STANOK_TRANSPORT_TLS,
  STANOK_TRANSPORT_TOO_LARGE,
  STANOK_TRANSPORT_CANCELLED,
  STANOK_TRANSPORT_NO_TOKEN,     /* nothing was sent: the credential cannot be had (keyring locked or empty) */
} StanokTransport;

#define STANOK_N_TRANSPORTS (STANOK_TRANSPORT_NO_TOKEN + 1)

typedef struct {
  guint64          request_id;
  StanokTransport  transport;
  guint            status;       /* 0 unless OK */
  GPtrArray       *headers;      /* (element-type utf8) name, value…; names in lower case */
  GBytes          *body;         /* (nullable) never NULL if OK and not streamed */
  char            *detail;       /* (nullable) the transport's own words, for the log */
} StanokHttpAnswer;

StanokHttpRequest *stanok_http_request_new   (guint64 id, StanokChannel channel, const char *method, const char *path) G_GNUC_WARN_UNUSED_RESULT;
void               stanok_http_request_free  (StanokHttpRequest *self);
void               stanok_http_request_set   (StanokHttpRequest *self, const char *name, const char *value);
const char        *stanok_http_request_get   (const StanokHttpRequest *self, const char *name);
StanokHttpAnswer  *stanok_http_answer_new    (guint64 request_id, StanokTransport transport, guint status) G_GNUC_WARN_UNUSED_RESULT;
void               stanok_http_answer_free   (StanokHttpAnswer *self);
void               stanok_http_answer_set    (StanokHttpAnswer *self, const char *name, const char *value);
const char        *stanok_http_answer_get    (const StanokHttpAnswer *self, const char *lower_case_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokHttpRequest, stanok_http_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokHttpAnswer, stanok_http_answer_free)

/* Who carries requests out. Callbacks come on the thread of the context that was default at creation. */
typedef struct {
  void (*send)   (gpointer data, const StanokHttpRequest *request);
  void (*cancel) (gpointer data, guint64 request_id);
  gpointer data;
  void (*free)   (gpointer data);   /* (nullable) on the same thread; no callback comes during it or after */
} StanokNet;

/* Where the answers go. head comes once before the chunks of a streamed request; done ends every request, exactly once. */
typedef struct {
  void (*head)  (gpointer data, const StanokHttpAnswer *answer);
  void (*chunk) (gpointer data, guint64 request_id, const guint8 *bytes, gsize n);
  void (*done)  (gpointer data, const StanokHttpAnswer *answer);
  gpointer data;
} StanokNetListener;

G_END_DECLS
