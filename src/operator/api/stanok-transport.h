/* stanok-transport.h: the network's errors in the words of the sync core
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "port/stanok-http.h"

G_BEGIN_DECLS

/* Total: an error that nobody thought of is a connection that broke. */
StanokTransport stanok_transport_from_error (const GError *error);

G_END_DECLS
