/* stanok-fake-ports.c: a clock that only a test moves, random numbers from a seed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-fake-ports.h"

#define WALL_MS G_GINT64_CONSTANT (1795334400000)
#define HOUR_MS 3600000

static gint64
wall_ms (gpointer data)
{
  return ((StanokFakePorts *) data)->wall_ms;
}

static gint64
boot_ms (gpointer data)
{
  return ((StanokFakePorts *) data)->boot_ms;
}

static const char *
boot_id (gpointer data)
{
  return ((StanokFakePorts *) data)->boot_id;
}

/* splitmix64 */
static guint64
next_random (StanokFakePorts *self)
{
  guint64 z = self->random += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static void
fill_random (gpointer  data,
             guint8   *bytes,
             gsize     n)
{
  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (next_random (data) >> 56);
}

static void
new_boot_id (StanokFakePorts *self)
{
  guint64 a = next_random (self), b = next_random (self);

  g_snprintf (self->boot_id, sizeof self->boot_id, "%08x-%04x-%04x-%04x-%012" G_GINT64_MODIFIER "x",
              (guint) (a >> 32), (guint) (a >> 16 & 0xffff), (guint) (a & 0xffff),
              (guint) (b >> 48), b & G_GUINT64_CONSTANT (0xffffffffffff));
}

void
stanok_fake_ports_init (StanokFakePorts *self,
                        StanokDisk      *disk,
                        guint64          seed)
{
  *self = (StanokFakePorts) { .wall_ms = WALL_MS, .boot_ms = HOUR_MS, .random = seed };
  new_boot_id (self);
  self->ports.clock = (StanokClock) { wall_ms, boot_ms, boot_id, self };
  self->ports.random = (StanokRandom) { fill_random, self };
  stanok_disk_fill_files (disk, &self->ports.files);
}

void
stanok_fake_ports_pass (StanokFakePorts *self,
                        gint64           ms)
{
  self->wall_ms += ms;
  self->boot_ms += ms;
}

void
stanok_fake_ports_reboot (StanokFakePorts *self)
{
  self->boot_ms = 0;
  new_boot_id (self);
}
