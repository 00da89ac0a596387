/* stanok-camera.c: where the eye stands, and what a finger does to it
 *
 * The eye keeps a constant distance of some radii from the target plane, and zooming changes the
 * lens only. So perspective never grows wild, the eye never enters the piece, and depth keeps its
 * precision at every zoom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-camera.h"

#include <math.h>
#include <string.h>

/* of the eye from the target plane: about 25 degrees high when fitted */
#define EYE_RADII         4.5
#define FIT_SHARE         0.80    /* of the picture that a fitted model fills */
#define MIN_HALF_RADII    0.002   /* zoomed in: half the picture shows 1/500 of the radius */
#define MAX_HALF_RADII    4.0     /* zoomed out: the model is a quarter of the picture */
#define MAX_TARGET_RADII  1.2     /* of the target from the centre */
#define MAX_SHIFT_RADII   1.5
#define MIN_RADIUS_MM     1e-4
#define MAX_RADIUS_MM     1e7
#define FIT_ROUNDS        6

static double
dot (const double a[3],
     const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void
add_scaled (double       a[3],
            const double b[3],
            double       k)
{
  for (int i = 0; i < 3; i++)
    a[i] += b[i] * k;
}

static double
eye_mm (const StanokCamera *self)
{
  return EYE_RADII * self->radius_mm;
}

static double
mm_per_px (const StanokCamera *self)
{
  return 2.0 * self->half_height_mm / self->height_px;
}

/* Invariant 2. A target or a lens at its limit stays there, and the picture follows the finger
 * no further. */
static void
keep_in_reach (StanokCamera *self)
{
  double off[3] = { 0 }, length;

  add_scaled (off, self->target_mm, 1);
  add_scaled (off, self->centre_mm, -1);
  length = sqrt (dot (off, off));
  if (length > MAX_TARGET_RADII * self->radius_mm)
    {
      memcpy (self->target_mm, self->centre_mm, sizeof self->target_mm);
      add_scaled (self->target_mm, off, MAX_TARGET_RADII * self->radius_mm / length);
    }

  for (int i = 0; i < 2; i++)
    self->shift_mm[i] = CLAMP (self->shift_mm[i], -MAX_SHIFT_RADII * self->radius_mm,
                               MAX_SHIFT_RADII * self->radius_mm);
}

/* Moves the middle of the picture within the target plane. The eye stands still: the lens makes
 * up for it. */
static void
move_middle (StanokCamera *self,
             double        x_mm,
             double        y_mm)
{
  double right[3], up[3], back[3];

  stanok_camera_get_axes (self, right, up, back);
  add_scaled (self->target_mm, right, x_mm);
  add_scaled (self->target_mm, up, y_mm);
  self->shift_mm[0] += x_mm;
  self->shift_mm[1] += y_mm;
  keep_in_reach (self);
}

void
stanok_camera_init (StanokCamera *self)
{
  const double min[3] = { -10, -10, -10 }, max[3] = { 10, 10, 10 };

  memset (self, 0, sizeof *self);
  self->width_px = self->height_px = 1;
  stanok_camera_set_bounds (self, min, max);
  stanok_camera_set_view (self, STANOK_SIDE_ISO);
}

/**
 * stanok_camera_set_bounds:
 *
 * What there is to see: a box. Numbers that are not finite or not a box are taken as a small box in
 * the origin. The view is not changed; call stanok_camera_fit() or stanok_camera_set_view() next.
 */
void
stanok_camera_set_bounds (StanokCamera *self,
                          const double  min_mm[3],
                          const double  max_mm[3])
{
  double diagonal = 0;

  for (int i = 0; i < 3; i++)
    {
      gboolean is_sound = isfinite (min_mm[i]) && isfinite (max_mm[i]) && min_mm[i] <= max_mm[i];
      double low = is_sound ? min_mm[i] : 0, high = is_sound ? max_mm[i] : 0;

      self->centre_mm[i] = low / 2 + high / 2;
      diagonal = hypot (diagonal, high - low);
      for (guint corner = 0; corner < 8; corner++)
        self->points_mm[corner][i] = corner >> i & 1 ? high : low;
    }
  self->n_points = 8;
  self->radius_mm = CLAMP (diagonal / 2, MIN_RADIUS_MM, MAX_RADIUS_MM);
  keep_in_reach (self);
}

static const float *
nth_point (const float *first,
           gsize        stride_bytes,
           gsize        i)
{
  return (const float *) (gconstpointer) ((const char *) first + i * stride_bytes);
}

/**
 * stanok_camera_set_points:
 * @first: the first of @n positions, three floats each, @stride_bytes apart
 *
 * A closer idea of the shape than its box, so that fit() fills the picture: the outermost points in
 * many directions are copied. With @n 0 the box stays.
 */
void
stanok_camera_set_points (StanokCamera *self,
                          const float  *first,
                          gsize         stride_bytes,
                          gsize         n)
{
  float ways[STANOK_CAMERA_MAX_POINTS][3], reach[STANOK_CAMERA_MAX_POINTS];
  gsize best[STANOK_CAMERA_MAX_POINTS] = { 0 };

  if (n == 0)
    return;

  for (guint d = 0; d < STANOK_CAMERA_MAX_POINTS; d++)
    {
      /* Directions on a golden spiral: evenly spread over the ball. */
      double z = 1 - (2 * d + 1.0) / STANOK_CAMERA_MAX_POINTS, r = sqrt (1 - z * z);

      ways[d][0] = r * cos (d * 2.399963229728653);
      ways[d][1] = r * sin (d * 2.399963229728653);
      ways[d][2] = z;
      reach[d] = -G_MAXFLOAT;
    }

  /* Points outside, because they lie far apart and should be fetched once. */
  for (gsize i = 0; i < n; i++)
    {
      const float *p = nth_point (first, stride_bytes, i);

      for (guint d = 0; d < STANOK_CAMERA_MAX_POINTS; d++)
        {
          float here = p[0] * ways[d][0] + p[1] * ways[d][1] + p[2] * ways[d][2];

          if (here > reach[d])
            {
              reach[d] = here;
              best[d] = i;
            }
        }
    }

  for (guint d = 0; d < STANOK_CAMERA_MAX_POINTS; d++)
    for (int i = 0; i < 3; i++)
      self->points_mm[d][i] = nth_point (first, stride_bytes, best[d])[i];
  self->n_points = STANOK_CAMERA_MAX_POINTS;
}

void
stanok_camera_set_viewport (StanokCamera *self,
                            int           width_px,
                            int           height_px)
{
  self->width_px = MAX (width_px, 1);
  self->height_px = MAX (height_px, 1);
  if (self->is_fitted)
    stanok_camera_fit (self);
}

void
stanok_camera_set_view (StanokCamera *self,
                        StanokSide    view)
{
  /* Iso stands a little nearer to the front than 45 degrees, so that a cube shows two unequal
   * sides. */
  static const double angles[STANOK_N_SIDES][2] = {
    [STANOK_SIDE_ISO]   = { -60, 28 },
    [STANOK_SIDE_FRONT] = { -90, 0 },
    [STANOK_SIDE_TOP]   = { -90, 90 },
    [STANOK_SIDE_RIGHT] = { 0, 0 },
  };

  g_return_if_fail ((guint) view < STANOK_N_SIDES);

  self->azimuth_rad = angles[view][0] * G_PI / 180;
  self->elevation_rad = angles[view][1] * G_PI / 180;
  stanok_camera_fit (self);
}

/* The rectangle that the points take, in the target plane, relative to the target. */
static void
measure_picture (const StanokCamera *self,
                 double              low[2],
                 double              high[2])
{
  double axes[3][3];

  stanok_camera_get_axes (self, axes[0], axes[1], axes[2]);
  low[0] = low[1] = G_MAXDOUBLE;
  high[0] = high[1] = -G_MAXDOUBLE;
  for (guint i = 0; i < self->n_points; i++)
    {
      double off[3] = { 0 }, scale;

      add_scaled (off, self->points_mm[i], 1);
      add_scaled (off, self->target_mm, -1);
      /* Never nearer than a radius: so near is only a point outside the box, which is none of
       * this model. */
      scale = eye_mm (self) / MAX (eye_mm (self) - dot (off, axes[2]), self->radius_mm);
      for (int k = 0; k < 2; k++)
        {
          low[k] = MIN (low[k], dot (off, axes[k]) * scale);
          high[k] = MAX (high[k], dot (off, axes[k]) * scale);
        }
    }
}

/**
 * stanok_camera_fit:
 *
 * Shows the whole model, centred, with a margin, from where it is seen now.
 */
void
stanok_camera_fit (StanokCamera *self)
{
  double low[2], high[2], half_width, half_height,
      aspect = (double) self->width_px / self->height_px;

  memcpy (self->target_mm, self->centre_mm, sizeof self->target_mm);
  self->shift_mm[0] = self->shift_mm[1] = 0;
  /* Perspective makes the middle depend on the target; it settles to nothing in a few rounds. */
  for (int round = 0; round < FIT_ROUNDS; round++)
    {
      measure_picture (self, low, high);
      move_middle (self, (low[0] + high[0]) / 2, (low[1] + high[1]) / 2);
      self->shift_mm[0] = self->shift_mm[1] = 0;
    }

  measure_picture (self, low, high);
  half_width = MAX (high[0], -low[0]);
  half_height = MAX (high[1], -low[1]);
  self->half_height_mm = CLAMP (MAX (half_height, half_width / aspect) / FIT_SHARE,
                                MIN_HALF_RADII * self->radius_mm, G_MAXDOUBLE);
  self->is_fitted = TRUE;
}

/**
 * stanok_camera_orbit:
 *
 * Turns the model as a piece on a turntable: the surface follows the finger, a drag over the
 * shorter side of the picture is half a turn. It can be tilted until seen from straight above or
 * below, never upside down.
 */
void
stanok_camera_orbit (StanokCamera *self,
                     double        dx_px,
                     double        dy_px)
{
  double k = G_PI / MIN (self->width_px, self->height_px);

  if (!isfinite (dx_px) || !isfinite (dy_px))
    return;

  self->azimuth_rad = remainder (self->azimuth_rad - dx_px * k, 2 * G_PI);
  self->elevation_rad = CLAMP (self->elevation_rad + dy_px * k, -G_PI_2, G_PI_2);
}

/**
 * stanok_camera_pan:
 *
 * Moves the picture by so many pixels.
 */
void
stanok_camera_pan (StanokCamera *self,
                   double        dx_px,
                   double        dy_px)
{
  if (!isfinite (dx_px) || !isfinite (dy_px))
    return;

  move_middle (self, -dx_px * mm_per_px (self), dy_px * mm_per_px (self));
  self->is_fitted = FALSE;
}

/**
 * stanok_camera_zoom:
 * @factor: above 1 is nearer
 *
 * Enlarges the picture about the pixel (@x_px, @y_px), which stays where it is.
 */
void
stanok_camera_zoom (StanokCamera *self,
                    double        factor,
                    double        x_px,
                    double        y_px)
{
  double before = mm_per_px (self), change, limit;

  if (!isfinite (factor) || factor <= 0 || !isfinite (x_px) || !isfinite (y_px))
    return;

  /* A very flat window may be fitted beyond the limit: then there is only the way back. */
  limit = MAX (MAX_HALF_RADII * self->radius_mm, self->half_height_mm);
  self->half_height_mm = CLAMP (self->half_height_mm / factor, MIN_HALF_RADII * self->radius_mm,
                                limit);
  change = before - mm_per_px (self);
  move_middle (self, (x_px - self->width_px / 2.0) * change,
               (self->height_px / 2.0 - y_px) * change);
  self->is_fitted = FALSE;
}

/**
 * stanok_camera_get_axes:
 *
 * The axes of the picture in the model's space: to the right, upwards, and out of it towards the
 * eye.
 */
void
stanok_camera_get_axes (const StanokCamera *self,
                        double              right[3],
                        double              up[3],
                        double              back[3])
{
  double ca = cos (self->azimuth_rad), sa = sin (self->azimuth_rad);
  double ce = cos (self->elevation_rad), se = sin (self->elevation_rad);

  right[0] = -sa;
  right[1] = ca;
  right[2] = 0;
  up[0] = -se * ca;
  up[1] = -se * sa;
  up[2] = ce;
  back[0] = ce * ca;
  back[1] = ce * sa;
  back[2] = se;
}

/* Out of the model's space, relative to its centre, into the eye's; and the shares of projection
 * that are not 0. */
static void
build (const StanokCamera *self,
       double              view[3][4],
       double              lens[2][2],
       double              depth[2])
{
  double axes[3][3], off[3] = { 0 }, near, far, half[2];

  stanok_camera_get_axes (self, axes[0], axes[1], axes[2]);
  add_scaled (off, self->centre_mm, 1);
  add_scaled (off, self->target_mm, -1);
  for (int i = 0; i < 3; i++)
    {
      memcpy (view[i], axes[i], sizeof axes[i]);
      view[i][3] = dot (axes[i], off);
    }
  view[0][3] += self->shift_mm[0];
  view[1][3] += self->shift_mm[1];
  view[2][3] -= eye_mm (self);

  half[1] = self->half_height_mm;
  half[0] = half[1] * self->width_px / self->height_px;
  for (int i = 0; i < 2; i++)
    {
      lens[i][0] = eye_mm (self) / half[i];
      lens[i][1] = self->shift_mm[i] / half[i];
    }

  /* Invariant 1: the ball is between 2.2 and 6.8 radii away. */
  near = -view[2][3] - 1.01 * self->radius_mm;
  far = -view[2][3] + 1.01 * self->radius_mm;
  depth[0] = -(far + near) / (far - near);
  depth[1] = -2 * far * near / (far - near);
}

void
stanok_camera_get_matrices (const StanokCamera   *self,
                            StanokCameraMatrices *out)
{
  double view[3][4], lens[2][2], depth[2];

  build (self, view, lens, depth);
  for (int column = 0; column < 4; column++)
    {
      double z = view[2][column];

      for (int row = 0; row < 3; row++)
        out->view[4 * column + row] = view[row][column];
      out->view[4 * column + 3] = column == 3;
      for (int row = 0; row < 2; row++)
        out->clip[4 * column + row] = lens[row][0] * view[row][column] + lens[row][1] * z;
      out->clip[4 * column + 2] = depth[0] * z + (column == 3 ? depth[1] : 0);
      out->clip[4 * column + 3] = -z;
    }
}

/**
 * stanok_camera_project:
 * @out_px: (out): from the upper left corner
 *
 * Where a point of the model is in the picture.
 */
void
stanok_camera_project (const StanokCamera *self,
                       const double        point_mm[3],
                       double              out_px[2])
{
  double view[3][4], lens[2][2], depth[2], off[3] = { 0 }, eye[3], ndc[2];

  build (self, view, lens, depth);
  add_scaled (off, point_mm, 1);
  add_scaled (off, self->centre_mm, -1);
  for (int i = 0; i < 3; i++)
    eye[i] = dot (view[i], off) + view[i][3];
  for (int i = 0; i < 2; i++)
    ndc[i] = (lens[i][0] * eye[i] + lens[i][1] * eye[2]) / -eye[2];
  out_px[0] = (1 + ndc[0]) / 2 * self->width_px;
  out_px[1] = (1 - ndc[1]) / 2 * self->height_px;
}
