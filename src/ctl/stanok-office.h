/* stanok-office.h: what an office asks of the MES: are the files there, take them, take the orders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ctl/stanok-asker.h"
#include "ctl/stanok-upload.h"
#include "wire/stanok-office-wire.h"

G_BEGIN_DECLS

/* Sends what the server lacks; @n_sent: (out): how many. Errors: as stanok_asker_ask(), AUTH,
 * REFUSED, STORE if the file can be read no more. */
gboolean           stanok_office_send_files (StanokAsker *asker,
                                             GPtrArray   *uploads,
                                             guint       *n_sent,
                                             GError     **error);
/* All of them or none. */
StanokOfficeReply *stanok_office_bring      (StanokAsker              *asker,
                                             const StanokOfficeOrders *orders,
                                             GError                  **error)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
