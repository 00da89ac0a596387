/* stanok-piece-turned.c: what comes from a lathe: knob, nut, bolt, shaft, flange
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "demo/stanok-piece-makers.h"

#define ROUND_N   96
#define MAX_BOLTS 8

/* A wall through circles, given as pairs of radius and height, from @last on. */
static StanokLoop
add_turned (StanokSolid   *solid,
            StanokLoop     last,
            const double (*profile)[2],
            guint          n)
{
  for (guint i = 0; i < n; i++)
    {
      StanokLoop loop = stanok_solid_add_circle (solid, profile[i][0], profile[i][1], ROUND_N);

      if (last.n > 0)
        stanok_solid_bridge (solid, last, loop);
      last = loop;
    }
  return last;
}

typedef struct
{
  double flats;    /* half the width across the flats */
  double z;        /* of the face on this side */
  double inward;   /* 1: the face looks up, -1: down */
} HexEnd;

static double
hex_radius (double        angle,
            gconstpointer flats)
{
  double in_side = fmod (angle + G_PI / 6, G_PI / 3) - G_PI / 6;

  return *(const double *) flats / cos (in_side);
}

/* One end of a hexagon bar, its corners turned off by a cone at 30 degrees: the edge on the bar,
 * and the circle of the face. */
static void
add_hex_end (StanokSolid  *solid,
             const HexEnd *end,
             StanokLoop   *edge,
             StanokLoop   *face)
{
  g_autoptr(StanokOutline) hex = stanok_outline_polar (hex_radius, &end->flats, ROUND_N);
  double radius = end->flats * 0.96;

  *edge = (StanokLoop) { solid->spots->len, ROUND_N };
  for (guint i = 0; i < ROUND_N; i++)
    {
      StanokPoint p = hex->points[i];
      double drop = (hypot (p.x, p.y) - radius) * tan (30 * G_PI / 180);

      stanok_solid_add_spot (solid, p.x, p.y, end->z - end->inward * drop);
    }
  *face = stanok_solid_add_circle (solid, radius, end->z, ROUND_N);
}

void
stanok_make_nut (StanokSolid *solid,
                 StanokWhim  *whim)
{
  double height = stanok_whim_real (whim, 0.75, 1.0) * 10;
  double major = 5.8, minor = 4.9;
  HexEnd ends[] = { { 9, 0, -1 }, { 9, height, 1 } };
  StanokThread thread = {
    .base = major, .tip = minor, .pitch = stanok_whim_real (whim, 1.4, 1.75),
    .low = 0.5, .high = height - 0.5, .n = ROUND_N,
  };
  StanokLoop edge[2], face[2], mouth[2], low, high;

  for (guint i = 0; i < 2; i++)
    {
      add_hex_end (solid, &ends[i], &edge[i], &face[i]);
      mouth[i] = stanok_solid_add_circle (solid, major + 0.5, ends[i].z, ROUND_N);
    }
  stanok_solid_thread (solid, &thread, &low, &high);
  stanok_solid_bridge (solid, low, mouth[0]);
  stanok_solid_bridge (solid, mouth[0], face[0]);
  stanok_solid_bridge (solid, face[0], edge[0]);
  stanok_solid_bridge (solid, edge[0], edge[1]);
  stanok_solid_bridge (solid, edge[1], face[1]);
  stanok_solid_bridge (solid, face[1], mouth[1]);
  stanok_solid_bridge (solid, mouth[1], high);
}

/* Standing on its head. */
void
stanok_make_bolt (StanokSolid *solid,
                  StanokWhim  *whim)
{
  const double major = 5, minor = 4.25, head = 6.4;
  double length = stanok_whim_real (whim, 22, 36);
  double plain = head + (length - head) * stanok_whim_real (whim, 0.15, 0.4);
  HexEnd ends[] = { { 8, 0, -1 }, { 8, head, 1 } };
  StanokThread thread = {
    .base = minor, .tip = major, .pitch = 1.5,
    .low = plain + 0.8, .high = length - 0.9, .n = ROUND_N,
  };
  const double shank[][2] = {
    { 7.0, head }, { 7.0, head + 0.4 }, { major + 0.5, head + 0.4 }, { major + 0.12, head + 0.55 },
    { major, head + 0.9 }, { major, plain },
  };
  StanokLoop edge[2], face[2], low, high, tip, last;

  for (guint i = 0; i < 2; i++)
    add_hex_end (solid, &ends[i], &edge[i], &face[i]);
  stanok_solid_cap (solid, STANOK_FACING_DOWN, face[0], NULL, 0);
  stanok_solid_bridge (solid, face[0], edge[0]);
  stanok_solid_bridge (solid, edge[0], edge[1]);
  stanok_solid_bridge (solid, edge[1], face[1]);
  last = add_turned (solid, face[1], shank, G_N_ELEMENTS (shank));
  stanok_solid_thread (solid, &thread, &low, &high);
  stanok_solid_bridge (solid, last, low);
  tip = stanok_solid_add_circle (solid, minor - 0.9, length, ROUND_N);
  stanok_solid_bridge (solid, high, tip);
  stanok_solid_cap (solid, STANOK_FACING_UP, tip, NULL, 0);
}

static double
spline_radius (double        angle,
               gconstpointer root)
{
  /* Eight teeth; the flanks take a little of the angle, so that neighbours in angle stay apart. */
  double in_tooth = fabs (fmod (angle * 8 / (2 * G_PI) + 0.5, 1.0) - 0.5);
  double rise = CLAMP ((0.29 - in_tooth) / 0.05, 0, 1);

  return *(const double *) root * (1 + 0.16 * rise);
}

void
stanok_make_shaft (StanokSolid *solid,
                   StanokWhim  *whim)
{
  double a = stanok_whim_real (whim, 14, 22), b = a + stanok_whim_real (whim, 12, 18);
  double c = b + 3.5, d = c + stanok_whim_real (whim, 14, 20);
  double e = d + stanok_whim_real (whim, 16, 22);
  double root = 5.2, end = e + 12;
  const double journal[][2] = {
    { 1.6, 0 }, { 5.5, 0 }, { 6.1, 0.6 }, { 6.1, 3 }, { 5.4, 3 }, { 5.4, 4.4 }, { 6.1, 4.4 },
    { 6.1, a - 0.5 }, { 6.3, a - 0.1 }, { 6.6, a }, { 7.7, a }, { 8.2, a + 0.5 },
    { 8.2, b - 0.4 }, { 8.6, b }, { 10.2, b }, { 10.8, b + 0.6 },
    { 10.8, c - 0.6 }, { 10.2, c }, { 7.6, c }, { 7.2, c + 0.4 },
    { 7.2, d - 0.5 }, { 6.7, d },
  };
  const double neck[][2] = { { 4.5, e }, { 4.0, e + 0.5 }, { 4.0, e + 1.5 } };
  StanokThread thread = {
    .base = 4.0, .tip = 4.7, .pitch = 1.25, .low = e + 2, .high = end - 0.7, .n = ROUND_N,
  };
  g_autoptr(StanokOutline) spline = stanok_outline_polar (spline_radius, &root, ROUND_N);
  g_autoptr(StanokOutline) bevelled = stanok_outline_offset (spline, -0.3);
  StanokLoop loop, low, high, tip, centre;

  centre = stanok_solid_add_circle (solid, 0, 2.7, ROUND_N);
  loop = add_turned (solid, centre, journal, G_N_ELEMENTS (journal));
  tip = stanok_solid_add_loop (solid, spline, d);
  stanok_solid_bridge (solid, loop, tip);
  loop = stanok_solid_add_loop (solid, spline, e - 0.3);
  stanok_solid_bridge (solid, tip, loop);
  tip = stanok_solid_add_loop (solid, bevelled, e);
  stanok_solid_bridge (solid, loop, tip);
  loop = add_turned (solid, tip, neck, G_N_ELEMENTS (neck));
  stanok_solid_thread (solid, &thread, &low, &high);
  stanok_solid_bridge (solid, loop, low);
  tip = stanok_solid_add_circle (solid, 3.4, end, ROUND_N);
  stanok_solid_bridge (solid, high, tip);
  stanok_solid_cap (solid, STANOK_FACING_UP, tip, NULL, 0);
  stanok_solid_warp (solid, stanok_spot_lay_along_x, NULL);
}

typedef struct
{
  guint  n_lobes;
  double depth;
} Lobes;

/* Waves on the outside, none near the axis. */
static StanokSpot
add_lobes (StanokSpot    from,
           gconstpointer data)
{
  const Lobes *lobes = data;
  double r = hypot (from.x, from.y);
  double t = CLAMP ((r - 9) / 9, 0, 1);
  double wave = cos (lobes->n_lobes * atan2 (from.y, from.x));
  double scale = 1 + lobes->depth * t * t * (3 - 2 * t) * (wave - fabs (wave) * wave * 0.25);

  return (StanokSpot) { from.x * scale, from.y * scale, from.z };
}

void
stanok_make_knob (StanokSolid *solid,
                  StanokWhim  *whim)
{
  Lobes lobes = { stanok_whim_count (whim, 5, 8), stanok_whim_real (whim, 0.05, 0.075) };
  double h = stanok_whim_real (whim, 20, 25);
  g_autoptr(GArray) profile = g_array_new (FALSE, FALSE, sizeof (StanokPoint));
  g_autoptr(StanokOutline) outline = NULL;
  const StanokPoint foot[] = {
    { 0, 9 }, { 3, 10 }, { 3, 0.7 }, { 3.7, 0 }, { 8.2, 0 }, { 8.8, 0.6 }, { 8.8, h * 0.3 },
  };
  const StanokPoint top[] = { { 7.6, h }, { 7.2, h - 0.6 }, { 0, h - 0.6 } };

  g_array_append_vals (profile, foot, G_N_ELEMENTS (foot));
  /* Out under the grip, round its rim, and in over the dome. */
  for (guint i = 1; i <= 8; i++)
    {
      double t = G_PI_2 * i / 8;
      StanokPoint p = { 8.8 + 8.4 * (1 - cos (t)), h * 0.3 + h * 0.18 * sin (t) };

      g_array_append_val (profile, p);
    }
  for (guint i = 1; i <= 9; i++)
    {
      double t = G_PI_2 * (i / 9.0 - 1);
      StanokPoint p = { 17.2 + 1.9 * cos (t), h * 0.64 + h * 0.16 * sin (t) };

      g_array_append_val (profile, p);
    }
  for (guint i = 1; i <= 16; i++)
    {
      double t = G_PI_2 * i / 16;
      StanokPoint p = { 8.8 + 10.3 * cos (t), h * 0.64 + h * 0.36 * sin (t) };

      g_array_append_val (profile, p);
    }
  g_array_append_vals (profile, top, G_N_ELEMENTS (top));
  outline = stanok_outline_new ((const StanokPoint *) (const void *) profile->data, profile->len);
  stanok_solid_lathe (solid, outline, lobes.n_lobes * 20);
  stanok_solid_warp (solid, add_lobes, &lobes);
}

typedef struct
{
  double radius;       /* of the plate */
  double plate;        /* its thickness */
  double bolt_circle;
  double hole, sink, sink_z;
  guint  n_bolts;
} Flange;

/* Counterbored holes: their edges on the upper and on the lower face. */
static void
add_bolt_holes (StanokSolid  *solid,
                const Flange *flange,
                StanokLoop   *upper,
                StanokLoop   *lower)
{
  for (guint i = 0; i < flange->n_bolts; i++)
    {
      double angle = 2 * G_PI * i / flange->n_bolts;
      double x = flange->bolt_circle * cos (angle), y = flange->bolt_circle * sin (angle);
      g_autoptr(StanokOutline) sink = stanok_outline_circle (x, y, flange->sink, 40);
      g_autoptr(StanokOutline) hole = stanok_outline_circle (x, y, flange->hole, 40);
      StanokLoop floor_edge, neck;

      upper[i] = stanok_solid_add_loop (solid, sink, flange->plate);
      floor_edge = stanok_solid_add_loop (solid, sink, flange->sink_z);
      neck = stanok_solid_add_loop (solid, hole, flange->sink_z);
      lower[i] = stanok_solid_add_loop (solid, hole, 0);
      stanok_solid_bridge (solid, upper[i], floor_edge);
      stanok_solid_bridge (solid, floor_edge, neck);
      stanok_solid_bridge (solid, neck, lower[i]);
    }
}

void
stanok_make_flange (StanokSolid *solid,
                    StanokWhim  *whim)
{
  double h = stanok_whim_real (whim, 17, 23);
  Flange f = {
    .radius = 21, .plate = stanok_whim_real (whim, 5, 6.5), .bolt_circle = 16.2, .hole = 1.6,
    .sink = 2.7, .n_bolts = stanok_whim_count (whim, 4, 8),
  };
  double neck = stanok_whim_real (whim, 9, 10), bore = neck * 0.58, p = f.plate;
  const double rim[][2] = {
    { f.radius - 0.6, 0 }, { f.radius, 0.6 }, { f.radius, p - 0.6 }, { f.radius - 0.6, p },
  };
  const double hub[][2] = {
    { neck + 1.5, p }, { neck + 0.88, p + 0.14 }, { neck + 0.44, p + 0.44 },
    { neck + 0.14, p + 0.88 }, { neck, p + 1.5 }, { neck, h - 0.6 }, { neck - 0.6, h },
    { bore + 0.5, h }, { bore, h - 0.5 },
    { bore, h * 0.45 }, { bore - 1.4, h * 0.45 }, { bore - 1.4, 0.5 }, { bore - 0.9, 0 },
  };
  StanokLoop upper[MAX_BOLTS + 1], lower[MAX_BOLTS + 1], plate_top, plate_bottom;

  f.sink_z = p * 0.5;
  add_bolt_holes (solid, &f, upper, lower);
  plate_bottom = add_turned (solid, (StanokLoop) { 0, 0 }, rim, 1);
  plate_top = add_turned (solid, plate_bottom, rim + 1, G_N_ELEMENTS (rim) - 1);
  upper[f.n_bolts] = add_turned (solid, (StanokLoop) { 0, 0 }, hub, 1);
  lower[f.n_bolts] = add_turned (solid, upper[f.n_bolts], hub + 1, G_N_ELEMENTS (hub) - 1);
  stanok_solid_cap (solid, STANOK_FACING_UP, plate_top, upper, f.n_bolts + 1);
  stanok_solid_cap (solid, STANOK_FACING_DOWN, plate_bottom, lower, f.n_bolts + 1);
}
