/* stanok-fake-ports.h: a clock that only a test moves, random numbers, files on a StanokDisk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "support/stanok-powerloss.h"

G_BEGIN_DECLS

/* Set the clocks as you like. Must not be moved in memory after stanok_fake_ports_init(). */
typedef struct {
  StanokPorts ports;
  gint64      wall_ms;
  gint64      boot_ms;
  char        boot_id[37];
  guint64     random;
} StanokFakePorts;

/* 2026-11-22 08:00 UTC, an hour after the machine's start */
void stanok_fake_ports_init   (StanokFakePorts *self, StanokDisk *disk, guint64 seed);
void stanok_fake_ports_pass   (StanokFakePorts *self, gint64 ms);
/* A start of the machine: the boot clock begins again, under another id. */
void stanok_fake_ports_reboot (StanokFakePorts *self);

G_END_DECLS
