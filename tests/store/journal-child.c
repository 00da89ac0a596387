/* journal-child.c: records commands until somebody kills it
 *
 * usage: journal-child DIRECTORY FIRST
 * Prints the number of each command when the journal has said that it is recorded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>

#include "port/stanok-system-ports.h"
#include "store-fixture.h"

static void
settle (StanokJournal *journal,
        int            n)
{
  g_autofree char *id = make_command_id (n);
  StanokSettlement settlement = { .command_id = id, .state = STANOK_ENTRY_ACCEPTED };
  g_autoptr(StanokEntry) entry = stanok_journal_settle (journal, &settlement, NULL);

  if (entry != NULL)
    printf ("accepted %d\n", n);
}

int
main (int argc, char *argv[])
{
  g_auto(StanokRecovery) recovery = { FALSE };
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokPorts) ports = argc == 3 ? stanok_system_ports_new (argv[1], &error) : NULL;
  g_autoptr(StanokJournal) journal =
    ports != NULL ? stanok_journal_open (ports, &recovery, &error) : NULL;

  if (journal == NULL)
    {
      fprintf (stderr, "journal-child: %s\n", error != NULL ? error->message : "no directory");
      return 1;
    }
  setvbuf (stdout, NULL, _IOLBF, 0);
  for (int n = (int) g_ascii_strtoll (argv[2], NULL, 10);; n++)
    {
      g_autoptr(StanokCommand) command = make_command (n, STANOK_COMMAND_NOTE, "WO-1");
      g_autoptr(StanokEntry) entry = stanok_journal_record (journal, command, NULL, &error);

      if (entry == NULL)
        return 1;
      printf ("recorded %d\n", n);
      if (n % 3 == 0)
        settle (journal, n);
    }
}
