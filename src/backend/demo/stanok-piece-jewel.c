/* stanok-piece-jewel.c: band, bead, pendant, stud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "demo/stanok-piece-makers.h"

typedef struct
{
  double inner;     /* radius for the finger */
  double thick;
  double half;      /* half the width */
  guint  n_beads;
  guint  n_u, n_v;
} Band;

/* The section, counter-clockwise from the inside's lower edge: height by half the width, distance
 * from the inside by the thickness, how much of the beads' height. */
static const double band_section[][3] = {
  { -0.93, 0.00, 0 }, { -1.00, 0.12, 0 }, { -1.00, 0.55, 0 },
  { -0.97, 0.70, 0.35 }, { -0.90, 0.79, 0.8 }, { -0.80, 0.82, 1.0 }, { -0.70, 0.79, 0.8 },
  { -0.63, 0.70, 0.35 },
  { -0.60, 0.62, 0 }, { -0.56, 0.62, 0 }, { -0.48, 0.90, 0 }, { -0.25, 0.97, 0 }, { 0.00, 1.00, 0 },
  { 0.25, 0.97, 0 }, { 0.48, 0.90, 0 }, { 0.56, 0.62, 0 }, { 0.60, 0.62, 0 },
  { 0.63, 0.70, 0.35 }, { 0.70, 0.79, 0.8 }, { 0.80, 0.82, 1.0 }, { 0.90, 0.79, 0.8 },
  { 0.97, 0.70, 0.35 },
  { 1.00, 0.55, 0 }, { 1.00, 0.12, 0 }, { 0.93, 0.00, 0 },
  { 0.50, -0.06, 0 }, { 0.00, -0.08, 0 }, { -0.50, -0.06, 0 },
};

static StanokSpot
band_at (guint         u,
         guint         v,
         gconstpointer data)
{
  const Band *band = data;
  double angle = 2 * G_PI * u / band->n_u;
  double bead = fabs (sin (angle * band->n_beads / 2));
  double valley = band_section[v][2] * (1 - sqrt (bead));
  double r = band->inner + band->thick * (band_section[v][1] - 0.30 * valley);

  return (StanokSpot) { r * cos (angle), r * sin (angle), band->half * band_section[v][0] };
}

void
stanok_make_band (StanokSolid *solid,
                  StanokWhim  *whim)
{
  Band band = {
    .inner = 9,
    .thick = stanok_whim_real (whim, 1.5, 1.9),
    .half = stanok_whim_real (whim, 2.6, 3.8),
    .n_beads = stanok_whim_count (whim, 44, 60), .n_v = G_N_ELEMENTS (band_section),
  };

  band.n_u = band.n_beads * 8;
  stanok_solid_torus (solid, band.n_u, band.n_v, band_at, &band);
  stanok_solid_warp (solid, stanok_spot_lay_along_y, NULL);
}

typedef struct
{
  double middle, radius;
  double depth;
  int    n_flutes;
  int    twist;      /* flutes passed in one turn about the section */
  guint  n_u, n_v;
} Bead;

static StanokSpot
bead_at (guint         u,
         guint         v,
         gconstpointer data)
{
  const Bead *bead = data;
  double around = 2 * G_PI * u / bead->n_u, section = 2 * G_PI * v / bead->n_v;
  double outside = 0.5 + 0.5 * cos (section);    /* no flutes in the bore */
  double wave = 0.5 + 0.5 * cos (bead->n_flutes * around + bead->twist * section);
  double radius = bead->radius * (1 - bead->depth * outside * (1 - wave) * (1 - wave));
  double r = bead->middle + radius * cos (section);

  return (StanokSpot) { r * cos (around), r * sin (around), 1.18 * radius * sin (section) };
}

void
stanok_make_bead (StanokSolid *solid,
                  StanokWhim  *whim)
{
  Bead bead = {
    .middle = 6,
    .radius = stanok_whim_real (whim, 3.8, 4.3),
    .depth = stanok_whim_real (whim, 0.2, 0.28),
    .n_flutes = (int) stanok_whim_count (whim, 9, 14),
    .twist = (int) stanok_whim_count (whim, 1, 4),
    .n_v = 64,
  };

  bead.n_u = (guint) bead.n_flutes * 14;
  stanok_solid_torus (solid, bead.n_u, bead.n_v, bead_at, &bead);
}

typedef struct
{
  double radius;
  double depth;        /* of the scallops */
  guint  n_petals;
  double eye_at;       /* middle of the eye */
  double eye_radius;
} Rosette;

/* Scallops, and where it reaches further the disc of the eye. */
static double
rosette_radius (double        angle,
                gconstpointer data)
{
  const Rosette *r = data;
  double wave = fabs (sin ((angle + G_PI_2) * r->n_petals / 2 + G_PI_2));
  double scallop = r->radius - r->depth * (1 - wave);
  double off = r->eye_at * sin (angle - G_PI_2);
  double reach = r->eye_radius * r->eye_radius - off * off;

  if (reach <= 0 || cos (angle - G_PI_2) < 0)
    return scallop;
  return MAX (scallop, r->eye_at * cos (angle - G_PI_2) + sqrt (reach));
}

/* A petal along x from @from to @to, round outside and pointed inside. */
static StanokOutline *
make_petal (double from,
            double to,
            double half)
{
  enum { STEPS = 20 };
  StanokPoint points[2 * STEPS];

  for (guint i = 0; i < 2 * STEPS; i++)
    {
      double t = G_PI * i / STEPS;
      double along = 0.5 - 0.5 * cos (t);

      points[i] = (StanokPoint) { from + (to - from) * along,
                                  -half * sin (t) * (0.35 + 0.65 * along) };
    }
  return stanok_outline_new (points, 2 * STEPS);
}

typedef struct
{
  StanokLoop upper[40];
  StanokLoop lower[40];
  guint      n;
} Openings;

/* Through the whole piece, its edges broken on both sides. */
static void
pierce (StanokSolid         *solid,
        const StanokOutline *outline,
        double               low,
        double               high,
        Openings            *openings)
{
  const double c = 0.22;
  g_autoptr(StanokOutline) wide = stanok_outline_offset (outline, c);
  StanokLoop a = stanok_solid_add_loop (solid, wide, high);
  StanokLoop b = stanok_solid_add_loop (solid, outline, high - c);
  StanokLoop d = stanok_solid_add_loop (solid, outline, low + c);
  StanokLoop e = stanok_solid_add_loop (solid, wide, low);

  stanok_solid_bridge (solid, a, b);
  stanok_solid_bridge (solid, b, d);
  stanok_solid_bridge (solid, d, e);
  openings->upper[openings->n] = a;
  openings->lower[openings->n] = e;
  openings->n++;
}

static void
pierce_rosette (StanokSolid   *solid,
                const Rosette *r,
                double         field_z,
                Openings      *openings)
{
  double inner = r->radius * 0.30, outer = r->radius * 0.78, at = r->radius * 0.73;
  double half = outer * sin (G_PI / r->n_petals) * 0.66;
  g_autoptr(StanokOutline) petal = make_petal (inner, outer, half);
  g_autoptr(StanokOutline) middle = stanok_outline_circle (0, 0, r->radius * 0.15, 40);

  pierce (solid, middle, 0, field_z, openings);
  for (guint i = 0; i < r->n_petals; i++)
    {
      double turn = G_PI_2 + 2 * G_PI * i / r->n_petals, between = turn + G_PI / r->n_petals;
      g_autoptr(StanokOutline) here = stanok_outline_moved (petal, 0, 0, turn);
      g_autoptr(StanokOutline) dot =
        stanok_outline_circle (at * cos (between), at * sin (between), r->radius * 0.052, 20);

      pierce (solid, here, 0, field_z, openings);
      pierce (solid, dot, 0, field_z, openings);
    }
}

static StanokSpot
stand_up (StanokSpot    from,
          gconstpointer unused)
{
  return (StanokSpot) { from.x, -from.z, from.y };
}

void
stanok_make_pendant (StanokSolid *solid,
                     StanokWhim  *whim)
{
  Rosette r = {
    .radius = 12, .depth = 1.1, .n_petals = stanok_whim_count (whim, 8, 12),
    .eye_at = 14, .eye_radius = 2.9,
  };
  const double rim_z = 2.4, field_z = 1.7, c = 0.35;
  g_autoptr(StanokOutline) outline = stanok_outline_polar (rosette_radius, &r, 480);
  g_autoptr(StanokOutline) bevelled = stanok_outline_offset (outline, -c);
  g_autoptr(StanokOutline) eye = stanok_outline_circle (0, r.eye_at, 1.5, 36);
  StanokLoop bottom = stanok_solid_add_loop (solid, bevelled, 0);
  StanokLoop low = stanok_solid_add_loop (solid, outline, c);
  StanokLoop high = stanok_solid_add_loop (solid, outline, rim_z - c);
  StanokLoop top = stanok_solid_add_loop (solid, bevelled, rim_z);
  StanokLoop step = stanok_solid_add_circle (solid, r.radius * 0.855, rim_z, 160);
  StanokLoop field = stanok_solid_add_circle (solid, r.radius * 0.835, field_z, 160);
  Openings openings = { .n = 0 };
  StanokLoop rim[2] = { step };

  stanok_solid_bridge (solid, bottom, low);
  stanok_solid_bridge (solid, low, high);
  stanok_solid_bridge (solid, high, top);
  stanok_solid_bridge (solid, step, field);
  pierce_rosette (solid, &r, field_z, &openings);
  stanok_solid_cap (solid, STANOK_FACING_UP, field, openings.upper, openings.n);
  pierce (solid, eye, 0, rim_z, &openings);
  rim[1] = openings.upper[openings.n - 1];
  stanok_solid_cap (solid, STANOK_FACING_UP, top, rim, 2);
  stanok_solid_cap (solid, STANOK_FACING_DOWN, bottom, openings.lower, openings.n);
  stanok_solid_warp (solid, stand_up, NULL);
}

static StanokLoop
add_ring (StanokSolid *solid,
          double       radius,
          double       z,
          guint        n,
          double       turn)
{
  g_autoptr(StanokOutline) circle = stanok_outline_circle (0, 0, radius, n);
  g_autoptr(StanokOutline) turned = stanok_outline_moved (circle, 0, 0, turn);

  return stanok_solid_add_loop (solid, turned, z);
}

/* The crown of a brilliant: table, stars, kites and upper halves. Gives its girdle, 16 points. */
static StanokLoop
add_crown (StanokSolid *solid,
           double       radius,
           double       girdle_z,
           double       table_z)
{
  StanokLoop table = add_ring (solid, radius * 0.56, table_z, 8, G_PI / 8);
  StanokLoop stars = add_ring (solid, radius * 0.79, girdle_z + (table_z - girdle_z) * 0.58, 8, 0);
  StanokLoop girdle = add_ring (solid, radius, girdle_z, 16, 0);

  stanok_solid_cap (solid, STANOK_FACING_UP, table, NULL, 0);
  for (guint32 i = 0; i < 8; i++)
    {
      guint32 t0 = table.first + i, t1 = table.first + (i + 1) % 8;
      guint32 s0 = stars.first + i, s1 = stars.first + (i + 1) % 8;
      guint32 g0 = girdle.first + 2 * i, g1 = g0 + 1, g2 = girdle.first + (2 * i + 2) % 16;

      stanok_solid_add_triangle (solid, t0, s1, t1);
      stanok_solid_add_triangle (solid, t0, s0, g1);
      stanok_solid_add_triangle (solid, t0, g1, s1);
      stanok_solid_add_triangle (solid, s0, g0, g1);
      stanok_solid_add_triangle (solid, s1, g1, g2);
    }
  return girdle;
}

void
stanok_make_stud (StanokSolid *solid,
                  StanokWhim  *whim)
{
  double post = stanok_whim_real (whim, 5.0, 6.5), cup = stanok_whim_real (whim, 2.4, 3.0);
  double stone = stanok_whim_real (whim, 0.80, 0.84);
  const double profile[][2] = {
    { 0.36, -post }, { 0.45, -post + 0.12 }, { 0.45, -post + 1.1 }, { 0.32, -post + 1.3 },
    { 0.32, -post + 1.6 }, { 0.45, -post + 1.8 }, { 0.45, -0.4 }, { 0.62, -0.1 }, { 1.1, 0.15 },
    { 1.9, 0.7 }, { 2.5, 1.35 }, { 2.85, cup - 0.45 }, { 3.05, cup - 0.35 }, { 3.05, cup - 0.05 },
    { 2.95, cup + 0.08 }, { 2.72, cup + 0.08 }, { 2.62, cup - 0.05 },
  };
  StanokLoop girdle = add_crown (solid, 3.05 * stone, cup - 0.05, cup + 1.75);
  StanokLoop last = { 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (profile); i++)
    {
      StanokLoop loop = add_ring (solid, profile[i][0], profile[i][1], 80, 0);

      if (i == 0)
        stanok_solid_cap (solid, STANOK_FACING_DOWN, loop, NULL, 0);
      else
        stanok_solid_bridge (solid, last, loop);
      last = loop;
    }
  stanok_solid_cap (solid, STANOK_FACING_UP, last, &girdle, 1);
}
