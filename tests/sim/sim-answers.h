/* sim-answers.h: every answer of the server to a command, held against what it must be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-server.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): what a server says that fails on this command only. */
StanokMesResponse *sim_answers_poison (SimServer *server, const SimExchange *exchange);

/* To a POST of a command: S2, S4, S10. */
void     sim_answers_take (SimServer *server, const SimExchange *exchange,
                           const StanokMesResponse *response);
/* To GET /v1/commands/{id}, after a crash. TRUE: it was executed, though nobody had the answer. */
gboolean sim_answers_take_status (SimOracle *oracle, SimCommand *command,
                                  const StanokMesResponse *response);

G_END_DECLS
