/* sim-bounded.h: small shifts, each with one fault at every place where it can come (protocol 4.6)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns an exit status. */
int sim_bounded_run (gboolean is_thorough);

G_END_DECLS
