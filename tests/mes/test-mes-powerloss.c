/* test-mes-powerloss.c: whatever the disk does, an acknowledged command is there once
 *
 * A shift of some commands on a disk that loses power, fails or fills up at
 * each of its accesses in turn; then the server starts again on what is left,
 * and the terminal sends everything once more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "mes-mirror.h"
#include "support/stanok-powerloss.h"

#define PATH "mes.db"
#define N_COMMANDS 6

typedef struct {
  Fixture        mes;
  StanokDisk    *disk;
  StanokFiles    files;
  StanokCommand *commands[N_COMMANDS];
  gboolean       is_acknowledged[N_COMMANDS];
  char          *epoch;
} Shift;

/* ---- one shift --------------------------------------------------------------------------- */

static gboolean
open_database (Shift   *shift,
               GError **error)
{
  shift->mes.sql = stanok_sql_open (PATH, shift->files.vfs, error);
  return shift->mes.sql != NULL;
}

static void
make_commands (Shift *shift)
{
  static const StanokCommandType types[N_COMMANDS] = {
    STANOK_COMMAND_START, STANOK_COMMAND_PROGRESS, STANOK_COMMAND_NOTE, STANOK_COMMAND_PROGRESS,
    STANOK_COMMAND_HELP, STANOK_COMMAND_COMPLETE,
  };

  for (int i = 0; i < N_COMMANDS; i++)
    {
      shift->commands[i] = fixture_make_command (&shift->mes, types[i], "WO-1");
      shift->commands[i]->args.good = i;
    }
}

static void
shift_begin (Shift  *shift,
             guint64 seed)
{
  g_autoptr(GError) error = NULL;
  const StanokOperator op = { (char *) "op-1", { (char *) "A", (char *) "А" },
                              (char *) "operator", TRUE };

  memset (shift, 0, sizeof *shift);
  shift->disk = stanok_disk_new (seed);
  stanok_disk_fill_files (shift->disk, &shift->files);
  shift->mes.now_ms = FIXTURE_NOW_MS;
  shift->mes.random = seed;
  shift->mes.config = STANOK_MES_DEFAULTS;
  shift->mes.objects = stanok_objects_new_memory ();
  g_assert_true (open_database (shift, &error));
  fixture_open (&shift->mes);
  g_assert_true (stanok_mes_put_operator (shift->mes.mes, &op, NULL, NULL, &error));
  shift->mes.token = stanok_mes_enrol_device (shift->mes.mes, "K-01", "st-1", &error);
  fixture_add_order (&shift->mes, "WO-1", STANOK_STATE_MANUFACTURING_APPROVED);
  shift->epoch = g_strdup (stanok_mes_get_epoch (shift->mes.mes));
  shift->mes.counter = stanok_mes_get_counter (shift->mes.mes);
  make_commands (shift);
}

/* As a shell does: the counter is noted with every answer. As a terminal does: in order. */
static void
shift_work (Shift *shift)
{
  gboolean is_well = TRUE;

  for (int i = 0; i < N_COMMANDS && is_well; i++)
    {
      g_autoptr(StanokMesResponse) response = SEND (&shift->mes, shift->commands[i], .seq = i + 1);

      is_well = response->status == 200;
      shift->is_acknowledged[i] = is_well;
      if (!is_well)
        assert_problem (response, STANOK_PROBLEM_MAINTENANCE);
      shift->mes.counter = stanok_mes_get_counter (shift->mes.mes);
    }
}

static void
shift_close (Shift *shift)
{
  g_clear_pointer (&shift->mes.mes, stanok_mes_free);
  g_clear_pointer (&shift->mes.sql, stanok_sql_close);
}

/* Everything is sent again; what was acknowledged is known, the rest is done now, all once. */
static void
shift_check (Shift *shift)
{
  g_autoptr(StanokOrder) order = NULL;
  Mirror mirror;

  g_assert_cmpstr (stanok_mes_get_epoch (shift->mes.mes), ==, shift->epoch);
  for (int i = 0; i < N_COMMANDS; i++)
    {
      g_autoptr(StanokMesResponse) response = SEND (&shift->mes, shift->commands[i], .seq = i + 1);

      g_assert_cmpuint (response->status, ==, 200);
      if (shift->is_acknowledged[i])
        g_assert_cmpstr (stanok_mes_response_get (response, "idempotency-replayed"), ==, "true");
      g_assert_cmpint (stanok_mes_count_effects (shift->mes.mes, shift->commands[i]->command_id),
                       ==, 1);
    }
  order = stanok_mes_dup_order (shift->mes.mes, "WO-1");
  g_assert_cmpint (order->good, ==, 1 + 3 + 5);
  g_assert_cmpint (order->state, ==, STANOK_STATE_MANUFACTURING_COMPLETED);
  mirror_init (&mirror);
  g_assert_true (mirror_snapshot (&mirror, &shift->mes, 10));
  mirror_clear (&mirror);
}

static void
shift_reopen (Shift *shift)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (open_database (shift, &error));
  g_assert_no_error (error);
  fixture_open (&shift->mes);
}

static void
shift_end (Shift *shift)
{
  shift_close (shift);
  for (int i = 0; i < N_COMMANDS; i++)
    stanok_command_free (shift->commands[i]);
  stanok_objects_free (shift->mes.objects);
  stanok_disk_free (shift->disk);
  g_free (shift->mes.token);
  g_free (shift->epoch);
}

/* ---- what happens to it ------------------------------------------------------------------ */

static void
test_power_cut (gconstpointer data)
{
  StanokDiskKeep keep = (StanokDiskKeep) GPOINTER_TO_INT (data);
  gboolean is_cut = TRUE;
  int n_runs = 0;

  for (gint64 n = 0; is_cut; n++)
    {
      Shift shift;

      shift_begin (&shift, (guint64) n + 1);
      stanok_disk_cut_power_at (shift.disk, n);
      shift_work (&shift);
      is_cut = stanok_disk_is_cut (shift.disk);
      stanok_disk_cut_power (shift.disk);
      shift_close (&shift);
      stanok_disk_power_cycle (shift.disk, keep);
      shift_reopen (&shift);
      shift_check (&shift);
      shift_end (&shift);
      n_runs++;
    }
  g_test_message ("%d cuts", n_runs);
  g_assert_cmpint (n_runs, >, 3 * N_COMMANDS);
}

typedef struct {
  StanokDiskFault fault;
  gboolean        is_for_ever, is_restarted;
} Trouble;

/* The server lives through it, and goes on when it is over, with and without a restart. */
static void
test_faults (gconstpointer data)
{
  const Trouble *trouble = data;
  gboolean is_met = TRUE;
  int n_runs = 0;

  for (gint64 n = 0; is_met; n++)
    {
      Shift shift;

      shift_begin (&shift, (guint64) n + 1);
      stanok_disk_fail_at (shift.disk, n, trouble->fault, trouble->is_for_ever);
      shift_work (&shift);
      is_met = stanok_disk_has_failed (shift.disk);
      stanok_disk_fail_at (shift.disk, -1, trouble->fault, FALSE);
      if (trouble->is_restarted)
        {
          shift_close (&shift);
          shift_reopen (&shift);
        }
      shift_check (&shift);
      /* And what it says now is what it finds after a power cut. */
      stanok_disk_cut_power (shift.disk);
      shift_close (&shift);
      stanok_disk_power_cycle (shift.disk, STANOK_DISK_KEEP_NONE);
      for (int i = 0; i < N_COMMANDS; i++)
        shift.is_acknowledged[i] = TRUE;
      shift_reopen (&shift);
      shift_check (&shift);
      shift_end (&shift);
      n_runs++;
    }
  g_test_message ("%d faults", n_runs);
  g_assert_cmpint (n_runs, >, N_COMMANDS);
}

/* The start itself: a server that cannot be started leaves what was there. */
static void
test_start (void)
{
  gboolean is_met = TRUE;
  int n_failed = 0;

  for (gint64 n = 0; is_met; n++)
    {
      const StanokMesPorts ports = { NULL };
      g_autoptr(StanokMes) mes = NULL;
      g_autoptr(GError) error = NULL;
      Shift shift;

      shift_begin (&shift, (guint64) n + 1);
      shift_work (&shift);
      shift_close (&shift);
      stanok_disk_fail_at (shift.disk, n, STANOK_DISK_EIO, FALSE);
      if (open_database (&shift, &error))
        mes = stanok_mes_new (&ports, shift.mes.sql, shift.mes.objects, &shift.mes.config,
                              &shift.mes.counter, &error);
      is_met = stanok_disk_has_failed (shift.disk);
      n_failed += mes == NULL;
      g_assert_true ((mes == NULL) == (error != NULL));
      if (mes == NULL)
        g_assert_true (error->domain == STANOK_ERROR && error->message[0] != '\0');
      g_clear_pointer (&mes, stanok_mes_free);
      g_clear_pointer (&shift.mes.sql, stanok_sql_close);
      stanok_disk_fail_at (shift.disk, -1, STANOK_DISK_EIO, FALSE);
      shift_reopen (&shift);
      shift_check (&shift);
      shift_end (&shift);
    }
  g_test_message ("%d starts failed", n_failed);
  g_assert_cmpint (n_failed, >, 5);
}

int
main (int   argc,
      char *argv[])
{
  static const Trouble troubles[] = {
    { STANOK_DISK_EIO, FALSE, FALSE }, { STANOK_DISK_EIO, FALSE, TRUE },
    { STANOK_DISK_EIO, TRUE, TRUE }, { STANOK_DISK_ENOSPC, FALSE, FALSE },
    { STANOK_DISK_ENOSPC, TRUE, FALSE }, { STANOK_DISK_ENOSPC, TRUE, TRUE },
  };
  static const char * const names[] = { "none", "all", "some", "torn" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (int i = 0; i < STANOK_DISK_N_KEEPS; i++)
    {
      g_autofree char *path = g_strconcat ("/mes/powerloss/s2-cut-keeps-", names[i], NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_power_cut);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      g_autofree char *path = g_strdup_printf (
          "/mes/powerloss/s2-%s-%s-%s", troubles[i].fault == STANOK_DISK_EIO ? "eio" : "enospc",
          troubles[i].is_for_ever ? "until-later" : "once",
          troubles[i].is_restarted ? "then-a-restart" : "and-on");

      g_test_add_data_func (path, &troubles[i], test_faults);
    }
  g_test_add_func ("/mes/powerloss/start-fails-and-spoils-nothing", test_start);
  return g_test_run ();
}
