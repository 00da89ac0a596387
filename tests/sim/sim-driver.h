/* sim-driver.h: events to a terminal's core and effects from it, as its three threads do it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-kiosk.h"

G_BEGIN_DECLS

void sim_driver_boot          (SimKiosk *kiosk, GPtrArray *entries);
void sim_driver_wake          (SimKiosk *kiosk);
void sim_driver_drop_messages (SimKiosk *kiosk);
/* In sim-kiosk.c: was the power cut by the last call? Then the terminal is dead now. */
void sim_kiosk_check_power    (SimKiosk *kiosk);

G_END_DECLS
