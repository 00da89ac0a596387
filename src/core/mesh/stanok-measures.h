/* stanok-measures.h: size, area, volume and closedness of a mesh
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-adjacency.h"

G_BEGIN_DECLS

void stanok_measure_shape    (const StanokMesh *mesh, StanokMeasures *out);
void stanok_measure_topology (const StanokAdjacency *adjacency, StanokMeasures *out);

G_END_DECLS
