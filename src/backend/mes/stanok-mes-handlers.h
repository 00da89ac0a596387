/* stanok-mes-handlers.h: what the routes lead to
 *
 * Each answers or refuses the exchange, whatever it is given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-exchange.h"

G_BEGIN_DECLS

void stanok_mes_handle_meta           (StanokMesExchange *exchange);
void stanok_mes_handle_snapshot       (StanokMesExchange *exchange);
void stanok_mes_handle_changes        (StanokMesExchange *exchange);
void stanok_mes_handle_orders         (StanokMesExchange *exchange);
void stanok_mes_handle_order          (StanokMesExchange *exchange);
void stanok_mes_handle_history        (StanokMesExchange *exchange);
void stanok_mes_handle_command        (StanokMesExchange *exchange);
void stanok_mes_handle_command_status (StanokMesExchange *exchange);
void stanok_mes_handle_ledger         (StanokMesExchange *exchange);
void stanok_mes_handle_operators      (StanokMesExchange *exchange);
void stanok_mes_handle_stations       (StanokMesExchange *exchange);
void stanok_mes_handle_reasons        (StanokMesExchange *exchange);
void stanok_mes_handle_roster         (StanokMesExchange *exchange);
void stanok_mes_handle_get_blob       (StanokMesExchange *exchange);
void stanok_mes_handle_put_blob       (StanokMesExchange *exchange);
void stanok_mes_handle_office_orders  (StanokMesExchange *exchange);
void stanok_mes_handle_live           (StanokMesExchange *exchange);
void stanok_mes_handle_ready          (StanokMesExchange *exchange);
void stanok_mes_handle_metrics        (StanokMesExchange *exchange);
void stanok_mes_handle_openapi        (StanokMesExchange *exchange);

G_END_DECLS
