/* stanok-outline.h: closed lines in a plane, from which the demo's pieces are made
 *
 * An outline runs counter-clockwise; its last point is joined to the first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  double x, y;
} StanokPoint;

typedef struct {
  StanokPoint *points;
  guint        n;
} StanokOutline;

StanokOutline *stanok_outline_new     (const StanokPoint *points, guint n);
void           stanok_outline_free    (StanokOutline *self);
StanokOutline *stanok_outline_circle  (double x, double y, double radius, guint n);

/* Round a slot: two half circles about (x1, y1) and (x2, y2). */
StanokOutline *stanok_outline_slot    (StanokPoint a, StanokPoint b, double radius, guint n);

/* @radius(angle, data) of the point in each of @n directions. */
StanokOutline *stanok_outline_polar   (double (*radius) (double angle, gconstpointer data),
                                       gconstpointer data,
                                       guint         n);

/* @n_steps pieces of arc instead of each corner that turns by more than half a right angle. */
StanokOutline *stanok_outline_round   (const StanokOutline *self, double radius, guint n_steps);

/* As many points, each moved @distance to the outside of its two sides. */
StanokOutline *stanok_outline_offset  (const StanokOutline *self, double distance);
StanokOutline *stanok_outline_moved   (const StanokOutline *self, double x, double y, double turn);
double         stanok_outline_area    (const StanokOutline *self);

/**
 * stanok_triangulate:
 * @points: all points, those of the outer ring first
 * @sizes: (array length=n_rings): how many points each ring has; rings may run either way
 * @n_triangles: (out)
 *
 * Holes must lie inside and apart. Returns: (transfer full): 3 numbers of points a triangle,
 * counter-clockwise; every point is used and none is added.
 */
guint32       *stanok_triangulate     (const StanokPoint *points,
                                       const guint       *sizes,
                                       guint              n_rings,
                                       guint32           *n_triangles);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOutline, stanok_outline_free)

G_END_DECLS
