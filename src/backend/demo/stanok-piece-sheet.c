/* stanok-piece-sheet.c: walls of even thickness: bracket and box
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "demo/stanok-piece-makers.h"

#define MAX_OPENINGS 8
#define BEND_STEPS   12

/* A strip along x, bent upwards by a right angle between two places; the lower side is at z = 0. */
typedef struct
{
  double begin;
  double radius;    /* inside, from the upper side */
  double thick;
} Bend;

static double
bend_length (const Bend *bend)
{
  return G_PI_2 * (bend->radius + bend->thick);
}

static StanokSpot
bend_up (StanokSpot    from,
         gconstpointer data)
{
  const Bend *bend = data;
  double outer = bend->radius + bend->thick;
  double along = from.x - bend->begin;
  double angle = CLAMP (along / outer, 0, G_PI_2);
  double arm = outer - from.z;
  double past = MAX (along - bend_length (bend), 0);

  if (along <= 0)
    return from;
  return (StanokSpot) { bend->begin + arm * sin (angle) + past * cos (angle), from.y,
                        outer - arm * cos (angle) + past * sin (angle) };
}

/* Two faces and the wall of an opening between them. */
static void
add_opening (StanokSolid         *solid,
             const StanokOutline *outline,
             double               thick,
             StanokLoop          *lower,
             StanokLoop          *upper)
{
  *lower = stanok_solid_add_loop (solid, outline, 0);
  *upper = stanok_solid_add_loop (solid, outline, thick);
  stanok_solid_bridge (solid, *upper, *lower);
}

static void
add_end_outline (GArray *points,
                 double  straight,
                 double  end,
                 double  width,
                 double  radius)
{
  const double side = end > straight ? 1 : -1;

  /* Counter-clockwise: the right end runs from the lower edge to the upper, the left one back. */
  for (guint corner = 0; corner < 2; corner++)
    {
      double y = (corner == 0) == (side > 0) ? radius : width - radius;

      for (guint i = 0; i <= 10; i++)
        {
          double angle = (side > 0 ? -G_PI_2 : G_PI_2) + G_PI_2 * (corner + i / 10.0);
          StanokPoint p = { end - side * radius + radius * cos (angle), y + radius * sin (angle) };

          g_array_append_val (points, p);
        }
    }
}

/* The flat strip: an end, the bend in narrow steps, the other end, and back. */
static StanokOutline *
make_strip (const Bend *bend,
            double      length,
            double      width,
            double      radius)
{
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (StanokPoint));

  for (guint i = 0; i <= BEND_STEPS; i++)
    {
      StanokPoint p = { bend->begin + bend_length (bend) * i / BEND_STEPS, 0 };

      g_array_append_val (points, p);
    }
  add_end_outline (points, 0, length, width, radius);
  for (guint i = 0; i <= BEND_STEPS; i++)
    {
      StanokPoint p = { bend->begin + bend_length (bend) * (BEND_STEPS - i) / BEND_STEPS, width };

      g_array_append_val (points, p);
    }
  add_end_outline (points, length, 0, width, radius);
  return stanok_outline_new ((const StanokPoint *) (const void *) points->data, points->len);
}

/* The faces of the bend itself: narrow rectangles across the strip. */
static void
add_bend_faces (StanokSolid *solid,
                StanokLoop   lower,
                StanokLoop   upper,
                guint32      far_side)
{
  for (guint32 i = 0; i < BEND_STEPS; i++)
    {
      guint32 near = i, back = far_side + BEND_STEPS - i;

      stanok_solid_add_quad (solid, upper.first + near, upper.first + near + 1,
                             upper.first + back - 1, upper.first + back);
      stanok_solid_add_quad (solid, lower.first + near, lower.first + back,
                             lower.first + back - 1, lower.first + near + 1);
    }
}

/* The flat part of one end: a loop of its own from the points of @strip that begin at @from. */
static void
add_flat (StanokSolid         *solid,
          const StanokOutline *strip,
          guint32              from,
          guint32              n,
          double               thick,
          const StanokLoop     openings[2][MAX_OPENINGS],
          guint                n_openings)
{
  g_autoptr(StanokOutline) part = stanok_outline_new (strip->points, n);
  StanokLoop lower, upper;

  for (guint32 i = 0; i < n; i++)
    part->points[i] = strip->points[(from + i) % strip->n];
  lower = stanok_solid_add_loop (solid, part, 0);
  upper = stanok_solid_add_loop (solid, part, thick);
  stanok_solid_cap (solid, STANOK_FACING_DOWN, lower, openings[0], n_openings);
  stanok_solid_cap (solid, STANOK_FACING_UP, upper, openings[1], n_openings);
}

static guint
add_foot_openings (StanokSolid *solid,
                   const Bend  *bend,
                   double       width,
                   StanokLoop   openings[2][MAX_OPENINGS])
{
  double x[] = { bend->begin * 0.30, bend->begin * 0.72 };

  for (guint i = 0; i < 4; i++)
    {
      double y = width * (i < 2 ? 0.24 : 0.76);
      g_autoptr(StanokOutline) hole = stanok_outline_circle (x[i % 2], y, 2.6, 40);

      add_opening (solid, hole, bend->thick, &openings[0][i], &openings[1][i]);
    }
  return 4;
}

static guint
add_wall_openings (StanokSolid *solid,
                   const Bend  *bend,
                   double       length,
                   double       width,
                   StanokLoop   openings[2][MAX_OPENINGS])
{
  double from = bend->begin + bend_length (bend), wall = length - from;
  g_autoptr(StanokOutline) big =
    stanok_outline_circle (from + wall * 0.60, width / 2, width * 0.17, 64);

  add_opening (solid, big, bend->thick, &openings[0][0], &openings[1][0]);
  for (guint i = 0; i < 2; i++)
    {
      double y = width * (i == 0 ? 0.17 : 0.83);
      StanokPoint low = { from + wall * 0.40, y }, high = { from + wall * 0.78, y };
      g_autoptr(StanokOutline) slot = stanok_outline_slot (low, high, 2.2, 32);

      add_opening (solid, slot, bend->thick, &openings[0][1 + i], &openings[1][1 + i]);
    }
  return 3;
}

void
stanok_make_bracket (StanokSolid *solid,
                     StanokWhim  *whim)
{
  double width = stanok_whim_real (whim, 34, 46);
  Bend bend = {
    .begin = stanok_whim_real (whim, 34, 44), .radius = 4, .thick = stanok_whim_real (whim, 3, 4.5),
  };
  double length = bend.begin + bend_length (&bend) + stanok_whim_real (whim, 36, 48);
  g_autoptr(StanokOutline) strip = make_strip (&bend, length, width, 6);
  StanokLoop lower = stanok_solid_add_loop (solid, strip, 0);
  StanokLoop upper = stanok_solid_add_loop (solid, strip, bend.thick);
  guint32 far_side = strip->n / 2;
  StanokLoop openings[2][MAX_OPENINGS];
  guint n;

  stanok_solid_bridge (solid, lower, upper);
  add_bend_faces (solid, lower, upper, far_side);
  n = add_foot_openings (solid, &bend, width, openings);
  add_flat (solid, strip, far_side + BEND_STEPS, far_side - BEND_STEPS + 1, bend.thick,
            (const StanokLoop (*)[MAX_OPENINGS]) openings, n);
  n = add_wall_openings (solid, &bend, length, width, openings);
  add_flat (solid, strip, BEND_STEPS, far_side - BEND_STEPS + 1, bend.thick,
            (const StanokLoop (*)[MAX_OPENINGS]) openings, n);
  stanok_solid_warp (solid, bend_up, &bend);
}

typedef struct
{
  double half_x, half_y;
  double height;
  double wall;
  double floor_z;
} Box;

static StanokOutline *
make_rectangle (const Box *box,
                double     inset)
{
  double x = box->half_x - inset, y = box->half_y - inset;
  const StanokPoint corners[] = { { x, -y }, { x, y }, { -x, y }, { -x, -y } };
  g_autoptr(StanokOutline) sharp = stanok_outline_new (corners, 4);

  return stanok_outline_round (sharp, 7 - inset, 10);
}

static StanokLoop
add_rectangle (StanokSolid *solid,
               const Box   *box,
               double       inset,
               double       z)
{
  g_autoptr(StanokOutline) outline = make_rectangle (box, inset);

  return stanok_solid_add_loop (solid, outline, z);
}

/* Posts with blind holes in the four corners; gives the loops where they stand on the floor. */
static void
add_bosses (StanokSolid *solid,
            const Box   *box,
            StanokLoop  *on_floor)
{
  double x = box->half_x - box->wall - 4.6, y = box->half_y - box->wall - 4.6;
  double top = box->height * 0.72;

  for (guint i = 0; i < 4; i++)
    {
      double px = i % 2 == 0 ? x : -x, py = i < 2 ? y : -y;
      g_autoptr(StanokOutline) post = stanok_outline_circle (px, py, 3.4, 36);
      g_autoptr(StanokOutline) bevel = stanok_outline_circle (px, py, 3.0, 36);
      g_autoptr(StanokOutline) hole = stanok_outline_circle (px, py, 1.4, 36);
      StanokLoop edge, rim, mouth, end;

      on_floor[i] = stanok_solid_add_loop (solid, post, box->floor_z);
      edge = stanok_solid_add_loop (solid, post, top - 0.4);
      rim = stanok_solid_add_loop (solid, bevel, top);
      mouth = stanok_solid_add_loop (solid, hole, top);
      end = stanok_solid_add_loop (solid, hole, box->floor_z + 1);
      stanok_solid_bridge (solid, on_floor[i], edge);
      stanok_solid_bridge (solid, edge, rim);
      stanok_solid_bridge (solid, rim, mouth);
      stanok_solid_bridge (solid, mouth, end);
      stanok_solid_cap (solid, STANOK_FACING_UP, end, NULL, 0);
    }
}

/* Slots through the floor. */
static void
add_vents (StanokSolid *solid,
           const Box   *box,
           guint        n,
           StanokLoop  *upper,
           StanokLoop  *lower)
{
  for (guint i = 0; i < n; i++)
    {
      double x = (i - (n - 1) / 2.0) * 6, y = box->half_y * 0.45;
      g_autoptr(StanokOutline) slot =
        stanok_outline_slot ((StanokPoint) { x, -y }, (StanokPoint) { x, y }, 1.5, 20);

      upper[i] = stanok_solid_add_loop (solid, slot, box->floor_z);
      lower[i] = stanok_solid_add_loop (solid, slot, 0);
      stanok_solid_bridge (solid, upper[i], lower[i]);
    }
}

void
stanok_make_box (StanokSolid *solid,
                 StanokWhim  *whim)
{
  enum { VENTS = 5, BOSSES = 4 };
  Box box = {
    .half_x = stanok_whim_real (whim, 34, 44), .half_y = stanok_whim_real (whim, 24, 31),
    .height = stanok_whim_real (whim, 15, 21), .wall = 3, .floor_z = 3,
  };
  const struct { double inset, z; } wall[] = {
    { 1.0, 0 }, { 0, 1.0 }, { 0, box.height - 2.5 }, { box.wall / 2, box.height - 2.5 },
    { box.wall / 2, box.height - 0.3 }, { box.wall / 2 + 0.3, box.height },
    { box.wall, box.height }, { box.wall, box.floor_z },
  };
  guint n_vents = stanok_whim_count (whim, 3, VENTS);
  StanokLoop inside[BOSSES + VENTS], vents[VENTS], bottom = { 0, 0 }, last = { 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (wall); i++)
    {
      StanokLoop loop = add_rectangle (solid, &box, wall[i].inset, wall[i].z);

      if (i == 0)
        bottom = loop;
      else
        stanok_solid_bridge (solid, last, loop);
      last = loop;
    }
  add_bosses (solid, &box, inside);
  add_vents (solid, &box, n_vents, inside + BOSSES, vents);
  stanok_solid_cap (solid, STANOK_FACING_UP, last, inside, BOSSES + n_vents);
  stanok_solid_cap (solid, STANOK_FACING_DOWN, bottom, vents, n_vents);
}
