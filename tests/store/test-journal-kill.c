/* test-journal-kill.c: a real process on a real disk is killed in the middle of its work
 *
 * 20 times; 1000 times with -m slow. After every fourth kill one of the two
 * copies is taken away as well.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/stanok-system-ports.h"
#include "store-fixture.h"

#define N_KILLS         20
#define N_STORIES_SLOW  50
#define LINES_MAX       40

/* What the children have told, over all their lives. */
typedef struct {
  char      *directory;
  GHashTable *recorded;     /* of int */
  GHashTable *accepted;     /* of int */
  int        next;          /* number of the next command */
} Story;

static void
hear (Story      *story,
      const char *line)
{
  int n;

  if (sscanf (line, "recorded %d", &n) == 1)
    {
      g_hash_table_add (story->recorded, GINT_TO_POINTER (n));
      story->next = n + 1;
    }
  else if (sscanf (line, "accepted %d", &n) == 1)
    g_hash_table_add (story->accepted, GINT_TO_POINTER (n));
}

static FILE *
start_child (Story *story,
             GPid  *pid)
{
  g_autofree char *first = g_strdup_printf ("%d", story->next);
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "journal-child", NULL);
  char *arguments[] = { program, story->directory, first, NULL };
  g_autoptr(GError) error = NULL;
  int out;

  g_assert_true (g_spawn_async_with_pipes (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL,
                                           NULL, pid, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  return fdopen (out, "r");
}

/* Lets it work for some lines, kills it, and hears what it had still said. */
static void
run_and_kill (Story *story)
{
  int n_lines = g_test_rand_int_range (0, LINES_MAX);
  GPid pid;
  FILE *out = start_child (story, &pid);
  char line[64];
  int status;

  for (int i = 0; i < n_lines && fgets (line, sizeof line, out) != NULL; i++)
    hear (story, line);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while (fgets (line, sizeof line, out) != NULL)
    if (strchr (line, '\n') != NULL)
      hear (story, line);
  fclose (out);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
}

static void
remove_files (const char *directory,
              const char *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      {
        g_autofree char *path = g_build_filename (directory, name, NULL);

        g_assert_cmpint (g_unlink (path), ==, 0);
      }
}

/* S1, S3, J4; @lost: what was taken away since the kill */
static void
check (Story *story)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokPorts) ports = stanok_system_ports_new (story->directory, &error);
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autoptr(StanokJournal) journal = NULL;
  g_autoptr(GPtrArray) all = NULL;
  guint n_recorded = 0, n_accepted = 0;

  g_assert_no_error (error);
  journal = stanok_journal_open (ports, &recovery, &error);
  g_assert_no_error (error);
  g_assert_false (recovery.db_was_damaged);
  g_assert_false (recovery.log_was_damaged);
  all = stanok_journal_list_since (journal, NULL, 0);
  for (guint i = 0; i < all->len; i++)
    {
      const StanokEntry *entry = all->pdata[i];
      gpointer n = GINT_TO_POINTER ((int) (entry->command->wall_ms - 1795334400000));

      g_assert_cmpint (entry->seq, ==, (gint64) i + 1);
      n_recorded += g_hash_table_contains (story->recorded, n);
      if (g_hash_table_contains (story->accepted, n))
        n_accepted += entry->state == STANOK_ENTRY_ACCEPTED;
      story->next = MAX (story->next, GPOINTER_TO_INT (n) + 1);
    }
  g_assert_cmpuint (n_recorded, ==, g_hash_table_size (story->recorded));
  g_assert_cmpuint (n_accepted, ==, g_hash_table_size (story->accepted));
  g_assert_true (stanok_journal_verify (journal, &error));
  g_assert_no_error (error);
}

static void
tell_story (int n_kills,
            int number)
{
  g_autofree char *name = g_strdup_printf ("terminal-%d", number);
  Story story = { NULL };

  story.directory = g_build_filename (g_get_user_data_dir (), name, NULL);
  story.recorded = g_hash_table_new (NULL, NULL);
  story.accepted = g_hash_table_new (NULL, NULL);
  for (int i = 0; i < n_kills; i++)
    {
      run_and_kill (&story);
      if (i % 8 == 3)
        remove_files (story.directory, "journal.db");
      if (i % 8 == 7)
        remove_files (story.directory, "outbox-");
      check (&story);
    }
  g_test_message ("%u recorded, %u accepted, %d kills", g_hash_table_size (story.recorded),
                  g_hash_table_size (story.accepted), n_kills);
  g_hash_table_unref (story.recorded);
  g_hash_table_unref (story.accepted);
  g_free (story.directory);
}

/* A new terminal every now and then: each check reads everything that was recorded before. */
static void
test_kill (void)
{
  for (int i = 0; i < (g_test_slow () ? N_STORIES_SLOW : 1); i++)
    tell_story (N_KILLS, i);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/journal/s-1/kill-at-any-moment", test_kill);
  return g_test_run ();
}
