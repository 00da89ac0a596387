/* sim-actors.h: people: who plans, and who works at the terminals
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-kiosk.h"
#include "sim-server.h"

G_BEGIN_DECLS

SimActors *sim_actors_new   (SimWorld *world) G_GNUC_WARN_UNUSED_RESULT;
void       sim_actors_free  (SimActors *self);
/* They act from now on, until @until_ms. */
void       sim_actors_begin (SimActors *self, gint64 until_ms);
/* Every card is acknowledged and everything parked is set free, once. */
void       sim_actors_tidy_up (SimActors *self);

/* In sim-planner.c */
void       sim_planner_fill (SimWorld *world, SimRng *rng);
void       sim_planner_act  (SimWorld *world, SimRng *rng);

G_END_DECLS
