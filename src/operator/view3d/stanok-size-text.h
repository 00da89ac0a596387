/* stanok-size-text.h: how large a piece is, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

/* "21.8 × 22.9 × 13.2 mm · 1.1 cm³", in the words and figures of the locale. A mesh that is not
 * closed has no volume, and says so. */
char *stanok_size_text (const StanokMeasures *measures) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
