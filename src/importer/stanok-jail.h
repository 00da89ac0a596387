/* stanok-jail.h: gives up every privilege that reading a model does not need
 *
 * After stanok_jail_enter() the process can compute, take memory up to a limit, write to four
 * descriptors and end; anything else kills it. What it needs must be open and mapped before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A build with AddressSanitizer needs more memory and more calls than the jail gives. There the limit
 * of memory is left out, and some calls are let through: such a build is for tests only. */
#if defined (__SANITIZE_ADDRESS__)
# define STANOK_UNDER_SANITIZER 1
#elif defined (__has_feature)
# if __has_feature (address_sanitizer)
#  define STANOK_UNDER_SANITIZER 1
# endif
#endif
#ifndef STANOK_UNDER_SANITIZER
# define STANOK_UNDER_SANITIZER 0
#endif

typedef struct {
  int     writable[2];      /* descriptors that may be written to, as may 1 and 2; -1: none */
  guint64 memory_bytes;     /* on top of what is mapped already */
  guint64 output_bytes;     /* no file may grow beyond it */
  guint   cpu_seconds;
} StanokJailLimits;

/* After FALSE the process may be half locked in: it should say @error and end. */
gboolean stanok_jail_enter (const StanokJailLimits *limits, GError **error);

G_END_DECLS
