/* test-reoffer.c: walks through restores of the server: nothing that it lost stays lost (2.10)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync-fixture.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

/* S2, S4: each command of the list executed once, and in its order. */
static void
assert_executed (SyncFixture *self,
                 char       **ids)
{
  guint last = 0;

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      guint place = 0;

      while (place < self->mes->ledger->len &&
             strcmp (((FakeRow *) self->mes->ledger->pdata[place])->command_id, ids[i]) != 0)
        place++;
      g_assert_cmpuint (place, <, self->mes->ledger->len);
      g_assert_cmpuint (fake_mes_row (self->mes, ids[i])->effects, ==, 1);
      g_assert_cmpuint (place, >=, last);
      last = place;
    }
}

/* ---- restores --------------------------------------------------------------------------- */

static void
restore (SyncFixture *self,
         const char  *epoch,
         gint64       until_ms)
{
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;
  g_autofree char *wish = NULL;
  FakeMes *backup;

  sync_fixture_begin (self);
  early = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, SECOND);
  backup = fake_mes_backup (self->mes);
  late = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  wish = sync_fixture_take (self, "WO-2");
  sync_fixture_run (self, SECOND);
  sync_fixture_assert_state (self, wish, STANOK_ENTRY_ACCEPTED);
  fake_mes_restore (self->mes, backup, epoch);
  fake_mes_free (backup);
  g_assert_null (fake_mes_row (self->mes, late));
  sync_fixture_run (self, until_ms);

  assert_executed (self, (char *[]) { early, late, NULL });
  assert_executed (self, (char *[]) { wish, NULL });
  sync_fixture_assert_state (self, late, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (sync_fixture_status (self).n_reoffered, ==, 2);
  g_assert_cmpint (fake_mes_order (self->mes, "WO-1")->good, ==, 1);
  sync_fixture_assert_converged (self);
}

/* Fault 35. */
static void
test_restored (SyncFixture   *self,
               gconstpointer  data)
{
  restore (self, "e2", 3 * MINUTE);
}

/* Fault 36: the feed stumbles over it long before the comparison of the day does. */
static void
test_restored_silently (SyncFixture   *self,
                        gconstpointer  data)
{
  restore (self, NULL, 3 * MINUTE);
}

/* Only the ledger was lost, so the queue looks as it should: found within a day. By then a wish is
 * too old to be repeated; what happened, happened. */
static void
test_ledger_lost (SyncFixture   *self,
                  gconstpointer  data)
{
  g_autofree char *note = NULL;
  g_autofree char *wish = NULL;

  sync_fixture_begin (self);
  note = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  wish = sync_fixture_take (self, "WO-2");
  sync_fixture_run (self, SECOND);
  g_ptr_array_set_size (self->mes->ledger, 0);
  sync_fixture_run (self, 25 * HOUR);
  assert_executed (self, (char *[]) { note, NULL });
  g_assert_null (fake_mes_row (self->mes, wish));
  sync_fixture_assert_state (self, wish, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (sync_fixture_status (self).n_reoffered, ==, 1);
  g_assert_cmpuint (self->n_compacted, >=, 1);
}

/* Restored from an old copy, and then the same number was given to another version of an order:
 * neither feed nor digest can show that, but what the ledger lacks betrays it. */
static void
test_numbers_given_twice (SyncFixture   *self,
                          gconstpointer  data)
{
  g_autofree char *note = NULL;
  g_autoptr(StanokOrder) base = NULL;

  sync_fixture_begin (self);
  note = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-1");
  sync_fixture_run (self, SECOND);
  g_ptr_array_set_size (self->mes->ledger, 0);
  fake_mes_order (self->mes, "WO-3")->priority = 9;
  fake_mes_forget (self->mes);
  sync_fixture_run (self, 25 * HOUR);
  g_assert_cmpuint (fake_mes_count (self->mes, "GET /v1/queues/floor/snapshot"), >, 0);
  base = stanok_cache_get_base (self->cache, "WO-3");
  g_assert_cmpint (base->priority, ==, 9);
  sync_fixture_assert_converged (self);
}

/* T1: while the machine runs, the wall clock has no say in how old a wish is. */
static void
test_clock_ahead (SyncFixture   *self,
                  gconstpointer  data)
{
  g_autofree char *wish = NULL;
  FakeMes *backup;

  sync_fixture_begin (self);
  backup = fake_mes_backup (self->mes);
  wish = sync_fixture_take (self, "WO-2");
  sync_fixture_run (self, SECOND);
  self->ports.wall_ms += 24 * HOUR;
  fake_mes_restore (self->mes, backup, "e2");
  fake_mes_free (backup);
  sync_fixture_run (self, 3 * MINUTE);
  assert_executed (self, (char *[]) { wish, NULL });
}

/* S4: after a start with a clock that is a day ahead a lost wish is too old. When it is right again
 * the lane has gone on without it. */
static void
test_wish_overtaken (SyncFixture   *self,
                     gconstpointer  data)
{
  g_autofree char *wish = NULL;
  g_autofree char *note = NULL;
  FakeMes *backup;

  sync_fixture_begin (self);
  backup = fake_mes_backup (self->mes);
  wish = sync_fixture_take (self, "WO-2");
  note = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-2");
  sync_fixture_run (self, SECOND);
  sync_fixture_kill (self, FALSE);
  stanok_fake_ports_reboot (&self->ports);
  self->ports.wall_ms += 24 * HOUR;
  fake_mes_restore (self->mes, backup, "e2");
  fake_mes_free (backup);
  sync_fixture_boot (self);
  sync_fixture_run (self, 3 * MINUTE);
  assert_executed (self, (char *[]) { note, NULL });
  g_assert_null (fake_mes_row (self->mes, wish));

  self->ports.wall_ms -= 24 * HOUR;
  backup = fake_mes_backup (self->mes);
  fake_mes_restore (self->mes, backup, "e3");
  fake_mes_free (backup);
  sync_fixture_run (self, 3 * MINUTE);
  g_assert_null (fake_mes_row (self->mes, wish));
  sync_fixture_assert_state (self, wish, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_converged (self);
}

/* What was recorded after the loss of the server's memory waits until the lost is back: S4. Also if
 * the journal cannot be read at first: what cannot be read is not nothing. */
static void
test_order_after_restore (SyncFixture   *self,
                          gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *next = NULL;
  FakeMes *backup;

  sync_fixture_begin (self);
  backup = fake_mes_backup (self->mes);
  claim = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, SECOND);
  self->down = STANOK_TRANSPORT_RESET;
  sync_fixture_run (self, MINUTE);
  fake_mes_restore (self->mes, backup, "e2");
  self->list_fails = GPOINTER_TO_INT (data) ? 2 : 0;
  fake_mes_free (backup);
  next = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  self->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (self, 3 * MINUTE);
  assert_executed (self, (char *[]) { claim, next, NULL });
  sync_fixture_assert_converged (self);
}

/* Fault 41: the disk refuses any one access while the new epoch is taken in; work gets there. */
static void
test_disk_fails (SyncFixture   *self,
                 gconstpointer  data)
{
  sync_fixture_begin (self);
  for (gint64 n = 0; n < 50; n++)
    {
      g_autofree char *epoch = g_strdup_printf ("f%" G_GINT64_FORMAT, n);
      g_autofree char *note = NULL;
      g_autofree char *next = NULL;
      FakeMes *backup = fake_mes_backup (self->mes);

      note = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-3");
      sync_fixture_run (self, SECOND);
      self->down = STANOK_TRANSPORT_RESET;
      sync_fixture_run (self, 30 * SECOND);
      fake_mes_restore (self->mes, backup, epoch);
      fake_mes_free (backup);
      next = sync_fixture_act (self, STANOK_COMMAND_NOTE, "WO-3");
      self->down = STANOK_TRANSPORT_OK;
      stanok_disk_fail_at (self->disk, n, STANOK_DISK_EIO, FALSE);
      sync_fixture_run (self, 4 * MINUTE);
      stanok_disk_fail_at (self->disk, -1, STANOK_DISK_EIO, FALSE);
      assert_executed (self, (char *[]) { note, next, NULL });
      sync_fixture_assert_state (self, note, STANOK_ENTRY_ACCEPTED);
      sync_fixture_assert_converged (self);
    }
}

/* The kiosk is killed in the middle of it, at any of the first hundred moments. */
static void
test_killed_while_reoffering (SyncFixture   *self,
                              gconstpointer  data)
{
  g_autofree char *claim = NULL;
  g_autofree char *next = NULL;
  FakeMes *backup;

  sync_fixture_begin (self);
  backup = fake_mes_backup (self->mes);
  claim = sync_fixture_take (self, "WO-1");
  sync_fixture_run (self, SECOND);
  fake_mes_restore (self->mes, backup, "e2");
  fake_mes_free (backup);
  next = sync_fixture_act (self, STANOK_COMMAND_PROGRESS, "WO-1");
  for (int i = 0; i < 100; i++)
    {
      sync_fixture_run (self, g_test_rand_int_range (0, 120));
      sync_fixture_kill (self, g_test_rand_bit ());
      sync_fixture_boot (self);
    }
  sync_fixture_run (self, 3 * MINUTE);
  sync_fixture_assert_state (self, claim, STANOK_ENTRY_ACCEPTED);
  sync_fixture_assert_state (self, next, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (fake_mes_row (self->mes, claim)->effects, ==, 1);
  sync_fixture_assert_converged (self);
}

#define ADD(name, function) \
  g_test_add ("/sync/reoffer/" name, SyncFixture, NULL, sync_fixture_set_up, function, \
              sync_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("announced", test_restored);
  ADD ("silent", test_restored_silently);
  ADD ("ledger-lost-within-a-day", test_ledger_lost);
  ADD ("s6-numbers-given-twice", test_numbers_given_twice);
  ADD ("t1-a-clock-that-runs-ahead", test_clock_ahead);
  ADD ("s4-an-old-wish-is-overtaken", test_wish_overtaken);
  ADD ("s4-keeps-the-order-of-lanes", test_order_after_restore);
  g_test_add ("/sync/reoffer/s4-when-the-journal-cannot-be-read", SyncFixture, GINT_TO_POINTER (1),
              sync_fixture_set_up, test_order_after_restore, sync_fixture_tear_down);
  ADD ("survives-kills", test_killed_while_reoffering);
  ADD ("survives-a-disk-that-fails-once", test_disk_fails);
  return g_test_run ();
}
