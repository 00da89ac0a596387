/* stanok-system-ports.c: clock and random numbers of the machine we run on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-system-ports.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "port/stanok-system-files.h"

#define BOOT_ID_FILE    "/proc/sys/kernel/random/boot_id"
#define BOOT_ID_LENGTH  36

typedef struct {
  StanokPorts        ports;     /* first: what callers hold */
  StanokSystemFiles *files;
  char              *boot_id;
} SystemPorts;

static gint64
read_clock_ms (clockid_t id)
{
  struct timespec now;

  if (clock_gettime (id, &now) < 0)
    g_assert_not_reached ();   /* both clocks exist since Linux 2.6.39 */
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static gint64
wall_ms (gpointer data)
{
  return read_clock_ms (CLOCK_REALTIME);
}

static gint64
boot_ms (gpointer data)
{
  return read_clock_ms (CLOCK_BOOTTIME);
}

static const char *
boot_id (gpointer data)
{
  SystemPorts *self = data;

  return self->boot_id;
}

static void
fill_random (gpointer  data,
             guint8   *bytes,
             gsize     n)
{
  while (n > 0)
    {
      gssize got = getrandom (bytes, n, 0);

      if (got < 0 && errno == EINTR)
        continue;
      /* Without random numbers no identifier can be made: nothing sensible is left to do. */
      g_assert (got > 0);
      bytes += got;
      n -= (gsize) got;
    }
}

/* Without /proc every start counts as a start of the machine: ages are unknown, lock-outs begin
 * again. */
static char *
read_boot_id (StanokPorts *ports)
{
  g_autofree char *text = NULL;

  if (g_file_get_contents (BOOT_ID_FILE, &text, NULL, NULL))
    {
      g_strchomp (text);
      if (strlen (text) == BOOT_ID_LENGTH)
        return g_steal_pointer (&text);
    }
  return stanok_uuid7_new (ports);
}

static StanokPorts *
make_ports (const char  *directory,
            gboolean     writable,
            GError     **error)
{
  g_autoptr(StanokSystemFiles) files = stanok_system_files_new (directory, writable, error);
  SystemPorts *self;

  if (files == NULL)
    return NULL;
  self = g_new0 (SystemPorts, 1);
  self->ports.clock = (StanokClock) { wall_ms, boot_ms, boot_id, self };
  self->ports.random = (StanokRandom) { fill_random, self };
  stanok_system_files_fill (files, &self->ports.files);
  self->files = g_steal_pointer (&files);
  self->boot_id = read_boot_id (&self->ports);
  return &self->ports;
}

StanokPorts *
stanok_system_ports_new (const char  *directory,
                         GError     **error)
{
  return make_ports (directory, TRUE, error);
}

StanokPorts *
stanok_system_ports_new_reader (const char  *directory,
                                GError     **error)
{
  return make_ports (directory, FALSE, error);
}

/* Handles of files must be closed before. */
void
stanok_system_ports_free (StanokPorts *ports)
{
  SystemPorts *self = (SystemPorts *) ports;

  if (self == NULL)
    return;
  stanok_system_files_free (self->files);
  g_free (self->boot_id);
  g_free (self);
}
