/* store-fixture.c: commands and orders for the tests of the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

void
store_fixture_set_up (StoreFixture *fixture,
                      guint64       seed)
{
  fixture->disk = stanok_disk_new (seed);
  stanok_fake_ports_init (&fixture->ports, fixture->disk, seed);
}

void
store_fixture_tear_down (StoreFixture *fixture)
{
  g_clear_pointer (&fixture->disk, stanok_disk_free);
}

StanokJournal *
store_fixture_open (StoreFixture   *fixture,
                    StanokRecovery *recovery)
{
  g_auto(StanokRecovery) unused = { FALSE };
  g_autoptr(GError) error = NULL;
  StanokJournal *journal =
    stanok_journal_open (&fixture->ports.ports, recovery != NULL ? recovery : &unused, &error);

  g_assert_no_error (error);
  g_assert_nonnull (journal);
  return journal;
}

char *
make_command_id (int n)
{
  return g_strdup_printf ("019aa0c2-0000-7000-8000-%012x", (guint) n);
}

StanokCommand *
make_command (int                n,
              StanokCommandType  type,
              const char        *order_id)
{
  StanokCommand *command = stanok_command_new ();

  command->command_id = make_command_id (n);
  command->type = type;
  command->order_id = g_strdup (order_id);
  command->operator_id = g_strdup_printf ("op-%d", n % 3);
  command->login_id = g_strdup ("login-1");
  command->auth = g_strdup ("offline_pin");
  command->wall_ms = G_GINT64_CONSTANT (1795334400000) + n;
  command->boot_ms = 1000 + n;
  command->boot_id = g_strdup ("boot-1");
  command->base_rev = 1;
  command->args.good = type == STANOK_COMMAND_PROGRESS ? n + 1 : 0;
  command->args.reason = g_strdup (type == STANOK_COMMAND_PAUSE ? "material" : NULL);
  command->args.text = g_strdup (type == STANOK_COMMAND_NOTE ? "„ёлка“ \"quoted\"\n" : NULL);
  return command;
}

StanokOrder *
make_order (int    n,
            gint64 rev)
{
  StanokOrder *order = stanok_order_new ();

  order->id = g_strdup_printf ("WO-%d", n);
  order->epoch = g_strdup ("e1");
  order->rev = rev;
  order->etag = g_strdup_printf ("\"e1.r%" G_GINT64_FORMAT ".%d\"", rev, n);
  order->number = g_strdup_printf ("2026-%05d", n);
  order->title = g_strdup_printf ("Signet ring, size %d", n % 30);
  order->customer = g_strdup ("Anna K.");
  order->source = g_strdup ("shop");
  order->material = g_strdup ("ag925");
  order->ordered = 10;
  order->tolerance_pct = 5;
  order->due_ms = G_GINT64_CONSTANT (1795334400000) + n % 1000 * 3600000;
  order->created_ms = G_GINT64_CONSTANT (1795000000000) + n * 1000;
  order->available_ms = order->created_ms + 500;
  order->priority = n % 10;
  order->station = g_strdup_printf ("st-%d", n % 6);
  order->instructions_rev = 1;
  order->instructions = g_strdup ("Polish.");
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  order->run = STANOK_RUN_IDLE;
  order->price_minor = -1;
  order->changed_ms = order->available_ms + rev;
  return order;
}
