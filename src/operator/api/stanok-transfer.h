/* stanok-transfer.h: one request on its way: connect, headers, body, each with its own deadline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "port/stanok-http.h"

G_BEGIN_DECLS

/* What may last how long. Variables for tests only: nobody wants to wait 15 s for a test. */
typedef struct {
  guint connect_ms;    /* name, connection, TLS */
  guint headers_ms;    /* from the sent request to the head of the answer */
  guint idle_ms;       /* between two pieces of the body */
} StanokTransferLimits;

extern StanokTransferLimits STANOK_TRANSFER_LIMITS;

typedef struct _StanokTransfer StanokTransfer;

/* Takes @message. @listener is borrowed until done() was called: exactly once, never from inside this
 * function. The transfer is gone after done() has returned. */
StanokTransfer *stanok_transfer_start  (SoupSession             *session,
                                        SoupMessage             *message,
                                        const StanokHttpRequest *request,
                                        const StanokNetListener *listener);
/* An answer without a request: nothing was sent. */
StanokTransfer *stanok_transfer_refuse (const StanokHttpRequest *request,
                                        StanokTransport          transport,
                                        const char              *detail,
                                        const StanokNetListener *listener);
/* done() comes with CANCELLED, later. */
void            stanok_transfer_cancel (StanokTransfer          *self);
guint64         stanok_transfer_get_id (const StanokTransfer    *self);

G_END_DECLS
