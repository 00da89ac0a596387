/* stanok-jail.h: gives up every privilege that reading a model does not need
 *
 * After stanok_jail_enter() the process can compute, take memory up to a limit, write to three
 * descriptors and end; anything else kills it. What it needs must be open and mapped before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  int     out_fd;           /* may be written to, as may 1 and 2; -1: none */
  guint64 memory_bytes;     /* on top of what is mapped already */
  guint64 output_bytes;     /* no file may grow beyond it */
  guint   cpu_seconds;
} StanokJailLimits;

/* After FALSE the process may be half locked in: it should say @error and end. */
gboolean stanok_jail_enter (const StanokJailLimits *limits, GError **error);

G_END_DECLS
