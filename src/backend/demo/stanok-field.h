/* stanok-field.h: bodies that flow into one another, from a function of the distance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "demo/stanok-solid.h"

G_BEGIN_DECLS

/* About the distance of @at from the surface; negative inside. It should be smooth. */
typedef double (*StanokField) (StanokSpot at, gconstpointer data);

typedef struct {
  StanokSpot low, high;    /* the body lies inside, with a step of air around it */
  double     step;         /* details finer than two steps are lost */
} StanokFieldBox;

/* The surface where @field is 0: closed, whatever the function. */
void   stanok_solid_add_field (StanokSolid          *self,
                               StanokField           field,
                               gconstpointer         data,
                               const StanokFieldBox *box);

/* The smaller of two distances, with a fillet about @radius wide where they meet. */
double stanok_field_join      (double a, double b, double radius);

/* Distance from the line between two spots. */
double stanok_field_line      (StanokSpot at, StanokSpot from, StanokSpot to);

G_END_DECLS
