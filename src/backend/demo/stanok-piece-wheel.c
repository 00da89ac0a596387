/* stanok-piece-wheel.c: gear and pulley: a rim, a thinner web with openings, a hub
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "demo/stanok-piece-makers.h"

#define ROUND_N     120
#define MAX_WINDOWS 8

/* Heights above the middle plane; the other half is its mirror image. */
typedef struct
{
  double rim_radius;      /* inside of the rim */
  double rim_z;
  double web_z;
  double hub_radius;
  double hub_z;
  double bore_radius;
  double chamfer;
  guint  n_windows;
  const StanokOutline *window;    /* the first one; the others are turned */
} Wheel;

/* A bore with a key seat at its top. */
static StanokOutline *
make_bore (double radius)
{
  double half = 0.28 * radius;
  double gap = asin (half / radius);
  guint n = 72;
  g_autofree StanokPoint *points = g_new (StanokPoint, n + 2);

  for (guint i = 0; i < n; i++)
    {
      double angle = G_PI_2 + gap + (2 * G_PI - 2 * gap) * i / (n - 1);

      points[i] = (StanokPoint) { radius * cos (angle), radius * sin (angle) };
    }
  points[n] = (StanokPoint) { half, radius * 1.26 };
  points[n + 1] = (StanokPoint) { -half, radius * 1.26 };
  return stanok_outline_new (points, n + 2);
}

static void
add_bore (StanokSolid *solid,
          const Wheel *wheel,
          StanokLoop   hub_edge)
{
  g_autoptr(StanokOutline) bore = make_bore (wheel->bore_radius);
  g_autoptr(StanokOutline) wide = stanok_outline_offset (bore, wheel->chamfer);
  StanokLoop top = stanok_solid_add_loop (solid, wide, wheel->hub_z);
  StanokLoop neck = stanok_solid_add_loop (solid, bore, wheel->hub_z - wheel->chamfer);
  StanokLoop middle = stanok_solid_add_loop (solid, bore, 0);

  stanok_solid_cap (solid, STANOK_FACING_UP, hub_edge, &top, 1);
  stanok_solid_bridge (solid, top, neck);
  stanok_solid_bridge (solid, neck, middle);
}

static void
add_hub (StanokSolid *solid,
         const Wheel *wheel,
         StanokLoop  *foot)
{
  double c = wheel->chamfer;
  StanokLoop shoulder, edge;

  *foot = stanok_solid_add_circle (solid, wheel->hub_radius + 2 * c, wheel->web_z, ROUND_N);
  shoulder = stanok_solid_add_circle (solid, wheel->hub_radius, wheel->web_z + 2 * c, ROUND_N);
  stanok_solid_bridge (solid, *foot, shoulder);
  edge = stanok_solid_add_circle (solid, wheel->hub_radius, wheel->hub_z - c, ROUND_N);
  stanok_solid_bridge (solid, shoulder, edge);
  shoulder = stanok_solid_add_circle (solid, wheel->hub_radius - c, wheel->hub_z, ROUND_N);
  stanok_solid_bridge (solid, edge, shoulder);
  add_bore (solid, wheel, shoulder);
}

/* Everything inside @rim, the inner edge of the rim's upper face. */
static void
add_inside (StanokSolid *solid,
            const Wheel *wheel,
            StanokLoop   rim)
{
  StanokLoop holes[MAX_WINDOWS + 1];
  double foot = wheel->rim_radius - 2 * wheel->chamfer;
  StanokLoop web = stanok_solid_add_circle (solid, foot, wheel->web_z, ROUND_N);

  stanok_solid_bridge (solid, rim, web);
  for (guint i = 0; i < wheel->n_windows; i++)
    {
      double turn = G_PI_2 + 2 * G_PI * (i + 0.5) / wheel->n_windows;
      g_autoptr(StanokOutline) window = stanok_outline_moved (wheel->window, 0, 0, turn);
      StanokLoop middle;

      holes[i] = stanok_solid_add_loop (solid, window, wheel->web_z);
      middle = stanok_solid_add_loop (solid, window, 0);
      stanok_solid_bridge (solid, holes[i], middle);
    }
  add_hub (solid, wheel, &holes[wheel->n_windows]);
  stanok_solid_cap (solid, STANOK_FACING_UP, web, holes, wheel->n_windows + 1);
}

static double
involute (double angle)
{
  return tan (angle) - angle;
}

/* Module 1: involute flanks at 20 degrees, 1 above and 1.25 below the pitch circle. */
static StanokOutline *
make_teeth (guint n_teeth)
{
  enum { FLANK = 6, PER_TOOTH = 2 * FLANK + 5 };
  g_autofree StanokPoint *points = g_new (StanokPoint, n_teeth * PER_TOOTH);
  const double pitch = n_teeth / 2.0, tip = pitch + 1, root = pitch - 1.25;
  const double base = pitch * cos (20 * G_PI / 180), foot = MAX (base, root + 0.35);
  const double half = G_PI / (2 * n_teeth) + involute (20 * G_PI / 180);

  for (guint t = 0; t < n_teeth; t++)
    {
      StanokPoint *p = points + t * PER_TOOTH;
      double middle = 2 * G_PI * t / n_teeth;
      double foot_half = half - involute (acos (base / foot));
      double gap = 2 * G_PI / n_teeth - 2 * foot_half;
      double polar[PER_TOOTH][2];

      for (guint i = 0; i < FLANK; i++)
        {
          double r = foot + (tip - foot) * i / (FLANK - 1);
          double at = half - involute (acos (MIN (base / r, 1)));

          polar[2 + i][0] = polar[2 * FLANK + 2 - i][0] = r;
          polar[2 + i][1] = -at;
          polar[2 * FLANK + 2 - i][1] = at;
        }
      polar[2 + FLANK][0] = tip;
      polar[2 + FLANK][1] = 0;
      for (guint i = 0; i < 2; i++)
        {
          polar[i][0] = polar[PER_TOOTH - 1 - i][0] = root;
          polar[i][1] = -foot_half - gap * (i == 0 ? 0.36 : 0.14);
          polar[PER_TOOTH - 1 - i][1] = -polar[i][1];
        }
      /* The second and the last but one are the corners at the root, a little up the flank. */
      for (guint i = 0; i < PER_TOOTH; i++)
        p[i] = (StanokPoint) { polar[i][0] * cos (middle + polar[i][1]),
                               polar[i][0] * sin (middle + polar[i][1]) };
    }
  return stanok_outline_new (points, n_teeth * PER_TOOTH);
}

void
stanok_make_gear (StanokSolid *solid,
                  StanokWhim  *whim)
{
  guint n_teeth = stanok_whim_count (whim, 22, 34);
  double root = n_teeth / 2.0 - 1.25;
  double width = stanok_whim_real (whim, 2.2, 3.0);
  Wheel wheel = {
    .rim_radius = root - 1.9, .rim_z = width, .web_z = width * 0.45,
    .hub_radius = root * 0.42, .hub_z = width * stanok_whim_real (whim, 1.0, 1.7),
    .bore_radius = root * 0.22, .chamfer = 0.22, .n_windows = stanok_whim_count (whim, 5, 6),
  };
  double reach = (wheel.rim_radius + wheel.hub_radius) / 2;
  g_autoptr(StanokOutline) teeth = make_teeth (n_teeth);
  g_autoptr(StanokOutline) bevelled = stanok_outline_offset (teeth, -wheel.chamfer);
  g_autoptr(StanokOutline) window =
    stanok_outline_circle (reach, 0, (wheel.rim_radius - wheel.hub_radius) * 0.3, 48);
  StanokLoop middle = stanok_solid_add_loop (solid, teeth, 0);
  StanokLoop shoulder = stanok_solid_add_loop (solid, teeth, width - wheel.chamfer);
  StanokLoop edge = stanok_solid_add_loop (solid, bevelled, width);
  StanokLoop rim = stanok_solid_add_circle (solid, wheel.rim_radius, width, ROUND_N);

  wheel.window = window;
  stanok_solid_bridge (solid, middle, shoulder);
  stanok_solid_bridge (solid, shoulder, edge);
  stanok_solid_cap (solid, STANOK_FACING_UP, edge, &rim, 1);
  add_inside (solid, &wheel, rim);
  stanok_solid_mirror (solid);
}

/* A piece of the ring between two radii, as wide as the spokes leave it. */
static StanokOutline *
make_window (double inner,
             double outer,
             guint  n_windows,
             double spoke)
{
  enum { STEPS = 14 };
  StanokPoint points[2 * (STEPS + 1)];
  double half = G_PI / n_windows;

  for (guint i = 0; i <= STEPS; i++)
    {
      double t = 2.0 * i / STEPS - 1;
      double at_outer = t * (half - asin (spoke / outer));
      double at_inner = -t * (half - asin (spoke / inner));

      points[i] = (StanokPoint) { outer * cos (at_outer), outer * sin (at_outer) };
      points[STEPS + 1 + i] = (StanokPoint) { inner * cos (at_inner), inner * sin (at_inner) };
    }
  {
    g_autoptr(StanokOutline) sharp = stanok_outline_new (points, G_N_ELEMENTS (points));

    return stanok_outline_round (sharp, (outer - inner) * 0.13, 6);
  }
}

/* Half of a rim with two grooves for V belts: from the middle ridge up and in to the upper face. */
static StanokLoop
add_grooves (StanokSolid *solid,
             double       radius,
             double       height)
{
  const double c = height * 0.05;
  const double profile[][2] = {
    { radius, 0 }, { radius, height * 0.10 }, { radius - height * 0.62, height * 0.36 },
    { radius - height * 0.62, height * 0.54 }, { radius, height * 0.80 },
    { radius, height - c }, { radius - c, height },
  };
  StanokLoop last = { 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (profile); i++)
    {
      StanokLoop loop = stanok_solid_add_circle (solid, profile[i][0], profile[i][1], ROUND_N);

      if (i > 0)
        stanok_solid_bridge (solid, last, loop);
      last = loop;
    }
  return last;
}

void
stanok_make_pulley (StanokSolid *solid,
                    StanokWhim  *whim)
{
  double height = stanok_whim_real (whim, 2.6, 3.6);
  double radius = 14;
  Wheel wheel = {
    .rim_radius = radius - height * 0.62 - 1.1, .rim_z = height, .web_z = height * 0.36,
    .hub_radius = stanok_whim_real (whim, 3.8, 4.4), .hub_z = height * 1.15, .bore_radius = 2.2,
    .chamfer = 0.18, .n_windows = stanok_whim_count (whim, 4, 6),
  };
  g_autoptr(StanokOutline) window =
    make_window (wheel.hub_radius + 1.1, wheel.rim_radius - 1.0, wheel.n_windows, 0.8);
  StanokLoop edge = add_grooves (solid, radius, height);
  StanokLoop rim = stanok_solid_add_circle (solid, wheel.rim_radius, height, ROUND_N);

  wheel.window = window;
  stanok_solid_bridge (solid, edge, rim);
  add_inside (solid, &wheel, rim);
  stanok_solid_mirror (solid);
}
