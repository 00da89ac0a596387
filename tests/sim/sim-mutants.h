/* sim-mutants.h: mistakes on purpose, each of which has to be seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-net.h"

G_BEGIN_DECLS

/* What happens to a request of a mutant's before it goes. */
void     sim_mutants_carry  (SimExchange *exchange);
/* FALSE: there is none of this name, or this build has none. */
gboolean sim_mutants_choose (const char *name);
/* Every one over its seeds. Returns an exit status. */
int      sim_mutants_run    (void);

G_END_DECLS
