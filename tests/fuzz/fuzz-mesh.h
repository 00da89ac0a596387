/* fuzz-mesh.h: what must hold of every mesh that a reader gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

/* Looks at every number, and takes the mesh as far as the importer would. Frees it. */
void fuzz_use_mesh (StanokMesh *mesh);

/* If @mesh is NULL there must be an error, else none. */
void fuzz_check_read (StanokMesh *mesh, GError *error);
