/* test-command.c: a command is copied whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-command.h"

#define STRING(member) G_STRUCT_OFFSET (StanokCommand, member)

static const gsize strings[] = {
  STRING (command_id), STRING (order_id), STRING (operator_id), STRING (login_id), STRING (auth),
  STRING (boot_id), STRING (saw_model), STRING (depends_on),
  STRING (args.reason), STRING (args.to), STRING (args.command_id), STRING (args.exception_id),
  STRING (args.decision), STRING (args.kind), STRING (args.text), STRING (args.tracking),
  STRING (args.sha256), STRING (args.media_type), STRING (args.name),
};

static void
test_copy_is_deep (void)
{
  g_autoptr(StanokCommand) a = stanok_command_new ();
  g_autoptr(StanokCommand) b = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    G_STRUCT_MEMBER (char *, a, strings[i]) = g_strdup_printf ("string %zu", i);
  a->type = STANOK_COMMAND_COMPLETE;
  a->base_rev = 41;
  a->args.good = 24;
  stanok_command_add_scrap (a, "surface", 1);

  b = stanok_command_copy (a);
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      const char *copied = G_STRUCT_MEMBER (char *, b, strings[i]);

      g_assert_cmpstr (copied, ==, G_STRUCT_MEMBER (char *, a, strings[i]));
      g_assert_true (copied != G_STRUCT_MEMBER (char *, a, strings[i]));
    }
  g_assert_cmpint (b->type, ==, STANOK_COMMAND_COMPLETE);
  g_assert_cmpint (b->base_rev, ==, 41);
  g_assert_cmpint (b->args.good, ==, 24);

  stanok_command_add_scrap (b, "porosity", 2);
  g_assert_cmpint (stanok_command_get_scrap_count (a), ==, 1);
  g_assert_cmpint (stanok_command_get_scrap_count (b), ==, 3);
  g_assert_cmpstr (((StanokScrap *) b->args.scrap->pdata[0])->reason, ==, "surface");
}

static void
test_free_nothing (void)
{
  stanok_command_free (NULL);
  stanok_scrap_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/command/copy-is-deep", test_copy_is_deep);
  g_test_add_func ("/domain/command/nothing-is-freed-safely", test_free_nothing);
  return g_test_run ();
}
