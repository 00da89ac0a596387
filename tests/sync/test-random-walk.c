/* test-random-walk.c: a shift of everything at once, from a seed; in the end all is as it should be
 *
 * STANOK_SEED=n begins there, STANOK_SEEDS=n walks so many. The log has every request.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync-fixture.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)

#define SEEDS 40
#define STEPS 150

typedef struct {
  SyncFixture  sync;
  GRand       *random;
  GPtrArray   *ids;        /* (element-type utf8) every command that was recorded */
  FakeMes     *backup;     /* (nullable) */
  guint        n_epochs;
  guint        n_orders;
} Walk;

static gint32
draw (Walk   *self,
      gint32  end)
{
  return g_rand_int_range (self->random, 0, end);
}

static char *
draw_order (Walk *self)
{
  return g_strdup_printf ("WO-%d", 1 + draw (self, (gint32) self->n_orders));
}

/* ---- what people do --------------------------------------------------------------------- */

static void
act (Walk *self)
{
  static const StanokCommandType types[] = {
    STANOK_COMMAND_CLAIM, STANOK_COMMAND_CLAIM, STANOK_COMMAND_PROGRESS, STANOK_COMMAND_PROGRESS,
    STANOK_COMMAND_START, STANOK_COMMAND_PAUSE, STANOK_COMMAND_RESUME, STANOK_COMMAND_COMPLETE,
    STANOK_COMMAND_RELEASE, STANOK_COMMAND_NOTE,
  };
  StanokCommandType type = types[draw (self, G_N_ELEMENTS (types))];
  StanokArgs args = { .start = draw (self, 2), .good = 1 + draw (self, 3),
                      .reason = (char *) "break", .text = (char *) "a note" };
  g_autofree char *order = draw_order (self);

  g_ptr_array_add (self->ids, sync_fixture_act_with (&self->sync, type, order, &args));
}

static void
acknowledge (Walk *self)
{
  g_autoptr(GPtrArray) open = stanok_journal_list_open (self->sync.journal);

  for (guint i = 0; i < open->len; i++)
    {
      const StanokEntry *entry = open->pdata[i];

      if (entry->state == STANOK_ENTRY_CONFLICT && stanok_entry_needs_person (entry))
        sync_fixture_acknowledge (&self->sync, entry->command->command_id);
    }
}

static void
others (Walk *self)
{
  FakeMes *mes = self->sync.mes;
  g_autofree char *id = draw_order (self);
  g_autofree char *added = NULL;

  if (fake_mes_order (mes, id) == NULL)
    return;
  switch (draw (self, 5))
    {
    case 0: fake_mes_claim (mes, id, "op-9"); break;
    case 1: fake_mes_remove (mes, id, draw (self, 2) ? "deleted" : "left_scope"); break;
    case 2:
      added = g_strdup_printf ("WO-%u", ++self->n_orders);
      fake_mes_add (mes, added);
      break;
    default: fake_mes_touch (mes, id); break;
    }
  sync_fixture_wake (&self->sync);
}

/* ---- what happens to them --------------------------------------------------------------- */

static void
fault (Walk *self)
{
  static const char *const paths[] = {
    NULL, "/v1/orders/", "/v1/queues/floor/changes", "/v1/queues/floor/snapshot", "/v1/meta",
    "/v1/devices/",
  };
  FakeRule rule = { .path = paths[draw (self, G_N_ELEMENTS (paths))], .times = 1 + draw (self, 4),
                    .skip = draw (self, 3) };

  switch (draw (self, 7))
    {
    case 0: rule.fault = FAKE_LOSE_REQUEST; break;
    case 1: rule.fault = FAKE_LOSE_ANSWER; break;
    case 2: rule = (FakeRule) { .path = rule.path, .times = rule.times, .fault = FAKE_SAY,
                                .status = 500, .body = "{}" }; break;
    case 3: rule = (FakeRule) { .path = rule.path, .times = rule.times, .fault = FAKE_SAY,
                                .status = 503, .body = "{}",
                                .headers = { "retry-after", "3" } }; break;
    case 4: rule = (FakeRule) { .path = rule.path, .times = rule.times, .fault = FAKE_SAY,
                                .status = 200, .body = "<html>", .headers = {
                                "stanok-epoch", "", "content-type", "text/html" } }; break;
    case 5: rule = (FakeRule) { .path = rule.path, .times = rule.times, .fault = FAKE_SAY,
                                .status = 200, .body = "{\"epoch\":\"e1\",\"it" }; break;
    default: rule.fault = FAKE_LOSE_ANSWER; rule.transport = STANOK_TRANSPORT_TIMEOUT; break;
    }
  fake_mes_rule (self->sync.mes, &rule);
}

/* A restore is a restart: every connection breaks, and for a moment nobody listens. */
static void
restore (Walk *self)
{
  g_autofree char *epoch = NULL;

  if (self->backup == NULL)
    {
      self->backup = fake_mes_backup (self->sync.mes);
      return;
    }
  self->sync.down = STANOK_TRANSPORT_RESET;
  for (guint i = 0; i < 3; i++)
    sync_fixture_run (&self->sync, 20 * SECOND);
  epoch = g_strdup_printf ("e%u", ++self->n_epochs);
  fake_mes_restore (self->sync.mes, self->backup, epoch);
  g_clear_pointer (&self->backup, fake_mes_free);
  self->sync.down = STANOK_TRANSPORT_OK;
}

static void
step (Walk *self)
{
  static const StanokTransport outages[] = {
    STANOK_TRANSPORT_OK, STANOK_TRANSPORT_OK, STANOK_TRANSPORT_OK, STANOK_TRANSPORT_RESET,
    STANOK_TRANSPORT_UNREACHABLE, STANOK_TRANSPORT_TIMEOUT, STANOK_TRANSPORT_TLS,
  };
  gint32 what = draw (self, 100);

  if (what < 40)
    act (self);
  else if (what < 60)
    others (self);
  else if (what < 70)
    fault (self);
  else if (what < 80)
    self->sync.down = outages[draw (self, G_N_ELEMENTS (outages))];
  else if (what < 86)
    {
      sync_fixture_kill (&self->sync, draw (self, 2));
      sync_fixture_boot (&self->sync);
    }
  else if (what < 90)
    acknowledge (self);
  else if (what < 93)
    self->sync.settle_fails = (guint) draw (self, 3);
  else if (what < 96)
    restore (self);
  else if (what < 98)
    sync_fixture_hint (&self->sync, STANOK_EVENT_LINK, TRUE);
  else
    sync_fixture_hint (&self->sync, STANOK_EVENT_RETRY_NOW, FALSE);
  sync_fixture_run (&self->sync, draw (self, 10) == 0 ? draw (self, 90000) : draw (self, 400));
}

/* ---- the end ---------------------------------------------------------------------------- */

/* S2, S3, S12 of every command; L1. */
static void
check_commands (Walk *self)
{
  for (guint i = 0; i < self->ids->len; i++)
    {
      g_autoptr(StanokEntry) entry = sync_fixture_entry (&self->sync, self->ids->pdata[i]);
      FakeRow *row = fake_mes_row (self->sync.mes, self->ids->pdata[i]);

      g_assert_nonnull (entry);
      g_assert_cmpint (entry->state, !=, STANOK_ENTRY_PENDING);
      g_assert_cmpint (entry->state, !=, STANOK_ENTRY_PARKED);
      if (entry->state == STANOK_ENTRY_ACCEPTED)
        {
          g_assert_nonnull (row);
          g_assert_cmpuint (row->effects, ==, 1);
        }
      else
        {
          g_assert_true (stanok_command_is_intent (entry->command->type));   /* S14 */
          g_assert_cmpuint (row != NULL ? row->effects : 0, ==, 0);
        }
    }
}

/* S4: of each lane the ledger has the order in which things were done. */
static void
check_lanes (Walk *self)
{
  GPtrArray *ledger = self->sync.mes->ledger;

  for (guint i = 0; i < ledger->len; i++)
    for (guint k = i + 1; k < ledger->len; k++)
      {
        const FakeRow *first = ledger->pdata[i], *second = ledger->pdata[k];

        if (strcmp (first->order_id, second->order_id) == 0)
          g_assert_cmpint (first->seq, <, second->seq);
      }
}

static void
finish (Walk *self)
{
  SyncFixture *sync = &self->sync;

  g_ptr_array_set_size (sync->mes->rules, 0);
  sync->down = STANOK_TRANSPORT_OK;
  sync->settle_fails = 0;
  for (int i = 0; i < 6; i++)
    {
      sync_fixture_run (sync, MINUTE);
      acknowledge (self);
    }
  sync_fixture_run (sync, MINUTE);
  check_commands (self);
  check_lanes (self);
  sync_fixture_assert_converged (sync);
}

static void
walk (gconstpointer data)
{
  guint seed = GPOINTER_TO_UINT (data);
  Walk self = { 0 };

  g_test_message ("STANOK_SEED=%u", seed);
  self.random = g_rand_new_with_seed (seed);
  self.ids = g_ptr_array_new_with_free_func (g_free);
  self.n_epochs = 1;
  self.n_orders = 7;
  sync_fixture_set_up (&self.sync, NULL);
  self.sync.ports.random = seed;
  sync_fixture_boot (&self.sync);
  for (int i = 0; i < STEPS; i++)
    step (&self);
  finish (&self);
  sync_fixture_tear_down (&self.sync, NULL);
  g_clear_pointer (&self.backup, fake_mes_free);
  g_ptr_array_unref (self.ids);
  g_rand_free (self.random);
}

static guint
get_number (const char *variable,
            guint       otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

int
main (int   argc,
      char *argv[])
{
  guint first = get_number ("STANOK_SEED", 1);
  guint count = get_number ("STANOK_SEEDS", SEEDS);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint seed = first; seed < first + count; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/sync/random/seed-%u", seed);

      g_test_add_data_func (path, GUINT_TO_POINTER (seed), walk);
    }
  return g_test_run ();
}
