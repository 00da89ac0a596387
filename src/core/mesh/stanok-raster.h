/* stanok-raster.h: triangles and lines into a depth buffer, in plain C
 *
 * Pixels are square and one long; x grows right, y down, z towards the eye.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place on the picture and the direction of the surface there, as the eye sees both. */
typedef struct {
  float x, y, z;
  float nx, ny, nz;
} StanokRasterPoint;

typedef struct {
  float  z;          /* -G_MAXFLOAT where there is nothing */
  float  nx, ny, nz; /* not normalised */
} StanokRasterPixel;

typedef struct {
  int                size_px;  /* both ways */
  StanokRasterPixel *pixels;
  guint8            *ink;      /* 255 where a line is seen */
} StanokRaster;

StanokRaster *stanok_raster_new      (int size_px) G_GNUC_WARN_UNUSED_RESULT;
void          stanok_raster_free     (StanokRaster *self);
void          stanok_raster_triangle (StanokRaster            *self,
                                      const StanokRasterPoint *a,
                                      const StanokRasterPoint *b,
                                      const StanokRasterPoint *c);

/* @bias: how much nearer than the line a surface may be without hiding it. */
void          stanok_raster_line     (StanokRaster            *self,
                                      const StanokRasterPoint *a,
                                      const StanokRasterPoint *b,
                                      float                    radius,
                                      float                    bias);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokRaster, stanok_raster_free)

G_END_DECLS
