/* stanok-demo-people.h: who works in the demo's factory, where, and with which words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "demo/stanok-demo-random.h"
#include "mes/stanok-mes-office.h"

G_BEGIN_DECLS

#define STANOK_DEMO_N_OPERATORS 14
#define STANOK_DEMO_N_STATIONS  6
/* The last of the operators, who only work while somebody looks on. */
#define STANOK_DEMO_N_COLLEAGUES 4

/* "op-11"…; the first two are supervisors. */
const char *stanok_demo_people_get_id      (guint operator);
const char *stanok_demo_people_get_station (guint station);      /* "st-1"… */
const char *stanok_demo_people_get_kiosk   (guint station);      /* "K-01"… */
/* (nullable) the n-th of a kind */
const char *stanok_demo_people_get_reason  (const char *kind, guint n);

/* Stations and reasons. Errors: STORE, FULL. */
gboolean stanok_demo_people_put_places    (StanokMes *mes, GError **error);
/* Operators with their verifiers; @ready gets their names, badges and PINs. */
gboolean stanok_demo_people_put_operators (StanokMes *mes, guint32 seed, StanokReady *ready,
                                           GError **error);
/* Three kiosks with tokens, into @ready. */
gboolean stanok_demo_people_enrol         (StanokMes *mes, StanokReady *ready, GError **error);

G_END_DECLS
