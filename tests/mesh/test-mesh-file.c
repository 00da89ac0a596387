/* test-mesh-file.c: what is written can be mapped; what is damaged is refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "domain/stanok-error.h"
#include "mesh-shapes.h"
#include "mesh/stanok-coarse.h"
#include "mesh/stanok-mesh-layout.h"

static StanokMesh *
make_ball (guint n)
{
  Soup *soup = soup_new ();

  soup_add_sphere (soup, 10, n, 2 * n);
  soup_add_box (soup, 20, 0, 0, 5);
  return soup_weld_free (soup);
}

/* The bytes of a good file, in memory that may be spoiled. */
static GByteArray *
make_file (guint n)
{
  g_autoptr(StanokMesh) mesh = make_ball (n);
  g_autoptr(GError) error = NULL;
  GByteArray *bytes = g_byte_array_new ();
  int fd = memfd_create ("good", MFD_CLOEXEC);

  g_assert_true (stanok_mesh_file_write (mesh, fd, &error));
  g_assert_no_error (error);
  g_byte_array_set_size (bytes, (guint) lseek (fd, 0, SEEK_END));
  g_assert_cmpint (pread (fd, bytes->data, bytes->len, 0), ==, bytes->len);
  close (fd);
  return bytes;
}

static StanokMeshFile *
map_bytes (const guint8  *bytes,
           gsize          n,
           GError       **error)
{
  int fd = memfd_create ("file", MFD_CLOEXEC);
  StanokMeshFile *file;

  g_assert_cmpint (write (fd, bytes, n), ==, n);
  file = stanok_mesh_file_map (fd, error);
  close (fd);
  return file;
}

static void
assert_refused (const guint8 *bytes,
                gsize         n)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (map_bytes (bytes, n, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_assert_nonnull (strstr (error->message, "import the model again"));
}

static void
test_round_trip (void)
{
  g_autoptr(StanokMesh) mesh = make_ball (20);
  g_autoptr(GByteArray) bytes = make_file (20);
  g_autoptr(StanokMeshFile) file = map_bytes (bytes->data, bytes->len, NULL);
  const StanokMeshSections *s;
  StanokMeasures m;

  g_assert_nonnull (file);
  s = stanok_mesh_file_get (file);
  stanok_mesh_measure (mesh, &m);
  g_assert_cmpmem (s->measures, sizeof m, &m, sizeof m);
  g_assert_cmpuint (s->n_triangles, ==, mesh->n_triangles);
  g_assert_cmpuint (s->n_vertices, ==, mesh->n_vertices - 8 + 24);
  g_assert_cmpuint (s->n_edges, ==, 12);
  g_assert_true (s->coarse == s->triangles);
  for (gsize i = 0; i < 3 * (gsize) s->n_triangles; i++)
    g_assert_cmpmem (s->vertices[s->triangles[i]].position, 12,
                     mesh->positions + 3 * (gsize) mesh->triangles[i], 12);
  g_assert_cmpuint (((gsize) s->vertices | (gsize) s->triangles | (gsize) s->edges) % 16, ==, 0);
  g_assert_true (stanok_mesh_file_ref (file) == file);
  stanok_mesh_file_unref (file);
}

static void
test_same_bytes_again (void)
{
  g_autoptr(GByteArray) a = make_file (250);
  g_autoptr(GByteArray) b = make_file (250);

  g_assert_cmpmem (a->data, a->len, b->data, b->len);
}

static void
test_header_bytes (void)
{
  g_autoptr(GByteArray) bytes = make_file (6);

  for (gsize i = 0; i < sizeof (StanokMeshHeader); i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        bytes->data[i] ^= (guint8) (1 << bit);
        assert_refused (bytes->data, bytes->len);
        bytes->data[i] ^= (guint8) (1 << bit);
      }
}

static void
test_lengths (void)
{
  g_autoptr(GByteArray) bytes = make_file (6);
  const StanokMeshHeader *h = (const void *) bytes->data;
  const guint64 ends[] = {
    0, 8, 16, sizeof *h, h->thumb_at, h->vertices_at, h->triangles_at, h->edges_at, bytes->len,
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (int by = -1; by <= 1; by++)
      {
        gint64 n = (gint64) ends[i] + by;

        if (n >= 0 && n < (gint64) bytes->len)
          assert_refused (bytes->data, (gsize) n);
      }
  g_byte_array_append (bytes, (const guint8 *) "x", 1);
  assert_refused (bytes->data, bytes->len);
}

/* Headers that are well made, and lie. */
static void
test_lying_headers (void)
{
  static const struct { gsize offset; guint32 value; } rows[] = {
    { G_STRUCT_OFFSET (StanokMeshHeader, n_triangles), 0 },
    { G_STRUCT_OFFSET (StanokMeshHeader, n_triangles), G_MAXUINT32 },
    { G_STRUCT_OFFSET (StanokMeshHeader, n_vertices), 0 },
    { G_STRUCT_OFFSET (StanokMeshHeader, n_vertices), G_MAXUINT32 },
    { G_STRUCT_OFFSET (StanokMeshHeader, n_coarse), STANOK_COARSE_MAX_TRIANGLES + 1 },
    { G_STRUCT_OFFSET (StanokMeshHeader, n_edges), G_MAXUINT32 },
    { G_STRUCT_OFFSET (StanokMeshHeader, n_edges), 1 },
    { G_STRUCT_OFFSET (StanokMeshHeader, measures.min_mm) + 4, 0x7ff80000 },
    { G_STRUCT_OFFSET (StanokMeshHeader, measures.max_mm) + 4, 0xfff00000 },
    { G_STRUCT_OFFSET (StanokMeshHeader, measures.area_mm2) + 4, 0x7ff00000 },
    { G_STRUCT_OFFSET (StanokMeshHeader, measures.volume_mm3) + 4, 0x7ff80000 },
    { G_STRUCT_OFFSET (StanokMeshHeader, measures.watertight), 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GByteArray) bytes = make_file (6);
      StanokMeshHeader *h = (void *) bytes->data;

      memcpy (bytes->data + rows[i].offset, &rows[i].value, sizeof rows[i].value);
      stanok_mesh_header_lay_out (h);
      stanok_mesh_header_seal (h);
      assert_refused (bytes->data, bytes->len);
    }
}

/* The sections are not sealed; every number in them is looked at. */
static void
test_bad_sections (void)
{
  g_autoptr(GByteArray) bytes = make_file (6);
  const StanokMeshHeader h = *(const StanokMeshHeader *) (const void *) bytes->data;
  const guint32 not_a_number = 0x7fc00000, large = 0x7f000000;
  const struct { guint64 at; guint32 value; } rows[] = {
    { h.triangles_at, h.n_vertices },
    { h.triangles_at + 12 * (guint64) h.n_triangles - 4, G_MAXUINT32 },
    { h.vertices_at, not_a_number },
    { h.vertices_at + 8, large },
    { h.vertices_at + 20 * ((guint64) h.n_vertices - 1) + 4, not_a_number },
    { h.vertices_at + 16, 0x00010000 },    /* the pad */
    { h.edges_at, not_a_number },
    { h.edges_at + 24 * (guint64) h.n_edges - 4, 0xff800000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint32 was;

      memcpy (&was, bytes->data + rows[i].at, 4);
      memcpy (bytes->data + rows[i].at, &rows[i].value, 4);
      assert_refused (bytes->data, bytes->len);
      memcpy (bytes->data + rows[i].at, &was, 4);
    }
  g_clear_pointer (&bytes, g_byte_array_unref);
}

static void
test_coarse_index (void)
{
  g_autoptr(GByteArray) bytes = make_file (250);
  const StanokMeshHeader *h = (const void *) bytes->data;
  g_autoptr(StanokMeshFile) file = map_bytes (bytes->data, bytes->len, NULL);
  const StanokMeshSections *s = stanok_mesh_file_get (file);

  g_assert_cmpuint (s->n_triangles, >, STANOK_COARSE_MAX_TRIANGLES);
  g_assert_cmpuint (s->n_coarse, <=, STANOK_COARSE_MAX_TRIANGLES);
  g_assert_true (s->coarse != s->triangles);
  memcpy (bytes->data + h->coarse_at + 4, &h->n_vertices, 4);
  assert_refused (bytes->data, bytes->len);
}

static void
test_paths (void)
{
  g_autoptr(StanokMesh) mesh = make_ball (10);
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "ball.mesh", NULL);
  g_autofree guint8 *thumb = g_malloc0 (STANOK_MESH_THUMB_BYTES);
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMeshFile) file = NULL;
  const StanokMeshSections *s;
  StanokMeasures measures;
  int fd;

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_null (stanok_mesh_file_open (path, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (stanok_mesh_file_peek (path, NULL, NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_clear_error (&error);

  fd = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  g_assert_false (stanok_mesh_file_peek (path, NULL, NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_clear_error (&error);
  g_assert_true (stanok_mesh_file_write (mesh, fd, &error));
  close (fd);
  file = stanok_mesh_file_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (stanok_mesh_file_peek (path, thumb, &measures, &error));
  s = stanok_mesh_file_get (file);
  g_assert_cmpmem (thumb, STANOK_MESH_THUMB_BYTES, s->thumb, STANOK_MESH_THUMB_BYTES);
  g_assert_cmpmem (&measures, sizeof measures, s->measures, sizeof measures);

  g_assert_null (stanok_mesh_file_open (g_get_user_cache_dir (), &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_clear_error (&error);
  g_assert_false (stanok_mesh_file_peek (g_get_user_cache_dir (), NULL, NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
}

static void
test_write_errors (void)
{
  g_autoptr(StanokMesh) mesh = make_ball (4);
  static const struct { const char *path; int flags; int code; } rows[] = {
    { "/dev/full", O_WRONLY, STANOK_ERROR_FULL },
    { "/dev/null", O_RDONLY, STANOK_ERROR_STORE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;
      int fd = g_open (rows[i].path, rows[i].flags | O_CLOEXEC, 0);

      g_assert_false (stanok_mesh_file_write (mesh, fd, &error));
      g_assert_error (error, STANOK_ERROR, rows[i].code);
      close (fd);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mesh/file/round-trip", test_round_trip);
  g_test_add_func ("/mesh/file/equal-models-make-equal-files", test_same_bytes_again);
  g_test_add_func ("/mesh/file/every-bit-of-the-header-counts", test_header_bytes);
  g_test_add_func ("/mesh/file/every-length-but-the-right-one", test_lengths);
  g_test_add_func ("/mesh/file/lying-headers", test_lying_headers);
  g_test_add_func ("/mesh/file/bad-sections", test_bad_sections);
  g_test_add_func ("/mesh/file/coarse-triangles-are-checked", test_coarse_index);
  g_test_add_func ("/mesh/file/by-path", test_paths);
  g_test_add_func ("/mesh/file/write-errors", test_write_errors);
  return g_test_run ();
}
