/* stanok-mesh-buffers.c: a mesh in the graphics memory
 *
 * What is needed to turn the piece goes up at once and is bounded; the full mesh follows in
 * portions, so that a huge one does not hold up the screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-mesh-buffers.h"

#include <math.h>

#include "domain/stanok-error.h"
#include "view3d/stanok-shader.h"

#define N_BUCKETS 256

typedef struct {
  float here[3];
  float there[3];
} EdgeVertex;

static void
layer_make (StanokLayer *self,
            guint32      n_indices)
{
  glGenVertexArrays (1, &self->array);
  glGenBuffers (1, &self->vertices);
  glGenBuffers (1, &self->indices);
  glBindVertexArray (self->array);
  glBindBuffer (GL_ARRAY_BUFFER, self->vertices);
  glBindBuffer (GL_ELEMENT_ARRAY_BUFFER, self->indices);
  self->n_indices = n_indices;
}

static void
layer_clear (StanokLayer *self)
{
  if (self->array != 0)
    glDeleteVertexArrays (1, &self->array);
  if (self->vertices != 0)
    glDeleteBuffers (1, &self->vertices);
  if (self->indices != 0)
    glDeleteBuffers (1, &self->indices);
  *self = (StanokLayer) { 0 };
}

static void
layer_set_floats (GLuint location,
                  gsize  stride_bytes,
                  gsize  offset_bytes)
{
  glEnableVertexAttribArray (location);
  glVertexAttribPointer (location, 3, GL_FLOAT, GL_FALSE, stride_bytes,
                         GSIZE_TO_POINTER (offset_bytes));
}

static void
layer_set_mesh_vertices (void)
{
  layer_set_floats (STANOK_ATTRIBUTE_POSITION, sizeof (StanokVertex),
                    G_STRUCT_OFFSET (StanokVertex, position));
  glEnableVertexAttribArray (STANOK_ATTRIBUTE_NORMAL);
  glVertexAttribPointer (STANOK_ATTRIBUTE_NORMAL, 3, GL_SHORT, GL_TRUE, sizeof (StanokVertex),
                         GSIZE_TO_POINTER (G_STRUCT_OFFSET (StanokVertex, normal)));
}

/* The coarse triangles use few of the vertices, far apart in memory. With vertices of their own
 * they are drawn
 * faster, and before the full ones are up. */
static void
upload_coarse (StanokLayer              *self,
               const StanokMeshSections *sections)
{
  g_autofree guint32 *place = g_new0 (guint32, sections->n_vertices);   /* 1 + the new index */
  g_autofree guint32 *indices = g_new (guint32, 3 * (gsize) sections->n_coarse);
  g_autoptr (GArray) vertices = g_array_new (FALSE, FALSE, sizeof (StanokVertex));

  for (gsize i = 0; i < 3 * (gsize) sections->n_coarse; i++)
    {
      guint32 old = sections->coarse[i];

      if (place[old] == 0)
        {
          g_array_append_val (vertices, sections->vertices[old]);
          place[old] = vertices->len;
        }
      indices[i] = place[old] - 1;
    }

  layer_make (self, 3 * sections->n_coarse);
  glBufferData (GL_ARRAY_BUFFER, vertices->len * sizeof (StanokVertex), vertices->data,
                GL_STATIC_DRAW);
  glBufferData (GL_ELEMENT_ARRAY_BUFFER, self->n_indices * sizeof *indices, indices,
                GL_STATIC_DRAW);
  layer_set_mesh_vertices ();
}

/* Lengths in steps of about 19 %, longest first. */
static guint
edge_bucket (const float *edge)
{
  float length = hypotf (hypotf (edge[3] - edge[0], edge[4] - edge[1]), edge[5] - edge[2]);

  return CLAMP (N_BUCKETS / 2 - 4 * log2f (MAX (length, 1e-20f)), 0, N_BUCKETS - 1);
}

/* Edge indices, the longest first as far as buckets tell. */
static guint32 *
sort_edges (const StanokMeshSections *sections)
{
  guint32 *order = g_new (guint32, sections->n_edges);
  guint32 start[N_BUCKETS + 1] = { 0 };

  for (guint32 i = 0; i < sections->n_edges; i++)
    start[1 + edge_bucket (sections->edges + 6 * (gsize) i)]++;
  for (guint b = 0; b < N_BUCKETS; b++)
    start[b + 1] += start[b];
  for (guint32 i = 0; i < sections->n_edges; i++)
    order[start[edge_bucket (sections->edges + 6 * (gsize) i)]++] = i;
  return order;
}

static void
upload_edges (StanokMeshBuffers        *self,
              const StanokMeshSections *sections)
{
  static const guint8 corners[6] = { 0, 1, 2, 2, 1, 3 };
  guint32 n = MIN (sections->n_edges, STANOK_MAX_EDGES);
  g_autofree guint32 *order = sort_edges (sections);
  g_autofree EdgeVertex *vertices = g_new (EdgeVertex, 4 * (gsize) n);
  g_autofree guint32 *indices = g_new (guint32, 6 * (gsize) n);

  for (guint32 i = 0; i < n; i++)
    {
      const float *e = sections->edges + 6 * (gsize) order[i];

      for (guint k = 0; k < 4; k++)
        vertices[4 * i + k] = (EdgeVertex) { { e[0], e[1], e[2] }, { e[3], e[4], e[5] } };
      for (guint k = 0; k < 6; k++)
        indices[6 * i + k] = 4 * i + corners[k];
    }

  layer_make (&self->edges, 6 * n);
  glBufferData (GL_ARRAY_BUFFER, 4 * (gsize) n * sizeof *vertices, vertices, GL_STATIC_DRAW);
  glBufferData (GL_ELEMENT_ARRAY_BUFFER, 6 * (gsize) n * sizeof *indices, indices, GL_STATIC_DRAW);
  layer_set_floats (STANOK_ATTRIBUTE_POSITION, sizeof (EdgeVertex),
                    G_STRUCT_OFFSET (EdgeVertex, here));
  layer_set_floats (STANOK_ATTRIBUTE_OTHER_END, sizeof (EdgeVertex),
                    G_STRUCT_OFFSET (EdgeVertex, there));
  self->n_major_indices = 6 * MIN (n, STANOK_MAX_MAJOR_EDGES);
}

static gboolean
is_out_of_memory (void)
{
  gboolean found = FALSE;

  for (GLenum code = glGetError (); code != GL_NO_ERROR; code = glGetError ())
    found |= code == GL_OUT_OF_MEMORY;
  return found;
}

/**
 * stanok_mesh_buffers_begin:
 * @self: (out): zeroed memory
 * @sections: (transfer none): has to live until stanok_mesh_buffers_continue() returns %FALSE
 * @max_moving_triangles: a mesh of more is moved as its coarse version
 * @error: %STANOK_ERROR_LIMIT if the graphics memory is full; then @self is empty
 *
 * The context must be current, as for all functions here.
 */
gboolean
stanok_mesh_buffers_begin (StanokMeshBuffers        *self,
                           const StanokMeshSections *sections,
                           guint32                   max_moving_triangles,
                           GError                  **error)
{
  *self = (StanokMeshBuffers) { .sections = sections };
  self->is_open = !sections->measures->watertight;

  layer_make (&self->full, 3 * sections->n_triangles);
  glBufferData (GL_ARRAY_BUFFER, sections->n_vertices * sizeof (StanokVertex), NULL,
                GL_STATIC_DRAW);
  glBufferData (GL_ELEMENT_ARRAY_BUFFER, 3 * sizeof (guint32) * (gsize) sections->n_triangles, NULL,
                GL_STATIC_DRAW);
  layer_set_mesh_vertices ();
  if (sections->n_triangles > max_moving_triangles && sections->n_coarse > 0)
    upload_coarse (&self->coarse, sections);
  if (sections->n_edges > 0)
    upload_edges (self, sections);
  glBindVertexArray (0);

  if (!is_out_of_memory ())
    return TRUE;

  stanok_mesh_buffers_clear (self);
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
               "graphics memory has no room for a model of %u triangles", sections->n_triangles);
  return FALSE;
}

static gsize
upload_part (GLenum        target,
             gconstpointer data,
             gsize         size,
             gsize         done,
             gsize         max_bytes)
{
  gsize n = MIN (size - done, max_bytes);

  glBufferSubData (target, done, n, (const char *) data + done);
  return n;
}

/**
 * stanok_mesh_buffers_continue:
 *
 * Sends up to @max_bytes more of the full mesh. Returns: whether there is still more to send.
 */
gboolean
stanok_mesh_buffers_continue (StanokMeshBuffers *self,
                              gsize              max_bytes)
{
  const StanokMeshSections *s = self->sections;
  gsize vertex_bytes, index_bytes;

  if (s == NULL)
    return FALSE;

  vertex_bytes = s->n_vertices * sizeof (StanokVertex);
  index_bytes = 3 * sizeof (guint32) * (gsize) s->n_triangles;
  glBindVertexArray (self->full.array);
  if (self->uploaded_bytes < vertex_bytes)
    {
      glBindBuffer (GL_ARRAY_BUFFER, self->full.vertices);
      self->uploaded_bytes += upload_part (GL_ARRAY_BUFFER, s->vertices, vertex_bytes,
                                           self->uploaded_bytes, max_bytes);
    }
  else
    {
      self->uploaded_bytes += upload_part (GL_ELEMENT_ARRAY_BUFFER, s->triangles, index_bytes,
                                           self->uploaded_bytes - vertex_bytes, max_bytes);
    }
  glBindVertexArray (0);

  if (self->uploaded_bytes < vertex_bytes + index_bytes)
    return TRUE;
  self->sections = NULL;
  return FALSE;
}

void
stanok_mesh_buffers_clear (StanokMeshBuffers *self)
{
  layer_clear (&self->full);
  layer_clear (&self->coarse);
  layer_clear (&self->edges);
  *self = (StanokMeshBuffers) { 0 };
}
