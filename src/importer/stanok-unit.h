/* stanok-unit.h: how long a model's unit is, where its file says so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "importer/stanok-format.h"

G_BEGIN_DECLS

/* Millimetres a unit. Metres for glTF; what stands in the head of 3MF and AMF files; else 1.
 * %STANOK_ERROR_BAD_DATA if the head names a unit that nobody knows. */
gboolean stanok_unit_find (StanokFormat   format,
                           const guint8  *bytes,
                           gsize          n_bytes,
                           double        *mm,
                           GError       **error);

G_END_DECLS
