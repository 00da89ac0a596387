/* test-stl.c: STL files, good, odd and hostile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <sys/mman.h>

#include "domain/stanok-error.h"
#include "importer/stanok-stl.h"

#define FACET(...) \
  "facet normal 0 0 1\n outer loop\n  vertex " #__VA_ARGS__ " 0 0\n" \
  "  vertex 1 0 0\n  vertex 0 1 0\n endloop\nendfacet\n"

static const struct
{
  const char *name;
  const char *text;
  guint32     n_triangles;    /* 0: refused */
  const char *sentence;       /* pattern */
} texts[] = {
  { "one", "solid a\n" FACET (0) "endsolid a\n", 1, NULL },
  { "two-solids", "solid a\n" FACET (0) "endsolid a\nsolid b\n" FACET (2) "endsolid\n", 2, NULL },
  { "byte-order-mark", "\xef\xbb\xbfsolid a\n" FACET (0) "endsolid a", 1, NULL },
  { "capitals-and-returns",
    "SOLID A\r\nFACET NORMAL 0 0 1\r\nOUTER LOOP\r\nVERTEX 0 0 0\r\nVERTEX 1 0 0\r\n"
    "VERTEX 0 1 0\r\nENDLOOP\r\nENDFACET\r\nENDSOLID", 1, NULL },
  { "one-line",
    "solid a facet\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0 vertex 1 0 0 vertex 0 1 0 "
    "endloop endfacet endsolid", 1, NULL },
  { "normal-is-not-read",
    "solid\nfacet normal nan nan nan\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\n"
    "endloop\nendfacet\nendsolid", 1, NULL },
  { "a-square",
    "solid\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 1 1 0\nvertex 0 1 "
    "0\n"
    "endloop\nendfacet\nendsolid", 2, NULL },
  { "exponents",
    "solid\nfacet normal 0 0 1\nouter loop\nvertex -1.5e+00 +.5E-1 0.\nvertex 1e0 0 0\nvertex 0 "
    "1 0\n"
    "endloop\nendfacet\nendsolid", 1, NULL },
  { "ends-in-a-triangle", "solid a\n" FACET (0) "facet normal 0 0 1\nouter loop\nvertex 0 0", 0,
    "the file ends in triangle 2*" },
  { "ends-after-a-corner", "solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 1\n", 0,
    "the file ends in triangle 1*" },
  { "has-no-end", "solid a\n" FACET (0), 0, "*after 1 triangles without its end mark*" },
  { "nan", "solid a\n" FACET (nan) "endsolid", 0, "line 4: “nan” is not a number*" },
  { "inf", "solid a\n" FACET (-inf) "endsolid", 0, "line 4: “-inf” is not a number*" },
  { "hexadecimal", "solid a\n" FACET (0x10) "endsolid", 0, "line 4: “0x10” is not a number*" },
  { "comma", "solid a\n" FACET (1,5) "endsolid", 0, "line 4: “1,5” is not a number*" },
  { "overflow", "solid a\n" FACET (1e99) "endsolid", 0, "*triangle 1 *not a number*" },
  { "too-far", "solid a\n" FACET (1e9) "endsolid", 0, "*triangle 1 is further than 10 km*" },
  { "two-corners",
    "solid\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nendloop\nendfacet\n"
    "endsolid", 0,
    "line 7: a triangle with 2 corners*" },
  { "corner-outside", "solid\nvertex 0 0 0\nendsolid", 0, "line 2 has a corner too many*" },
  { "facet-in-facet", "solid\nfacet normal 0 0 1\nfacet normal 0 0 1\nendsolid", 0,
    "line 3*has no end*" },
  { "end-without-begin", "solid\nendfacet\nendsolid", 0, "line 2*" },
  { "other-word", "solid a\n" FACET (0) "color 1 2 3\nendsolid", 0,
    "line 9: “color” does not belong*" },
  { "no-triangles", "solid a\nendsolid a\n", 0, "*no surface*" },
  { "flat",
    "solid\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 2 0 0\nendloop\n"
    "endfacet\nendsolid", 0,
    "*no surface*" },
  { "solid", "solid", 0, "*" },
  { "nothing", "", 0, "*too short*" },
};

/* A copy that ends where its memory ends, so that a checker sees a byte too much being read. */
static StanokMesh *
read_exactly (const void  *bytes,
              gsize        n_bytes,
              GError     **error)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);

  return stanok_stl_read (copy, n_bytes, error);
}

static void
test_text (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMesh) mesh = read_exactly (texts[i].text, strlen (texts[i].text), &error);

  if (texts[i].n_triangles > 0)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (mesh->n_triangles, ==, texts[i].n_triangles);
      return;
    }
  g_assert_null (mesh);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_test_message ("%s", error->message);
  g_assert_true (g_pattern_match_simple (texts[i].sentence, error->message));
}

/* @count triangles are promised, @held are there; they lie apart. */
static GByteArray *
make_binary (const char *title,
             guint32     count,
             guint32     held)
{
  GByteArray *bytes = g_byte_array_new ();
  guint32 le = GUINT32_TO_LE (count);

  g_byte_array_set_size (bytes, 84 + 50 * held);
  memset (bytes->data, 0, bytes->len);
  memcpy (bytes->data, title, strlen (title));
  memcpy (bytes->data + 80, &le, 4);
  for (guint32 i = 0; i < held; i++)
    {
      float numbers[12] = { 0, 0, 1, (float) i, 0, 0, (float) i + 1, 0, 0, (float) i, 1, 0 };
      guint32 bits[12];

      memcpy (bits, numbers, sizeof bits);
      for (guint k = 0; k < 12; k++)
        bits[k] = GUINT32_TO_LE (bits[k]);
      memcpy (bytes->data + 84 + 50 * i, bits, sizeof bits);
    }
  return bytes;
}

static void
assert_binary (GByteArray *bytes,
               guint32     n_triangles,
               const char *sentence)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMesh) mesh = read_exactly (bytes->data, bytes->len, &error);

  if (n_triangles > 0)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (mesh->n_triangles, ==, n_triangles);
    }
  else
    {
      g_assert_null (mesh);
      g_assert_true (g_pattern_match_simple (sentence, error->message));
    }
  g_byte_array_unref (bytes);
}

static GByteArray *
add_bytes (GByteArray *bytes,
           guint8      value,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, &value, 1);
  return bytes;
}

static void
test_binary (void)
{
  assert_binary (make_binary ("made by a test", 300, 300), 300, NULL);
  assert_binary (make_binary ("solid, says the title", 5, 5), 5, NULL);
  assert_binary (make_binary ("solid", 5, 4), 0,
                 "the file ends after 4 of 5 triangles; export it again");
  assert_binary (make_binary ("", 1000, 412), 0,
                 "the file ends after 412 of 1000 triangles; export it again");
  assert_binary (make_binary ("", 0, 0), 0, "*no surface*");
}

/* 84 + 50 * count wraps in 32 bits for these. */
static void
test_huge_counts (void)
{
  static const guint32 counts[] = { G_MAXUINT32, 0x051EB852, 0x051EB851, 85899346, 0x80000000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    assert_binary (make_binary ("", counts[i], 1), 0, "the file ends after 1 of *");
}

static void
test_trailing (void)
{
  assert_binary (add_bytes (make_binary ("", 3, 3), 'x', 49), 3, NULL);
  assert_binary (add_bytes (make_binary ("", 3, 3), 0, 500), 3, NULL);
  assert_binary (add_bytes (make_binary ("", 3, 3), '\n', 80), 3, NULL);
  assert_binary (add_bytes (make_binary ("", 3, 3), 'x', 50), 0,
                 "*promises 3 triangles and holds 4*");
  assert_binary (make_binary ("", 3, 7), 0, "*promises 3 triangles and holds 7*");
}

static void
test_every_length (void)
{
  g_autoptr(GByteArray) bytes = make_binary ("", 3, 3);

  for (gsize n = 0; n < bytes->len; n++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(StanokMesh) mesh = read_exactly (bytes->data, n, &error);

      g_assert_null (mesh);
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
      g_assert_true (g_str_has_suffix (error->message, "export it again"));
    }
}

static void
test_bad_numbers (void)
{
  static const guint32 bits[] = { 0x7fc00000, 0x7f800000, 0xff800000, 0xffffffff };

  for (guint i = 0; i < G_N_ELEMENTS (bits); i++)
    {
      GByteArray *bytes = make_binary ("", 9, 9);
      GByteArray *normal = make_binary ("", 9, 9);
      guint32 le = GUINT32_TO_LE (bits[i]);

      memcpy (bytes->data + 84 + 50 * 6 + 16, &le, 4);
      assert_binary (bytes, 0, "triangle 7 has a coordinate that is not a number*");
      memcpy (normal->data + 84 + 50 * 6, &le, 4);
      assert_binary (normal, 9, NULL);
    }
}

/* A gigabyte of nothing, of which only the first page is ever there. */
static void
test_too_many (void)
{
  const gsize n_bytes = 84 + 50 * ((gsize) STANOK_MESH_MAX_TRIANGLES + 1);
  const guint32 count = GUINT32_TO_LE (STANOK_MESH_MAX_TRIANGLES + 1);
  guint8 *bytes = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  g_autoptr(GError) error = NULL;

  g_assert_true (bytes != MAP_FAILED);
  memcpy (bytes + 80, &count, sizeof count);
  g_assert_null (stanok_stl_read (bytes, n_bytes, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "20000001 triangles"));
  munmap (bytes, n_bytes);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/importer/stl/text/%s", texts[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_text);
    }
  g_test_add_func ("/importer/stl/binary", test_binary);
  g_test_add_func ("/importer/stl/counts-that-overflow", test_huge_counts);
  g_test_add_func ("/importer/stl/trailing-bytes", test_trailing);
  g_test_add_func ("/importer/stl/every-length-but-the-right-one", test_every_length);
  g_test_add_func ("/importer/stl/too-many-triangles", test_too_many);
  g_test_add_func ("/importer/stl/numbers-that-are-none", test_bad_numbers);
  return g_test_run ();
}
