/* stanok-shell-call.h: one HTTP request, from its first line to its last byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <microhttpd.h>

#include "mes/stanok-mes.h"

G_BEGIN_DECLS

typedef struct {
  struct MHD_Connection *connection;
  char       *path;            /* (owned) as it came */
  char       *query;           /* (owned) (nullable) */
  char       *method;          /* (owned) (nullable) until the head was read */
  GPtrArray  *headers;         /* (owned) (element-type utf8) lower-case name, value… */
  gboolean    is_loopback;
  char       *peer;            /* (owned) (nullable) address, for the log */

  gint64      body_max;        /* SH2 */
  gint64      n_body;
  gboolean    is_too_large;
  GByteArray *small;           /* (owned) (nullable) a body up to a page or so */
  int         spool;           /* a large body, or -1 */

  gint64      begun_us;
  gint64      waited_us;       /* left waiting, in all */
  gint64      waiting_since_us;
  gint64      deadline_us;     /* of the wait, 0: none yet */
  gint64      wait_seq;
  gboolean    is_last_call;
  GList       link;            /* in the list of who waits; data is the call, or NULL */

  guint       status;          /* of the answer, 0 if there was none */
  const char *route;           /* static */
  char       *request_id;      /* (owned) (nullable) */
  gint64      n_sent;          /* bytes of the answer's body */
} StanokShellCall;

StanokShellCall *stanok_shell_call_new       (const char *uri) G_GNUC_WARN_UNUSED_RESULT;
void             stanok_shell_call_free      (StanokShellCall *self);

void             stanok_shell_call_read_head (StanokShellCall       *self,
                                              struct MHD_Connection *connection,
                                              const char            *method);
const char      *stanok_shell_call_get_header (const StanokShellCall *self,
                                               const char            *lower_case_name);
/* Says how long the body may be; FALSE: it is announced to be longer, or cannot be taken, and
 * must not be read. */
gboolean         stanok_shell_call_expect_body (StanokShellCall *self,
                                                gint64           body_max,
                                                const char      *spool_directory);
/* What is over the limit is dropped, and noted. FALSE: the spool is full. */
gboolean         stanok_shell_call_take_body (StanokShellCall *self, const char *bytes, gsize n);
GBytes          *stanok_shell_call_dup_body  (StanokShellCall *self);   /* (nullable) */

/* Takes @response over. FALSE: it cannot be sent; close the connection. */
gboolean         stanok_shell_call_send      (StanokShellCall *self, StanokMesResponse *response,
                                              StanokObjects *objects, gboolean is_closing);

G_END_DECLS
