/* stanok-welder.h: makes a mesh of triangles that come one by one, without a copy of the file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

typedef struct _StanokWelder StanokWelder;

/* @n_expected is a guess of the number of triangles; a wrong one costs time only. */
StanokWelder *stanok_welder_new    (guint32 n_expected, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          stanok_welder_free   (StanokWelder *self);

/* Same errors as stanok_mesh_weld(); after one the welder can only be freed. */
gboolean      stanok_welder_add    (StanokWelder *self, const float *soup, guint32 n, GError **error);

/* Empties the welder, whatever is returned. */
StanokMesh   *stanok_welder_finish (StanokWelder *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokWelder, stanok_welder_free)

G_END_DECLS
