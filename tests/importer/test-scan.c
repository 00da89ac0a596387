/* test-scan.c: words, numbers, kinds of files and units
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "importer/stanok-format.h"
#include "importer/stanok-scan.h"
#include "importer/stanok-unit.h"

static void
test_numbers (void)
{
  static const char *good[] = {
    "0", "-0", "+7", "1.5", "-.5", "5.", "1e3", "1E-3", "1.e+2", "123456789012345678901234567890",
    "0.1", "0.30000000000000004", "1e22", "1e23", "1e-22", "1e-23", "9007199254740993",
      "1.7976931348623157e308",
    "0.000000000000000000000000000001", "000000000000000000000000000000001.5",
      "2.2250738585072014e-308",
    "3.141592653589793238462643383279", "-1234.5678e-7", "1e-400",
  };
  static const char *bad[] = {
    "", "-", "+", ".", "e5", "1e", "1e+", "--1", "1..2", "1.2.3", "nan", "inf", "0x1", "1,5",
      "1_000", "1e999", "12a",
    "0000000000000000000000000000000000000000000000000000000000000000000001e1234",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      StanokScan scan = stanok_scan_over ((const guint8 *) good[i], strlen (good[i]));
      double number = 99;

      g_assert_true (stanok_scan_number (&scan, &number));
      g_assert_cmpfloat (number, ==, g_ascii_strtod (good[i], NULL));
      g_assert_true (scan.at == scan.end);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      StanokScan scan = stanok_scan_over ((const guint8 *) bad[i], strlen (bad[i]));
      double number;

      g_assert_false (stanok_scan_number (&scan, &number));
      g_assert_true (scan.at == scan.start);
    }
}

/* Whatever is printed with all its digits is read back to the bit. */
static void
test_random_numbers (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      double number = ldexp (g_test_rand_double_range (-1, 1), g_test_rand_int_range (-60, 60));
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      StanokScan scan;
      double back = 0;

      g_ascii_formatd (text, sizeof text, i % 2 ? "%.17g" : "%.6f", number);
      scan = stanok_scan_over ((const guint8 *) text, strlen (text));
      g_assert_true (stanok_scan_number (&scan, &back));
      g_assert_cmpfloat (back, ==, g_ascii_strtod (text, NULL));
    }
}

static void
test_lines (void)
{
  static const char text[] = "a\nb\r\nc\rd";
  StanokScan scan = stanok_scan_over ((const guint8 *) text, strlen (text));
  const char *line;
  gsize length;

  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (stanok_scan_line (&scan, &line, &length));
      g_assert_cmpuint (length, ==, 1);
      g_assert_cmpint (*line, ==, 'a' + (int) i);
    }
  g_assert_false (stanok_scan_line (&scan, &line, &length));
}

static void
test_integers (void)
{
  static const struct { const char *text; gboolean ok; gint64 value; } rows[] = {
    { "12", TRUE, 12 }, { "-3", TRUE, -3 }, { "1e3", TRUE, 1000 }, { "1.5", FALSE, 0 },
      { "1e30", FALSE, 0 }, { "x", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      StanokScan scan = stanok_scan_over ((const guint8 *) rows[i].text, strlen (rows[i].text));
      gint64 value = 0;

      g_assert_cmpint (stanok_scan_integer (&scan, &value), ==, rows[i].ok);
      g_assert_cmpint (value, ==, rows[i].value);
    }
}

static void
test_formats (void)
{
  static const struct { const char *extension, *bytes, *expected, *sentence; } rows[] = {
    { "stl", "solid a", "stl", NULL },
    { ".STL", "whatever", "stl", NULL },
    { NULL, "solid a", "stl", NULL },
    { "", "ply\n", "ply", NULL },
    { "ply", "ply\r\n", "ply", NULL },
    { "obj", "v 0 0 0", "obj", NULL },
    { "glb", "glTF....", "glb", NULL },
    { "gltf", "\xef\xbb\xbf {", "gltf", NULL },
    { NULL, "PK\x03\x04", "3mf", NULL },
    { "dae", "<?xml?>\n<COLLADA>", "dae", NULL },
    { "amf", "<?xml?>\n<amf unit='inch'>", "amf", NULL },
    { "off", "OFF\n", "off", NULL },
    { "fbx", "; FBX 7.3", "fbx", NULL },
    { "exe", "MZ", NULL, "files of the kind .exe are not read; export *" },
    { "step", "ISO-10303-21;", NULL, "files of the kind .step are not read*" },
    { "\x1b[31m", "x", NULL, "files of the kind .?[31m are not read*" },
    { "stl", "PK\x03\x04", NULL, "this is not an STL file but a 3MF file*" },
    { "stl", "glTF", NULL, "this is not an STL file but a GLB file*" },
    { "obj", "ply\n", NULL, "this is not an OBJ file but a PLY file*" },
    { "ply", "solid x", NULL, "this is not a PLY file but an STL file*" },
    { "3mf", "hello", NULL, "the file does not begin like a 3MF file*" },
    { "gltf", " ", NULL, "the file does not begin like a glTF file*" },
    { NULL, "hello", NULL, "nothing in the file says what it is*" },
    { NULL, "", NULL, "nothing in the file says what it is*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;
      StanokFormat format;
      gboolean ok = stanok_format_find (rows[i].extension, (const guint8 *) rows[i].bytes,
                                        strlen (rows[i].bytes),
                                        &format, &error);

      g_test_message ("%s: %s", rows[i].extension, rows[i].bytes);
      g_assert_cmpint (ok, ==, rows[i].expected != NULL);
      if (ok)
        g_assert_cmpstr (stanok_format_get_extension (format), ==, rows[i].expected);
      else
        g_assert_true (g_pattern_match_simple (rows[i].sentence, error->message));
    }
}

/* No mark, no name: the count that fits the length is enough. */
static void
test_binary_stl (void)
{
  guint8 bytes[134] = { [80] = 1 };
  StanokFormat format;

  g_assert_true (stanok_format_find (NULL, bytes, sizeof bytes, &format, NULL));
  g_assert_cmpint (format, ==, STANOK_FORMAT_STL);
  g_assert_false (stanok_format_find (NULL, bytes, sizeof bytes - 1, &format, NULL));
}

static void
test_amf_units (void)
{
  static const struct { const char *text; double mm; } rows[] = {
    { "<amf unit=\"inch\">", 25.4 }, { "<amf unit='millimeter' version='1'>", 1 },
      { "<amf version=\"1.1\" unit=\"meter\">", 1000 },
    { "<amf>", 1 }, { "<amf unit=", 1 }, { "<amf unit=>", 1 }, { "<amf unit=\"inch>", 1 },
      { "<amf", 1 }, { "", 1 },
    { "<amf runit=\"inch\">", 1 }, { "<amf\nunit=\"feet\">", 304.8 },
      { "<amf unit=\"parsec\">", 0 }, { "<amf unit=\"\">", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (rows[i].text, strlen (rows[i].text));
      g_autoptr(GError) error = NULL;
      double mm;
      gboolean ok = stanok_unit_find (STANOK_FORMAT_AMF, copy, strlen (rows[i].text), &mm, &error);

      g_assert_cmpint (ok, ==, rows[i].mm > 0);
      if (ok)
        g_assert_cmpfloat (mm, ==, rows[i].mm);
      else
        g_assert_nonnull (strstr (error->message, "no known unit"));
    }
}

static void
test_gltf_unit (void)
{
  double mm;

  g_assert_true (stanok_unit_find (STANOK_FORMAT_GLB, NULL, 0, &mm, NULL));
  g_assert_cmpfloat (mm, ==, 1000);
  g_assert_true (stanok_unit_find (STANOK_FORMAT_OBJ, NULL, 0, &mm, NULL));
  g_assert_cmpfloat (mm, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/importer/scan/numbers", test_numbers);
  g_test_add_func ("/importer/scan/random-numbers-come-back", test_random_numbers);
  g_test_add_func ("/importer/scan/integers", test_integers);
  g_test_add_func ("/importer/scan/ends-of-lines", test_lines);
  g_test_add_func ("/importer/format/name-and-bytes-must-agree", test_formats);
  g_test_add_func ("/importer/format/binary-stl-by-its-length", test_binary_stl);
  g_test_add_func ("/importer/unit/amf", test_amf_units);
  g_test_add_func ("/importer/unit/gltf-is-in-metres", test_gltf_unit);
  return g_test_run ();
}
