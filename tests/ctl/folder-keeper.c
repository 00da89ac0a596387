/* folder-keeper.c: a terminal's folder with the real journal, cache and lock, for tests to look at
 *
 *   folder-keeper DIR
 *
 * Does what each line of standard input says, and answers each with a line; ends with the input.
 *   record TYPE ORDER [ETAG]     a command of op-11, with the next number
 *   settle N STATE [REASON]      the fate of the N-th
 *   orders EPOCH ID...           what the server's queue has
 *   json ORDER-AS-JSON           one more of them
 *   flood N                      N notes, as fast as the disk takes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <string.h>

#include "port/stanok-system-ports.h"
#include "store/stanok-cache.h"
#include "store/stanok-journal.h"

typedef struct {
  StanokPorts   *ports;
  StanokJournal *journal;
  StanokCache   *cache;
  GPtrArray     *ids;          /* of the commands, as they were recorded */
} Keeper;

static void
open_folder (Keeper     *self,
             const char *path)
{
  g_autoptr(GError) error = NULL;
  StanokRecovery recovery;
  gboolean rebuilt;

  self->ports = stanok_system_ports_new (path, &error);
  if (self->ports != NULL)
    self->journal = stanok_journal_open (self->ports, &recovery, &error);
  if (self->journal != NULL)
    self->cache = stanok_cache_open (self->ports, &rebuilt, &error);
  if (self->cache == NULL)
    g_error ("%s", error->message);
  stanok_recovery_clear (&recovery);
  stanok_cache_set_device (self->cache, "K-01");
  self->ids = g_ptr_array_new_with_free_func (g_free);
}

static void
close_folder (Keeper *self)
{
  stanok_cache_close (self->cache);
  stanok_journal_close (self->journal);
  stanok_system_ports_free (self->ports);
  g_ptr_array_unref (self->ids);
}

static void
record (Keeper     *self,
        const char *type,
        const char *order_id,
        const char *etag)
{
  StanokCommand *command = stanok_command_new ();
  g_autoptr(StanokEntry) entry = NULL;
  g_autoptr(GError) error = NULL;

  command->command_id = stanok_uuid7_new (self->ports);
  command->type = (StanokCommandType) stanok_command_from_name (type);
  command->order_id = g_strdup (order_id);
  command->operator_id = g_strdup ("op-11");
  command->login_id = g_strdup ("login-1");
  command->auth = g_strdup ("pin");
  command->wall_ms = self->ports->clock.wall_ms (self->ports->clock.data);
  command->boot_ms = self->ports->clock.boot_ms (self->ports->clock.data);
  command->boot_id = g_strdup (self->ports->clock.boot_id (self->ports->clock.data));
  command->args.text = g_strdup (command->type == STANOK_COMMAND_NOTE ? "Ой\nline" : NULL);
  command->args.start = FALSE;
  g_ptr_array_add (self->ids, g_strdup (command->command_id));
  entry = stanok_journal_record (self->journal, command, etag, &error);
  if (entry == NULL)
    g_error ("%s", error->message);
  stanok_cache_put_entry (self->cache, entry);
  stanok_command_free (command);
}

static void
settle (Keeper     *self,
        guint       n,
        const char *state,
        const char *reason)
{
  StanokSettlement settlement = {
    .command_id = self->ids->pdata[n - 1], .state = (StanokEntryState)
      stanok_entry_state_from_name (state), .reason = reason,
  };
  g_autoptr(StanokEntry) entry = NULL;

  if (settlement.state == STANOK_ENTRY_CONFLICT)
    settlement.problem = STANOK_PROBLEM_ALREADY_CLAIMED;
  entry = stanok_journal_settle (self->journal, &settlement, NULL);
  g_assert_nonnull (entry);
  stanok_cache_put_entry (self->cache, entry);
}

static StanokOrder *
make_order (const char *id,
            const char *epoch)
{
  StanokOrder *order = stanok_order_new ();

  order->id = g_strdup (id);
  order->epoch = g_strdup (epoch);
  order->rev = 1;
  order->etag = g_strdup_printf ("\"%s.r1\"", epoch);
  order->number = g_strdup (id);
  order->title = g_strdup_printf ("Кольцо %s", id);
  order->customer = g_strdup ("Anna K.");
  order->source = g_strdup ("crm");
  order->material = g_strdup ("ag925");
  order->instructions = g_strdup ("");
  order->ordered = 10;
  order->due_ms = G_GINT64_CONSTANT (1798156740000);
  order->created_ms = G_GINT64_CONSTANT (1795000000000) + id[strlen (id) - 1];
  order->available_ms = order->created_ms;
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  return order;
}

static void
put_orders (Keeper *self,
            char  **words)
{
  StanokSnapshotPage page = { .epoch = words[1], .cursor = (char *) "c1" };

  page.items = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
  for (guint i = 2; words[i] != NULL; i++)
    g_ptr_array_add (page.items, make_order (words[i], words[1]));
  g_assert_true (stanok_cache_snapshot_begin (self->cache, page.epoch, page.cursor, NULL));
  g_assert_true (stanok_cache_snapshot_page (self->cache, &page, NULL));
  g_assert_true (stanok_cache_snapshot_finish (self->cache, NULL));
  g_assert_true (stanok_cache_set_validated (self->cache, NULL));
  g_ptr_array_unref (page.items);
}

static void
obey (Keeper *self,
      char   *line)
{
  g_auto(GStrv) words = g_strsplit (g_strchomp (line), " ", -1);
  g_autoptr(StanokOrder) order = NULL;

  if (strcmp (words[0], "record") == 0)
    record (self, words[1], words[2], words[3]);
  else if (strcmp (words[0], "settle") == 0)
    settle (self, (guint) g_ascii_strtoull (words[1], NULL, 10), words[2],
            words[3]);
  else if (strcmp (words[0], "orders") == 0)
    put_orders (self, words);
  else if (strcmp (words[0], "json") == 0)
    {
      order = stanok_order_from_json (line + 5, strlen (line + 5), NULL);
      g_assert_true (stanok_cache_apply_order (self->cache, order, NULL));
    }
  else if (strcmp (words[0], "flood") == 0)
    for (guint64 n = g_ascii_strtoull (words[1], NULL, 10); n > 0; n--)
      record (self, "note", "WO-1", NULL);
  else
    g_error ("“%s” is nothing that can be done", line);
}

int
main (int   argc,
      char *argv[])
{
  Keeper self = { NULL };
  g_autofree char *line = g_malloc (65536);

  g_assert_cmpint (argc, ==, 2);
  open_folder (&self, argv[1]);
  puts ("ready");
  fflush (stdout);
  while (fgets (line, 65536, stdin) != NULL)
    {
      obey (&self, line);
      puts ("ok");
      fflush (stdout);
    }
  close_folder (&self);
  return 0;
}
