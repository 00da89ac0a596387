/* stanok-fault-server.h: a server on loopback that says exactly the bytes it is told to, and worse
 *
 * It knows as much of HTTP as it needs to see where a request ends. Each request takes the next
 * play off the queue; when none is left, the default. Everything is recorded.
 *
 * Runs on threads of its own; all functions may be called from the test's thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_FAULT_KEEP,     /* the connection stays for the next request */
  STANOK_FAULT_CLOSE,    /* FIN */
  STANOK_FAULT_RESET,    /* RST */
  STANOK_FAULT_HANG,     /* nothing more, but the connection stays open */
} StanokFaultEnd;

/* One answer. Zeroed: reads the request, says nothing, and keeps the connection. */
typedef struct {
  const char     *bytes;      /* (nullable) raw, head and body; lives as long as the server */
  gssize          n_bytes;    /* -1 or 0: up to the NUL */
  gsize           slice;      /* 0 = at once; else so many bytes at a time … */
  guint           slice_ms;   /* … with so much time between */
  guint           delay_ms;   /* before the first byte */
  gboolean        is_deaf;    /* does not read the request */
  StanokFaultEnd  end;
} StanokFaultPlay;

typedef struct _StanokFaultServer StanokFaultServer;

/* @certificate: (nullable): PEM of certificate and key: then it speaks TLS. */
StanokFaultServer *stanok_fault_server_new   (const char              *certificate);
void               stanok_fault_server_free  (StanokFaultServer       *self);
/* "http://127.0.0.1:43210" or "https://localhost:43210" */
const char        *stanok_fault_server_get_url (StanokFaultServer     *self);
void               stanok_fault_server_push  (StanokFaultServer       *self,
                                              const StanokFaultPlay   *play);
void               stanok_fault_server_set_default (StanokFaultServer *self,
                                              const StanokFaultPlay   *play);
/* Complete requests that were read, and connections that were made. */
guint              stanok_fault_server_get_n_requests    (StanokFaultServer *self);
guint              stanok_fault_server_get_n_connections (StanokFaultServer *self);
/* (transfer full) (nullable): head and body of the @n-th request as it came. */
char              *stanok_fault_server_dup_request (StanokFaultServer *self,
                                              guint                    n);
/* An address at which nobody listens. */
char              *stanok_fault_server_dup_closed_url (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokFaultServer, stanok_fault_server_free)

G_END_DECLS
