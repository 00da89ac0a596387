/* stanok-piece-makers.h: one function a piece
 *
 * Each builds around the origin in a unit of its own; stanok_solid_to_mesh() sets size and place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "demo/stanok-solid.h"

G_BEGIN_DECLS

/* What varies from piece to piece of a kind. */
typedef struct {
  guint64 state;
} StanokWhim;

double stanok_whim_real  (StanokWhim *self, double low, double high);
guint  stanok_whim_count (StanokWhim *self, guint low, guint high);

void stanok_make_signet  (StanokSolid *solid, StanokWhim *whim);
void stanok_make_band    (StanokSolid *solid, StanokWhim *whim);
void stanok_make_pendant (StanokSolid *solid, StanokWhim *whim);
void stanok_make_stud    (StanokSolid *solid, StanokWhim *whim);
void stanok_make_bead    (StanokSolid *solid, StanokWhim *whim);
void stanok_make_bracket (StanokSolid *solid, StanokWhim *whim);
void stanok_make_gear    (StanokSolid *solid, StanokWhim *whim);
void stanok_make_pulley  (StanokSolid *solid, StanokWhim *whim);
void stanok_make_flange  (StanokSolid *solid, StanokWhim *whim);
void stanok_make_knob    (StanokSolid *solid, StanokWhim *whim);
void stanok_make_nut     (StanokSolid *solid, StanokWhim *whim);
void stanok_make_bolt    (StanokSolid *solid, StanokWhim *whim);
void stanok_make_box     (StanokSolid *solid, StanokWhim *whim);
void stanok_make_shaft   (StanokSolid *solid, StanokWhim *whim);
void stanok_make_solitaire (StanokSolid *solid, StanokWhim *whim);

/* For warps: what was built about z then lies along y or along x. */
StanokSpot stanok_spot_lay_along_y (StanokSpot from, gconstpointer unused);
StanokSpot stanok_spot_lay_along_x (StanokSpot from, gconstpointer unused);

typedef struct {
  double base;        /* radius at the ends and in the grooves */
  double tip;         /* radius of the crests: larger on a bolt, smaller in a nut */
  double pitch;
  double low, high;   /* heights */
  guint  n;           /* points round */
} StanokThread;

/* The wall of a right-hand thread, facing as stanok_solid_bridge() does from low to high for a bolt,
 * and the other way for a nut. @low and @high are its ends: circles of the base radius. */
void stanok_solid_thread (StanokSolid        *self,
                          const StanokThread *thread,
                          StanokLoop         *low,
                          StanokLoop         *high);

G_END_DECLS
