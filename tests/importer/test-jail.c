/* test-jail.c: what the importer cannot do once it is locked in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "importer/stanok-jail.h"

#define MIB ((guint64) 1 << 20)

static int out_fd;
static int other_fd;
static pid_t test_pid;

static void do_nothing (void) { }
static void do_open (void) { syscall (SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY, 0); }
static void do_socket (void) { syscall (SYS_socket, AF_INET, SOCK_STREAM, 0); }
static void do_unix_socket (void) { syscall (SYS_socket, AF_UNIX, SOCK_STREAM, 0); }
static void do_fork (void) { syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0); }
static void do_kill (void) { syscall (SYS_kill, test_pid, 0); }
static void do_signal_other (void) { syscall (SYS_tgkill, test_pid, test_pid, 0); }
static void do_ptrace (void) { syscall (SYS_ptrace, PTRACE_TRACEME, 0, 0, 0); }
static void do_read (void) { char c; syscall (SYS_read, 0, &c, 1); }
static void do_read_out (void) { char c; syscall (SYS_pread64, out_fd, &c, 1, 0); }
static void do_write_other (void) { syscall (SYS_write, other_fd, "x", 1); }
static void do_unlink (void) { syscall (SYS_unlinkat, AT_FDCWD, "/nowhere", 0); }
static void do_prctl (void) { syscall (SYS_prctl, 0, 0, 0, 0, 0); }
static void do_raise_limit (void) { syscall (SYS_prlimit64, 0, 0, NULL, NULL); }
static void do_userns (void) { syscall (SYS_unshare, 0x10000000); }
static void do_time (void) { syscall (SYS_nanosleep, NULL, NULL); }

static void
do_exec (void)
{
  char *none[] = { NULL };

  syscall (SYS_execve, "/bin/true", none, none);
}

static void
do_map_file (void)
{
  syscall (SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE, out_fd, 0);
}

static void
do_map_code (void)
{
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS;

  syscall (SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, flags, -1, 0);
}

static void
do_protect_code (void)
{
  void *page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  syscall (SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC);
}

static void
do_abort (void)
{
  abort ();
}

/* More memory than was allowed is refused, not given and not fatal. */
static void
do_take_memory (void)
{
  for (guint i = 0; i < 64; i++)
    {
      gpointer volatile block = g_try_malloc (8 * MIB);

      if (block == NULL)
        _exit (i > 2 ? 42 : 43);
    }
}

static void
do_spin (void)
{
  for (volatile guint i = 0; ; i++)
    ;
}

static void
do_write (void)
{
  if (write (out_fd, "mesh", 4) == 4 && write (STDERR_FILENO, "", 0) == 0)
    _exit (42);
}

static void
do_write_much (void)
{
  static const char block[1 << 16];

  for (guint i = 0; i < 64; i++)
    if (write (out_fd, block, sizeof block) < 0)
      _exit (43);
}

static void
do_message (void)
{
  const char *text = g_strerror (ENOSPC);

  _exit (strlen (text) > 5 ? 42 : 43);
}

typedef struct
{
  const char *name;
  void      (*act) (void);
  int         signal;    /* that ends it; 0: it ends by itself */
  int         status;
  gboolean    without_sanitizer;
} Act;

static const Act acts[] = {
  { "computes", do_nothing, 0, 7, FALSE },
  { "writes-the-mesh", do_write, 0, 42, FALSE },
  { "finds-words-for-errors", do_message, 0, 42, FALSE },
  { "aborts", do_abort, SIGABRT, 0, FALSE },
  { "opens-a-file", do_open, SIGSYS, 0, FALSE },
  { "opens-a-socket", do_socket, SIGSYS, 0, FALSE },
  { "opens-a-local-socket", do_unix_socket, SIGSYS, 0, FALSE },
  { "forks", do_fork, SIGSYS, 0, FALSE },
  { "runs-a-program", do_exec, SIGSYS, 0, FALSE },
  { "sends-a-signal", do_kill, SIGSYS, 0, FALSE },
  { "sends-a-signal-to-a-thread", do_signal_other, SIGSYS, 0, FALSE },
  { "traces", do_ptrace, SIGSYS, 0, FALSE },
  { "reads-standard-input", do_read, SIGSYS, 0, TRUE },
  { "reads-its-output", do_read_out, SIGSYS, 0, FALSE },
  { "writes-elsewhere", do_write_other, SIGSYS, 0, FALSE },
  { "removes-a-file", do_unlink, SIGSYS, 0, FALSE },
  { "maps-a-file", do_map_file, SIGSYS, 0, TRUE },
  { "maps-code", do_map_code, SIGSYS, 0, TRUE },
  { "makes-code-of-data", do_protect_code, SIGSYS, 0, TRUE },
  { "changes-itself", do_prctl, SIGSYS, 0, FALSE },
  { "changes-its-limits", do_raise_limit, SIGSYS, 0, TRUE },
  { "makes-a-namespace", do_userns, SIGSYS, 0, FALSE },
  { "sleeps", do_time, SIGSYS, 0, FALSE },
  { "takes-too-much-memory", do_take_memory, 0, 42, TRUE },
  { "takes-too-much-time", do_spin, SIGXCPU, 0, FALSE },
  { "writes-too-much", do_write_much, SIGXFSZ, 0, FALSE },
};

static void
run_in_jail (const Act *act)
{
  StanokJailLimits limits = {
    .writable = { out_fd, -1 }, .memory_bytes = 64 * MIB, .output_bytes = MIB, .cpu_seconds = 1,
  };
  g_autoptr(GError) error = NULL;

  if (!stanok_jail_enter (&limits, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      _exit (99);
    }
  act->act ();
  _exit (7);
}

static void
test_act (gconstpointer data)
{
  const Act *act = data;
  pid_t child;
  int status;

  if (act->without_sanitizer && STANOK_UNDER_SANITIZER)
    {
      g_test_skip ("a sanitizer needs this call itself");
      return;
    }
  out_fd = memfd_create ("mesh", 0);
  other_fd = open ("/dev/null", O_WRONLY);
  test_pid = getpid ();
  g_assert_cmpint (out_fd, <, other_fd);
  child = fork ();
  if (child == 0)
    run_in_jail (act);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (act->signal != 0)
    {
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, act->signal);
      g_assert_false (WCOREDUMP (status));
    }
  else
    {
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, act->status);
    }
  close (out_fd);
  close (other_fd);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/importer/jail/%s", acts[i].name);

      g_test_add_data_func (path, &acts[i], test_act);
    }
  return g_test_run ();
}
