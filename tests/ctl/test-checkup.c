/* test-checkup.c: what the doctor says of room and clocks that no test can have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "ctl/stanok-checkup.h"

#define MIB G_GINT64_CONSTANT (1048576)

/* The only line that was left. */
static char *
take_line (StanokCheckup *checkup,
           guint         *n_failed)
{
  char *line = stanok_table_to_json (checkup->table);

  *n_failed = checkup->n_failed;
  stanok_checkup_clear (checkup);
  return line;
}

static void
test_space (void)
{
  static const struct {
    gint64      free_bytes;
    const char *result, *words;
    guint       n_failed;
  } cases[] = {
    { 32 * MIB - 1, "\"failed\"", "31 MiB are free: soon nothing can be recorded; make room", 1 },
    { 0, "\"failed\"", "0 MiB are free", 1 },
    { 32 * MIB, "\"warning\"", "32 MiB are free: no more models", 0 },
    { 256 * MIB - 1, "\"warning\"", "make room on the disk of /data", 0 },
    { 256 * MIB, "\"ok\"", "256 MiB are free\"", 0 },
    { -1, "\"warning\"", "the system does not say", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(StanokCheckup) checkup = { NULL };
      g_autofree char *line = NULL;
      guint n_failed;

      stanok_checkup_init (&checkup);
      stanok_checkup_space (&checkup, "/data", cases[i].free_bytes);
      line = take_line (&checkup, &n_failed);
      g_assert_nonnull (strstr (line, cases[i].result));
      g_assert_nonnull (strstr (line, cases[i].words));
      g_assert_cmpuint (n_failed, ==, cases[i].n_failed);
    }
}

/* Without a server the journal is the only witness of the time. */
static void
test_clock (void)
{
  const StanokOptions options = { NULL };

  for (int i = 0; i < 2; i++)
    {
      g_auto(StanokCheckup) checkup = { NULL };
      g_autofree char *line = NULL;
      guint n_failed;

      stanok_checkup_init (&checkup);
      checkup.recorded_ms = g_get_real_time () / 1000 + (i == 0 ? 0 : 3600000);
      stanok_checkup_server (&checkup, &options);
      line = take_line (&checkup, &n_failed);
      g_assert_nonnull (strstr (line, i == 0 ? "\"clock\",\"result\":\"ok\""
                                             : "\"clock\",\"result\":\"warning\""));
      g_assert_cmpuint (n_failed, ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ctl/checkup/space", test_space);
  g_test_add_func ("/ctl/checkup/clock", test_clock);
  return g_test_run ();
}
