/* stanok-jail.c: gives up every privilege that reading a model does not need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include "importer/stanok-jail.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "domain/stanok-error.h"

static gboolean
refuse (GError     **error,
        const char  *what,
        int          code)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
               "cannot lock the reader of models in: %s: %s", what, g_strerror (code));
  return FALSE;
}

static gboolean
limit (int      resource,
       guint64  value)
{
  /* At the hard limit of time comes SIGKILL; a second before, SIGXCPU says why. */
  struct rlimit limits = { value, resource == RLIMIT_CPU ? value + 1 : value };

  return setrlimit (resource, &limits) == 0;
}

/* Bytes of address space in use: the first number of /proc/self/statm, in pages; 0 if not known. */
static guint64
mapped_bytes (void)
{
  FILE *file = fopen ("/proc/self/statm", "re");
  unsigned long pages = 0;

  if (file == NULL)
    return 0;
  if (fscanf (file, "%lu", &pages) != 1)
    pages = 0;
  fclose (file);
  return (guint64) pages * (guint64) sysconf (_SC_PAGESIZE);
}

static gboolean
set_limits (const StanokJailLimits  *limits,
            guint64                  in_use,
            GError                 **error)
{
  if (!limit (RLIMIT_CORE, 0) || !limit (RLIMIT_CPU, limits->cpu_seconds) ||
      !limit (RLIMIT_FSIZE, limits->output_bytes) || !limit (RLIMIT_NOFILE, 0))
    return refuse (error, "limits", errno);
  if (!STANOK_UNDER_SANITIZER && !limit (RLIMIT_AS, in_use + limits->memory_bytes))
    return refuse (error, "limit of memory", errno);
  return TRUE;
}

/* All but the standard three and those two. */
static gboolean
close_others (const int writable[2])
{
  const int keep[] = { MIN (writable[0], writable[1]), MAX (writable[0], writable[1]) };
  unsigned first = 3;

  for (guint i = 0; i < G_N_ELEMENTS (keep); i++)
    {
      if (keep[i] < (int) first)
        continue;
      if (keep[i] > (int) first && close_range (first, (unsigned) keep[i] - 1, 0) != 0)
        return FALSE;
      first = (unsigned) keep[i] + 1;
    }
  return close_range (first, ~0u, 0) == 0;
}

/* A second wall behind seccomp, where the kernel has it: no file of any kind. */
static void
forbid_files (void)
{
  struct landlock_ruleset_attr rules = {
    .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                         LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                         LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                         LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                         LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                         LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                         LANDLOCK_ACCESS_FS_MAKE_SYM,
  };
  int fd = (int) syscall (SYS_landlock_create_ruleset, &rules, sizeof rules.handled_access_fs, 0);

  if (fd < 0)
    return;
  syscall (SYS_landlock_restrict_self, fd, 0);
  close (fd);
}

/* What memory, time, the end of a process and abort() need. */
static const int allowed[] = {
  SCMP_SYS (brk), SCMP_SYS (munmap), SCMP_SYS (mremap), SCMP_SYS (madvise),
  SCMP_SYS (exit), SCMP_SYS (exit_group), SCMP_SYS (rt_sigreturn), SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (futex), SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday), SCMP_SYS (time),
  SCMP_SYS (getrandom), SCMP_SYS (getpid), SCMP_SYS (gettid), SCMP_SYS (sched_yield),
};

/* What the C library asks about descriptors or the machine and can do without. */
static const int denied[] = {
  SCMP_SYS (fstat), SCMP_SYS (newfstatat), SCMP_SYS (ioctl), SCMP_SYS (lseek), SCMP_SYS (sysinfo),
  SCMP_SYS (sched_getaffinity),
};

static const int allowed_to_sanitizers[] = {
  SCMP_SYS (rt_sigaction), SCMP_SYS (sigaltstack), SCMP_SYS (mmap), SCMP_SYS (mprotect),
  SCMP_SYS (readlink), SCMP_SYS (prlimit64), SCMP_SYS (getrlimit), SCMP_SYS (close),
  SCMP_SYS (read),
};

static int
add_memory_rules (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp no_code = SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp no_file = SCMP_A3 (SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS);
  int result = 0;

  if (STANOK_UNDER_SANITIZER)
    {
      for (guint i = 0; i < G_N_ELEMENTS (allowed_to_sanitizers) && result == 0; i++)
        result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed_to_sanitizers[i], 0);
      return result;
    }
  result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 2, no_code, no_file);
  if (result == 0)
    result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1, no_code);
  return result;
}

static int
add_write_rules (scmp_filter_ctx filter,
                 const int       writable[2])
{
  const int all[] = { 1, 2, writable[0], writable[1] };
  int result = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all) && result == 0; i++)
    {
      const struct scmp_arg_cmp this_one = SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) all[i]);

      if (i >= 2 && all[i] < 3)
        continue;
      result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1, this_one);
      if (result == 0)
        result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (writev), 1, this_one);
    }
  return result;
}

static int
add_rules (scmp_filter_ctx filter,
           const int       writable[2])
{
  int result = add_write_rules (filter, writable);

  for (guint i = 0; i < G_N_ELEMENTS (allowed) && result == 0; i++)
    result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0);
  for (guint i = 0; i < G_N_ELEMENTS (denied) && result == 0; i++)
    if (!STANOK_UNDER_SANITIZER || denied[i] != SCMP_SYS (lseek))
      result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), denied[i], 0);
  /* abort() sends a signal to the thread itself, and must not be able to reach any other. */
  if (result == 0)
    result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                               SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));
  return result != 0 ? result : add_memory_rules (filter);
}

static gboolean
load_filter (const int   writable[2],
             GError    **error)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  int result;

  if (filter == NULL)
    return refuse (error, "seccomp", ENOMEM);
  result = add_rules (filter, writable);
  if (result == 0)
    result = seccomp_load (filter);
  seccomp_release (filter);
  return result == 0 ? TRUE : refuse (error, "seccomp", -result);
}

gboolean
stanok_jail_enter (const StanokJailLimits  *limits,
                   GError                 **error)
{
  /* The first message loads what every later one needs. */
  g_autofree char *message G_GNUC_UNUSED = g_strdup (g_strerror (ENOSPC));
  guint64 in_use = mapped_bytes ();

  if (in_use == 0)
    return refuse (error, "/proc/self/statm", ENOENT);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return refuse (error, "privileges", errno);
  if (!close_others (limits->writable))
    return refuse (error, "descriptors", errno);
  forbid_files ();
  if (!set_limits (limits, in_use, error))
    return FALSE;
  return load_filter (limits->writable, error);
}
