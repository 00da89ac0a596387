/* stanok-crc32c.h: the check sum of the outbox log's records (Castagnoli, as iSCSI and ext4 have it)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint32 stanok_crc32c (const guint8 *bytes, gsize n);

G_END_DECLS
