/* test-coarse.c: a light version keeps the shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "mesh-shapes.h"
#include "mesh/stanok-coarse.h"
#include "mesh/stanok-measures.h"

typedef struct
{
  StanokMesh    *mesh;
  StanokCreases *creases;
  guint32       *triangles;
  guint32        n;
} Coarse;

static Coarse
make_coarse (Soup *soup)
{
  Coarse self = { .mesh = soup_weld_free (soup) };
  g_autoptr(StanokAdjacency) adjacency = stanok_adjacency_new (self.mesh, NULL);
  StanokMeasures measures;

  stanok_measure_shape (self.mesh, &measures);
  self.creases = stanok_creases_new (adjacency, STANOK_CREASE_DEGREES, NULL);
  self.triangles = stanok_coarse_new (self.mesh, self.creases, measures.area_mm2, &self.n, NULL);
  g_assert_nonnull (self.triangles);
  g_assert_cmpuint (self.n, >, 0);
  g_assert_cmpuint (self.n, <=, STANOK_COARSE_MAX_TRIANGLES);
  for (guint32 i = 0; i < 3 * self.n; i++)
    g_assert_cmpuint (self.triangles[i], <, self.creases->n_vertices);
  return self;
}

static void
coarse_clear (Coarse *self)
{
  g_free (self->triangles);
  stanok_creases_free (self->creases);
  stanok_mesh_free (self->mesh);
}

static StanokMeasures
measure_coarse (const Coarse *self)
{
  Soup *soup = soup_new ();
  g_autoptr(StanokMesh) mesh = NULL;
  StanokMeasures out;

  for (guint32 t = 0; t < self->n; t++)
    {
      const guint32 *c = self->triangles + 3 * t;

      soup_add_triangle (soup, self->creases->vertices[c[0]].position,
                         self->creases->vertices[c[1]].position,
                         self->creases->vertices[c[2]].position);
    }
  mesh = soup_weld_free (soup);
  stanok_mesh_measure (mesh, &out);
  return out;
}

static void
test_sphere (void)
{
  Soup *soup = soup_new ();
  StanokMeasures m;
  Coarse c;

  soup_add_sphere (soup, 10, 350, 700);
  c = make_coarse (soup);
  m = measure_coarse (&c);
  g_assert_cmpuint (c.n, >, 40000);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, 4.0 / 3 * G_PI * 1000, 10);
  g_assert_cmpfloat_with_epsilon (m.max_mm[2], 10, 0.02);
  coarse_clear (&c);
}

/* Six sheets of 200 x 200 squares: it is still a cube then, with its own corners and edges. */
static void
test_box (void)
{
  Soup *soup = soup_new ();
  g_autoptr(GArray) sheet = soup_new ();
  StanokMeasures m;
  Coarse c;

  soup_add_sheet (sheet, 10, 10, 200);
  for (guint side = 0; side < 6; side++)
    for (guint32 t = 0; t < soup_count (sheet); t++)
      {
        const float *from = soup_triangle (sheet, t);
        float to[9];

        for (guint i = 0; i < 9; i++)
          {
            float value = from[3 * (i / 3) + (i + side) % 3];

            to[i] = side < 3 ? value : 10 - value;
          }
        if (side < 3)
          soup_add_triangle (soup, to, to + 3, to + 6);
        else
          soup_add_triangle (soup, to, to + 6, to + 3);
      }
  c = make_coarse (soup);
  m = measure_coarse (&c);
  g_assert_cmpuint (m.open_edges, ==, 0);
  g_assert_cmpfloat_with_epsilon (m.volume_mm3, 1000, 0.5);
  for (guint k = 0; k < 3; k++)
    {
      g_assert_cmpfloat (m.min_mm[k], ==, 0);
      g_assert_cmpfloat (m.max_mm[k], ==, 10);
    }
  coarse_clear (&c);
}

/* Sixty thousand sheets in one place: no grid is coarse enough and yet not too coarse. */
static void
test_stack (void)
{
  Soup *soup = soup_new ();
  Coarse c;

  for (guint i = 0; i < 60000; i++)
    soup_add_sheet (soup, (float) i * 1e-7f, 10, 1);
  c = make_coarse (soup);
  coarse_clear (&c);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mesh/coarse/a-sphere-stays-round", test_sphere);
  g_test_add_func ("/mesh/coarse/a-box-keeps-its-corners", test_box);
  g_test_add_func ("/mesh/coarse/a-stack-of-sheets-ends", test_stack);
  return g_test_run ();
}
