/* stanok-thumb.c: the small picture of a model that stands in the list of orders
 *
 * Drawn three times as large as needed and averaged. Surfaces are lit by two lamps and the sky, and
 * darkened where others stand close; outlines are found where the depth jumps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-thumb.h"

#include <math.h>
#include <string.h>

#include "mesh/stanok-raster.h"

#define OVERSAMPLE     3
#define SIZE_PX        (STANOK_MESH_THUMB_PX * OVERSAMPLE)
#define MARGIN_PX      (5 * OVERSAMPLE)
#define AZIMUTH_DEG    32.0
#define ELEVATION_DEG  30.0
#define LINE_RADIUS    1.6f
#define LINE_BIAS      5.0f
#define JUMP_PX        7.0f           /* a drop that is an outline and not a slope */
#define MANY_TRIANGLES 1000000u       /* from here the coarse ones are as good */
#define INK            0.10f
#define N_TURNS        9
#define N_TAPS         14
#define TAP_RADIUS_PX  34.0f

typedef struct
{
  float right[3], up[3], to_eye[3];
  float scale;
  float x, y, z;         /* added after scaling */
} Camera;

static inline float
dot3 (const float *a,
      const float *b)
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void
camera_aim (Camera *self)
{
  const double azimuth = AZIMUTH_DEG * G_PI / 180, elevation = ELEVATION_DEG * G_PI / 180;
  const float ca = (float) cos (azimuth), sa = (float) sin (azimuth);
  const float ce = (float) cos (elevation), se = (float) sin (elevation);

  /* From the front (-y), to the right (+x) and from above (+z). */
  memcpy (self->right, (float[3]) { ca, sa, 0 }, sizeof self->right);
  memcpy (self->to_eye, (float[3]) { ce * sa, -ce * ca, se }, sizeof self->to_eye);
  memcpy (self->up, (float[3]) { -se * sa, se * ca, ce }, sizeof self->up);
}

static void
camera_fit (Camera                   *self,
            const StanokMeshSections *sections)
{
  float low[3] = { G_MAXFLOAT, G_MAXFLOAT, G_MAXFLOAT };
  float high[3] = { -G_MAXFLOAT, -G_MAXFLOAT, -G_MAXFLOAT };
  const float *axes[3] = { self->right, self->up, self->to_eye };
  float widest;

  for (guint32 v = 0; v < sections->n_vertices; v++)
    for (guint k = 0; k < 3; k++)
      {
        float at = dot3 (axes[k], sections->vertices[v].position);

        low[k] = MIN (low[k], at);
        high[k] = MAX (high[k], at);
      }
  widest = MAX (MAX (high[0] - low[0], high[1] - low[1]), G_MINFLOAT);
  self->scale = (SIZE_PX - 2 * MARGIN_PX) / widest;
  self->x = SIZE_PX / 2.0f - self->scale * (low[0] + high[0]) / 2;
  self->y = SIZE_PX / 2.0f + self->scale * (low[1] + high[1]) / 2;
  self->z = -self->scale * (low[2] + high[2]) / 2;
}

static StanokRasterPoint
camera_project (const Camera *self,
                const float  *p)
{
  return (StanokRasterPoint) {
    .x = self->x + self->scale * dot3 (self->right, p),
    .y = self->y - self->scale * dot3 (self->up, p),
    .z = self->z + self->scale * dot3 (self->to_eye, p),
  };
}

static StanokRasterPoint
camera_project_vertex (const Camera       *self,
                       const StanokVertex *vertex)
{
  StanokRasterPoint point = camera_project (self, vertex->position);
  const float n[3] = { vertex->normal[0], vertex->normal[1], vertex->normal[2] };

  point.nx = dot3 (self->right, n);
  point.ny = dot3 (self->up, n);
  point.nz = dot3 (self->to_eye, n);
  return point;
}

static void
draw_surface (StanokRaster             *raster,
              const Camera             *camera,
              const StanokMeshSections *sections)
{
  gboolean use_coarse = sections->n_triangles > MANY_TRIANGLES;
  const guint32 *corner = use_coarse ? sections->coarse : sections->triangles;
  guint32 n = use_coarse ? sections->n_coarse : sections->n_triangles;

  for (const guint32 *end = corner + 3 * (gsize) n; corner < end; corner += 3)
    {
      StanokRasterPoint a = camera_project_vertex (camera, sections->vertices + corner[0]);
      StanokRasterPoint b = camera_project_vertex (camera, sections->vertices + corner[1]);
      StanokRasterPoint c = camera_project_vertex (camera, sections->vertices + corner[2]);

      stanok_raster_triangle (raster, &a, &b, &c);
    }
}

/* A cloud of short edges says nothing at this size and would blacken the picture. */
static void
draw_edges (StanokRaster             *raster,
            const Camera             *camera,
            const StanokMeshSections *sections)
{
  double length_px = 0;

  for (gsize i = 0; i < sections->n_edges; i++)
    {
      StanokRasterPoint a = camera_project (camera, sections->edges + 6 * i);
      StanokRasterPoint b = camera_project (camera, sections->edges + 6 * i + 3);

      length_px += hypot (a.x - b.x, a.y - b.y);
    }
  if (length_px > 110.0 * SIZE_PX)
    return;
  for (gsize i = 0; i < sections->n_edges; i++)
    {
      StanokRasterPoint a = camera_project (camera, sections->edges + 6 * i);
      StanokRasterPoint b = camera_project (camera, sections->edges + 6 * i + 3);

      stanok_raster_line (raster, &a, &b, LINE_RADIUS, LINE_BIAS);
    }
}

static inline float
depth_at (const StanokRaster *raster,
          int                 x,
          int                 y)
{
  if (x < 0 || y < 0 || x >= SIZE_PX || y >= SIZE_PX)
    return -G_MAXFLOAT;
  return raster->pixels[y * SIZE_PX + x].z;
}

/* TRUE on the near side of a jump in depth that is not just a steep slope going on. */
static gboolean
is_outline (const StanokRaster *raster,
            int                 x,
            int                 y)
{
  static const int steps[4][2] = { { 2, 0 }, { 0, 2 }, { 2, 1 }, { 1, 2 } };
  float z = depth_at (raster, x, y);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      float one = z - depth_at (raster, x + steps[i][0], y + steps[i][1]);
      float other = z - depth_at (raster, x - steps[i][0], y - steps[i][1]);

      if (one > JUMP_PX + 2 * fabsf (other) || other > JUMP_PX + 2 * fabsf (one))
        return TRUE;
      if (one > 1e6f || other > 1e6f)
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  int   dx, dy;
  float radius;
} Tap;

/* A spiral of places around a pixel. It is turned from pixel to pixel; averaging nine of them hides
 * the pattern. */
static void
make_taps (Tap taps[N_TURNS][N_TAPS])
{
  for (int turn = 0; turn < N_TURNS; turn++)
    for (int i = 0; i < N_TAPS; i++)
      {
        double radius = TAP_RADIUS_PX * (i + 0.6) / N_TAPS;
        double angle = turn * 2 * G_PI / N_TURNS + i * 2.399963;    /* the golden angle */

        taps[turn][i] = (Tap) {
          (int) lround (radius * cos (angle)), (int) lround (radius * sin (angle)), (float) radius,
        };
      }
}

/* How much of the sky a pixel sees, 0..1: what rises above its own plane nearby hides some. */
static float
openness (const StanokRaster *raster,
          int                 x,
          int                 y,
          const Tap          *taps)
{
  const StanokRasterPixel *pixel = raster->pixels + y * SIZE_PX + x;
  float steep = MAX (pixel->nz, 0.12f * (fabsf (pixel->nx) + fabsf (pixel->ny)) + G_MINFLOAT);
  float rise_x = -pixel->nx / steep, rise_y = pixel->ny / steep;
  float hidden = 0;

  for (int i = 0; i < N_TAPS; i++)
    {
      const Tap *tap = taps + i;
      float plane = pixel->z + (float) tap->dx * rise_x + (float) tap->dy * rise_y;
      float above = depth_at (raster, x + tap->dx, y + tap->dy) - plane;

      if (above > 0.2f * tap->radius)
        hidden += MIN ((above - 0.2f * tap->radius) / tap->radius, 1.0f) /
                  (1 + above * above / (4 * TAP_RADIUS_PX * TAP_RADIUS_PX));
    }
  return 1 - MIN (hidden / (0.55f * N_TAPS), 0.75f);
}

static float
lit (const StanokRasterPixel *pixel,
     float                    open)
{
  static const float key[3] = { -0.48f, 0.66f, 0.58f };
  static const float fill[3] = { 0.80f, 0.10f, 0.59f };
  static const float half[3] = { -0.27f, 0.37f, 0.89f };    /* between the key lamp and the eye */
  float length = sqrtf (pixel->nx * pixel->nx + pixel->ny * pixel->ny + pixel->nz * pixel->nz);
  float n[3] = { 0, 0, 1 };
  float sky, lamps, shine;

  if (length > 0)
    memcpy (n, (float[3]) { pixel->nx / length, pixel->ny / length, pixel->nz / length }, sizeof n);
  sky = 0.34f + 0.20f * (0.5f + 0.5f * n[1]);
  lamps = 0.50f * MAX (dot3 (n, key), 0) + 0.17f * MAX (dot3 (n, fill), 0);
  shine = MAX (dot3 (n, half), 0);
  shine *= shine * shine;
  shine *= shine;
  shine = 0.22f * shine * shine * shine * shine;    /* to the power of 24 */
  return MIN (sky * open + lamps * (0.4f + 0.6f * open) + shine * open, 1.0f);
}

static float
shade (const StanokRaster *raster,
       int                 x,
       int                 y,
       const Tap           taps[N_TURNS][N_TAPS])
{
  gsize i = (gsize) y * SIZE_PX + (gsize) x;

  if (raster->ink[i] != 0 || is_outline (raster, x, y))
    return INK;
  return lit (raster->pixels + i, openness (raster, x, y, taps[x % 3 * 3 + y % 3]));
}

static void
average (const StanokRaster *raster,
         int                 x,
         int                 y,
         const Tap           taps[N_TURNS][N_TAPS],
         guint8             *out)
{
  float sum = 0;
  int n = 0;

  for (int dy = 0; dy < OVERSAMPLE; dy++)
    for (int dx = 0; dx < OVERSAMPLE; dx++)
      {
        if (depth_at (raster, OVERSAMPLE * x + dx, OVERSAMPLE * y + dy) == -G_MAXFLOAT)
          continue;
        sum += shade (raster, OVERSAMPLE * x + dx, OVERSAMPLE * y + dy, taps);
        n++;
      }
  out[0] = n > 0 ? (guint8) lroundf (255 * sum / (float) n) : 0;
  out[1] = (guint8) (255 * n / (OVERSAMPLE * OVERSAMPLE));
}

void
stanok_thumb_draw (const StanokMeshSections *sections,
                   guint8                   *out)
{
  g_autoptr(StanokRaster) raster = stanok_raster_new (SIZE_PX);
  Camera camera = { 0 };
  Tap taps[N_TURNS][N_TAPS];

  make_taps (taps);
  camera_aim (&camera);
  camera_fit (&camera, sections);
  draw_surface (raster, &camera, sections);
  draw_edges (raster, &camera, sections);
  for (int y = 0; y < STANOK_MESH_THUMB_PX; y++)
    for (int x = 0; x < STANOK_MESH_THUMB_PX; x++)
      average (raster, x, y, (const Tap (*)[N_TAPS]) taps,
               out + 2 * (y * STANOK_MESH_THUMB_PX + x));
}
