/* test-ply.c: PLY files, good, odd and hostile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <sys/mman.h>

#include "domain/stanok-error.h"
#include "importer/stanok-ply.h"

#define XYZ     "property float x\nproperty float y\nproperty float z\n"
#define CORNERS "property list uchar int vertex_indices\n"
#define HEAD(nv, nf) \
  "ply\nformat ascii 1.0\nelement vertex " #nv "\n" XYZ \
  "element face " #nf "\n" CORNERS "end_header\n"
#define SQUARE  "0 0 0\n1 0 0\n1 1 0\n0 1 0\n"

static const struct
{
  const char *name;
  const char *text;
  guint32     n_triangles;    /* 0: refused */
  const char *sentence;       /* pattern */
} texts[] = {
  { "a-square", HEAD (4, 1) SQUARE "4 0 1 2 3\n", 2, NULL },
  { "two-triangles", HEAD (4, 2) SQUARE "3 0 1 2\n3 0 2 3", 2, NULL },
  { "points-among-faces", HEAD (4, 4) SQUARE "1 0\n2 0 1\n0\n3 0 1 2\n", 1, NULL },
  { "returns",
    "ply\r\nformat ascii 1.0\r\ncomment a\r\nobj_info b\r\nelement vertex 3\r\nproperty double "
    "z\r\n"
    "property int x\r\nproperty uchar red\r\nproperty float y\r\nelement face 1\r\nproperty "
    "uchar flag\r\n"
    "property list uint8 uint32 vertex_index\r\nend_header\r\n0 0 255 0\r\n0 1 255 0\r\n0 0 255 "
    "1\r\n7 3 0 1 2\r\n", 1, NULL },
  { "things-before-and-after",
    "ply\nformat ascii 1.0\nelement camera 2\nproperty float a\nproperty list int float b\n"
    "element vertex 3\n" XYZ "element face 1\n" CORNERS
      "element edge 1\nproperty int v\nend_header\n"
    "1 3 7 8 9\n2 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n5\n", 1, NULL },
  { "a-comment-without-its-word", "ply\nformat ascii 1.0\nMade by hand\nelement vertex 3\n" XYZ
    "element face 1\n" CORNERS
    "end_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n", 1, NULL },
  { "corner-too-far", HEAD (4, 1) SQUARE "3 0 1 4\n", 0,
    "face 1 has the corner 4, but the file has 4;*" },
  { "corner-before", HEAD (4, 2) SQUARE "3 0 1 2\n3 0 1 -1\n", 0,
    "face 2 has the corner -1, but*" },
  { "corner-in-between", HEAD (4, 1) SQUARE "3 0 1 1.5\n", 0, "face 1 has the corner 1.5, but*" },
  { "corners-before-zero", HEAD (4, 1) SQUARE "-3 0 1 2\n", 0, "face 1 has -3 corners*" },
  { "corners-without-end", HEAD (4, 1) SQUARE "1e9 0 1 2\n", 0, "face 1 has 1000000000 corners*" },
  { "ends-in-corners", HEAD (4, 1) "0 0 0\n1 0 0\n1 1", 0, "*too short for the 4 corners*" },
  { "ends-late-in-corners", HEAD (4, 1) "0 0 0\n1 0 0\n1.00000000 1", 0,
    "the file ends after 2 of 4 corners*" },
  { "ends-in-faces", HEAD (4, 2) SQUARE "3 0 1 2\n3 0", 0, "the file ends after 1 of 2 faces*" },
  { "huge-corners", HEAD (9000000000000000, 1) SQUARE, 0,
    "*too short for the 9000000000000000 corners*" },
  { "huge-faces", HEAD (4, 4000000000) SQUARE "3 0 1 2\n", 0,
    "*too short for the 4000000000 faces*" },
  { "negative-count", HEAD (-4, 1) SQUARE, 0, "*gives no count*" },
  { "count-is-a-word", HEAD (many, 1) SQUARE, 0, "*gives no count*" },
  { "nan", HEAD (4, 1) "0 0 0\n1 nan 0\n1 1 0\n0 1 0\n4 0 1 2 3\n", 0,
    "line 11: “nan” is not a number*" },
  { "word-in-faces", HEAD (4, 1) SQUARE "3 0 x 1\n", 0, "line 14: “x” is not a number*" },
  { "no-format", "ply\nelement vertex 3\nend_header\n", 0, "*gives no encoding*" },
  { "other-format", "ply\nformat base64 1.0\nend_header\n", 0, "*unknown encoding (“base64”)*" },
  { "no-end", "ply\nformat ascii 1.0\nelement vertex 3\n", 0, "*has no end*" },
  { "property-first", "ply\nformat ascii 1.0\nproperty float x\nend_header\n", 0,
    "*out of place*" },
  { "unknown-type", "ply\nformat ascii 1.0\nelement vertex 1\nproperty quad x\nend_header\n", 0,
    "*unknown kind of number (“quad”)*" },
  { "float-count",
    "ply\nformat ascii 1.0\nelement face 1\nproperty list float int vertex_indices\nend_header\n",
      0,
    "*counts in fractions*" },
  { "only-points", "ply\nformat ascii 1.0\nelement vertex 1\n" XYZ "end_header\n1 2 3\n", 0,
    "*points but no faces*" },
  { "no-z",
    "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nelement face 0\n"
      CORNERS
    "end_header\n1 2\n", 0, "*no corners with x, y and z*" },
  { "faces-before-corners", "ply\nformat ascii 1.0\nelement face 1\n" CORNERS "element vertex 3\n"
    XYZ
    "end_header\n3 0 1 2\n0 0 0\n1 0 0\n0 1 0\n", 0,
      "face 1 has the corner 0, but the file has 0*" },
  { "corners-twice", "ply\nformat ascii 1.0\nelement vertex 1\n" XYZ "element vertex 1\n" XYZ
    "element face 1\n" CORNERS
    "end_header\n0 0 0\n0 0 0\n3 0 0 0\n", 0, "*lists its corners twice*" },
  { "no-faces", HEAD (4, 0) SQUARE, 0, "*no surface*" },
  { "only-the-mark", "ply\n", 0, "*has no end*" },
};

static StanokMesh *
read_exactly (const void  *bytes,
              gsize        n_bytes,
              GError     **error)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);

  return stanok_ply_read (copy, n_bytes, error);
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

static void
append (GByteArray *bytes,
        guint64     value,
        guint       n_bytes,
        gboolean    is_big)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) (value >> 8 * (is_big ? n_bytes - 1 - i : i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Four corners of a pyramid as doubles, a colour, faces with 16-bit indices behind a flag. */
static GByteArray *
make_binary (gboolean is_big,
             gint16   last_index)
{
  static const double corners[4][3] = { { 0, 0, 0 }, { 2, 0, 0 }, { 0, 3, 0 }, { 0, 0, 4 } };
  static const gint16 faces[4][3] = { { 0, 2, 1 }, { 0, 1, 3 }, { 1, 2, 3 }, { 2, 0, 3 } };
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *head =
    g_strdup_printf ("ply\nformat binary_%s_endian 1.0\nelement vertex 4\nproperty double x\n"
                     "property uchar red\n"
                     "property double y\nproperty double z\nelement face 4\nproperty short flag\n"
                     "property list ushort short vertex_indices\nproperty list uchar float uv\n"
                     "end_header\n",
                     is_big ? "big" : "little");

  g_byte_array_append (bytes, (const guint8 *) head, (guint) strlen (head));
  for (guint v = 0; v < 4; v++)
    for (guint k = 0; k < 3; k++)
      {
        guint64 bits;

        memcpy (&bits, &corners[v][k], sizeof bits);
        append (bytes, bits, 8, is_big);
        if (k == 0)
          append (bytes, 200, 1, is_big);
      }
  for (guint f = 0; f < 4; f++)
    {
      append (bytes, 1, 2, is_big);
      append (bytes, 3, 2, is_big);
      for (guint k = 0; k < 3; k++)
        append (bytes, (guint16) (f == 3 && k == 2 ? last_index : faces[f][k]), 2, is_big);
      append (bytes, 2, 1, is_big);
      append (bytes, 0, 8, is_big);
    }
  return bytes;
}

static void
test_binary (void)
{
  for (guint is_big = 0; is_big <= 1; is_big++)
    {
      g_autoptr(GByteArray) bytes = make_binary (is_big, 3);
      g_autoptr(GError) error = NULL;
      g_autoptr(StanokMesh) mesh = read_exactly (bytes->data, bytes->len, &error);
      StanokMeasures m;

      g_assert_no_error (error);
      stanok_mesh_measure (mesh, &m);
      g_assert_true (m.watertight);
      g_assert_cmpfloat_with_epsilon (m.volume_mm3, 4, 1e-9);
    }
}

static void
test_binary_index (void)
{
  static const gint16 indices[] = { -1, 4, G_MAXINT16, G_MININT16 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (indices); i++)
    {
      g_autoptr(GByteArray) bytes = make_binary (i % 2, indices[i / 2]);
      g_autoptr(GError) error = NULL;

      g_assert_null (read_exactly (bytes->data, bytes->len, &error));
      g_assert_true (g_pattern_match_simple ("face 4 has the corner *, but the file has 4;*",
                                             error->message));
    }
}

static void
test_every_length (void)
{
  g_autoptr(GByteArray) bytes = make_binary (FALSE, 3);

  for (gsize n = 0; n < bytes->len; n++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(StanokMesh) mesh = read_exactly (bytes->data, n, &error);

      g_assert_null (mesh);
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
    }
}

/* A list that says it has four thousand million entries. */
static void
test_huge_list (void)
{
  static const char head[] =
    "ply\nformat binary_little_endian 1.0\nelement junk 1\nproperty list uint double a\n"
    "element vertex 1\n" XYZ "element face 1\nproperty list uint int vertex_indices\nend_header\n";
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) error = NULL;

  g_byte_array_append (bytes, (const guint8 *) head, sizeof head - 1);
  append (bytes, G_MAXUINT32, 4, FALSE);
  append (bytes, 0, 8, FALSE);
  g_assert_null (read_exactly (bytes->data, bytes->len, &error));
  g_assert_true (g_pattern_match_simple ("the file ends after 0 of 1 entries*", error->message));
}

/* An L: the corner that goes in must not be bridged over. */
static void
test_concave (void)
{
  static const char text[] = HEAD (6, 1)
    "0 0 0\n3 0 0\n3 1 0\n1 1 0\n1 3 0\n0 3 0\n6 0 1 2 3 4 5\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMesh) mesh = read_exactly (text, strlen (text), &error);
  StanokMeasures m;

  g_assert_no_error (error);
  stanok_mesh_measure (mesh, &m);
  g_assert_cmpuint (mesh->n_triangles, ==, 4);
  g_assert_cmpfloat_with_epsilon (m.area_mm2, 5, 1e-6);
}

/* More corners than are looked at one by one. */
static void
test_large_polygon (void)
{
  g_autoptr(GString) text = g_string_new ("ply\nformat ascii 1.0\nelement vertex 2000\n" XYZ
                                          "element face 1\nproperty list int int vertex_indices\n"
                                          "end_header\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMesh) mesh = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "%u %u 0\n", i, i * i / 10);
  g_string_append (text, "2000");
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, " %u", i);
  mesh = read_exactly (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mesh->n_triangles, ==, 1998);
}

/* Room for all of them is promised and there, but they are too many. */
static void
test_too_many (void)
{
  static const char head[] =
    "ply\nformat binary_little_endian 1.0\nelement vertex 60000001\nproperty char x\n"
    "property char y\nproperty char z\nelement face 1\n" CORNERS "end_header\n";
  const gsize n_bytes = 190000000;
  guint8 *bytes = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  g_autoptr(GError) error = NULL;

  g_assert_true (bytes != MAP_FAILED);
  memcpy (bytes, head, sizeof head - 1);
  g_assert_null (stanok_ply_read (bytes, n_bytes, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT);
  munmap (bytes, n_bytes);
}

static void
test_small_numbers (void)
{
  static const char text[] =
    "ply\nformat binary_little_endian 1.0\nelement vertex 3\nproperty char x\nproperty char y\n"
    "property int8 z\nelement face 1\n" CORNERS "end_header\n"
    "\x80\x00\x00" "\x7f\x00\x00" "\x00\x05\x00" "\x03" "\0\0\0\0" "\1\0\0\0" "\2\0\0\0";
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMesh) mesh = read_exactly (text, sizeof text - 1, &error);
  StanokMeasures m;

  g_assert_no_error (error);
  stanok_mesh_measure (mesh, &m);
  g_assert_cmpfloat (m.min_mm[0], ==, -128);
  g_assert_cmpfloat (m.max_mm[0], ==, 127);
}

static void
test_many_elements (void)
{
  g_autoptr(GString) text = g_string_new ("ply\nformat ascii 1.0\n");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 17; i++)
    g_string_append (text, "element thing 0\n");
  g_assert_null (read_exactly (text->str, text->len, &error));
  g_assert_nonnull (strstr (error->message, "too many kinds of things"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/importer/ply/text/%s", texts[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_text);
    }
  g_test_add_func ("/importer/ply/binary-both-ways-round", test_binary);
  g_test_add_func ("/importer/ply/binary-corners-that-are-not-there", test_binary_index);
  g_test_add_func ("/importer/ply/every-length-but-the-right-one", test_every_length);
  g_test_add_func ("/importer/ply/too-many-corners", test_too_many);
  g_test_add_func ("/importer/ply/too-many-elements", test_many_elements);
  g_test_add_func ("/importer/ply/small-numbers-have-signs", test_small_numbers);
  g_test_add_func ("/importer/ply/a-huge-list", test_huge_list);
  g_test_add_func ("/importer/ply/a-concave-face", test_concave);
  g_test_add_func ("/importer/ply/a-face-of-many-corners", test_large_polygon);
  return g_test_run ();
}
