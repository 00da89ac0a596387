/* sim-net.h: the way between kiosks and server, with all that can go wrong on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes.h"
#include "port/stanok-http.h"
#include "sim-world.h"

G_BEGIN_DECLS

typedef enum {
  SIM_CUT_NONE,
  SIM_CUT_REFUSED,       /* the network says at once that there is no way */
  SIM_CUT_SILENT,        /* nothing comes back, ever */
  SIM_CUT_ANSWERS,       /* requests arrive, answers do not */
} SimCut;

/* A request on its way, and its answer on the way back. */
typedef struct {
  int               refs;
  SimNet           *net;
  int               kiosk;
  guint             kiosk_life;
  guint             server_life;
  guint64           request_id;
  char             *what;          /* method and path, to be read by people */
  const char       *method;        /* static */
  char             *path;
  char             *query;         /* (nullable) */
  GPtrArray        *headers;       /* (element-type utf8) lower-case name, value… */
  GBytes           *body;          /* (nullable) */
  SimCommand       *command;       /* (nullable) that it carries */
  gint64            deadline_ms;
  guint64           deadline_task;
  gboolean          is_copy;       /* nobody waits for its answer */
  gboolean          is_over;       /* the kiosk knows how it ended */
  gboolean          has_waited;
} SimExchange;

SimNet *sim_net_new     (SimWorld *world) G_GNUC_WARN_UNUSED_RESULT;
void    sim_net_free    (SimNet *self);
void    sim_net_send    (SimNet *self, SimKiosk *kiosk, const StanokHttpRequest *request);
void    sim_net_cancel  (SimNet *self, SimKiosk *kiosk, guint64 request_id);
/* The kiosk is gone: nobody reads its answers. */
void    sim_net_forget  (SimNet *self, SimKiosk *kiosk);
guint   sim_net_count   (SimNet *self, int kiosk);
void    sim_net_cut     (SimNet *self, int kiosk, SimCut cut);
SimCut  sim_net_get_cut (SimNet *self, int kiosk);
void    sim_net_renew_token (SimNet *self, int kiosk);

/* From the server. @response: (transfer full) (nullable) NULL: the connection broke */
void    sim_net_answered (SimNet *self, SimExchange *exchange, StanokMesResponse *response);

SimExchange *sim_exchange_ref   (SimExchange *self);
void         sim_exchange_unref (SimExchange *self);
const char  *sim_exchange_get   (const SimExchange *self, const char *lower_case_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimExchange, sim_exchange_unref)

G_END_DECLS
