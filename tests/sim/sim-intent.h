/* sim-intent.h: what somebody means to do, seen from what his screen shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-kiosk.h"

G_BEGIN_DECLS

typedef struct {
  SimCommand    *command;
  StanokCommand *value;          /* (owned) */
  char          *etag;           /* (owned) (nullable) */
  guint          tries;
} SimWish;

/* (nullable): nothing comes to his mind */
SimWish *sim_wish_make (SimKiosk *kiosk, SimRng *rng, int actor, int order);
SimWish *sim_wish_make_of (SimKiosk *kiosk, SimRng *rng, int actor, int order,
                           StanokCommandType type);
void     sim_wish_free (SimWish *self);

G_END_DECLS
