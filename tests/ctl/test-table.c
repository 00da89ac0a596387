/* test-table.c: columns for people, JSON lines for scripts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-table.h"

static const StanokTableColumn columns[] = {
  { "id", "ORDER", 0, FALSE }, { "n", NULL, 0, TRUE }, { "title", "TITLE", 5, FALSE },
  { "hidden", NULL, 0, FALSE },
};

static void
test_both (void)
{
  g_autoptr(StanokTable) table = stanok_table_new (columns, G_N_ELEMENTS (columns));
  const char * const first[] = { "WO-1042", "17", "Кольцо", "x\"y" };
  const char * const second[] = { "W", NULL, "a\x1b[2J", NULL };
  const char * const third[] = { "W2", NULL, "", NULL };
  g_autofree char *text = NULL, *json = NULL;

  stanok_table_add (table, first);
  stanok_table_add (table, second);
  stanok_table_add (table, third);
  g_assert_cmpuint (stanok_table_get_n (table), ==, 3);
  text = stanok_table_to_text (table);
  g_assert_cmpstr (text, ==, "ORDER    TITLE\nWO-1042  Кольц…\nW        a?[2J\nW2       -\n");
  json = stanok_table_to_json (table);
  g_assert_cmpstr (json, ==,
                   "{\"id\":\"WO-1042\",\"n\":17,\"title\":\"Кольцо\",\"hidden\":\"x\\\"y\"}\n"
                   "{\"id\":\"W\",\"n\":null,\"title\":\"a\\u001b[2J\",\"hidden\":null}\n"
                   "{\"id\":\"W2\",\"n\":null,\"title\":\"\",\"hidden\":null}\n");
}

static void
test_empty (void)
{
  g_autoptr(StanokTable) table = stanok_table_new (columns, G_N_ELEMENTS (columns));
  g_autofree char *text = stanok_table_to_text (table), *json = stanok_table_to_json (table);

  g_assert_cmpstr (text, ==, "ORDER  TITLE\n");
  g_assert_cmpstr (json, ==, "");
}

static void
test_time (void)
{
  g_autofree char *time = stanok_table_time (G_GINT64_CONSTANT (1795305600000));

  g_assert_cmpstr (time, ==, "2026-11-22 00:00");
  g_assert_null (stanok_table_time (0));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ctl/table/text-and-json", test_both);
  g_test_add_func ("/ctl/table/empty", test_empty);
  g_test_add_func ("/ctl/table/time", test_time);
  return g_test_run ();
}
