/* sim-faults.h: what goes wrong with machines, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sim-world.h"

G_BEGIN_DECLS

void sim_faults_begin (SimWorld *world);
/* Everything is whole, everything runs. */
void sim_faults_end   (SimWorld *world);

G_END_DECLS
