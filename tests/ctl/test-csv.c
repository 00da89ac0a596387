/* test-csv.c: comma-separated values, right ones and wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "ctl/stanok-csv.h"
#include "domain/stanok-error.h"

/* "a|b/c|d": cells and rows of @text. */
static char *
read_text (const char  *text,
           gsize        n,
           StanokPlace *place,
           GError     **error)
{
  g_autoptr(GPtrArray) rows = stanok_csv_read (text, n, &STANOK_CSV_LIMITS, place, error);
  GString *out = g_string_new (NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const GPtrArray *row = rows->pdata[i];

      for (guint j = 0; j < row->len; j++)
        g_string_append_printf (out, "%s%s", j > 0 ? "|" : i > 0 ? "/" : "",
                                ((StanokCsvCell *) row->pdata[j])->text);
    }
  return g_string_free (out, FALSE);
}

static void
test_right (void)
{
  static const struct { const char *text, *cells; } cases[] = {
    { "", "" }, { "\n\r\n\n", "" }, { "\xef\xbb\xbf", "" },
    { "a,b\nc,d\n", "a|b/c|d" }, { "a,b\r\nc,d\r\n", "a|b/c|d" }, { "a,b\nc,d", "a|b/c|d" },
    { "\xef\xbb\xbf" "a,b\n", "a|b" }, { "a;b\nc;d,e\n", "a|b/c|d,e" }, { "a\nb;c\n", "a/b;c" },
    { "a,b\n\n\r\nc,d\n\n", "a|b/c|d" }, { "a,b\n,\n", "a|b/|" }, { "a\n\"\"\n", "a/" },
    { "\"a\",\"b\"\n", "a|b" }, { "a\n\"x,\"\"y\"\"\r\nz\"\n", "a/x,\"y\"\r\nz" },
    { "a,b\n\"\"\"\",\"\"\n", "a|b/\"|" }, { "а,б\nЖёлтый, \n", "а|б/Жёлтый| " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      StanokPlace place;
      g_autofree char *cells = read_text (cases[i].text, strlen (cases[i].text), &place, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (cells, ==, cases[i].cells);
    }
}

/* CV3 */
static void
test_places (void)
{
  const char *text = "\xef\xbb\xbf" "имя,b\r\n\r\n\"x\ny\",Жук\n  7,8";
  static const StanokPlace wanted[] = {
    { 1, 1 }, { 1, 5 }, { 3, 1 }, { 4, 4 }, { 5, 1 }, { 5, 5 },
  };
  StanokPlace place;
  g_autoptr(GPtrArray) rows = stanok_csv_read (text, strlen (text), &STANOK_CSV_LIMITS, &place,
                                               NULL);

  g_assert_cmpuint (rows->len, ==, 3);
  for (guint i = 0; i < 6; i++)
    {
      const StanokCsvCell *cell = ((GPtrArray *) rows->pdata[i / 2])->pdata[i % 2];

      g_assert_cmpuint (cell->place.line, ==, wanted[i].line);
      g_assert_cmpuint (cell->place.column, ==, wanted[i].column);
    }
}

static void
test_wrong (void)
{
  static const struct {
    const char *text;
    gsize       n;
    guint       line, column;
    const char *words;
  } cases[] = {
    { "a,b\nc\n", 0, 2, 1, "has 1 values and the first line 2" },       /* CV2 */
    { "a,b\nc,d\n\ne,f,g\n", 0, 4, 1, "has 3 values" },
    { "a,b\n\"c,d\n", 0, 2, 1, "never closed" },
    { "a\n\"c\"d\n", 0, 2, 4, "behind the closing quote" },
    { "a\nc\"d\n", 0, 2, 2, "quote inside a value" },
    { "a\rb\r", 0, 1, 2, "carriage return" },
    { "a,b;c\n", 0, 1, 4, "commas and semicolons" },
    { "a\nb\xff\n", 0, 2, 2, "not UTF-8" },
    { "a\nc\xd0", 0, 2, 2, "not UTF-8" },
    { "a\0b", 3, 1, 2, "zero byte" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      StanokPlace place;
      gsize n = cases[i].n > 0 ? cases[i].n : strlen (cases[i].text);
      g_autofree char *cells = read_text (cases[i].text, n, &place, &error);

      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("case %d: “%s”", (int) i, error->message);
      g_assert_cmpuint (place.line, ==, cases[i].line);
      g_assert_cmpuint (place.column, ==, cases[i].column);
    }
}

/* CV1 */
static void
test_limits (void)
{
  const StanokCsvLimits small = { 40, 3, 2, 4 };
  static const struct { const char *text; gboolean fits; StanokError code; } cases[] = {
    { "a,b\nc,d\ne,f\n", TRUE, 0 }, { "a,b\nc,d\ne,f\ng,h\n", FALSE, STANOK_ERROR_LIMIT },
    { "a,b,c\n", FALSE, STANOK_ERROR_LIMIT },
    { "abcd\n", TRUE, 0 }, { "abcde\n", FALSE, STANOK_ERROR_BAD_DATA },
    { "\"abcde\"\n", FALSE, STANOK_ERROR_BAD_DATA },
    { "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", TRUE, 0 },
    { "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", FALSE,
      STANOK_ERROR_LIMIT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      StanokPlace place;
      g_autoptr(GPtrArray) rows = stanok_csv_read (cases[i].text, strlen (cases[i].text), &small,
                                                   &place, &error);

      if (cases[i].fits)
        g_assert_no_error (error);
      else
        g_assert_error (error, STANOK_ERROR, (int) cases[i].code);
      g_assert_true ((rows != NULL) == cases[i].fits);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ctl/csv/right", test_right);
  g_test_add_func ("/ctl/csv/cv3-places", test_places);
  g_test_add_func ("/ctl/csv/cv2-wrong", test_wrong);
  g_test_add_func ("/ctl/csv/cv1-limits", test_limits);
  return g_test_run ();
}
