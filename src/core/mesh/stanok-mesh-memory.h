/* stanok-mesh-memory.h: big arrays that may be refused, so that a huge model ends in a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gpointer stanok_mesh_alloc   (gsize count, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean stanok_mesh_realloc (gpointer *array, gsize count, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
