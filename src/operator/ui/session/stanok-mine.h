/* stanok-mine.h: the orders of the person who works here, with what is in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define STANOK_TYPE_MINE (stanok_mine_get_type ())

/* Signals
 *   changed ()   other orders, or something else in one of them */
G_DECLARE_FINAL_TYPE (StanokMine, stanok_mine, STANOK, MINE, GObject)

/* @orders: of StanokOrderItem, as stanok_session_get_mine() gives them. */
StanokMine *stanok_mine_new       (GListModel *orders) G_GNUC_WARN_UNUSED_RESULT;
gboolean    stanok_mine_has       (StanokMine *self, const char *order_id);
/* The one that runs, or the first. (nullable) if there is none, or none was read yet. */
const char *stanok_mine_get_first (StanokMine *self);

G_END_DECLS
