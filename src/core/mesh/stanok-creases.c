/* stanok-creases.c: the vertices and lines that a renderer needs, split where the shape has an edge
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-creases.h"

#include <math.h>
#include <string.h>

#include "mesh/stanok-mesh-memory.h"

#define SLIVER     1e-6    /* height of a triangle without a direction, by its longest side */
#define NO_VERTEX  G_MAXUINT32

typedef struct
{
  const StanokMesh *mesh;
  const guint32    *mate;
  float            *normals;      /* 3 a triangle; its length is twice the area, 0 for a sliver */
  guint8           *is_sharp;     /* by half-edge */
  double            cos2;         /* of the crease angle, squared */
  guint32           max_vertices;
  StanokCreases    *out;
} Splitter;

static inline const float *
corner_position (const StanokMesh *mesh,
                 guint32           corner)
{
  return mesh->positions + 3 * (gsize) mesh->triangles[corner];
}

static inline double
dot (const float *a,
     const float *b)
{
  return (double) a[0] * b[0] + (double) a[1] * b[1] + (double) a[2] * b[2];
}

static inline double
distance2 (const float *a,
           const float *b)
{
  double x = (double) a[0] - b[0], y = (double) a[1] - b[1], z = (double) a[2] - b[2];

  return x * x + y * y + z * z;
}

static void
find_normal (Splitter *self,
             guint32   triangle)
{
  const float *a = corner_position (self->mesh, 3 * triangle);
  const float *b = corner_position (self->mesh, 3 * triangle + 1);
  const float *c = corner_position (self->mesh, 3 * triangle + 2);
  double ux = (double) b[0] - a[0], uy = (double) b[1] - a[1], uz = (double) b[2] - a[2];
  double vx = (double) c[0] - a[0], vy = (double) c[1] - a[1], vz = (double) c[2] - a[2];
  double n[3] = { uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx };
  double longest2 = MAX (ux * ux + uy * uy + uz * uz, vx * vx + vy * vy + vz * vz);
  double length2 = n[0] * n[0] + n[1] * n[1] + n[2] * n[2];
  gboolean is_sliver = length2 <= SLIVER * SLIVER * longest2 * longest2;

  for (guint i = 0; i < 3; i++)
    self->normals[3 * (gsize) triangle + i] = is_sliver ? 0 : (float) n[i];
}

/* A sliver has no direction of its own: it takes that of the triangle across its longest side, so
 * that a real edge that runs along it is still found. */
static void
borrow_normal (Splitter *self,
               guint32   triangle)
{
  float *normal = self->normals + 3 * (gsize) triangle;
  double longest2 = -1;
  guint32 across = STANOK_EDGE_LONE;

  for (guint32 h = 3 * triangle; h < 3 * triangle + 3; h++)
    {
      double length2 = distance2 (corner_position (self->mesh, h),
                                  corner_position (self->mesh, stanok_half_edge_next (h)));

      if (length2 <= longest2)
        continue;
      longest2 = length2;
      across = self->mate[h];
    }
  if (across < STANOK_EDGE_AGAIN)
    memcpy (normal, self->normals + 3 * (gsize) (across / 3), 3 * sizeof *normal);
}

static void
find_normals (Splitter *self)
{
  guint32 n = self->mesh->n_triangles;

  for (guint32 t = 0; t < n; t++)
    find_normal (self, t);
  for (guint32 t = 0; t < n; t++)
    {
      const float *normal = self->normals + 3 * (gsize) t;

      if (normal[0] == 0 && normal[1] == 0 && normal[2] == 0)
        borrow_normal (self, t);
    }
}

static gboolean
is_crease (const Splitter *self,
           guint32         h,
           guint32         mate)
{
  const float *a = self->normals + 3 * (gsize) (h / 3);
  const float *b = self->normals + 3 * (gsize) (mate / 3);
  double lengths2 = dot (a, a) * dot (b, b);
  double cosine = dot (a, b);

  if (lengths2 == 0)
    return FALSE;
  return cosine <= 0 || cosine * cosine < self->cos2 * lengths2;
}

/* Marks both halves of every sharp edge and counts the edges. */
static guint32
find_sharp (Splitter *self)
{
  guint32 n_edges = 0;

  for (guint32 h = 0; h < 3 * self->mesh->n_triangles; h++)
    {
      guint32 mate = self->mate[h];

      if (mate >= STANOK_EDGE_AGAIN)
        {
          self->is_sharp[h] = TRUE;
          n_edges += mate == STANOK_EDGE_LONE;
        }
      else if (h < mate)
        {
          self->is_sharp[h] = self->is_sharp[mate] = is_crease (self, h, mate);
          n_edges += self->is_sharp[h];
        }
    }
  return n_edges;
}

static void
collect_edges (Splitter *self)
{
  float *out = self->out->edges;

  for (guint32 h = 0; h < 3 * self->mesh->n_triangles; h++)
    {
      guint32 mate = self->mate[h];

      if (!self->is_sharp[h] || mate == STANOK_EDGE_AGAIN || (mate != STANOK_EDGE_LONE && mate < h))
        continue;
      memcpy (out, corner_position (self->mesh, h), 3 * sizeof *out);
      memcpy (out + 3, corner_position (self->mesh, stanok_half_edge_next (h)), 3 * sizeof *out);
      out += 6;
    }
}

/* Good to half a degree, which is enough for a weight, and five times as fast as atan2(). */
static inline float
quick_angle (float sine,
             float cosine)
{
  float width = fabsf (cosine);
  float t = MIN (sine, width) / MAX (MAX (sine, width), G_MINFLOAT);
  float angle = t * (0.9724f - 0.1919f * t * t);

  if (sine > width)
    angle = (float) G_PI_2 - angle;
  return cosine < 0 ? (float) G_PI - angle : angle;
}

/* Weight: area times angle. The area keeps flat faces flat beside a rounding, the angle makes it
 * irrelevant along which diagonal a rectangle was cut. */
static void
add_corner_normal (const Splitter *self,
                   guint32         corner,
                   float           sum[3])
{
  const float *normal = self->normals + 3 * (gsize) (corner / 3);
  const float *p = corner_position (self->mesh, corner);
  const float *q = corner_position (self->mesh, stanok_half_edge_next (corner));
  const float *r = corner_position (self->mesh, stanok_half_edge_prev (corner));
  float sine = sqrtf (normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
  float cosine = (q[0] - p[0]) * (r[0] - p[0]) + (q[1] - p[1]) * (r[1] - p[1]) +
                 (q[2] - p[2]) * (r[2] - p[2]);
  float angle = quick_angle (sine, cosine);

  for (guint i = 0; i < 3; i++)
    sum[i] += normal[i] * angle;
}

static void
set_normal (StanokVertex *vertex,
            const float   sum[3])
{
  double length = sqrt (dot (sum, sum));

  for (guint i = 0; i < 3; i++)
    vertex->normal[i] = length > 0 ? (gint16) lround (sum[i] / length * 32767) : (i == 2) * 32767;
}

static gboolean
new_vertex (Splitter  *self,
            guint32    corner,
            GError   **error)
{
  StanokCreases *out = self->out;
  StanokVertex *vertex;

  if (out->n_vertices == self->max_vertices)
    {
      guint32 more = self->max_vertices + self->max_vertices / 2 + 64;

      if (!stanok_mesh_realloc ((gpointer *) &out->vertices, more, sizeof *out->vertices, error) ||
          !stanok_mesh_realloc ((gpointer *) &out->origin, more, sizeof *out->origin, error))
        return FALSE;
      self->max_vertices = more;
    }
  vertex = out->vertices + out->n_vertices;
  memset (vertex, 0, sizeof *vertex);
  memcpy (vertex->position, corner_position (self->mesh, corner), sizeof vertex->position);
  out->origin[out->n_vertices] = self->mesh->triangles[corner];
  out->n_vertices++;
  return TRUE;
}

/* Gives the corners that can be reached from @start around its vertex without crossing an edge
 * one common new vertex. */
static gboolean
split_corner (Splitter  *self,
              guint32    start,
              GError   **error)
{
  guint32 *vertex_of = self->out->triangles;
  guint32 vertex = self->out->n_vertices;
  guint32 corner = start;
  float sum[3] = { 0, 0, 0 };

  if (!new_vertex (self, start, error))
    return FALSE;
  while (vertex_of[corner] == NO_VERTEX)
    {
      guint32 side = stanok_half_edge_prev (corner);

      vertex_of[corner] = vertex;
      add_corner_normal (self, corner, sum);
      if (self->is_sharp[side])
        break;
      corner = self->mate[side];
    }
  corner = start;
  while (!self->is_sharp[corner])
    {
      corner = stanok_half_edge_next (self->mate[corner]);
      if (vertex_of[corner] != NO_VERTEX)
        break;
      vertex_of[corner] = vertex;
      add_corner_normal (self, corner, sum);
    }
  set_normal (self->out->vertices + vertex, sum);
  return TRUE;
}

static gboolean
split (Splitter  *self,
       GError   **error)
{
  StanokCreases *out = self->out;
  gsize n_corners = 3 * (gsize) self->mesh->n_triangles;

  self->normals = stanok_mesh_alloc (n_corners, sizeof *self->normals, error);
  if (self->normals == NULL)
    return FALSE;
  self->is_sharp = stanok_mesh_alloc (n_corners, sizeof *self->is_sharp, error);
  if (self->is_sharp == NULL)
    return FALSE;
  out->triangles = stanok_mesh_alloc (n_corners, sizeof *out->triangles, error);
  if (out->triangles == NULL)
    return FALSE;
  find_normals (self);
  out->n_edges = find_sharp (self);
  out->edges = stanok_mesh_alloc (out->n_edges, 6 * sizeof *out->edges, error);
  if (out->edges == NULL)
    return FALSE;
  collect_edges (self);
  memset (out->triangles, 0xff, n_corners * sizeof *out->triangles);    /* NO_VERTEX */
  for (guint32 corner = 0; corner < n_corners; corner++)
    if (out->triangles[corner] == NO_VERTEX && !split_corner (self, corner, error))
      return FALSE;
  return TRUE;
}

/* %STANOK_ERROR_LIMIT if memory is short. */
StanokCreases *
stanok_creases_new (const StanokAdjacency  *adjacency,
                    double                  degrees,
                    GError                **error)
{
  g_autoptr(StanokCreases) out = g_new0 (StanokCreases, 1);
  double cosine = cos (degrees * G_PI / 180);
  Splitter self = {
    .mesh = adjacency->mesh, .mate = adjacency->mate, .cos2 = cosine * cosine, .out = out,
  };
  gboolean ok;

  /* Room for smooth shapes; new_vertex() makes more for others. */
  self.max_vertices = adjacency->mesh->n_vertices + adjacency->mesh->n_vertices / 8;
  out->vertices = stanok_mesh_alloc (self.max_vertices, sizeof *out->vertices, error);
  if (out->vertices == NULL)
    return NULL;
  out->origin = stanok_mesh_alloc (self.max_vertices, sizeof *out->origin, error);
  if (out->origin == NULL)
    return NULL;
  ok = split (&self, error);
  g_free (self.normals);
  g_free (self.is_sharp);
  return ok ? g_steal_pointer (&out) : NULL;
}

void
stanok_creases_free (StanokCreases *self)
{
  if (self == NULL)
    return;
  g_free (self->vertices);
  g_free (self->triangles);
  g_free (self->origin);
  g_free (self->edges);
  g_free (self);
}
