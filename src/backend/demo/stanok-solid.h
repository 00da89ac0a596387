/* stanok-solid.h: closed surfaces put together from loops, walls and caps
 *
 * Parts share their points, so a piece is closed because of how it is built; nothing is cut.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "demo/stanok-outline.h"
#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

typedef struct {
  double x, y, z;
} StanokSpot;

typedef struct {
  GArray *spots;        /* of StanokSpot */
  GArray *triangles;    /* of guint32, 3 a triangle */
} StanokSolid;

/* Points of a solid that follow one another and close; n = 1 is the tip of a cone. */
typedef struct {
  guint32 first;
  guint32 n;
} StanokLoop;

typedef enum {
  STANOK_FACING_DOWN,
  STANOK_FACING_UP,
} StanokFacing;

StanokSolid *stanok_solid_new          (void);
void         stanok_solid_free         (StanokSolid *self);
guint32      stanok_solid_add_spot     (StanokSolid *self, double x, double y, double z);
void         stanok_solid_add_triangle (StanokSolid *self, guint32 a, guint32 b, guint32 c);
void         stanok_solid_add_quad     (StanokSolid *self, guint32 a, guint32 b, guint32 c, guint32 d);
StanokLoop   stanok_solid_add_loop     (StanokSolid *self, const StanokOutline *outline, double z);
StanokLoop   stanok_solid_add_circle   (StanokSolid *self, double radius, double z, guint n);

/* The wall between two loops of the same number of points (or a tip). Its outside is on the right
 * when walking along @low with @high above: outside for a body, inside out for the wall of a hole,
 * which is therefore walked from high to low. */
void         stanok_solid_bridge       (StanokSolid *self, StanokLoop low, StanokLoop high);

/* A flat face at the height of its loops. */
void         stanok_solid_cap          (StanokSolid      *self,
                                        StanokFacing      facing,
                                        StanokLoop        outer,
                                        const StanokLoop *holes,
                                        guint             n_holes);

/* @profile, counter-clockwise in the plane of radius (x) and height (y), turned about z. */
void         stanok_solid_lathe        (StanokSolid *self, const StanokOutline *profile, guint n);

/* A closed grid of @n_u x @n_v, both ways round; @at gives the place of each crossing. */
void         stanok_solid_torus        (StanokSolid   *self,
                                        guint          n_u,
                                        guint          n_v,
                                        StanokSpot   (*at) (guint u, guint v, gconstpointer data),
                                        gconstpointer  data);

/* Adds the lower half to an upper half that is open at z = 0. */
void         stanok_solid_mirror       (StanokSolid *self);
void         stanok_solid_warp         (StanokSolid   *self,
                                        StanokSpot   (*to) (StanokSpot from, gconstpointer data),
                                        gconstpointer  data);

/* (transfer full): the longest side of its box made @size_mm, standing on z = 0 over the origin. */
StanokMesh  *stanok_solid_to_mesh      (const StanokSolid *self, double size_mm);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokSolid, stanok_solid_free)

G_END_DECLS
