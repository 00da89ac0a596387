/* stanok-piece-signet.c: a signet ring: an oval face on a ring that widens towards it
 *
 * The ring lies about the y axis, its face up. It is swept through sections that turn about the
 * axis; those under the face end on the oval, and the face is put upon them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "demo/stanok-piece-makers.h"

#define HEAD_N     64u                     /* steps from one end of the oval to the other */
#define SHANK_N    88u                     /* steps round the rest */
#define SECTIONS   (HEAD_N + SHANK_N)
#define INNER_N    7u
#define SIDE_N     12u                     /* from the inner edge to the face, each side */
#define SECTION_N  (INNER_N + 2 * SIDE_N)
#define FACE_V     (INNER_N + SIDE_N - 1)  /* this point and the next are the edges of the face */

typedef struct
{
  double inner;         /* radius for the finger */
  double face_z;        /* of the edge of the oval */
  double a, b;          /* half axes of the oval: across the finger and along it */
  double shank;         /* thickness at the bottom */
  double shank_half;    /* half its width there */
} Signet;

typedef struct
{
  double angle;     /* from the top, clockwise seen from -y */
  double top;       /* distance of the ridge, or the edge of the face, from the axis */
  double face;      /* half the width of the face here */
  double half;      /* half the width of the body */
  double side;      /* distance of the upper end of the side wall */
} Section;

static double
ease (double t)
{
  t = CLAMP (t, 0, 1);
  return t * t * t * (t * (6 * t - 15) + 10);
}

static Section
section_at (const Signet *self,
            guint         u)
{
  double end = atan (self->a / self->face_z);
  double end_top = self->face_z / cos (end);
  Section s;
  double down;

  if (u <= HEAD_N)
    {
      double t = G_PI * u / HEAD_N;
      double x = -self->a * cos (t);

      s.angle = atan (x / self->face_z);
      s.top = hypot (x, self->face_z);
      s.face = u == 0 || u == HEAD_N ? 0 : self->b * sin (t);
    }
  else
    {
      double t = (u - HEAD_N) / (double) SHANK_N;

      s.angle = end + (2 * G_PI - 2 * end) * t;
      s.top = end_top + (self->inner + self->shank - end_top) * ease (1.6 * (1 - fabs (2 * t - 1)));
      s.face = 0;
    }
  down = ease ((1 - cos (s.angle)) / 1.9);
  s.half = self->b + 0.55 + (self->shank_half - self->b - 0.55) * down;
  s.side = self->inner + (s.top - self->inner) * 0.42;
  return s;
}

/* Distance from the axis and place along it of point @v of a section: from the near edge of the
 * inside across to the far one, up that side to the face, and down this one. */
static StanokPoint
section_point (const Signet  *self,
               const Section *s,
               guint          v)
{
  double t, side = 1;
  guint i;

  if (v < INNER_N)
    {
      t = 2.0 * v / (INNER_N - 1) - 1;
      return (StanokPoint) { self->inner + 0.35 * t * t * t * t, t * (s->half - 0.1) };
    }
  i = v - INNER_N;
  if (i >= SIDE_N)
    {
      i = 2 * SIDE_N - 1 - i;
      side = -1;
    }
  if (i == 0)
    return (StanokPoint) { self->inner + 0.6, side * s->half };
  t = (i - 1) / (double) (SIDE_N - 2);
  /* A part of an ellipse, so that it meets the face at an angle. */
  return (StanokPoint) {
    s->side + (s->top - s->side) * sin (t * 1.25) / sin (1.25),
    side * (s->face + (s->half - s->face) * (cos (t * 1.25) - cos (1.25)) / (1 - cos (1.25))),
  };
}

static guint32
add_section (StanokSolid   *solid,
             const Signet  *self,
             const Section *s)
{
  guint32 first = solid->spots->len;

  for (guint v = 0; v < SECTION_N; v++)
    {
      StanokPoint p = section_point (self, s, v);

      stanok_solid_add_spot (solid, p.x * sin (s->angle), p.y, p.x * cos (s->angle));
    }
  return first;
}

static void
add_body (StanokSolid  *solid,
          const Signet *self,
          StanokLoop   *oval)
{
  guint32 sections[SECTIONS];

  for (guint u = 0; u < SECTIONS; u++)
    {
      Section s = section_at (self, u);

      sections[u] = add_section (solid, self, &s);
    }
  for (guint u = 0; u < SECTIONS; u++)
    for (guint v = 0; v < SECTION_N; v++)
      {
        guint32 here = sections[u], next = sections[(u + 1) % SECTIONS];

        if (v != FACE_V || u >= HEAD_N)
          stanok_solid_add_quad (solid, here + v, here + (v + 1) % SECTION_N,
                                 next + (v + 1) % SECTION_N, next + v);
      }
  /* The edge of the face once more as one loop, counter-clockwise from above. */
  *oval = (StanokLoop) { solid->spots->len, 2 * HEAD_N };
  for (guint i = 0; i < 2 * HEAD_N; i++)
    {
      guint u = i <= HEAD_N ? i : 2 * HEAD_N - i;
      guint32 v = i <= HEAD_N ? FACE_V + 1 : FACE_V;
      StanokSpot at = g_array_index (solid->spots, StanokSpot, sections[u] + v);

      stanok_solid_add_spot (solid, at.x, at.y, at.z);
    }
}

/* The oval made smaller by @inset, with the points of the face's edge. */
static StanokLoop
add_oval (StanokSolid  *solid,
          const Signet *self,
          double        inset,
          double        z)
{
  StanokLoop loop = { solid->spots->len, 2 * HEAD_N };

  for (guint i = 0; i < loop.n; i++)
    {
      double t = G_PI * i / HEAD_N;

      stanok_solid_add_spot (solid, -(self->a - inset) * cos (t), -(self->b - inset) * sin (t), z);
    }
  return loop;
}

static StanokLoop
add_star (StanokSolid *solid,
          double       long_arm,
          guint        n_arms,
          double       z)
{
  StanokLoop loop = { solid->spots->len, 2 * n_arms };

  for (guint i = 0; i < loop.n; i++)
    {
      double angle = G_PI_2 + G_PI * i / n_arms;
      gboolean is_long = i % 4 == 0 || n_arms % 2 == 1;
      double r = long_arm * (i % 2 == 1 ? 0.22 : is_long ? 1 : 0.68);

      stanok_solid_add_spot (solid, r * cos (angle) * 1.15, r * sin (angle), z);
    }
  return loop;
}

static void
add_face (StanokSolid  *solid,
          const Signet *self,
          StanokLoop    oval,
          guint         n_arms)
{
  double z = self->face_z;
  const double steps[][2] = {    /* inset, height: bevel, rim, groove, field */
    { 0.38, z + 0.32 }, { 1.05, z + 0.32 }, { 1.25, z + 0.02 }, { 1.5, z + 0.02 },
    { 1.62, z + 0.18 },
  };
  StanokLoop star, last = oval, bottom;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      StanokLoop loop = add_oval (solid, self, steps[i][0], steps[i][1]);

      stanok_solid_bridge (solid, last, loop);
      last = loop;
    }
  star = add_star (solid, (self->b - 1.62) * 0.86, n_arms, z + 0.18);
  bottom = (StanokLoop) { stanok_solid_add_spot (solid, 0, 0, z - 0.75), 1 };
  stanok_solid_cap (solid, STANOK_FACING_UP, last, &star, 1);
  stanok_solid_bridge (solid, star, bottom);
}

void
stanok_make_signet (StanokSolid *solid,
                    StanokWhim  *whim)
{
  Signet self = {
    .inner = 9.1,
    .face_z = stanok_whim_real (whim, 11.6, 12.1),
    .a = stanok_whim_real (whim, 6.6, 7.6),
    .b = stanok_whim_real (whim, 5.4, 6.2),
    .shank = stanok_whim_real (whim, 1.5, 1.9),
    .shank_half = stanok_whim_real (whim, 1.7, 2.2),
  };
  StanokLoop oval;

  add_body (solid, &self, &oval);
  add_face (solid, &self, oval, stanok_whim_count (whim, 5, 8));
}
