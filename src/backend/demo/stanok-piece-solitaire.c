/* stanok-piece-solitaire.c: a ring mount with prongs for one stone
 *
 * The ring lies about the y axis, the stone's place up. Shank, prongs and galleries flow into one
 * another, as they come from the caster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "demo/stanok-field.h"
#include "demo/stanok-piece-makers.h"

typedef struct
{
  double     radius;        /* of the middle of the shank */
  double     wire;          /* half the thickness of the shank */
  guint      n_prongs;
  double     prong;         /* half the thickness of a prong */
  StanokSpot foot, shoulder, tip;    /* of a prong, in the plane of x and z */
} Solitaire;

static double
ring_about_z (StanokSpot at,
              double     radius,
              double     z,
              double     wire)
{
  return hypot (hypot (at.x, at.y) - radius, at.z - z) - wire;
}

/* All prongs are one prong, turned: @at is turned back into the sector of the first. */
static double
prongs (const Solitaire *self,
        StanokSpot       at)
{
  double sector = 2 * G_PI / self->n_prongs;
  double angle = atan2 (at.y, at.x);
  double turned = angle - sector * floor (angle / sector) - sector / 2;
  double r = hypot (at.x, at.y);
  StanokSpot here = { r * cos (turned), r * sin (turned), at.z };
  double stem = stanok_field_line (here, self->foot, self->shoulder) - self->prong;
  double claw = stanok_field_line (here, self->shoulder, self->tip) - self->prong * 0.92;

  return stanok_field_join (stem, claw, 0.6);
}

static double
solitaire_field (StanokSpot    at,
                 gconstpointer data)
{
  const Solitaire *self = data;
  double across = at.y / 1.12;
  double up = at.z / hypot (at.x, at.z + 1e-9);
  double wire = self->wire * (1 - 0.16 * MAX (up, 0));    /* a little finer towards the stone */
  double shank = hypot (hypot (at.x, at.z) - self->radius, across) - wire;
  double low = ring_about_z (at, 1.50, self->foot.z + 1.75, 0.42);
  double high = ring_about_z (at, 2.42, self->foot.z + 3.50, 0.38);
  double basket = stanok_field_join (stanok_field_join (low, high, 0.3), prongs (self, at), 0.8);

  return stanok_field_join (shank, basket, 1.1);
}

void
stanok_make_solitaire (StanokSolid *solid,
                       StanokWhim  *whim)
{
  Solitaire self = {
    .radius = stanok_whim_real (whim, 9.3, 9.9),
    .wire = stanok_whim_real (whim, 0.92, 1.1),
    .n_prongs = stanok_whim_count (whim, 0, 2) == 0 ? 4 : 6,
    .prong = stanok_whim_real (whim, 0.48, 0.54),
  };
  double top = self.radius + stanok_whim_real (whim, 5.4, 6.0);
  double side = self.radius + self.wire + 0.6;
  StanokFieldBox box = { { -side, -4.1, -side }, { side, 4.1, top + 1.2 }, 0.22 };

  self.foot = (StanokSpot) { 0.55, 0, self.radius + 0.3 };
  self.shoulder = (StanokSpot) { 3.12, 0, top - 0.8 };
  self.tip = (StanokSpot) { 2.75, 0, top };
  stanok_solid_add_field (solid, solitaire_field, &self, &box);
}
