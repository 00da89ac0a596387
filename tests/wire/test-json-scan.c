/* test-json-scan.c: what the scanner accepts and what it refuses, and that a parser never sees the
 * rest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "wire/stanok-json-scan.h"

typedef struct {
  const char *path;
  const char *text;
  const char *message;     /* (nullable) NULL: accepted */
} Row;

static const Row rows[] = {
  { "accepts/empty-object", "{}", NULL },
  { "accepts/empty-list", " [ ] \n", NULL },
  { "accepts/every-kind",
    "{\"a\":[1,-2.5e+3,true,false,null,\"\\u0416\\ud83d\\ude00\\n\"],\"b\":{}}", NULL },
  { "accepts/smallest-integer", "[-9223372036854775808,9223372036854775807,0,-0]", NULL },
  { "accepts/equal-names-in-siblings", "[{\"a\":1},{\"a\":1}]", NULL },
  { "accepts/equal-names-in-levels", "{\"a\":{\"a\":{\"a\":1}}}", NULL },
  { "refuses/js2-empty", "", "JSON, byte 0: the text is empty" },
  { "refuses/js2-only-space", "  ", "JSON, byte 2: the text is empty" },
  { "refuses/js2-scalar-at-top", "1", "JSON, byte 0: object or list expected" },
  { "refuses/js2-two-documents", "{}{}", "JSON, byte 2: text after the end of the document" },
  { "refuses/js2-trailing-comma", "[1,]", "JSON, byte 3: value expected" },
  { "refuses/js2-trailing-comma-in-object", "{\"a\":1,}", "JSON, byte 7: member name expected" },
  { "refuses/js2-missing-comma", "[1 2]", "JSON, byte 3: “,” or the end of the list expected" },
  { "refuses/js2-wrong-bracket", "[1}", "JSON, byte 2: “,” or the end of the list expected" },
  { "refuses/js2-open-end", "[1", "JSON, byte 2: “,” or the end of the list expected" },
  { "refuses/js2-open-string", "[\"a", "JSON, byte 3: the text ends inside a string" },
  { "refuses/js2-missing-value", "{\"a\":",
    "JSON, byte 5: the text ends where a value should stand" },
  { "refuses/js2-missing-colon", "{\"a\" 1}", "JSON, byte 5: “:” expected" },
  { "refuses/js2-single-quotes", "{'a':1}", "JSON, byte 1: member name expected" },
  { "refuses/js2-comment", "/* c */{}", "JSON, byte 0: object or list expected" },
  { "refuses/js2-comment-inside", "[/**/1]", "JSON, byte 1: value expected" },
  { "refuses/js2-bare-name", "{a:1}", "JSON, byte 1: member name expected" },
  { "refuses/js2-word", "[tru]", "JSON, byte 1: value expected" },
  { "refuses/js2-control", "[\"\x01\"]", "JSON, byte 2: control character in a string" },
  { "refuses/js2-tab-in-string", "[\"\t\"]", "JSON, byte 2: control character in a string" },
  { "refuses/js2-escape", "[\"\\x\"]", "JSON, byte 3: unknown escape" },
  { "refuses/js2-utf8", "[\"\xc3\"]", "JSON, byte 2: not valid UTF-8" },
  { "refuses/js2-byte-order-mark", "\xef\xbb\xbf{}", "JSON, byte 0: object or list expected" },
  { "refuses/js3-leading-zero", "[01]", "JSON, byte 2: number with a leading zero" },
  { "refuses/js3-plus", "[+1]", "JSON, byte 1: value expected" },
  { "refuses/js3-no-fraction", "[1.]", "JSON, byte 3: digit expected" },
  { "refuses/js3-no-exponent", "[1e]", "JSON, byte 3: digit expected" },
  { "refuses/js3-too-large", "[9223372036854775808]", "JSON, byte 20: integer out of range" },
  { "refuses/js3-too-small", "[-9223372036854775809]", "JSON, byte 21: integer out of range" },
  { "refuses/js3-infinite", "[1e999]", "JSON, byte 6: number out of range" },
  { "refuses/js3-nan", "[NaN]", "JSON, byte 1: value expected" },
  { "refuses/js4-twice", "{\"a\":1,\"a\":2}", "JSON, byte 10: two members of the same name" },
  { "refuses/js4-twice-escaped", "{\"a\":1,\"\\u0061\":2}",
    "JSON, byte 15: two members of the same name" },
  { "refuses/js5-nul-escape", "[\"\\u0000\"]", "JSON, byte 8: U+0000 is not text" },
  { "refuses/js5-high-alone", "[\"\\ud83d\"]", "JSON, byte 8: high surrogate without its low one" },
  { "refuses/js5-high-high", "[\"\\ud83d\\ud83d\"]",
    "JSON, byte 14: high surrogate without its low one" },
  { "refuses/js5-low-alone", "[\"\\ude00\"]", "JSON, byte 8: low surrogate without its high one" },
  { "refuses/js5-short-escape", "[\"\\u12\"]", "JSON, byte 6: four hex digits expected after \\u" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(GError) error = NULL;
  gboolean accepted = stanok_json_scan (row->text, strlen (row->text), &STANOK_JSON_COMMAND,
                                        &error);

  if (row->message == NULL)
    {
      g_autoptr(JsonParser) parser = json_parser_new ();

      g_assert_no_error (error);
      g_assert_true (accepted);
      g_assert_true (json_parser_load_from_data (parser, row->text, -1, NULL));
      return;
    }
  g_assert_false (accepted);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_assert_cmpstr (error->message, ==, row->message);
}

static void
assert_limit (const char *text,
              gsize       length)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (stanok_json_scan (text, length, &STANOK_JSON_COMMAND, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT);
}

/* 60 000 brackets are within the size and would end a recursive parser. */
static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (60000, '[');
  g_autofree char *deep = g_strdup ("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]");
  g_autofree char *deeper = g_strdup ("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]");

  assert_limit (open, 60000);
  g_assert_true (stanok_json_scan (deep, strlen (deep), &STANOK_JSON_COMMAND, NULL));
  assert_limit (deeper, strlen (deeper));
}

static void
test_size (void)
{
  g_autofree char *text = g_strnfill (64 * 1024 + 1, ' ');

  text[0] = '[';
  text[64 * 1024] = ']';
  assert_limit (text, 64 * 1024 + 1);
  text[64 * 1024 - 1] = ']';
  g_assert_true (stanok_json_scan (text, 64 * 1024, &STANOK_JSON_COMMAND, NULL));
}

static void
test_members (void)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < STANOK_JSON_COMMAND.max_members; i++)
    g_string_append_printf (text, "%s\"m%u\":1", i > 0 ? "," : "", i);
  g_string_append_c (text, '}');
  g_assert_true (stanok_json_scan (text->str, text->len, &STANOK_JSON_COMMAND, NULL));
  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",\"last\":1}");
  assert_limit (text->str, text->len);
  g_string_free (text, TRUE);
}

static void
test_long_number (void)
{
  g_autofree char *zeros = g_strnfill (80, '0');
  g_autofree char *text = g_strdup_printf ("[0.%s1]", zeros);

  assert_limit (text, strlen (text));
}

/* A U+0000 byte inside the text is an end to C and must not be one to the scanner. */
static void
test_raw_nul (void)
{
  static const char text[] = "[\"a\0b\"]";
  static const char after[] = "[1]\0";
  g_autoptr(GError) error = NULL;

  g_assert_false (stanok_json_scan (text, sizeof text - 1, &STANOK_JSON_COMMAND, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_assert_false (stanok_json_scan (after, sizeof after - 1, &STANOK_JSON_COMMAND, NULL));
}

/* Every proper prefix of a document is refused. */
static void
test_truncated (void)
{
  static const char text[] = "{\"a\":[1,-2.5e3,{\"b\":\"\\u0416x\"},null],\"c\":true}";

  g_assert_true (stanok_json_scan (text, strlen (text), &STANOK_JSON_COMMAND, NULL));
  for (gsize n = 0; n < strlen (text); n++)
    g_assert_false (stanok_json_scan (text, n, &STANOK_JSON_COMMAND, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/wire/json-scan/%s", rows[i].path);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/wire/json-scan/js1-refuses/deep", test_depth);
  g_test_add_func ("/wire/json-scan/refuses/large", test_size);
  g_test_add_func ("/wire/json-scan/refuses/many-members", test_members);
  g_test_add_func ("/wire/json-scan/refuses/long-number", test_long_number);
  g_test_add_func ("/wire/json-scan/js5-refuses/raw-nul", test_raw_nul);
  g_test_add_func ("/wire/json-scan/refuses/every-prefix", test_truncated);
  return g_test_run ();
}
