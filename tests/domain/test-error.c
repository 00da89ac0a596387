/* test-error.c: each error says whether trying again makes sense
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-error.h"

static void
test_retryable (void)
{
  for (int code = 0; code < STANOK_N_ERRORS; code++)
    {
      g_autoptr(GError) error = g_error_new_literal (STANOK_ERROR, code, "x");
      gboolean retryable = code == STANOK_ERROR_OFFLINE || code == STANOK_ERROR_BUSY;

      g_assert_true (stanok_error_is_retryable (error) == retryable);
    }
}

static void
test_foreign (void)
{
  g_autoptr(GError) error = g_error_new_literal (g_quark_from_static_string ("foreign"),
                                                 STANOK_ERROR_OFFLINE, "x");

  g_assert_false (stanok_error_is_retryable (error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/error/retryable-per-code", test_retryable);
  g_test_add_func ("/domain/error/a-foreign-error-is-never-retryable", test_foreign);
  return g_test_run ();
}
