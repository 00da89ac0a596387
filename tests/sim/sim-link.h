/* sim-link.h: what a spoiled way makes of answers; of sim-net.c only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-net.h"

G_BEGIN_DECLS

#define SIM_OLD_ANSWERS 8

/* An answer that a proxy kept although it must not. */
typedef struct {
  char             *what;         /* (owned) (nullable) */
  StanokHttpAnswer *answer;       /* (owned) */
} SimOldAnswer;

typedef struct {
  SimRng       rng;
  SimCut       cut;
  gboolean     is_token_bad;
  SimOldAnswer old[SIM_OLD_ANSWERS];
  guint        n_old;             /* ever kept */
} SimLink;

void              sim_link_clear    (SimLink *self);
void              sim_link_keep     (SimLink *self, const SimExchange *exchange,
                                     const StanokHttpAnswer *answer);
/* (transfer full) (nullable) */
StanokHttpAnswer *sim_link_find_old (SimLink *self, const SimExchange *exchange);
StanokHttpAnswer *sim_link_make_html (SimLink *self, guint64 request_id);
/* A gateway's own 5xx, or (@is_busy) "come back later" with every way to say when. */
StanokHttpAnswer *sim_link_make_error (SimWorld *world, SimLink *self, guint64 request_id,
                                       gboolean is_busy);
StanokHttpAnswer *sim_link_from_server (const SimExchange *exchange,
                                        const StanokMesResponse *response);
/* Cuts, mangles and empties, by the world's options. @answer: (transfer full) */
StanokHttpAnswer *sim_link_spoil    (SimWorld *world, SimLink *self, const SimExchange *exchange,
                                     StanokHttpAnswer *answer);

G_END_DECLS
