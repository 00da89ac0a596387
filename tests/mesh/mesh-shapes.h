/* mesh-shapes.h: simple shapes as loose triangles, for the tests of what works on them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

typedef GArray Soup;    /* of float, 9 a triangle */

Soup       *soup_new          (void);
void        soup_add_triangle (Soup *soup, const float *a, const float *b, const float *c);
void        soup_add_box      (Soup *soup, float x, float y, float z, float side);
void        soup_add_sphere   (Soup *soup, float radius, guint n_rings, guint n_sectors);

/* @n x @n squares on the plane at height @z, each cut in two */
void        soup_add_sheet    (Soup *soup, float z, float side, guint n);
StanokMesh *soup_weld         (const Soup *soup);
StanokMesh *soup_weld_free    (Soup *soup);
guint32     soup_count        (const Soup *soup);
float      *soup_triangle     (Soup *soup, guint32 i);
