/* test-mes-epoch.c: a restart is not noticed, a restored copy is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes-mirror.h"

static GBytes *
copy_database (Fixture *fixture)
{
  char *bytes;
  gsize n;

  fixture->counter = stanok_mes_get_counter (fixture->mes);
  fixture_close (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &n, NULL));
  fixture_open (fixture);
  return g_bytes_new_take (bytes, n);
}

static void
restore_database (Fixture *fixture,
                  GBytes  *copy,
                  gint64   outside_counter)
{
  fixture_close (fixture);
  g_assert_true (g_file_set_contents (fixture->path, g_bytes_get_data (copy, NULL),
                                      (gssize) g_bytes_get_size (copy), NULL));
  fixture->counter = outside_counter;
  fixture_open (fixture);
}

static void
work (Fixture    *fixture,
      const char *id)
{
  g_autoptr(StanokCommand) command = fixture_make_command (fixture, STANOK_COMMAND_PROGRESS, id);
  g_autoptr(StanokMesResponse) response = NULL;

  command->args.good = 1;
  response = SEND (fixture, command);
  assert_reply (response, STANOK_OUTCOME_APPLIED);
}

static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *epoch = g_strdup (stanok_mes_get_epoch (fixture->mes)), *tag = NULL;
  Mirror mirror;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  tag = fixture_etag (fixture, "WO-1");
  mirror_init (&mirror);
  mirror_snapshot (&mirror, fixture, 10);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *again = NULL;

      fixture_restart (fixture);
      g_assert_cmpstr (stanok_mes_get_epoch (fixture->mes), ==, epoch);
      again = fixture_etag (fixture, "WO-1");
      g_assert_cmpstr (again, ==, tag);
      g_assert_true (mirror_pull (&mirror, fixture, 10));
    }
  mirror_clear (&mirror);
}

/* The shell that stores the counter only at its start, killed at any moment since. */
static void
test_counter_behind (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *epoch = g_strdup (stanok_mes_get_epoch (fixture->mes));
  gint64 at_start = fixture->counter;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  work (fixture, "WO-1");
  fixture_close (fixture);
  fixture->counter = at_start;
  fixture_open (fixture);
  g_assert_cmpstr (stanok_mes_get_epoch (fixture->mes), ==, epoch);
}

static void
test_restored (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *epoch = g_strdup (stanok_mes_get_epoch (fixture->mes)), *old_tag = NULL;
  g_autofree char *new_tag = NULL, *changes = NULL;
  g_autoptr(GBytes) copy = NULL;
  g_autoptr(StanokMesResponse) foreign = NULL, stale = NULL, again = NULL;
  g_autoptr(StanokCommand) lost = NULL, claim = NULL;
  Mirror mirror;

  fixture_add_order (fixture, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  fixture_add_order (fixture, "WO-2", STANOK_STATE_CLOSED);
  copy = copy_database (fixture);
  lost = fixture_make_command (fixture, STANOK_COMMAND_PROGRESS, "WO-1");
  lost->args.good = 2;
  stanok_mes_response_free (SEND (fixture, lost, .seq = 90));
  mirror_init (&mirror);
  mirror_snapshot (&mirror, fixture, 10);
  old_tag = fixture_etag (fixture, "WO-1");

  restore_database (fixture, copy, stanok_mes_get_counter (fixture->mes));
  g_assert_cmpstr (stanok_mes_get_epoch (fixture->mes), !=, epoch);
  changes = g_strconcat ("/v1/queues/floor/changes?since=", mirror.cursor, NULL);
  foreign = ASK (fixture, .path = changes);
  assert_problem (foreign, STANOK_PROBLEM_EPOCH_CHANGED);
  /* E1: no tag of before is true now. */
  claim = fixture_make_command (fixture, STANOK_COMMAND_CLAIM, "WO-1");
  stale = SEND (fixture, claim, .if_match = old_tag);
  assert_problem (stale, STANOK_PROBLEM_STALE_ORDER);
  new_tag = fixture_etag (fixture, "WO-1");
  g_assert_cmpstr (new_tag, !=, old_tag);
  g_assert_true (strstr (new_tag, stanok_mes_get_epoch (fixture->mes)) != NULL);
  /* 2.10: what the copy does not know is offered again under its old id, and done once. */
  again = SEND (fixture, lost, .seq = 90);
  assert_reply (again, STANOK_OUTCOME_APPLIED);
  g_assert_null (stanok_mes_response_get (again, "idempotency-replayed"));
  g_assert_cmpint (stanok_mes_count_effects (fixture->mes, lost->command_id), ==, 1);
  while (!mirror_snapshot (&mirror, fixture, 10))
    continue;
  mirror_assert_current (&mirror, fixture);
  fixture_restart (fixture);
  mirror_assert_current (&mirror, fixture);
  mirror_clear (&mirror);
}

static void
test_no_counter (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *epoch = g_strdup (stanok_mes_get_epoch (fixture->mes));

  fixture_close (fixture);
  fixture->counter = 0;
  fixture_open (fixture);
  g_assert_cmpstr (stanok_mes_get_epoch (fixture->mes), !=, epoch);
  g_assert_cmpint (fixture->counter, >, 0);
}

/* Two servers that begin at the same number are still two. */
static void
test_other_server (Fixture       *fixture,
                   gconstpointer  data)
{
  Fixture other = { 0 };

  fixture_set_up (&other, NULL);
  other.random = 43;
  fixture_close (&other);
  g_clear_pointer (&other.sql, stanok_sql_close);
  other.counter = 0;
  fixture_open (&other);
  g_assert_cmpstr (stanok_mes_get_epoch (other.mes), !=, stanok_mes_get_epoch (fixture->mes));
  fixture_tear_down (&other, NULL);
}

static void
test_newer_schema (Fixture       *fixture,
                   gconstpointer  data)
{
  const StanokMesPorts ports = { NULL };
  g_autoptr(GError) error = NULL;
  gint64 counter = 1;

  stanok_sql_script (fixture->sql, "PRAGMA user_version=99", NULL);
  g_clear_pointer (&fixture->mes, stanok_mes_free);
  g_assert_null (stanok_mes_new (&ports, fixture->sql, fixture->objects, &fixture->config, &counter,
                                 &error));
  g_assert_nonnull (strstr (error->message, "newer version"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) \
  g_test_add ("/mes/epoch/" path, Fixture, "file", fixture_set_up, test, fixture_tear_down)
  ADD ("restart/keeps-everything", test_restart);
  ADD ("restart/counter-may-be-behind", test_counter_behind);
  ADD ("restore/changes-the-epoch", test_restored);
  ADD ("restore/without-counter", test_no_counter);
  ADD ("other-server/has-another", test_other_server);
  ADD ("schema/newer-is-refused", test_newer_schema);
  return g_test_run ();
}
